package console

import "vahti.ai/vahti/shared/check/text"

// courseTexts are what the score over time and the list of scans say.
var courseTexts = text.New(text.Texts{
	"The score over time":                {FI: "Pisteet ajan mittaan", SV: "Poängen över tid"},
	"Since {}, in numbers":               {FI: "Numeroina, {} alkaen", SV: "I siffror, sedan {}"},
	"From":                               {FI: "Alkaen", SV: "Från och med"},
	"{} earlier changes are not listed.": {FI: "{} aiempaa muutosta ei ole luettelossa.", SV: "{} tidigare ändringar visas inte."},
	"What changed, when and by whom":     {FI: "Mitä muuttui, milloin ja kenen toimesta", SV: "Vad som ändrades, när och av vem"},
	"Kind":                               {FI: "Laji", SV: "Slag"},
	"Latest scans":                       {FI: "Viimeisimmät skannaukset", SV: "De senaste genomsökningarna"},
	"A light pass reads Microsoft’s audit log and what it says was touched; a full scan reads everything.": {
		FI: "Pikatarkistus lukee Microsoftin valvontalokin ja sen, mihin lokin mukaan on koskettu; täysi skannaus lukee kaiken.",
		SV: "En snabbkontroll läser Microsofts granskningslogg och det som enligt den har rörts; en full genomsökning läser allt.",
	},
	"Outcome":      {FI: "Lopputulos", SV: "Resultat"},
	"Requests":     {FI: "Pyyntöjä", SV: "Anrop"},
	"Not finished": {FI: "Kesken", SV: "Inte klar"},
	"Failed":       {FI: "Epäonnistui", SV: "Misslyckades"},
	"Light pass":   {FI: "Pikatarkistus", SV: "Snabbkontroll"},
	"Full scan":    {FI: "Täysi skannaus", SV: "Full genomsökning"},
})
