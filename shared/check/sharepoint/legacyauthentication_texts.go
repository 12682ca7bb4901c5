package sharepoint

import "vahti.ai/vahti/shared/check/text"

var legacyAuthenticationTexts = text.New(text.Texts{
	"SharePoint accepts no outdated sign-in protocols": {
		FI: "SharePoint ei hyväksy vanhentuneita kirjautumistapoja",
		SV: "SharePoint godtar inga föråldrade inloggningsprotokoll",
	},
	"The old protocols know no second factor, so that a stolen password is enough and conditional access is passed by.": {
		FI: "Vanhat protokollat eivät tunne toista tekijää, joten varastettu salasana riittää ja ehdollinen käyttöoikeus ohitetaan.",
		SV: "De gamla protokollen känner inte till någon andra faktor, så ett stulet lösenord räcker och villkorsstyrd åtkomst kringgås.",
	},
	"An attacker with a stolen or guessed password copies files out of SharePoint and OneDrive without being asked for a second factor.": {
		FI: "Hyökkääjä, jolla on varastettu tai arvattu salasana, kopioi tiedostoja SharePointista ja OneDrivesta ilman, että toista tekijää kysytään.",
		SV: "En angripare med ett stulet eller gissat lösenord kopierar filer ur SharePoint och OneDrive utan att tillfrågas om en andra faktor.",
	},
	accessControl + " > Apps that don't use modern authentication: Block access": {
		FI: accessControl + " > Apps that don't use modern authentication: estä käyttö (Block access)",
		SV: accessControl + " > Apps that don't use modern authentication: blockera åtkomst (Block access)",
	},
	"Graph returned no value for whether outdated sign-in protocols are accepted.": {
		FI: "Graph ei palauttanut arvoa sille, hyväksytäänkö vanhentuneet kirjautumistavat.",
		SV: "Graph returnerade inget värde för om föråldrade inloggningsprotokoll godtas.",
	},
	"SharePoint accepts outdated sign-in protocols.": {
		FI: "SharePoint hyväksyy vanhentuneita kirjautumistapoja.",
		SV: "SharePoint godtar föråldrade inloggningsprotokoll.",
	},
	"SharePoint accepts no outdated sign-in protocols.": {
		FI: "SharePoint ei hyväksy vanhentuneita kirjautumistapoja.",
		SV: "SharePoint godtar inga föråldrade inloggningsprotokoll.",
	},
})
