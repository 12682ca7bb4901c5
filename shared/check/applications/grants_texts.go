package applications

import "vahti.ai/vahti/shared/check/text"

// grantTexts translate what every check of delegated permissions says.
var grantTexts = text.New(text.Texts{
	strangeConsent: {
		FI: "Käyttöoikeus on myönnetty suostumuslajilla, joka on Vahdille tuntematon.",
		SV: "En behörighet har getts med en typ av medgivande som är okänd för Vahti.",
	},
})
