package roles

import "vahti.ai/vahti/shared/check/text"

var applicationSecretsTexts = text.New(text.Texts{
	"Applications with a role that leads to Global Administrator have no secret": {
		FI: "Sovelluksilla, joiden rooli johtaa yleiseksi järjestelmänvalvojaksi, ei ole salaisuutta",
		SV: "Program med en roll som leder till global administratör har ingen hemlighet",
	},
	"A secret is a password that is copied into scripts and settings and works from anywhere, and this one opens the whole tenant.": {
		FI: "Salaisuus on salasana, joka kopioidaan komentosarjoihin ja asetuksiin ja joka toimii mistä tahansa, ja tämä avaa koko vuokraajan.",
		SV: "En hemlighet är ett lösenord som kopieras till skript och inställningar och fungerar varifrån som helst, och den här öppnar hela klientorganisationen.",
	},
	"Whoever reads the secret in a repository, a log or a colleague's notes makes themselves Global Administrator, without a second factor and from any country.": {
		FI: "Joka lukee salaisuuden koodivarastosta, lokista tai kollegan muistiinpanoista, tekee itsestään yleisen järjestelmänvalvojan ilman toista tunnistautumistapaa ja mistä maasta tahansa.",
		SV: "Den som läser hemligheten i ett kodförråd, en logg eller en kollegas anteckningar gör sig till global administratör, utan en andra faktor och från vilket land som helst.",
	},
	"Microsoft Entra admin center > Entra ID > App registrations > the application > Certificates & secrets > delete the secret and use a certificate, a managed identity or a federated credential instead": {
		FI: "Microsoft Entra admin center > Entra ID > App registrations > sovellus > Certificates & secrets > poista salaisuus ja käytä sen sijaan varmennetta, hallittua identiteettiä tai liitettyä tunnistetietoa",
		SV: "Microsoft Entra admin center > Entra ID > App registrations > programmet > Certificates & secrets > ta bort hemligheten och använd i stället ett certifikat, en hanterad identitet eller en federerad autentiseringsuppgift",
	},
	"No application with a role that leads to Global Administrator has a secret.": {
		FI: "Yhdelläkään sovelluksella, jonka rooli johtaa yleiseksi järjestelmänvalvojaksi, ei ole salaisuutta.",
		SV: "Inget program med en roll som leder till global administratör har en hemlighet.",
	},
	"An application with a role that leads to Global Administrator has a secret.": {
		FI: "Sovelluksella, jonka rooli johtaa yleiseksi järjestelmänvalvojaksi, on salaisuus.",
		SV: "Ett program med en roll som leder till global administratör har en hemlighet.",
	},
	"Graph did not return the secrets of an application with a role that leads to Global Administrator.": {
		FI: "Graph ei palauttanut sellaisen sovelluksen salaisuuksia, jonka rooli johtaa yleiseksi järjestelmänvalvojaksi.",
		SV: "Graph returnerade inte hemligheterna för ett program med en roll som leder till global administratör.",
	},
	"The application is registered in another tenant, where its secrets cannot be seen.": {
		FI: "Sovellus on rekisteröity toiseen vuokraajaan, eikä sen salaisuuksia näe täältä.",
		SV: "Programmet är registrerat i en annan klientorganisation, där dess hemligheter inte syns.",
	},
})
