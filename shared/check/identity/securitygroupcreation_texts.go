package identity

import "vahti.ai/vahti/shared/check/text"

var securityGroupCreationTexts = text.New(text.Texts{
	"Members cannot create security groups": {
		FI: "Jäsenet eivät voi luoda käyttöoikeusryhmiä",
		SV: "Medlemmar kan inte skapa säkerhetsgrupper",
	},
	"Security groups decide who reaches what; groups that anyone makes are owned by nobody in particular and are seldom reviewed.": {
		FI: "Käyttöoikeusryhmät ratkaisevat, kuka pääsee mihinkin; ryhmillä, joita kuka tahansa tekee, ei ole todellista omistajaa, ja niitä tarkistetaan harvoin.",
		SV: "Säkerhetsgrupper avgör vem som når vad; grupper som vem som helst skapar ägs av ingen särskild och granskas sällan.",
	},
	"An intruder makes a group whose name looks like an official one and waits until an administrator gives it access.": {
		FI: "Tunkeutuja tekee ryhmän, jonka nimi näyttää viralliselta, ja odottaa, että järjestelmänvalvoja antaa sille käyttöoikeuksia.",
		SV: "En inkräktare skapar en grupp vars namn ser officiellt ut och väntar tills en administratör ger den åtkomst.",
	},
	"Microsoft Entra admin center > Entra ID > Groups > General > Users can create security groups in Azure portals, API or PowerShell: No": {
		FI: "Microsoft Entra admin center > Entra ID > Groups > General > Users can create security groups in Azure portals, API or PowerShell: Ei",
		SV: "Microsoft Entra admin center > Entra ID > Groups > General > Users can create security groups in Azure portals, API or PowerShell: Nej",
	},
	"Members cannot create security groups.": {
		FI: "Jäsenet eivät voi luoda käyttöoikeusryhmiä.",
		SV: "Medlemmar kan inte skapa säkerhetsgrupper.",
	},
	"Every member of the tenant can create security groups.": {
		FI: "Jokainen vuokraajan jäsen voi luoda käyttöoikeusryhmiä.",
		SV: "Varje medlem i klientorganisationen kan skapa säkerhetsgrupper.",
	},
})
