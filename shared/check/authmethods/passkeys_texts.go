package authmethods

import "vahti.ai/vahti/shared/check/text"

var passkeysTexts = text.New(text.Texts{
	"Passkeys are enabled for everyone": {
		FI: "Pääsyavaimet ovat kaikkien käytettävissä",
		SV: "Lösennycklar är aktiverade för alla",
	},
	"A passkey works only on the real sign-in page, so nobody can be talked into giving it away; people can move to it only once it is enabled for them.": {
		FI: "Pääsyavain toimii vain oikealla kirjautumissivulla, joten ketään ei voi houkutella luovuttamaan sitä; siihen voi siirtyä vasta, kun se on sallittu.",
		SV: "En lösennyckel fungerar bara på den riktiga inloggningssidan, så ingen kan luras att lämna ut den; man kan gå över till den först när den är aktiverad.",
	},
	"People keep approving requests and typing codes, which a fake sign-in page collects and uses at once.": {
		FI: "Ihmiset hyväksyvät yhä pyyntöjä ja näppäilevät koodeja, jotka väärennetty kirjautumissivu kerää ja käyttää saman tien.",
		SV: "Folk fortsätter att godkänna begäranden och skriva koder, som en falsk inloggningssida samlar in och använder direkt.",
	},
	methodSettings + " > Passkey (FIDO2) > Enable: On, Target: All users": {
		FI: methodSettings + " > Passkey (FIDO2) > Enable: Päällä, Target: kaikki käyttäjät",
		SV: methodSettings + " > Passkey (FIDO2) > Enable: På, Target: alla användare",
	},
	"Passkeys are disabled as a method.": {
		FI: "Pääsyavaimet eivät ole käytössä menetelmänä.",
		SV: "Lösennycklar är inaktiverade som metod.",
	},
	"Passkeys are enabled for all users.": {
		FI: "Pääsyavaimet ovat kaikkien käyttäjien käytettävissä.",
		SV: "Lösennycklar är aktiverade för alla användare.",
	},
	"Passkeys are enabled for nobody.": {
		FI: "Pääsyavaimet eivät ole kenenkään käytettävissä.",
		SV: "Lösennycklar är inte aktiverade för någon.",
	},
	"Passkeys are enabled, but some users are excluded from them.": {
		FI: "Pääsyavaimet ovat käytössä, mutta osa käyttäjistä on jätetty niiden ulkopuolelle.",
		SV: "Lösennycklar är aktiverade, men vissa användare är undantagna.",
	},
	"Graph did not return whom passkeys are enabled for.": {
		FI: "Graph ei kertonut, keille pääsyavaimet on sallittu.",
		SV: "Graph uppgav inte för vilka lösennycklar är aktiverade.",
	},
	"Passkeys are enabled only for groups that were not declared as enough.": {
		FI: "Pääsyavaimet ovat vain sellaisten ryhmien käytettävissä, joita ei ole ilmoitettu riittäviksi.",
		SV: "Lösennycklar är bara aktiverade för grupper som inte har angetts som tillräckliga.",
	},
	"Passkeys are enabled for the declared groups.": {
		FI: "Pääsyavaimet ovat ilmoitettujen ryhmien käytettävissä.",
		SV: "Lösennycklar är aktiverade för de angivna grupperna.",
	},
})
