package applications

import (
	"cmp"
	"maps"
	"slices"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// OwnerMFA asks that people who own applications have a second factor. Each
// owner without one is a result of their own.
var OwnerMFA = &check.Check{
	ID:       "app-owner-mfa",
	Title:    "Everyone who owns an app registration has registered multifactor authentication",
	Category: check.Applications,
	Severity: finding.High,
	Because:  "An owner can act with all permissions of the application, so the application is only as safe as the owner's own sign-in.",
	Controls: check.Controls{ISO27001: []string{"A.8.2", "A.8.5"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"AP-023"},
	Reads:    []snapshot.Resource{snapshot.Applications.Resource(), snapshot.RegistrationDetails.Resource()},
	Uses:     []snapshot.Resource{snapshot.Users.Resource()},
	Licence:  check.EntraP1,
	Risk:     "An attacker who guesses one password registers the second factor themselves, adds a secret to the application and keeps its access.",
	Fix: check.Fix{
		Portal:  "Have the owner register a method under My Account > Security info, or remove them in Microsoft Entra admin center > Entra ID > App registrations > the application > Owners",
		Request: `DELETE /v1.0/applications/{id}/owners/{id of the owner}/$ref`,
	},
	Texts:  []*text.Table{ownerMFATexts, ownersTexts},
	Since:  "2026-11",
	Source: "Maester, MT.1063; Microsoft Graph documentation, userRegistrationDetails resource type. Microsoft gives the report only to tenants with Entra ID P1, so without it the row asks for unknown, not for not applicable. Owners whose account is disabled do not count; guests do, since the row asks it of every owner.",
	Unlicensed: func(*snapshot.Snapshot) []check.Result {
		return check.One(finding.Unknown, "Without Entra ID P1 Microsoft does not report who has registered multifactor authentication.", finding.Evidence{})
	},
	Run: func(s *snapshot.Snapshot) []check.Result {
		owners, whole := appOwners(s)
		for d := range snapshot.RegistrationDetails.All(s) {
			if o := owners[d.ID]; o != nil {
				o.registered = d.IsMfaRegistered
			}
		}
		var results []check.Result
		var unreported []finding.Subject
		for _, o := range slices.SortedFunc(maps.Values(owners), func(a, b *appOwner) int { return cmp.Compare(a.person.id, b.person.id) }) {
			switch {
			case !o.registered.Known():
				unreported = append(unreported, o.person.subject())
			case !o.registered.V:
				results = append(results, check.Result{
					Resource: resourceOf(o.person.id), Verdict: finding.Fail, Reason: "Someone who owns an app registration has not registered multifactor authentication.",
					Evidence: finding.Evidence{
						Facts:    finding.Facts{"isMfaRegistered": false, "applications": len(o.applications)},
						Subjects: finding.Subjects{"people": finding.List(o.person.subject()), "applications": finding.List(o.applications...)},
					},
				})
			}
		}
		facts := finding.Facts{"owners": len(owners)}
		switch {
		case len(unreported) > 0:
			told := func(resource string) bool {
				return whole && !slices.ContainsFunc(unreported, func(p finding.Subject) bool { return resourceOf(p.ID) == resource })
			}
			return append(results, check.Unsure("Microsoft's report does not say of every owner whether they registered multifactor authentication.",
				finding.Evidence{Facts: facts, Subjects: finding.Subjects{"people": finding.List(unreported...)}}, told)...)
		case !whole:
			return append(results, check.One(finding.Unknown, unreadOwners, finding.Evidence{Facts: facts})...)
		case len(results) > 0:
			return results
		case len(owners) == 0:
			return check.One(finding.NotApplicable, "No person owns an app registration.", finding.Evidence{})
		}
		return check.One(finding.Pass, "Everyone who owns an app registration has registered multifactor authentication.", finding.Evidence{Facts: facts})
	},
}

// appOwner is a person who can sign in and owns app registrations.
type appOwner struct {
	person       person
	applications []finding.Subject
	registered   snapshot.Value[bool]
}

// appOwners returns the people who own app registrations by id; whole is whether
// Graph told of all of them.
func appOwners(s *snapshot.Snapshot) (owners map[string]*appOwner, whole bool) {
	owners, whole = map[string]*appOwner{}, true
	applications := snapshot.Applications.Of(s)
	for i := range applications {
		a := &applications[i]
		whole = whole && snapshot.OwnersKnown(a.Owners)
		for j := range a.Owners {
			p, ok := owner(s, &a.Owners[j])
			if !ok || p.off {
				continue
			}
			o := owners[p.id]
			if o == nil {
				o = &appOwner{person: p}
				owners[p.id] = o
			}
			o.applications = append(o.applications, finding.Subject{ID: a.ID, Name: a.DisplayName})
		}
	}
	return owners, whole
}
