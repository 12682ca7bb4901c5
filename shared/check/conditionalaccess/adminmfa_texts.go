package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var adminMFATexts = text.New(text.Texts{
	"Multifactor authentication is required for administrators": {
		FI: "Järjestelmänvalvojilta vaaditaan monimenetelmäinen todentaminen",
		SV: "Multifaktorautentisering krävs av administratörer",
	},
	"An administrator's password alone would open the whole tenant to whoever guesses or phishes it.": {
		FI: "Pelkkä järjestelmänvalvojan salasana avaisi koko vuokraajan sille, joka arvaa tai kalastelee sen.",
		SV: "Enbart en administratörs lösenord skulle öppna hela klientorganisationen för den som gissar eller nätfiskar det.",
	},
	"An attacker with an administrator's password resets other people's passwords, reads every mailbox and locks the owners out.": {
		FI: "Hyökkääjä, jolla on järjestelmänvalvojan salasana, vaihtaa muiden salasanat, lukee kaikki postilaatikot ja lukitsee omistajat ulos.",
		SV: "En angripare med en administratörs lösenord återställer andras lösenord, läser alla postlådor och låser ut ägarna.",
	},
	newPolicy + "Users > Select users and groups > Directory roles, all highly privileged roles, without the emergency " +
		"accounts, all resources, Grant > Require multifactor authentication.": {
		FI: newPolicy + "Users > Select users and groups > Directory roles, kaikki laajimmat etuoikeutetut roolit hätäkäyttötilejä lukuun ottamatta, " +
			"kaikki resurssit, Grant > Require multifactor authentication.",
		SV: newPolicy + "Users > Select users and groups > Directory roles, alla de mest privilegierade rollerna utan nödkontona, alla resurser, " +
			"Grant > Require multifactor authentication.",
	},
	adminMFAByDefaults: {
		FI: "Suojauksen oletusasetukset ovat käytössä, ja ne vaativat järjestelmänvalvojilta monimenetelmäisen todentamisen joka kirjautumisessa.",
		SV: "Säkerhetsstandarder är aktiverade, och de kräver multifaktorautentisering av administratörer vid varje inloggning.",
	},
	"requires multifactor authentication of administrators": {
		FI: "vaatii järjestelmänvalvojilta monimenetelmäisen todentamisen", SV: "kräver multifaktorautentisering av administratörer",
	},
})
