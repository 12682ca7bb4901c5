package guests

import "vahti.ai/vahti/shared/check/text"

var accessReviewTexts = text.New(text.Texts{
	"Guests are reviewed every month and lose access that nobody confirms": {
		FI: "Vieraskäyttäjät tarkistetaan joka kuukausi, ja vahvistamatta jäänyt käyttöoikeus poistuu",
		SV: "Gäster granskas varje månad och förlorar åtkomst som ingen bekräftar",
	},
	"Nobody tells you when a partner's employee changes jobs; only a question that comes back by itself, and that removes access without an answer, keeps the list of guests true.": {
		FI: "Kukaan ei kerro, kun kumppanin työntekijä vaihtaa työpaikkaa; vain itsestään toistuva kysymys, joka vastauksen puuttuessa poistaa oikeuden, pitää vieraskäyttäjien luettelon ajan tasalla.",
		SV: "Ingen berättar när en partners anställda byter jobb; bara en fråga som kommer tillbaka av sig själv, och som tar bort åtkomsten om svaret uteblir, håller listan över gäster sann.",
	},
	"The account of somebody who left a partner years ago is taken over and still opens the project's files and conversations.": {
		FI: "Vuosia sitten kumppanin palveluksesta lähteneen tili kaapataan, ja se avaa yhä projektin tiedostot ja keskustelut.",
		SV: "Kontot för någon som lämnade en partner för flera år sedan tas över och öppnar fortfarande projektets filer och samtal.",
	},
	"Microsoft Entra admin center > ID Governance > Access reviews > New access review > Teams + Groups > All Microsoft 365 groups with guest users; Group owners as reviewers, Monthly, end Never, auto apply on, If reviewers don't respond: Remove access, mail notifications and reminders on": {
		FI: "Microsoft Entra admin center > ID Governance > Access reviews > New access review > Teams + Groups > All Microsoft 365 groups with guest users; tarkistajiksi Group owners, toistuvuus Monthly, päättyminen Never, tulosten automaattinen käyttöönotto päälle, If reviewers don't respond: Remove access, sähköposti-ilmoitukset ja muistutukset päälle",
		SV: "Microsoft Entra admin center > ID Governance > Access reviews > New access review > Teams + Groups > All Microsoft 365 groups with guest users; Group owners som granskare, Monthly, slut Never, automatisk tillämpning på, If reviewers don't respond: Remove access, e-postaviseringar och påminnelser på",
	},
	"Guests are reviewed every month, and access that nobody confirms is removed.": {
		FI: "Vieraskäyttäjät tarkistetaan joka kuukausi, ja vahvistamatta jäänyt käyttöoikeus poistetaan.",
		SV: "Gäster granskas varje månad, och åtkomst som ingen bekräftar tas bort.",
	},
	"No access review asks about guests.": {
		FI: "Mikään käyttöoikeustarkistus ei koske vieraskäyttäjiä.",
		SV: "Ingen åtkomstgranskning gäller gäster.",
	},
	"It could not be told whether the access reviews reach every guest with effect.": {
		FI: "Ei voitu todeta, ulottuvatko käyttöoikeustarkistukset kaikkiin vieraskäyttäjiin ja johtavatko ne toimiin.",
		SV: "Det gick inte att avgöra om åtkomstgranskningarna når alla gäster och får verkan.",
	},
	"No access review of guests comes back every month and removes what nobody confirms.": {
		FI: "Mikään vieraskäyttäjien tarkistus ei toistu joka kuukausi ja poista vahvistamatta jäänyttä.",
		SV: "Ingen åtkomstgranskning av gäster återkommer varje månad och tar bort det som ingen bekräftar.",
	},
	"only guests who have not signed in for a while are reviewed": {
		FI: "vain pitkään kirjautumatta olleet vieraskäyttäjät tarkistetaan",
		SV: "bara gäster som inte har loggat in på ett tag granskas",
	},
	"only the guests of single groups or resources are reviewed": {
		FI: "vain yksittäisten ryhmien tai resurssien vieraskäyttäjät tarkistetaan",
		SV: "bara gäster i enskilda grupper eller resurser granskas",
	},
	"the review is not in progress": {
		FI: "tarkistus ei ole käynnissä",
		SV: "granskningen pågår inte",
	},
	"guests review themselves": {
		FI: "vieraskäyttäjät tarkistavat itse itsensä",
		SV: "gästerna granskar sig själva",
	},
	"the outcome is not applied by itself": {
		FI: "tulosta ei oteta käyttöön automaattisesti",
		SV: "utfallet tillämpas inte automatiskt",
	},
	"reviewers get no mail": {
		FI: "tarkistajat eivät saa sähköpostia",
		SV: "granskarna får ingen e-post",
	},
	"reviewers are not reminded": {
		FI: "tarkistajia ei muistuteta",
		SV: "granskarna får ingen påminnelse",
	},
	"access stays when the reviewers do not answer": {
		FI: "käyttöoikeus säilyy, jos tarkistajat eivät vastaa",
		SV: "åtkomsten finns kvar om granskarna inte svarar",
	},
	"the review does not come back every month without end": {
		FI: "tarkistus ei toistu joka kuukausi ilman päättymispäivää",
		SV: "granskningen återkommer inte varje månad utan slut",
	},
})
