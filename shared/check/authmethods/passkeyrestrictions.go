package authmethods

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// PasskeyRestrictions asks that only chosen makes of keys can be registered.
// Where the tenant has passkey profiles they decide, and every one must.
var PasskeyRestrictions = &check.Check{
	ID:       "auth-passkey-restrictions",
	Title:    "Only chosen makes of passkeys can be registered",
	Category: check.AuthMethods,
	Severity: finding.Low,
	Because:  "With a list you decide which keys are good enough, and a make with a known flaw can be refused.",
	Controls: check.Controls{EIDSCA: []string{"AF04"}, ISO27001: []string{"A.5.17", "A.8.5"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"AU-009"},
	Reads:    reads(),
	Risk:     "Someone registers a key of a make with a known weakness, or one that your company does not manage.",
	Fix: check.Fix{
		Portal:  methodSettings + " > Passkey (FIDO2) > Configure > Enforce key restrictions: Yes, Restrict specific keys: Allow, and enter the identifiers of your makes",
		Request: `PATCH /v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/Fido2 {"@odata.type":"#microsoft.graph.fido2AuthenticationMethodConfiguration","keyRestrictions":{"isEnforced":true,"enforcementType":"allow","aaGuids":["{identifier of the make}"]}}`,
	},
	Texts:  []*text.Table{passkeyRestrictionsTexts, methodTexts},
	Since:  "2026-11",
	Source: "EIDSCA, AF04; Microsoft Graph documentation, fido2KeyRestrictions resource type",
	Run: detail{
		method: fido2, property: "keyRestrictionsEnforced",
		get:  restrictionsEnforced,
		pass: "Only chosen makes of passkeys can be registered.",
		fail: "Passkeys of any make can be registered.",
	}.run,
}

func restrictionsEnforced(m snapshot.MethodConfiguration) snapshot.Value[bool] {
	if len(m.PasskeyProfiles) == 0 {
		return m.KeyRestrictions.V.IsEnforced
	}
	values := make([]snapshot.Value[bool], len(m.PasskeyProfiles))
	for i, p := range m.PasskeyProfiles {
		values[i] = p.KeyRestrictions.V.IsEnforced
	}
	return everyOne(values)
}
