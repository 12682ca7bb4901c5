package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var signInFrequencyTexts = text.New(text.Texts{
	"Everyone signs in again within seven days": {
		FI: "Kaikki kirjautuvat uudelleen seitsemän päivän kuluessa",
		SV: "Alla loggar in på nytt inom sju dagar",
	},
	"Without a limit a session lives on for 90 days and longer, and so does one that was stolen.": {
		FI: "Ilman rajaa istunto elää 90 päivää ja pidempäänkin, ja niin elää myös varastettu istunto.",
		SV: "Utan gräns lever en session i 90 dagar och längre, och det gör även en stulen session.",
	},
	"Whoever once got hold of a session, or of a computer that nobody signed out of, reads mail and files for months.": {
		FI: "Se, joka on kerran saanut haltuunsa istunnon tai koneen, jolta kukaan ei kirjautunut ulos, lukee sähköpostia ja tiedostoja kuukausia.",
		SV: "Den som en gång fått tag i en session, eller i en dator som ingen loggat ut från, läser e-post och filer i månader.",
	},
	newPolicy + "all users without the emergency accounts, all resources, no further conditions, Session > Sign-in frequency > " +
		"Periodic reauthentication, 7 days or fewer.": {
		FI: newPolicy + "kaikki käyttäjät hätäkäyttötilejä lukuun ottamatta, kaikki resurssit, ei muita ehtoja, Session > Sign-in frequency > " +
			"Periodic reauthentication, enintään 7 päivää.",
		SV: newPolicy + "alla användare utom nödkontona, alla resurser, inga fler villkor, Session > Sign-in frequency > Periodic reauthentication, högst 7 dagar.",
	},
	"has everyone sign in again within seven days": {
		FI: "vaatii kaikkia kirjautumaan uudelleen seitsemän päivän kuluessa", SV: "kräver att alla loggar in på nytt inom sju dagar",
	},
})
