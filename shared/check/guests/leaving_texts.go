package guests

import "vahti.ai/vahti/shared/check/text"

var leavingTexts = text.New(text.Texts{
	"Guests can leave the tenant by themselves": {
		FI: "Vieraskäyttäjät voivat itse poistua vuokraajasta",
		SV: "Gäster kan själva lämna klientorganisationen",
	},
	"A guest who no longer needs the access is the first to know; an account that stays behind helps nobody but an attacker.": {
		FI: "Vieraskäyttäjä tietää ensimmäisenä, ettei hän enää tarvitse pääsyä; jäljelle jäävästä tilistä hyötyy vain hyökkääjä.",
		SV: "En gäst som inte längre behöver åtkomsten vet det först; ett konto som blir kvar hjälper ingen annan än en angripare.",
	},
	"Accounts of people from outside stay in the directory because nobody asks for their removal, and each of them can be taken over.": {
		FI: "Ulkopuolisten tilit jäävät hakemistoon, koska kukaan ei pyydä poistamaan niitä, ja jokainen niistä voidaan kaapata.",
		SV: "Konton för utomstående blir kvar i katalogen eftersom ingen ber om att de tas bort, och vart och ett av dem kan tas över.",
	},
	collaborationSettings + " > External user leave settings > Allow external users to remove themselves from your organization: Yes": {
		FI: collaborationSettings + " > External user leave settings > Allow external users to remove themselves from your organization: Kyllä",
		SV: collaborationSettings + " > External user leave settings > Allow external users to remove themselves from your organization: Ja",
	},
	"Guests cannot leave by themselves.": {
		FI: "Vieraskäyttäjät eivät voi itse poistua.",
		SV: "Gäster kan inte själva lämna.",
	},
	"Graph did not return whether guests can leave by themselves.": {
		FI: "Graph ei kertonut, voivatko vieraskäyttäjät itse poistua.",
		SV: "Graph uppgav inte om gäster själva kan lämna.",
	},
	"Guests can leave by themselves.": {
		FI: "Vieraskäyttäjät voivat itse poistua.",
		SV: "Gäster kan själva lämna.",
	},
	"Graph did not return whether the data of guests who leave may be removed.": {
		FI: "Graph ei kertonut, saako poistuvien vieraskäyttäjien tiedot poistaa.",
		SV: "Graph uppgav inte om uppgifter om gäster som lämnar får tas bort.",
	},
	"Whether the data of guests who leave may be removed differs from what was decided.": {
		FI: "Poistuvien vieraskäyttäjien tietojen poistaminen on asetettu toisin kuin on päätetty.",
		SV: "Borttagning av uppgifter om gäster som lämnar är inställd på annat sätt än det som har beslutats.",
	},
	"Guests can leave by themselves, and their data is treated as was decided.": {
		FI: "Vieraskäyttäjät voivat itse poistua, ja heidän tietojaan käsitellään päätetyllä tavalla.",
		SV: "Gäster kan själva lämna, och deras uppgifter hanteras som beslutat.",
	},
})
