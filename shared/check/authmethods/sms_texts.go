package authmethods

import "vahti.ai/vahti/shared/check/text"

var smsTexts = text.New(text.Texts{
	"Text messages are not an authentication method": {
		FI: "Tekstiviestit eivät ole todennusmenetelmä",
		SV: "Sms är inte en autentiseringsmetod",
	},
	"A code in a text message can be read by whoever takes over the phone number and typed into a fake sign-in page by the victim.": {
		FI: "Tekstiviestin koodin lukee kuka tahansa, joka kaappaa puhelinnumeron, ja uhri voi näppäillä sen itse väärennetylle kirjautumissivulle.",
		SV: "En kod i ett sms kan läsas av den som tar över telefonnumret, och offret kan själv skriva in den på en falsk inloggningssida.",
	},
	"An attacker moves the victim's number to a new SIM card, receives the code and passes multifactor authentication.": {
		FI: "Hyökkääjä siirtää uhrin numeron uudelle SIM-kortille, saa koodin ja läpäisee monimenetelmäisen todentamisen.",
		SV: "En angripare flyttar offrets nummer till ett nytt SIM-kort, får koden och tar sig förbi multifaktorautentiseringen.",
	},
	methodSettings + " > SMS > Enable: Off": {
		FI: methodSettings + " > SMS > Enable: Pois",
		SV: methodSettings + " > SMS > Enable: Av",
	},
	"Text messages are disabled as a method.": {
		FI: "Tekstiviestit eivät ole käytössä menetelmänä.",
		SV: "Sms är inaktiverat som metod.",
	},
	"Text messages are enabled as a method.": {
		FI: "Tekstiviestit ovat käytössä menetelmänä.",
		SV: "Sms är aktiverat som metod.",
	},
})
