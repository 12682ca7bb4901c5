package domains

import "vahti.ai/vahti/shared/check/text"

// atHost in the other languages.
const (
	atHostFI = "Toimialueen nimipalvelua ylläpitävän yrityksen hallintapaneeli"
	atHostSV = "Kontrollpanelen hos det företag som driver domänens DNS"
)

// domainTexts translate what several checks of domains say.
var domainTexts = text.New(text.Texts{
	"Public DNS gave no answer about the domain.": {
		FI: "Julkinen nimipalvelu ei vastannut toimialuetta koskevaan kysymykseen.",
		SV: "Publik DNS svarade inte på frågan om domänen.",
	},
	"Public DNS was not asked about the domain.": {
		FI: "Julkiselta nimipalvelulta ei kysytty toimialueesta.",
		SV: "Publik DNS tillfrågades inte om domänen.",
	},
	"The domain neither receives nor sends mail, and its SPF record says so.": {
		FI: "Toimialue ei vastaanota eikä lähetä sähköpostia, ja sen SPF-tietue kertoo sen.",
		SV: "Domänen varken tar emot eller skickar e-post, och dess SPF-post säger det.",
	},
	"The domain receives no mail.": {
		FI: "Toimialue ei vastaanota sähköpostia.",
		SV: "Domänen tar inte emot e-post.",
	},
	"Graph did not return all of the tenant's domains.": {
		FI: "Graph ei palauttanut vuokraajan kaikkia toimialueita.",
		SV: "Graph returnerade inte alla klientorganisationens domäner.",
	},
	"The tenant has no verified domain of its own.": {
		FI: "Vuokraajalla ei ole omaa vahvistettua toimialuetta.",
		SV: "Klientorganisationen har ingen egen verifierad domän.",
	},
	"The domain has several SPF records, so that receivers heed none.": {
		FI: "Toimialueella on useita SPF-tietueita, joten vastaanottajat eivät noudata niistä yhtäkään.",
		SV: "Domänen har flera SPF-poster, så mottagarna rättar sig inte efter någon av dem.",
	},
	"The domain's SPF record breaks the rules, so that receivers do not heed it.": {
		FI: "Toimialueen SPF-tietue on sääntöjen vastainen, joten vastaanottajat eivät noudata sitä.",
		SV: "Domänens SPF-post följer inte reglerna, så mottagarna rättar sig inte efter den.",
	},
})
