package check

import "vahti.ai/vahti/shared/check/text"

// Say returns one of the check's texts, or a reason or note it gave, in a
// language; ok is false, and the text English, where it is not translated.
func Say(c *Check, l text.Language, english string) (said string, ok bool) {
	if c == nil {
		return text.In(l, english, own)
	}
	return text.In(l, english, append(c.Texts[:len(c.Texts):len(c.Texts)], own)...)
}

// Name returns a category's name for people.
func (c Category) Name(l text.Language) string {
	name, _ := text.In(l, categoryNames[c], own)
	return name
}

var categoryNames = map[Category]string{
	Identity: "Identity", AuthMethods: "Authentication methods", ConditionalAccess: "Conditional access",
	Roles: "Administrator roles", Applications: "Applications", Guests: "Guests", Groups: "Groups",
	Devices: "Devices", SharePoint: "SharePoint and OneDrive", Teams: "Microsoft Teams", Exchange: "Exchange and mail",
	Domains: "Domains and DNS", SignIns: "Sign-ins and risk", Monitoring: "Logging and alerts",
}

// own translates what package check itself and the reader say.
var own = text.New(text.Texts{
	"The check met data it does not understand.": {
		FI: "Tarkistus kohtasi tietoja, joita se ei ymmärrä.",
		SV: "Kontrollen mötte uppgifter som den inte förstår.",
	},
	"The check met a value it does not know.": {
		FI: "Tarkistus kohtasi arvon, jota se ei tunne.",
		SV: "Kontrollen mötte ett värde som den inte känner till.",
	},
	"The tenant has no {} licence, which this control needs.": {
		FI: "Vuokraajalla ei ole lisenssiä {}, jota tämä vaatimus edellyttää.",
		SV: "Klientorganisationen saknar licensen {}, som kontrollen kräver.",
	},
	"{} could not be read: {}.": {
		FI: "Kohdetta {} ei voitu lukea: {}.",
		SV: "{} kunde inte läsas: {}.",
	},
	"{} The tenant's licences could not be read.": {
		FI: "{} Vuokraajan lisenssejä ei voitu lukea.",
		SV: "{} Klientorganisationens licenser kunde inte läsas.",
	},
	"What the finding was about is no longer there.": {
		FI: "Löydöksen kohdetta ei enää ole.",
		SV: "Det som fyndet gällde finns inte längre.",
	},
	"There are few enough again to be told one by one.": {
		FI: "Niitä on taas niin vähän, että ne kerrotaan yksitellen.",
		SV: "De är åter så få att de redovisas en och en.",
	},
	"The check that found it is no longer made.": {
		FI: "Tarkistusta, joka löysi tämän, ei enää tehdä.",
		SV: "Kontrollen som fann detta görs inte längre.",
	},
	"Nothing amiss was found in what was read so far; the rest follows within a week.": {
		FI: "Tähän mennessä luetusta ei löytynyt huomautettavaa; loput luetaan viikon kuluessa.",
		SV: "Inget att anmärka på hittades i det som hittills lästs; resten läses inom en vecka.",
	},
	"Only a part was read so far; the rest follows within a week.": {
		FI: "Tähän mennessä on luettu vasta osa; loput luetaan viikon kuluessa.",
		SV: "Hittills har bara en del lästs; resten läses inom en vecka.",
	},

	"permission {} is missing or was refused": {
		FI: "käyttöoikeus {} puuttuu tai evättiin",
		SV: "behörigheten {} saknas eller nekades",
	},
	"permission {} is missing or was refused, or the tenant lacks {}": {
		FI: "käyttöoikeus {} puuttuu tai evättiin, tai vuokraajalta puuttuu {}",
		SV: "behörigheten {} saknas eller nekades, eller så saknar klientorganisationen {}",
	},
	"the licence {} is missing":                          {FI: "lisenssi {} puuttuu", SV: "licensen {} saknas"},
	"a licence that Microsoft demands for it is missing": {FI: "Microsoftin sille vaatima lisenssi puuttuu", SV: "en licens som Microsoft kräver för det saknas"},
	"Microsoft does not accept Vahti's token for the tenant": {
		FI: "Microsoft ei hyväksy Vahdin tunnistetta tälle vuokraajalle",
		SV: "Microsoft godtar inte Vahtis token för klientorganisationen",
	},
	"Microsoft does not know it": {FI: "Microsoft ei tunne sitä", SV: "Microsoft känner inte till det"},
	"Microsoft refused the request with status {}": {
		FI: "Microsoft hylkäsi pyynnön tilakoodilla {}",
		SV: "Microsoft nekade begäran med status {}",
	},
	"Microsoft kept asking to wait until the time limit": {
		FI: "Microsoft pyysi odottamaan aikarajaan asti",
		SV: "Microsoft bad om väntan ända till tidsgränsen",
	},
	"Microsoft kept refusing with status {} until the time limit": {
		FI: "Microsoft vastasi tilakoodilla {} aikarajaan asti",
		SV: "Microsoft nekade med status {} ända till tidsgränsen",
	},
	"Microsoft could not be reached until the time limit": {
		FI: "Microsoftiin ei saatu yhteyttä aikarajaan mennessä",
		SV: "Microsoft kunde inte nås före tidsgränsen",
	},
	"Microsoft's answers were cut off until the time limit": {
		FI: "Microsoftin vastaukset katkesivat aikarajaan asti",
		SV: "Microsofts svar bröts av ända till tidsgränsen",
	},
	"Microsoft's answer is not the documented JSON": {
		FI: "Microsoftin vastaus ei ole dokumentoidun muotoinen",
		SV: "Microsofts svar har inte den dokumenterade formen",
	},
	"Microsoft's answer is larger than any documented one": {
		FI: "Microsoftin vastaus on suurempi kuin mikään dokumentoitu",
		SV: "Microsofts svar är större än något dokumenterat",
	},
	"Microsoft gave no token for the tenant": {
		FI: "Microsoft ei antanut tunnistetta vuokraajalle",
		SV: "Microsoft gav ingen token för klientorganisationen",
	},
	"Microsoft gave no token for the tenant (AADSTS{})": {
		FI: "Microsoft ei antanut tunnistetta vuokraajalle (AADSTS{})",
		SV: "Microsoft gav ingen token för klientorganisationen (AADSTS{})",
	},
	"Microsoft's answer goes on at another address, where Vahti does not follow": {
		FI: "Microsoftin vastaus jatkuu toisessa osoitteessa, jonne Vahti ei seuraa",
		SV: "Microsofts svar fortsätter på en annan adress, dit Vahti inte följer med",
	},
	"Microsoft's answer goes on where it began and never ends": {
		FI: "Microsoftin vastaus palaa alkuunsa eikä pääty koskaan",
		SV: "Microsofts svar börjar om från början och tar aldrig slut",
	},
	"it is read by way of {}, which could not be read": {
		FI: "se luetaan kohteen {} kautta, jota ei voitu lukea",
		SV: "det läses via {}, som inte kunde läsas",
	},
	"the time limit passed before it was read": {
		FI: "aikaraja ylittyi ennen kuin se ehdittiin lukea",
		SV: "tidsgränsen passerade innan det hann läsas",
	},
	"it was not asked for":               {FI: "sitä ei pyydetty", SV: "det efterfrågades inte"},
	"Vahti does not know how to read it": {FI: "Vahti ei osaa lukea sitä", SV: "Vahti vet inte hur det läses"},
	"public DNS gave no answer":          {FI: "julkinen nimipalvelu ei vastannut", SV: "publik DNS svarade inte"},

	"Identity":                {FI: "Käyttäjät ja tunnistautuminen", SV: "Identitet"},
	"Authentication methods":  {FI: "Todennusmenetelmät", SV: "Autentiseringsmetoder"},
	"Conditional access":      {FI: "Ehdollinen käyttöoikeus", SV: "Villkorsstyrd åtkomst"},
	"Administrator roles":     {FI: "Järjestelmänvalvojien roolit", SV: "Administratörsroller"},
	"Applications":            {FI: "Sovellukset", SV: "Program"},
	"Guests":                  {FI: "Vieraskäyttäjät", SV: "Gäster"},
	"Groups":                  {FI: "Ryhmät", SV: "Grupper"},
	"Devices":                 {FI: "Laitteet", SV: "Enheter"},
	"SharePoint and OneDrive": {FI: "SharePoint ja OneDrive", SV: "SharePoint och OneDrive"},
	"Microsoft Teams":         {FI: "Teams-ryhmätyö", SV: "Teams"},
	"Exchange and mail":       {FI: "Exchange ja sähköposti", SV: "Exchange och e-post"},
	"Domains and DNS":         {FI: "Toimialueet ja nimipalvelu", SV: "Domäner och DNS"},
	"Sign-ins and risk":       {FI: "Kirjautumiset ja riskit", SV: "Inloggningar och risk"},
	"Logging and alerts":      {FI: "Lokit ja hälytykset", SV: "Loggning och varningar"},
})
