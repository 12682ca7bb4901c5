package signin

import "vahti.ai/vahti/shared/check/text"

// onboardingTexts are what the steps of a new customer say.
var onboardingTexts = text.New(text.Texts{
	"Getting started":         {FI: "Käyttöönotto", SV: "Kom i gång"},
	"{} of 6 steps are done.": {FI: "6 vaiheesta on tehty {}.", SV: "{} av 6 steg är klara."},
	"done":                    {FI: "tehty", SV: "klart"},
	"The agreement has ended, so that nothing is read any more.": {
		FI: "Sopimus on päättynyt, joten mitään ei enää lueta.",
		SV: "Avtalet har upphört, så ingenting läses längre.",
	},
	"Microsoft gives Vahti no access any more: an administrator has withdrawn it, or the directory is gone. Scans have stopped. Your findings are kept. Give access again to go on.": {
		FI: "Microsoft ei enää anna Vahdille pääsyä: ylläpitäjä on perunut sen, tai hakemistoa ei enää ole. Skannaukset on keskeytetty. Löydöksesi säilyvät. Anna pääsy uudelleen, niin ne jatkuvat.",
		SV: "Microsoft ger inte längre Vahti åtkomst: en administratör har återkallat den, eller så finns katalogen inte mer. Genomsökningarna har stannat. Era fynd finns kvar. Ge åtkomst på nytt för att fortsätta.",
	},
	"The agreement": {FI: "Sopimus", SV: "Avtalet"},
	"The data processing agreement, version {}": {FI: "Tietojenkäsittelysopimus, versio {}", SV: "Personuppgiftsbiträdesavtalet, version {}"},
	"Accepted {} by {}.":                        {FI: "Hyväksytty {}, hyväksyjä {}.", SV: "Godkänt {} av {}."},
	"I have read the agreement and accept it for {}.": {
		FI: "Olen lukenut sopimuksen ja hyväksyn sen organisaation {} puolesta.",
		SV: "Jag har läst avtalet och godkänner det för {}.",
	},
	"Accept the agreement":                              {FI: "Hyväksy sopimus", SV: "Godkänn avtalet"},
	"An owner of the organisation has to accept it.":    {FI: "Organisaation omistajan on hyväksyttävä se.", SV: "En ägare i organisationen måste godkänna det."},
	"The agreement is accepted.":                        {FI: "Sopimus on hyväksytty.", SV: "Avtalet är godkänt."},
	"Read the agreement and tick the box to accept it.": {FI: "Lue sopimus ja hyväksy se rastittamalla ruutu.", SV: "Läs avtalet och kryssa i rutan för att godkänna det."},
	"Access to Microsoft 365":                           {FI: "Pääsy Microsoft 365:een", SV: "Åtkomst till Microsoft 365"},
	"Access was given {}.":                              {FI: "Pääsy annettiin {}.", SV: "Åtkomst gavs {}."},
	"Access was given.":                                 {FI: "Pääsy on annettu.", SV: "Åtkomst har getts."},
	"An administrator of your Microsoft 365 lets Vahti read it. Microsoft asks for these permissions; all of them only read.": {
		FI: "Microsoft 365:nne ylläpitäjä antaa Vahdin lukea sitä. Microsoft pyytää nämä oikeudet; ne kaikki ovat vain lukemista varten.",
		SV: "En administratör för er Microsoft 365 låter Vahti läsa den. Microsoft ber om de här behörigheterna; alla är bara för läsning.",
	},
	"The agreement has to be accepted first.": {FI: "Sopimus on hyväksyttävä ensin.", SV: "Avtalet måste godkännas först."},
	"Give access again":                       {FI: "Anna pääsy uudelleen", SV: "Ge åtkomst på nytt"},
	"Give access at Microsoft":                {FI: "Anna pääsy Microsoftissa", SV: "Ge åtkomst hos Microsoft"},
	"The permissions and their reasons":       {FI: "Oikeudet ja niiden perusteet", SV: "Behörigheterna och varför de behövs"},
	"Permissions verified":                    {FI: "Oikeudet tarkistettu", SV: "Behörigheterna kontrollerade"},
	"These permissions are missing. What they open is shown as “could not tell” and never as a pass.": {
		FI: "Nämä oikeudet puuttuvat. Se, mihin niitä tarvitaan, näytetään kohtana ”ei selvinnyt” eikä koskaan kunnossa olevana.",
		SV: "De här behörigheterna saknas. Det som de behövs för visas som ”kunde inte avgöras” och aldrig som uppfyllt.",
	},
	"Vahti has every permission that it asks for.":      {FI: "Vahdilla on kaikki oikeudet, joita se pyytää.", SV: "Vahti har alla behörigheter som den ber om."},
	"The first scan sees which permissions were given.": {FI: "Ensimmäinen skannaus näkee, mitkä oikeudet annettiin.", SV: "Den första genomsökningen ser vilka behörigheter som gavs."},
	"The first scan": {FI: "Ensimmäinen skannaus", SV: "Den första genomsökningen"},
	"The last scan that ended with verdicts ended {}.": {FI: "Viimeisin tuloksiin päättynyt skannaus valmistui {}.", SV: "Den senaste genomsökningen med resultat blev klar {}."},
	"The last scan failed. It is tried again on schedule; giving access again has it tried at once.": {
		FI: "Viimeisin skannaus epäonnistui. Sitä yritetään uudelleen aikataulun mukaan, ja heti, jos annat pääsyn uudelleen.",
		SV: "Den senaste genomsökningen misslyckades. Den görs om enligt schema, och genast om ni ger åtkomst på nytt.",
	},
	"It is on its way. This page looks again every few seconds.": {
		FI: "Se on käynnissä. Tämä sivu päivittyy muutaman sekunnin välein.",
		SV: "Den är på väg. Sidan tittar efter igen med några sekunders mellanrum.",
	},
	"It begins when access was given.":             {FI: "Se alkaa, kun pääsy on annettu.", SV: "Den börjar när åtkomst har getts."},
	"The first findings":                           {FI: "Ensimmäiset löydökset", SV: "De första fynden"},
	"Open findings: {}, of which critical: {}.":    {FI: "Avoimia löydöksiä: {}, joista kriittisiä: {}.", SV: "Öppna fynd: {}, varav kritiska: {}."},
	"See the findings":                             {FI: "Katso löydökset", SV: "Se fynden"},
	"They show as soon as the first scan is over.": {FI: "Ne näkyvät heti, kun ensimmäinen skannaus on valmis.", SV: "De syns så snart den första genomsökningen är klar."},
	"Vahti may read your Microsoft 365 now. The first scan begins within a minute.": {
		FI: "Vahti saa nyt lukea Microsoft 365:ttänne. Ensimmäinen skannaus alkaa minuutin sisällä.",
		SV: "Vahti får nu läsa er Microsoft 365. Den första genomsökningen börjar inom en minut.",
	},
})

