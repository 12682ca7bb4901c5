package authmethods

import "vahti.ai/vahti/shared/check/text"

var smsSignInTexts = text.New(text.Texts{
	"A text message alone signs nobody in": {
		FI: "Pelkkä tekstiviesti ei riitä kenenkään kirjautumiseen",
		SV: "Ett sms räcker inte för att logga in någon",
	},
	"Where a text message is the first factor, the phone number is the only thing between an attacker and the account.": {
		FI: "Kun tekstiviesti korvaa salasanan, hyökkääjän ja tilin välissä on vain puhelinnumero.",
		SV: "När ett sms är första faktorn är telefonnumret det enda som står mellan angriparen och kontot.",
	},
	"An attacker who takes over a phone number signs in without knowing any password.": {
		FI: "Puhelinnumeron kaapannut hyökkääjä kirjautuu tietämättä yhtäkään salasanaa.",
		SV: "En angripare som tar över ett telefonnummer loggar in utan att känna till något lösenord.",
	},
	methodSettings + " > SMS > Enable and target > clear Use for sign-in for every target": {
		FI: methodSettings + " > SMS > Enable and target > poista valinta Use for sign-in jokaiselta kohteelta",
		SV: methodSettings + " > SMS > Enable and target > avmarkera Use for sign-in för varje mål",
	},
	"A text message is enough to sign in for some users.": {
		FI: "Joillekin käyttäjille kirjautumiseen riittää tekstiviesti.",
		SV: "För vissa användare räcker ett sms för att logga in.",
	},
	"Graph did not return whether a text message is enough to sign in.": {
		FI: "Graph ei kertonut, riittääkö kirjautumiseen tekstiviesti.",
		SV: "Graph uppgav inte om ett sms räcker för att logga in.",
	},
	"A text message is never enough to sign in.": {
		FI: "Tekstiviesti ei koskaan yksin riitä kirjautumiseen.",
		SV: "Ett sms räcker aldrig för att logga in.",
	},
})
