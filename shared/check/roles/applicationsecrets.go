package roles

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// ApplicationSecrets asks that no application with a role of the control plane
// can be opened by a secret. Each application is a result of its own. Its secrets
// are those of the service principal and those of the app registration.
var ApplicationSecrets = &check.Check{
	ID:       "role-application-secrets",
	Title:    "Applications with a role that leads to Global Administrator have no secret",
	Category: check.Roles,
	Severity: finding.Critical,
	Because:  "A secret is a password that is copied into scripts and settings and works from anywhere, and this one opens the whole tenant.",
	Controls: check.Controls{ISO27001: []string{"A.5.17", "A.8.2"}, NIS2: []string{"21(2)(i)", "21(2)(j)"}},
	Rows:     []string{"RO-017"},
	Reads:    []snapshot.Resource{snapshot.RoleAssignments.Resource(), snapshot.ServicePrincipals.Resource(), snapshot.Applications.Resource()},
	Uses:     usesRegistrations(),
	Risk:     "Whoever reads the secret in a repository, a log or a colleague's notes makes themselves Global Administrator, without a second factor and from any country.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > App registrations > the application > Certificates & secrets > delete the secret and use a certificate, a managed identity or a federated credential instead",
		Request: `POST /v1.0/applications/{id}/removePassword {"keyId":"{id of the secret}"}`,
	},
	Texts:  []*text.Table{applicationSecretsTexts, roleTexts},
	Since:  "2026-11",
	Source: "Maester, MT.1027; Prowler, entra_service_principal_no_secrets_for_permanent_tier0_roles, whose roles are judged; Microsoft Graph documentation, application and servicePrincipal resource types: a service principal does not show the secrets of its app registration, so both are read",
	Run: func(s *snapshot.Snapshot) []check.Result {
		found := holdersOf(s, controlPlaneSet)
		services := found.applications()
		registered := registrationsOf(s, services)
		var results []check.Result
		for _, v := range services {
			if r := judgeSecrets(s, v, registered[strings.ToLower(v.principal.AppID)]); r.Verdict != finding.Pass {
				results = append(results, r)
			}
		}
		switch {
		case len(found.unresolvedServices) > 0:
			results = append(results, check.One(finding.Unknown, notAllApplications, finding.Evidence{})...)
		case len(results) == 0:
			return check.One(finding.Pass, "No application with a role that leads to Global Administrator has a secret.", finding.Evidence{Facts: finding.Facts{"applications": len(services)}})
		}
		return results
	},
}

// usesRegistrations are what tells the applications and where they are registered.
func usesRegistrations() []snapshot.Resource {
	return []snapshot.Resource{
		snapshot.RoleDefinitions.Resource(), snapshot.GroupMembers.Resource(), snapshot.Users.Resource(), snapshot.Organizations.Resource(),
	}
}

// registrationsOf returns the app registrations of these service principals, by
// application id in lower case.
func registrationsOf(s *snapshot.Snapshot, services []*service) map[string]*snapshot.Application {
	found := make(map[string]*snapshot.Application, len(services))
	for _, v := range services {
		if v.principal.AppID != "" {
			found[strings.ToLower(v.principal.AppID)] = nil
		}
	}
	if len(found) == 0 {
		return found
	}
	all := snapshot.Applications.Of(s)
	for i := range all {
		key := strings.ToLower(all[i].AppID)
		if _, wanted := found[key]; wanted {
			found[key] = &all[i]
		}
	}
	return found
}

// registeredElsewhere reports whether a service principal stands for an
// application that another tenant keeps, with credentials that do not show here.
func registeredElsewhere(s *snapshot.Snapshot, p *snapshot.ServicePrincipal, registered *snapshot.Application) bool {
	if registered != nil || p.OwnOf(s) {
		return false
	}
	return !strings.EqualFold(p.ServicePrincipalType, "ManagedIdentity") && !strings.EqualFold(p.ServicePrincipalType, "Legacy")
}

func judgeSecrets(s *snapshot.Snapshot, v *service, registered *snapshot.Application) check.Result {
	roles, note := names(v.roles)
	facts := finding.Facts{"roles": roles}
	result := check.Result{Resource: v.principal.ID, Evidence: finding.Evidence{
		Facts: facts, Subjects: finding.Subjects{"applications": finding.List(v.subject(note))},
	}}
	lists := [][]snapshot.Credential{v.principal.PasswordCredentials}
	if registered != nil {
		lists = append(lists, registered.PasswordCredentials)
	}
	secrets, unsure := 0, false
	for _, list := range lists {
		unsure = unsure || list == nil // not even an empty list came
		for i := range list {
			switch end := list[i].EndDateTime; {
			case !end.Set, end.Known() && !end.V.Readable:
				unsure = true
			case end.Null, end.V.Time.After(s.Now):
				secrets++
			}
		}
	}
	facts["secrets"] = secrets
	switch {
	case secrets > 0:
		result.Verdict, result.Reason = finding.Fail, "An application with a role that leads to Global Administrator has a secret."
	case unsure:
		result.Verdict, result.Reason = finding.Unknown, "Graph did not return the secrets of an application with a role that leads to Global Administrator."
	case registeredElsewhere(s, &v.principal, registered):
		result.Verdict, result.Reason = finding.Unknown, "The application is registered in another tenant, where its secrets cannot be seen."
	default:
		result.Verdict = finding.Pass
	}
	return result
}
