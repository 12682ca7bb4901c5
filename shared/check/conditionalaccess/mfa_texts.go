package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var mfaTexts = text.New(text.Texts{
	"Multifactor authentication is required for all users": {
		FI: "Kaikilta käyttäjiltä vaaditaan monimenetelmäinen todentaminen",
		SV: "Multifaktorautentisering krävs av alla användare",
	},
	"Without it one guessed, leaked or phished password opens an account.": {
		FI: "Ilman sitä yksi arvattu, vuotanut tai kalasteltu salasana avaa tilin.",
		SV: "Utan den öppnar ett enda gissat, läckt eller nätfiskat lösenord ett konto.",
	},
	"An attacker who has a password signs in as that user, from anywhere, to every application the user can reach.": {
		FI: "Salasanan saanut hyökkääjä kirjautuu käyttäjänä mistä tahansa kaikkiin sovelluksiin, joihin käyttäjällä on pääsy.",
		SV: "En angripare som har ett lösenord loggar in som användaren, varifrån som helst, i alla program som användaren når.",
	},
	newPolicy + "all users without the " +
		"emergency accounts, all resources, no further conditions, Grant > Require multifactor authentication.": {
		FI: newPolicy + "kaikki käyttäjät hätäkäyttötilejä lukuun ottamatta, kaikki resurssit, ei muita ehtoja, Grant > Require multifactor authentication.",
		SV: newPolicy + "alla användare utom nödkontona, alla resurser, inga fler villkor, Grant > Require multifactor authentication.",
	},
	mfaByDefaults: {
		FI: "Suojauksen oletusasetukset ovat käytössä, ja ne velvoittavat kaikki käyttäjät rekisteröimään monimenetelmäisen todentamisen ja käyttämään sitä.",
		SV: "Säkerhetsstandarder är aktiverade, och de ser till att alla användare registrerar och använder multifaktorautentisering.",
	},
	"requires multifactor authentication":                    {FI: "vaatii monimenetelmäisen todentamisen", SV: "kräver multifaktorautentisering"},
	"requires phishing-resistant multifactor authentication": {FI: "vaatii tietojenkalastelun kestävän todentamisen", SV: "kräver nätfiskeresistent multifaktorautentisering"},
	"Phishing-resistant multifactor authentication is required for all users, which is stricter than what this control asks for.": {
		FI: "Kaikilta käyttäjiltä vaaditaan tietojenkalastelun kestävä todentaminen, mikä on tiukempaa kuin tämä vaatimus.",
		SV: "Nätfiskeresistent multifaktorautentisering krävs av alla användare, vilket är strängare än vad kontrollen begär.",
	},
})
