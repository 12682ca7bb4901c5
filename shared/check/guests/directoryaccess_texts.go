package guests

import "vahti.ai/vahti/shared/check/text"

var directoryAccessTexts = text.New(text.Texts{
	"Guests have limited access to the directory": {
		FI: "Vieraskäyttäjien pääsy hakemistoon on rajoitettu",
		SV: "Gäster har begränsad åtkomst till katalogen",
	},
	"A guest needs what was shared with them, not the list of everyone who works here and every group they are in.": {
		FI: "Vieraskäyttäjä tarvitsee sen, mitä hänelle on jaettu, ei luetteloa kaikista työntekijöistä ja heidän ryhmistään.",
		SV: "En gäst behöver det som har delats, inte en förteckning över alla som arbetar här och alla grupper de är med i.",
	},
	"An attacker who takes over one partner's account reads the whole staff list and its groups and picks whom to deceive.": {
		FI: "Kumppanin tilin kaapannut hyökkääjä lukee koko henkilöstöluettelon ryhmineen ja valitsee, ketä huijaa.",
		SV: "En angripare som tar över en partners konto läser hela personallistan med grupper och väljer vem som ska luras.",
	},
	collaborationSettings + " > Guest user access restrictions > Guest user access is restricted to properties and memberships of their own directory objects": {
		FI: collaborationSettings + " > Guest user access restrictions > valitse Guest user access is restricted to properties and memberships of their own directory objects",
		SV: collaborationSettings + " > Guest user access restrictions > välj Guest user access is restricted to properties and memberships of their own directory objects",
	},
	"Guests see only themselves in the directory.": {
		FI: "Vieraskäyttäjät näkevät hakemistossa vain itsensä.",
		SV: "Gäster ser bara sig själva i katalogen.",
	},
	"Guests have limited access to the directory.": {
		FI: "Vieraskäyttäjien pääsy hakemistoon on rajoitettu.",
		SV: "Gäster har begränsad åtkomst till katalogen.",
	},
	"Guests see as much of the directory as members.": {
		FI: "Vieraskäyttäjät näkevät hakemistosta yhtä paljon kuin jäsenet.",
		SV: "Gäster ser lika mycket av katalogen som medlemmar.",
	},
	"Graph did not say what guests may see of the directory.": {
		FI: "Graph ei kertonut, mitä vieraskäyttäjät näkevät hakemistosta.",
		SV: "Graph uppgav inte vad gäster får se av katalogen.",
	},
	"Guests have an access level that is neither of the two restricted ones.": {
		FI: "Vieraskäyttäjien käyttöoikeustaso ei ole kumpikaan rajoitetuista.",
		SV: "Gäster har en åtkomstnivå som inte är någon av de två begränsade.",
	},
})
