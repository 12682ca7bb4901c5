package devices

import "vahti.ai/vahti/shared/check/text"

// devicesTexts translate what several checks say.
var devicesTexts = text.New(text.Texts{
	"Graph returned no value for the setting {}.": {
		FI: "Graph ei palauttanut asetukselle {} arvoa.",
		SV: "Graph returnerade inget värde för inställningen {}.",
	},
	"The setting {} holds a value unknown to Vahti.": {
		FI: "Asetuksessa {} on Vahdille tuntematon arvo.",
		SV: "Inställningen {} har ett värde som är okänt för Vahti.",
	},
	"Intune manages no device.": {
		FI: "Intunella ei hallita yhtään laitetta.",
		SV: "Intune hanterar ingen enhet.",
	},
})
