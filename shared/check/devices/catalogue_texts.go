package devices

import "vahti.ai/vahti/shared/check/text"

// catalogueTexts translate what the checks of policies say.
var catalogueTexts = text.New(text.Texts{
	"is assigned to nobody": {
		FI: "ei ole määritetty kenellekään",
		SV: "är inte tilldelad någon",
	},
	"Graph did not return the settings and assignments of every policy.": {
		FI: "Graph ei palauttanut kaikkien käytäntöjen asetuksia ja määrityksiä.",
		SV: "Graph returnerade inte alla principers inställningar och tilldelningar.",
	},
})
