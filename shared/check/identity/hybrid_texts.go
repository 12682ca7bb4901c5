package identity

import "vahti.ai/vahti/shared/check/text"

// hybridTexts translate what every check of synchronised tenants says.
var hybridTexts = text.New(text.Texts{
	"The tenant does not synchronise an on-premises directory.": {
		FI: "Vuokraajaan ei synkronoida paikallista hakemistoa.",
		SV: "Klientorganisationen synkroniserar ingen lokal katalog.",
	},
	"Graph did not say whether the tenant synchronises an on-premises directory.": {
		FI: "Graph ei kertonut, synkronoidaanko vuokraajaan paikallista hakemistoa.",
		SV: "Graph uppgav inte om klientorganisationen synkroniserar en lokal katalog.",
	},
})
