package monitoring

import "vahti.ai/vahti/shared/check/text"

var auditLogTexts = text.New(text.Texts{
	"The unified audit log is on": {
		FI: "Yhtenäinen valvontaloki on käytössä",
		SV: "Den enhetliga granskningsloggen är aktiverad",
	},
	"Without the log nobody can ever tell what an intruder read, changed or sent, and it cannot be made up for afterwards.": {
		FI: "Ilman lokia kukaan ei voi koskaan selvittää, mitä tunkeutuja luki, muutti tai lähetti, eikä sitä voi korjata jälkikäteen.",
		SV: "Utan loggen kan ingen någonsin avgöra vad en inkräktare läste, ändrade eller skickade, och det går inte att ta igen i efterhand.",
	},
	"A break-in leaves no trace: it is not noticed, its extent cannot be told, and the company must assume and report the worst.": {
		FI: "Tietomurto ei jätä jälkiä: sitä ei huomata, sen laajuutta ei saada selville, ja yrityksen on oletettava ja ilmoitettava pahin.",
		SV: "Ett intrång lämnar inga spår: det märks inte, omfattningen går inte att fastställa, och företaget måste anta och anmäla det värsta.",
	},
	"Microsoft Purview portal > Solutions > Audit > Start recording user and admin activity": {
		FI: "Microsoft Purview portal > Solutions > Audit > valitse Start recording user and admin activity",
		SV: "Microsoft Purview portal > Solutions > Audit > välj Start recording user and admin activity",
	},
	"Microsoft has made no Secure Score for the tenant.": {
		FI: "Microsoft ei ole laskenut vuokraajalle Secure Score -pisteitä.",
		SV: "Microsoft har inte beräknat någon Secure Score för klientorganisationen.",
	},
	"Microsoft's newest Secure Score is more than a week old.": {
		FI: "Microsoftin uusin Secure Score on yli viikon vanha.",
		SV: "Microsofts senaste Secure Score är mer än en vecka gammal.",
	},
	"Microsoft's Secure Score does not judge the unified audit log.": {
		FI: "Microsoftin Secure Score ei arvioi yhtenäistä valvontalokia.",
		SV: "Microsofts Secure Score bedömer inte den enhetliga granskningsloggen.",
	},
	"By Microsoft's own verdict in Secure Score the unified audit log is on.": {
		FI: "Microsoftin oman Secure Score -arvion mukaan yhtenäinen valvontaloki on käytössä.",
		SV: "Enligt Microsofts egen bedömning i Secure Score är den enhetliga granskningsloggen aktiverad.",
	},
	"By Microsoft's own verdict in Secure Score the unified audit log is off.": {
		FI: "Microsoftin oman Secure Score -arvion mukaan yhtenäinen valvontaloki ei ole käytössä.",
		SV: "Enligt Microsofts egen bedömning i Secure Score är den enhetliga granskningsloggen inaktiverad.",
	},
	"Microsoft's Secure Score gives the unified audit log neither all points nor none.": {
		FI: "Microsoftin Secure Score ei anna yhtenäisestä valvontalokista täysiä pisteitä eikä nollaa.",
		SV: "Microsofts Secure Score ger den enhetliga granskningsloggen varken alla poäng eller inga.",
	},
})
