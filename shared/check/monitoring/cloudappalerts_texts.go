package monitoring

import "vahti.ai/vahti/shared/check/text"

var cloudAppAlertsTexts = text.New(text.Texts{
	"Defender for Cloud Apps raises alerts": {
		FI: "Defender for Cloud Apps antaa hälytyksiä",
		SV: "Defender for Cloud Apps ger varningar",
	},
	"An alert is evidence that the policies are on; that there is none may be good news as well as bad.": {
		FI: "Hälytys todistaa, että käytännöt ovat käytössä; hälytysten puute voi olla hyvä tai huono uutinen.",
		SV: "En varning visar att principerna är på; att ingen finns kan vara både goda och dåliga nyheter.",
	},
	"Mass downloads, impossible travel and activity from anonymous networks go unnoticed although the licence for seeing them is paid for.": {
		FI: "Joukkolataukset, mahdottomat matkat ja anonyymien verkkojen kautta tehdyt toimet jäävät huomaamatta, vaikka niiden havaitsemisesta maksetaan.",
		SV: "Massnedladdningar, omöjliga resor och aktivitet från anonyma nätverk går obemärkta förbi trots att licensen för att se dem är betald.",
	},
	defender + "Cloud apps > Policies > Policy management > Threat detection: see that the policies are on; under Settings > Cloud apps > App connectors connect Microsoft 365 with all its components": {
		FI: defender + "Cloud apps > Policies > Policy management > Threat detection: tarkista, että käytännöt ovat käytössä; liitä Microsoft 365 kaikkine osineen kohdassa Settings > Cloud apps > App connectors",
		SV: defender + "Cloud apps > Policies > Policy management > Threat detection: se till att principerna är på; anslut Microsoft 365 med alla komponenter under Settings > Cloud apps > App connectors",
	},
	"Defender for Cloud Apps raised alerts on activity in the last 90 days.": {
		FI: "Defender for Cloud Apps on hälyttänyt toiminnasta viimeisten 90 päivän aikana.",
		SV: "Defender for Cloud Apps har varnat för aktivitet de senaste 90 dagarna.",
	},
	"Defender for Cloud Apps raised alerts in the last 90 days, but none on activity.": {
		FI: "Defender for Cloud Apps on hälyttänyt viimeisten 90 päivän aikana, mutta ei toiminnasta.",
		SV: "Defender for Cloud Apps har gett varningar de senaste 90 dagarna, men ingen om aktivitet.",
	},
	"Defender for Cloud Apps raised no alert in the last 90 days: nothing happened, or nothing is watched.": {
		FI: "Defender for Cloud Apps ei ole hälyttänyt viimeisten 90 päivän aikana: joko mitään ei ole tapahtunut tai mitään ei valvota.",
		SV: "Defender for Cloud Apps har inte gett någon varning de senaste 90 dagarna: inget har hänt, eller så bevakas inget.",
	},
})
