package applications

import "vahti.ai/vahti/shared/check/text"

// userConsentTexts translate what every check of users' consent says.
var userConsentTexts = text.New(text.Texts{
	"Graph did not return which applications users may consent to.": {
		FI: "Graph ei kertonut, mille sovelluksille käyttäjät saavat antaa suostumuksen.",
		SV: "Graph uppgav inte vilka program användarna får ge medgivande till.",
	},
	"Users cannot consent to applications.": {
		FI: "Käyttäjät eivät voi antaa sovelluksille suostumusta.",
		SV: "Användarna kan inte ge program medgivande.",
	},
})

// workflowTexts translate what every check of the admin consent workflow says.
var workflowTexts = text.New(text.Texts{
	"Graph did not return whether the admin consent workflow is enabled.": {
		FI: "Graph ei kertonut, onko järjestelmänvalvojan suostumuspyyntöjen käsittely käytössä.",
		SV: "Graph uppgav inte om arbetsflödet för administratörsmedgivande är aktiverat.",
	},
	"The admin consent workflow is not enabled.": {
		FI: "Järjestelmänvalvojan suostumuspyyntöjen käsittely ei ole käytössä.",
		SV: "Arbetsflödet för administratörsmedgivande är inte aktiverat.",
	},
})
