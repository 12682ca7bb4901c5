package applications

import "vahti.ai/vahti/shared/check/text"

var consentWorkflowTexts = text.New(text.Texts{
	"Users can ask an administrator to approve an application": {
		FI: "Käyttäjät voivat pyytää järjestelmänvalvojaa hyväksymään sovelluksen",
		SV: "Användarna kan be en administratör godkänna ett program",
	},
	"Where consent is closed and nobody can be asked, people turn to private accounts and tools, or an administrator opens consent for everyone.": {
		FI: "Jos suostumus on suljettu eikä ketään voi pyytää apuun, ihmiset siirtyvät omiin tileihinsä ja työkaluihinsa, tai järjestelmänvalvoja avaa suostumuksen kaikille.",
		SV: "Om medgivande är avstängt och det inte finns någon att fråga tar folk till privata konton och verktyg, eller så öppnar en administratör medgivande för alla.",
	},
	"Requests for applications are decided by mail and in a hurry, where a malicious one is not noticed and no record is kept.": {
		FI: "Sovelluspyynnöistä päätetään sähköpostitse ja kiireessä, jolloin haitallista ei huomata eikä päätöksestä jää jälkeä.",
		SV: "Önskemål om program avgörs per e-post och i all hast, så att ett skadligt program inte märks och inget dokumenteras.",
	},
	consentSettings + " > Admin consent settings > Users can request admin consent to apps they are unable to consent to: Yes, and choose reviewers": {
		FI: consentSettings + " > Admin consent settings > Users can request admin consent to apps they are unable to consent to: Kyllä, ja valitse käsittelijät",
		SV: consentSettings + " > Admin consent settings > Users can request admin consent to apps they are unable to consent to: Ja, och välj granskare",
	},
	"The admin consent workflow is enabled.": {
		FI: "Järjestelmänvalvojan suostumuspyyntöjen käsittely on käytössä.",
		SV: "Arbetsflödet för administratörsmedgivande är aktiverat.",
	},
})
