package authmethods

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// AuthenticatorLocation asks that a request says where it comes from.
var AuthenticatorLocation = &check.Check{
	ID:       "auth-authenticator-location",
	Title:    "Microsoft Authenticator shows everyone the place a request comes from",
	Category: check.AuthMethods,
	Severity: finding.Medium,
	Because:  "A request from a place where the person is not is the plainest sign of a stolen password.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.3.3v2"}, CIS: []string{"5.2.3.1"}, EIDSCA: []string{"AM09", "AM10"}, ISO27001: []string{"A.8.5"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"AU-015"},
	Reads:    reads(),
	Uses:     usesPhishingResistant(),
	Risk:     "A person approves a request from the other side of the world because nothing on the phone says so.",
	Fix: check.Fix{
		Portal:  methodSettings + " > Microsoft Authenticator > Configure > Show geographic location in push and passwordless notifications: Enabled, Target: All users",
		Request: `PATCH /v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/MicrosoftAuthenticator {"@odata.type":"#microsoft.graph.microsoftAuthenticatorAuthenticationMethodConfiguration","featureSettings":{"displayLocationInformationRequiredState":{"state":"enabled","includeTarget":{"targetType":"group","id":"all_users"}}}}`,
	},
	Texts:  []*text.Table{authenticatorLocationTexts, authenticatorTexts, methodTexts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.3.3; Microsoft Entra documentation, Use additional context in Authenticator notifications",
	Run: func(s *snapshot.Snapshot) []check.Result {
		get := func(f snapshot.FeatureSettings) snapshot.Value[snapshot.TargetedState] {
			return f.DisplayLocationInformationRequiredState
		}
		return context(s, get, feature{
			pass: "Authenticator shows everyone where a request comes from.",
			fail: "Authenticator does not certainly show where a request comes from.",
		})
	},
}
