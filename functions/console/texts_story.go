package console

import "vahti.ai/vahti/shared/check/text"

// storyTexts are what the story of a finding and the timeline say.
var storyTexts = text.New(text.Texts{
	"Got worse":            {FI: "Pahentunut", SV: "Förvärrades"},
	"Accepted by a person": {FI: "Ihmisen hyväksymä", SV: "Godtogs av en person"},
	"Returned":             {FI: "Palannut", SV: "Kom tillbaka"},
	"Who it was is not covered by the support access.": {FI: "Tekijä ei kuulu tukipääsyn piiriin.", SV: "Vem det var omfattas inte av supportåtkomsten."},
	"By Vahti itself": {FI: "Vahdin itsensä tekemä", SV: "Av Vahti självt"},
	"Not attributed: nobody could be named.": {
		FI: "Tekijä ei tiedossa: ketään ei voitu nimetä.",
		SV: "Ingen upphovsperson: ingen kunde namnges.",
	},
	"Who":          {FI: "Kuka", SV: "Vem"},
	"not told":     {FI: "ei kerrottu", SV: "anges inte"},
	"Through":      {FI: "Minkä kautta", SV: "Via"},
	"From address": {FI: "Mistä osoitteesta", SV: "Från adressen"},
	"Did":          {FI: "Mitä teki", SV: "Gjorde"},
	"When":         {FI: "Milloin", SV: "När"},
	"The time for which it was accepted has passed.": {
		FI: "Aika, joksi se hyväksyttiin, on kulunut.",
		SV: "Tiden som den godtogs för har gått ut.",
	},
	"It became worse than what was accepted.": {
		FI: "Se muuttui pahemmaksi kuin se, mikä hyväksyttiin.",
		SV: "Det blev värre än det som godtogs.",
	},
	"The acceptance was taken back.": {FI: "Hyväksyntä peruttiin.", SV: "Godtagandet togs tillbaka."},
	"Reason":                         {FI: "Perustelu", SV: "Skäl"},
	"Who answers for it":             {FI: "Kuka siitä vastaa", SV: "Vem som ansvarar för det"},
	"Until":                          {FI: "Mihin asti", SV: "Till och med"},
	"What changed":                   {FI: "Mitä muuttui", SV: "Vad som ändrades"},
	"Every difference between one scan and the next, the newest first, with who made it where Microsoft’s audit log says so.": {
		FI: "Jokainen ero skannauksesta seuraavaan, uusin ensin, sekä tekijä silloin, kun Microsoftin valvontaloki sen kertoo.",
		SV: "Varje skillnad från en genomsökning till nästa, den senaste först, med vem som gjorde ändringen när Microsofts granskningslogg anger det.",
	},
	"What to show":     {FI: "Mitä näytetään", SV: "Vad som visas"},
	"Everything":       {FI: "Kaikki", SV: "Allt"},
	"Verdicts":         {FI: "Tulokset", SV: "Utfall"},
	"Settings":         {FI: "Asetukset", SV: "Inställningar"},
	"Whom it concerns": {FI: "Ketä tai mitä koskee", SV: "Vem eller vad det gäller"},
	"Acceptances":      {FI: "Hyväksynnät", SV: "Godtaganden"},
	"Single findings":  {FI: "Yksittäiset löydökset", SV: "Enskilda fynd"},
	"became":           {FI: "muuttui tilaan", SV: "blev"},
	"Came:":            {FI: "Tulleet:", SV: "Tillkom:"},
	"Left:":            {FI: "Lähteneet:", SV: "Försvann:"},
	"There is nothing of this kind among the latest changes. Look further back.": {
		FI: "Viimeisimpien muutosten joukossa ei ole tällaisia. Katso kauemmas taaksepäin.",
		SV: "Det finns inget av det här slaget bland de senaste ändringarna. Titta längre bakåt.",
	},
	"There is nothing more of this.": {FI: "Tällaisia ei ole enempää.", SV: "Det finns inget mer av detta."},
	"Nothing has changed since the first scan.": {
		FI: "Mikään ei ole muuttunut ensimmäisen skannauksen jälkeen.",
		SV: "Ingenting har ändrats sedan den första genomsökningen.",
	},
	"More changes": {FI: "Lisää muutoksia", SV: "Fler ändringar"},
	"Newest":       {FI: "Uusimmat", SV: "Senaste"},
	"Older":        {FI: "Vanhemmat", SV: "Äldre"},
})
