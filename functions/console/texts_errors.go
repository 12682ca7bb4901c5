package console

import "vahti.ai/vahti/shared/check/text"

// errorTexts are what the pages of errors say.
var errorTexts = text.New(text.Texts{
	"Sign in through the front door": {
		FI: "Kirjaudu sisään etusivun kautta",
		SV: "Logga in via startsidan",
	},
	"This page is shown to people who have signed in. Your sign-in is missing or has run out: open Vahti from its front page to sign in again.": {
		FI: "Tämä sivu näytetään vain sisäänkirjautuneille. Kirjautumisesi puuttuu tai on vanhentunut: avaa Vahti sen etusivulta ja kirjaudu uudelleen.",
		SV: "Den här sidan visas för inloggade. Din inloggning saknas eller har gått ut: öppna Vahti från startsidan och logga in på nytt.",
	},
	"There is no such page": {
		FI: "Tällaista sivua ei ole",
		SV: "Sidan finns inte",
	},
	"The address may be mistyped, or what it pointed to is no longer there or not yours to see.": {
		FI: "Osoitteessa voi olla kirjoitusvirhe, tai sitä, mihin se viittasi, ei enää ole tai sinulla ei ole oikeutta nähdä sitä.",
		SV: "Adressen kan vara felskriven, eller så finns det den pekade på inte längre eller är inte avsett för dig.",
	},
	"Pages can only be read": {
		FI: "Sivuja voi vain lukea",
		SV: "Sidor kan bara läsas",
	},
	"Nothing can be sent to this address.": {
		FI: "Tähän osoitteeseen ei voi lähettää mitään.",
		SV: "Inget kan skickas till den här adressen.",
	},
	"That took too long": {
		FI: "Tämä kesti liian kauan",
		SV: "Det tog för lång tid",
	},
	"The data could not be read in time. Try again in a moment.": {
		FI: "Tietoja ei ehditty lukea ajoissa. Yritä hetken kuluttua uudelleen.",
		SV: "Uppgifterna kunde inte läsas i tid. Försök igen om en stund.",
	},
	"Something went wrong": {
		FI: "Jokin meni vikaan",
		SV: "Något gick fel",
	},
	"The page could not be shown. It is not your doing, and nothing in your Microsoft 365 has been touched. Try again in a moment.": {
		FI: "Sivua ei voitu näyttää. Vika ei ole sinussa, eikä Microsoft 365 -ympäristössäsi ole muutettu mitään. Yritä hetken kuluttua uudelleen.",
		SV: "Sidan kunde inte visas. Det beror inte på dig, och inget i er Microsoft 365-miljö har rörts. Försök igen om en stund.",
	},
	"Back to your tenants": {
		FI: "Takaisin vuokraajiin",
		SV: "Tillbaka till dina klientorganisationer",
	},
	"That is not yours to decide": {
		FI: "Tästä et voi päättää",
		SV: "Det här får du inte besluta om",
	},
	"You may see this, but a decision takes an administrator’s rights and a form of Vahti’s own pages. Nothing was changed.": {
		FI: "Saat nähdä tämän, mutta päätökseen tarvitaan ylläpitäjän oikeudet ja Vahdin omien sivujen lomake. Mitään ei muutettu.",
		SV: "Du får se det här, men ett beslut kräver en administratörs rättigheter och ett formulär på Vahtis egna sidor. Ingenting ändrades.",
	},
	"What was sent could not be read": {
		FI: "Lähetettyä ei voitu lukea",
		SV: "Det som skickades kunde inte läsas",
	},
	"Nothing was changed. Go back, load the page again and send the form once more.": {
		FI: "Mitään ei muutettu. Palaa takaisin, lataa sivu uudelleen ja lähetä lomake vielä kerran.",
		SV: "Ingenting ändrades. Gå tillbaka, läs in sidan på nytt och skicka formuläret en gång till.",
	},
})
