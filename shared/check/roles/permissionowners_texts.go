package roles

import "vahti.ai/vahti/shared/check/text"

var permissionOwnersTexts = text.New(text.Texts{
	"Applications that could take over the tenant have no weak owners": {
		FI: "Sovelluksilla, jotka voisivat vallata vuokraajan, ei ole heikosti suojattuja omistajia",
		SV: "Program som kan ta över klientorganisationen har inga svagt skyddade ägare",
	},
	"An owner can add a secret to the application and use its permissions, so its owners should be guarded no less than administrators.": {
		FI: "Omistaja voi lisätä sovellukselle salaisuuden ja käyttää sen oikeuksia, joten omistajat on suojattava vähintään yhtä hyvin kuin järjestelmänvalvojat.",
		SV: "En ägare kan lägga till en hemlighet i programmet och använda dess behörigheter, så ägarna bör skyddas minst lika väl som administratörer.",
	},
	"The stolen account of a developer adds a secret to the application, and the application makes the thief Global Administrator.": {
		FI: "Kehittäjältä varastetulla tilillä lisätään sovellukselle salaisuus, ja sovellus tekee varkaasta yleisen järjestelmänvalvojan.",
		SV: "Med en utvecklares stulna konto läggs en hemlighet till i programmet, och programmet gör tjuven till global administratör.",
	},
	"Microsoft Entra admin center > Entra ID > App registrations, and Enterprise apps > the application > Owners > remove the owners": {
		FI: "Microsoft Entra admin center > Entra ID > App registrations sekä Enterprise apps > sovellus > Owners > poista omistajat",
		SV: "Microsoft Entra admin center > Entra ID > App registrations samt Enterprise apps > programmet > Owners > ta bort ägarna",
	},
	"Who holds permissions of Microsoft Graph could not be read.": {
		FI: "Ei voitu lukea, kenellä on Microsoft Graphin käyttöoikeuksia.",
		SV: "Det gick inte att läsa vem som har behörigheter i Microsoft Graph.",
	},
	"No application whose permissions lead to Global Administrator has a weak owner.": {
		FI: "Yhdelläkään sovelluksella, jonka oikeudet johtavat yleiseksi järjestelmänvalvojaksi, ei ole heikosti suojattua omistajaa.",
		SV: "Inget program vars behörigheter leder till global administratör har en svagt skyddad ägare.",
	},
	"An application whose permissions lead to Global Administrator has weak owners.": {
		FI: "Sovelluksella, jonka oikeudet johtavat yleiseksi järjestelmänvalvojaksi, on heikosti suojattuja omistajia.",
		SV: "Ett program vars behörigheter leder till global administratör har svagt skyddade ägare.",
	},
	"It could not be told how well the owners of an application are guarded whose permissions lead to Global Administrator.": {
		FI: "Sovelluksen oikeudet johtavat yleiseksi järjestelmänvalvojaksi, eikä saatu selville, kuinka hyvin sen omistajat on suojattu.",
		SV: "Ett programs behörigheter leder till global administratör, och det gick inte att avgöra hur väl dess ägare är skyddade.",
	},
	"an application, which has no second factor": {FI: "sovellus, jolla ei ole toista tunnistautumistapaa", SV: "ett program, som inte har någon andra faktor"},
	"holds no privileged role":                   {FI: "ei etuoikeutettua roolia", SV: "har ingen privilegierad roll"},
	"a guest":                                    {FI: "vieraskäyttäjä", SV: "en gäst"},
	"has no second factor":                       {FI: "ei toista tunnistautumistapaa", SV: "har ingen andra faktor"},
})
