package console

import "vahti.ai/vahti/shared/check/text"

// labelTexts are the words for what things are.
var labelTexts = text.New(text.Texts{
	"Critical": {FI: "Kriittinen", SV: "Kritisk"},
	"High":     {FI: "Korkea", SV: "Hög"},
	"Medium":   {FI: "Keskitaso", SV: "Medelhög"},
	"Low":      {FI: "Matala", SV: "Låg"},
	"Info":     {FI: "Tiedoksi", SV: "Upplysning"},

	"Pass":           {FI: "Kunnossa", SV: "Uppfylls"},
	"Fail":           {FI: "Ei kunnossa", SV: "Uppfylls inte"},
	"Could not tell": {FI: "Ei selvinnyt", SV: "Kunde inte avgöras"},
	"Not applicable": {FI: "Ei sovellu", SV: "Ej tillämpligt"},
	"Not judged yet": {FI: "Ei vielä arvioitu", SV: "Inte bedömt än"},
	"pass":           {FI: "kunnossa", SV: "uppfylls"},
	"fail":           {FI: "ei kunnossa", SV: "uppfylls inte"},
	"could not tell": {FI: "ei selvinnyt", SV: "kunde inte avgöras"},
	"not applicable": {FI: "ei sovellu", SV: "ej tillämpligt"},

	"custom": {FI: "mukautettu", SV: "anpassad"},

	"Open":         {FI: "Avoin", SV: "Öppet"},
	"Resolved":     {FI: "Korjattu", SV: "Åtgärdat"},
	"Opened":       {FI: "Avattu", SV: "Öppnades"},
	"Opened again": {FI: "Avattu uudelleen", SV: "Öppnades igen"},
	"Changed":      {FI: "Muuttunut", SV: "Ändrades"},

	"Waiting for consent": {FI: "Odottaa suostumusta", SV: "Väntar på medgivande"},
	"Getting started":     {FI: "Otetaan käyttöön", SV: "Kommer i gång"},
	"Watched":             {FI: "Valvonnassa", SV: "Bevakas"},
	"Agreement ended":     {FI: "Sopimus päättynyt", SV: "Avtalet har upphört"},
	"Erased":              {FI: "Poistettu", SV: "Raderad"},

	"not there": {FI: "puuttuu", SV: "saknas"},
	"yes":       {FI: "kyllä", SV: "ja"},
	"no":        {FI: "ei", SV: "nej"},
	"empty":     {FI: "tyhjä", SV: "tom"},
	"none":      {FI: "ei mitään", SV: "inga"},
})

// kindTexts are the headings of what evidence points at, by what kindText makes
// of the kinds that checks name.
var kindTexts = text.New(text.Texts{
	"Accounts":     {FI: "Tilit", SV: "Konton"},
	"Addresses":    {FI: "Osoitteet", SV: "Adresser"},
	"Agents":       {FI: "Agentit", SV: "Agenter"},
	"Alerts":       {FI: "Hälytykset", SV: "Varningar"},
	"Applications": {FI: "Sovellukset", SV: "Program"},
	"Apps":         {FI: "Teams-sovellukset", SV: "Appar"},
	"Assignments":  {FI: "Roolimääritykset", SV: "Rolltilldelningar"},
	"Candidates":   {FI: "Mahdolliset tilit", SV: "Tänkbara konton"},
	"Connectors":   {FI: "Liittimet", SV: "Anslutningsappar"},
	"Credentials":  {FI: "Tunnistetiedot", SV: "Autentiseringsuppgifter"},
	"Devices":      {FI: "Laitteet", SV: "Enheter"},
	"Domains":      {FI: "Toimialueet", SV: "Domäner"},
	"Entities":     {FI: "Kohteet", SV: "Objekt"},
	"Groups":       {FI: "Ryhmät", SV: "Grupper"},
	"Hosts":        {FI: "Palvelimet", SV: "Värdar"},
	"Incidents":    {FI: "Tapaukset", SV: "Incidenter"},
	"Named":        {FI: "Nimetyt", SV: "Namngivna"},
	"Owners":       {FI: "Omistajat", SV: "Ägare"},
	"Partners":     {FI: "Kumppanit", SV: "Partner"},
	"People":       {FI: "Henkilöt", SV: "Personer"},
	"Policies":     {FI: "Käytännöt", SV: "Principer"},
	"Principals":   {FI: "Haltijat", SV: "Innehavare"},
	"Restrictions": {FI: "Rajoitukset", SV: "Begränsningar"},
	"Reviews":      {FI: "Käyttöoikeustarkistukset", SV: "Åtkomstgranskningar"},
	"Roles":        {FI: "Roolit", SV: "Roller"},
	"Sensors":      {FI: "Tunnistimet", SV: "Sensorer"},
	"Tokens":       {FI: "Valtuudet", SV: "Token"},
	"Untold":       {FI: "Epäselvät", SV: "Oklara"},
	"Users":        {FI: "Käyttäjät", SV: "Användare"},
})
