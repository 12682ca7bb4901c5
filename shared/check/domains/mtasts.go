package domains

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// MTASTS asks that mail to a domain must come encrypted and to the right host.
var MTASTS = &check.Check{
	ID:       "dns-mta-sts",
	Title:    "Mail to every domain must come encrypted (MTA-STS)",
	Category: check.Domains,
	Severity: finding.Low,
	Because:  "Mail servers encrypt where they can, and without a policy somebody on the way can talk them out of it.",
	Controls: check.Controls{ISO27001: []string{"A.5.14", "A.8.24"}, NIS2: []string{"21(2)(h)", "21(2)(j)"}},
	Rows:     []string{"DN-009"},
	Reads:    reads(),
	Risk:     "Somebody on the network between two mail servers reads or diverts mail to the company.",
	Fix: check.Fix{
		Portal:  atHost + " > TXT record _mta-sts with a new id; on the web server named mta-sts in the domain a policy with mode: enforce and every MX host",
		Request: `DNS _mta-sts.contoso.com. TXT "v=STSv1; id=20261101T000000"`,
	},
	Neutral: []string{"mxHosts"},
	Texts:   []*text.Table{mtaSTSTexts, domainTexts},
	Since:   "2026-11",
	Source:  "RFC 8461; Microsoft Exchange Online documentation, Enhancing mail flow with MTA-STS. Domains below onmicrosoft.com are left out: they are Microsoft's to protect",
	Run:     perDomain{judge: judgeMTASTS}.run,
}

func judgeMTASTS(z zone, _ *snapshot.Snapshot) judged {
	hosts, known := z.mailHosts()
	if !known {
		return noAnswer
	}
	if len(hosts) == 0 {
		return takesNo
	}
	texts, known := z.records("_mta-sts."+z.name, "TXT")
	if !known {
		return noAnswer
	}
	announced := 0
	for _, t := range texts {
		if isSTS(t) {
			announced++
		}
	}
	if announced != 1 {
		return judged{finding.Fail, "The domain announces no mail policy (MTA-STS).", finding.Facts{"mtaStsRecords": announced}}
	}
	served, known := z.records("mta-sts."+z.name, "HTTPS")
	switch {
	case !known:
		return judged{finding.Unknown, "The mail policy that the domain announces could not be fetched.", nil}
	case len(served) == 0:
		return judged{finding.Fail, "The domain announces a mail policy and serves none.", nil}
	}
	policy, ok := parseMTASTS(served[0])
	facts := finding.Facts{"mode": policy.mode, "mxHosts": len(hosts)}
	switch {
	case !ok:
		return judged{finding.Fail, "The mail policy that the domain serves breaks the rules.", nil}
	case policy.mode != "enforce":
		return judged{finding.Fail, "The domain's mail policy is not enforced.", facts}
	}
	for _, host := range hosts {
		if !policy.names(host) {
			return judged{finding.Fail, "The domain's mail policy does not name all of its mail hosts, so that mail to them is refused.", facts}
		}
	}
	return judged{finding.Pass, "Mail to the domain must come encrypted.", facts}
}
