package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var authenticationTransferTexts = text.New(text.Texts{
	"Authentication transfer is blocked": {
		FI: "Todennuksen siirto laitteesta toiseen on estetty",
		SV: "Överföring av autentisering är blockerad",
	},
	"A code on the screen carries the signed-in session to another device without the second factor being asked for there.": {
		FI: "Näytöllä oleva koodi siirtää kirjautuneen istunnon toiseen laitteeseen ilman, että siellä kysytään toista tekijää.",
		SV: "En kod på skärmen för över den inloggade sessionen till en annan enhet utan att den andra faktorn krävs där.",
	},
	"An attacker who gets somebody to scan a code, or scans one from an unattended screen, has that person's mail on a phone of their own.": {
		FI: "Hyökkääjä, joka saa jonkun lukemaan koodin tai lukee sen itse vartioimattomalta näytöltä, saa kyseisen henkilön sähköpostin omaan puhelimeensa.",
		SV: "En angripare som får någon att skanna en kod, eller skannar en från en obevakad skärm, har personens e-post i sin egen telefon.",
	},
	newPolicy + "all users without the emergency accounts, all resources, Conditions > Authentication flows > " +
		"Authentication transfer, Grant > Block access.": {
		FI: newPolicy + "kaikki käyttäjät hätäkäyttötilejä lukuun ottamatta, kaikki resurssit, Conditions > Authentication flows > Authentication transfer, Grant > Block access.",
		SV: newPolicy + "alla användare utom nödkontona, alla resurser, Conditions > Authentication flows > Authentication transfer, Grant > Block access.",
	},
	"blocks authentication transfer": {FI: "estää todennuksen siirron", SV: "blockerar överföring av autentisering"},
})
