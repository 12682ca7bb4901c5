package applications

import (
	"cmp"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// UnverifiedGrants asks that nobody gave an application whose maker Microsoft
// does not know access to their mail, files or more. Microsoft's applications
// and the tenant's own need no verified publisher. Each application is a result
// of its own.
var UnverifiedGrants = &check.Check{
	ID:       "app-unverified-grants",
	Title:    "People gave no application of an unverified publisher access to their mail or files",
	Category: check.Applications,
	Severity: finding.High,
	Because:  "Consent phishing looks exactly like this: a pleasant name, a maker nobody checked, and one click that outlives every change of password.",
	Controls: check.Controls{ISO27001: []string{"A.5.19", "A.8.3"}, NIS2: []string{"21(2)(d)", "21(2)(g)"}},
	Rows:     []string{"AP-035"},
	Reads:    append(readsGrants(), snapshot.Organizations.Resource()),
	Uses:     []snapshot.Resource{snapshot.Users.Resource()},
	Risk:     "The maker of the application reads and changes people's mail and files for as long as the consent stands, without a password and past multifactor authentication.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Enterprise apps > the application > Permissions > Review permissions > revoke the users' consent, and disable the application if nobody needs it",
		Request: deleteGrant,
	},
	Texts: []*text.Table{unverifiedGrantsTexts, grantTexts},
	Since: "2026-11",
	Source: "CIPP, malicious and rogue applications, told by publisher and permissions instead of a list; delegated permissions as in CISA's list of risky permissions; " +
		"Microsoft Entra documentation, Publisher verification",
	Run: func(s *snapshot.Snapshot) []check.Result {
		found, strange := clients(s, "Principal", reaches)
		tenant := snapshot.Organizations.Of(s)
		ownUnknown := len(tenant) == 0 || tenant[0].ID == ""
		var results []check.Result
		for _, c := range found {
			if c.app != nil && (ownedByMicrosoft(c.app) || c.app.OwnOf(s)) {
				continue
			}
			evidence := c.evidence()
			evidence.Subjects["users"] = people(s, c.people)
			switch {
			case c.app == nil || !c.app.VerifiedPublisher.Set:
				results = append(results, check.Result{Resource: c.id, Verdict: finding.Unknown, Evidence: evidence,
					Reason: "Graph did not return whether the publisher of an application is verified."})
			case c.app.VerifiedPublisher.V.VerifiedPublisherID != "":
			case ownUnknown:
				results = append(results, check.Result{Resource: c.id, Verdict: finding.Unknown, Evidence: evidence,
					Reason: "It could not be told whether an application without a verified publisher is the tenant's own."})
			default:
				results = append(results, check.Result{Resource: c.id, Verdict: finding.Fail, Evidence: evidence,
					Reason: "People gave an application of an unverified publisher access to their mail, files or more."})
			}
		}
		if strange {
			results = append(results, check.One(finding.Unknown, strangeConsent, finding.Evidence{})...)
		}
		if len(results) == 0 {
			return check.One(finding.Pass, "Nobody gave an application of an unverified publisher access to mail, files or more.", finding.Evidence{})
		}
		return results
	},
}

// people names the first of those with these ids, and counts all of them.
func people(s *snapshot.Snapshot, ids []string) finding.SubjectList {
	var all finding.Tally
	for _, id := range ids {
		person := finding.Subject{ID: id}
		if !all.Full() {
			if u := snapshot.UserByID(s, id); u != nil {
				person.Name = cmp.Or(u.DisplayName, u.UserPrincipalName)
			}
		}
		all.Add(person)
	}
	return all.List()
}
