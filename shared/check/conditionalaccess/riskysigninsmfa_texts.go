package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var riskySignInsMFATexts = text.New(text.Texts{
	"Sign-ins at medium and high risk need fresh multifactor authentication": {
		FI: "Keskisuuren ja suuren riskin kirjautumiset vaativat uuden monimenetelmäisen todentamisen",
		SV: "Inloggningar med medelhög och hög risk kräver ny multifaktorautentisering",
	},
	"A stolen session has passed multifactor authentication long ago, so only asking for it again shows who is there.": {
		FI: "Varastettu istunto on läpäissyt monimenetelmäisen todentamisen jo aiemmin, joten vasta sen vaatiminen uudelleen paljastaa, kuka on paikalla.",
		SV: "En stulen session har redan klarat multifaktorautentiseringen, så först när den krävs på nytt visar det sig vem som är där.",
	},
	"An attacker who replays a session or a token is let in although Microsoft sees that something is wrong with the sign-in.": {
		FI: "Varastettua istuntoa tai tunnusta käyttävä hyökkääjä pääsee sisään, vaikka Microsoft näkee, että kirjautumisessa on jotakin vialla.",
		SV: "En angripare som återanvänder en session eller en token släpps in fast Microsoft ser att något är fel med inloggningen.",
	},
	newPolicy + "all users without the emergency accounts, all resources, Conditions > Sign-in risk > High and Medium, " +
		"Grant > Require multifactor authentication, Session > Sign-in frequency > Every time.": {
		FI: newPolicy + "kaikki käyttäjät hätäkäyttötilejä lukuun ottamatta, kaikki resurssit, Conditions > Sign-in risk > High ja Medium, " +
			"Grant > Require multifactor authentication, Session > Sign-in frequency > Every time.",
		SV: newPolicy + "alla användare utom nödkontona, alla resurser, Conditions > Sign-in risk > High och Medium, " +
			"Grant > Require multifactor authentication, Session > Sign-in frequency > Every time.",
	},
	"Sign-ins at medium and high risk need fresh multifactor authentication or are blocked.": {
		FI: "Keskisuuren ja suuren riskin kirjautumiset vaativat uuden monimenetelmäisen todentamisen tai ne estetään.",
		SV: "Inloggningar med medelhög och hög risk kräver ny multifaktorautentisering eller blockeras.",
	},
	"requires multifactor authentication for sign-ins at medium and high risk": {
		FI: "vaatii monimenetelmäisen todentamisen, kun kirjautumisen riski on keskisuuri tai suuri",
		SV: "kräver multifaktorautentisering vid inloggningar med medelhög och hög risk",
	},
	"asks for a new sign-in every time the risk is medium or high": {
		FI: "vaatii uuden kirjautumisen joka kerta, kun riski on keskisuuri tai suuri",
		SV: "kräver ny inloggning varje gång risken är medelhög eller hög",
	},
})
