package roles

import "vahti.ai/vahti/shared/check/text"

var activationAlertsTexts = text.New(text.Texts{
	"Activating Global Administrator alerts someone": {
		FI: "Yleisen järjestelmänvalvojan roolin käyttöönotosta lähtee ilmoitus",
		SV: "När rollen global administratör aktiveras varnas någon",
	},
	"Becoming Global Administrator is the most dangerous thing an account can do, so each time should reach the people who watch.": {
		FI: "Yleiseksi järjestelmänvalvojaksi ryhtyminen on vaarallisinta, mitä tilillä voi tehdä, joten jokaisesta kerrasta pitää tulla tieto valvojille.",
		SV: "Att bli global administratör är det farligaste ett konto kan göra, så varje gång bör nå dem som bevakar.",
	},
	"An intruder activates the role, changes what they need and is gone before anyone looks at a log.": {
		FI: "Tunkeutuja ottaa roolin käyttöön, muuttaa tarvitsemansa ja on poissa, ennen kuin kukaan katsoo lokeja.",
		SV: "En inkräktare aktiverar rollen, ändrar det som behövs och är borta innan någon tittar i en logg.",
	},
	roleSettings + " > Notification > Send notifications when eligible members activate this role > Role activation alert > Additional recipients": {
		FI: roleSettings + " > Notification > Send notifications when eligible members activate this role > Role activation alert > Additional recipients: lisää vastaanottaja",
		SV: roleSettings + " > Notification > Send notifications when eligible members activate this role > Role activation alert > Additional recipients: lägg till en mottagare",
	},
	"Activating Global Administrator alerts someone.": {
		FI: "Yleisen järjestelmänvalvojan roolin käyttöönotosta lähtee ilmoitus.",
		SV: "När rollen global administratör aktiveras varnas någon.",
	},
	"Activating Global Administrator alerts nobody.": {
		FI: "Yleisen järjestelmänvalvojan roolin käyttöönotosta ei lähde ilmoitusta kenellekään.",
		SV: "När rollen global administratör aktiveras varnas ingen.",
	},
})
