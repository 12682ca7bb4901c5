package authmethods

import (
	"cmp"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// MFACapable asks that every member has a second factor the tenant allows.
// Guests, disabled accounts, people who have not begun yet and declared
// break-glass accounts, which have a check of their own, do not count.
var MFACapable = &check.Check{
	ID:       "auth-mfa-capable",
	Title:    "Every member can use multifactor authentication",
	Category: check.AuthMethods,
	Severity: finding.High,
	Because:  "An account without a second factor is protected by its password alone, or whoever signs in first registers the second factor.",
	Controls: check.Controls{CIS: []string{"5.2.3.4"}, ISO27001: []string{"A.5.17", "A.8.5"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"AU-027"},
	Reads:    []snapshot.Resource{snapshot.RegistrationDetails.Resource(), snapshot.Users.Resource()},
	Licence:  check.EntraP1,
	Risk:     "An attacker guesses or buys the password of an account nobody ever set up, registers a phone of their own as its second factor and stays.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Authentication methods > User registration details > filter by Multifactor authentication capable: Not capable; let these people register a method, and disable accounts that nobody uses",
		Request: `GET /v1.0/reports/authenticationMethods/userRegistrationDetails?$filter=isMfaCapable%20eq%20false`,
	},
	Neutral: []string{"members"},
	Texts:   []*text.Table{mfaCapableTexts},
	Since:   "2026-11",
	Source:  "CIS Microsoft 365 Foundations Benchmark, 5.2.3.4; Microsoft Graph documentation, userRegistrationDetails resource type, which counts a method only where the tenant's policy allows it. Without Entra ID P1 there is no report, and the control cannot be told",
	Unlicensed: func(*snapshot.Snapshot) []check.Result {
		return check.One(finding.Unknown, "The report on registered methods needs Entra ID P1, so it could not be told.", finding.Evidence{})
	},
	Run: func(s *snapshot.Snapshot) []check.Result {
		exempt := map[string]bool{}
		for _, u := range emergencyUsers(s) {
			exempt[u.ID] = true
		}
		counts := func(u *snapshot.User) bool { return expected(s, u) && !exempt[u.ID] }
		members := 0
		for u := range snapshot.Users.All(s) {
			if counts(u) {
				members++
			}
		}
		listed, unsure, failing := 0, 0, []check.Result(nil)
		var all finding.Tally
		total := 0
		for d := range snapshot.RegistrationDetails.All(s) {
			u := snapshot.UserByID(s, d.ID)
			if u == nil || !counts(u) {
				continue
			}
			listed++
			switch {
			case d.IsMfaCapable.V:
			case !d.IsMfaCapable.Known() || !u.AccountEnabled.Known():
				unsure++
			default:
				all.Add(finding.Subject{ID: u.ID})
				if total++; total <= maxPeople {
					failing = append(failing, incapable(d, u))
				}
			}
		}
		about := ofEach(s, counts)
		facts := finding.Facts{"members": members, "notCapable": total, "notInReport": max(members-listed, 0)}
		switch {
		case total > maxPeople:
			facts[finding.FactFailing] = total
			var shown []finding.Subject
			for _, r := range failing {
				shown = append(shown, r.Evidence.Subjects["people"].Shown...)
			}
			people := finding.List(shown...)
			people.Total, people.Sum = total, all.List().Sum
			result := check.One(finding.Fail, noSecondFactor, finding.Evidence{Facts: facts, Subjects: finding.Subjects{"people": people}})
			result[0].Each = about
			if unsure > 0 || listed < members {
				return append(result, check.One(finding.Unknown, notOfEveryMember, finding.Evidence{})...)
			}
			return result
		case members == 0:
			return check.One(finding.NotApplicable, "The tenant has no enabled members.", finding.Evidence{})
		case unsure > 0 || listed < members:
			facts["unsure"] = unsure
			unknown := check.One(finding.Unknown, notOfEveryMember, finding.Evidence{Facts: facts})
			unknown[0].Each = about
			return append(once(failing), unknown...)
		case total > 0:
			return once(failing)
		}
		return check.One(finding.Pass, "Every member has a second factor that the tenant allows.", finding.Evidence{Facts: facts})
	},
}

// maxPeople is how many people are reported one by one; more are one result
// about the tenant, as package check would fold them.
const maxPeople = 500

// ofEach returns what tells of some people what the report says of them: of those of
// whom it can be told, and the result about those who lack a second factor.
func ofEach(s *snapshot.Snapshot, counts func(*snapshot.User) bool) func(ids []string) map[string]check.Result {
	return func(ids []string) map[string]check.Result {
		said := map[string]*snapshot.RegistrationDetail{}
		for _, id := range ids {
			said[id] = nil
		}
		for d := range snapshot.RegistrationDetails.All(s) {
			if before, asked := said[d.ID]; asked && (before == nil || !d.IsMfaCapable.V) { // of two the worse
				kept := *d
				said[d.ID] = &kept
			}
		}
		of := map[string]check.Result{}
		for id, d := range said {
			switch u := snapshot.UserByID(s, id); {
			case u == nil || !counts(u), d != nil && d.IsMfaCapable.V:
				of[id] = check.Result{}
			case d != nil && d.IsMfaCapable.Known() && u.AccountEnabled.Known():
				of[id] = incapable(d, u)
			}
		}
		return of
	}
}

const (
	noSecondFactor   = "No second factor is registered that the tenant allows."
	notOfEveryMember = "Microsoft's report does not say of every member which methods are registered."
)

// incapable is the result about one person.
func incapable(d *snapshot.RegistrationDetail, u *snapshot.User) check.Result {
	facts := finding.Facts{}
	if d.IsMfaRegistered.Known() {
		facts["isMfaRegistered"] = d.IsMfaRegistered.V
	}
	return check.Result{
		Resource: u.ID, Verdict: finding.Fail, Reason: noSecondFactor,
		Evidence: finding.Evidence{Facts: facts, Subjects: finding.Subjects{"people": finding.List(person(u))}},
	}
}

func person(u *snapshot.User) finding.Subject {
	return finding.Subject{ID: u.ID, Name: cmp.Or(u.DisplayName, u.UserPrincipalName)}
}

// once drops results about what has one already: pages of a report that changes
// while it is read can hold a person twice.
func once(results []check.Result) []check.Result {
	slices.SortStableFunc(results, func(a, b check.Result) int { return cmp.Compare(a.Resource, b.Resource) })
	return slices.CompactFunc(results, func(a, b check.Result) bool { return a.Resource == b.Resource })
}

// expected reports whether an account is a member's who may sign in now.
func expected(s *snapshot.Snapshot, u *snapshot.User) bool {
	if u.AccountEnabled.Known() && !u.AccountEnabled.V || strings.EqualFold(u.UserType, "Guest") {
		return false
	}
	begins := u.EmployeeHireDate
	return !begins.Known() || !begins.V.Readable || !begins.V.Time.After(s.Now)
}

// emergencyUsers returns the declared break-glass accounts that the tenant has.
func emergencyUsers(s *snapshot.Snapshot) []*snapshot.User {
	var out []*snapshot.User
	for _, id := range s.Settings.EmergencyAccess.Users {
		if u := snapshot.UserByID(s, id); u != nil {
			out = append(out, u)
		}
	}
	return out
}
