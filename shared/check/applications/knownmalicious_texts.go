package applications

import "vahti.ai/vahti/shared/check/text"

var knownMaliciousTexts = text.New(text.Texts{
	"No application that attackers are known to use is present": {
		FI: "Vuokraajassa ei ole sovelluksia, joita hyökkääjien tiedetään käyttävän",
		SV: "Inget program som angripare är kända för att använda finns i klientorganisationen",
	},
	"Such an application is rarely there by chance: it is what is left of a break-in, and often it still has access.": {
		FI: "Tällainen sovellus on harvoin vuokraajassa sattumalta: se on jäänyt murron jäljiltä, ja usein sillä on yhä pääsy tietoihin.",
		SV: "Ett sådant program finns sällan där av en slump: det är kvar efter ett intrång och har ofta fortfarande åtkomst.",
	},
	"The attacker keeps copying mailboxes and files, sends phishing in your people's names or sends them on to false sign-in pages, whatever passwords were changed.": {
		FI: "Hyökkääjä kopioi edelleen postilaatikoita ja tiedostoja, lähettää kalasteluviestejä henkilöstösi nimissä tai ohjaa heidät valekirjautumissivuille, vaikka salasanat olisi vaihdettu.",
		SV: "Angriparen fortsätter kopiera postlådor och filer, skickar nätfiske i medarbetarnas namn eller leder dem till falska inloggningssidor, oavsett vilka lösenord som har bytts.",
	},
	"Microsoft Entra admin center > Entra ID > Enterprise apps > the application > Properties > Enabled for users to sign-in: No; then find out in the audit log who consented and when, and treat these accounts as broken into": {
		FI: "Microsoft Entra admin center > Entra ID > Enterprise apps > sovellus > Properties > Enabled for users to sign-in: Ei; selvitä sitten valvontalokista, kuka antoi suostumuksen ja milloin, ja käsittele näitä tilejä murrettuina",
		SV: "Microsoft Entra admin center > Entra ID > Enterprise apps > programmet > Properties > Enabled for users to sign-in: Nej; ta sedan reda på i granskningsloggen vem som gav sitt medgivande och när, och behandla dessa konton som kapade",
	},
	"An application that attackers made is present.": {
		FI: "Vuokraajassa on hyökkääjien tekemä sovellus.",
		SV: "Ett program som angripare har skapat finns i klientorganisationen.",
	},
	"An application is present that is honest in itself and that attackers are known to bring along.": {
		FI: "Vuokraajassa on sinänsä asiallinen sovellus, jonka hyökkääjien tiedetään tuovan mukanaan.",
		SV: "I klientorganisationen finns ett i sig seriöst program som angripare är kända för att ta med sig.",
	},
	"An application is present that attackers are known to bring along, and its use was declared as agreed.": {
		FI: "Vuokraajassa on sovellus, jonka hyökkääjien tiedetään tuovan mukanaan, ja sen käytöstä on ilmoitettu sovitun.",
		SV: "I klientorganisationen finns ett program som angripare är kända för att ta med sig, och dess användning har angetts som överenskommen.",
	},
	"No enabled application is one that attackers are known to use.": {
		FI: "Mikään käytössä oleva sovellus ei ole sellainen, jota hyökkääjien tiedetään käyttävän.",
		SV: "Inget aktiverat program är ett som angripare är kända för att använda.",
	},
	"Graph did not return which application each service principal stands for.": {
		FI: "Graph ei palauttanut jokaisesta palvelun päänimestä, mitä sovellusta se edustaa.",
		SV: "Graph returnerade inte vilket program varje tjänsts huvudnamn står för.",
	},
})
