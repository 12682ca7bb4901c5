package identity

import (
	"slices"
	"strings"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// FederationChanges asks that no domain came to trust another sign-in system, another
// issuer or another signing certificate in the last week, so that each time people hear
// of it and can say whether they meant it. A domain that Microsoft Entra ID signs in
// does not count. Each domain is a result of its own.
var FederationChanges = &check.Check{
	ID:       "id-federation-changes",
	Title:    "No domain's trust in another sign-in system changed in the last 7 days",
	Category: check.Identity,
	Severity: finding.Critical,
	Because:  "Whoever holds the certificate that a domain trusts signs in as anybody in it, without a password and without leaving a trace of a break-in.",
	Controls: check.Controls{ISO27001: []string{"A.8.16", "A.8.5", "A.5.17"}, NIS2: []string{"21(2)(b)", "21(2)(j)"}},
	Rows:     []string{"RK-015"},
	Reads:    []snapshot.Resource{snapshot.RecentChanges.Resource(), snapshot.Domains.Resource()},
	Uses:     []snapshot.Resource{snapshot.FederationConfigurations.Resource()},
	Risk:     "An attacker with an administrator's rights for a minute puts in a certificate of their own, and from then on makes tokens for every user, whatever passwords are changed.",
	Fix: check.Fix{
		Portal:  "Compare the certificate and the issuer with those of your sign-in system; where they are not its own, set them back, or let Microsoft Entra ID sign the domain in, and treat the account that changed them as taken over",
		Request: `PATCH /v1.0/domains/{domain} {"authenticationType":"Managed"}`,
	},
	Texts: []*text.Table{federationChangesTexts, federatedMFATexts},
	Since: "2026-11",
	Source: "MITRE ATT&CK, T1484.002, Trust Modification, and T1606.002, SAML Tokens; Microsoft Entra documentation, Monitor changes to federation configuration, and Audit activity reference. " +
		"The finding is the notice: it ends a week after the change, or once the domain is no longer federated. Certificates that roll over by themselves are told as well: nothing tells them from others. The evidence names certificates by the SHA-256 of their DER form",
	Run: func(s *snapshot.Snapshot) []check.Result {
		federated := map[string]bool{}
		domains := snapshot.Domains.Of(s)
		for i := range domains {
			if d := &domains[i]; d.IsVerified && !strings.EqualFold(d.AuthenticationType, "Managed") {
				federated[strings.ToLower(d.ID)] = true
			}
		}
		if len(federated) == 0 {
			return check.One(finding.NotApplicable, "The tenant has no verified domain that another sign-in system manages.", finding.Evidence{})
		}
		changed, unsure := changedDomains(s)
		var results []check.Result
		for _, domain := range changed.order {
			if federated[domain] {
				results = append(results, check.Result{
					Resource: domain, Verdict: finding.Fail, Reason: "A domain's trust in another sign-in system was changed in the last 7 days.",
					Evidence: finding.Evidence{Facts: changed.facts(s, domain), Subjects: finding.Subjects{"domains": finding.List(finding.Subject{ID: domain, Name: domain})}},
				})
			}
		}
		switch {
		case unsure > 0:
			return append(results, check.One(finding.Unknown, "The audit log does not say of every change of federation which domain it was and when.", finding.Evidence{
				Facts: finding.Facts{"unclear": unsure},
			})...)
		case len(results) > 0:
			return results
		}
		return check.One(finding.Pass, "No domain's trust in another sign-in system was changed in the last 7 days.", finding.Evidence{})
	},
}

// domainChanges are when the federation of domains changed last.
type domainChanges struct {
	order []string // in small letters
	last  map[string]time.Time
}

// changedDomains reads from the log whose federation changed; unsure is of how many
// entries that could not be told.
func changedDomains(s *snapshot.Snapshot) (changed domainChanges, unsure int) {
	changed.last = map[string]time.Time{}
	entries, unsure := snapshot.Lately(s, snapshot.FederationActivities())
	for _, e := range entries {
		told := false
		for _, t := range e.TargetResources {
			for _, name := range []string{t.DisplayName, t.ID} {
				if !strings.Contains(name, ".") {
					continue
				}
				told = true
				domain := strings.ToLower(name)
				before, known := changed.last[domain]
				if !known {
					changed.order = append(changed.order, domain)
				}
				if at := e.ActivityDateTime.V.Time; at.After(before) {
					changed.last[domain] = at
				}
				break
			}
		}
		if !told {
			unsure++
		}
	}
	slices.Sort(changed.order)
	return changed, unsure
}

// facts are when it changed and which certificates the domain trusts now.
func (c domainChanges) facts(s *snapshot.Snapshot, domain string) finding.Facts {
	facts := finding.Facts{"lastChange": c.last[domain].UTC().Format(time.RFC3339)}
	var certificates []string
	for _, parent := range snapshot.FederationConfigurations.Parents(s) {
		if !strings.EqualFold(parent, domain) {
			continue
		}
		configurations, _ := snapshot.FederationConfigurations.Of(s, parent)
		for _, f := range configurations {
			for _, p := range []snapshot.Thumbprint{f.SigningCertificate, f.NextSigningCertificate} {
				if p != "" && !slices.Contains(certificates, string(p)) {
					certificates = append(certificates, string(p))
				}
			}
		}
	}
	if len(certificates) > 0 {
		slices.Sort(certificates)
		facts["certificates"] = certificates
	}
	return facts
}
