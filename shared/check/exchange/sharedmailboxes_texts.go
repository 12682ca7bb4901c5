package exchange

import "vahti.ai/vahti/shared/check/text"

var sharedMailboxesTexts = text.New(text.Texts{
	"Nobody can sign in to shared mailboxes, rooms and equipment": {
		FI: "Kukaan ei voi kirjautua jaettuihin postilaatikoihin, huoneisiin eikä laitteisiin",
		SV: "Ingen kan logga in på delade postlådor, rum och utrustning",
	},
	"People reach a shared mailbox from their own accounts; the account behind it has a password that nobody watches and seldom a second factor.": {
		FI: "Jaettua postilaatikkoa käytetään omilta tileiltä; sen takana olevalla tilillä on salasana, jota kukaan ei valvo, ja harvoin toista tekijää.",
		SV: "Folk når en delad postlåda från sina egna konton; kontot bakom den har ett lösenord som ingen bevakar och sällan en andra faktor.",
	},
	"An attacker guesses the password of an account that nobody uses, and writes from the company's best-known address.": {
		FI: "Hyökkääjä arvaa sellaisen tilin salasanan, jota kukaan ei käytä, ja kirjoittaa yrityksen tunnetuimmasta osoitteesta.",
		SV: "En angripare gissar lösenordet till ett konto som ingen använder och skriver från företagets mest kända adress.",
	},
	"Microsoft 365 admin center > Users > Active users > the account > Block sign-in": {
		FI: "Microsoft 365 admin center > Users > Active users > tili > Block sign-in",
		SV: "Microsoft 365 admin center > Users > Active users > kontot > Block sign-in",
	},
	"Graph did not say whether the mailbox belongs to a person.": {
		FI: "Graph ei kertonut, kuuluuko postilaatikko henkilölle.",
		SV: "Graph uppgav inte om postlådan tillhör en person.",
	},
	"Graph did not say whether the account can be signed in to.": {
		FI: "Graph ei kertonut, voiko tilille kirjautua.",
		SV: "Graph uppgav inte om det går att logga in på kontot.",
	},
	"The account of a mailbox that belongs to no person can be signed in to.": {
		FI: "Kenellekään henkilölle kuulumattoman postilaatikon tilille voi kirjautua.",
		SV: "Det går att logga in på kontot för en postlåda som inte tillhör någon person.",
	},
	"Nobody can sign in to shared mailboxes, rooms and equipment, unless it was declared.": {
		FI: "Kukaan ei voi kirjautua jaettuihin postilaatikoihin, huoneisiin eikä laitteisiin, ellei sitä ole ilmoitettu sallituksi.",
		SV: "Ingen kan logga in på delade postlådor, rum och utrustning, om det inte har angetts som tillåtet.",
	},
})
