package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var legacyAuthenticationTexts = text.New(text.Texts{
	"Legacy authentication is blocked for all users": {
		FI: "Vanhat todennustavat on estetty kaikilta käyttäjiltä",
		SV: "Äldre autentisering är blockerad för alla användare",
	},
	"A password alone is enough over a legacy protocol, and most password spraying goes through them.": {
		FI: "Vanhassa protokollassa pelkkä salasana riittää, ja suurin osa salasanojen kokeilusta tehdään niiden kautta.",
		SV: "I ett äldre protokoll räcker lösenordet, och det mesta av lösenordssprejningen går den vägen.",
	},
	"Someone who has guessed or bought a password signs in through an old mail protocol, where multifactor " +
		"authentication is never asked for, and reads the mailbox.": {
		FI: "Salasanan arvannut tai ostanut kirjautuu vanhalla sähköpostiprotokollalla, joka ei koskaan kysy toista tekijää, ja lukee postilaatikon.",
		SV: "Den som har gissat eller köpt ett lösenord loggar in via ett gammalt e-postprotokoll, där multifaktorautentisering aldrig krävs, och läser postlådan.",
	},
	newPolicy + "all users without the " +
		"emergency accounts, all resources, Conditions > Client apps > Exchange ActiveSync clients and Other clients, " +
		"Grant > Block access. Look at the sign-in log for legacy clients that are still used before you enable it.": {
		FI: newPolicy + "kaikki käyttäjät hätäkäyttötilejä lukuun ottamatta, kaikki resurssit, Conditions > Client apps > Exchange ActiveSync " +
			"clients ja Other clients, Grant > Block access. Katso kirjautumislokista vielä käytössä olevat vanhat sovellukset ennen kuin otat käytännön käyttöön.",
		SV: newPolicy + "alla användare utom nödkontona, alla resurser, Conditions > Client apps > Exchange ActiveSync clients och Other clients, " +
			"Grant > Block access. Sök i inloggningsloggen efter äldre klienter som fortfarande används innan du aktiverar den.",
	},
	legacyByDefaults: {
		FI: "Suojauksen oletusasetukset ovat käytössä, ja ne estävät vanhat todennustavat.",
		SV: "Säkerhetsstandarder är aktiverade, och de blockerar äldre autentisering.",
	},
	"blocks legacy authentication": {FI: "estää vanhat todennustavat", SV: "blockerar äldre autentisering"},
})
