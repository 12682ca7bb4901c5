package roles

import "vahti.ai/vahti/shared/check/text"

var fewGlobalAdministratorsTexts = text.New(text.Texts{
	"There are two to four Global Administrators": {
		FI: "Yleisiä järjestelmänvalvojia on kahdesta neljään",
		SV: "Det finns mellan två och fyra globala administratörer",
	},
	"A company seldom needs more than four people who can do everything, and each one beyond that is one more account worth stealing.": {
		FI: "Yritys tarvitsee harvoin yli neljää henkilöä, jotka voivat tehdä kaiken, ja jokainen sen yli on taas yksi varastamisen arvoinen tili.",
		SV: "Ett företag behöver sällan fler än fyra personer som kan göra allt, och var och en därutöver är ännu ett konto värt att stjäla.",
	},
	"An attacker needs to trick only one of many, and picks the administrator who uses the role least and watches it least.": {
		FI: "Hyökkääjän tarvitsee huijata vain yhtä monista, ja hän valitsee järjestelmänvalvojan, joka käyttää ja valvoo rooliaan vähiten.",
		SV: "En angripare behöver bara lura en av många och väljer den administratör som använder och bevakar sin roll minst.",
	},
	"Microsoft Entra admin center > Entra ID > Roles & admins > Global Administrator > Assignments > keep four people at most and give the others narrower roles": {
		FI: "Microsoft Entra admin center > Entra ID > Roles & admins > Global Administrator > Assignments > jätä enintään neljä henkilöä ja anna muille suppeampia rooleja",
		SV: "Microsoft Entra admin center > Entra ID > Roles & admins > Global Administrator > Assignments > behåll högst fyra personer och ge de andra snävare roller",
	},
	"There are more than four Global Administrators.": {
		FI: "Yleisiä järjestelmänvalvojia on yli neljä.",
		SV: "Det finns fler än fyra globala administratörer.",
	},
	"There are two to four Global Administrators.": {
		FI: "Yleisiä järjestelmänvalvojia on kahdesta neljään.",
		SV: "Det finns mellan två och fyra globala administratörer.",
	},
})
