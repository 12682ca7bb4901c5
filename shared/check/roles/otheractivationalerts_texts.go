package roles

import "vahti.ai/vahti/shared/check/text"

var otherActivationAlertsTexts = text.New(text.Texts{
	"Activating any other privileged role alerts someone": {
		FI: "Muidenkin etuoikeutettujen roolien käyttöönotosta lähtee ilmoitus",
		SV: "När någon annan privilegierad roll aktiveras varnas någon",
	},
	"The narrower roles can reach everyone's mail, files and sign-ins as well, though their activations are more frequent and more often harmless.": {
		FI: "Suppeammatkin roolit ulottuvat kaikkien sähköposteihin, tiedostoihin ja kirjautumisiin, vaikka niitä otetaan käyttöön useammin ja yleensä harmittomasta syystä.",
		SV: "Även de snävare rollerna når allas e-post, filer och inloggningar, även om de aktiveras oftare och för det mesta av ofarliga skäl.",
	},
	"An intruder activates Exchange Administrator, reads the mail of the management and is not noticed.": {
		FI: "Tunkeutuja ottaa käyttöön Exchange-järjestelmänvalvojan roolin ja lukee johdon postit kenenkään huomaamatta.",
		SV: "En inkräktare aktiverar rollen Exchange-administratör, läser ledningens e-post, och ingen märker det.",
	},
	roleSettings + " > Notification > Send notifications when eligible members activate this role > Role activation alert > Additional recipients, for each role": {
		FI: roleSettings + " > Notification > Send notifications when eligible members activate this role > Role activation alert > Additional recipients: lisää vastaanottaja jokaiselle roolille",
		SV: roleSettings + " > Notification > Send notifications when eligible members activate this role > Role activation alert > Additional recipients: lägg till en mottagare för varje roll",
	},
	"Activating any other privileged role alerts a named recipient.": {
		FI: "Muidenkin etuoikeutettujen roolien käyttöönotosta lähtee ilmoitus nimetylle vastaanottajalle.",
		SV: "När någon annan privilegierad roll aktiveras varnas en angiven mottagare.",
	},
	"Activating some other privileged roles alerts no named recipient.": {
		FI: "Joidenkin muiden etuoikeutettujen roolien käyttöönotosta ei lähde ilmoitusta yhdellekään nimetylle vastaanottajalle.",
		SV: "När vissa andra privilegierade roller aktiveras varnas ingen angiven mottagare.",
	},
})
