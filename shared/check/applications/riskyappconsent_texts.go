package applications

import "vahti.ai/vahti/shared/check/text"

var riskyAppConsentTexts = text.New(text.Texts{
	"Users cannot consent to applications that Microsoft finds risky": {
		FI: "Käyttäjät eivät voi antaa suostumusta sovelluksille, joita Microsoft pitää riskialttiina",
		SV: "Användarna kan inte ge medgivande till program som Microsoft bedömer som riskabla",
	},
	"Microsoft recognises many malicious applications at the moment of consent; with the block off that knowledge is ignored.": {
		FI: "Microsoft tunnistaa monet haitalliset sovellukset suostumusta annettaessa; ilman estoa tämä tieto jää käyttämättä.",
		SV: "Microsoft känner igen många skadliga program i medgivandets ögonblick; utan spärren tas ingen hänsyn till det.",
	},
	"A newly registered application of an unverified publisher gets a user's consent although Microsoft already marked the request as risky.": {
		FI: "Vahvistamattoman julkaisijan vasta rekisteröity sovellus saa käyttäjän suostumuksen, vaikka Microsoft on jo merkinnyt pyynnön riskialttiiksi.",
		SV: "Ett nyregistrerat program från en overifierad utgivare får en användares medgivande fast Microsoft redan har märkt begäran som riskabel.",
	},
	"There is no switch for it in the admin centre; send the request below with Graph Explorer or PowerShell": {
		FI: "Hallintakeskuksessa ei ole tälle valintaa; lähetä alla oleva pyyntö Graph Explorerilla tai PowerShellillä",
		SV: "Det finns ingen knapp för detta i administrationscentret; skicka begäran nedan med Graph Explorer eller PowerShell",
	},
	"The authorization policy lets users consent to risky applications.": {
		FI: "Valtuutuskäytäntö sallii käyttäjien antaa suostumuksen riskialttiille sovelluksille.",
		SV: "Auktoriseringsprincipen låter användare ge medgivande till riskabla program.",
	},
	"The consent settings do not block users' consent to risky applications.": {
		FI: "Suostumusasetukset eivät estä käyttäjiä antamasta suostumusta riskialttiille sovelluksille.",
		SV: "Medgivandeinställningarna spärrar inte användarnas medgivande till riskabla program.",
	},
	"Graph did not return whether users may consent to risky applications.": {
		FI: "Graph ei kertonut, saavatko käyttäjät antaa suostumuksen riskialttiille sovelluksille.",
		SV: "Graph uppgav inte om användarna får ge medgivande till riskabla program.",
	},
	"The consent settings hold a value Vahti does not know.": {
		FI: "Suostumusasetuksissa on arvo, jota Vahti ei tunne.",
		SV: "Medgivandeinställningarna innehåller ett värde som Vahti inte känner till.",
	},
	"Consent to risky applications goes to an administrator.": {
		FI: "Suostumuksen riskialttiille sovelluksille antaa järjestelmänvalvoja.",
		SV: "Medgivande till riskabla program går till en administratör.",
	},
})
