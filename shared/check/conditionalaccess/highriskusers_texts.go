package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var highRiskUsersTexts = text.New(text.Texts{
	"Users at high risk are blocked": {
		FI: "Suuren riskin käyttäjät on estetty",
		SV: "Användare med hög risk blockeras",
	},
	"High user risk means that the account's password is known to others or that it already behaves like one taken over.": {
		FI: "Suuri käyttäjäriski tarkoittaa, että tilin salasana on muiden tiedossa tai että tili käyttäytyy jo kuin kaapattu.",
		SV: "Hög användarrisk betyder att kontots lösenord är känt av andra eller att kontot redan beter sig som kapat.",
	},
	"An attacker goes on working in an account that Microsoft has already recognised as compromised.": {
		FI: "Hyökkääjä jatkaa toimintaansa tilillä, jonka Microsoft on jo tunnistanut vaarantuneeksi.",
		SV: "En angripare fortsätter att arbeta i ett konto som Microsoft redan har känt igen som komprometterat.",
	},
	newPolicy + "all users without the " +
		"emergency accounts, all resources, Conditions > User risk > High, Grant > Block access.": {
		FI: newPolicy + "kaikki käyttäjät hätäkäyttötilejä lukuun ottamatta, kaikki resurssit, Conditions > User risk > High, Grant > Block access.",
		SV: newPolicy + "alla användare utom nödkontona, alla resurser, Conditions > User risk > High, Grant > Block access.",
	},
	"blocks users at high risk": {FI: "estää suuren riskin käyttäjät", SV: "blockerar användare med hög risk"},
	"{} They are made to change their password with multifactor authentication instead, which is enough for CIS.": {
		FI: "{} Sen sijaan heidän on vaihdettava salasanansa monimenetelmäisesti todentautuen, mikä riittää CIS-suositukselle.",
		SV: "{} De måste i stället byta lösenord med multifaktorautentisering, vilket räcker för CIS.",
	},
})
