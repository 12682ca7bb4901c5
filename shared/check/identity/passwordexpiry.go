package identity

import (
	"cmp"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// neverExpires is the number of days by which Microsoft says "never".
const neverExpires = 2147483647

// PasswordExpiry asks that no domain forces people to change passwords. Each
// verified managed domain is a result of its own. A subdomain without a value
// follows its root domain, and a root without a value follows Microsoft's
// default: 90 days in a tenant made before 2021 and no expiry since.
var PasswordExpiry = &check.Check{
	ID:       "id-password-expiry",
	Title:    "Passwords never expire",
	Category: check.Identity,
	Severity: finding.Medium,
	Because:  "People who must change passwords on schedule choose weaker and predictable ones; a password should change when it may be known, not by the calendar.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.6.1v1"}, CIS: []string{"1.3.1"}, ISO27001: []string{"A.5.17"}, NIS2: []string{"21(2)(g)"}},
	Rows:     []string{"ID-013"},
	Reads:    []snapshot.Resource{snapshot.Domains.Resource()},
	Uses:     []snapshot.Resource{snapshot.Organizations.Resource()},
	Risk:     "An attacker who knows one old password guesses the next, because forced changes end in a counter or the name of the season.",
	Fix: check.Fix{
		Portal:  "Microsoft 365 admin center > Settings > Org settings > Security & privacy > Password expiration policy > Set passwords to never expire",
		Request: `PATCH /v1.0/domains/{domain} {"passwordValidityPeriodInDays":2147483647,"passwordNotificationWindowInDays":14}`,
	},
	LessIsWorse: []string{"passwordValidityPeriodInDays"},
	Texts:       []*text.Table{passwordExpiryTexts},
	Since:       "2026-11",
	Source: "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.6.1; Microsoft 365 documentation, Password policy recommendations; " +
		"a domain without a value passes by Microsoft Entra documentation, Password policies and account restrictions in Microsoft Entra ID " +
		"(no expiration by default; the 90 days that the Graph documentation of the domain resource type gives for it were the default of tenants made before 2021)",
	Run: func(s *snapshot.Snapshot) []check.Result {
		domains := snapshot.Domains.Of(s)
		var results []check.Result
		for _, d := range domains {
			if d.IsVerified && !strings.EqualFold(d.AuthenticationType, "Federated") {
				results = append(results, judgeExpiry(d, domains, early(s)))
			}
		}
		if len(results) == 0 {
			return check.One(finding.NotApplicable, "The tenant has no verified domain whose passwords Microsoft manages.", finding.Evidence{})
		}
		return results
	},
}

// early reports whether the tenant is known to be made before 2021, when
// Microsoft's default still was that passwords expire.
func early(s *snapshot.Snapshot) bool {
	for _, o := range snapshot.Organizations.Of(s) {
		if made := o.CreatedDateTime.V; made.Readable && made.Time.Year() < 2021 {
			return true
		}
	}
	return false
}

func judgeExpiry(d snapshot.Domain, domains []snapshot.Domain, early bool) check.Result {
	result := check.Result{Resource: cmp.Or(d.ID, finding.TenantResource)}
	subject := finding.Subject{ID: d.ID, Name: d.ID}
	if !strings.EqualFold(d.AuthenticationType, "Managed") {
		result.Verdict, result.Reason = finding.Unknown, "The domain has an authentication type Vahti does not know."
		return result
	}
	days := d.PasswordValidityPeriodInDays
	if !days.Known() {
		if root, ok := rootOf(d, domains); ok {
			days = root.PasswordValidityPeriodInDays
			subject.Note = "follows its root domain"
		}
	}
	facts := finding.Facts{}
	switch {
	case !days.Set:
		result.Verdict, result.Reason = finding.Unknown, "Graph did not return the password validity of the domain."
	case days.Null && early:
		result.Verdict, result.Reason = finding.Fail, "The domain keeps Microsoft's default, which in a tenant made before 2021 is 90 days."
	case days.Null:
		result.Verdict, result.Reason = finding.Pass, "The domain sets no password validity of its own, so no expiry was configured."
	case days.V == neverExpires:
		result.Verdict, result.Reason = finding.Pass, "Passwords of the domain never expire."
		facts["passwordValidityPeriodInDays"] = days.V
	default:
		result.Verdict, result.Reason = finding.Fail, "Passwords of the domain expire after a number of days."
		facts["passwordValidityPeriodInDays"] = days.V
	}
	result.Evidence = finding.Evidence{Facts: facts, Subjects: finding.Subjects{"domains": finding.List(subject)}}
	return result
}

// rootOf returns the closest root domain above a subdomain.
func rootOf(d snapshot.Domain, domains []snapshot.Domain) (root snapshot.Domain, ok bool) {
	if d.IsRoot {
		return snapshot.Domain{}, false
	}
	for _, r := range domains {
		above := strings.HasSuffix(strings.ToLower(d.ID), "."+strings.ToLower(r.ID))
		if r.IsRoot && r.IsVerified && above && len(r.ID) > len(root.ID) {
			root, ok = r, true
		}
	}
	return root, ok
}
