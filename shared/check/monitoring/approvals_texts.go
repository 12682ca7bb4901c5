package monitoring

import "vahti.ai/vahti/shared/check/text"

var approvalsTexts = text.New(text.Texts{
	"Automated investigations do not wait for approval": {
		FI: "Automaattiset tutkinnat eivät jää odottamaan hyväksyntää",
		SV: "Automatiska undersökningar blir inte liggande i väntan på godkännande",
	},
	"Defender has found what to remove and only waits for a click, so the danger stays although the answer is ready.": {
		FI: "Defender on löytänyt poistettavan ja odottaa vain hyväksyntää, joten vaara säilyy, vaikka vastatoimi on valmiina.",
		SV: "Defender har hittat vad som ska bort och väntar bara på ett klick, så faran består fast åtgärden är klar.",
	},
	"The harmful file stays on the device and the phishing mail in the mailboxes until somebody opens it.": {
		FI: "Haitallinen tiedosto pysyy laitteella ja kalasteluviesti postilaatikoissa, kunnes joku avaa sen.",
		SV: "Den skadliga filen ligger kvar på enheten och nätfiskemejlet i postlådorna tills någon öppnar dem.",
	},
	defender + "Investigation & response > Actions & submissions > Action center > Pending: approve or reject each action; for devices a higher automation level under Settings > Endpoints > Device groups needs no approval": {
		FI: defender + "Investigation & response > Actions & submissions > Action center > Pending: hyväksy tai hylkää jokainen toimi; laitteille ei tarvita hyväksyntää, kun automaatiotasoa nostetaan kohdassa Settings > Endpoints > Device groups",
		SV: defender + "Investigation & response > Actions & submissions > Action center > Pending: godkänn eller avvisa varje åtgärd; för enheter krävs inget godkännande med en högre automationsnivå under Settings > Endpoints > Device groups",
	},
	"Automated investigations have waited for approval for more than a week.": {
		FI: "Automaattisia tutkintoja on odottanut hyväksyntää yli viikon.",
		SV: "Automatiska undersökningar har väntat på godkännande i mer än en vecka.",
	},
	"Graph did not return how some automated investigations stand.": {
		FI: "Graph ei palauttanut joidenkin automaattisten tutkintojen tilaa.",
		SV: "Graph uppgav inte hur det står till med vissa automatiska undersökningar.",
	},
	"No automated investigation has waited for approval for more than a week.": {
		FI: "Yksikään automaattinen tutkinta ei ole odottanut hyväksyntää yli viikkoa.",
		SV: "Ingen automatisk undersökning har väntat på godkännande i mer än en vecka.",
	},
})
