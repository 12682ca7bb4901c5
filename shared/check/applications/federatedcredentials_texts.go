package applications

import "vahti.ai/vahti/shared/check/text"

var federatedCredentialsTexts = text.New(text.Texts{
	"Applications trust only declared issuers and single subjects instead of a secret": {
		FI: "Sovellukset luottavat salaisuuden sijasta vain ilmoitettuihin myöntäjiin ja yksittäisiin kohteisiin",
		SV: "Program litar i stället för en hemlighet bara på angivna utfärdare och enskilda ämnen",
	},
	"A federated credential is a secret that never expires and is kept by someone else: nobody in the tenant sees where it is used.": {
		FI: "Liitetty tunnistetieto on salaisuus, joka ei vanhene koskaan ja jota säilyttää joku muu: kukaan vuokraajassa ei näe, missä sitä käytetään.",
		SV: "En federerad autentiseringsuppgift är en hemlighet som aldrig går ut och som förvaras av någon annan: ingen i klientorganisationen ser var den används.",
	},
	"An attacker adds trust in an account of their own, or changes any branch of a repository, and signs in as the application without a secret, for as long as they like.": {
		FI: "Hyökkääjä lisää luottamuksen omaan tiliinsä tai muuttaa mitä tahansa koodivaraston haaraa ja kirjautuu sovelluksena ilman salaisuutta niin kauan kuin haluaa.",
		SV: "En angripare lägger till förtroende för ett eget konto, eller ändrar vilken gren som helst i ett kodförråd, och loggar in som programmet utan hemlighet så länge som hen vill.",
	},
	"Microsoft Entra admin center > Entra ID > App registrations > the application > Certificates & secrets > Federated credentials > delete what nobody knows, and name one subject without wildcards; declare the issuers that are yours": {
		FI: "Microsoft Entra admin center > Entra ID > App registrations > sovellus > Certificates & secrets > Federated credentials > poista tuntemattomat ja nimeä yksi kohde ilman jokerimerkkejä; ilmoita omat myöntäjäsi",
		SV: "Microsoft Entra admin center > Entra ID > App registrations > programmet > Certificates & secrets > Federated credentials > ta bort det som ingen känner till och ange ett ämne utan jokertecken; ange de utfärdare som är era",
	},
	"No application has federated credentials.": {
		FI: "Yhdelläkään sovelluksella ei ole liitettyjä tunnistetietoja.",
		SV: "Inget program har federerade autentiseringsuppgifter.",
	},
	"Every federated credential trusts a declared issuer for one subject.": {
		FI: "Jokainen liitetty tunnistetieto luottaa ilmoitettuun myöntäjään yhden kohteen osalta.",
		SV: "Varje federerad autentiseringsuppgift litar på en angiven utfärdare för ett enda ämne.",
	},
	"An application trusts an issuer or a subject that was not declared.": {
		FI: "Sovellus luottaa myöntäjään tai kohteeseen, jota ei ole ilmoitettu.",
		SV: "Ett program litar på en utfärdare eller ett ämne som inte har angetts.",
	},
	"An application trusts every subject that fits a pattern.": {
		FI: "Sovellus luottaa jokaiseen kohteeseen, joka vastaa kaavaa.",
		SV: "Ett program litar på varje ämne som passar ett mönster.",
	},
	"Graph did not return which subject a federated credential trusts.": {
		FI: "Graph ei kertonut, mihin kohteeseen liitetty tunnistetieto luottaa.",
		SV: "Graph uppgav inte vilket ämne en federerad autentiseringsuppgift litar på.",
	},
	"It could not be told whether an application trusts the tenant itself or another one.": {
		FI: "Ei saatu selville, luottaako sovellus omaan vuokraajaan vai johonkin toiseen.",
		SV: "Det gick inte att avgöra om ett program litar på den egna klientorganisationen eller på en annan.",
	},
})
