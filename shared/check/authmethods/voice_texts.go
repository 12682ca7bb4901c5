package authmethods

import "vahti.ai/vahti/shared/check/text"

var voiceTexts = text.New(text.Texts{
	"Phone calls are not an authentication method": {
		FI: "Puhelut eivät ole todennusmenetelmä",
		SV: "Telefonsamtal är inte en autentiseringsmetod",
	},
	"A call shows nothing about the sign-in it confirms and reaches whoever holds the number.": {
		FI: "Puhelu ei kerro mitään vahvistettavasta kirjautumisesta ja tavoittaa sen, jolla numero sattuu olemaan.",
		SV: "Ett samtal säger ingenting om inloggningen det bekräftar och når den som råkar ha numret.",
	},
	"An attacker calls again and again until the victim presses the key, or forwards the number and presses it themselves.": {
		FI: "Hyökkääjä soittaa yhä uudelleen, kunnes uhri painaa näppäintä, tai siirtää numeron itselleen ja painaa sitä itse.",
		SV: "En angripare ringer gång på gång tills offret trycker på knappen, eller kopplar om numret och trycker själv.",
	},
	methodSettings + " > Voice call > Enable: Off": {
		FI: methodSettings + " > Voice call > Enable: Pois",
		SV: methodSettings + " > Voice call > Enable: Av",
	},
	"Phone calls are disabled as a method.": {
		FI: "Puhelut eivät ole käytössä menetelmänä.",
		SV: "Telefonsamtal är inaktiverade som metod.",
	},
	"Phone calls are enabled as a method.": {
		FI: "Puhelut ovat käytössä menetelmänä.",
		SV: "Telefonsamtal är aktiverade som metod.",
	},
})
