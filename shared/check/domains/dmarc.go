package domains

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// dmarcPortal is the way to every setting of DMARC.
const dmarcPortal = atHost + "; for the initial domain: Microsoft 365 admin center > Settings > Domains > the domain > DNS records > Add record"

// dmarcSource says for the checks of DMARC which domains they judge.
const dmarcSource = "RFC 7489; Microsoft Defender for Office 365 documentation, Set up DMARC, which also shows how the record of the tenant's first domain, below onmicrosoft.com, is set in the admin centre: " +
	"that domain is judged, other domains in Microsoft's zone cannot have the record. A subdomain without a record of its own is covered by the registered domain above it"

// DMARC asks that every domain tells receivers what to do with forged mail.
var DMARC = &check.Check{
	ID:       "dns-dmarc",
	Title:    "Every domain has a DMARC record",
	Category: check.Domains,
	Severity: finding.High,
	Because:  "Only DMARC ties the sender that people see to SPF and DKIM; without it both can pass for mail that names the company as its sender.",
	Controls: check.Controls{SCuBA: []string{"MS.EXO.4.1v1"}, CIS: []string{"2.1.10"}, ISO27001: []string{"A.5.14", "A.8.21"}, NIS2: []string{"21(2)(g)", "21(2)(j)"}},
	Rows:     []string{"DN-004"},
	Reads:    reads(),
	Risk:     "An attacker puts the company's address where people look for the sender, and receivers deliver the mail.",
	Fix: check.Fix{
		Portal:  dmarcPortal + " > TXT record _dmarc: begin with p=none and an address for reports, then become strict",
		Request: `DNS _dmarc.contoso.com. TXT "v=DMARC1; p=reject; rua=mailto:dmarc@contoso.com"`,
	},
	LessIsWorse: []string{"percent"},
	Texts:       []*text.Table{dmarcTexts, dmarcEveryTexts, domainTexts},
	Since:       "2026-11",
	Source:      "CISA SCuBA baseline for Exchange Online, MS.EXO.4.1; CIS Microsoft 365 Foundations Benchmark, 2.1.10; " + dmarcSource,
	Run: perDomain{microsofts: true, judge: func(z zone, _ *snapshot.Snapshot) judged {
		record, at, state := z.dmarc()
		if state != dmarcFound {
			return dmarcTrouble(state)
		}
		facts := dmarcFacts(record, z, at)
		if at != z.name {
			return judged{finding.Pass, "The DMARC record of the registered domain covers the domain.", facts}
		}
		return judged{finding.Pass, "The domain has a DMARC record.", facts}
	}}.run,
}

// dmarcTrouble is the verdict where no record holds for the domain.
func dmarcTrouble(state dmarcState) judged {
	switch state {
	case dmarcNone:
		return judged{finding.Fail, "Neither the domain nor the registered domain above it has a DMARC record.", finding.Facts{"dmarcRecords": 0}}
	case dmarcSeveral:
		return judged{finding.Fail, "There are several DMARC records, so that receivers heed none.", nil}
	case dmarcInvalid:
		return judged{finding.Fail, "The DMARC record breaks the rules, so that receivers do not heed it.", finding.Facts{"dmarcRecords": 1}}
	}
	return noAnswer
}

func dmarcFacts(r dmarcRecord, z zone, at string) finding.Facts {
	return finding.Facts{"policy": r.policy, "subdomainPolicy": r.subdomains, "percent": r.percent, "inherited": at != z.name}
}
