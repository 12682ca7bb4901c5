package monitoring

import "vahti.ai/vahti/shared/check/text"

var alertsTexts = text.New(text.Texts{
	"Alerts of Microsoft Defender are taken up in time": {
		FI: "Microsoft Defenderin hälytykset otetaan käsittelyyn ajoissa",
		SV: "Varningar från Microsoft Defender tas om hand i tid",
	},
	"Defender has seen an attack and said so; as long as nobody reads it, the alert protects nobody.": {
		FI: "Defender on havainnut hyökkäyksen ja kertonut siitä; niin kauan kuin kukaan ei lue hälytystä, se ei suojaa ketään.",
		SV: "Defender har sett ett angrepp och sagt till; så länge ingen läser varningen skyddar den ingen.",
	},
	"An attacker has days in place of hours to move from the first machine or mailbox to the next.": {
		FI: "Hyökkääjällä on tuntien sijaan päiviä aikaa edetä ensimmäisestä laitteesta tai postilaatikosta seuraavaan.",
		SV: "En angripare har dagar i stället för timmar på sig att ta sig från den första datorn eller postlådan till nästa.",
	},
	defender + "Investigation & response > Incidents & alerts > Alerts > the alert > Manage alert: assign it and set its status, and let the portal send mail about new alerts": {
		FI: defender + "Investigation & response > Incidents & alerts > Alerts > hälytys > Manage alert: anna se jonkun tehtäväksi ja aseta tila, ja ota käyttöön sähköposti-ilmoitukset uusista hälytyksistä",
		SV: defender + "Investigation & response > Incidents & alerts > Alerts > varningen > Manage alert: tilldela den och ange status, och låt portalen skicka e-post om nya varningar",
	},
	"Alerts of high or medium severity wait for somebody to take them up.": {
		FI: "Vakavat tai keskitason hälytykset odottavat, että joku ottaisi ne käsittelyyn.",
		SV: "Varningar med hög eller medelhög allvarlighetsgrad väntar på att någon tar hand om dem.",
	},
	"Graph did not return all about some alerts.": {
		FI: "Graph ei palauttanut kaikkia tietoja joistakin hälytyksistä.",
		SV: "Graph returnerade inte alla uppgifter om vissa varningar.",
	},
	"No alert of high severity has waited for more than a day and none of medium severity for more than three.": {
		FI: "Yksikään vakava hälytys ei ole odottanut yli vuorokautta eikä keskitason hälytys yli kolmea.",
		SV: "Ingen varning med hög allvarlighetsgrad har väntat mer än ett dygn och ingen med medelhög mer än tre.",
	},
})
