package applications

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// MicrosoftCredentials asks that nobody has put a credential on one of
// Microsoft's own service principals. Each that has one is a result of its own;
// a credential that has expired counts too, for somebody put it there.
var MicrosoftCredentials = &check.Check{
	ID:       "app-microsoft-credentials",
	Title:    "Microsoft's own service principals carry no credentials",
	Category: check.Applications,
	Severity: finding.Critical,
	Because:  "Microsoft never puts credentials there, many of its services may read all mail or the whole directory, and no conditional access policy is asked.",
	Controls: check.Controls{ISO27001: []string{"A.5.17", "A.8.2"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"AP-012"},
	Reads:    []snapshot.Resource{snapshot.ServicePrincipals.Resource()},
	Risk:     "An intruder who added a secret to a Microsoft service signs in as that service from anywhere and reads mail or grants themselves roles in its name.",
	Fix: check.Fix{
		Portal:  "Find in Microsoft Entra admin center > Entra ID > Monitoring & health > Audit logs who added the credential; treat it as an intrusion unless it is known, such as that of an old hybrid Exchange, and remove it with the request below",
		Request: `POST /v1.0/servicePrincipals/{id}/removePassword {"keyId":"{id of the secret}"}, and for certificates PATCH /v1.0/servicePrincipals/{id} {"keyCredentials":[]}`,
	},
	Texts:  []*text.Table{microsoftCredentialsTexts, openingsTexts},
	Since:  "2026-11",
	Source: "Zero Trust Assessment, 21774; Microsoft Entra documentation, Verify first-party Microsoft applications in sign-in reports; Exchange documentation, Deploy dedicated Exchange hybrid app, for the cleaning-up of the shared service principal. The row asks for no credential at all, so expired ones fail as well.",
	Run: func(s *snapshot.Snapshot) []check.Result {
		var results []check.Result
		var unread []finding.Subject
		seen := 0
		principals := snapshot.ServicePrincipals.Of(s)
		for i := range principals {
			sp := &principals[i]
			if !ownedByMicrosoft(sp) || sp.Disabled() {
				continue
			}
			seen++
			o := openingsOf(sp, s.Now)
			reason := ""
			switch {
			case o.secrets+o.certificates > 0:
				reason = "One of Microsoft's own service principals carries a credential."
			case o.expired > 0:
				reason = "One of Microsoft's own service principals still carries a credential that has expired."
			case o.unread:
				unread = append(unread, subject(sp.ID, sp))
				continue
			default:
				continue
			}
			results = append(results, check.Result{
				Resource: resourceOf(sp.ID), Verdict: finding.Fail, Reason: reason,
				Evidence: finding.Evidence{Facts: o.facts(), Subjects: finding.Subjects{"applications": finding.List(subject(sp.ID, sp))}},
			})
		}
		results = append(results, unsure(unreadOpenings, unread)...)
		switch {
		case len(results) > 0:
			return results
		case seen == 0:
			return check.One(finding.Unknown, "Graph returned none of Microsoft's own service principals, which every tenant has.", finding.Evidence{})
		}
		return check.One(finding.Pass, "None of Microsoft's own service principals carries a credential.", finding.Evidence{Facts: finding.Facts{"microsoftServicePrincipals": seen}})
	},
}
