package console

import "vahti.ai/vahti/shared/check/text"

// reviewTexts are what the page of the yearly review says.
var reviewTexts = text.New(text.Texts{
	"Yearly access review": {FI: "Vuosittainen käyttöoikeuksien tarkistus", SV: "Årlig åtkomstgranskning"},
	"Once a year the owners confirm that each member still needs access. Whoever is not confirmed within 30 days is suspended and loses nothing else.": {
		FI: "Kerran vuodessa omistajat vahvistavat, että kukin jäsen tarvitsee yhä käyttöoikeutta. Jos jäsentä ei vahvisteta 30 päivässä, hänen oikeutensa keskeytetään; muuta hän ei menetä.",
		SV: "En gång om året bekräftar ägarna att varje medlem fortfarande behöver åtkomst. Den som inte bekräftas inom 30 dagar stängs av och förlorar inget annat.",
	},
	"No review is planned yet. Vahti plans the first one by itself.": {
		FI: "Tarkistusta ei ole vielä suunniteltu. Vahti suunnittelee ensimmäisen itse.",
		SV: "Ingen granskning är planerad ännu. Vahti planerar den första självt.",
	},
	"The next review opens {}.": {FI: "Seuraava tarkistus alkaa {}.", SV: "Nästa granskning börjar {}."},
	"A review is open until {}. Whoever is not confirmed by then is suspended.": {
		FI: "Tarkistus on avoinna {} asti. Sen jälkeen vahvistamattomien oikeudet keskeytetään.",
		SV: "En granskning pågår till {}. Den som inte har bekräftats då stängs av.",
	},
	"Choose those who still need access, or remove who does not.": {
		FI: "Valitse ne, jotka tarvitsevat yhä käyttöoikeutta, tai poista ne, jotka eivät tarvitse.",
		SV: "Välj dem som fortfarande behöver åtkomst, eller ta bort dem som inte gör det.",
	},
	"Confirm those chosen":      {FI: "Vahvista valitut", SV: "Bekräfta de valda"},
	"Access last confirmed {}.": {FI: "Käyttöoikeus vahvistettu viimeksi {}.", SV: "Åtkomsten bekräftades senast {}."},
	"Remove {}":                 {FI: "Poista {}", SV: "Ta bort {}"},
	"Everybody is confirmed.":   {FI: "Kaikki on vahvistettu.", SV: "Alla är bekräftade."},
	"Former reviews":            {FI: "Aiemmat tarkistukset", SV: "Tidigare granskningar"},
	"Closed":                    {FI: "Päättyi", SV: "Avslutades"},

	"There is no open review to confirm members in.": {FI: "Avointa tarkistusta, jossa jäseniä voisi vahvistaa, ei ole.", SV: "Det finns ingen öppen granskning att bekräfta medlemmar i."},
	"Confirm at most 100 members at a time.":         {FI: "Vahvista kerralla enintään 100 jäsentä.", SV: "Bekräfta högst 100 medlemmar åt gången."},
})

