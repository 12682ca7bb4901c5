package applications

import "vahti.ai/vahti/shared/check/text"

var unusedRolesTexts = text.New(text.Texts{
	"Applications that are not used hold no privileged directory role": {
		FI: "Käyttämättömillä sovelluksilla ei ole etuoikeutettua hakemistoroolia",
		SV: "Program som inte används har ingen privilegierad katalogroll",
	},
	"A role held by an application is active day and night without multifactor authentication, and nobody misses an application that is not used when it acts at last.": {
		FI: "Sovelluksen rooli on voimassa yötä päivää ilman monimenetelmäistä todentamista, eikä kukaan huomaa, jos käyttämätön sovellus yhtäkkiä alkaa toimia.",
		SV: "Ett programs roll är aktiv dygnet runt utan multifaktorautentisering, och ingen märker om ett oanvänt program plötsligt börjar agera.",
	},
	"An attacker with an old secret of a forgotten application administers the tenant with the application's role.": {
		FI: "Hyökkääjä, jolla on unohdetun sovelluksen vanha salaisuus, hallitsee vuokraajaa sovelluksen roolilla.",
		SV: "En angripare med en gammal hemlighet till ett bortglömt program administrerar klientorganisationen med programmets roll.",
	},
	"Microsoft Entra admin center > Entra ID > Roles & admins > the role > Assignments > the application > Remove assignment": {
		FI: "Microsoft Entra admin center > Entra ID > Roles & admins > rooli > Assignments > sovellus > Remove assignment",
		SV: "Microsoft Entra admin center > Entra ID > Roles & admins > rollen > Assignments > programmet > Remove assignment",
	},
	"An application holds a privileged directory role, and Microsoft has no sign-in of it on record.": {
		FI: "Sovelluksella on etuoikeutettu hakemistorooli, eikä Microsoft ole kirjannut sille yhtään kirjautumista.",
		SV: "Ett program har en privilegierad katalogroll, och Microsoft har inte registrerat någon inloggning för det.",
	},
	"Not every application that holds a privileged directory role could be told.": {
		FI: "Kaikkia sovelluksia, joilla on etuoikeutettu hakemistorooli, ei saatu selville.",
		SV: "Det gick inte att ta reda på vilka alla program är som har en privilegierad katalogroll.",
	},
	"No application that is not used holds a privileged directory role.": {
		FI: "Yhdelläkään käyttämättömällä sovelluksella ei ole etuoikeutettua hakemistoroolia.",
		SV: "Inget program som inte används har en privilegierad katalogroll.",
	},
})
