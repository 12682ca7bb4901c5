package authmethods

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// TemporaryPassOnce asks that a pass works a single time.
var TemporaryPassOnce = &check.Check{
	ID:       "auth-temporary-access-pass-once",
	Title:    "A Temporary Access Pass works only once",
	Category: check.AuthMethods,
	Severity: finding.Medium,
	Because:  "A pass is a password with multifactor strength; used once, it is worthless to whoever finds it afterwards.",
	Controls: check.Controls{EIDSCA: []string{"AT02"}, ISO27001: []string{"A.5.17", "A.8.5"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"AU-021"},
	Reads:    reads(),
	Licence:  check.EntraP1,
	Risk:     "Someone who sees the pass over a shoulder or in a message signs in with it while it still lives and registers a method of their own.",
	Fix: check.Fix{
		Portal:  methodSettings + " > Temporary Access Pass > Configure > Require one-time use: Yes",
		Request: `PATCH /v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/TemporaryAccessPass {"@odata.type":"#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration","isUsableOnce":true}`,
	},
	Texts:  []*text.Table{temporaryPassOnceTexts, methodTexts},
	Since:  "2026-11",
	Source: "EIDSCA, AT02; Microsoft Graph documentation, temporaryAccessPassAuthenticationMethodConfiguration resource type",
	Run: detail{
		method: temporaryAccessPass, property: "isUsableOnce",
		get: func(m snapshot.MethodConfiguration) snapshot.Value[bool] {
			return m.IsUsableOnce
		},
		pass: "A Temporary Access Pass works only once.",
		fail: "A Temporary Access Pass can be used several times.",
	}.run,
}
