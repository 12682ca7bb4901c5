package roles

import "vahti.ai/vahti/shared/check/text"

var assignmentAlertsTexts = text.New(text.Texts{
	"Assigning a privileged role alerts someone": {
		FI: "Etuoikeutetun roolin antamisesta lähtee ilmoitus",
		SV: "När en privilegierad roll tilldelas varnas någon",
	},
	"A new administrator is either planned or the sign of an intrusion, and a message to the people who watch tells which.": {
		FI: "Uusi järjestelmänvalvoja on joko suunniteltu tai merkki murrosta, ja valvojille lähtevä viesti kertoo, kummasta on kyse.",
		SV: "En ny administratör är antingen planerad eller ett tecken på intrång, och ett meddelande till dem som bevakar avgör vilket.",
	},
	"An intruder makes themselves an administrator and nobody notices until the role is used.": {
		FI: "Tunkeutuja tekee itsestään järjestelmänvalvojan, eikä kukaan huomaa sitä, ennen kuin roolia käytetään.",
		SV: "En inkräktare gör sig till administratör och ingen märker det förrän rollen används.",
	},
	roleSettings + " > Notification > Send notifications when members are assigned as eligible, and as active, to this role > Role assignment alert > Additional recipients": {
		FI: roleSettings + " > Notification > Send notifications when members are assigned as eligible (ja as active) to this role > Role assignment alert > Additional recipients: lisää vastaanottaja",
		SV: roleSettings + " > Notification > Send notifications when members are assigned as eligible (och as active) to this role > Role assignment alert > Additional recipients: lägg till en mottagare",
	},
	"Assigning a privileged role alerts a named recipient.": {
		FI: "Etuoikeutetun roolin antamisesta lähtee ilmoitus nimetylle vastaanottajalle.",
		SV: "När en privilegierad roll tilldelas varnas en angiven mottagare.",
	},
	"Assigning some privileged roles alerts no named recipient.": {
		FI: "Joidenkin etuoikeutettujen roolien antamisesta ei lähde ilmoitusta yhdellekään nimetylle vastaanottajalle.",
		SV: "När vissa privilegierade roller tilldelas varnas ingen angiven mottagare.",
	},
})
