package authmethods

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// PasskeyRegistration asks that people can set up their passkeys themselves.
var PasskeyRegistration = &check.Check{
	ID:       "auth-passkey-registration",
	Title:    "People can register passkeys themselves",
	Category: check.AuthMethods,
	Severity: finding.Low,
	Because:  "Without self-service registration the method is enabled but nobody can start using it.",
	Controls: check.Controls{EIDSCA: []string{"AF02"}, ISO27001: []string{"A.5.17", "A.8.5"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"AU-007"},
	Reads:    reads(),
	Risk:     "People stay with methods that can be phished because they cannot register a better one.",
	Fix: check.Fix{
		Portal:  methodSettings + " > Passkey (FIDO2) > Configure > Allow self-service set up: Yes",
		Request: `PATCH /v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/Fido2 {"@odata.type":"#microsoft.graph.fido2AuthenticationMethodConfiguration","isSelfServiceRegistrationAllowed":true}`,
	},
	Texts:  []*text.Table{passkeyRegistrationTexts, methodTexts},
	Since:  "2026-11",
	Source: "EIDSCA, AF02; Microsoft Graph documentation, fido2AuthenticationMethodConfiguration resource type",
	Run: detail{
		method: fido2, property: "isSelfServiceRegistrationAllowed",
		get: func(m snapshot.MethodConfiguration) snapshot.Value[bool] {
			return m.IsSelfServiceRegistrationAllowed
		},
		pass: "People can register passkeys themselves.",
		fail: "People cannot register passkeys themselves.",
	}.run,
}
