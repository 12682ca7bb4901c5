package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var riskyAgentsTexts = text.New(text.Texts{
	"Agent identities at high risk are blocked": {
		FI: "Suuren riskin agentti-identiteetit on estetty",
		SV: "Agentidentiteter med hög risk blockeras",
	},
	"An agent acts without a person watching, so a compromised one does harm at machine speed.": {
		FI: "Agentti toimii ihmisen katsomatta, joten vaarantunut agentti tekee vahinkoa koneen nopeudella.",
		SV: "En agent agerar utan att någon ser på, så en komprometterad agent gör skada i maskinfart.",
	},
	"Someone who controls an agent, by its credentials or by what it was told to read, goes on using its access to mail, files and systems.": {
		FI: "Agenttia sen tunnistetiedoilla tai sille syötetyllä sisällöllä ohjaava käyttää edelleen sen pääsyä sähköpostiin, tiedostoihin ja järjestelmiin.",
		SV: "Den som styr en agent, genom dess autentiseringsuppgifter eller genom det den fått läsa, fortsätter att använda dess åtkomst till e-post, filer och system.",
	},
	newPolicy + "Assignments > Agents > All " +
		"agent identities, all resources, Conditions > Agent risk > High, Grant > Block access.": {
		FI: newPolicy + "Assignments > Agents > All agent identities, kaikki resurssit, Conditions > Agent risk > High, Grant > Block access.",
		SV: newPolicy + "Assignments > Agents > All agent identities, alla resurser, Conditions > Agent risk > High, Grant > Block access.",
	},
	"blocks agent identities at high risk": {FI: "estää suuren riskin agentti-identiteetit", SV: "blockerar agentidentiteter med hög risk"},
	"The tenant has no agent identities.":  {FI: "Vuokraajassa ei ole agentti-identiteettejä.", SV: "Klientorganisationen har inga agentidentiteter."},
})
