package authmethods

import "vahti.ai/vahti/shared/check/text"

var numberMatchingTexts = text.New(text.Texts{
	"Microsoft Authenticator asks everyone for the number on the screen": {
		FI: "Microsoft Authenticator kysyy kaikilta näytössä näkyvää numeroa",
		SV: "Microsoft Authenticator ber alla om numret på skärmen",
	},
	"Typing the number stops people from approving a request they did not start.": {
		FI: "Numeron näppäily estää hyväksymästä pyyntöä, jota ei ole itse aloittanut.",
		SV: "Att skriva in numret hindrar folk från att godkänna en begäran de inte har startat.",
	},
	"An attacker who knows the password sends request after request until the victim, tired, approves one.": {
		FI: "Salasanan tietävä hyökkääjä lähettää pyynnön toisensa jälkeen, kunnes väsynyt uhri hyväksyy yhden.",
		SV: "En angripare som kan lösenordet skickar begäran efter begäran tills det trötta offret godkänner en.",
	},
	methodSettings + " > Microsoft Authenticator > Configure > Require number matching for push notifications: Enabled or Microsoft managed, Target: All users": {
		FI: methodSettings + " > Microsoft Authenticator > Configure > Require number matching for push notifications: Enabled tai Microsoft managed, Target: kaikki käyttäjät",
		SV: methodSettings + " > Microsoft Authenticator > Configure > Require number matching for push notifications: Enabled eller Microsoft managed, Target: alla användare",
	},
	"The tenant has no setting of its own, and Microsoft enforces number matching.": {
		FI: "Vuokraajalla ei ole omaa asetusta, ja Microsoft pakottaa numeron vastaavuuden.",
		SV: "Klientorganisationen har ingen egen inställning, och Microsoft framtvingar nummermatchning.",
	},
	"Authenticator asks everyone for the number on the screen.": {
		FI: "Authenticator kysyy kaikilta näytössä näkyvää numeroa.",
		SV: "Authenticator ber alla om numret på skärmen.",
	},
	"Number matching is switched off.": {
		FI: "Numeron vastaavuus on poistettu käytöstä.",
		SV: "Nummermatchning är avstängd.",
	},
})
