package domains

import "vahti.ai/vahti/shared/check/text"

var tlsReportsTexts = text.New(text.Texts{
	"Somebody is told when mail to a domain could not be encrypted (TLS-RPT)": {
		FI: "Joku saa tiedon, kun toimialueelle menevää sähköpostia ei voitu salata (TLS-RPT)",
		SV: "Någon får veta när e-post till en domän inte kunde krypteras (TLS-RPT)",
	},
	"Without reports nobody learns that mail came unencrypted, or did not come at all because a certificate was wrong.": {
		FI: "Ilman raportteja kukaan ei saa tietää, että sähköposti tuli salaamattomana tai jäi tulematta väärän varmenteen takia.",
		SV: "Utan rapporter får ingen veta att e-post kom okrypterad, eller inte kom alls på grund av ett felaktigt certifikat.",
	},
	"An attack on the encryption of mail, or a broken certificate, goes unnoticed for weeks.": {
		FI: "Sähköpostin salaukseen kohdistuva hyökkäys tai rikkinäinen varmenne jää viikoiksi huomaamatta.",
		SV: "Ett angrepp på e-postens kryptering, eller ett trasigt certifikat, går obemärkt förbi i veckor.",
	},
	atHost + " > TXT record _smtp._tls with the address that takes the reports": {
		FI: atHostFI + " > TXT-tietue _smtp._tls, jossa on raportit vastaanottava osoite",
		SV: atHostSV + " > TXT-posten _smtp._tls med adressen som tar emot rapporterna",
	},
	"The domain names nobody who gets reports on encryption (TLS-RPT).": {
		FI: "Toimialue ei nimeä ketään salausta koskevien raporttien saajaksi (TLS-RPT).",
		SV: "Domänen anger ingen som får rapporter om krypteringen (TLS-RPT).",
	},
	"The domain's record for reports on encryption breaks the rules.": {
		FI: "Toimialueen tietue salausta koskevia raportteja varten on sääntöjen vastainen.",
		SV: "Domänens post för rapporter om krypteringen följer inte reglerna.",
	},
	"Reports on the encryption of mail go to somebody.": {
		FI: "Sähköpostin salausta koskevat raportit menevät jollekulle.",
		SV: "Rapporter om e-postens kryptering går till någon.",
	},
})
