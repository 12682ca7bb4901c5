package monitoring

import "vahti.ai/vahti/shared/check/text"

var sensitivityLabelsTexts = text.New(text.Texts{
	"There are sensitivity labels for documents and mail": {
		FI: "Asiakirjoille ja sähköpostille on luottamuksellisuustunnisteita",
		SV: "Det finns känslighetsetiketter för dokument och e-post",
	},
	"What nobody marks as confidential neither people nor rules against data loss can treat as such.": {
		FI: "Mitä kukaan ei merkitse luottamukselliseksi, sitä eivät ihmiset eivätkä tietovuotojen estosäännöt osaa sellaisena kohdella.",
		SV: "Det som ingen märker som konfidentiellt kan varken människor eller regler mot dataförlust behandla så.",
	},
	"Contracts, payrolls and customer data leave the company in mail and shared folders like anything else.": {
		FI: "Sopimukset, palkkatiedot ja asiakastiedot lähtevät yrityksestä sähköpostissa ja jaetuissa kansioissa kuin mikä tahansa muu.",
		SV: "Avtal, lönelistor och kunddata lämnar företaget i e-post och delade mappar som vad som helst annat.",
	},
	"Microsoft Purview portal > Solutions > Information Protection > Sensitivity labels > Create a label, then Publishing policies > Publish labels": {
		FI: "Microsoft Purview portal > Solutions > Information Protection > Sensitivity labels > Create a label, sitten Publishing policies > Publish labels",
		SV: "Microsoft Purview portal > Solutions > Information Protection > Sensitivity labels > Create a label, därefter Publishing policies > Publish labels",
	},
	"There are sensitivity labels.": {
		FI: "Luottamuksellisuustunnisteita on.",
		SV: "Det finns känslighetsetiketter.",
	},
	"Graph did not return whether the sensitivity labels are enabled.": {
		FI: "Graph ei kertonut, ovatko luottamuksellisuustunnisteet käytössä.",
		SV: "Graph uppgav inte om känslighetsetiketterna är aktiverade.",
	},
	"Every sensitivity label is disabled.": {
		FI: "Kaikki luottamuksellisuustunnisteet ovat pois käytöstä.",
		SV: "Alla känslighetsetiketter är inaktiverade.",
	},
	"There is no sensitivity label.": {
		FI: "Luottamuksellisuustunnisteita ei ole.",
		SV: "Det finns ingen känslighetsetikett.",
	},
})
