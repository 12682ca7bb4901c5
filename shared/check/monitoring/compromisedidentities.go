package monitoring

import (
	"cmp"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// CompromisedIdentities asks that each account which Defender for Identity holds
// for compromised was dealt with. Each account is a result of its own.
var CompromisedIdentities = &check.Check{
	ID:       "log-compromised-identities",
	Title:    "Defender for Identity sees no account as compromised",
	Category: check.Monitoring,
	Severity: finding.High,
	Because:  "The account was seen in an attack on the local directory, where a single further step often leads to domain administrator.",
	Controls: check.Controls{ISO27001: []string{"A.5.26", "A.5.18"}, NIS2: []string{"21(2)(b)", "21(2)(i)"}},
	Rows:     []string{"LG-008"},
	Reads:    []snapshot.Resource{snapshot.Alerts.Resource()},
	Licence:  check.DefenderIdent,
	Risk:     "Whoever has the account keeps it and goes on from there through the company's servers.",
	Fix: check.Fix{
		Portal:  defender + "Investigation & response > Incidents & alerts > Alerts > the alert > the user: Disable user and Force password reset, then resolve the alert",
		Request: `PATCH /v1.0/users/{id} {"accountEnabled":false}, then POST /v1.0/users/{id}/revokeSignInSessions; for an account of the local directory do both there`,
	},
	Texts:  []*text.Table{compromisedIdentitiesTexts},
	Since:  "2026-11",
	Source: "Microsoft Zero Trust Assessment, 41019; Microsoft Graph documentation, alert, userEvidence and alertEvidence resource types (microsoft.graph.security), by which a user is compromised in the role of that name. Alerts that were resolved do not count; prevented and blocked are as good as remediated",
	Run: func(s *snapshot.Snapshot) []check.Result {
		var seen identities
		var untold []finding.Subject
		alerts := snapshot.Alerts.Of(s)
		for i := range alerts {
			a := &alerts[i]
			if is(a.Status, "resolved") {
				continue
			}
			if !a.ServiceSource.Known() {
				untold = append(untold, finding.Subject{ID: a.ID, Name: a.Title})
				continue
			}
			if !is(a.ServiceSource, "microsoftDefenderForIdentity") {
				continue
			}
			if a.Evidence == nil {
				untold = append(untold, finding.Subject{ID: a.ID, Name: a.Title})
			}
			for j := range a.Evidence {
				e := &a.Evidence[j]
				switch compromisedUser(e) {
				case finding.NotApplicable:
					continue
				case finding.Unknown:
					untold = append(untold, account(a, e))
					continue
				}
				v := remediated(e.RemediationStatus)
				if v == finding.Fail && !oneOf(a.Status, "new", "inProgress") {
					v = finding.Unknown
				}
				switch v {
				case finding.Fail:
					seen.add(a, e)
				case finding.Unknown:
					untold = append(untold, account(a, e))
				}
			}
		}
		var results []check.Result
		for _, x := range seen.order {
			slices.Sort(x.statuses)
			results = append(results, check.Result{
				Resource: cmp.Or(x.subject.ID, finding.TenantResource), Verdict: finding.Fail, Reason: "An account was compromised, and nothing was done about it.",
				Evidence: finding.Evidence{
					Facts:    finding.Facts{"remediationStatus": x.statuses, "alerts": len(x.alerts)},
					Subjects: finding.Subjects{"accounts": finding.List(x.subject), "alerts": finding.List(x.alerts...)},
				},
			})
		}
		if len(untold) > 0 {
			results = append(results, check.One(finding.Unknown, "Graph did not return all about some alerts on identities.", finding.Evidence{
				Facts: finding.Facts{"untold": len(untold)}, Subjects: finding.Subjects{"untold": finding.List(untold...)},
			})...)
		}
		if len(results) == 0 {
			return check.One(finding.Pass, "No open alert of Defender for Identity names a compromised account that was not dealt with.", finding.Evidence{})
		}
		return results
	},
}

// compromisedUser judges whether evidence is a user in the role of a victim whose
// account the attacker has: it fails where it is and does not apply to others.
func compromisedUser(e *snapshot.AlertEvidence) finding.Verdict {
	kind := strings.TrimPrefix(e.Type, "#")
	switch {
	case kind == "":
		return finding.Unknown
	case !strings.EqualFold(kind, "microsoft.graph.security.userEvidence"):
		return finding.NotApplicable
	case e.Roles == nil:
		return finding.Unknown
	case slices.ContainsFunc(e.Roles, func(r string) bool { return strings.EqualFold(r, "compromised") }):
		return finding.Fail
	}
	return finding.NotApplicable
}

// remediated judges what was done about evidence. What runs at the moment is
// unknown until it has ended.
func remediated(status snapshot.Value[string]) finding.Verdict {
	switch {
	case oneOf(status, "remediated", "prevented", "blocked"):
		return finding.Pass
	case oneOf(status, "none", "notFound", "active", "pendingApproval", "declined", "unremediated", "partiallyRemediated"):
		return finding.Fail
	}
	return finding.Unknown
}

// account names the account of evidence; one that is in the local directory alone
// has no id but its name.
func account(a *snapshot.Alert, e *snapshot.AlertEvidence) finding.Subject {
	u := e.UserAccount.V
	name := cmp.Or(u.DisplayName, u.UserPrincipalName, u.AccountName)
	return finding.Subject{ID: cmp.Or(u.AzureADUserID, u.UserPrincipalName, u.AccountName, a.ID), Name: cmp.Or(name, a.Title)}
}

// An identity is a compromised account and the alerts that name it.
type identity struct {
	subject  finding.Subject
	alerts   []finding.Subject
	statuses []string
}

// identities are the compromised accounts in the order of first sight.
type identities struct {
	order []*identity
	of    map[string]*identity
}

// add counts what one alert says of an account, its second evidence on the same
// account as part of the first.
func (all *identities) add(a *snapshot.Alert, e *snapshot.AlertEvidence) {
	subject := account(a, e)
	key := strings.ToLower(subject.ID)
	x := all.of[key]
	if x == nil {
		if all.of == nil {
			all.of = map[string]*identity{}
		}
		x = &identity{subject: subject}
		all.of[key] = x
		all.order = append(all.order, x)
	}
	if n := len(x.alerts); n == 0 || x.alerts[n-1].ID != a.ID {
		x.alerts = append(x.alerts, finding.Subject{ID: a.ID, Name: a.Title})
	}
	if status := strings.ToLower(e.RemediationStatus.V); !slices.Contains(x.statuses, status) {
		x.statuses = append(x.statuses, status)
	}
}
