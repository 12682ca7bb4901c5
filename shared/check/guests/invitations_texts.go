package guests

import "vahti.ai/vahti/shared/check/text"

var invitationsTexts = text.New(text.Texts{
	"Only administrators and guest inviters can invite guests": {
		FI: "Vain järjestelmänvalvojat ja vieraiden kutsujat voivat kutsua vieraskäyttäjiä",
		SV: "Bara administratörer och gästinbjudare kan bjuda in gäster",
	},
	"Every invitation makes a lasting account from outside; somebody should decide on it who knows what the guest will reach.": {
		FI: "Jokaisesta kutsusta syntyy pysyvä ulkopuolisen tili; siitä pitäisi päättää jonkun, joka tietää, mihin vieraskäyttäjä pääsee.",
		SV: "Varje inbjudan skapar ett varaktigt konto utifrån; den bör beslutas av någon som vet vad gästen når.",
	},
	"An intruder invites accounts of their own as guests and keeps a way in after the stolen member account was closed.": {
		FI: "Tunkeutuja kutsuu omia tilejään vieraskäyttäjiksi ja säilyttää reitin sisään, vaikka varastettu jäsentili suljetaan.",
		SV: "En inkräktare bjuder in egna konton som gäster och behåller en väg in efter att det stulna medlemskontot har stängts.",
	},
	collaborationSettings + " > Guest invite settings > Only users assigned to specific admin roles can invite guest users": {
		FI: collaborationSettings + " > Guest invite settings > valitse Only users assigned to specific admin roles can invite guest users",
		SV: collaborationSettings + " > Guest invite settings > välj Only users assigned to specific admin roles can invite guest users",
	},
	"Nobody can invite guests.": {
		FI: "Kukaan ei voi kutsua vieraskäyttäjiä.",
		SV: "Ingen kan bjuda in gäster.",
	},
	"Only administrators and guest inviters can invite guests.": {
		FI: "Vain järjestelmänvalvojat ja vieraiden kutsujat voivat kutsua vieraskäyttäjiä.",
		SV: "Bara administratörer och gästinbjudare kan bjuda in gäster.",
	},
	"Every member can invite guests.": {
		FI: "Jokainen jäsen voi kutsua vieraskäyttäjiä.",
		SV: "Alla medlemmar kan bjuda in gäster.",
	},
	"Every member and every guest can invite guests.": {
		FI: "Jokainen jäsen ja vieraskäyttäjä voi kutsua vieraskäyttäjiä.",
		SV: "Alla medlemmar och alla gäster kan bjuda in gäster.",
	},
	"Graph did not say who may invite guests.": {
		FI: "Graph ei kertonut, kuka saa kutsua vieraskäyttäjiä.",
		SV: "Graph uppgav inte vem som får bjuda in gäster.",
	},
	"Who may invite guests is set to neither of the two restricted values.": {
		FI: "Vieraskäyttäjien kutsumista ei ole rajattu kummallakaan rajoittavista arvoista.",
		SV: "Vem som får bjuda in gäster är inte satt till något av de två begränsande värdena.",
	},
})
