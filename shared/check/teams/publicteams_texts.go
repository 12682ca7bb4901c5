package teams

import "vahti.ai/vahti/shared/check/text"

var publicTeamsTexts = text.New(text.Texts{
	"Only declared teams are open to everybody in the company": {
		FI: "Vain ilmoitetut tiimit ovat avoimia kaikille yrityksessä",
		SV: "Bara angivna team är öppna för alla i företaget",
	},
	"Everybody with an account reads the files of a public team without asking, and its owners often do not know that it is one.": {
		FI: "Kuka tahansa tilin haltija lukee julkisen tiimin tiedostoja kysymättä, eivätkä omistajat useinkaan tiedä tiimin olevan julkinen.",
		SV: "Alla med ett konto läser filerna i ett offentligt team utan att fråga, och ägarna vet ofta inte att det är offentligt.",
	},
	"An intruder in any member's account reads and copies the team's files and conversations, for which no further right is needed.": {
		FI: "Kenen tahansa jäsenen tilille murtautunut lukee ja kopioi tiimin tiedostot ja keskustelut, sillä muuta oikeutta ei tarvita.",
		SV: "En inkräktare i vilken medlems konto som helst läser och kopierar teamets filer och konversationer; någon ytterligare behörighet krävs inte.",
	},
	"Microsoft Teams admin center > Teams > Manage teams > the team > Edit > Privacy: Private": {
		FI: "Microsoft Teams admin center > Teams > Manage teams > tiimi > Edit > Privacy: yksityinen (Private)",
		SV: "Microsoft Teams admin center > Teams > Manage teams > teamet > Edit > Privacy: privat (Private)",
	},
	"The team is open to everybody in the company, which was not declared.": {
		FI: "Tiimi on avoin kaikille yrityksessä, eikä sitä ole ilmoitettu sallituksi.",
		SV: "Teamet är öppet för alla i företaget, vilket inte har angetts som tillåtet.",
	},
	"Graph did not say whether the team is open to everybody in the company.": {
		FI: "Graph ei kertonut, onko tiimi avoin kaikille yrityksessä.",
		SV: "Graph uppgav inte om teamet är öppet för alla i företaget.",
	},
	"Graph did not say of every Microsoft 365 group whether it is a team.": {
		FI: "Graph ei kertonut jokaisesta Microsoft 365 -ryhmästä, onko se tiimi.",
		SV: "Graph uppgav inte för varje Microsoft 365-grupp om den är ett team.",
	},
	"The tenant has no teams.": {
		FI: "Vuokraajalla ei ole tiimejä.",
		SV: "Klientorganisationen har inga team.",
	},
	"Only declared teams are open to everybody in the company.": {
		FI: "Vain ilmoitetut tiimit ovat avoimia kaikille yrityksessä.",
		SV: "Bara angivna team är öppna för alla i företaget.",
	},
})
