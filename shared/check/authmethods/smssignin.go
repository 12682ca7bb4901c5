package authmethods

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// SMSSignIn asks that a text message alone does not sign anyone in.
var SMSSignIn = &check.Check{
	ID:       "auth-sms-sign-in",
	Title:    "A text message alone signs nobody in",
	Category: check.AuthMethods,
	Severity: finding.High,
	Because:  "Where a text message is the first factor, the phone number is the only thing between an attacker and the account.",
	Controls: check.Controls{EIDSCA: []string{"AS04"}, ISO27001: []string{"A.5.17", "A.8.5"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"AU-003"},
	Reads:    reads(),
	Risk:     "An attacker who takes over a phone number signs in without knowing any password.",
	Fix: check.Fix{
		Portal:  methodSettings + " > SMS > Enable and target > clear Use for sign-in for every target",
		Request: `PATCH /v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/Sms {"@odata.type":"#microsoft.graph.smsAuthenticationMethodConfiguration","includeTargets":[{"targetType":"group","id":"all_users","isUsableForSignIn":false}]}`,
	},
	Texts:  []*text.Table{smsSignInTexts, methodTexts},
	Since:  "2026-11",
	Source: "EIDSCA, AS04; Microsoft Entra documentation, Configure and enable users for SMS-based authentication",
	Run: func(s *snapshot.Snapshot) []check.Result {
		m, enabled, known := method(s, "Sms")
		switch {
		case !known:
			return unknownMethod()
		case !enabled:
			return disabledMethod()
		}
		usable, unsure := 0, m.IncludeTargets == nil
		for _, t := range m.IncludeTargets {
			unsure = unsure || !t.IsUsableForSignIn.Known()
			if t.IsUsableForSignIn.V {
				usable++
			}
		}
		evidence := finding.Evidence{Facts: finding.Facts{"targetsUsableForSignIn": usable}}
		switch {
		case usable > 0:
			return check.One(finding.Fail, "A text message is enough to sign in for some users.", evidence)
		case unsure:
			return check.One(finding.Unknown, "Graph did not return whether a text message is enough to sign in.", finding.Evidence{})
		}
		return check.One(finding.Pass, "A text message is never enough to sign in.", evidence)
	},
}
