package identity

import "vahti.ai/vahti/shared/check/text"

// authorizationTexts translate what every check of the authorization policy says.
var authorizationTexts = text.New(text.Texts{
	noSwitch: {
		FI: "Hallintakeskuksessa ei ole tälle kytkintä; lähetä alla oleva pyyntö Graph Explorerilla tai PowerShellillä",
		SV: "Det finns inget reglage för det i administrationscentret; skicka begäran nedan med Graph Explorer eller PowerShell",
	},
	"Graph returned no value for the setting {}.": {
		FI: "Graph ei palauttanut arvoa asetukselle {}.",
		SV: "Graph returnerade inget värde för inställningen {}.",
	},
})
