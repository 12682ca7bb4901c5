package applications

import "vahti.ai/vahti/shared/check/text"

var redirectsTexts = text.New(text.Texts{
	"App registrations send people back to safe addresses only": {
		FI: "Sovellusrekisteröinnit palauttavat käyttäjät vain turvallisiin osoitteisiin",
		SV: "Appregistreringar skickar bara tillbaka folk till säkra adresser",
	},
	"The redirect address receives the proof of a sign-in, so whoever can read or take over that address signs in as the person.": {
		FI: "Uudelleenohjausosoite saa todisteen kirjautumisesta, joten se, joka voi lukea osoitteen liikennettä tai ottaa osoitteen haltuunsa, pääsee sisään käyttäjänä.",
		SV: "Omdirigeringsadressen får beviset på en inloggning, så den som kan avlyssna eller ta över adressen loggar in som personen.",
	},
	"An attacker sends a sign-in link that ends at an address they can listen to, or at a name they registered after it was given up, and gets the person's token.": {
		FI: "Hyökkääjä lähettää kirjautumislinkin, joka päätyy hänen kuuntelemaansa osoitteeseen tai nimeen, jonka hän on rekisteröinyt sen vapauduttua, ja saa käyttäjän tunnisteen.",
		SV: "En angripare skickar en inloggningslänk som slutar på en adress som går att avlyssna, eller på ett namn som registrerats efter att det övergetts, och får personens token.",
	},
	"Microsoft Entra admin center > Entra ID > App registrations > the application > Authentication > remove the address, or replace it by an exact https address below a domain of your own": {
		FI: "Microsoft Entra admin center > Entra ID > App registrations > sovellus > Authentication > poista osoite tai korvaa se täsmällisellä https-osoitteella, joka on omassa toimialueessanne",
		SV: "Microsoft Entra admin center > Entra ID > App registrations > programmet > Authentication > ta bort adressen eller ersätt den med en exakt https-adress under en egen domän",
	},
	"An app registration sends people back to an address that is not safe.": {
		FI: "Sovellusrekisteröinti palauttaa käyttäjät osoitteeseen, joka ei ole turvallinen.",
		SV: "En appregistrering skickar tillbaka folk till en adress som inte är säker.",
	},
	"Every app registration sends people back to safe addresses only.": {
		FI: "Kaikki sovellusrekisteröinnit palauttavat käyttäjät vain turvallisiin osoitteisiin.",
		SV: "Alla appregistreringar skickar bara tillbaka folk till säkra adresser.",
	},
})

// unsafeAddressTexts translate what is said of a redirect address.
var unsafeAddressTexts = text.New(text.Texts{
	string(unencrypted): {FI: "ei ole salattu", SV: "är inte krypterad"},
	string(wildcard):    {FI: "sisältää jokerimerkin", SV: "innehåller ett jokertecken"},
	string(givenUp): {
		FI: "on azurewebsites.netin alla, josta kuka tahansa voi ottaa vapautuneen nimen",
		SV: "ligger under azurewebsites.net, där vem som helst kan ta ett övergivet namn",
	},
})

// redirectAddressTexts translate what every check of redirect addresses says.
var redirectAddressTexts = text.New(text.Texts{
	noApplications: {
		FI: "Vuokraajalla ei ole sovellusrekisteröintejä.",
		SV: "Klientorganisationen har inga appregistreringar.",
	},
	unreadRedirects: {
		FI: "Graph ei palauttanut kaikkia osoitteita, joihin sovellus palauttaa käyttäjät.",
		SV: "Graph returnerade inte alla adresser som ett program skickar tillbaka folk till.",
	},
})
