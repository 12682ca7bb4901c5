package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var breakGlassBlockedTexts = text.New(text.Texts{
	"No policy blocks a break-glass account": {
		FI: "Mikään käytäntö ei estä hätäkäyttötilin pääsyä",
		SV: "Ingen princip blockerar ett nödkonto",
	},
	"The account is needed on the day when everything else fails, from whatever place and device there is then.": {
		FI: "Tiliä tarvitaan sinä päivänä, kun kaikki muu pettää, siitä paikasta ja sillä laitteella, joka silloin on käsillä.",
		SV: "Kontot behövs den dag då allt annat fallerar, från den plats och den enhet som då finns till hands.",
	},
	"The last way into the tenant is shut exactly when it is needed: from another country, another device or after an alarm.": {
		FI: "Viimeinen tie vuokraajaan sulkeutuu juuri silloin, kun sitä tarvitaan: toisesta maasta, toiselta laitteelta tai hälytyksen jälkeen.",
		SV: "Den sista vägen in i klientorganisationen är stängd just när den behövs: från ett annat land, en annan enhet eller efter ett larm.",
	},
	"Microsoft Entra admin center > Entra ID > Conditional Access > Policies, each policy with Block access: Users > Exclude > Users and " +
		"groups, the break-glass accounts or their group. Try it out with What If.": {
		FI: "Microsoft Entra admin center > Entra ID > Conditional Access > Policies, jokainen Block access -käytäntö: Users > Exclude > Users and groups, hätäkäyttötilit tai niiden ryhmä. Kokeile tulosta What If -työkalulla.",
		SV: "Microsoft Entra admin center > Entra ID > Conditional Access > Policies, varje princip med Block access: Users > Exclude > Users and groups, nödkontona eller deras grupp. Prova med What If.",
	},
	"No break-glass account is declared, so there is none to look at.": {
		FI: "Hätäkäyttötilejä ei ole ilmoitettu, joten tarkasteltavaa ei ole.",
		SV: "Inget nödkonto har angetts, så det finns inget att granska.",
	},
	"applies to {} of {} declared accounts": {
		FI: "koskee ilmoitettuja tilejä ({}/{})", SV: "gäller {} av {} angivna konton",
	},
	"may apply to a declared account": {FI: "saattaa koskea ilmoitettua tiliä", SV: "kan gälla ett angivet konto"},
	"An enabled policy that blocks applies to a declared break-glass account.": {
		FI: "Käytössä oleva pääsyn estävä käytäntö koskee ilmoitettua hätäkäyttötiliä.",
		SV: "En aktiverad princip som blockerar gäller ett angivet nödkonto.",
	},
	"A policy that blocks may apply to a declared break-glass account: the members of a group or role could not be read, or the policy holds a value Vahti does not know.": {
		FI: "Pääsyn estävä käytäntö saattaa koskea ilmoitettua hätäkäyttötiliä: ryhmän tai roolin jäseniä ei voitu lukea, tai käytännössä on Vahdille tuntematon arvo.",
		SV: "En princip som blockerar kan gälla ett angivet nödkonto: medlemmarna i en grupp eller roll kunde inte läsas, eller så innehåller principen ett värde som är okänt för Vahti.",
	},
	"No enabled policy that blocks applies to a declared break-glass account.": {
		FI: "Mikään käytössä oleva pääsyn estävä käytäntö ei koske ilmoitettua hätäkäyttötiliä.",
		SV: "Ingen aktiverad princip som blockerar gäller ett angivet nödkonto.",
	},
})
