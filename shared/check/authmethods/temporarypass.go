package authmethods

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

const temporaryAccessPass = "TemporaryAccessPass"

// TemporaryPass asks that there is a safe way to set up the first passkey.
var TemporaryPass = &check.Check{
	ID:       "auth-temporary-access-pass",
	Title:    "Temporary Access Passes are enabled for onboarding",
	Category: check.AuthMethods,
	Severity: finding.Low,
	Because:  "A new colleague needs some way to register the first strong method, and a pass that soon expires is safer than a password and a phone number.",
	Controls: check.Controls{EIDSCA: []string{"AT01"}, ISO27001: []string{"A.5.17", "A.8.5"}, NIS2: []string{"21(2)(i)", "21(2)(j)"}},
	Rows:     []string{"AU-020"},
	Reads:    reads(),
	Licence:  check.EntraP1,
	Risk:     "First passwords travel by mail or phone and stay valid, and a lost key is replaced by weakening the account.",
	Fix: check.Fix{
		Portal:  methodSettings + " > Temporary Access Pass > Enable: On",
		Request: `PATCH /v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/TemporaryAccessPass {"@odata.type":"#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration","state":"enabled"}`,
	},
	Texts:  []*text.Table{temporaryPassTexts, methodTexts},
	Since:  "2026-11",
	Source: "EIDSCA, AT01; Microsoft Entra documentation, Configure a Temporary Access Pass to register passwordless authentication methods",
	Run: func(s *snapshot.Snapshot) []check.Result {
		m, enabled, known := method(s, temporaryAccessPass)
		evidence := finding.Evidence{Facts: finding.Facts{"state": m.State, "includeTargets": len(m.IncludeTargets)}}
		switch {
		case !known:
			return unknownMethod()
		case !enabled:
			return check.One(finding.Fail, "Temporary Access Passes are disabled.", evidence)
		}
		return check.One(finding.Pass, "Temporary Access Passes are enabled.", evidence)
	},
}
