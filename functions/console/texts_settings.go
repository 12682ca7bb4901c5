package console

import "vahti.ai/vahti/shared/check/text"

// settingTexts are what the page of settings says.
var settingTexts = text.New(text.Texts{
	"Each change is kept as an instruction to Vahti: what was changed, when and by whom.": {
		FI: "Jokainen muutos säilytetään ohjeena Vahdille: mitä muutettiin, milloin ja kuka muutti.",
		SV: "Varje ändring sparas som en instruktion till Vahti: vad som ändrades, när och av vem.",
	},
	"What was declared for checks": {FI: "Tarkistuksille ilmoitettu", SV: "Det som har deklarerats för kontrollerna"},
	"The accounts that exist for emergencies, what you allow on purpose, and checks of your own, as one JSON document. What is not declared is never taken as allowed.": {
		FI: "Hätätilanteita varten olevat tilit, tarkoituksella sallimanne asiat ja omat tarkistuksenne yhtenä JSON-asiakirjana. Ilmoittamatonta ei koskaan pidetä sallittuna.",
		SV: "Konton som finns för nödlägen, det ni tillåter avsiktligt och era egna kontroller, som ett JSON-dokument. Det som inte deklareras anses aldrig tillåtet.",
	},
	"As JSON":                     {FI: "JSON-muodossa", SV: "I JSON-format"},
	"Declare this":                {FI: "Ilmoita tämä", SV: "Deklarera detta"},
	"Interval between full scans": {FI: "Täysien skannausten väli", SV: "Intervall mellan fullständiga genomsökningar"},
	"How short it can be depends on the plan. In between, light passes look every few minutes at what has changed.": {
		FI: "Lyhin mahdollinen väli riippuu tilauksesta. Niiden välillä pikatarkistukset katsovat muutaman minuutin välein, mikä on muuttunut.",
		SV: "Hur kort det kan vara beror på abonnemanget. Däremellan ser snabbkontroller med några minuters mellanrum på vad som har ändrats.",
	},
	"Change the interval": {FI: "Vaihda väli", SV: "Byt intervall"},
	"In which language this tenant’s pages are and its people are written to.": {
		FI: "Kieli, jolla tämän vuokraajan sivut ovat ja sen ihmisille kirjoitetaan.",
		SV: "Det språk som klientorganisationens sidor har och som dess personer får meddelanden på.",
	},
	"Change the language":         {FI: "Vaihda kieli", SV: "Byt språk"},
	"Instructions":                {FI: "Ohjeet", SV: "Instruktioner"},
	"{}. {}":                      {FI: "{}: {}", SV: "{} – {}"},
	"No setting was changed yet.": {FI: "Asetuksia ei ole vielä muutettu.", SV: "Ingen inställning har ändrats ännu."},
	"Approval of support access":  {FI: "Tukikäytön hyväksyntä", SV: "Godkännande av supportåtkomst"},
	"through the API":             {FI: "rajapinnan kautta", SV: "via API:et"},
	"during the introduction":     {FI: "käyttöönotossa", SV: "under införandet"},
	"on these pages":              {FI: "näillä sivuilla", SV: "på de här sidorna"},

	"The settings are not in the expected form.": {FI: "Asetukset eivät ole odotetussa muodossa.", SV: "Inställningarna är inte i väntad form."},
	"The settings are too large.":                {FI: "Asetukset ovat liian suuret.", SV: "Inställningarna är för stora."},
	"Your plan does not allow this interval.":    {FI: "Tilauksenne ei salli tätä väliä.", SV: "Ert abonnemang tillåter inte det intervallet."},
	"Choose an interval.":                        {FI: "Valitse väli.", SV: "Välj ett intervall."},
})

