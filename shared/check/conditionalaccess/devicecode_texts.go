package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var deviceCodeTexts = text.New(text.Texts{
	"Device code flow is blocked": {
		FI: "Kirjautuminen laitekoodilla on estetty",
		SV: "Inloggning med enhetskod är blockerad",
	},
	"The user approves a sign-in that happens elsewhere, and even phishing-resistant methods do not help against that.": {
		FI: "Käyttäjä hyväksyy kirjautumisen, joka tapahtuu muualla, eivätkä tietojenkalastelun kestävätkään menetelmät auta sitä vastaan.",
		SV: "Användaren godkänner en inloggning som sker någon annanstans, och mot det hjälper inte ens nätfiskeresistenta metoder.",
	},
	"An attacker sends a code and a link to Microsoft's own page; whoever types the code there signs the attacker " +
		"in to mail and files.": {
		FI: "Hyökkääjä lähettää koodin ja linkin Microsoftin omalle sivulle. Se, joka kirjoittaa koodin sinne, kirjaa hyökkääjän sisään sähköpostiin ja tiedostoihin.",
		SV: "En angripare skickar en kod och en länk till Microsofts egen sida. Den som skriver in koden där loggar in angriparen i e-post och filer.",
	},
	newPolicy + "all users without the " +
		"emergency accounts, all resources, Conditions > Authentication flows > Device code flow, Grant > Block access. " +
		"Meeting room devices that need the flow belong into a declared exclusion.": {
		FI: newPolicy + "kaikki käyttäjät hätäkäyttötilejä lukuun ottamatta, kaikki resurssit, Conditions > Authentication flows > " +
			"Device code flow, Grant > Block access. Kokoushuonelaitteet, jotka tarvitsevat laitekoodia, kuuluvat ilmoitettuun poikkeukseen.",
		SV: newPolicy + "alla användare utom nödkontona, alla resurser, Conditions > Authentication flows > Device code flow, " +
			"Grant > Block access. Enheter i mötesrum som behöver flödet hör hemma i ett angivet undantag.",
	},
	"blocks device code flow": {FI: "estää kirjautumisen laitekoodilla", SV: "blockerar inloggning med enhetskod"},
})