// supportTexts are what the pages about support access say.
var supportTexts = text.New(text.Texts{
	"Nobody at Vahti sees this tenant without support access: for a purpose that the agreement names, with a reason, for at most eight hours. You see here who has it, what they looked at, and can end it at any time.": {
		FI: "Kukaan Vahdissa ei näe tätä vuokraajaa ilman tukikäyttöä: sopimuksessa nimettyyn tarkoitukseen, perustellusti ja enintään kahdeksaksi tunniksi. Tästä näet, kenellä se on ja mitä on katsottu, ja voit lopettaa sen milloin tahansa.",
		SV: "Ingen på Vahti ser den här klientorganisationen utan supportåtkomst: för ett ändamål som avtalet nämner, med en motivering och i högst åtta timmar. Här ser du vem som har den och vad de har tittat på, och du kan avsluta den när som helst.",
	},
	"Approval": {FI: "Hyväksyntä", SV: "Godkännande"},
	"Support access begins only after somebody here has approved it.": {
		FI: "Tukikäyttö alkaa vasta, kun joku täällä on hyväksynyt sen.",
		SV: "Supportåtkomst börjar först när någon här har godkänt den.",
	},
	"Support access may begin without approval; it is always recorded.": {
		FI: "Tukikäyttö voi alkaa ilman hyväksyntää; siitä jää aina merkintä.",
		SV: "Supportåtkomst får börja utan godkännande; den registreras alltid.",
	},
	"Require no approval": {FI: "Älä vaadi hyväksyntää", SV: "Kräv inget godkännande"},
	"Require approval":    {FI: "Vaadi hyväksyntä", SV: "Kräv godkännande"},
	"Now":                 {FI: "Nyt", SV: "Nu"},
	"Nobody has support access or asks for it.": {
		FI: "Kenelläkään ei ole tukikäyttöä eikä kukaan pyydä sitä.",
		SV: "Ingen har supportåtkomst eller ber om den.",
	},
	"Earlier":                     {FI: "Aiemmin", SV: "Tidigare"},
	"There is none to list here.": {FI: "Tässä ei ole mitään lueteltavaa.", SV: "Här finns inget att lista."},
	"Older ones":                  {FI: "Vanhempia", SV: "Äldre"},
	"Later ones":                  {FI: "Myöhempiä", SV: "Senare"},
	"Operator":                    {FI: "Vahdin työntekijä", SV: "Vahtis medarbetare"},
	"Goal":                        {FI: "Tavoite", SV: "Mål"},
	"What it covers":              {FI: "Mitä se kattaa", SV: "Vad den omfattar"},
	"By way of":                   {FI: "Mitä kautta", SV: "På vilket sätt"},
	"Time limit":                  {FI: "Aikaraja", SV: "Tidsgräns"},
	"Asked":                       {FI: "Pyydetty", SV: "Begärd"},
	"Decided":                     {FI: "Päätetty", SV: "Beslutad"},
	"Began":                       {FI: "Alkoi", SV: "Började"},
	"Ends by itself":              {FI: "Päättyy itsestään", SV: "Upphör av sig självt"},
	"Ended":                       {FI: "Loppui", SV: "Upphörde"},
	"Approve":                     {FI: "Hyväksy", SV: "Godkänn"},
	"Refuse":                      {FI: "Hylkää", SV: "Avslå"},
	"End it now":                  {FI: "Lopeta heti", SV: "Avsluta nu"},
	"What was looked at":          {FI: "Mitä katsottiin", SV: "Vad som visades"},
	"What was opened in the last minutes may not stand here yet.": {
		FI: "Viime minuuttien aikana avattua ei ehkä vielä näy tässä.",
		SV: "Det som öppnats de senaste minuterna syns kanske inte här ännu.",
	},
	"What":                      {FI: "Mitä", SV: "Vad"},
	"The entry cannot be read.": {FI: "Merkintää ei voi lukea.", SV: "Posten kan inte läsas."},
	"Nothing was looked at.":    {FI: "Mitään ei katsottu.", SV: "Ingenting visades."},
	"What is read by this method is not told piece by piece; that the access began stands in the audit trail.": {
		FI: "Tällä tavalla luettua ei kirjata kohta kohdalta; käytön alkaminen näkyy tapahtumalokissa.",
		SV: "Det som läses på det här sättet antecknas inte del för del; att åtkomsten började står i granskningsloggen.",
	},
	"{} h {} min":            {FI: "{} t {} min", SV: "{} tim {} min"},
	"{} h":                   {FI: "{} t", SV: "{} tim"},
	"{} minutes":             {FI: "{} minuuttia", SV: "{} minuter"},
	"Waits for approval":     {FI: "Odottaa hyväksyntää", SV: "Väntar på godkännande"},
	"May begin":              {FI: "Saa alkaa", SV: "Får börja"},
	"Refused":                {FI: "Hylätty", SV: "Avslagen"},
	"Under way":              {FI: "Käynnissä", SV: "Pågår"},
	"Over":                   {FI: "Ohi", SV: "Avslutad"},
	"Its time was over.":     {FI: "Sen aika päättyi.", SV: "Tiden gick ut."},
	"The customer ended it.": {FI: "Asiakas lopetti sen.", SV: "Kunden avslutade den."},
	"The operator ended it.": {FI: "Vahdin työntekijä lopetti sen.", SV: "Vahtis medarbetare avslutade den."},
	"It never began.":        {FI: "Se ei koskaan alkanut.", SV: "Den började aldrig."},

	"onboarding status": {FI: "käyttöönoton tila", SV: "införandets status"},
	"summary":           {FI: "yhteenveto", SV: "sammanfattning"},
	"findings":          {FI: "löydökset", SV: "fynd"},
	"timeline":          {FI: "aikajana", SV: "tidslinje"},
	"scans":             {FI: "skannaukset", SV: "genomsökningar"},
	"checks":            {FI: "tarkistukset", SV: "kontroller"},
	"acceptances":       {FI: "hyväksynnät", SV: "godtaganden"},
	"settings":          {FI: "asetukset", SV: "inställningar"},
	"members":           {FI: "jäsenet", SV: "medlemmar"},
	"audit trail":       {FI: "tapahtumaloki", SV: "granskningslogg"},
	"billing":           {FI: "laskutus", SV: "fakturering"},
	"these pages":       {FI: "nämä sivut", SV: "de här sidorna"},
	"the database":      {FI: "tietokanta", SV: "databasen"},
	"logs":              {FI: "lokit", SV: "loggar"},
	"metadata":          {FI: "metatiedot", SV: "metadata om tjänsten"},

	"There is no such support access any more.": {FI: "Tällaista tukikäyttöä ei enää ole.", SV: "Det finns ingen sådan supportåtkomst längre."},
	"The support access is not in a state in which that can be done. Look at it as it is now.": {
		FI: "Tukikäyttö ei ole tilassa, jossa sen voisi tehdä. Katso, missä tilassa se on nyt.",
		SV: "Supportåtkomsten är inte i ett läge där det går. Se hur den är nu.",
	},
	"The setting was changed meanwhile. Look at it as it is now.": {
		FI: "Asetusta on muutettu sillä välin. Katso, mikä se on nyt.",
		SV: "Inställningen har ändrats under tiden. Se hur den är nu.",
	},
})
