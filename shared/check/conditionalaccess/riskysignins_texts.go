package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var riskySignInsTexts = text.New(text.Texts{
	"Sign-ins at medium and high risk are blocked": {
		FI: "Keskisuuren ja suuren riskin kirjautumiset on estetty",
		SV: "Inloggningar med medelhög och hög risk blockeras",
	},
	"Attacks that Microsoft is not quite sure of get through where only those at high risk are refused.": {
		FI: "Jos vain suuren riskin kirjautumiset torjutaan, hyökkäykset, joista Microsoft ei ole aivan varma, pääsevät läpi.",
		SV: "Om bara inloggningar med hög risk avvisas slipper angrepp som Microsoft inte är helt säkert på igenom.",
	},
	"An attacker who has phished the second factor too answers the question for it and goes on.": {
		FI: "Myös toisen tekijän kalastellut hyökkääjä vastaa sen kyselyyn ja jatkaa.",
		SV: "En angripare som också har nätfiskat den andra faktorn svarar på frågan om den och fortsätter.",
	},
	newPolicy + "all users without the emergency accounts, all resources, Conditions > Sign-in risk > High and Medium, " +
		"Grant > Block access. See first in report-only mode whom it would have stopped.": {
		FI: newPolicy + "kaikki käyttäjät hätäkäyttötilejä lukuun ottamatta, kaikki resurssit, Conditions > Sign-in risk > High ja Medium, " +
			"Grant > Block access. Katso ensin vain raportointi -tilassa, keiden kirjautuminen olisi estynyt.",
		SV: newPolicy + "alla användare utom nödkontona, alla resurser, Conditions > Sign-in risk > High och Medium, Grant > Block access. " +
			"Se först i läget endast rapport vilka den skulle ha stoppat.",
	},
	"blocks sign-ins at medium and high risk": {
		FI: "estää keskisuuren ja suuren riskin kirjautumiset", SV: "blockerar inloggningar med medelhög och hög risk",
	},
})
