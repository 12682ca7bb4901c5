package domains

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// DMARCReject asks that receivers are told to reject forged mail, all of it.
var DMARCReject = &check.Check{
	ID:       "dns-dmarc-reject",
	Title:    "Receivers are told to reject forged mail of every domain",
	Category: check.Domains,
	Severity: finding.High,
	Because:  "A record that only watches, or quarantines, still lets forged mail reach people.",
	Controls: check.Controls{SCuBA: []string{"MS.EXO.4.2v1"}, CIS: []string{"2.1.10"}, ISO27001: []string{"A.5.14", "A.8.21"}, NIS2: []string{"21(2)(g)", "21(2)(j)"}},
	Rows:     []string{"DN-005"},
	Reads:    reads(),
	Risk:     "Forged mail in the company's name is delivered to customers and colleagues although it failed every test.",
	Fix: check.Fix{
		Portal:  dmarcPortal + " > TXT record _dmarc: p=reject, no weaker sp or np, no pct below 100",
		Request: `DNS _dmarc.contoso.com. TXT "v=DMARC1; p=reject; rua=mailto:dmarc@contoso.com"`,
	},
	Texts: []*text.Table{dmarcRejectTexts, dmarcEveryTexts, domainTexts},
	Since: "2026-11",
	Source: "CISA SCuBA baseline for Exchange Online, MS.EXO.4.2; CIS Microsoft 365 Foundations Benchmark, 2.1.10; " + dmarcSource +
		". A domain that sends no mail needs it as much, for nothing in its name is genuine. The tags np (RFC 9091) and t, which newer receivers heed, may not weaken it either",
	Run: perDomain{microsofts: true, judge: judgeDMARCReject}.run,
}

func judgeDMARCReject(z zone, _ *snapshot.Snapshot) judged {
	record, at, state := z.dmarc()
	if state != dmarcFound {
		return dmarcTrouble(state)
	}
	facts := dmarcFacts(record, z, at)
	switch {
	case record.policy == "none":
		return judged{finding.Fail, "The DMARC policy lets receivers deliver forged mail (none).", facts}
	case record.policy != "reject":
		return judged{finding.Fail, "The DMARC policy has forged mail put aside instead of rejected (quarantine).", facts}
	case record.percent < 100:
		return judged{finding.Fail, "The DMARC policy holds for a part of the mail only.", facts}
	case record.testing:
		return judged{finding.Fail, "The DMARC policy is marked as a test.", facts}
	case record.subdomains != "reject" || record.missing != "reject":
		return judged{finding.Fail, "The DMARC policy for subdomains is weaker than that for the domain.", facts}
	}
	return judged{finding.Pass, "The DMARC policy has all forged mail rejected.", facts}
}
