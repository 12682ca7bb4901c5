package applications

import "vahti.ai/vahti/shared/check/text"

var thirdPartyStorageTexts = text.New(text.Texts{
	"Microsoft 365 on the web does not open files in other companies' storage": {
		FI: "Verkon Microsoft 365 ei avaa tiedostoja muiden yritysten tallennuspalveluista",
		SV: "Microsoft 365 på webben öppnar inte filer i andra företags lagringstjänster",
	},
	"Documents that are opened from and saved to other companies' storage leave the tenant's sharing rules, logs and retention behind.": {
		FI: "Muiden yritysten tallennuspalveluista avattavat ja niihin tallennettavat asiakirjat jäävät vuokraajan jakosääntöjen, lokien ja säilytyksen ulkopuolelle.",
		SV: "Dokument som öppnas från och sparas i andra företags lagring hamnar utanför klientorganisationens delningsregler, loggar och bevarande.",
	},
	"Company documents end up in private storage accounts, where nobody can take them back when a person leaves or the account is broken into.": {
		FI: "Yrityksen asiakirjat päätyvät yksityisille tallennustileille, joista niitä ei saada takaisin, kun työntekijä lähtee tai tili murretaan.",
		SV: "Företagets dokument hamnar på privata lagringskonton där ingen kan ta tillbaka dem när en person slutar eller kontot kapas.",
	},
	"Microsoft 365 admin center > Settings > Org settings > Services > Microsoft 365 on the web > clear Let users open files stored in third-party storage services in Microsoft 365 on the web": {
		FI: "Microsoft 365 admin center > Settings > Org settings > Services > Microsoft 365 on the web > poista valinta kohdasta Let users open files stored in third-party storage services in Microsoft 365 on the web",
		SV: "Microsoft 365 admin center > Settings > Org settings > Services > Microsoft 365 on the web > avmarkera Let users open files stored in third-party storage services in Microsoft 365 on the web",
	},
	"Microsoft's default holds, by which Microsoft 365 on the web opens files in other companies' storage.": {
		FI: "Voimassa on Microsoftin oletus, jonka mukaan verkon Microsoft 365 avaa tiedostoja muiden yritysten tallennuspalveluista.",
		SV: "Microsofts standard gäller, enligt vilken Microsoft 365 på webben öppnar filer i andra företags lagringstjänster.",
	},
	"Graph did not return whether the service principal of Microsoft 365 on the web is enabled.": {
		FI: "Graph ei kertonut, onko verkon Microsoft 365:n palvelun päänimi käytössä.",
		SV: "Graph uppgav inte om tjänstens huvudnamn för Microsoft 365 på webben är aktiverat.",
	},
	"Microsoft 365 on the web opens files in other companies' storage.": {
		FI: "Verkon Microsoft 365 avaa tiedostoja muiden yritysten tallennuspalveluista.",
		SV: "Microsoft 365 på webben öppnar filer i andra företags lagringstjänster.",
	},
	"Microsoft 365 on the web does not open files in other companies' storage.": {
		FI: "Verkon Microsoft 365 ei avaa tiedostoja muiden yritysten tallennuspalveluista.",
		SV: "Microsoft 365 på webben öppnar inte filer i andra företags lagringstjänster.",
	},
})
