package groups

import "vahti.ai/vahti/shared/check/text"

var sensitivityLabelsTexts = text.New(text.Texts{
	noSwitch: {
		FI: "Hallintakeskuksessa ei ole tälle kytkintä; lähetä alla oleva pyyntö Graph Explorerilla tai PowerShellillä",
		SV: "Det finns inget reglage för det i administrationscentret; skicka begäran nedan med Graph Explorer eller PowerShell",
	},
	"Sensitivity labels can be given to groups and sites": {
		FI: "Ryhmille ja sivustoille voi antaa luottamuksellisuustunnisteen",
		SV: "Känslighetsetiketter kan ges till grupper och webbplatser",
	},
	"A label on the whole team sets its privacy, guests and devices at once; without it each team is set up by hand, and most are not.": {
		FI: "Koko tiimin tunniste määrää kerralla sen yksityisyyden, vieraat ja laitteet; ilman sitä jokainen tiimi määritetään käsin, ja useimmat jäävät määrittämättä.",
		SV: "En etikett på hela teamet styr dess sekretess, gäster och enheter på en gång; utan den ställs varje team in för hand, och de flesta blir det inte.",
	},
	"Confidential material lies in teams that guests and unmanaged devices may enter, because nothing marks these teams as confidential.": {
		FI: "Luottamuksellista aineistoa on tiimeissä, joihin vieraat ja hallitsemattomat laitteet pääsevät, koska mikään ei merkitse tiimejä luottamuksellisiksi.",
		SV: "Konfidentiellt material ligger i team som gäster och ohanterade enheter får komma in i, eftersom inget märker teamen som konfidentiella.",
	},
	"The tenant keeps Microsoft's default, by which groups cannot be labelled.": {
		FI: "Vuokraajalla on Microsoftin oletus, jolla ryhmille ei voi antaa luottamuksellisuustunnisteita.",
		SV: "Klientorganisationen har kvar Microsofts standardläge, där grupper inte kan få etiketter.",
	},
	"The settings of groups do not say whether they can be labelled.": {
		FI: "Ryhmien asetuksista ei selviä, voiko niille antaa tunnisteita.",
		SV: "Inställningarna för grupper säger inte om de kan få etiketter.",
	},
	"Sensitivity labels can be given to groups.": {
		FI: "Ryhmille voi antaa luottamuksellisuustunnisteen.",
		SV: "Känslighetsetiketter kan ges till grupper.",
	},
	"Sensitivity labels cannot be given to groups.": {
		FI: "Ryhmille ei voi antaa luottamuksellisuustunnistetta.",
		SV: "Känslighetsetiketter kan inte ges till grupper.",
	},
})
