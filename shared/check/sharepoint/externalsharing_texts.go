package sharepoint

import "vahti.ai/vahti/shared/check/text"

var externalSharingTexts = text.New(text.Texts{
	"Files are shared with existing guests at most": {
		FI: "Tiedostoja jaetaan enintään jo lisätyille vieraskäyttäjille",
		SV: "Filer delas på sin höjd med befintliga gäster",
	},
	"Whoever shares a file decides alone who becomes a guest, past every rule for inviting people.": {
		FI: "Tiedoston jakaja päättää yksin, kenestä tulee vieraskäyttäjä, ohi kaikkien kutsumista koskevien sääntöjen.",
		SV: "Den som delar en fil bestämmer ensam vem som blir gäst, förbi alla regler för inbjudningar.",
	},
	"A member, or an intruder in a member's account, shares folders with addresses nobody has vetted, and the data leaves the company in the ordinary way.": {
		FI: "Jäsen tai hänen tililleen murtautunut jakaa kansioita osoitteisiin, joita kukaan ei ole tarkistanut, ja tiedot poistuvat yrityksestä tavallista tietä.",
		SV: "En medlem, eller en inkräktare i en medlems konto, delar mappar med adresser som ingen har granskat, och data lämnar företaget på vanligt sätt.",
	},
	sharingPolicies + " > External sharing: Existing guests, or Only people in your organization": {
		FI: sharingPolicies + " > External sharing: Existing guests tai Only people in your organization",
		SV: sharingPolicies + " > External sharing: Existing guests eller Only people in your organization",
	},
	"Files are shared with existing guests at most.": {
		FI: "Tiedostoja jaetaan enintään jo lisätyille vieraskäyttäjille.",
		SV: "Filer delas på sin höjd med befintliga gäster.",
	},
	"Files can be shared with people who are no guests yet.": {
		FI: "Tiedostoja voi jakaa ihmisille, jotka eivät vielä ole vieraskäyttäjiä.",
		SV: "Filer kan delas med personer som ännu inte är gäster.",
	},
})
