package applications

import "vahti.ai/vahti/shared/check/text"

var consentRequestDurationTexts = text.New(text.Texts{
	"Consent requests expire within 30 days": {
		FI: "Suostumuspyynnöt vanhenevat 30 päivässä",
		SV: "Begäranden om medgivande går ut inom 30 dagar",
	},
	"A request that stays open for long is approved one day by someone who no longer knows why it was made.": {
		FI: "Pitkään auki olevan pyynnön hyväksyy jonain päivänä joku, joka ei enää tiedä, miksi se tehtiin.",
		SV: "En begäran som ligger länge godkänns en dag av någon som inte längre vet varför den gjordes.",
	},
	"An attacker's request waits among many old ones until it is approved together with them.": {
		FI: "Hyökkääjän pyyntö odottaa vanhojen joukossa, kunnes se hyväksytään niiden mukana.",
		SV: "Angriparens begäran väntar bland många gamla tills den godkänns tillsammans med dem.",
	},
	consentSettings + " > Admin consent settings > Consent request expires after (days): 30 or fewer": {
		FI: consentSettings + " > Admin consent settings > Consent request expires after (days): 30 tai vähemmän",
		SV: consentSettings + " > Admin consent settings > Consent request expires after (days): 30 eller färre",
	},
	"Graph did not return how long consent requests stay open.": {
		FI: "Graph ei kertonut, kuinka kauan suostumuspyynnöt pysyvät auki.",
		SV: "Graph uppgav inte hur länge begäranden om medgivande ligger öppna.",
	},
	"Consent requests expire within 30 days.": {
		FI: "Suostumuspyynnöt vanhenevat 30 päivässä.",
		SV: "Begäranden om medgivande går ut inom 30 dagar.",
	},
	"Consent requests stay open for more than 30 days.": {
		FI: "Suostumuspyynnöt pysyvät auki yli 30 päivää.",
		SV: "Begäranden om medgivande ligger öppna i mer än 30 dagar.",
	},
})
