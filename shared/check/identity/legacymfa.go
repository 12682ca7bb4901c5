package identity

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// LegacyMFA asks that the older, per-user multifactor authentication is on for
// nobody, guests and break-glass accounts included. Disabled accounts do not count.
var LegacyMFA = &check.Check{
	ID:       "id-per-user-mfa",
	Title:    "The older per-user multifactor authentication is not used",
	Category: check.Identity,
	Severity: finding.Low,
	Because:  "Where it is on it runs beside conditional access, lets apps sign in with an app password and hides who is protected by what.",
	Controls: check.Controls{CIS: []string{"5.1.2.1"}, ISO27001: []string{"A.8.5"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"ID-034"},
	Reads:    []snapshot.Resource{snapshot.LegacyMFA.Resource(), snapshot.Users.Resource()},
	Risk:     "An attacker uses an app password, which asks for no second factor, or an account that everyone believed to be covered because a list of people was kept by hand.",
	Fix: check.Fix{
		Portal:  "First see that conditional access or security defaults require multifactor authentication of these people; then Microsoft Entra admin center > Entra ID > Users > Per-user MFA > select them > Disable MFA",
		Request: `PATCH /beta/users/{id}/authentication/requirements {"perUserMfaState":"disabled"}`,
	},
	Texts:  []*text.Table{legacyMFATexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 5.1.2.1; Microsoft Entra documentation, Enable per-user Microsoft Entra multifactor authentication; Microsoft Graph documentation, strongAuthenticationRequirements resource type",
	Run: func(s *snapshot.Snapshot) []check.Result {
		var on, unclear people
		enforced, seen := 0, 0
		for u := range snapshot.Users.All(s) {
			requirements, read := snapshot.LegacyMFA.Of(s, u.ID)
			if !read || u.AccountEnabled.Known() && !u.AccountEnabled.V {
				continue
			}
			seen++
			if len(requirements) == 0 {
				unclear.add(u, "")
			}
			for _, r := range requirements {
				switch state := r.PerUserMfaState; {
				case state.Known() && strings.EqualFold(state.V, "disabled"):
				case state.Known() && strings.EqualFold(state.V, "enabled"):
					on.add(u, "it is enabled")
				case state.Known() && strings.EqualFold(state.V, "enforced"):
					on.add(u, "it is enforced")
					enforced++
				default:
					unclear.add(u, "")
				}
			}
		}
		coverage := s.Coverage(snapshot.LegacyMFA.Resource())
		facts := finding.Facts{"withPerUserMfa": on.total, "enforced": enforced}
		if coverage.Total > 0 {
			facts["read"], facts["total"] = coverage.Read, coverage.Total
		}
		evidence := finding.Evidence{Facts: facts}
		switch {
		case on.total > 0:
			evidence.Subjects = finding.Subjects{"users": on.list()}
			return check.One(finding.Fail, "The older per-user multifactor authentication is on for some accounts.", evidence)
		case unclear.total > 0:
			evidence.Subjects = finding.Subjects{"users": unclear.list()}
			return check.One(finding.Unknown, "Graph did not say of every account whether per-user multifactor authentication is on.", evidence)
		case seen == 0 && coverage.Total == 0:
			return check.One(finding.Unknown, "Nothing amiss was found in what was read so far; the rest follows within a week.", evidence)
		}
		return check.One(finding.Pass, "The older per-user multifactor authentication is on for nobody.", evidence)
	},
}
