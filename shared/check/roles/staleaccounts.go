package roles

import (
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// stale is after how long without a sign-in an account counts as no longer used.
const stale = 90 * 24 * time.Hour

// StaleAccounts asks that privileged roles are held by accounts that are used.
// Each account is a result of its own. Declared emergency accounts are meant not
// to be used and disabled ones cannot be; neither counts. An account that never
// signed in counts once it is older than the limit.
var StaleAccounts = &check.Check{
	ID:       "role-stale-accounts",
	Title:    "Accounts with a privileged role were used in the last 90 days",
	Category: check.Roles,
	Severity: finding.High,
	Because:  "Nobody notices when an account is taken over that nobody uses, and its role is as good as on the first day.",
	Controls: check.Controls{ISO27001: []string{"A.5.18", "A.5.16"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"RO-022"},
	Reads:    []snapshot.Resource{snapshot.RoleAssignments.Resource(), snapshot.PrivilegedSignInActivity.Resource()},
	Uses:     usesHolders(),
	Licence:  check.EntraP1,
	Risk:     "An attacker tries old passwords on the forgotten account of a former consultant and is an administrator without anyone missing it.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Roles & admins > the role > Assignments > remove the account, and disable it if nobody needs it",
		Request: `DELETE /v1.0/roleManagement/directory/roleAssignments/{id of the assignment}`,
	},
	LessIsWorse: []string{"lastSuccessfulSignIn", "lastSignInAttempt"},
	Texts:       []*text.Table{staleAccountsTexts, roleTexts},
	Since:       "2026-11",
	Source:      "Maester, MT.1029; Zero Trust Assessment, 21854. The row leaves 30 or 90 days open: 90 are judged, for many administrators activate a role once a quarter. Microsoft Graph documentation, signInActivity resource type: only lastSuccessfulSignInDateTime tells of success; the other times count failed attempts too and are judged only where they are old",
	Run: func(s *snapshot.Snapshot) []check.Result {
		found := holdersOf(s, powerfulSet)
		var results []check.Result
		judged := 0
		for _, h := range found.enabled() {
			if containsFold(s.Settings.EmergencyAccess.Users, h.user.ID) {
				continue
			}
			judged++
			if r := judgeUse(s, h); r.Verdict != finding.Pass {
				results = append(results, r)
			}
		}
		switch {
		case len(found.unresolved) > 0:
			results = append(results, check.Unsure(notAll, finding.Evidence{}, func(id string) bool { return found.user(id) != nil })...)
		case len(results) == 0:
			return check.One(finding.Pass, "Every account with a privileged role was used in the last 90 days.", finding.Evidence{Facts: finding.Facts{"holders": judged}})
		}
		return results
	},
}

func judgeUse(s *snapshot.Snapshot, h *holder) check.Result {
	roles, _ := names(h.roles)
	facts := finding.Facts{"roles": roles}
	result := check.Result{Resource: h.user.ID, Verdict: finding.Unknown, Reason: "Graph did not return when everyone with a privileged role last signed in.", Evidence: finding.Evidence{
		Facts: facts, Subjects: finding.Subjects{"users": finding.List(h.subject())},
	}}
	answers, _ := snapshot.PrivilegedSignInActivity.Of(s, h.user.ID)
	if len(answers) == 0 || answers[0].ID == "" {
		return result
	}
	limit := s.Now.Add(-stale)
	last, created := answers[0].SignInActivity, answers[0].CreatedDateTime
	success := last.V.LastSuccessfulSignInDateTime
	attempt, attempted := latest(last.V.LastSignInDateTime, last.V.LastNonInteractiveSignInDateTime)
	switch {
	case success.Known() && success.V.Readable:
		facts["lastSuccessfulSignIn"] = success.V.Time.Format(time.DateOnly)
		result.Verdict, result.Reason = finding.Pass, ""
		if success.V.Time.Before(limit) {
			result.Verdict, result.Reason = finding.Fail, "A privileged account was last used more than 90 days ago."
		}
	case success.Known():
	case attempted && attempt.Before(limit):
		facts["lastSignInAttempt"] = attempt.Format(time.DateOnly)
		result.Verdict, result.Reason = finding.Fail, "A privileged account was last used more than 90 days ago."
	case attempted && !success.Null:
		// A recent attempt of which nothing says that it succeeded.
	case !created.Known() || !created.V.Readable:
	case created.V.Time.Before(limit):
		facts["created"] = created.V.Time.Format(time.DateOnly)
		result.Verdict, result.Reason = finding.Fail, "A privileged account is older than 90 days and has never signed in."
	default:
		result.Verdict, result.Reason = finding.Pass, ""
	}
	return result
}

// latest returns the later of two times; ok is false where neither is there.
func latest(times ...snapshot.Value[snapshot.Timestamp]) (at time.Time, ok bool) {
	for _, t := range times {
		if t.Known() && t.V.Readable && t.V.Time.After(at) {
			at, ok = t.V.Time, true
		}
	}
	return at, ok
}
