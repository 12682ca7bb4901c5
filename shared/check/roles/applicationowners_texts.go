package roles

import "vahti.ai/vahti/shared/check/text"

var applicationOwnersTexts = text.New(text.Texts{
	"Applications with a role that leads to Global Administrator have no owners": {
		FI: "Sovelluksilla, joiden rooli johtaa yleiseksi järjestelmänvalvojaksi, ei ole omistajia",
		SV: "Program med en roll som leder till global administratör har inga ägare",
	},
	"An owner can add a secret to the application and sign in as it, past every rule that guards administrators.": {
		FI: "Omistaja voi lisätä sovellukselle salaisuuden ja kirjautua sovelluksena kaikkien järjestelmänvalvojia suojaavien sääntöjen ohi.",
		SV: "En ägare kan lägga till en hemlighet i programmet och logga in som det, förbi alla regler som skyddar administratörer.",
	},
	"Whoever steals the account of an owner, who may be no administrator at all, rules the tenant through the application.": {
		FI: "Joka varastaa omistajan tilin, hallitsee vuokraajaa sovelluksen kautta, vaikka omistaja ei itse olisi järjestelmänvalvoja.",
		SV: "Den som stjäl en ägares konto, som kanske inte alls är administratör, styr klientorganisationen genom programmet.",
	},
	"Microsoft Entra admin center > Entra ID > App registrations, and Enterprise apps > the application > Owners > remove every owner": {
		FI: "Microsoft Entra admin center > Entra ID > App registrations sekä Enterprise apps > sovellus > Owners > poista kaikki omistajat",
		SV: "Microsoft Entra admin center > Entra ID > App registrations samt Enterprise apps > programmet > Owners > ta bort alla ägare",
	},
	"An application with a role that leads to Global Administrator has owners.": {
		FI: "Sovelluksella, jonka rooli johtaa yleiseksi järjestelmänvalvojaksi, on omistajia.",
		SV: "Ett program med en roll som leder till global administratör har ägare.",
	},
	"Graph did not return the owners of an application with a role that leads to Global Administrator.": {
		FI: "Graph ei palauttanut sellaisen sovelluksen omistajia, jonka rooli johtaa yleiseksi järjestelmänvalvojaksi.",
		SV: "Graph returnerade inte ägarna till ett program med en roll som leder till global administratör.",
	},
	"No application with a role that leads to Global Administrator has an owner.": {
		FI: "Yhdelläkään sovelluksella, jonka rooli johtaa yleiseksi järjestelmänvalvojaksi, ei ole omistajaa.",
		SV: "Inget program med en roll som leder till global administratör har någon ägare.",
	},
})