// keyTexts are what the page of API keys says.
var keyTexts = text.New(text.Texts{
	"The key is made. It is shown this once: copy it now.": {
		FI: "Avain on tehty. Se näytetään vain tämän kerran: kopioi se nyt.",
		SV: "Nyckeln är skapad. Den visas bara den här gången: kopiera den nu.",
	},
	"This form was sent before, and the key was shown then. If it is lost, revoke it and make another.": {
		FI: "Tämä lomake on jo lähetetty, ja avain näytettiin silloin. Jos se on kadonnut, mitätöi se ja tee uusi.",
		SV: "Det här formuläret har redan skickats, och nyckeln visades då. Om den är borta, återkalla den och skapa en ny.",
	},
	"By a key your scripts reach this tenant’s API. It carries the permissions you choose, ends by itself and can be revoked at any time.": {
		FI: "Avaimella skriptinne käyttävät tämän vuokraajan rajapintaa. Sillä on valitsemasi oikeudet, se päättyy itsestään ja sen voi mitätöidä milloin tahansa.",
		SV: "Med en nyckel når era skript klientorganisationens API. Den har de rättigheter du väljer, upphör av sig själv och kan återkallas när som helst.",
	},
	"There is no key.": {FI: "Avaimia ei ole.", SV: "Det finns ingen nyckel."},
	"Revoked":          {FI: "Mitätöity", SV: "Återkallad"},
	"Run out":          {FI: "Vanhentunut", SV: "Har gått ut"},
	"Rests":            {FI: "Lepää", SV: "Vilar"},
	"Valid":            {FI: "Voimassa", SV: "Giltig"},
	"It opens nothing: whoever made it is no longer a member, or may not do any more what it carries. Somebody who may makes a new one.": {
		FI: "Se ei avaa mitään: tekijä ei ole enää jäsen tai ei saa enää tehdä sitä, mihin avain oikeuttaa. Joku, joka saa, tekee uuden.",
		SV: "Den öppnar ingenting: den som skapade den är inte längre medlem, eller får inte längre göra det som nyckeln ger rätt till. Någon som får skapar en ny.",
	},
	"Made {} by {}.": {FI: "Tehty {}, tekijä {}.", SV: "Skapad {} av {}."},
	"Ends {}.":       {FI: "Päättyy {}.", SV: "Upphör {}."},
	"Used last {}.":  {FI: "Käytetty viimeksi {}.", SV: "Användes senast {}."},
	"Never used.":    {FI: "Ei koskaan käytetty.", SV: "Har aldrig använts."},
	"Revoked {}.":    {FI: "Mitätöity {}.", SV: "Återkallad {}."},
	"Revoke":         {FI: "Mitätöi", SV: "Återkalla"},
	"More keys":      {FI: "Lisää avaimia", SV: "Fler nycklar"},
	"Make a key":     {FI: "Tee avain", SV: "Skapa en nyckel"},
	"What it is for": {FI: "Mihin sitä käytetään", SV: "Vad den är till för"},
	"What it may":    {FI: "Mitä sillä saa tehdä", SV: "Vad den får göra"},
	"Valid through":  {FI: "Voimassa (viimeinen päivä)", SV: "Giltig till och med"},
	"Make the key":   {FI: "Tee avain nyt", SV: "Skapa nyckeln"},

	"read findings, history, scores, scans, settings and members": {
		FI: "lukea löydökset, historian, pisteet, skannaukset, asetukset ja jäsenet",
		SV: "läsa fynd, historik, poäng, genomsökningar, inställningar och medlemmar",
	},
	"take the tenant’s data away": {FI: "viedä vuokraajan tiedot", SV: "exportera klientorganisationens uppgifter"},
	"read the audit trail, support access and instructions": {
		FI: "lukea tapahtumalokin, tukikäytöt ja ohjeet",
		SV: "läsa granskningsloggen, supportåtkomsten och instruktionerna",
	},
	"have the tenant scanned now":                 {FI: "skannauttaa vuokraajan heti", SV: "låta genomsöka klientorganisationen nu"},
	"accept findings and take that back":          {FI: "hyväksyä löydöksiä ja perua sen", SV: "godta fynd och återkalla det"},
	"change settings and the tenant’s own checks": {FI: "muuttaa asetuksia ja vuokraajan omia tarkistuksia", SV: "ändra inställningar och klientorganisationens egna kontroller"},

	"There is no such API key any more.":          {FI: "Tällaista API-avainta ei enää ole.", SV: "Det finns ingen sådan API-nyckel längre."},
	"Give the key a name of 1 to 100 characters.": {FI: "Anna avaimelle 1–100 merkin nimi.", SV: "Ge nyckeln ett namn på 1–100 tecken."},
	"Choose at least one permission.":             {FI: "Valitse vähintään yksi oikeus.", SV: "Välj minst en rättighet."},
	"Choose an end after today and at most 365 days away.": {
		FI: "Valitse päättymispäivä tämän päivän jälkeen ja enintään 365 päivän päähän.",
		SV: "Välj ett slutdatum efter i dag och högst 365 dagar bort.",
	},
})
