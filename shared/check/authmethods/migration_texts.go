package authmethods

import "vahti.ai/vahti/shared/check/text"

var migrationTexts = text.New(text.Texts{
	"The migration to the authentication methods policy is complete": {
		FI: "Siirtyminen todennusmenetelmien käytäntöön on valmis",
		SV: "Flytten till principen för autentiseringsmetoder är klar",
	},
	"Until the migration is complete the older policies keep allowing methods that the new policy forbids, and every other check on methods shows only half the picture.": {
		FI: "Kunnes siirto on valmis, vanhat käytännöt sallivat yhä menetelmiä, jotka uusi käytäntö kieltää, ja kaikki muut menetelmien tarkistukset kertovat vain puolet totuudesta.",
		SV: "Tills flytten är klar tillåter de äldre principerna metoder som den nya förbjuder, och alla andra kontroller av metoder visar bara halva bilden.",
	},
	"An attacker uses text messages or calls that the new policy forbids but the older one still accepts.": {
		FI: "Hyökkääjä käyttää tekstiviestejä tai puheluja, jotka uusi käytäntö kieltää mutta vanha yhä hyväksyy.",
		SV: "En angripare använder sms eller samtal som den nya principen förbjuder men den äldre ännu godtar.",
	},
	"Microsoft Entra admin center > Entra ID > Authentication methods > Policies > Manage migration > Migration Complete, after the older policies were emptied": {
		FI: "Microsoft Entra admin center > Entra ID > Authentication methods > Policies > Manage migration > Migration Complete, kun vanhat käytännöt on ensin tyhjennetty",
		SV: "Microsoft Entra admin center > Entra ID > Authentication methods > Policies > Manage migration > Migration Complete, när de äldre principerna har tömts",
	},
	"Graph did not return how far the migration is.": {
		FI: "Graph ei kertonut, missä vaiheessa siirto on.",
		SV: "Graph uppgav inte hur långt flytten har kommit.",
	},
	"The tenant has no migration left to do.": {
		FI: "Vuokraajalla ei ole siirrettävää.",
		SV: "Klientorganisationen har ingenting kvar att flytta.",
	},
	"The migration is complete.": {
		FI: "Siirto on valmis.",
		SV: "Flytten är klar.",
	},
	"The migration is not complete, so older policies still apply.": {
		FI: "Siirto ei ole valmis, joten vanhat käytännöt ovat yhä voimassa.",
		SV: "Flytten är inte klar, så de äldre principerna gäller fortfarande.",
	},
	"The migration has a state Vahti does not know.": {
		FI: "Siirto on tilassa, jota Vahti ei tunne.",
		SV: "Flytten har ett läge som Vahti inte känner till.",
	},
})
