package authmethods

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// AuthenticatorApplication asks that a request says which application it is for.
var AuthenticatorApplication = &check.Check{
	ID:       "auth-authenticator-application",
	Title:    "Microsoft Authenticator shows everyone the application a request is for",
	Category: check.AuthMethods,
	Severity: finding.Medium,
	Because:  "The name of the application is what tells a person that a request is not theirs.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.3.3v2"}, CIS: []string{"5.2.3.1"}, EIDSCA: []string{"AM06", "AM07"}, ISO27001: []string{"A.8.5"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"AU-014"},
	Reads:    reads(),
	Uses:     usesPhishingResistant(),
	Risk:     "An attacker with the password hides among the requests a person is used to, because every request looks alike.",
	Fix: check.Fix{
		Portal:  methodSettings + " > Microsoft Authenticator > Configure > Show application name in push and passwordless notifications: Enabled, Target: All users",
		Request: `PATCH /v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/MicrosoftAuthenticator {"@odata.type":"#microsoft.graph.microsoftAuthenticatorAuthenticationMethodConfiguration","featureSettings":{"displayAppInformationRequiredState":{"state":"enabled","includeTarget":{"targetType":"group","id":"all_users"}}}}`,
	},
	Texts:  []*text.Table{authenticatorApplicationTexts, authenticatorTexts, methodTexts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.3.3; Microsoft Entra documentation, Use additional context in Authenticator notifications",
	Run: func(s *snapshot.Snapshot) []check.Result {
		get := func(f snapshot.FeatureSettings) snapshot.Value[snapshot.TargetedState] {
			return f.DisplayAppInformationRequiredState
		}
		return context(s, get, feature{
			pass: "Authenticator shows everyone which application a request is for.",
			fail: "Authenticator does not certainly show which application a request is for.",
		})
	},
}
