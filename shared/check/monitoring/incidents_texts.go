package monitoring

import "vahti.ai/vahti/shared/check/text"

var incidentsTexts = text.New(text.Texts{
	"Active incidents are in somebody's hands": {
		FI: "Aktiivisilla tapauksilla on käsittelijä",
		SV: "Aktiva incidenter har en ansvarig",
	},
	"An incident is what Defender holds for one attack, put together from many alerts; without an owner everybody believes that somebody else looks.": {
		FI: "Tapaus on Defenderin monesta hälytyksestä kokoama käsitys yhdestä hyökkäyksestä; ilman käsittelijää jokainen luulee jonkun muun hoitavan sen.",
		SV: "En incident är det som Defender bedömer som ett och samma angrepp, sammansatt av många varningar; utan ansvarig tror alla att någon annan tittar.",
	},
	"The attack runs on to its end, and the deadlines for telling authorities and customers pass unnoticed.": {
		FI: "Hyökkäys etenee loppuun asti, ja määräajat ilmoittaa viranomaisille ja asiakkaille kuluvat umpeen huomaamatta.",
		SV: "Angreppet fullföljs, och tidsfristerna för att underrätta myndigheter och kunder löper ut obemärkt.",
	},
	defender + "Investigation & response > Incidents & alerts > Incidents > the incident > Manage incident: assign it, and set its status to In progress or Resolved": {
		FI: defender + "Investigation & response > Incidents & alerts > Incidents > tapaus > Manage incident: anna se jonkun tehtäväksi ja aseta tilaksi In progress tai Resolved",
		SV: defender + "Investigation & response > Incidents & alerts > Incidents > incidenten > Manage incident: tilldela den och ange status In progress eller Resolved",
	},
	"Active incidents of high or medium severity are in nobody's hands or have waited for more than a week.": {
		FI: "Vakavia tai keskitason tapauksia on ilman käsittelijää, tai ne ovat odottaneet yli viikon.",
		SV: "Aktiva incidenter med hög eller medelhög allvarlighetsgrad saknar ansvarig eller har väntat mer än en vecka.",
	},
	"Graph did not return all about some incidents.": {
		FI: "Graph ei palauttanut kaikkia tietoja joistakin tapauksista.",
		SV: "Graph returnerade inte alla uppgifter om vissa incidenter.",
	},
	"Every active incident of high or medium severity is in somebody's hands and no more than a week old.": {
		FI: "Jokaisella vakavalla ja keskitason aktiivisella tapauksella on käsittelijä, eikä yksikään ole yli viikon vanha.",
		SV: "Varje aktiv incident med hög eller medelhög allvarlighetsgrad har en ansvarig och är högst en vecka gammal.",
	},
	"assigned to nobody": {
		FI: "ei käsittelijää",
		SV: "inte tilldelad någon",
	},
	"assigned, but active for more than a week": {
		FI: "käsittelijä on, mutta tapaus on ollut aktiivinen yli viikon",
		SV: "tilldelad, men aktiv i mer än en vecka",
	},
})
