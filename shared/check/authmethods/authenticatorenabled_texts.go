package authmethods

import "vahti.ai/vahti/shared/check/text"

var authenticatorEnabledTexts = text.New(text.Texts{
	"Microsoft Authenticator is enabled, or passkeys are for everyone": {
		FI: "Microsoft Authenticator on käytössä tai pääsyavaimet ovat kaikkien käytettävissä",
		SV: "Microsoft Authenticator är aktiverad eller lösennycklar är till för alla",
	},
	"People use the best method they are offered; without the app or a passkey that is a text message or a typed code.": {
		FI: "Ihmiset käyttävät parasta tarjolla olevaa menetelmää; ilman sovellusta ja pääsyavainta se on tekstiviesti tai näppäiltävä koodi.",
		SV: "Folk använder den bästa metod som erbjuds; utan appen eller en lösennyckel är det ett sms eller en inskriven kod.",
	},
	"People fall back on text messages and codes, which an attacker intercepts or collects on a fake sign-in page.": {
		FI: "Ihmiset turvautuvat tekstiviesteihin ja koodeihin, jotka hyökkääjä kaappaa matkalta tai kerää väärennetyllä kirjautumissivulla.",
		SV: "Folk tar till sms och koder, som en angripare fångar upp eller samlar in på en falsk inloggningssida.",
	},
	methodSettings + " > Microsoft Authenticator > Enable: On, Target: All users": {
		FI: methodSettings + " > Microsoft Authenticator > Enable: Päällä, Target: kaikki käyttäjät",
		SV: methodSettings + " > Microsoft Authenticator > Enable: På, Target: alla användare",
	},
	"Microsoft Authenticator is enabled.": {
		FI: "Microsoft Authenticator on käytössä.",
		SV: "Microsoft Authenticator är aktiverad.",
	},
	"Passkeys are enabled for all users.": {
		FI: "Pääsyavaimet ovat kaikkien käyttäjien käytettävissä.",
		SV: "Lösennycklar är aktiverade för alla användare.",
	},
	"Microsoft Authenticator is enabled for nobody, and passkeys are not enabled for everyone.": {
		FI: "Microsoft Authenticator ei ole kenenkään käytettävissä, eivätkä pääsyavaimet ole kaikkien käytettävissä.",
		SV: "Microsoft Authenticator är inte aktiverad för någon, och lösennycklar är inte aktiverade för alla.",
	},
	"Microsoft Authenticator is disabled, and passkeys are not enabled for everyone.": {
		FI: "Microsoft Authenticator ei ole käytössä, eivätkä pääsyavaimet ole kaikkien käytettävissä.",
		SV: "Microsoft Authenticator är inaktiverad, och lösennycklar är inte aktiverade för alla.",
	},
})
