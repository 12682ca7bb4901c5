package applications

import "vahti.ai/vahti/shared/check/text"

var tenantWideGrantsTexts = text.New(text.Texts{
	"No application may change mail, files or the directory in everybody's name": {
		FI: "Mikään sovellus ei saa muuttaa sähköpostia, tiedostoja tai hakemistoa kaikkien nimissä",
		SV: "Inget program får ändra e-post, filer eller katalogen i allas namn",
	},
	"Consent for everyone holds for each person who ever signs in to the application, administrators among them, and nobody is asked again.": {
		FI: "Kaikkien puolesta annettu suostumus koskee jokaista, joka joskus kirjautuu sovellukseen, myös järjestelmänvalvojia, eikä keneltäkään kysytä enää mitään.",
		SV: "Ett medgivande för alla gäller var och en som någon gång loggar in i programmet, även administratörer, och ingen tillfrågas igen.",
	},
	"Whoever breaks into the application or its supplier sends mail as your people, changes their files and, with an administrator's sign-in, the directory.": {
		FI: "Sovellukseen tai sen toimittajalle murtautunut lähettää sähköpostia henkilöstösi nimissä, muuttaa heidän tiedostojaan ja järjestelmänvalvojan kirjautumisella myös hakemistoa.",
		SV: "Den som tar sig in i programmet eller hos leverantören skickar e-post som era medarbetare, ändrar deras filer och, med en administratörs inloggning, även katalogen.",
	},
	"Microsoft Entra admin center > Entra ID > Enterprise apps > the application > Permissions > Admin consent > revoke what it does not need; declare the application if its access was agreed on": {
		FI: "Microsoft Entra admin center > Entra ID > Enterprise apps > sovellus > Permissions > Admin consent > peru tarpeettomat käyttöoikeudet; jos käytöstä on sovittu, ilmoita sovellus hyväksytyksi",
		SV: "Microsoft Entra admin center > Entra ID > Enterprise apps > programmet > Permissions > Admin consent > återkalla det som inte behövs; ange programmet som godkänt om åtkomsten är överenskommen",
	},
	"The application may change mail, files or the directory in everybody's name and that was declared as agreed.": {
		FI: "Sovellus saa muuttaa sähköpostia, tiedostoja tai hakemistoa kaikkien nimissä, ja siitä on ilmoitettu sovitun.",
		SV: "Programmet får ändra e-post, filer eller katalogen i allas namn, och det har angetts som överenskommet.",
	},
	"An application may change mail, files or the directory in everybody's name.": {
		FI: "Sovellus saa muuttaa sähköpostia, tiedostoja tai hakemistoa kaikkien nimissä.",
		SV: "Ett program får ändra e-post, filer eller katalogen i allas namn.",
	},
	"No application but Microsoft's own may change mail, files or the directory in everybody's name.": {
		FI: "Vain Microsoftin omat sovellukset saavat muuttaa sähköpostia, tiedostoja tai hakemistoa kaikkien nimissä.",
		SV: "Endast Microsofts egna program får ändra e-post, filer eller katalogen i allas namn.",
	},
})
