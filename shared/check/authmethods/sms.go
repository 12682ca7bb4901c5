package authmethods

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// SMS asks that text messages prove nothing.
var SMS = &check.Check{
	ID:       "auth-sms",
	Title:    "Text messages are not an authentication method",
	Category: check.AuthMethods,
	Severity: finding.Medium,
	Because:  "A code in a text message can be read by whoever takes over the phone number and typed into a fake sign-in page by the victim.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.3.5v2"}, CIS: []string{"5.2.3.5"}, EIDSCA: []string{"AS01"}, ISO27001: []string{"A.5.17", "A.8.5"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"AU-002"},
	Reads:    reads(),
	Risk:     "An attacker moves the victim's number to a new SIM card, receives the code and passes multifactor authentication.",
	Fix: check.Fix{
		Portal:  methodSettings + " > SMS > Enable: Off",
		Request: `PATCH /v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/Sms {"@odata.type":"#microsoft.graph.smsAuthenticationMethodConfiguration","state":"disabled"}`,
	},
	Texts:  []*text.Table{smsTexts, methodTexts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.3.5; Microsoft Graph documentation, smsAuthenticationMethodConfiguration resource type",
	Run:    mustBeDisabled("Sms", "Text messages are disabled as a method.", "Text messages are enabled as a method."),
}
