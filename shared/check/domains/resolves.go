package domains

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// Resolves asks that every verified domain is still in DNS.
var Resolves = &check.Check{
	ID:       "dns-resolves",
	Title:    "Every verified domain still exists in DNS",
	Category: check.Domains,
	Severity: finding.High,
	Because:  "A domain that lapsed can be registered by anybody, while the tenant still trusts addresses in it.",
	Controls: check.Controls{ISO27001: []string{"A.5.9", "A.8.20"}, NIS2: []string{"21(2)(c)", "21(2)(i)"}},
	Rows:     []string{"DN-012"},
	Reads:    reads(),
	Risk:     "An attacker registers the lapsed domain, receives mail for old addresses in it and resets passwords with it.",
	Fix: check.Fix{
		Portal:  "Microsoft 365 admin center > Settings > Domains: remove a domain that was given up; otherwise renew it at the registrar and restore its name servers",
		Request: `DELETE /v1.0/domains/{domain name}`,
	},
	LessIsWorse: []string{"nameServers"},
	Texts:       []*text.Table{resolvesTexts, domainTexts},
	Since:       "2026-11",
	Source: "Microsoft Graph documentation, domain resource type; RFC 1034. Judged by the NS and SOA records of the registered domain, as the catalogue's second reading settles it, and by any other record in it, for a name that holds one exists: " +
		"when a registration ends DNS does not show, and whether the domain has mail does not matter here. Domains below onmicrosoft.com are left out: Microsoft keeps them",
	Run: perDomain{judge: judgeResolves}.run,
}

func judgeResolves(z zone, _ *snapshot.Snapshot) judged {
	servers, nsKnown := z.records(z.above, "NS")
	authority, soaKnown := z.records(z.above, "SOA")
	facts := finding.Facts{"nameServers": len(servers), "soa": len(authority) > 0}
	switch {
	case z.found():
		return judged{finding.Pass, "The domain exists in DNS.", facts}
	case !nsKnown || !soaKnown:
		return noAnswer
	}
	return judged{finding.Fail, "DNS no longer knows the domain.", facts}
}

// found reports whether DNS holds a record, of whatever type, at the registered
// domain or below it.
func (z zone) found() bool {
	return slices.ContainsFunc(z.answers, func(a snapshot.DNSAnswer) bool {
		return a.Status == snapshot.DNSFound && len(a.Values) > 0 && (a.Name == z.above || strings.HasSuffix(a.Name, "."+z.above))
	})
}
