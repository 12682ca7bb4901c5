package identity

import "vahti.ai/vahti/shared/check/text"

var msOnlineTexts = text.New(text.Texts{
	"The legacy MSOnline PowerShell endpoint is blocked": {
		FI: "Vanha MSOnline PowerShell -päätepiste on estetty",
		SV: "Den äldre slutpunkten för MSOnline PowerShell är blockerad",
	},
	"The endpoint is retired and lets every member read the whole directory with tools that attackers know well.": {
		FI: "Päätepiste on poistettu käytöstä, ja sen kautta jokainen jäsen voi lukea koko hakemiston työkaluilla, jotka hyökkääjät tuntevat hyvin.",
		SV: "Slutpunkten är avvecklad och låter varje medlem läsa hela katalogen med verktyg som angripare känner väl.",
	},
	"With any member's account an attacker lists users, groups and settings through a way in that newer monitoring hardly covers.": {
		FI: "Millä tahansa jäsentilillä hyökkääjä luetteloi käyttäjät, ryhmät ja asetukset reittiä, jota uudempi valvonta tuskin näkee.",
		SV: "Med vilket medlemskonto som helst listar en angripare användare, grupper och inställningar genom en ingång som nyare övervakning knappt täcker.",
	},
	"The legacy MSOnline endpoint is blocked for members.": {
		FI: "Vanha MSOnline-päätepiste on estetty jäseniltä.",
		SV: "Den äldre slutpunkten för MSOnline är blockerad för medlemmar.",
	},
	"Members can use the legacy MSOnline PowerShell endpoint.": {
		FI: "Jäsenet voivat käyttää vanhaa MSOnline PowerShell -päätepistettä.",
		SV: "Medlemmar kan använda den äldre slutpunkten för MSOnline PowerShell.",
	},
})
