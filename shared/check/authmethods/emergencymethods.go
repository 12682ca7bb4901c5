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

// EmergencyMethods asks that the declared break-glass accounts sign in with a
// method that cannot be phished and have nothing weaker besides a password.
var EmergencyMethods = &check.Check{
	ID:       "auth-emergency-methods",
	Title:    "Break-glass accounts have a phishing-resistant method and nothing weaker",
	Category: check.AuthMethods,
	Severity: finding.Critical,
	Because:  "A break-glass account can do everything and is excluded from policies, so its own methods are all that protects it.",
	Controls: check.Controls{CIS: []string{"1.1.2"}, ISO27001: []string{"A.5.17", "A.8.2", "A.8.5"}, NIS2: []string{"21(2)(c)", "21(2)(j)"}},
	Rows:     []string{"AU-031"},
	Reads:    []snapshot.Resource{snapshot.EmergencyMethods.Resource()},
	Uses:     []snapshot.Resource{snapshot.AuthenticationMethodsPolicy.Resource(), snapshot.Users.Resource()},
	Risk:     "An attacker who gets hold of the password, or of the phone number registered with the account, is Global Administrator, and no policy stands in the way.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Users > the break-glass account > Authentication methods > Add authentication method > Passkey (FIDO2); then delete every other method",
		Request: `DELETE /v1.0/users/{id}/authentication/phoneMethods/{id of the method}`,
	},
	Texts:  []*text.Table{emergencyMethodsTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 1.1.2; Microsoft Entra documentation, Manage emergency access accounts in Microsoft Entra ID; Microsoft Graph documentation, List methods, which lists no certificates: where the tenant accepts those, an account without another method cannot be told",
	Run: func(s *snapshot.Snapshot) []check.Result {
		var results []check.Result
		for _, id := range s.Settings.EmergencyAccess.Users {
			if id != "" {
				results = append(results, emergencyAccount(s, id))
			}
		}
		if len(results) == 0 {
			return check.One(finding.Unknown, "No break-glass account was declared, so none can be judged.", finding.Evidence{})
		}
		return once(results)
	},
}

// strongMethods are the types of methods that cannot be phished, as Graph lists
// them; weakMethods all others it has. A password is neither: every account has one.
var (
	strongMethods = []string{"fido2", "windowsHelloForBusiness", "platformCredential", "x509Certificate"}
	weakMethods   = []string{
		"phone", "email", "microsoftAuthenticator", "softwareOath", "hardwareOath", "temporaryAccessPass", "qrCodePin",
		"external", "passwordlessMicrosoftAuthenticator",
	}
)

// methodType is a method's type without what all types have in common.
func methodType(m snapshot.AuthenticationMethod) string {
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(m.Type, "#"), "microsoft.graph."), "AuthenticationMethod")
}

// emergencyAccount judges the methods of one account.
func emergencyAccount(s *snapshot.Snapshot, id string) check.Result {
	subject := finding.Subject{ID: id}
	if u := snapshot.UserByID(s, id); u != nil {
		subject.Name = cmp.Or(u.DisplayName, u.UserPrincipalName)
	}
	result := func(v finding.Verdict, reason string, facts finding.Facts) check.Result {
		return check.Result{Resource: strings.ToLower(id), Verdict: v, Reason: reason, Evidence: finding.Evidence{
			Facts: facts, Subjects: finding.Subjects{"accounts": finding.List(subject)},
		}}
	}
	methods, read := snapshot.EmergencyMethods.Of(s, id)
	if !read {
		methods, read = snapshot.EmergencyMethods.Of(s, strings.ToLower(id))
	}
	if !read {
		return result(finding.Unknown, "The methods of the break-glass account could not be read.", nil)
	}
	types := make([]string, 0, len(methods))
	strong, weak, unknown := false, false, false
	for _, m := range methods {
		kind := methodType(m)
		types = append(types, kind)
		switch {
		case slices.Contains(strongMethods, kind):
			strong = true
		case slices.Contains(weakMethods, kind):
			weak = weak || !m.IsUsable.Known() || m.IsUsable.V
		case kind != "password":
			unknown = true
		}
	}
	_, certificates, known := method(s, "X509Certificate")
	facts := finding.Facts{"methods": types}
	switch {
	case weak:
		return result(finding.Fail, "The break-glass account has a method that is weaker than a passkey.", facts)
	case unknown:
		return result(finding.Unknown, "The break-glass account has a method Vahti does not know.", nil)
	case !strong && (certificates || !known):
		return result(finding.Unknown, "Graph lists no certificates, so it could not be told whether the break-glass account signs in with one.", facts)
	case !strong:
		return result(finding.Fail, "The break-glass account has no phishing-resistant method.", facts)
	}
	return result(finding.Pass, "The break-glass account has a phishing-resistant method and nothing weaker.", facts)
}
