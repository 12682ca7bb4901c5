// Package domains holds the checks on what public DNS says about the tenant's domains.
package domains

import (
	"cmp"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// atHost is where a domain's records are changed.
const atHost = "The control panel of the company that hosts the domain's DNS"

// zone is what public DNS says about one verified domain.
type zone struct {
	name    string // lower case, no final dot
	above   string // the domain that was registered: the same, or one above
	answers []snapshot.DNSAnswer
}

// judged is a verdict on one domain.
type judged struct {
	verdict finding.Verdict
	reason  string
	facts   finding.Facts
}

// Verdicts that several checks give.
var (
	noAnswer = judged{verdict: finding.Unknown, reason: "Public DNS gave no answer about the domain."}
	noMail   = judged{verdict: finding.NotApplicable, reason: "The domain neither receives nor sends mail, and its SPF record says so."}
	takesNo  = judged{verdict: finding.NotApplicable, reason: "The domain receives no mail."}
)

// perDomain judges each verified domain on its own. Domains in Microsoft's own
// zones are left out unless microsofts is set, which takes the one that every
// tenant began with: it is the only one there in which a customer can write a
// record, the one for DMARC.
type perDomain struct {
	judge      func(zone, *snapshot.Snapshot) judged
	microsofts bool
}

func reads() []snapshot.Resource {
	return []snapshot.Resource{snapshot.DomainRecords.Resource(), snapshot.Domains.Resource()}
}

func (p perDomain) run(s *snapshot.Snapshot) []check.Result {
	var results []check.Result
	domains := snapshot.Domains.Of(s)
	unnamed := len(domains) == 0
	for i := range domains {
		unnamed = unnamed || domains[i].ID == ""
		name := strings.ToLower(strings.TrimSuffix(domains[i].ID, "."))
		microsoft := snapshot.IsMicrosoftDomain(name)
		if !domains[i].IsVerified || name == "" || microsoft && (!p.microsofts || !domains[i].IsInitial) {
			continue
		}
		j := judged{verdict: finding.Unknown, reason: "Public DNS was not asked about the domain."}
		if answers, read := snapshot.DomainRecords.Of(s, name); read {
			j = p.judge(zone{name: name, above: snapshot.OrganizationalDomain(name), answers: answers}, s)
		}
		results = append(results, check.Result{
			Resource: name, Verdict: j.verdict, Reason: j.reason,
			Evidence: finding.Evidence{Facts: j.facts, Subjects: finding.Subjects{"domains": finding.List(finding.Subject{ID: name, Name: name})}},
		})
	}
	if unnamed {
		// Every tenant has a domain, the one that it began with.
		results = append(results, check.One(finding.Unknown, "Graph did not return all of the tenant's domains.", finding.Evidence{})...)
	}
	if len(results) == 0 {
		return check.One(finding.NotApplicable, "The tenant has no verified domain of its own.", finding.Evidence{})
	}
	slices.SortFunc(results, func(a, b check.Result) int { return cmp.Compare(a.Resource, b.Resource) })
	return results
}

func (z zone) records(name, kind string) (values []string, known bool) {
	return snapshot.DNS(z.answers, name, kind)
}

// mailHosts returns the hosts that take the domain's mail, none where it
// receives no mail; known is false where DNS gave no answer.
func (z zone) mailHosts() (hosts []string, known bool) {
	if _, known = z.records(z.name, "MX"); !known {
		return nil, false
	}
	return snapshot.MailHosts(z.answers, z.name), true
}

// silent reports whether the domain says that it neither receives nor sends
// mail: no mail host, and an SPF record that lets nobody send.
func (z zone) silent() bool {
	hosts, known := z.mailHosts()
	if !known || len(hosts) > 0 {
		return false
	}
	record, state := z.spf(z.name)
	return state == spfFound && record.nobody()
}

// microsoftMail are the names below which Exchange Online takes mail, in its
// several clouds.
var microsoftMail = []string{
	".mail.protection.outlook.com", ".mx.microsoft", ".mail.protection.office365.us", ".mail.protection.partner.outlook.cn",
	".mail.eo.outlook.com", ".mail.protection.outlook.de",
}

// atMicrosoft reports whether Exchange Online takes mail for one of the hosts.
func atMicrosoft(hosts []string) bool {
	return slices.ContainsFunc(hosts, func(host string) bool {
		return slices.ContainsFunc(microsoftMail, func(suffix string) bool { return strings.HasSuffix(host, suffix) })
	})
}
