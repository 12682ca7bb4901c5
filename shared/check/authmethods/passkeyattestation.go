package authmethods

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// PasskeyAttestation asks that a key proves its make when it is registered.
// Where the tenant has passkey profiles they decide, and every one must.
var PasskeyAttestation = &check.Check{
	ID:       "auth-passkey-attestation",
	Title:    "Passkeys prove their make when they are registered",
	Category: check.AuthMethods,
	Severity: finding.Medium,
	Because:  "Only attestation tells a real security key from software that pretends to be one.",
	Controls: check.Controls{EIDSCA: []string{"AF03"}, ISO27001: []string{"A.5.17", "A.8.5"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"AU-008"},
	Reads:    reads(),
	Risk:     "A passkey kept in uncontrolled software is copied from an infected computer and used elsewhere.",
	Fix: check.Fix{
		Portal:  methodSettings + " > Passkey (FIDO2) > Configure > Enforce attestation: Yes, in every passkey profile",
		Request: `PATCH /v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/Fido2 {"@odata.type":"#microsoft.graph.fido2AuthenticationMethodConfiguration","isAttestationEnforced":true}`,
	},
	Texts:  []*text.Table{passkeyAttestationTexts, methodTexts},
	Since:  "2026-11",
	Source: "EIDSCA, AF03; Microsoft Entra documentation, Microsoft Entra ID attestation for FIDO2 security key vendors",
	Run: detail{
		method: fido2, property: "isAttestationEnforced",
		get:  attestationEnforced,
		pass: "Passkeys must prove their make when they are registered.",
		fail: "Passkeys need not prove their make when they are registered.",
	}.run,
}

// attestationEnforced is true where every profile enforces attestation, false
// where one does not, and not known where a profile's value is none we know.
func attestationEnforced(m snapshot.MethodConfiguration) snapshot.Value[bool] {
	if len(m.PasskeyProfiles) == 0 {
		return m.IsAttestationEnforced
	}
	values := make([]snapshot.Value[bool], len(m.PasskeyProfiles))
	for i, p := range m.PasskeyProfiles {
		switch strings.ToLower(p.AttestationEnforcement) {
		case "":
			values[i] = p.IsAttestationEnforced
		case "disabled":
			values[i] = snapshot.Some(false)
		case "registrationonly":
			values[i] = snapshot.Some(true)
		}
	}
	return everyOne(values)
}

// everyOne is false where one of the values is false, else not known where one
// is not known, else true.
func everyOne(values []snapshot.Value[bool]) snapshot.Value[bool] {
	all := snapshot.Some(true)
	for _, v := range values {
		switch {
		case v.Known() && !v.V:
			return snapshot.Some(false)
		case !v.Known():
			all = snapshot.Value[bool]{}
		}
	}
	return all
}
