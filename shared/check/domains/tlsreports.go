package domains

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// TLSReports asks that somebody is told when mail could not be encrypted.
var TLSReports = &check.Check{
	ID:       "dns-tls-reports",
	Title:    "Somebody is told when mail to a domain could not be encrypted (TLS-RPT)",
	Category: check.Domains,
	Severity: finding.Info,
	Because:  "Without reports nobody learns that mail came unencrypted, or did not come at all because a certificate was wrong.",
	Controls: check.Controls{ISO27001: []string{"A.8.16", "A.8.24"}, NIS2: []string{"21(2)(b)", "21(2)(h)"}},
	Rows:     []string{"DN-010"},
	Reads:    reads(),
	Risk:     "An attack on the encryption of mail, or a broken certificate, goes unnoticed for weeks.",
	Fix: check.Fix{
		Portal:  atHost + " > TXT record _smtp._tls with the address that takes the reports",
		Request: `DNS _smtp._tls.contoso.com. TXT "v=TLSRPTv1; rua=mailto:tlsrpt@contoso.com"`,
	},
	Texts:  []*text.Table{tlsReportsTexts, domainTexts},
	Since:  "2026-11",
	Source: "RFC 8460; Microsoft Exchange Online documentation, How SMTP DANE and TLS-RPT work. Domains below onmicrosoft.com are left out: no customer can add the record there",
	Run:    perDomain{judge: judgeTLSReports}.run,
}

func judgeTLSReports(z zone, _ *snapshot.Snapshot) judged {
	hosts, known := z.mailHosts()
	if !known {
		return noAnswer
	}
	if len(hosts) == 0 {
		return takesNo
	}
	texts, known := z.records("_smtp._tls."+z.name, "TXT")
	if !known {
		return noAnswer
	}
	said, valid := 0, false
	for _, t := range texts {
		if says, v := isTLSReports(t); says {
			said++
			valid = v
		}
	}
	facts := finding.Facts{"tlsReportRecords": said}
	switch {
	case said == 0:
		return judged{finding.Fail, "The domain names nobody who gets reports on encryption (TLS-RPT).", facts}
	case said > 1 || !valid:
		return judged{finding.Fail, "The domain's record for reports on encryption breaks the rules.", facts}
	}
	return judged{finding.Pass, "Reports on the encryption of mail go to somebody.", facts}
}
