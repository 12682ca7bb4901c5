package groups

import "vahti.ai/vahti/shared/check/text"

var guestOwnersTexts = text.New(text.Texts{
	noSwitch: {
		FI: "Hallintakeskuksessa ei ole tälle kytkintä; lähetä alla oleva pyyntö Graph Explorerilla tai PowerShellillä",
		SV: "Det finns inget reglage för det i administrationscentret; skicka begäran nedan med Graph Explorer eller PowerShell",
	},
	"Guests cannot own Microsoft 365 groups": {
		FI: "Vieraskäyttäjät eivät voi omistaa Microsoft 365 -ryhmiä",
		SV: "Gäster kan inte äga Microsoft 365-grupper",
	},
	"An owner adds members and opens the group's files, which should be in the hands of someone the company employs.": {
		FI: "Omistaja lisää jäseniä ja avaa ryhmän tiedostoja, ja sen pitää olla yrityksen oman työntekijän käsissä.",
		SV: "En ägare lägger till medlemmar och öppnar gruppens filer, och det bör skötas av någon som är anställd i företaget.",
	},
	"Someone outside the company, or whoever took over their account, lets others into the team and its files.": {
		FI: "Yrityksen ulkopuolinen, tai se joka on kaapannut hänen tilinsä, päästää muita tiimiin ja sen tiedostoihin.",
		SV: "Någon utanför företaget, eller den som tagit över dennes konto, släpper in andra i teamet och dess filer.",
	},
	"The tenant keeps Microsoft's default, by which guests cannot own groups.": {
		FI: "Vuokraajalla on Microsoftin oletus, jolla vieraskäyttäjät eivät voi omistaa ryhmiä.",
		SV: "Klientorganisationen har kvar Microsofts standardläge, där gäster inte kan äga grupper.",
	},
	"The settings of groups do not say whether guests may own them.": {
		FI: "Ryhmien asetuksista ei selviä, saavatko vieraskäyttäjät omistaa niitä.",
		SV: "Inställningarna för grupper säger inte om gäster får äga dem.",
	},
	"Guests can be made owners of groups.": {
		FI: "Vieraskäyttäjistä voi tehdä ryhmien omistajia.",
		SV: "Gäster kan göras till ägare av grupper.",
	},
	"Guests cannot own groups.": {
		FI: "Vieraskäyttäjät eivät voi omistaa ryhmiä.",
		SV: "Gäster kan inte äga grupper.",
	},
})
