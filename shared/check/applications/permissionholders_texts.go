package applications

import "vahti.ai/vahti/shared/check/text"

// permissionTexts translate what every check of application permissions says.
var permissionTexts = text.New(text.Texts{
	"Who holds permissions of Microsoft Graph could not be read.": {
		FI: "Ei voitu lukea, kenellä on Microsoft Graphin käyttöoikeuksia.",
		SV: "Det gick inte att läsa vem som har behörigheter i Microsoft Graph.",
	},
	revokePermission: {
		FI: "Microsoft Entra admin center > Entra ID > Enterprise apps > sovellus > Permissions > Admin consent > peru käyttöoikeus",
		SV: "Microsoft Entra admin center > Entra ID > Enterprise apps > programmet > Permissions > Admin consent > återkalla behörigheten",
	},
})
