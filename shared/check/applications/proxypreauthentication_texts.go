package applications

import "vahti.ai/vahti/shared/check/text"

var proxyPreauthenticationTexts = text.New(text.Texts{
	"Applications behind Application Proxy ask for a sign-in before they can be reached": {
		FI: "Sovellusvälityspalvelimen takana olevat sovellukset vaativat kirjautumisen, ennen kuin niihin pääsee",
		SV: "Program bakom programproxyn kräver inloggning innan de kan nås",
	},
	"Passthrough puts an application from the company's own network on the internet, past conditional access and multifactor authentication.": {
		FI: "Läpivienti tuo yrityksen oman verkon sovelluksen internetiin ehdollisen käyttöoikeuden ja monimenetelmäisen todentamisen ohi.",
		SV: "Genomströmning lägger ut ett program från företagets eget nät på internet, förbi villkorsstyrd åtkomst och multifaktorautentisering.",
	},
	"Anyone on the internet tries passwords and known weaknesses on a server inside the network, as if they stood in the office.": {
		FI: "Kuka tahansa internetissä kokeilee salasanoja ja tunnettuja haavoittuvuuksia sisäverkon palvelimeen aivan kuin istuisi toimistossa.",
		SV: "Vem som helst på internet provar lösenord och kända sårbarheter mot en server inne i nätet, som om hen stod på kontoret.",
	},
	"Microsoft Entra admin center > Entra ID > Enterprise apps > the application > Application proxy > Pre-authentication: Microsoft Entra ID": {
		FI: "Microsoft Entra admin center > Entra ID > Enterprise apps > sovellus > Application proxy > Pre-authentication: Microsoft Entra ID",
		SV: "Microsoft Entra admin center > Entra ID > Enterprise apps > programmet > Application proxy > Pre-authentication: Microsoft Entra ID",
	},
	"No application is published through Application Proxy.": {
		FI: "Yhtään sovellusta ei ole julkaistu sovellusvälityspalvelimen kautta.",
		SV: "Inget program är publicerat via programproxyn.",
	},
	"Every application behind Application Proxy asks for a sign-in first.": {
		FI: "Jokainen sovellusvälityspalvelimen takana oleva sovellus vaatii ensin kirjautumisen.",
		SV: "Alla program bakom programproxyn kräver inloggning först.",
	},
	"An application on the company's network can be reached from the internet without a sign-in.": {
		FI: "Yrityksen verkossa olevaan sovellukseen pääsee internetistä ilman kirjautumista.",
		SV: "Ett program i företagets nät kan nås från internet utan inloggning.",
	},
	"Graph returned no value that Vahti knows for how an application behind Application Proxy is signed in to.": {
		FI: "Graph ei palauttanut Vahdin tuntemaa arvoa siitä, miten sovellusvälityspalvelimen takana olevaan sovellukseen kirjaudutaan.",
		SV: "Graph returnerade inget värde som Vahti känner till för hur man loggar in i ett program bakom programproxyn.",
	},
})
