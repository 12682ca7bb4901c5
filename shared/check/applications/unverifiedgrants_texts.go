package applications

import "vahti.ai/vahti/shared/check/text"

var unverifiedGrantsTexts = text.New(text.Texts{
	"People gave no application of an unverified publisher access to their mail or files": {
		FI: "Kukaan ei ole antanut vahvistamattoman julkaisijan sovellukselle pääsyä sähköpostiinsa tai tiedostoihinsa",
		SV: "Ingen har gett ett program från en overifierad utgivare åtkomst till sin e-post eller sina filer",
	},
	"Consent phishing looks exactly like this: a pleasant name, a maker nobody checked, and one click that outlives every change of password.": {
		FI: "Suostumusten kalastelu näyttää juuri tältä: miellyttävä nimi, tekijä, jota kukaan ei ole tarkistanut, ja yksi napsautus, joka säilyy jokaisen salasananvaihdon yli.",
		SV: "Medgivandefiske ser ut precis så här: ett trevligt namn, en utgivare som ingen har kontrollerat och ett klick som överlever varje lösenordsbyte.",
	},
	"The maker of the application reads and changes people's mail and files for as long as the consent stands, without a password and past multifactor authentication.": {
		FI: "Sovelluksen tekijä lukee ja muuttaa ihmisten sähköpostia ja tiedostoja niin kauan kuin suostumus on voimassa, ilman salasanaa ja monimenetelmäisen todentamisen ohi.",
		SV: "De som ligger bakom programmet läser och ändrar e-post och filer så länge medgivandet gäller, utan lösenord och förbi multifaktorautentiseringen.",
	},
	"Microsoft Entra admin center > Entra ID > Enterprise apps > the application > Permissions > Review permissions > revoke the users' consent, and disable the application if nobody needs it": {
		FI: "Microsoft Entra admin center > Entra ID > Enterprise apps > sovellus > Permissions > Review permissions > peru käyttäjien suostumukset ja poista sovellus käytöstä, jos kukaan ei tarvitse sitä",
		SV: "Microsoft Entra admin center > Entra ID > Enterprise apps > programmet > Permissions > Review permissions > återkalla användarnas medgivande och inaktivera programmet om ingen behöver det",
	},
	"Graph did not return whether the publisher of an application is verified.": {
		FI: "Graph ei kertonut, onko sovelluksen julkaisija vahvistettu.",
		SV: "Graph uppgav inte om ett programs utgivare är verifierad.",
	},
	"People gave an application of an unverified publisher access to their mail, files or more.": {
		FI: "Vahvistamattoman julkaisijan sovellukselle on annettu pääsy sähköpostiin, tiedostoihin tai muuhun.",
		SV: "Ett program från en overifierad utgivare har fått åtkomst till e-post, filer eller annat.",
	},
	"Nobody gave an application of an unverified publisher access to mail, files or more.": {
		FI: "Kukaan ei ole antanut vahvistamattoman julkaisijan sovellukselle pääsyä sähköpostiin, tiedostoihin tai muuhun.",
		SV: "Ingen har gett ett program från en overifierad utgivare åtkomst till e-post, filer eller annat.",
	},
	"It could not be told whether an application without a verified publisher is the tenant's own.": {
		FI: "Ei saatu selville, onko sovellus, jonka julkaisijaa ei ole vahvistettu, vuokraajan oma.",
		SV: "Det gick inte att avgöra om ett program utan verifierad utgivare är klientorganisationens eget.",
	},
})
