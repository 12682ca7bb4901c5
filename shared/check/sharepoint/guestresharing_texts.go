package sharepoint

import "vahti.ai/vahti/shared/check/text"

var guestResharingTexts = text.New(text.Texts{
	"Guests cannot share what they do not own": {
		FI: "Vieraskäyttäjät eivät voi jakaa sitä, mitä eivät omista",
		SV: "Gäster kan inte dela det de inte äger",
	},
	"Who gets a file should be for the company to decide, and a guest is bound by none of its rules.": {
		FI: "Yrityksen kuuluu päättää, kuka saa tiedoston, eikä vieraskäyttäjää sido mikään sen säännöistä.",
		SV: "Det är företaget som ska avgöra vem som får en fil, och en gäst är inte bunden av någon av dess regler.",
	},
	"A guest, or somebody who took over a guest's account, hands the company's files on to further people.": {
		FI: "Vieraskäyttäjä tai hänen tilinsä kaapannut jakaa yrityksen tiedostoja eteenpäin.",
		SV: "En gäst, eller någon som har tagit över en gästs konto, delar företagets filer vidare.",
	},
	sharingPolicies + " > More external sharing settings > Allow guests to share items they don't own: Off": {
		FI: sharingPolicies + " > More external sharing settings > Allow guests to share items they don't own: ei käytössä",
		SV: sharingPolicies + " > More external sharing settings > Allow guests to share items they don't own: Av",
	},
	"Graph returned no value for whether guests can share what they do not own.": {
		FI: "Graph ei palauttanut arvoa sille, voivatko vieraskäyttäjät jakaa sitä, mitä eivät omista.",
		SV: "Graph returnerade inget värde för om gäster kan dela det de inte äger.",
	},
	"Guests can share files that they do not own.": {
		FI: "Vieraskäyttäjät voivat jakaa tiedostoja, joita eivät omista.",
		SV: "Gäster kan dela filer som de inte äger.",
	},
	"Guests cannot share files that they do not own.": {
		FI: "Vieraskäyttäjät eivät voi jakaa tiedostoja, joita eivät omista.",
		SV: "Gäster kan inte dela filer som de inte äger.",
	},
})
