package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestPasskeyAttestation(t *testing.T) {
	checktest.Verdicts(t, PasskeyAttestation, []checktest.Test{
		{Name: "enforced", Files: configured(`{"id":"Fido2","state":"enabled","isAttestationEnforced":true}`), Want: finding.Pass},
		{Name: "not enforced", Files: configured(`{"id":"Fido2","state":"enabled","isAttestationEnforced":false}`), Want: finding.Fail},
		{Name: "every profile enforces", Files: configured(`{"id":"Fido2","state":"enabled","isAttestationEnforced":false,"passkeyProfiles":[{"id":"1","attestationEnforcement":"registrationOnly"},{"id":"2","isAttestationEnforced":true}]}`), Want: finding.Pass},
		{Name: "one profile does not", Files: configured(`{"id":"Fido2","state":"enabled","isAttestationEnforced":true,"passkeyProfiles":[{"id":"1","attestationEnforcement":"registrationOnly"},{"id":"2","attestationEnforcement":"disabled"}]}`), Want: finding.Fail},
		{Name: "one profile is new to us", Files: configured(`{"id":"Fido2","state":"enabled","isAttestationEnforced":true,"passkeyProfiles":[{"id":"1","attestationEnforcement":"always"}]}`), Want: finding.Unknown},
		{Name: "absent", Files: configured(`{"id":"Fido2","state":"enabled"}`), Want: finding.Unknown},
		{Name: "disabled method", Files: configured(`{"id":"Fido2","state":"disabled","isAttestationEnforced":false}`), Want: finding.NotApplicable},
	})
}
