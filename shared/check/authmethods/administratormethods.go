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

// AdministratorMethods asks that everyone who holds a privileged role, or may
// activate one, has registered a method that cannot be phished. Break-glass
// accounts count; disabled accounts and applications do not.
var AdministratorMethods = &check.Check{
	ID:       "auth-administrator-methods",
	Title:    "Every administrator has registered a phishing-resistant method",
	Category: check.AuthMethods,
	Severity: finding.High,
	Because:  "Administrators are the ones an attacker goes after, and a policy that asks them for a passkey only helps those who have one.",
	Controls: check.Controls{ISO27001: []string{"A.5.17", "A.8.2", "A.8.5"}, NIS2: []string{"21(2)(i)", "21(2)(j)"}},
	Rows:     []string{"AU-029"},
	Reads:    []snapshot.Resource{snapshot.RegistrationDetails.Resource(), snapshot.RoleAssignments.Resource()},
	Uses: []snapshot.Resource{
		snapshot.RoleEligibilitySchedules.Resource(), snapshot.RoleDefinitions.Resource(), snapshot.GroupMembers.Resource(),
		snapshot.Users.Resource(), snapshot.ServicePrincipals.Resource(),
	},
	Licence: check.EntraP1,
	Risk:    "A fake sign-in page takes an administrator's password, code and session at once, and the attacker administers the tenant.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Users > the administrator > Authentication methods > Add authentication method > Temporary Access Pass; with it the administrator registers a passkey in My Account > Security info > Add sign-in method",
		Request: `POST /v1.0/users/{id}/authentication/temporaryAccessPassMethods {"lifetimeInMinutes":60,"isUsableOnce":true}`,
	},
	Neutral: []string{"administrators"},
	Texts:   []*text.Table{administratorMethodsTexts},
	Since:   "2026-11",
	Source:  "Microsoft Entra documentation, Conditional Access authentication strength, by whose built-in strength a single-factor certificate is not phishing-resistant; Microsoft Graph documentation, userRegistrationDetails resource type",
	Run: func(s *snapshot.Snapshot) []check.Result {
		admins := administratorsOf(s)
		seen := make(map[string]bool, len(admins.users))
		var results []check.Result
		for d := range snapshot.RegistrationDetails.All(s) {
			u := admins.users[d.ID]
			if u == nil || seen[d.ID] {
				continue
			}
			seen[d.ID] = true
			if r := administrator(d, u); r.Verdict != finding.Pass {
				results = append(results, r)
			}
		}
		missing := 0
		for id := range admins.users {
			if !seen[id] {
				missing++
			}
		}
		evidence := finding.Evidence{Facts: finding.Facts{"administrators": len(admins.users), "notInReport": missing}}
		told := func(id string) bool { return seen[id] || admins.whole && admins.users[id] == nil }
		switch {
		case len(admins.users) == 0 && admins.whole:
			return check.One(finding.Unknown, "Graph names nobody who holds a privileged role.", evidence)
		case missing > 0:
			results = append(results, check.Unsure("Microsoft's report does not name every administrator.", evidence, told)...)
		case !admins.whole:
			results = append(results, check.Unsure("It could not be told who holds every privileged role.", evidence, told)...)
		case len(results) == 0:
			return check.One(finding.Pass, "Every administrator has a phishing-resistant method.", evidence)
		}
		return results
	},
}

// resistantMethods are the methods that cannot be phished, as the report names them.
var resistantMethods = []string{
	"fido2", "fido2SecurityKey", "passKeyDeviceBound", "passKeyDeviceBoundAuthenticator", "passKeyDeviceBoundWindowsHello", "passKeySynced",
	"windowsHelloForBusiness", "macOsSecureEnclaveKey", "x509CertificateMultiFactor",
}

// administrator judges one person. A word of the report that stands for
// something newer than the report says may be a method that cannot be phished.
func administrator(d *snapshot.RegistrationDetail, u *snapshot.User) check.Result {
	newer := d.MethodsRegistered == nil
	for _, m := range d.MethodsRegistered {
		if slices.ContainsFunc(resistantMethods, func(r string) bool { return strings.EqualFold(r, m) }) {
			return check.Result{Verdict: finding.Pass}
		}
		newer = newer || strings.EqualFold(m, "unknownFutureValue")
	}
	r := check.Result{
		Resource: cmp.Or(u.ID, d.ID), Verdict: finding.Fail, Reason: "The administrator has no phishing-resistant method.",
		Evidence: finding.Evidence{
			Facts:    finding.Facts{"methodsRegistered": append([]string{}, d.MethodsRegistered...)},
			Subjects: finding.Subjects{"people": finding.List(person(u))},
		},
	}
	switch {
	case newer:
		r.Verdict, r.Reason = finding.Unknown, "Microsoft's report does not say which methods the administrator has."
	case !u.AccountEnabled.Known():
		r.Verdict, r.Reason = finding.Unknown, "Graph did not return whether the administrator's account is enabled."
	}
	return r
}
