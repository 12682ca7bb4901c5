package authmethods

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// EmailOTP asks that members cannot prove with e-mail who they are. Whether
// guests may is the customer's decision,
// settings.declared.emailOneTimePasscodeForGuests.
var EmailOTP = &check.Check{
	ID:       "auth-email-otp",
	Title:    "One-time passcodes by e-mail are not an authentication method",
	Category: check.AuthMethods,
	Severity: finding.Medium,
	Because:  "A passcode by e-mail proves only that somebody reads a mailbox, which is often what the attacker already does.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.3.5v2"}, CIS: []string{"5.2.3.7"}, EIDSCA: []string{"AE01", "AE02"}, ISO27001: []string{"A.5.17", "A.8.5"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"AU-005"},
	Reads:    reads(),
	Risk:     "An attacker who reads the victim's mailbox also reads the passcode, and so the second factor adds nothing.",
	Fix: check.Fix{
		Portal:  methodSettings + " > Email OTP > Enable: Off; under Configure decide whether external users may use it",
		Request: `PATCH /v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/Email {"@odata.type":"#microsoft.graph.emailAuthenticationMethodConfiguration","state":"disabled","allowExternalIdToUseEmailOtp":"disabled"}`,
	},
	Texts:  []*text.Table{emailOTPTexts, methodTexts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.3.5; Microsoft Graph documentation, emailAuthenticationMethodConfiguration resource type",
	Run: func(s *snapshot.Snapshot) []check.Result {
		m, enabled, known := method(s, "Email")
		facts := finding.Facts{"state": m.State, "allowExternalIdToUseEmailOtp": m.AllowExternalIDToUseEmailOtp}
		evidence := finding.Evidence{Facts: facts}
		switch {
		case !known:
			return unknownMethod()
		case enabled:
			return check.One(finding.Fail, "One-time passcodes by e-mail are enabled as a method.", evidence)
		case s.Settings.Declared.EmailOneTimePasscodeForGuests != "refused":
			return check.One(finding.Pass, "One-time passcodes by e-mail are disabled as a method.", evidence)
		}
		switch strings.ToLower(m.AllowExternalIDToUseEmailOtp) {
		case "disabled":
			return check.One(finding.Pass, "One-time passcodes by e-mail are disabled for members and guests.", evidence)
		case "enabled", "default":
			return check.One(finding.Fail, "Guests may use one-time passcodes by e-mail although that was refused.", evidence)
		}
		return check.One(finding.Unknown, "Graph did not return whether guests may use passcodes by e-mail.", finding.Evidence{})
	},
}
