package console

import "vahti.ai/vahti/shared/check/text"

// deskTexts are what the page says on which operators ask for support access.
var deskTexts = text.New(text.Texts{
	"You see a customer’s tenant only under support access: for a purpose of the agreement, with a reason, a goal and a time limit. The customer sees it live, and each page you open.": {
		FI: "Näet asiakkaan vuokraajan vain tukikäytössä: sopimuksen tarkoitukseen, perustellusti, tavoitteen ja aikarajan kanssa. Asiakas näkee sen reaaliajassa, samoin jokaisen avaamasi sivun.",
		SV: "Du ser en kunds klientorganisation bara under supportåtkomst: för ett av avtalets ändamål, med en motivering, ett mål och en tidsgräns. Kunden ser den direkt, och varje sida du öppnar.",
	},
	"Yours":                              {FI: "Omasi", SV: "Dina"},
	"Open the tenant":                    {FI: "Avaa vuokraaja", SV: "Öppna klientorganisationen"},
	"Begin":                              {FI: "Aloita", SV: "Börja"},
	"What came of it":                    {FI: "Mitä siitä seurasi", SV: "Vad det ledde till"},
	"Tell the outcome":                   {FI: "Kerro tulos", SV: "Berätta resultatet"},
	"You have none, and owe no outcome.": {FI: "Sinulla ei ole yhtään, eikä tuloksia ole kertomatta.", SV: "Du har ingen, och inget resultat är obesvarat."},
	"Ask for support access":             {FI: "Pyydä tukikäyttöä", SV: "Be om supportåtkomst"},
	"Vahti’s name for the tenant":        {FI: "Vahdin nimi vuokraajalle", SV: "Vahtis namn på klientorganisationen"},
	"Purpose":                            {FI: "Tarkoitus", SV: "Ändamål"},
	"Time limit in hours":                {FI: "Aikaraja tunteina", SV: "Tidsgräns i timmar"},
	"Ask":                                {FI: "Pyydä", SV: "Begär"},

	"There is no such tenant.":                  {FI: "Tällaista vuokraajaa ei ole.", SV: "Klientorganisationen finns inte."},
	"Choose a purpose.":                         {FI: "Valitse tarkoitus.", SV: "Välj ett ändamål."},
	"Give a goal of 10 to 1000 characters.":     {FI: "Kirjoita tavoite, jonka pituus on 10–1000 merkkiä.", SV: "Ange ett mål på 10–1000 tecken."},
	"Give an outcome of 10 to 1000 characters.": {FI: "Kirjoita tulos, jonka pituus on 10–1000 merkkiä.", SV: "Ange ett resultat på 10–1000 tecken."},
	"Choose at least one of the parts that the purpose can need.": {
		FI: "Valitse vähintään yksi osa, jota tarkoitus voi edellyttää.",
		SV: "Välj minst en av de delar som ändamålet kan kräva.",
	},
	"Choose a time limit of at most 8 hours.": {FI: "Valitse enintään 8 tunnin aikaraja.", SV: "Välj en tidsgräns på högst 8 timmar."},
	"Quality assurance is for the first 30 days of onboarding only.": {
		FI: "Laadunvarmistus on vain käyttöönoton ensimmäisiä 30 päivää varten.",
		SV: "Kvalitetssäkring är bara för införandets första 30 dagar.",
	},
	"Tell the outcome of your former support access first.": {
		FI: "Kerro ensin aiemman tukikäyttösi tulos.",
		SV: "Berätta först resultatet av din tidigare supportåtkomst.",
	},
	"End one of your support accesses first; nobody has more than 10.": {
		FI: "Lopeta ensin jokin tukikäytöistäsi; kenelläkään ei ole niitä yli kymmentä.",
		SV: "Avsluta först en av dina supportåtkomster; ingen har fler än tio.",
	},
})
