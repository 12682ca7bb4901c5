package authmethods

import "vahti.ai/vahti/shared/check/text"

var suspiciousActivityTexts = text.New(text.Texts{
	"Everyone can report a sign-in request as suspicious": {
		FI: "Kuka tahansa voi ilmoittaa kirjautumispyynnön epäilyttäväksi",
		SV: "Alla kan rapportera en inloggningsbegäran som misstänkt",
	},
	"The person who sees a strange request is the first to know of a stolen password, and a report marks the account as at risk at once.": {
		FI: "Oudon pyynnön näkevä saa ensimmäisenä tietää varastetusta salasanasta, ja ilmoitus merkitsee tilin heti vaarantuneeksi.",
		SV: "Den som ser en konstig begäran är först med att veta om ett stulet lösenord, och en rapport markerar genast kontot som utsatt för risk.",
	},
	"A person denies the strange request and forgets it, while the attacker keeps the password and tries again.": {
		FI: "Ihminen hylkää oudon pyynnön ja unohtaa sen, mutta hyökkääjälle jää salasana ja hän yrittää uudelleen.",
		SV: "Personen nekar den konstiga begäran och glömmer den, medan angriparen har kvar lösenordet och försöker igen.",
	},
	"Microsoft Entra admin center > Entra ID > Authentication methods > Settings > Report suspicious activity > State: Enabled, Target: All users": {
		FI: "Microsoft Entra admin center > Entra ID > Authentication methods > Settings > Report suspicious activity > State: Käytössä, Target: kaikki käyttäjät",
		SV: "Microsoft Entra admin center > Entra ID > Authentication methods > Settings > Report suspicious activity > State: Aktiverad, Target: alla användare",
	},
	"Everyone can report a request as suspicious.": {
		FI: "Kuka tahansa voi ilmoittaa pyynnön epäilyttäväksi.",
		SV: "Alla kan rapportera en begäran som misstänkt.",
	},
	"Reporting of suspicious requests is not switched on by the tenant.": {
		FI: "Vuokraaja ei ole ottanut käyttöön epäilyttävien pyyntöjen ilmoittamista.",
		SV: "Klientorganisationen har inte slagit på rapportering av misstänkta begäranden.",
	},
})
