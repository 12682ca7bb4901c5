package identity

import (
	"cmp"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// PasswordReset asks that people can reset a forgotten password themselves.
// Administrators do not count, because theirs is a control of its own that asks
// for the opposite, nor do guests, disabled accounts and break-glass accounts.
var PasswordReset = &check.Check{
	ID:       "id-password-reset",
	Title:    "Self-service password reset covers all members",
	Category: check.Identity,
	Severity: finding.Low,
	Because:  "Who cannot reset a password alone calls the help desk, and a convincing voice on the telephone is how many accounts are taken over.",
	Controls: check.Controls{CIS: []string{"5.2.4.1"}, ISO27001: []string{"A.5.17"}, NIS2: []string{"21(2)(g)"}},
	Rows:     []string{"ID-031"},
	Reads:    []snapshot.Resource{snapshot.RegistrationDetails.Resource(), snapshot.Users.Resource()},
	Licence:  check.EntraP1,
	Risk:     "An attacker calls as a colleague who forgot the password and has the help desk set a new one.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Password reset > Properties > Self service password reset enabled: All",
		Request: "GET /v1.0/reports/authenticationMethods/userRegistrationDetails?$filter=isSsprEnabled%20eq%20false",
	},
	Neutral: []string{"members"},
	Texts:   []*text.Table{passwordResetTexts},
	Since:   "2026-11",
	Source:  "CIS Microsoft 365 Foundations Benchmark, 5.2.4.1; Microsoft Graph documentation, userRegistrationDetails resource type; administrators are left out because EIDSCA AP01 asks that they cannot",
	Run: func(s *snapshot.Snapshot) []check.Result {
		counts := func(u *snapshot.User) bool {
			return !strings.EqualFold(u.UserType, "Guest") && (!u.AccountEnabled.Known() || u.AccountEnabled.V) && !isEmergency(s, u.ID)
		}
		expected, listed := 0, 0
		for u := range snapshot.Users.All(s) {
			if counts(u) {
				expected++
			}
		}
		var left people
		members, unsure := 0, 0
		for d := range snapshot.RegistrationDetails.All(s) {
			u := snapshot.UserByID(s, d.ID)
			if u == nil || !counts(u) {
				continue
			}
			listed++
			if d.IsAdmin.V {
				continue
			}
			members++
			switch {
			case d.IsSsprEnabled.V:
			case !d.IsSsprEnabled.Known() || !u.AccountEnabled.Known():
				unsure++
			default:
				left.add(u, "")
			}
		}
		evidence := finding.Evidence{Facts: finding.Facts{"members": members, "notCovered": left.total, "notKnown": unsure, "notInReport": max(expected-listed, 0)}}
		if left.total > 0 {
			evidence.Subjects = finding.Subjects{"users": left.list()}
		}
		switch {
		case left.total > 0:
			return check.One(finding.Fail, "Some members cannot reset their own password.", evidence)
		case unsure > 0 || listed < expected:
			return check.One(finding.Unknown, "Graph did not say of every member whether they can reset their own password.", evidence)
		case members == 0:
			return check.One(finding.NotApplicable, "The report names no enabled member who is not an administrator.", evidence)
		}
		return check.One(finding.Pass, "Every enabled member can reset their own password.", evidence)
	},
}

// isEmergency reports whether the user is a declared break-glass account.
func isEmergency(s *snapshot.Snapshot, id string) bool {
	return slices.ContainsFunc(s.Settings.EmergencyAccess.Users, func(e string) bool { return strings.EqualFold(e, id) })
}

// people counts users and keeps the first of them as evidence.
type people struct {
	total int
	tally finding.Tally
}

func (p *people) add(u *snapshot.User, note string) {
	p.total++
	who := finding.Subject{ID: u.ID, Note: note}
	if u.ID == "" || !p.tally.Full() {
		who.Name = cmp.Or(u.DisplayName, u.UserPrincipalName)
	}
	p.tally.Add(who)
}

func (p *people) list() finding.SubjectList { return p.tally.List() }
