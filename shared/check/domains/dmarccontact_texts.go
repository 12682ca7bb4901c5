package domains

import "vahti.ai/vahti/shared/check/text"

var dmarcContactTexts = text.New(text.Texts{
	"DMARC reports reach a contact that the company named": {
		FI: "DMARC-raportit päätyvät yrityksen nimeämälle yhteyshenkilölle",
		SV: "DMARC-rapporter når en kontakt som företaget har utsett",
	},
	"Reports that go to a mailbox nobody chose are read by nobody, or by somebody who should not have them.": {
		FI: "Raportteja, jotka menevät kenenkään valitsemattomaan postilaatikkoon, ei lue kukaan, tai ne lukee joku, jolle ne eivät kuulu.",
		SV: "Rapporter till en postlåda som ingen har valt läses av ingen, eller av någon som inte borde ha dem.",
	},
	"Signs of an attack in the company's name lie in a mailbox where nobody looks.": {
		FI: "Merkit yrityksen nimissä tehdystä hyökkäyksestä jäävät postilaatikkoon, jota kukaan ei katso.",
		SV: "Tecken på ett angrepp i företagets namn ligger i en postlåda som ingen tittar i.",
	},
	atHost + " > TXT record _dmarc: the declared address after rua= and after ruf=": {
		FI: atHostFI + " > TXT-tietue _dmarc: ilmoitettu osoite merkintöjen rua= ja ruf= jälkeen",
		SV: atHostSV + " > TXT-posten _dmarc: den angivna adressen efter rua= och efter ruf=",
	},
	"The DMARC record names nobody who gets the reports on single failures.": {
		FI: "DMARC-tietue ei nimeä ketään yksittäisiä epäonnistumisia koskevien raporttien saajaksi.",
		SV: "DMARC-posten anger ingen som får rapporterna om enskilda fel.",
	},
	"The DMARC record names contacts, and none was declared that they could be compared with.": {
		FI: "DMARC-tietueessa on yhteysosoitteita, mutta mitään osoitetta ei ole ilmoitettu vertailua varten.",
		SV: "DMARC-posten anger kontakter, men ingen har angetts att jämföra dem med.",
	},
	"The daily DMARC reports go to no declared contact.": {
		FI: "Päivittäiset DMARC-raportit eivät mene ilmoitetulle yhteyshenkilölle.",
		SV: "De dagliga DMARC-rapporterna går inte till någon angiven kontakt.",
	},
	"The DMARC reports on single failures go to no declared contact.": {
		FI: "Yksittäisiä epäonnistumisia koskevat DMARC-raportit eivät mene ilmoitetulle yhteyshenkilölle.",
		SV: "DMARC-rapporterna om enskilda fel går inte till någon angiven kontakt.",
	},
	"Both kinds of DMARC report go to a declared contact.": {
		FI: "Molemmanlaiset DMARC-raportit menevät ilmoitetulle yhteyshenkilölle.",
		SV: "Båda slagen av DMARC-rapporter går till en angiven kontakt.",
	},
})
