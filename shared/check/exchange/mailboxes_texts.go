package exchange

import "vahti.ai/vahti/shared/check/text"

// mailboxTexts translate what every check of mailboxes says.
var mailboxTexts = text.New(text.Texts{
	"The tenant has no mailboxes.": {
		FI: "Vuokraajalla ei ole postilaatikoita.",
		SV: "Klientorganisationen har inga postlådor.",
	},
	"Graph did not say what a rule in the mailbox does.": {
		FI: "Graph ei kertonut, mitä postilaatikon sääntö tekee.",
		SV: "Graph uppgav inte vad en regel i postlådan gör.",
	},
})
