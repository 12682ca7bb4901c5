package domains

import "vahti.ai/vahti/shared/check/text"

var dmarcReportsTexts = text.New(text.Texts{
	"DMARC reports are sent to somebody who takes them": {
		FI: "DMARC-raportit lähetetään jollekulle, joka ottaa ne vastaan",
		SV: "DMARC-rapporter skickas till någon som tar emot dem",
	},
	"The reports are the only view of who sends in the company's name, and without them the policy cannot be made strict safely.": {
		FI: "Vain raporteista näkee, kuka lähettää yrityksen nimissä, eikä käytäntöä voi ilman niitä tiukentaa turvallisesti.",
		SV: "Rapporterna är den enda inblicken i vem som skickar i företagets namn, och utan dem kan principen inte skärpas på ett säkert sätt.",
	},
	"Nobody notices that somebody sends in the company's name, or that the company's own mail is turned away.": {
		FI: "Kukaan ei huomaa, että joku lähettää yrityksen nimissä tai että yrityksen oma sähköposti hylätään.",
		SV: "Ingen märker att någon skickar i företagets namn eller att företagets egen e-post avvisas.",
	},
	atHost + " > TXT record _dmarc: an address after rua=; another company's service must allow the domain by a record of its own": {
		FI: atHostFI + " > TXT-tietue _dmarc: osoite merkinnän rua= jälkeen; toisen yrityksen palvelun on sallittava toimialue omalla tietueellaan",
		SV: atHostSV + " > TXT-posten _dmarc: en adress efter rua=; ett annat företags tjänst måste tillåta domänen med en egen post",
	},
	"The DMARC record names an address at another company that does not take reports about the domain.": {
		FI: "DMARC-tietueessa on toisen yrityksen osoite, joka ei ota vastaan toimialuetta koskevia raportteja.",
		SV: "DMARC-posten anger en adress hos ett annat företag som inte tar emot rapporter om domänen.",
	},
	"Public DNS did not say whether another company takes reports about the domain.": {
		FI: "Julkinen nimipalvelu ei kertonut, ottaako toinen yritys vastaan toimialuetta koskevia raportteja.",
		SV: "Publik DNS uppgav inte om ett annat företag tar emot rapporter om domänen.",
	},
	"DMARC reports go to somebody who takes them.": {
		FI: "DMARC-raportit menevät jollekulle, joka ottaa ne vastaan.",
		SV: "DMARC-rapporterna går till någon som tar emot dem.",
	},
})
