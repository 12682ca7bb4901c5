package domains

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// DMARCReports asks that receivers' daily reports reach somebody.
var DMARCReports = &check.Check{
	ID:       "dns-dmarc-reports",
	Title:    "DMARC reports are sent to somebody who takes them",
	Category: check.Domains,
	Severity: finding.Low,
	Because:  "The reports are the only view of who sends in the company's name, and without them the policy cannot be made strict safely.",
	Controls: check.Controls{SCuBA: []string{"MS.EXO.4.3v1"}, CIS: []string{"2.1.10"}, ISO27001: []string{"A.8.16"}, NIS2: []string{"21(2)(b)", "21(2)(f)"}},
	Rows:     []string{"DN-006"},
	Reads:    reads(),
	Risk:     "Nobody notices that somebody sends in the company's name, or that the company's own mail is turned away.",
	Fix: check.Fix{
		Portal:  atHost + " > TXT record _dmarc: an address after rua=; another company's service must allow the domain by a record of its own",
		Request: `DNS contoso.com._report._dmarc.reports.example. TXT "v=DMARC1" (in the zone of the service that takes the reports)`,
	},
	LessIsWorse: []string{"reportAddresses"},
	Texts:       []*text.Table{dmarcReportsTexts, dmarcEveryTexts, domainTexts},
	Since:       "2026-11",
	Source: "CISA SCuBA baseline for Exchange Online, MS.EXO.4.3, of which the address of CISA itself concerns agencies of the United States and is not asked for; CIS Microsoft 365 Foundations Benchmark, 2.1.10; " +
		"RFC 7489, sections 6.2 and 7.1: each address outside the registered domain must be allowed there. Domains below onmicrosoft.com are left out, for which Microsoft asks for no address",
	Run: perDomain{judge: judgeDMARCReports}.run,
}

func judgeDMARCReports(z zone, _ *snapshot.Snapshot) judged {
	if z.silent() {
		return noMail
	}
	record, at, state := z.dmarc()
	if state != dmarcFound {
		return dmarcTrouble(state)
	}
	facts := finding.Facts{"reportAddresses": len(record.aggregate)}
	if len(record.aggregate) == 0 {
		return judged{finding.Fail, "The DMARC record names nobody who gets the daily reports.", facts}
	}
	refused, unsure := 0, 0
	for _, address := range record.aggregate {
		host := address[strings.LastIndexByte(address, '@')+1:]
		if snapshot.OrganizationalDomain(host) == snapshot.OrganizationalDomain(at) {
			continue
		}
		switch texts, known := z.records(at+"._report._dmarc."+host, "TXT"); {
		case !known:
			unsure++
		case !slices.ContainsFunc(texts, isDMARC):
			refused++
		}
	}
	facts["refusedAddresses"] = refused
	switch {
	case refused > 0:
		return judged{finding.Fail, "The DMARC record names an address at another company that does not take reports about the domain.", facts}
	case unsure > 0:
		return judged{finding.Unknown, "Public DNS did not say whether another company takes reports about the domain.", nil}
	}
	return judged{finding.Pass, "DMARC reports go to somebody who takes them.", facts}
}
