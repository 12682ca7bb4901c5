package export

import (
	"fmt"
	"strings"

	"vahti.ai/vahti/shared/check/text"
)

// say says a text of the report in a language.
func say(l text.Language, english string, values ...any) string {
	out, _ := text.In(l, english, reportTexts)
	if l == text.English {
		if plain, ok := plainEnglish()[english]; ok {
			out = plain
		}
	}
	for _, v := range values {
		out = strings.Replace(out, text.Place, fmt.Sprint(v), 1)
	}
	return out
}

// plainEnglish is the English of what is keyed by a name.
func plainEnglish() map[string]string {
	return map[string]string{
		"severity critical": "Critical", "severity high": "High", "severity medium": "Medium", "severity low": "Low", "severity info": "Informational",
	}
}

// reportTexts are what the report says.
var reportTexts = text.New(text.Texts{
	"severity critical": {FI: "Kriittinen", SV: "Kritisk"},
	"severity high":     {FI: "Korkea", SV: "Hög"},
	"severity medium":   {FI: "Keskitaso", SV: "Medel"},
	"severity low":      {FI: "Matala", SV: "Låg"},
	"severity info":     {FI: "Tiedoksi", SV: "Information"},

	"Security report":                   {FI: "Tietoturvaraportti", SV: "Säkerhetsrapport"},
	"Made {}":                           {FI: "Tehty {}", SV: "Skapad {}"},
	"Period: {} – {}":                   {FI: "Ajanjakso: {} – {}", SV: "Period: {} – {}"},
	"the beginning":                     {FI: "alku", SV: "början"},
	"now":                               {FI: "nyt", SV: "nu"},
	"Everything that there is":          {FI: "Kaikki, mitä on", SV: "Allt som finns"},
	"Score":                             {FI: "Pistemäärä", SV: "Poäng"},
	"of 100":                            {FI: "/ 100", SV: "av 100"},
	"Open findings":                     {FI: "Avoimia löydöksiä", SV: "Öppna fynd"},
	"Accepted until a date":             {FI: "Hyväksytty määräajaksi", SV: "Godkända till ett datum"},
	"Resolved":                          {FI: "Korjattuja", SV: "Åtgärdade"},
	"How the score became what it is":   {FI: "Miten pistemäärä on kehittynyt", SV: "Hur poängen har utvecklats"},
	"Lowest {}, highest {}.":            {FI: "Matalin {}, korkein {}.", SV: "Lägst {}, högst {}."},
	"There is no score in this period.": {FI: "Tältä ajalta ei ole pistemäärää.", SV: "Det finns ingen poäng för perioden."},
	"Findings by severity":              {FI: "Löydökset vakavuuden mukaan", SV: "Fynd efter allvarlighetsgrad"},
	"Severity":                          {FI: "Vakavuus", SV: "Allvarlighetsgrad"},
	"Open":                              {FI: "Avoin", SV: "Öppen"},
	"Accepted":                          {FI: "Hyväksytty", SV: "Godkänd"},
	"Findings with their evidence":      {FI: "Löydökset näyttöineen", SV: "Fynd med bevis"},
	"Worst first.":                      {FI: "Vakavimmat ensin.", SV: "De allvarligaste först."},
	"Nothing is open.":                  {FI: "Mitään ei ole auki.", SV: "Inget är öppet."},
	"since {}":                          {FI: "alkaen {}", SV: "sedan {}"},
	"Why it is accepted: {}":            {FI: "Miksi hyväksytty: {}", SV: "Varför det är godkänt: {}"},
	"What an attacker gains":            {FI: "Mitä hyökkääjä saa", SV: "Vad en angripare vinner"},
	"What to do":                        {FI: "Mitä tehdä", SV: "Vad du kan göra"},
	"Setting or count":                  {FI: "Asetus tai määrä", SV: "Inställning eller antal"},
	"Value":                             {FI: "Arvo", SV: "Värde"},
	"Name":                              {FI: "Nimi", SV: "Namn"},
	"ID":                                {FI: "Tunniste", SV: "ID"},
	"Note":                              {FI: "Huomautus", SV: "Anmärkning"},
	"{} more":                           {FI: "{} muuta", SV: "{} till"},
	"Resource":                          {FI: "Kohde", SV: "Resurs"},
	"Evidence":                          {FI: "Todisteet", SV: "Bevis"},
	"{} further findings are in findings.ndjson and not in this report.": {
		FI: "{} muuta löydöstä on tiedostossa findings.ndjson eikä tässä raportissa.",
		SV: "{} ytterligare fynd finns i findings.ndjson och inte i den här rapporten.",
	},
	"This report is part of a signed export; VERIFY.txt beside it says how to verify it. “Could not tell” is neither a pass nor a fail.": {
		FI: "Tämä raportti on osa allekirjoitettua vientiä; sen vieressä oleva VERIFY.txt kertoo, miten se tarkistetaan. ”Ei voitu todeta” ei ole läpäisy eikä hylkäys.",
		SV: "Rapporten är en del av en signerad export; VERIFY.txt bredvid den säger hur den verifieras. ”Kunde inte avgöras” är varken godkänt eller underkänt.",
	},
	"It holds personal data: keep it where only those can read it who need it.": {
		FI: "Se sisältää henkilötietoja: säilytä sitä siellä, missä vain tarvitsevat voivat lukea sen.",
		SV: "Den innehåller personuppgifter: förvara den där bara de som behöver den kan läsa den.",
	},
})
