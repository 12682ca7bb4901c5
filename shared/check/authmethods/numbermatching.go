package authmethods

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// NumberMatching asks that a request is approved by typing the number on the
// screen. Microsoft enforces it since 2023, so an absent setting passes.
var NumberMatching = &check.Check{
	ID:       "auth-number-matching",
	Title:    "Microsoft Authenticator asks everyone for the number on the screen",
	Category: check.AuthMethods,
	Severity: finding.Medium,
	Because:  "Typing the number stops people from approving a request they did not start.",
	Controls: check.Controls{CIS: []string{"5.2.3.1"}, EIDSCA: []string{"AM03", "AM04"}, ISO27001: []string{"A.8.5"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"AU-013"},
	Reads:    reads(),
	Risk:     "An attacker who knows the password sends request after request until the victim, tired, approves one.",
	Fix: check.Fix{
		Portal:  methodSettings + " > Microsoft Authenticator > Configure > Require number matching for push notifications: Enabled or Microsoft managed, Target: All users",
		Request: `PATCH /beta/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/MicrosoftAuthenticator {"@odata.type":"#microsoft.graph.microsoftAuthenticatorAuthenticationMethodConfiguration","featureSettings":{"numberMatchingRequiredState":{"state":"enabled","includeTarget":{"targetType":"group","id":"all_users"}}}}`,
	},
	Texts:  []*text.Table{numberMatchingTexts, methodTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 5.2.3.1; Microsoft Entra documentation, How number matching works in MFA push notifications for Authenticator",
	Run: func(s *snapshot.Snapshot) []check.Result {
		m, enabled, known := method(s, authenticator)
		switch {
		case !known:
			return unknownMethod()
		case !enabled:
			return disabledMethod()
		case !m.FeatureSettings.V.NumberMatchingRequiredState.Known():
			return check.One(finding.Pass, "The tenant has no setting of its own, and Microsoft enforces number matching.", finding.Evidence{})
		}
		return feature{
			byDefault: true,
			pass:      "Authenticator asks everyone for the number on the screen.",
			fail:      "Number matching is switched off.",
		}.judge(m.FeatureSettings.V.NumberMatchingRequiredState)
	},
}
