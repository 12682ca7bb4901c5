package applications

import "vahti.ai/vahti/shared/check/text"

var globalAdminPermissionsTexts = text.New(text.Texts{
	"No application holds a permission that leads directly to Global Administrator": {
		FI: "Millään sovelluksella ei ole käyttöoikeutta, joka johtaa suoraan yleiseksi järjestelmänvalvojaksi",
		SV: "Inget program har en behörighet som leder direkt till global administratör",
	},
	"Such a permission is worth as much as a Global Administrator but has no multifactor authentication and nobody behind it; what people granted in their own name (delegated permissions) is not read here.": {
		FI: "Tällainen käyttöoikeus vastaa yleistä järjestelmänvalvojaa, mutta siltä puuttuvat monimenetelmäinen todentaminen ja ihminen sen takaa; ihmisten omissa nimissään antamia oikeuksia (delegoituja käyttöoikeuksia) ei lueta tässä.",
		SV: "En sådan behörighet är värd lika mycket som en global administratör men saknar multifaktorautentisering och en person bakom; det som folk beviljat i eget namn (delegerade behörigheter) läses inte här.",
	},
	"Whoever gets one secret of the application, or of its supplier, makes themselves Global Administrator in a single request.": {
		FI: "Se, joka saa haltuunsa sovelluksen tai sen toimittajan yhden salaisuuden, tekee itsestään yleisen järjestelmänvalvojan yhdellä pyynnöllä.",
		SV: "Den som får tag i en hemlighet hos programmet, eller hos dess leverantör, gör sig till global administratör med en enda begäran.",
	},
	"Microsoft Entra admin center > Entra ID > Enterprise apps > the application > Permissions > Admin consent > revoke the permission": {
		FI: "Microsoft Entra admin center > Entra ID > Enterprise apps > sovellus > Permissions > Admin consent > peru käyttöoikeus",
		SV: "Microsoft Entra admin center > Entra ID > Enterprise apps > programmet > Permissions > Admin consent > återkalla behörigheten",
	},
	"An application holds permissions that lead directly to Global Administrator.": {
		FI: "Sovelluksella on käyttöoikeuksia, jotka johtavat suoraan yleiseksi järjestelmänvalvojaksi.",
		SV: "Ett program har behörigheter som leder direkt till global administratör.",
	},
	"The application holds permissions that lead to Global Administrator and was declared as accepted.": {
		FI: "Sovelluksella on yleiseksi järjestelmänvalvojaksi johtavia käyttöoikeuksia, ja se on ilmoitettu hyväksytyksi.",
		SV: "Programmet har behörigheter som leder till global administratör och har angetts som godkänt.",
	},
	"Who holds permissions of Microsoft Graph could not be read.": {
		FI: "Ei voitu lukea, kenellä on Microsoft Graphin käyttöoikeuksia.",
		SV: "Det gick inte att läsa vem som har behörigheter i Microsoft Graph.",
	},
	"No enabled application holds a permission that leads directly to Global Administrator.": {
		FI: "Millään käytössä olevalla sovelluksella ei ole käyttöoikeutta, joka johtaa suoraan yleiseksi järjestelmänvalvojaksi.",
		SV: "Inget aktiverat program har en behörighet som leder direkt till global administratör.",
	},
})
