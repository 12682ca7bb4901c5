package roles

import (
	"cmp"
	"strings"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// recentSignIn is for how long a sign-in of a break-glass account is reported.
const recentSignIn = 7 * 24 * time.Hour

// EmergencySignIns asks that nobody signed in with a break-glass account in the
// last week, so that each time somebody does, people hear of it and can say
// whether it was a test, an emergency or a break-in. Each account is a result of
// its own.
var EmergencySignIns = &check.Check{
	ID:       "role-emergency-sign-ins",
	Title:    "Nobody signed in with a break-glass account in the last 7 days",
	Category: check.Roles,
	Severity: finding.High,
	Because:  "A break-glass account is used in an emergency or a test that people know of, so every other sign-in is a break-in with full power.",
	Controls: check.Controls{CIS: []string{"2.2.1"}, ISO27001: []string{"A.8.16", "A.8.2"}, NIS2: []string{"21(2)(b)", "21(2)(i)"}},
	Rows:     []string{"RO-025"},
	Reads:    []snapshot.Resource{snapshot.SignIns.Resource()},
	Uses:     []snapshot.Resource{snapshot.Users.Resource()},
	Licence:  check.EntraP1,
	Risk:     "Whoever found the envelope with the password signs in past every policy, and nobody looks at the log of an account that is never used.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Users > the account > Sign-in logs: find out who it was; if nobody knows, revoke its sessions and change its password and keys at once",
		Request: `POST /v1.0/users/{id}/revokeSignInSessions`,
	},
	Neutral: []string{"declared"},
	Texts:   []*text.Table{emergencySignInsTexts},
	Since:   "2026-11",
	Source:  "CIS Microsoft 365 Foundations Benchmark, 2.2.1, which asks that the activity is monitored; Microsoft Entra documentation, Manage emergency access accounts in Microsoft Entra ID. The finding is the notice and ends a week after the sign-in",
	Run: func(s *snapshot.Snapshot) []check.Result {
		declared := s.Settings.EmergencyAccess.Users
		if len(declared) == 0 {
			return check.One(finding.Unknown, "No break-glass account is declared, so nobody can tell its sign-ins from others.", finding.Evidence{})
		}
		var results []check.Result
		unsure, earlier := false, 0
		for _, id := range declared {
			seen := signInsOf(s, id)
			unsure = unsure || seen.unsure
			earlier += seen.earlier
			if seen.recent == 0 {
				continue
			}
			subject := finding.Subject{ID: id}
			if u := snapshot.UserByID(s, id); u != nil {
				subject.Name = cmp.Or(u.DisplayName, u.UserPrincipalName)
			}
			results = append(results, check.Result{
				Resource: id, Verdict: finding.Fail, Reason: "Somebody signed in with a break-glass account in the last 7 days.",
				Evidence: finding.Evidence{
					Facts:    finding.Facts{"signIns": seen.recent, "lastSignIn": seen.last.UTC().Format(time.RFC3339)},
					Subjects: finding.Subjects{"users": finding.List(subject)},
				},
			})
		}
		switch {
		case unsure:
			results = append(results, check.One(finding.Unknown, "Graph did not return when or how a sign-in with a break-glass account ended.", finding.Evidence{})...)
		case len(results) == 0:
			return check.One(finding.Pass, "Nobody signed in with a break-glass account in the last 7 days.", finding.Evidence{
				Facts: finding.Facts{"declared": len(declared), "signInsEarlierInMonth": earlier},
			})
		}
		return results
	},
}

// signIns are an account's successful sign-ins.
type signIns struct {
	recent, earlier int
	last            time.Time
	unsure          bool
}

func signInsOf(s *snapshot.Snapshot, id string) signIns {
	var out signIns
	all := snapshot.SignIns.Of(s)
	for i := range all {
		x := &all[i]
		if x.UserID == "" {
			out.unsure = true // it may be anybody's
		}
		if !strings.EqualFold(x.UserID, id) {
			continue
		}
		code, at := x.Status.V.ErrorCode, x.CreatedDateTime
		switch {
		case code.Known() && code.V != 0:
		case !code.Known(), !at.Known() || !at.V.Readable:
			out.unsure = true
		case s.Now.Sub(at.V.Time) <= recentSignIn:
			out.recent++
			if at.V.Time.After(out.last) {
				out.last = at.V.Time
			}
		default:
			out.earlier++
		}
	}
	return out
}
