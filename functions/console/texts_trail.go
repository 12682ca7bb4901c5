package console

import "vahti.ai/vahti/shared/check/text"

// trailTexts are what the pages of the audit trail say.
var trailTexts = text.New(text.Texts{
	"Audit trail": {FI: "Tapahtumaloki", SV: "Granskningslogg"},
	"Who did what in this tenant, when and from where. Entries can be added and neither changed nor removed; they are kept for a year. What was done in the last minutes may not stand here yet.": {
		FI: "Kuka teki mitä tässä vuokraajassa, milloin ja mistä. Merkintöjä voi lisätä mutta ei muuttaa eikä poistaa; ne säilyvät vuoden. Viime minuuttien tapahtumat eivät ehkä vielä näy tässä.",
		SV: "Vem som gjorde vad i klientorganisationen, när och varifrån. Poster kan läggas till men varken ändras eller tas bort; de sparas i ett år. Det som gjorts de senaste minuterna syns kanske inte här ännu.",
	},
	"Who had access":            {FI: "Ketkä pääsivät tietoihin", SV: "Vilka som har haft åtkomst"},
	"Verify the trail now":      {FI: "Tarkista loki nyt", SV: "Verifiera loggen nu"},
	"Without filters":           {FI: "Ilman rajauksia", SV: "Utan filter"},
	"First day":                 {FI: "Ensimmäinen päivä", SV: "Första dagen"},
	"Last day":                  {FI: "Viimeinen päivä", SV: "Sista dagen"},
	"Who, by sign-in name":      {FI: "Kuka, kirjautumisnimen mukaan", SV: "Vem, enligt inloggningsnamn"},
	"Text":                      {FI: "Teksti", SV: "Fritext"},
	"Search":                    {FI: "Hae", SV: "Sök"},
	"Older entries":             {FI: "Vanhempia merkintöjä", SV: "Äldre poster"},
	"There is nothing to list.": {FI: "Lueteltavaa ei ole.", SV: "Det finns inget att lista."},
	"Nothing fits in the part that was looked through. There is more.": {
		FI: "Läpikäydyssä osassa mikään ei sovi. Lisää on jäljellä.",
		SV: "Inget i den genomsökta delen passar. Det finns mer.",
	},
	"of Vahti":   {FI: "Vahdista", SV: "från Vahti"},
	"by API key": {FI: "API-avaimella", SV: "med API-nyckel"},

	"Choices of letters":        {FI: "Viestivalinnat", SV: "Val av meddelanden"},
	"Sign-ins":                  {FI: "Kirjautumiset", SV: "Inloggningar"},
	"Openings of the tenant":    {FI: "Vuokraajan avaamiset", SV: "Öppnanden av klientorganisationen"},
	"Invitations":               {FI: "Kutsut", SV: "Inbjudningar"},
	"Yearly access reviews":     {FI: "Vuosittaiset tarkistukset", SV: "Årliga granskningar"},
	"Microsoft’s leave to read": {FI: "Microsoftin lukuoikeus", SV: "Läsbehörigheten hos Microsoft"},
	"API keys":                  {FI: "API-avaimet", SV: "API-nycklar"},
	"Exports":                   {FI: "Tietojen viennit", SV: "Exporter"},

	"Give the first and the last day as year-month-day, the first one first.": {
		FI: "Anna ensimmäinen ja viimeinen päivä muodossa vuosi-kuukausi-päivä, ensimmäinen ensin.",
		SV: "Ange första och sista dagen som år-månad-dag, den första först.",
	},
	"Search for at most 200 characters.": {FI: "Hae enintään 200 merkillä.", SV: "Sök efter högst 200 tecken."},

	"The access events that concerned this tenant, for any period of at most 366 days.": {
		FI: "Tätä vuokraajaa koskevat pääsyt miltä tahansa enintään 366 päivän ajalta.",
		SV: "De åtkomsthändelser som gällde klientorganisationen, för valfri period på högst 366 dagar.",
	},
	"Choose at most 366 days.":         {FI: "Valitse enintään 366 päivää.", SV: "Välj högst 366 dagar."},
	"Sum up":                           {FI: "Laske yhteen", SV: "Summera"},
	"Times":                            {FI: "Kertoja", SV: "Gånger"},
	"First":                            {FI: "Ensimmäinen", SV: "Första"},
	"Last":                             {FI: "Viimeinen", SV: "Sista"},
	"None in this period.":             {FI: "Ei yhtään tänä aikana.", SV: "Inga under perioden."},
	"Sign-ins that failed: {}.":        {FI: "Epäonnistuneita kirjautumisia: {}.", SV: "Misslyckade inloggningar: {}."},
	"Entries that cannot be read: {}.": {FI: "Merkintöjä, joita ei voi lukea: {}.", SV: "Poster som inte kan läsas: {}."},
	"Accesses that are counted and not listed: {}.": {FI: "Laskettuja mutta luettelemattomia pääsyjä: {}.", SV: "Åtkomster som räknas men inte listas: {}."},

	"Verification of the audit trail": {FI: "Tapahtumalokin tarkistus", SV: "Verifiering av granskningsloggen"},
	"Entries are sealed into a chain: an entry or a link that was changed, removed or put in later shows.": {
		FI: "Merkinnät sinetöidään ketjuksi: jos merkintää tai lenkkiä on muutettu, se on poistettu tai lisätty jälkikäteen, se näkyy.",
		SV: "Posterna förseglas i en kedja: en post eller länk som har ändrats, tagits bort eller lagts till i efterhand syns.",
	},
	"The trail is as it was written.":     {FI: "Loki on sellainen kuin se kirjoitettiin.", SV: "Loggen är som den skrevs."},
	"The trail is not as it was written.": {FI: "Loki ei ole sellainen kuin se kirjoitettiin.", SV: "Loggen är inte som den skrevs."},
	"Verified {}.":                        {FI: "Tarkistettu {}.", SV: "Verifierad {}."},
	"Vahti is told and looks into it.":    {FI: "Vahti saa tiedon ja selvittää asian.", SV: "Vahti får veta det och utreder saken."},
	"Entries":                             {FI: "Merkintöjä", SV: "Poster"},
	"Links of the chain":                  {FI: "Ketjun lenkkejä", SV: "Länkar i kedjan"},
	"Too new to be sealed":                {FI: "Liian uusia sinetöitäviksi", SV: "För nya för att förseglas"},
	"Of which nothing is known":           {FI: "Joista ei tiedetä mitään", SV: "Som inget är känt om"},
	"Link {}.":                            {FI: "Lenkki {}.", SV: "Länk {}."},
	"{} more are not listed.":             {FI: "{} muuta ei luetella.", SV: "{} till listas inte."},
	"An entry was removed.":               {FI: "Merkintä on poistettu.", SV: "En post har tagits bort."},
	"An entry was changed.":               {FI: "Merkintää on muutettu.", SV: "En post har ändrats."},
	"An entry was put in other than by the service.": {
		FI: "Merkintä on lisätty muuten kuin palvelun kautta.",
		SV: "En post har lagts till på annat sätt än av tjänsten.",
	},
	"An entry was not sealed in time.": {FI: "Merkintää ei sinetöity ajoissa.", SV: "En post förseglades inte i tid."},
	"A link of the chain was removed.": {FI: "Ketjun lenkki on poistettu.", SV: "En länk i kedjan har tagits bort."},
	"A link of the chain was changed.": {FI: "Ketjun lenkkiä on muutettu.", SV: "En länk i kedjan har ändrats."},
})
