package roles

import "vahti.ai/vahti/shared/check/text"

var productivityLicencesTexts = text.New(text.Texts{
	"Privileged users have no licence for mail, chat or files": {
		FI: "Etuoikeutetuilla käyttäjillä ei ole lisenssiä sähköpostiin, keskusteluihin tai tiedostoihin",
		SV: "Privilegierade användare har ingen licens för e-post, chatt eller filer",
	},
	"Most attacks come by mail, chat and shared files, so an account that administers should not be the one that opens them.": {
		FI: "Useimmat hyökkäykset tulevat sähköpostissa, keskusteluissa ja jaetuissa tiedostoissa, joten niitä ei pidä avata tilillä, jolla ylläpidetään.",
		SV: "De flesta angrepp kommer via e-post, chatt och delade filer, så ett konto som administrerar bör inte vara det som öppnar dem.",
	},
	"An administrator opens a convincing message in the account they administer with, and the attacker has an administrator's session.": {
		FI: "Järjestelmänvalvoja avaa uskottavan viestin tilillä, jolla hän ylläpitää, ja hyökkääjällä on järjestelmänvalvojan istunto.",
		SV: "En administratör öppnar ett övertygande meddelande i kontot hen administrerar med, och angriparen har en administratörs session.",
	},
	"Microsoft 365 admin center > Users > Active users > the account > Licenses and apps: switch off Exchange Online, Microsoft Teams and SharePoint, or give the person a separate account for administration": {
		FI: "Microsoft 365 admin center > Users > Active users > tili > Licenses and apps: poista käytöstä Exchange Online, Microsoft Teams ja SharePoint, tai anna henkilölle erillinen tili ylläpitoon",
		SV: "Microsoft 365 admin center > Users > Active users > kontot > Licenses and apps: stäng av Exchange Online, Microsoft Teams och SharePoint, eller ge personen ett separat konto för administration",
	},
	"Nobody with a privileged role has a licence for mail, chat or files.": {
		FI: "Kenelläkään etuoikeutetun roolin haltijalla ei ole lisenssiä sähköpostiin, keskusteluihin tai tiedostoihin.",
		SV: "Ingen med en privilegierad roll har en licens för e-post, chatt eller filer.",
	},
	"Graph did not return the licences of everyone with a privileged role.": {
		FI: "Graph ei palauttanut kaikkien etuoikeutetun roolin haltijoiden lisenssejä.",
		SV: "Graph returnerade inte licenserna för alla med en privilegierad roll.",
	},
	"A privileged user has a licence for mail, chat or files.": {
		FI: "Etuoikeutetulla käyttäjällä on lisenssi sähköpostiin, keskusteluihin tai tiedostoihin.",
		SV: "En privilegierad användare har en licens för e-post, chatt eller filer.",
	},
})
