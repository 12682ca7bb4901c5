package authmethods

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// Voice asks that phone calls prove nothing.
var Voice = &check.Check{
	ID:       "auth-voice",
	Title:    "Phone calls are not an authentication method",
	Category: check.AuthMethods,
	Severity: finding.Medium,
	Because:  "A call shows nothing about the sign-in it confirms and reaches whoever holds the number.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.3.5v2"}, CIS: []string{"5.2.3.5"}, EIDSCA: []string{"AV01"}, ISO27001: []string{"A.5.17", "A.8.5"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"AU-004"},
	Reads:    reads(),
	Risk:     "An attacker calls again and again until the victim presses the key, or forwards the number and presses it themselves.",
	Fix: check.Fix{
		Portal:  methodSettings + " > Voice call > Enable: Off",
		Request: `PATCH /v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/Voice {"@odata.type":"#microsoft.graph.voiceAuthenticationMethodConfiguration","state":"disabled"}`,
	},
	Texts:  []*text.Table{voiceTexts, methodTexts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.3.5; Microsoft Graph documentation, voiceAuthenticationMethodConfiguration resource type",
	Run:    mustBeDisabled("Voice", "Phone calls are disabled as a method.", "Phone calls are enabled as a method."),
}
