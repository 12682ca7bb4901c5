package authmethods

import "vahti.ai/vahti/shared/check/text"

var emailOTPTexts = text.New(text.Texts{
	"One-time passcodes by e-mail are not an authentication method": {
		FI: "Sähköpostiin lähetettävät kertakoodit eivät ole todennusmenetelmä",
		SV: "Engångskoder via e-post är inte en autentiseringsmetod",
	},
	"A passcode by e-mail proves only that somebody reads a mailbox, which is often what the attacker already does.": {
		FI: "Sähköpostiin tuleva koodi todistaa vain, että joku lukee postilaatikkoa, ja juuri sitä hyökkääjä usein jo tekee.",
		SV: "En kod via e-post bevisar bara att någon läser en postlåda, och det gör angriparen ofta redan.",
	},
	"An attacker who reads the victim's mailbox also reads the passcode, and so the second factor adds nothing.": {
		FI: "Uhrin postia lukeva hyökkääjä lukee myös koodin, joten toinen tunnistautumistapa ei suojaa mitään.",
		SV: "En angripare som läser offrets postlåda läser också koden, och då tillför den andra faktorn ingenting.",
	},
	methodSettings + " > Email OTP > Enable: Off; under Configure decide whether external users may use it": {
		FI: methodSettings + " > Email OTP > Enable: Pois; päätä kohdassa Configure, saavatko ulkopuoliset käyttää sitä",
		SV: methodSettings + " > Email OTP > Enable: Av; bestäm under Configure om externa användare får använda det",
	},
	"One-time passcodes by e-mail are enabled as a method.": {
		FI: "Sähköpostin kertakoodit ovat käytössä menetelmänä.",
		SV: "Engångskoder via e-post är aktiverade som metod.",
	},
	"One-time passcodes by e-mail are disabled as a method.": {
		FI: "Sähköpostin kertakoodit eivät ole käytössä menetelmänä.",
		SV: "Engångskoder via e-post är inaktiverade som metod.",
	},
	"One-time passcodes by e-mail are disabled for members and guests.": {
		FI: "Sähköpostin kertakoodit eivät ole käytössä jäsenillä eivätkä vieraskäyttäjillä.",
		SV: "Engångskoder via e-post är inaktiverade för både medlemmar och gäster.",
	},
	"Guests may use one-time passcodes by e-mail although that was refused.": {
		FI: "Vieraskäyttäjät saavat käyttää sähköpostin kertakoodeja, vaikka se on kielletty.",
		SV: "Gäster får använda engångskoder via e-post trots att det har nekats.",
	},
	"Graph did not return whether guests may use passcodes by e-mail.": {
		FI: "Graph ei kertonut, saavatko vieraskäyttäjät käyttää sähköpostin koodeja.",
		SV: "Graph uppgav inte om gäster får använda koder via e-post.",
	},
})
