package applications

import "vahti.ai/vahti/shared/check/text"

// ownersTexts translate what every check of owners says.
var ownersTexts = text.New(text.Texts{
	unreadOwners: {
		FI: "Graph ei palauttanut sovelluksen kaikkia omistajia tai ei kertonut, mitä ne ovat.",
		SV: "Graph returnerade inte alla ägare till ett program, eller inte vad de är.",
	},
})
