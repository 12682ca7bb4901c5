package applications

import "vahti.ai/vahti/shared/check/text"

// openingsTexts translate what every check of service principals' own
// credentials says.
var openingsTexts = text.New(text.Texts{
	unreadOpenings: {
		FI: "Graph ei kertonut kaikkea palvelun päänimen salaisuuksista ja varmenteista.",
		SV: "Graph lämnade inte ut allt om hemligheter och certifikat för en tjänsts huvudnamn.",
	},
})
