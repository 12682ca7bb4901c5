package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var phishingResistantMFATexts = text.New(text.Texts{
	"Phishing-resistant multifactor authentication is required for all users": {
		FI: "Kaikilta käyttäjiltä vaaditaan tietojenkalastelun kestävä todentaminen",
		SV: "Nätfiskeresistent multifaktorautentisering krävs av alla användare",
	},
	"Codes and approvals can be relayed by a fake sign-in page; keys and certificates bound to the site cannot.": {
		FI: "Väärennetty kirjautumissivu voi välittää koodit ja hyväksynnät eteenpäin, mutta sivustoon sidottuja avaimia ja varmenteita ei.",
		SV: "Koder och godkännanden kan vidarebefordras av en falsk inloggningssida, men inte nycklar och certifikat som är bundna till webbplatsen.",
	},
	"A convincing sign-in page passes the password and the code or approval on to Microsoft in real time, and " +
		"the attacker keeps the session that comes back.": {
		FI: "Uskottava kirjautumissivu välittää salasanan ja koodin tai hyväksynnän Microsoftille reaaliajassa, ja hyökkääjä pitää istunnon, joka tulee takaisin.",
		SV: "En övertygande inloggningssida skickar lösenordet och koden eller godkännandet vidare till Microsoft i realtid, och angriparen behåller sessionen som kommer tillbaka.",
	},
	newPolicy + "all users without the " +
		"emergency accounts, all resources, Grant > Require authentication strength > Phishing-resistant MFA. Let users " +
		"register a passkey, Windows Hello for Business or a certificate first.": {
		FI: newPolicy + "kaikki käyttäjät hätäkäyttötilejä lukuun ottamatta, kaikki resurssit, Grant > Require authentication strength > " +
			"Phishing-resistant MFA. Anna käyttäjien ensin rekisteröidä pääsyavain, Windows Hello for Business tai varmenne.",
		SV: newPolicy + "alla användare utom nödkontona, alla resurser, Grant > Require authentication strength > Phishing-resistant MFA. " +
			"Låt användarna först registrera en lösennyckel, Windows Hello for Business eller ett certifikat.",
	},
	"requires phishing-resistant multifactor authentication": {FI: "vaatii tietojenkalastelun kestävän todentamisen", SV: "kräver nätfiskeresistent multifaktorautentisering"},
})
