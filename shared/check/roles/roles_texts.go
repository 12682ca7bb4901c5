package roles

import "vahti.ai/vahti/shared/check/text"

// roleTexts translate the names of roles and what several checks say of their
// holders.
var roleTexts = text.New(text.Texts{
	"Global Administrator":                    {FI: "yleinen järjestelmänvalvoja", SV: "global administratör"},
	"Privileged Role Administrator":           {FI: "etuoikeutettujen roolien järjestelmänvalvoja", SV: "administratör för privilegierade roller"},
	"User Administrator":                      {FI: "käyttäjien järjestelmänvalvoja", SV: "användaradministratör"},
	"SharePoint Administrator":                {FI: "SharePoint-järjestelmänvalvoja", SV: "SharePoint-administratör"},
	"Exchange Administrator":                  {FI: "Exchange-järjestelmänvalvoja", SV: "Exchange-administratör"},
	"Hybrid Identity Administrator":           {FI: "hybridi-identiteetin järjestelmänvalvoja", SV: "hybrididentitetsadministratör"},
	"Application Administrator":               {FI: "sovellusten järjestelmänvalvoja", SV: "programadministratör"},
	"Cloud Application Administrator":         {FI: "pilvisovellusten järjestelmänvalvoja", SV: "molnprogramadministratör"},
	"Privileged Authentication Administrator": {FI: "etuoikeutetun todentamisen järjestelmänvalvoja", SV: "administratör för privilegierad autentisering"},
	"Authentication Administrator":            {FI: "todentamisen järjestelmänvalvoja", SV: "autentiseringsadministratör"},
	"Authentication Policy Administrator":     {FI: "todentamiskäytäntöjen järjestelmänvalvoja", SV: "administratör för autentiseringsprinciper"},
	"Conditional Access Administrator":        {FI: "ehdollisen käyttöoikeuden järjestelmänvalvoja", SV: "administratör för villkorsstyrd åtkomst"},
	"Security Administrator":                  {FI: "suojauksen järjestelmänvalvoja", SV: "säkerhetsadministratör"},
	"Domain Name Administrator":               {FI: "toimialuenimien järjestelmänvalvoja", SV: "domännamnsadministratör"},
	"External Identity Provider Administrator": {
		FI: "ulkoisten tunnistuspalvelujen järjestelmänvalvoja", SV: "administratör för externa identitetsprovidrar",
	},
	"Partner Tier2 Support": {FI: "kumppanin tason 2 tuki", SV: "partnersupport nivå 2"},
	"Teams Administrator":   {FI: "Teams-järjestelmänvalvoja", SV: "Teams-administratör"},

	notAll: {
		FI: "Kaikkia, joilla on etuoikeutettu rooli tai jotka voivat ottaa sellaisen käyttöön, ei voitu lukea.",
		SV: "Det gick inte att läsa alla som har eller kan aktivera en privilegierad roll.",
	},
	notAllApplications: {
		FI: "Kaikkia sovelluksia, joilla on etuoikeutettu rooli, ei saatu selville.",
		SV: "Det gick inte att ta reda på vilka alla program är som har en privilegierad roll.",
	},
	maybeAccepted: {
		FI: "Ei saatu selville, onko sovellus, jolla on etuoikeutettu rooli, yksi hyväksytyiksi ilmoitetuista.",
		SV: "Det gick inte att avgöra om ett program med en privilegierad roll är ett av dem som har angetts som godkända.",
	},
})

// administratorTexts translate what the checks say that count Global
// Administrators.
var administratorTexts = text.New(text.Texts{
	"emergency account": {FI: "hätäkäyttötili", SV: "nödkonto"},
	"Not everyone who holds or may activate Global Administrator could be read.": {
		FI: "Kaikkia yleisiä järjestelmänvalvojia tai niitä, jotka voivat ottaa roolin käyttöön, ei voitu lukea.",
		SV: "Det gick inte att läsa alla som är eller kan bli global administratör.",
	},
	"There are fewer than two Global Administrators.": {
		FI: "Yleisiä järjestelmänvalvojia on alle kaksi.",
		SV: "Det finns färre än två globala administratörer.",
	},
	"There are more than eight Global Administrators.": {
		FI: "Yleisiä järjestelmänvalvojia on yli kahdeksan.",
		SV: "Det finns fler än åtta globala administratörer.",
	},
	"There are two to eight Global Administrators.": {
		FI: "Yleisiä järjestelmänvalvojia on kahdesta kahdeksaan.",
		SV: "Det finns mellan två och åtta globala administratörer.",
	},
})

// approvalTexts translate what every check of an approval says.
var approvalTexts = text.New(text.Texts{
	"Approval is required, but nobody is named to give it.": {
		FI: "Hyväksyntä vaaditaan, mutta hyväksyjiä ei ole nimetty.",
		SV: "Godkännande krävs, men ingen är utsedd att ge det.",
	},
})

// alertTexts translate what every check of notifications says.
var alertTexts = text.New(text.Texts{
	"nobody is named as recipient": {
		FI: "vastaanottajaa ei ole nimetty",
		SV: "ingen mottagare är angiven",
	},
	"Graph did not return the notification rules of every privileged role.": {
		FI: "Graph ei palauttanut kaikkien etuoikeutettujen roolien ilmoitussääntöjä.",
		SV: "Graph returnerade inte aviseringsreglerna för alla privilegierade roller.",
	},
})

// scheduleTexts translate what every check of active assignments says.
var scheduleTexts = text.New(text.Texts{
	"Nobody holds a privileged role without activating it.": {
		FI: "Kenelläkään ei ole etuoikeutettua roolia ottamatta sitä erikseen käyttöön.",
		SV: "Ingen har en privilegierad roll utan att aktivera den.",
	},
	"Graph did not return all about how a privileged role is assigned.": {
		FI: "Graph ei palauttanut kaikkia tietoja siitä, miten etuoikeutettu rooli on annettu.",
		SV: "Graph returnerade inte allt om hur en privilegierad roll är tilldelad.",
	},
})
