package domains

import "vahti.ai/vahti/shared/check/text"

var dnssecTexts = text.New(text.Texts{
	"Every domain is signed (DNSSEC) and its mail hosts publish their keys (DANE)": {
		FI: "Jokainen toimialue on allekirjoitettu (DNSSEC), ja sen sähköpostipalvelimet julkaisevat avaimensa (DANE)",
		SV: "Varje domän är signerad (DNSSEC) och dess e-postservrar publicerar sina nycklar (DANE)",
	},
	"Every other record here can be forged on the way as long as nothing is signed, and DANE is the surest way to make mail come encrypted.": {
		FI: "Kaikki muut tietueet voi väärentää matkalla niin kauan kuin mitään ei ole allekirjoitettu, ja DANE on varmin keino saada sähköposti tulemaan salattuna.",
		SV: "Alla andra poster kan förfalskas på vägen så länge inget är signerat, och DANE är det säkraste sättet att få e-post att komma krypterad.",
	},
	"An attacker who forges DNS answers has mail to the company delivered to a server of his own.": {
		FI: "Nimipalvelun vastauksia väärentävä hyökkääjä saa yrityksen sähköpostin toimitettua omalle palvelimelleen.",
		SV: "En angripare som förfalskar DNS-svar får e-post till företaget levererad till sin egen server.",
	},
	atHost + " > turn DNSSEC on; then Microsoft 365: Enable-DnssecForVerifiedDomain, point the MX record to the host it names, Enable-SmtpDaneInbound": {
		FI: atHostFI + " > ota DNSSEC käyttöön; sitten Microsoft 365: Enable-DnssecForVerifiedDomain, osoita MX-tietue sen nimeämään palvelimeen, Enable-SmtpDaneInbound",
		SV: atHostSV + " > slå på DNSSEC; sedan Microsoft 365: Enable-DnssecForVerifiedDomain, peka MX-posten mot värden som anges, Enable-SmtpDaneInbound",
	},
	"The domain is not signed (DNSSEC).": {
		FI: "Toimialuetta ei ole allekirjoitettu (DNSSEC).",
		SV: "Domänen är inte signerad (DNSSEC).",
	},
	"The domain is signed, and a mail host of it publishes no key (DANE).": {
		FI: "Toimialue on allekirjoitettu, mutta jokin sen sähköpostipalvelin ei julkaise avainta (DANE).",
		SV: "Domänen är signerad, men någon av dess e-postservrar publicerar ingen nyckel (DANE).",
	},
	"The domain is signed and its mail hosts publish their keys.": {
		FI: "Toimialue on allekirjoitettu, ja sen sähköpostipalvelimet julkaisevat avaimensa.",
		SV: "Domänen är signerad och dess e-postservrar publicerar sina nycklar.",
	},
})
