package applications

import "vahti.ai/vahti/shared/check/text"

var guestOwnersTexts = text.New(text.Texts{
	"Guests own no app registration or service principal": {
		FI: "Vieraskäyttäjät eivät omista sovellusrekisteröintejä tai palvelun päänimiä",
		SV: "Gäster äger inga appregistreringar eller huvudnamn för tjänster",
	},
	"An owner may add secrets to an application and act with all its permissions, and a guest's account is protected by another company's rules.": {
		FI: "Omistaja voi lisätä sovellukselle salaisuuksia ja toimia kaikilla sen käyttöoikeuksilla, ja vieraskäyttäjän tiliä suojaavat toisen yrityksen säännöt.",
		SV: "En ägare får lägga till hemligheter på ett program och agera med alla dess behörigheter, och en gästs konto skyddas av ett annat företags regler.",
	},
	"An attacker takes over a consultant's account at another company, adds a secret to the application it owns and works in your tenant as that application.": {
		FI: "Hyökkääjä kaappaa konsultin tilin toisessa yrityksessä, lisää salaisuuden tämän omistamaan sovellukseen ja toimii vuokraajassanne sinä sovelluksena.",
		SV: "En angripare tar över en konsults konto på ett annat företag, lägger en hemlighet på programmet som kontot äger och arbetar i er klientorganisation som programmet.",
	},
	"Microsoft Entra admin center > Entra ID > App registrations > the application > Owners > remove the guest, and likewise under Enterprise apps": {
		FI: "Microsoft Entra admin center > Entra ID > App registrations > sovellus > Owners > poista vieraskäyttäjä, ja samoin kohdassa Enterprise apps",
		SV: "Microsoft Entra admin center > Entra ID > App registrations > programmet > Owners > ta bort gästen, och likadant under Enterprise apps",
	},
	"A guest owns an app registration.": {
		FI: "Vieraskäyttäjä omistaa sovellusrekisteröinnin.",
		SV: "En gäst äger en appregistrering.",
	},
	"A guest owns a service principal.": {
		FI: "Vieraskäyttäjä omistaa palvelun päänimen.",
		SV: "En gäst äger en tjänsts huvudnamn.",
	},
	"No guest owns an app registration or service principal.": {
		FI: "Yksikään vieraskäyttäjä ei omista sovellusrekisteröintiä tai palvelun päänimeä.",
		SV: "Ingen gäst äger en appregistrering eller en tjänsts huvudnamn.",
	},
})
