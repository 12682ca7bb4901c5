package signins

import (
	"cmp"
	"strings"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// For how long a user may stay at risk before somebody has to have looked.
const (
	patienceHigh   = 24 * time.Hour
	patienceMedium = 7 * 24 * time.Hour
)

// RiskyUsers asks that somebody deals with the users whom Microsoft holds for
// compromised: within a day where the risk is high, within a week where it is
// medium. Deleted and disabled accounts do not count. Each user is a result of
// their own.
var RiskyUsers = &check.Check{
	ID:       "risk-users",
	Title:    "No user stays at high risk for more than a day",
	Category: check.SignIns,
	Severity: finding.High,
	Because:  "Microsoft sees signs that somebody else uses the account, such as its password for sale, and that person is at work while nobody looks.",
	Controls: check.Controls{ISO27001: []string{"A.5.25", "A.5.26"}, NIS2: []string{"21(2)(b)"}},
	Rows:     []string{"RK-001"},
	Reads:    []snapshot.Resource{snapshot.RiskyUsers.Resource()},
	Uses:     []snapshot.Resource{snapshot.Users.Resource()},
	Licence:  check.EntraP2,
	Risk:     "Whoever has the account reads mail, collects files and writes to colleagues and customers for as long as it stays open.",
	Fix: check.Fix{
		Portal:  idProtection + "Risky users > the user > Confirm user compromised or Reset password where it was somebody else, and the opposite choice there where it was the user",
		Request: `POST /v1.0/identityProtection/riskyUsers/confirmCompromised {"userIds":["{id}"]}, or dismiss in its place`,
	},
	Neutral: []string{"riskLastUpdated"},
	Texts:   []*text.Table{riskyUsersTexts},
	Since:   "2026-11",
	Source:  "Microsoft Entra documentation, Investigate risk with Microsoft Entra ID Protection, and Remediate risks and unblock users, by which deleted users stay in the report and cannot be dismissed; Microsoft Graph documentation, riskyUser resource type. A user whom an administrator confirmed as compromised has been looked at. The age is that of the last change of the risk",
	Run: func(s *snapshot.Snapshot) []check.Result {
		var results []check.Result
		var untold []finding.Subject
		waiting := 0
		users := snapshot.RiskyUsers.Of(s)
		for i := range users {
			u := &users[i]
			if u.IsDeleted.Known() && u.IsDeleted.V || disabled(s, u.ID) {
				continue
			}
			subject := finding.Subject{ID: u.ID, Name: cmp.Or(u.UserDisplayName, u.UserPrincipalName)}
			switch overdue(s, u) {
			case finding.Fail:
				results = append(results, check.Result{
					Resource: resourceOf(u.ID), Verdict: finding.Fail, Reason: "A user at risk has waited for too long.",
					Evidence: finding.Evidence{
						Facts:    finding.Facts{"riskLevel": strings.ToLower(u.RiskLevel.V), "riskLastUpdated": moment(u.RiskLastUpdatedDateTime.V.Time)},
						Subjects: finding.Subjects{"users": finding.List(subject)},
					},
				})
			case finding.Unknown:
				untold = append(untold, subject)
			case finding.Pass:
				waiting++
			}
		}
		results = append(results, unsure("Graph did not return all about the risk of some users.", "users", untold)...)
		if len(results) == 0 {
			return check.One(finding.Pass, "No user has been at high risk for more than a day or at medium risk for more than a week.", finding.Evidence{
				Facts: finding.Facts{"atRiskWithinTime": waiting},
			})
		}
		return results
	},
}

// overdue judges one user: not applicable where there is no risk to look at.
func overdue(s *snapshot.Snapshot, u *snapshot.RiskyUser) finding.Verdict {
	state := open(u.RiskState)
	var patience time.Duration
	level := strings.ToLower(u.RiskLevel.V)
	switch {
	case state == finding.Pass, level == "low", level == "none":
		return finding.NotApplicable
	case level == "high":
		patience = patienceHigh
	case level == "medium":
		patience = patienceMedium
	default:
		return finding.Unknown
	}
	at := u.RiskLastUpdatedDateTime
	switch {
	case !at.Known() || !at.V.Readable:
		return finding.Unknown
	case s.Now.Sub(at.V.Time) <= patience:
		return finding.Pass
	}
	return state
}
