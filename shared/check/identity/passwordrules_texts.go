package identity

import "vahti.ai/vahti/shared/check/text"

// passwordRulesTexts translate what every check of a password rule says.
var passwordRulesTexts = text.New(text.Texts{
	"Graph returned settings without saying of what.": {
		FI: "Graph palautti asetuksia kertomatta, mitä ne koskevat.",
		SV: "Graph returnerade inställningar utan att ange vad de gäller.",
	},
	"The password rules hold no usable value for {}.": {
		FI: "Salasanasäännöissä ei ole käyttökelpoista arvoa asetukselle {}.",
		SV: "Lösenordsreglerna innehåller inget användbart värde för {}.",
	},
})
