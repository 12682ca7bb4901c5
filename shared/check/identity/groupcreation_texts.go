package identity

import "vahti.ai/vahti/shared/check/text"

var groupCreationTexts = text.New(text.Texts{
	"Only approved users can create Microsoft 365 groups and teams": {
		FI: "Vain hyväksytyt käyttäjät voivat luoda Microsoft 365 -ryhmiä ja tiimejä",
		SV: "Bara godkända användare kan skapa Microsoft 365-grupper och team",
	},
	"Every group brings a mailbox, a site and a team of its own, and where anyone makes them nobody knows what they hold and who may come in.": {
		FI: "Jokainen ryhmä tuo mukanaan oman postilaatikon, sivuston ja tiimin, ja kun kuka tahansa luo niitä, kukaan ei tiedä, mitä niissä on ja kuka niihin pääsee.",
		SV: "Varje grupp för med sig en egen postlåda, en webbplats och ett team, och när vem som helst skapar dem vet ingen vad de innehåller och vem som släpps in.",
	},
	"An intruder with one member account makes a team with an official-looking name, invites colleagues and guests into it and collects the files they share there.": {
		FI: "Yhden jäsentilin haltuunsa saanut tunkeutuja tekee viralliselta näyttävän tiimin, kutsuu siihen työtovereita ja vieraita ja kerää tiedostot, joita he siellä jakavat.",
		SV: "En inkräktare med ett medlemskonto skapar ett team med ett officiellt klingande namn, bjuder in kollegor och gäster och samlar in filerna de delar där.",
	},
	"Microsoft Entra admin center > Entra ID > Groups > General > Users can create Microsoft 365 groups in Azure portals, API or PowerShell: No": {
		FI: "Microsoft Entra admin center > Entra ID > Groups > General > Users can create Microsoft 365 groups in Azure portals, API or PowerShell: Ei",
		SV: "Microsoft Entra admin center > Entra ID > Groups > General > Users can create Microsoft 365 groups in Azure portals, API or PowerShell: Nej",
	},
	"The tenant keeps Microsoft's default, by which every member can create Microsoft 365 groups.": {
		FI: "Vuokraajalla on Microsoftin oletus, jolla jokainen jäsen voi luoda Microsoft 365 -ryhmiä.",
		SV: "Klientorganisationen har kvar Microsofts standardläge, där varje medlem kan skapa Microsoft 365-grupper.",
	},
	"The settings of groups do not say whether every member can create them.": {
		FI: "Ryhmien asetuksista ei selviä, voiko jokainen jäsen luoda niitä.",
		SV: "Inställningarna för grupper säger inte om varje medlem kan skapa dem.",
	},
	"Every member of the tenant can create Microsoft 365 groups.": {
		FI: "Jokainen vuokraajan jäsen voi luoda Microsoft 365 -ryhmiä.",
		SV: "Varje medlem i klientorganisationen kan skapa Microsoft 365-grupper.",
	},
	"Only administrators can create Microsoft 365 groups.": {
		FI: "Vain järjestelmänvalvojat voivat luoda Microsoft 365 -ryhmiä.",
		SV: "Bara administratörer kan skapa Microsoft 365-grupper.",
	},
	"Only administrators and the members of one group can create Microsoft 365 groups.": {
		FI: "Vain järjestelmänvalvojat ja yhden ryhmän jäsenet voivat luoda Microsoft 365 -ryhmiä.",
		SV: "Bara administratörer och medlemmarna i en viss grupp kan skapa Microsoft 365-grupper.",
	},
})
