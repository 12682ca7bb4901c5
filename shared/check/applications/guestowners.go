package applications

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// GuestOwners asks that nobody from outside owns an application. Each app
// registration or service principal with such an owner is a result of its own.
var GuestOwners = &check.Check{
	ID:       "app-guest-owners",
	Title:    "Guests own no app registration or service principal",
	Category: check.Applications,
	Severity: finding.High,
	Because:  "An owner may add secrets to an application and act with all its permissions, and a guest's account is protected by another company's rules.",
	Controls: check.Controls{ISO27001: []string{"A.5.18", "A.5.19", "A.8.2"}, NIS2: []string{"21(2)(d)", "21(2)(i)"}},
	Rows:     []string{"AP-022"},
	Reads:    []snapshot.Resource{snapshot.Applications.Resource(), snapshot.ServicePrincipals.Resource()},
	Uses:     []snapshot.Resource{snapshot.Users.Resource()},
	Risk:     "An attacker takes over a consultant's account at another company, adds a secret to the application it owns and works in your tenant as that application.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > App registrations > the application > Owners > remove the guest, and likewise under Enterprise apps",
		Request: `DELETE /v1.0/applications/{id}/owners/{id of the guest}/$ref (of a service principal: DELETE /v1.0/servicePrincipals/{id}/owners/{id of the guest}/$ref)`,
	},
	Neutral: []string{"owners"},
	Texts:   []*text.Table{guestOwnersTexts, ownersTexts},
	Since:   "2026-11",
	Source:  "Zero Trust Assessment, 21868; Microsoft Graph documentation, application: List owners. Guests whose account is disabled and service principals that are disabled do not count.",
	Run: func(s *snapshot.Snapshot) []check.Result {
		var results []check.Result
		var unread []finding.Subject
		add := func(thing finding.Subject, owners []snapshot.DirectoryObject, owned string) {
			verdict, guests := guestsAmong(s, owners)
			switch verdict {
			case finding.Fail:
				results = append(results, check.Result{
					Resource: resourceOf(thing.ID), Verdict: verdict, Reason: owned,
					Evidence: finding.Evidence{
						Facts:    finding.Facts{"owners": len(owners), "guestOwners": len(guests)},
						Subjects: finding.Subjects{"applications": finding.List(thing), "owners": finding.List(guests...)},
					},
				})
			case finding.Unknown:
				unread = append(unread, thing)
			}
		}
		applications, principals := snapshot.Applications.Of(s), snapshot.ServicePrincipals.Of(s)
		for i := range applications {
			add(finding.Subject{ID: applications[i].ID, Name: applications[i].DisplayName}, applications[i].Owners, "A guest owns an app registration.")
		}
		for i := range principals {
			if !principals[i].Disabled() {
				add(subject(principals[i].ID, &principals[i]), principals[i].Owners, "A guest owns a service principal.")
			}
		}
		if results = append(results, unsure(unreadOwners, unread)...); len(results) == 0 {
			return check.One(finding.Pass, "No guest owns an app registration or service principal.", finding.Evidence{})
		}
		return results
	},
}

// guestsAmong returns the guests among owners who can sign in. It is a pass only
// where all owners are known.
func guestsAmong(s *snapshot.Snapshot, owners []snapshot.DirectoryObject) (verdict finding.Verdict, guests []finding.Subject) {
	verdict = finding.Pass
	if !snapshot.OwnersKnown(owners) {
		verdict = finding.Unknown
	}
	for i := range owners {
		p, ok := owner(s, &owners[i])
		switch {
		case !ok || p.off || strings.EqualFold(p.kind, "Member"):
		case strings.EqualFold(p.kind, "Guest"):
			guests = append(guests, p.subject())
		default:
			verdict = finding.Unknown
		}
	}
	if len(guests) > 0 {
		verdict = finding.Fail
	}
	return verdict, guests
}
