package identity

import "vahti.ai/vahti/shared/check/text"

var emailVerifiedJoinTexts = text.New(text.Texts{
	"Nobody can join the tenant by verifying an e-mail address": {
		FI: "Kukaan ei voi liittyä vuokraajaan vahvistamalla sähköpostiosoitteen",
		SV: "Ingen kan gå med i klientorganisationen genom att verifiera en e-postadress",
	},
	"An account should exist because an administrator made it, not because somebody could receive one message.": {
		FI: "Tilin pitää olla olemassa siksi, että järjestelmänvalvoja on tehnyt sen, eikä siksi, että joku pystyi vastaanottamaan yhden viestin.",
		SV: "Ett konto ska finnas för att en administratör skapat det, inte för att någon kunde ta emot ett meddelande.",
	},
	"Whoever reads a single mailbox of a verified domain, even a forgotten one, makes a member account for themselves and sees the directory from inside.": {
		FI: "Se, joka lukee yhtäkin vahvistetun toimialueen postilaatikkoa, vaikka unohdettua, tekee itselleen jäsentilin ja näkee hakemiston sisältä päin.",
		SV: "Den som läser en enda postlåda i en verifierad domän, även en bortglömd, skaffar sig ett medlemskonto och ser katalogen inifrån.",
	},
	"An e-mail address alone does not let anyone join the tenant.": {
		FI: "Pelkällä sähköpostiosoitteella ei pääse liittymään vuokraajaan.",
		SV: "Enbart en e-postadress räcker inte för att gå med i klientorganisationen.",
	},
	"Anyone who can receive mail at a verified domain can join the tenant.": {
		FI: "Kuka tahansa, joka voi vastaanottaa postia vahvistetussa toimialueessa, voi liittyä vuokraajaan.",
		SV: "Den som kan ta emot e-post i en verifierad domän kan gå med i klientorganisationen.",
	},
})
