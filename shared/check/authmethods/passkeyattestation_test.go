package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestPasskeyAttestation(t *testing.T) {
	testVerdicts(t, PasskeyAttestation, []verdictTest{
		{name: "enforced", files: configured(`{"id":"Fido2","state":"enabled","isAttestationEnforced":true}`), want: finding.Pass},
		{name: "not enforced", files: configured(`{"id":"Fido2","state":"enabled","isAttestationEnforced":false}`), want: finding.Fail},
		{name: "every profile enforces", files: configured(`{"id":"Fido2","state":"enabled","isAttestationEnforced":false,"passkeyProfiles":[{"id":"1","attestationEnforcement":"registrationOnly"},{"id":"2","isAttestationEnforced":true}]}`), want: finding.Pass},
		{name: "one profile does not", files: configured(`{"id":"Fido2","state":"enabled","isAttestationEnforced":true,"passkeyProfiles":[{"id":"1","attestationEnforcement":"registrationOnly"},{"id":"2","attestationEnforcement":"disabled"}]}`), want: finding.Fail},
		{name: "one profile is new to us", files: configured(`{"id":"Fido2","state":"enabled","isAttestationEnforced":true,"passkeyProfiles":[{"id":"1","attestationEnforcement":"always"}]}`), want: finding.Unknown},
		{name: "absent", files: configured(`{"id":"Fido2","state":"enabled"}`), want: finding.Unknown},
		{name: "disabled method", files: configured(`{"id":"Fido2","state":"disabled","isAttestationEnforced":false}`), want: finding.NotApplicable},
	})
}
