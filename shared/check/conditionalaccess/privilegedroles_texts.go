package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var privilegedRolesTexts = text.New(text.Texts{
	"Phishing-resistant multifactor authentication is required for highly privileged roles": {
		FI: "Laajimmilta etuoikeutetuilta rooleilta vaaditaan tietojenkalastelun kestävä todentaminen",
		SV: "Nätfiskeresistent multifaktorautentisering krävs för de mest privilegierade rollerna",
	},
	"One phished administrator is enough to take over the whole tenant.": {
		FI: "Yksi kalasteltu järjestelmänvalvoja riittää koko vuokraajan kaappaamiseen.",
		SV: "Det räcker med en nätfiskad administratör för att ta över hela klientorganisationen.",
	},
	"An administrator who enters a code on a fake sign-in page hands over a session with which the attacker " +
		"creates accounts, grants consents and turns protections off.": {
		FI: "Järjestelmänvalvoja, joka syöttää koodin väärennetylle kirjautumissivulle, luovuttaa istunnon, jolla hyökkääjä luo tilejä, antaa suostumuksia ja poistaa suojauksia käytöstä.",
		SV: "En administratör som skriver in en kod på en falsk inloggningssida lämnar över en session som angriparen använder för att skapa konton, ge medgivanden och stänga av skydd.",
	},
	newPolicy + "Users > Select users and " +
		"groups > Directory roles, all highly privileged roles, without the emergency accounts, all resources, Grant > " +
		"Require authentication strength > Phishing-resistant MFA.": {
		FI: newPolicy + "Users > Select users and groups > Directory roles, kaikki laajimmat etuoikeutetut roolit hätäkäyttötilejä lukuun ottamatta, " +
			"kaikki resurssit, Grant > Require authentication strength > Phishing-resistant MFA.",
		SV: newPolicy + "Users > Select users and groups > Directory roles, alla de mest privilegierade rollerna utan nödkontona, alla resurser, " +
			"Grant > Require authentication strength > Phishing-resistant MFA.",
	},
	"requires phishing-resistant multifactor authentication": {FI: "vaatii tietojenkalastelun kestävän todentamisen", SV: "kräver nätfiskeresistent multifaktorautentisering"},
})
