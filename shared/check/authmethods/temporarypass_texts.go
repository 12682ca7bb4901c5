package authmethods

import "vahti.ai/vahti/shared/check/text"

var temporaryPassTexts = text.New(text.Texts{
	"Temporary Access Passes are enabled for onboarding": {
		FI: "Temporary Access Pass -koodit ovat käytössä uusia työntekijöitä varten",
		SV: "Temporary Access Pass är aktiverat för nya medarbetare",
	},
	"A new colleague needs some way to register the first strong method, and a pass that soon expires is safer than a password and a phone number.": {
		FI: "Uusi työkaveri tarvitsee tavan rekisteröidä ensimmäinen vahva menetelmä, ja pian vanheneva koodi on turvallisempi kuin salasana ja puhelinnumero.",
		SV: "En ny kollega behöver ett sätt att registrera sin första starka metod, och ett pass som snart går ut är säkrare än ett lösenord och ett telefonnummer.",
	},
	"First passwords travel by mail or phone and stay valid, and a lost key is replaced by weakening the account.": {
		FI: "Ensimmäiset salasanat kulkevat sähköpostissa tai puhelimessa ja jäävät voimaan, ja kadonnut avain korvataan heikentämällä tiliä.",
		SV: "De första lösenorden skickas med e-post eller telefon och fortsätter att gälla, och en borttappad nyckel ersätts genom att kontot försvagas.",
	},
	methodSettings + " > Temporary Access Pass > Enable: On": {
		FI: methodSettings + " > Temporary Access Pass > Enable: Päällä",
		SV: methodSettings + " > Temporary Access Pass > Enable: På",
	},
	"Temporary Access Passes are disabled.": {
		FI: "Temporary Access Pass -koodit eivät ole käytössä.",
		SV: "Temporary Access Pass är inaktiverat.",
	},
	"Temporary Access Passes are enabled.": {
		FI: "Temporary Access Pass -koodit ovat käytössä.",
		SV: "Temporary Access Pass är aktiverat.",
	},
})
