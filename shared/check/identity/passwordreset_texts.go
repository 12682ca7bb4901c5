package identity

import "vahti.ai/vahti/shared/check/text"

var passwordResetTexts = text.New(text.Texts{
	"Self-service password reset covers all members": {
		FI: "Kaikki jäsenet voivat palauttaa salasanansa itsepalveluna",
		SV: "Alla medlemmar kan återställa sitt lösenord med självbetjäning",
	},
	"Who cannot reset a password alone calls the help desk, and a convincing voice on the telephone is how many accounts are taken over.": {
		FI: "Se, joka ei voi palauttaa salasanaansa itse, soittaa tukeen, ja vakuuttava ääni puhelimessa on tapa, jolla monia tilejä kaapataan.",
		SV: "Den som inte kan återställa sitt lösenord själv ringer supporten, och en övertygande röst i telefonen är så många konton tas över.",
	},
	"An attacker calls as a colleague who forgot the password and has the help desk set a new one.": {
		FI: "Hyökkääjä soittaa salasanansa unohtaneena työtoverina ja saa tuen asettamaan uuden.",
		SV: "En angripare ringer som en kollega som glömt lösenordet och får supporten att sätta ett nytt.",
	},
	"Microsoft Entra admin center > Entra ID > Password reset > Properties > Self service password reset enabled: All": {
		FI: "Microsoft Entra admin center > Entra ID > Password reset > Properties > Self service password reset enabled: Kaikki",
		SV: "Microsoft Entra admin center > Entra ID > Password reset > Properties > Self service password reset enabled: Alla",
	},
	"Some members cannot reset their own password.": {
		FI: "Jotkut jäsenet eivät voi palauttaa omaa salasanaansa.",
		SV: "Vissa medlemmar kan inte återställa sitt eget lösenord.",
	},
	"Graph did not say of every member whether they can reset their own password.": {
		FI: "Graph ei kertonut jokaisesta jäsenestä, voiko hän palauttaa oman salasanansa.",
		SV: "Graph uppgav inte för varje medlem om de kan återställa sitt eget lösenord.",
	},
	"The report names no enabled member who is not an administrator.": {
		FI: "Raportissa ei ole yhtään käytössä olevaa jäsentä, joka ei ole järjestelmänvalvoja.",
		SV: "Rapporten nämner ingen aktiverad medlem som inte är administratör.",
	},
	"Every enabled member can reset their own password.": {
		FI: "Jokainen käytössä oleva jäsen voi palauttaa oman salasanansa.",
		SV: "Varje aktiverad medlem kan återställa sitt eget lösenord.",
	},
})