// consentTexts are what is said when a consent comes to nothing.
var consentTexts = text.New(text.Texts{
	"Begin the consent again": {FI: "Aloita suostumus uudelleen", SV: "Börja om med samtycket"},
	"What came back from Microsoft belongs to no consent that you began in this session, or came too late. Nothing was changed.": {
		FI: "Microsoftin vastaus ei kuulu mihinkään tässä istunnossa aloittamaasi suostumukseen, tai se tuli liian myöhään. Mitään ei muutettu.",
		SV: "Svaret från Microsoft hör inte till något samtycke som du påbörjat i den här sessionen, eller kom för sent. Ingenting ändrades.",
	},
	"To your organisations": {FI: "Organisaatioihisi", SV: "Till dina organisationer"},
	"No access was given":   {FI: "Pääsyä ei annettu", SV: "Ingen åtkomst gavs"},
	"Back to the steps":     {FI: "Takaisin vaiheisiin", SV: "Tillbaka till stegen"},
	"The request was declined at Microsoft. Vahti reads nothing, and nothing was changed. You can try again at any time.": {
		FI: "Pyyntö hylättiin Microsoftissa. Vahti ei lue mitään, eikä mitään muutettu. Voit yrittää uudelleen milloin tahansa.",
		SV: "Begäran avböjdes hos Microsoft. Vahti läser ingenting, och ingenting ändrades. Du kan försöka igen när som helst.",
	},
	"Microsoft did not let you give access: it takes an administrator of your organisation’s Microsoft 365, such as a Privileged Role Administrator or a Global Administrator. Ask one to do this step, or invite one to Vahti as an administrator.": {
		FI: "Microsoft ei antanut sinun antaa pääsyä: siihen tarvitaan organisaationne Microsoft 365:n ylläpitäjä, kuten Privileged Role Administrator tai Global Administrator. Pyydä ylläpitäjää tekemään tämä vaihe tai kutsu hänet Vahtiin ylläpitäjäksi.",
		SV: "Microsoft lät dig inte ge åtkomst: det krävs en administratör för er organisations Microsoft 365, till exempel en Privileged Role Administrator eller en Global Administrator. Be en sådan göra det här steget, eller bjud in en till Vahti som administratör.",
	},
	"This consent cannot be used": {FI: "Tätä suostumusta ei voi käyttää", SV: "Det här samtycket kan inte användas"},
	"Another customer of Vahti has this Microsoft 365 already. If it is yours, ask Vahti’s support.": {
		FI: "Tämä Microsoft 365 on jo toisella Vahdin asiakkaalla. Jos se on teidän, kysy Vahdin tuesta.",
		SV: "En annan kund hos Vahti har redan den här Microsoft 365. Om den är er, fråga Vahtis support.",
	},
	"You signed in at Microsoft without a role that may give this access: it takes a Global Administrator or a Privileged Role Administrator. A role that you have to activate first must be active while you sign in. Ask such an administrator to do this step, or begin it again once you have the role.": {
		FI: "Kirjauduit Microsoftissa ilman roolia, jolla tämän pääsyn voi antaa: siihen tarvitaan Global Administrator tai Privileged Role Administrator. Jos rooli pitää ensin aktivoida, sen on oltava aktiivinen kirjautuessasi. Pyydä tällaista ylläpitäjää tekemään tämä vaihe tai aloita se uudelleen, kun sinulla on rooli.",
		SV: "Du loggade in hos Microsoft utan en roll som får ge den här åtkomsten: det krävs en Global Administrator eller en Privileged Role Administrator. En roll som först måste aktiveras ska vara aktiv när du loggar in. Be en sådan administratör göra det här steget, eller börja om med det när du har rollen.",
	},
	"Microsoft did not tell Vahti which roles you have in your organisation, so that nothing shows that you may give this access. That is for Vahti to mend and not for you: ask Vahti’s support, who have to let Vahti’s sign-in at Microsoft be told directory roles. Nothing was changed.": {
		FI: "Microsoft ei kertonut Vahdille, mitä rooleja sinulla on organisaatiossanne, joten mikään ei osoita, että saat antaa tämän pääsyn. Korjaaminen on Vahdin tehtävä eikä sinun: ota yhteyttä Vahdin tukeen, jonka on asetettava Microsoft kertomaan hakemistoroolit Vahdin kirjautumiselle. Mitään ei muutettu.",
		SV: "Microsoft berättade inte för Vahti vilka roller du har i er organisation, så ingenting visar att du får ge den här åtkomsten. Det är Vahtis sak att rätta och inte din: kontakta Vahtis support, som måste låta Microsoft berätta katalogroller för Vahtis inloggning. Ingenting ändrades.",
	},
	"It is for another Microsoft 365 than this organisation’s, or could not be shown to be yours. Sign in at Microsoft as an administrator of the right one. You can take back what you consented to in the Entra admin centre, under enterprise applications.": {
		FI: "Se koskee muuta Microsoft 365:tä kuin tämän organisaation, tai sitä ei voitu osoittaa teidän omaksenne. Kirjaudu Microsoftissa oikean ylläpitäjänä. Antamasi suostumuksen voit perua Entran hallintakeskuksen yrityssovelluksissa.",
		SV: "Det gäller en annan Microsoft 365 än organisationens, eller kunde inte visas vara er. Logga in hos Microsoft som administratör för den rätta. Det du samtyckt till kan du ta tillbaka i Entras administrationscenter, under företagsprogram.",
	},
})
