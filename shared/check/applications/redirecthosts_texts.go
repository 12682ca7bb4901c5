package applications

import "vahti.ai/vahti/shared/check/text"

var redirectHostsTexts = text.New(text.Texts{
	"Every host exists that applications send people back to": {
		FI: "Kaikki palvelimet, joihin sovellukset palauttavat käyttäjät, ovat olemassa",
		SV: "Alla värdar som program skickar tillbaka folk till finns",
	},
	"A host that no longer exists can be brought to life by somebody else, who then receives the sign-ins of everyone who uses the application.": {
		FI: "Joku muu voi ottaa käyttöön palvelinnimen, jota ei enää ole, ja saa sen jälkeen kaikkien sovellusta käyttävien kirjautumiset.",
		SV: "En värd som inte längre finns kan väckas till liv av någon annan, som då får inloggningarna från alla som använder programmet.",
	},
	"An attacker registers the lapsed domain or the released cloud service, sends a genuine Microsoft sign-in link and collects the tokens that come back.": {
		FI: "Hyökkääjä rekisteröi vanhentuneen toimialueen tai vapautuneen pilvipalvelun, lähettää aidon Microsoftin kirjautumislinkin ja kerää palautuvat tunnisteet.",
		SV: "En angripare registrerar den utgångna domänen eller den frisläppta molntjänsten, skickar en äkta inloggningslänk från Microsoft och samlar in de token som kommer tillbaka.",
	},
	"Microsoft Entra admin center > Entra ID > App registrations > the application > Authentication > remove the address, and delete the DNS alias if there is one": {
		FI: "Microsoft Entra admin center > Entra ID > App registrations > sovellus > Authentication > poista osoite, ja poista myös nimipalvelun alias, jos sellainen on",
		SV: "Microsoft Entra admin center > Entra ID > App registrations > programmet > Authentication > ta bort adressen, och ta bort DNS-aliaset om det finns ett",
	},
	missingHost: {
		FI: "ei ole julkisessa nimipalvelussa",
		SV: "finns inte i publik DNS",
	},
	missingAlias: {
		FI: "on alias nimelle, jota ei ole olemassa",
		SV: "är ett alias för ett namn som inte finns",
	},
	"Public DNS gave no answer about some hosts that applications send people back to.": {
		FI: "Julkinen nimipalvelu ei vastannut joistakin palvelimista, joihin sovellukset palauttavat käyttäjät.",
		SV: "Publik DNS svarade inte om vissa värdar som program skickar tillbaka folk till.",
	},
	"The applications send people back to more hosts than Vahti looks up.": {
		FI: "Sovellukset palauttavat käyttäjät useampaan palvelimeen kuin Vahti tarkistaa.",
		SV: "Programmen skickar tillbaka folk till fler värdar än Vahti slår upp.",
	},
	"No application sends people back to a host in public DNS.": {
		FI: "Mikään sovellus ei palauta käyttäjiä julkisen nimipalvelun palvelimeen.",
		SV: "Inget program skickar tillbaka folk till en värd i publik DNS.",
	},
	"Every host exists that applications send people back to.": {
		FI: "Kaikki palvelimet, joihin sovellukset palauttavat käyttäjät, ovat olemassa.",
		SV: "Alla värdar som program skickar tillbaka folk till finns.",
	},
	"An application sends people back to a host that does not exist.": {
		FI: "Sovellus palauttaa käyttäjät palvelimeen, jota ei ole olemassa.",
		SV: "Ett program skickar tillbaka folk till en värd som inte finns.",
	},
})
