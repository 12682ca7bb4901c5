package teams

import "vahti.ai/vahti/shared/check/text"

var customAppsTexts = text.New(text.Texts{
	"The company's own apps in Teams are declared ones": {
		FI: "Yrityksen omat Teams-sovellukset ovat ilmoitettuja",
		SV: "Företagets egna appar i Teams är angivna",
	},
	"A custom app comes past Microsoft's review of the store, and people trust it because it bears the company's name.": {
		FI: "Mukautettu sovellus ohittaa Microsoftin sovelluskaupan tarkastuksen, ja ihmiset luottavat siihen, koska siinä on yrityksen nimi.",
		SV: "En anpassad app går förbi Microsofts granskning i appbutiken, och folk litar på den eftersom den bär företagets namn.",
	},
	"An attacker puts an app into Teams that reads chats and asks people to sign in, inside the place they trust most.": {
		FI: "Hyökkääjä lisää Teamsiin sovelluksen, joka lukee keskusteluja ja pyytää ihmisiä kirjautumaan juuri siellä, mihin he eniten luottavat.",
		SV: "En angripare lägger in en app i Teams som läser chattar och ber folk logga in, på den plats de litar mest på.",
	},
	"Microsoft Teams admin center > Teams apps > Manage apps > Custom apps: remove what nobody answers for, and declare the others": {
		FI: "Microsoft Teams admin center > Teams apps > Manage apps > Custom apps: poista ne, joista kukaan ei vastaa, ja ilmoita muut",
		SV: "Microsoft Teams admin center > Teams apps > Manage apps > Custom apps: ta bort det som ingen ansvarar för och ange de andra",
	},
	"An app of the company's own in Teams was not declared.": {
		FI: "Yrityksen omaa Teams-sovellusta ei ole ilmoitettu.",
		SV: "En av företagets egna appar i Teams är inte angiven.",
	},
	"Graph did not say of every app in Teams where it comes from.": {
		FI: "Graph ei kertonut jokaisesta Teams-sovelluksesta, mistä se on peräisin.",
		SV: "Graph uppgav inte för varje app i Teams var den kommer ifrån.",
	},
	"The company has put no app of its own into Teams.": {
		FI: "Yritys ei ole lisännyt Teamsiin omia sovelluksia.",
		SV: "Företaget har inte lagt in någon egen app i Teams.",
	},
	"Every app of the company's own in Teams was declared.": {
		FI: "Jokainen yrityksen oma Teams-sovellus on ilmoitettu.",
		SV: "Alla företagets egna appar i Teams är angivna.",
	},
})
