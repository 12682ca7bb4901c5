package identity

import "vahti.ai/vahti/shared/check/text"

var directoryReadingTexts = text.New(text.Texts{
	"Members can read the directory's other users": {
		FI: "Jäsenet voivat lukea hakemiston muiden käyttäjien tietoja",
		SV: "Medlemmar kan läsa uppgifter om katalogens övriga användare",
	},
	"The change endangers nobody; it breaks what relies on people finding each other, such as Teams and Planner, and hides little that mail does not show.": {
		FI: "Muutos ei vaaranna ketään; se rikkoo toimintoja, jotka edellyttävät ihmisten löytävän toisensa, kuten Teamsin ja Plannerin, ja peittää vain vähän sellaista, mitä sähköposti ei jo näytä.",
		SV: "Ändringen är ingen fara för någon; den stör det som bygger på att folk hittar varandra, som Teams och Planner, och döljer föga som inte e-posten redan visar.",
	},
	"An attacker gains nothing from it, but people who cannot find each other in the company's tools move to tools that nobody protects.": {
		FI: "Hyökkääjä ei hyödy siitä mitään, mutta ihmiset, jotka eivät löydä toisiaan yrityksen työkaluista, siirtyvät työkaluihin, joita kukaan ei suojaa.",
		SV: "En angripare vinner inget på det, men folk som inte hittar varandra i företagets verktyg går över till verktyg som ingen skyddar.",
	},
	"Members can read the directory's other users.": {
		FI: "Jäsenet voivat lukea hakemiston muiden käyttäjien tietoja.",
		SV: "Medlemmar kan läsa uppgifter om katalogens övriga användare.",
	},
	"Members cannot read the directory's other users, which deviates from Microsoft's default.": {
		FI: "Jäsenet eivät voi lukea hakemiston muiden käyttäjien tietoja, mikä poikkeaa Microsoftin oletuksesta.",
		SV: "Medlemmar kan inte läsa uppgifter om katalogens övriga användare, vilket avviker från Microsofts standard.",
	},
})
