package authmethods

import "vahti.ai/vahti/shared/check/text"

var systemPreferredTexts = text.New(text.Texts{
	"People are asked for the strongest method they have": {
		FI: "Käyttäjältä pyydetään vahvinta hänen menetelmistään",
		SV: "Användare ombeds använda den starkaste metod de har",
	},
	"People who own a passkey but are first asked for a code keep using the code.": {
		FI: "Jos pääsyavaimen omistajalta kysytään ensin koodia, hän jatkaa koodin käyttämistä.",
		SV: "Den som har en lösennyckel men först tillfrågas om en kod fortsätter att använda koden.",
	},
	"An attacker picks the weakest of the methods a person has registered.": {
		FI: "Hyökkääjä valitsee rekisteröidyistä menetelmistä heikoimman.",
		SV: "En angripare väljer den svagaste av de metoder som personen har registrerat.",
	},
	"Microsoft Entra admin center > Entra ID > Authentication methods > Settings > System-preferred multifactor authentication > State: Enabled or Microsoft managed, Target: All users, no exclusions": {
		FI: "Microsoft Entra admin center > Entra ID > Authentication methods > Settings > System-preferred multifactor authentication > State: Enabled tai Microsoft managed, Target: kaikki käyttäjät, ei poikkeuksia",
		SV: "Microsoft Entra admin center > Entra ID > Authentication methods > Settings > System-preferred multifactor authentication > State: Enabled eller Microsoft managed, Target: alla användare, inga undantag",
	},
	"People are asked for the strongest method they have.": {
		FI: "Käyttäjältä pyydetään vahvinta hänen menetelmistään.",
		SV: "Användare ombeds använda den starkaste metod de har.",
	},
	"People are not asked for the strongest method they have.": {
		FI: "Käyttäjältä ei pyydetä vahvinta hänen menetelmistään.",
		SV: "Användare ombeds inte använda den starkaste metod de har.",
	},
})
