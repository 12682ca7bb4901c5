package roles

import "vahti.ai/vahti/shared/check/text"

var staleAccountsTexts = text.New(text.Texts{
	"Accounts with a privileged role were used in the last 90 days": {
		FI: "Etuoikeutetun roolin tilejä on käytetty viimeisten 90 päivän aikana",
		SV: "Konton med en privilegierad roll har använts de senaste 90 dagarna",
	},
	"Nobody notices when an account is taken over that nobody uses, and its role is as good as on the first day.": {
		FI: "Kukaan ei huomaa, jos käyttämätön tili kaapataan, ja sen rooli on yhtä voimassa kuin ensimmäisenä päivänä.",
		SV: "Ingen märker när ett konto som ingen använder tas över, och dess roll gäller lika mycket som första dagen.",
	},
	"An attacker tries old passwords on the forgotten account of a former consultant and is an administrator without anyone missing it.": {
		FI: "Hyökkääjä kokeilee vanhoja salasanoja entisen konsultin unohdetulle tilille ja on järjestelmänvalvoja kenenkään huomaamatta.",
		SV: "En angripare provar gamla lösenord på en tidigare konsults bortglömda konto och är administratör utan att någon märker det.",
	},
	"Microsoft Entra admin center > Entra ID > Roles & admins > the role > Assignments > remove the account, and disable it if nobody needs it": {
		FI: "Microsoft Entra admin center > Entra ID > Roles & admins > rooli > Assignments > poista tili ja poista se myös käytöstä, jos kukaan ei tarvitse sitä",
		SV: "Microsoft Entra admin center > Entra ID > Roles & admins > rollen > Assignments > ta bort kontot, och inaktivera det om ingen behöver det",
	},
	"Every account with a privileged role was used in the last 90 days.": {
		FI: "Jokaista tiliä, jolla on etuoikeutettu rooli, on käytetty viimeisten 90 päivän aikana.",
		SV: "Alla konton med en privilegierad roll har använts de senaste 90 dagarna.",
	},
	"Graph did not return when everyone with a privileged role last signed in.": {
		FI: "Graph ei kertonut kaikista etuoikeutetun roolin haltijoista, milloin he viimeksi kirjautuivat.",
		SV: "Graph uppgav inte när alla med en privilegierad roll senast loggade in.",
	},
	"A privileged account was last used more than 90 days ago.": {
		FI: "Etuoikeutettua tiliä on viimeksi käytetty yli 90 päivää sitten.",
		SV: "Ett privilegierat konto användes senast för mer än 90 dagar sedan.",
	},
	"A privileged account is older than 90 days and has never signed in.": {
		FI: "Etuoikeutettu tili on yli 90 päivää vanha, eikä sillä ole koskaan kirjauduttu.",
		SV: "Ett privilegierat konto är äldre än 90 dagar och har aldrig loggat in.",
	},
})
