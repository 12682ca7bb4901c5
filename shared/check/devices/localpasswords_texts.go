package devices

import "vahti.ai/vahti/shared/check/text"

var localPasswordsTexts = text.New(text.Texts{
	"Windows LAPS is enabled in Microsoft Entra ID": {
		FI: "Windows LAPS on käytössä Microsoft Entra ID:ssä",
		SV: "Windows LAPS är aktiverat i Microsoft Entra ID",
	},
	"Without it local administrator passwords tend to be the same on every computer and never change.": {
		FI: "Ilman sitä paikallisen järjestelmänvalvojan salasana on usein sama kaikissa tietokoneissa eikä vaihdu koskaan.",
		SV: "Utan det är lösenordet för lokal administratör ofta detsamma på alla datorer och byts aldrig.",
	},
	"One local administrator password, found on one computer, opens all the others.": {
		FI: "Yhdeltä tietokoneelta löytynyt paikallisen järjestelmänvalvojan salasana avaa kaikki muutkin.",
		SV: "Ett lösenord för lokal administratör som hittas på en dator öppnar alla de andra.",
	},
	deviceSettings + " > Enable Microsoft Entra Local Administrator Password Solution (LAPS): Yes": {
		FI: deviceSettings + " > Enable Microsoft Entra Local Administrator Password Solution (LAPS): Kyllä",
		SV: deviceSettings + " > Enable Microsoft Entra Local Administrator Password Solution (LAPS): Ja",
	},
	"Devices can keep their local administrator passwords in Microsoft Entra ID.": {
		FI: "Laitteet voivat säilyttää paikallisen järjestelmänvalvojan salasanansa Microsoft Entra ID:ssä.",
		SV: "Enheter kan spara sina lösenord för lokal administratör i Microsoft Entra ID.",
	},
	"Devices cannot keep their local administrator passwords in Microsoft Entra ID.": {
		FI: "Laitteet eivät voi säilyttää paikallisen järjestelmänvalvojan salasanaansa Microsoft Entra ID:ssä.",
		SV: "Enheter kan inte spara sina lösenord för lokal administratör i Microsoft Entra ID.",
	},
})
