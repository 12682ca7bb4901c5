package authmethods

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// AuthenticatorOTP asks that codes typed from the app do not sign anyone in. A
// disabled app gives no codes, and neither do they help where sign-in must be
// phishing-resistant.
var AuthenticatorOTP = &check.Check{
	ID:       "auth-authenticator-otp",
	Title:    "Codes from Microsoft Authenticator cannot be used to sign in",
	Category: check.AuthMethods,
	Severity: finding.Low,
	Because:  "A typed code carries no number, place or application with it, so it goes around everything that makes Authenticator's requests safe.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.3.3v2"}, EIDSCA: []string{"AM02"}, ISO27001: []string{"A.8.5"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"AU-012"},
	Reads:    reads(),
	Uses:     usesPhishingResistant(),
	Risk:     "A fake sign-in page asks for the six digits and uses them within the half minute they are good for.",
	Fix: check.Fix{
		Portal:  methodSettings + " > Microsoft Authenticator > Configure > Allow use of Microsoft Authenticator OTP: No",
		Request: `PATCH /v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/MicrosoftAuthenticator {"@odata.type":"#microsoft.graph.microsoftAuthenticatorAuthenticationMethodConfiguration","isSoftwareOathEnabled":false}`,
	},
	Texts:  []*text.Table{authenticatorOTPTexts, methodTexts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.3.3; Microsoft Graph documentation, microsoftAuthenticatorAuthenticationMethodConfiguration resource type. The baseline counts a disabled Authenticator as keeping the control, and it gives no codes; so it passes instead of being not applicable",
	Run: func(s *snapshot.Snapshot) []check.Result {
		m, enabled, known := method(s, authenticator)
		switch {
		case known && !enabled:
			return check.One(finding.Pass, "Microsoft Authenticator is disabled, so it gives no codes.", finding.Evidence{Facts: finding.Facts{"state": m.State}})
		case phishingResistant(s):
			return check.One(finding.Pass, "Phishing-resistant sign-in is required of everyone, so codes do not suffice.", finding.Evidence{})
		case !known:
			return unknownMethod()
		case !m.IsSoftwareOathEnabled.Known():
			return check.One(finding.Unknown, "Graph did not return whether the app's codes can be used.", finding.Evidence{})
		}
		evidence := finding.Evidence{Facts: finding.Facts{"isSoftwareOathEnabled": m.IsSoftwareOathEnabled.V}}
		if m.IsSoftwareOathEnabled.V {
			return check.One(finding.Fail, "Codes from Microsoft Authenticator can be used to sign in.", evidence)
		}
		return check.One(finding.Pass, "Codes from Microsoft Authenticator cannot be used to sign in.", evidence)
	},
}
