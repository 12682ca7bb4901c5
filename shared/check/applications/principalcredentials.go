package applications

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// PrincipalCredentials asks that applications sign in with the credentials of
// their registration, not with some of the service principal's own. Each service
// principal that has some is a result of its own. Microsoft's own are judged by
// MicrosoftCredentials.
var PrincipalCredentials = &check.Check{
	ID:       "app-service-principal-credentials",
	Title:    "Service principals carry no secrets or certificates of their own",
	Category: check.Applications,
	Severity: finding.High,
	Because:  "The admin centre does not show a service principal's own credentials, so they outlive reviews, and intruders put theirs there for that reason.",
	Controls: check.Controls{ISO27001: []string{"A.5.17", "A.8.2"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"AP-011"},
	Reads:    []snapshot.Resource{snapshot.ServicePrincipals.Resource()},
	Risk:     "An intruder adds a secret to an application that already has access and keeps signing in as it after every password was changed.",
	Fix: check.Fix{
		Portal:  "There is no page for it in the admin centre; move the application to the credentials of its registration, then remove those of the service principal with the request below",
		Request: `POST /v1.0/servicePrincipals/{id}/removePassword {"keyId":"{id of the secret}"}, and for certificates PATCH /v1.0/servicePrincipals/{id} {"keyCredentials":[]}`,
	},
	Texts:  []*text.Table{principalCredentialsTexts, openingsTexts},
	Since:  "2026-11",
	Source: "Microsoft Entra documentation, Microsoft Entra security operations guide for applications; Microsoft Graph documentation, servicePrincipal resource type. Managed identities, whose certificates Azure renews, certificates that sign or encrypt SAML tokens, and the certificate of P2P Server, described in the Microsoft Entra device management FAQ, do not count.",
	Run: func(s *snapshot.Snapshot) []check.Result {
		var results []check.Result
		var unread []finding.Subject
		principals := snapshot.ServicePrincipals.Of(s)
		for i := range principals {
			sp := &principals[i]
			if ownedByMicrosoft(sp) || managedIdentity(sp) || sp.Disabled() {
				continue
			}
			o := ownOpeningsOf(sp, s.Now)
			switch {
			case o.secrets+o.certificates > 0:
				results = append(results, check.Result{
					Resource: resourceOf(sp.ID), Verdict: finding.Fail, Reason: "A service principal carries a secret or certificate of its own.",
					Evidence: finding.Evidence{Facts: o.facts(), Subjects: finding.Subjects{"applications": finding.List(subject(sp.ID, sp))}},
				})
			case o.unread:
				unread = append(unread, subject(sp.ID, sp))
			}
		}
		if results = append(results, unsure(unreadOpenings, unread)...); len(results) == 0 {
			return check.One(finding.Pass, "No service principal carries a valid secret or certificate of its own.", finding.Evidence{})
		}
		return results
	},
}

const unreadOpenings = "Graph did not return all about a service principal's secrets and certificates."

// unsure is the one result about applications of which something could not be
// told; none where there are none.
func unsure(reason string, applications []finding.Subject) []check.Result {
	if len(applications) == 0 {
		return nil
	}
	return check.One(finding.Unknown, reason, finding.Evidence{
		Facts: finding.Facts{"applications": len(applications)}, Subjects: finding.Subjects{"applications": finding.List(applications...)},
	})
}

// resourceOf is the resource of a result about an entity, which Graph may have
// sent without an id.
func resourceOf(id string) string {
	if id == "" {
		return finding.TenantResource
	}
	return id
}
