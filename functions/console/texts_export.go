package console

import "vahti.ai/vahti/shared/check/text"

// exportTexts are what the page of exports says.
var exportTexts = text.New(text.Texts{
	"Export your data": {FI: "Vie tietosi", SV: "Exportera era data"},
	"Take this tenant’s data away as one ZIP file. Each kind comes as NDJSON with its JSON Schema; a signed list of all files lets anybody verify that nothing was changed. The download begins at once, and the audit trail tells that you took it.": {
		FI: "Vie tämän vuokraajan tiedot yhtenä ZIP-tiedostona. Kukin laji on NDJSON-muodossa JSON-skeemoineen, ja allekirjoitetusta tiedostoluettelosta voi kuka tahansa tarkistaa, ettei mitään ole muutettu. Lataus alkaa heti, ja tapahtumalokiin jää merkintä viennistä.",
		SV: "Ta ut klientorganisationens uppgifter som en ZIP-fil. Varje slag finns som NDJSON med sitt JSON-schema, och en signerad förteckning över alla filer låter vem som helst verifiera att inget har ändrats. Nedladdningen börjar genast, och granskningsloggen visar att du tog ut dem.",
	},
	"It holds personal data: keep it where only those can read it who need it.": {
		FI: "Tiedosto sisältää henkilötietoja: säilytä sitä siellä, missä vain tarvitsevat voivat lukea sen.",
		SV: "Filen innehåller personuppgifter: förvara den där bara de som behöver den kan läsa den.",
	},
	"The agreement has ended. Take your data within 30 days of its end: then it is erased.": {
		FI: "Sopimus on päättynyt. Vie tietosi 30 päivän kuluessa sen päättymisestä: sen jälkeen ne poistetaan.",
		SV: "Avtalet har upphört. Ta ut era uppgifter inom 30 dagar från dess slut: därefter raderas de.",
	},
	"What to take":                        {FI: "Mitä viedään", SV: "Vad som tas ut"},
	"Where none is chosen, everything is": {FI: "Jos mitään ei valita, viedään kaikki", SV: "Om inget väljs tas allt ut"},
	"whatever the period":                 {FI: "ajanjaksosta riippumatta", SV: "oavsett period"},
	"Findings also as":                    {FI: "Löydökset myös muodossa", SV: "Fynd även som"},
	"Without a day there is no bound.":    {FI: "Ilman päivää rajaa ei ole.", SV: "Utan en dag finns ingen gräns."},
	"Language of the report and of texts": {FI: "Raportin ja tekstien kieli", SV: "Språk för rapporten och texterna"},
	"Export and download":                 {FI: "Vie ja lataa", SV: "Exportera och ladda ner"},
	"The audit trail alone":               {FI: "Pelkkä tapahtumaloki", SV: "Enbart granskningsloggen"},
	"As NDJSON and CSV, with the links of the chain that seals it: VERIFY.txt in the file says how to verify them.": {
		FI: "NDJSON- ja CSV-muodossa sekä lokin sinetöivän ketjun lenkit: tiedostossa oleva VERIFY.txt kertoo, miten ne tarkistetaan.",
		SV: "Som NDJSON och CSV, med länkarna i kedjan som förseglar den: VERIFY.txt i filen säger hur de verifieras.",
	},
	"What is left out": {FI: "Mitä jää pois", SV: "Vad som utelämnas"},
	"An export does not hold everything that is kept of the tenant. The signed list in the file says the same.": {
		FI: "Vienti ei sisällä kaikkea, mitä vuokraajasta säilytetään. Tiedoston allekirjoitettu luettelo kertoo saman.",
		SV: "En export innehåller inte allt som bevaras om klientorganisationen. Den signerade förteckningen i filen säger detsamma.",
	},
	"Export the audit trail":                 {FI: "Vie tapahtumaloki", SV: "Exportera granskningsloggen"},
	"The keys by which exports are verified": {FI: "Avaimet, joilla viennit tarkistetaan", SV: "Nycklarna som exporter verifieras med"},
	"The tenant itself":                      {FI: "Vuokraajan omat tiedot", SV: "Klientorganisationen själv"},
	"Checks that it is judged by":            {FI: "Tarkistukset, joilla se arvioidaan", SV: "Kontroller som den bedöms efter"},
	"Findings with their evidence":           {FI: "Löydökset näyttöineen", SV: "Fynd med bevis"},
	"History of each finding":                {FI: "Kunkin löydöksen historia", SV: "Varje fynds historik"},
	"Scores over time":                       {FI: "Pistemäärät ajan mittaan", SV: "Poäng över tid"},
	"Accepted findings":                      {FI: "Hyväksytyt löydökset", SV: "Godkända fynd"},
	"Scans with their verdicts":              {FI: "Skannaukset tuloksineen", SV: "Genomsökningar med resultat"},
	"Explanations":                           {FI: "Selitykset", SV: "Förklaringar"},
	"API keys, without their secrets":        {FI: "API-avaimet ilman salaisuuksia", SV: "API-nycklar utan hemligheter"},
	"Which letters each reader wants":        {FI: "Mitä viestejä kukin lukija haluaa", SV: "Vilka brev varje läsare vill ha"},
	"Messages to the webhook":                {FI: "Viestit webhookille", SV: "Meddelanden till webhooken"},
	"Audit trail with its chain":             {FI: "Tapahtumaloki ketjuineen", SV: "Granskningsloggen med sin kedja"},
	"CSV, a table as text":                   {FI: "CSV, taulukko tekstinä", SV: "CSV, en tabell som text"},
	"XLSX, a workbook for spreadsheets":      {FI: "XLSX, taulukkolaskentaan", SV: "XLSX, för kalkylprogram"},
	"SARIF 2.1.0, for tools that gather findings": {
		FI: "SARIF 2.1.0, löydöksiä kokoaville työkaluille", SV: "SARIF 2.1.0, för verktyg som samlar fynd",
	},
	"OCSF 1.3, for security event systems": {FI: "OCSF 1.3, tietoturvatapahtumien järjestelmille", SV: "OCSF 1.3, för system för säkerhetshändelser"},
	"A report to read and print":           {FI: "Raportti luettavaksi ja tulostettavaksi", SV: "En rapport att läsa och skriva ut"},
})
