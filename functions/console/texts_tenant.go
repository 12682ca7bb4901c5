package console

import "vahti.ai/vahti/shared/check/text"

// tenantTexts are what the list of tenants and the page of one say.
var tenantTexts = text.New(text.Texts{
	"You work for Vahti and are a member of no tenant. You see one only under support access.": {
		FI: "Työskentelet Vahdille etkä ole minkään vuokraajan jäsen. Näet vuokraajan vain tukikäytössä.",
		SV: "Du arbetar för Vahti och är inte medlem i någon klientorganisation. Du ser en sådan bara under supportåtkomst.",
	},
	"Support access": {
		FI: "Tukikäyttö",
		SV: "Supportåtkomst",
	},
	"To the first page": {
		FI: "Ensimmäiselle sivulle",
		SV: "Till första sidan",
	},
	"More tenants": {
		FI: "Lisää vuokraajia",
		SV: "Fler klientorganisationer",
	},
	"Microsoft gives Vahti no access to this tenant any more.": {
		FI: "Microsoft ei enää päästä Vahtia tähän vuokraajaan.",
		SV: "Microsoft ger inte längre Vahti åtkomst till den här klientorganisationen.",
	},
	"Nothing new is read; what is known is kept. An administrator can give consent again.": {
		FI: "Mitään uutta ei lueta; tiedossa oleva säilyy. Ylläpitäjä voi antaa suostumuksen uudelleen.",
		SV: "Inget nytt läses; det som är känt bevaras. En administratör kan ge sitt medgivande på nytt.",
	},
	"Give consent again": {
		FI: "Anna suostumus uudelleen",
		SV: "Ge medgivandet på nytt",
	},
	"The introduction of this tenant is not finished.": {
		FI: "Tämän vuokraajan käyttöönotto on kesken.",
		SV: "Införandet av den här klientorganisationen är inte klart.",
	},
	"See what is left to do": {
		FI: "Katso, mitä on vielä tekemättä",
		SV: "Se vad som återstår",
	},
	"Microsoft gives Vahti less than it asked for.": {
		FI: "Microsoft antaa Vahdille vähemmän kuin pyydettiin.",
		SV: "Microsoft ger Vahti mindre än vad som begärdes.",
	},
	"Checks that need what is missing say “could not tell”.": {
		FI: "Tarkistukset, jotka tarvitsevat puuttuvaa, sanovat ”ei selvinnyt”.",
		SV: "Kontroller som behöver det som saknas säger ”kunde inte avgöras”.",
	},
	"More about this tenant": {
		FI: "Lisää tästä vuokraajasta",
		SV: "Mer om klientorganisationen",
	},
	"Tenants": {
		FI: "Vuokraajat",
		SV: "Klientorganisationer",
	},
	"You have no tenants yet. Whoever manages Vahti in your company can give you access.": {
		FI: "Sinulla ei ole vielä vuokraajia. Yrityksesi Vahti-vastaava voi antaa sinulle käyttöoikeuden.",
		SV: "Du har inga klientorganisationer än. Den som sköter Vahti i ert företag kan ge dig åtkomst.",
	},
	"A tenant that could not be shown right now": {
		FI: "Vuokraaja, jota ei voitu näyttää juuri nyt",
		SV: "En klientorganisation som inte kunde visas just nu",
	},
	"Its data could not be read; the other tenants are not affected.": {
		FI: "Sen tietoja ei voitu lukea. Muihin vuokraajiin tämä ei vaikuta.",
		SV: "Dess uppgifter kunde inte läsas. De andra klientorganisationerna påverkas inte.",
	},
	"Try it on its own page": {
		FI: "Kokeile vuokraajan omaa sivua",
		SV: "Försök på dess egen sida",
	},
	"An erased tenant": {
		FI: "Poistettu vuokraaja",
		SV: "En raderad klientorganisation",
	},
	"Its agreement has ended and its data has been erased.": {
		FI: "Sopimus on päättynyt ja tiedot on poistettu.",
		SV: "Avtalet har upphört och uppgifterna har raderats.",
	},
	"Vahti’s name for it:": {
		FI: "Vahdin tunnus sille:",
		SV: "Vahtis beteckning för den:",
	},
	"(no name)": {
		FI: "(nimetön)",
		SV: "(namn saknas)",
	},
	"Open findings": {
		FI: "Avoimet löydökset",
		SV: "Öppna fynd",
	},
	"Open findings by severity": {
		FI: "Avoimet löydökset vakavuuden mukaan",
		SV: "Öppna fynd efter allvarlighetsgrad",
	},
	"No open findings.": {
		FI: "Ei avoimia löydöksiä.",
		SV: "Inga öppna fynd.",
	},
	"Checks": {
		FI: "Tarkistukset",
		SV: "Kontroller",
	},
	"Checks by verdict": {
		FI: "Tarkistukset tuloksen mukaan",
		SV: "Kontroller efter utfall",
	},
	"Score": {
		FI: "Pisteet",
		SV: "Poäng",
	},
	"of 100": {
		FI: "/ 100",
		SV: "av 100",
	},
	"no score, because nothing was asked": {
		FI: "ei pisteitä, koska mitään ei arvioitu",
		SV: "inga poäng, eftersom ingenting bedömdes",
	},
	"The score is the share of what was asked that holds, where a critical check counts {}, a high one {}, a medium one {} and a low one {}. What could not be told counts as not holding; what does not apply is not asked.": {
		FI: "Pisteet kertovat, kuinka suuri osa vaatimuksista täyttyy. Kriittisen tarkistuksen painoarvo on {}, korkean {}, keskitason {} ja matalan {}. Jos tulos ei selvinnyt, vaatimus lasketaan täyttymättömäksi; vaatimukset, jotka eivät koske vuokraajaa, jätetään pois.",
		SV: "Poängen är den andel av kraven som uppfylls, där en kritisk kontroll väger {}, en hög {}, en medelhög {} och en låg {}. Det som inte kunde avgöras räknas som inte uppfyllt; det som inte är tillämpligt räknas inte med.",
	},
	"The first scan is on its way.": {
		FI: "Ensimmäinen skannaus on tulossa.",
		SV: "Den första genomsökningen är på väg.",
	},
	"This page looks again every few seconds.": {
		FI: "Sivu päivittyy muutaman sekunnin välein.",
		SV: "Sidan uppdateras med några sekunders mellanrum.",
	},
	"The last scan failed": {
		FI: "Viimeisin skannaus epäonnistui",
		SV: "Den senaste genomsökningen misslyckades",
	},
	"Reason: {}": {
		FI: "Syy: {}",
		SV: "Orsak: {}",
	},
	"Last scan {}, {}.": {
		FI: "Viimeisin skannaus {}, {}.",
		SV: "Senaste genomsökning: {}, {}.",
	},
	"It is of a recording: verdicts are about {}.": {
		FI: "Se koskee tallennetta: tulokset kuvaavat hetkeä {}.",
		SV: "Den gäller en inspelning: utfallen avser {}.",
	},
	"The verdicts here are from an earlier scan, {}, {}.": {
		FI: "Tässä näkyvät tulokset ovat aiemmasta skannauksesta: {}, {}.",
		SV: "Utfallen här kommer från en tidigare genomsökning: {}, {}.",
	},
	"A new scan is under way.": {
		FI: "Uusi skannaus on käynnissä.",
		SV: "En ny genomsökning pågår.",
	},
	"No further scans are made.": {
		FI: "Skannauksia ei enää tehdä.",
		SV: "Inga fler genomsökningar görs.",
	},
	"The first scan follows once an administrator has given consent.": {
		FI: "Ensimmäinen skannaus tehdään, kun järjestelmänvalvoja on antanut suostumuksensa.",
		SV: "Den första genomsökningen görs när en administratör har gett sitt medgivande.",
	},
	"This tenant’s settings could not be read. Until they can, its own custom checks stand here without their texts and count in no score.": {
		FI: "Tämän vuokraajan asetuksia ei voitu lukea. Siihen asti sen omat mukautetut tarkistukset näkyvät ilman tekstejään eivätkä ne vaikuta pisteisiin.",
		SV: "Klientorganisationens inställningar kunde inte läsas. Till dess visas dess egna anpassade kontroller utan sina texter, och de räknas inte med i poängen.",
	},
	"{} of 1 check passes": {
		FI: "{}/1 tarkistus kunnossa",
		SV: "{} av 1 kontroll uppfylls",
	},
	"{} of {} checks pass": {
		FI: "{}/{} tarkistusta kunnossa",
		SV: "{} av {} kontroller uppfylls",
	},
	"Each title says what should hold; the line below it says what was found instead.": {
		FI: "Otsikko kertoo, miten asian pitäisi olla; sen alla on se, mitä löytyi.",
		SV: "Rubriken säger hur det borde vara; raden under säger vad som hittades i stället.",
	},
	"Nothing that Vahti could judge is failing.": {
		FI: "Kaikki, minkä Vahti pystyi arvioimaan, on kunnossa.",
		SV: "Allt som Vahti kunde bedöma är i sin ordning.",
	},
	"No findings are known yet.": {
		FI: "Löydöksiä ei ole vielä tiedossa.",
		SV: "Inga fynd är kända än.",
	},
	"Since {}": {
		FI: "{} alkaen",
		SV: "Sedan {}",
	},
	"Resolved findings": {
		FI: "Korjatut löydökset",
		SV: "Åtgärdade fynd",
	},
	"Show what has been resolved": {
		FI: "Näytä, mitä on korjattu",
		SV: "Visa vad som har åtgärdats",
	},
	"{}, resolved {}": {
		FI: "{}, korjattu {}",
		SV: "{}, åtgärdat {}",
	},
	"All checks": {
		FI: "Kaikki tarkistukset",
		SV: "Alla kontroller",
	},
	"Other": {
		FI: "Muut",
		SV: "Övrigt",
	},
	"The last scan did not judge this check.": {
		FI: "Viimeisin skannaus ei arvioinut tätä tarkistusta.",
		SV: "Den senaste genomsökningen bedömde inte den här kontrollen.",
	},
	"Missing:": {
		FI: "Puuttuu:",
		SV: "Saknas:",
	},
	"What could not be read": {
		FI: "Mitä ei voitu lukea",
		SV: "Vad som inte kunde läsas",
	},
	"The last scan asked Microsoft for these and did not get them. Checks that need them say “could not tell”.": {
		FI: "Viimeisin skannaus pyysi näitä Microsoftilta mutta ei saanut. Niitä tarvitsevien tarkistusten tulos on ”ei selvinnyt”.",
		SV: "Den senaste genomsökningen bad Microsoft om dessa men fick dem inte. Kontroller som behöver dem får utfallet ”kunde inte avgöras”.",
	},
	"The last scan": {
		FI: "Viimeisin skannaus",
		SV: "Den senaste genomsökningen",
	},
	"Scan": {
		FI: "Skannaus",
		SV: "Genomsökning",
	},
	"Ordered": {
		FI: "Tilattu",
		SV: "Beställd",
	},
	"Finished": {
		FI: "Valmistunut",
		SV: "Avslutad",
	},
	"Duration": {
		FI: "Kesto",
		SV: "Tidsåtgång",
	},
	"Requests to Microsoft Graph": {
		FI: "Pyyntöjä Microsoft Graphille",
		SV: "Anrop till Microsoft Graph",
	},
	"{}, with {} more inside batches": {
		FI: "{} ja lisäksi {} erissä",
		SV: "{}, och ytterligare {} i buntar",
	},
	"Data read": {
		FI: "Tietoa luettu",
		SV: "Lästa data",
	},
})

// scanTexts translate why a scan failed, in the words that scans record.
var scanTexts = text.New(text.Texts{
	"the tenant's settings are not in the expected form": {
		FI: "vuokraajan asetukset eivät ole odotetussa muodossa",
		SV: "klientorganisationens inställningar har inte den väntade formen",
	},
	"no token for the tenant: AADSTS{}": {
		FI: "vuokraajaa varten ei saatu tunnistetta: AADSTS{}",
		SV: "ingen token för klientorganisationen: AADSTS{}",
	},
	"no token for the tenant: Entra answered with status {}": {
		FI: "vuokraajaa varten ei saatu tunnistetta: Entra vastasi tilakoodilla {}",
		SV: "ingen token för klientorganisationen: Entra svarade med status {}",
	},
	"no token for the tenant: Entra could not be reached": {
		FI: "vuokraajaa varten ei saatu tunnistetta: Entraan ei saatu yhteyttä",
		SV: "ingen token för klientorganisationen: Entra kunde inte nås",
	},
})
