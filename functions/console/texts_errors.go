package console

import "vahti.ai/vahti/shared/check/text"

// errorTexts are what the pages of errors say.
var errorTexts = text.New(text.Texts{
	"Sign in": {
		FI: "Kirjaudu sisään",
		SV: "Logga in",
	},
	"Your sign-in is missing or has run out, so nothing was changed. Sign in and send it again.": {
		FI: "Kirjautumisesi puuttuu tai on vanhentunut, joten mitään ei muutettu. Kirjaudu sisään ja lähetä uudelleen.",
		SV: "Din inloggning saknas eller har gått ut, så ingenting ändrades. Logga in och skicka igen.",
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
	"That was too often": {
		FI: "Liian tiheään",
		SV: "För ofta",
	},
	"You have asked for more in a short time than Vahti does at once. Nothing was changed. Wait a minute and try again.": {
		FI: "Olet pyytänyt lyhyessä ajassa enemmän kuin Vahti tekee kerralla. Mitään ei muutettu. Odota minuutti ja yritä uudelleen.",
		SV: "Du har bett om mer på kort tid än Vahti gör på en gång. Ingenting ändrades. Vänta en minut och försök igen.",
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
	"Your role does not allow this": {
		FI: "Roolisi ei salli tätä",
		SV: "Din roll tillåter inte det här",
	},
	"Somebody with a higher role in the tenant can do it, with a form of Vahti’s own pages. Nothing was changed.": {
		FI: "Sen voi tehdä joku, jolla on vuokraajassa korkeampi rooli, Vahdin omien sivujen lomakkeella. Mitään ei muutettu.",
		SV: "Någon med en högre roll i klientorganisationen kan göra det, med ett formulär på Vahtis egna sidor. Ingenting ändrades.",
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
