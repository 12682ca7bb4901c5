package applications

import "vahti.ai/vahti/shared/check/text"

var microsoftDisabledTexts = text.New(text.Texts{
	"No application remains that Microsoft disabled for abuse": {
		FI: "Vuokraajassa ei ole jäljellä sovelluksia, jotka Microsoft on poistanut käytöstä väärinkäytön vuoksi",
		SV: "Inget program som Microsoft har inaktiverat på grund av missbruk finns kvar",
	},
	"Microsoft disables an application when it was malicious or served an attack; somebody in the tenant let it in.": {
		FI: "Microsoft poistaa sovelluksen käytöstä, kun se on ollut haitallinen tai sitä on käytetty hyökkäykseen; joku vuokraajassa on päästänyt sen sisään.",
		SV: "Microsoft inaktiverar ett program när det har varit skadligt eller använts i en attack; någon i klientorganisationen har släppt in det.",
	},
	"What the application copied before it was disabled is in the attacker's hands, and the accounts that consented may still be theirs.": {
		FI: "Se, minkä sovellus ehti kopioida, on hyökkääjän käsissä, ja suostumuksen antaneet tilit voivat yhä olla hyökkääjän hallussa.",
		SV: "Det som programmet hann kopiera finns i angriparens händer, och de konton som gav sitt medgivande kan fortfarande vara i angriparens besittning.",
	},
	"Microsoft Entra admin center > Entra ID > Enterprise apps > the application > Permissions > find out who consented, examine these accounts > Properties > Delete": {
		FI: "Microsoft Entra admin center > Entra ID > Enterprise apps > sovellus > Permissions > selvitä suostumuksen antajat ja tutki heidän tilinsä > Properties > Delete",
		SV: "Microsoft Entra admin center > Entra ID > Enterprise apps > programmet > Permissions > ta reda på vem som gav sitt medgivande och granska dessa konton > Properties > Delete",
	},
	"An application is present that Microsoft disabled for a violation of its services agreement.": {
		FI: "Vuokraajassa on sovellus, jonka Microsoft on poistanut käytöstä palvelusopimuksensa rikkomisen vuoksi.",
		SV: "I klientorganisationen finns ett program som Microsoft har inaktiverat för brott mot sitt serviceavtal.",
	},
	"Microsoft gives an application a status that is unknown to Vahti.": {
		FI: "Microsoft antaa sovellukselle tilan, joka on Vahdille tuntematon.",
		SV: "Microsoft ger ett program en status som är okänd för Vahti.",
	},
	"Graph did not return of every application whether Microsoft disabled it.": {
		FI: "Graph ei kertonut jokaisesta sovelluksesta, onko Microsoft poistanut sen käytöstä.",
		SV: "Graph uppgav inte för varje program om Microsoft har inaktiverat det.",
	},
	"Microsoft disabled none of the applications.": {
		FI: "Microsoft ei ole poistanut käytöstä yhtäkään sovelluksista.",
		SV: "Microsoft har inte inaktiverat något av programmen.",
	},
})
