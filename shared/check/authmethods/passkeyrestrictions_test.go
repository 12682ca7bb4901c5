package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/finding"
)

func TestPasskeyRestrictions(t *testing.T) {
	testVerdicts(t, PasskeyRestrictions, []verdictTest{
		{name: "enforced", files: configured(`{"id":"Fido2","state":"enabled","keyRestrictions":{"isEnforced":true,"enforcementType":"allow"}}`), want: finding.Pass},
		{name: "not enforced", files: configured(`{"id":"Fido2","state":"enabled","keyRestrictions":{"isEnforced":false}}`), want: finding.Fail},
		{name: "null", files: configured(`{"id":"Fido2","state":"enabled","keyRestrictions":null}`), want: finding.Unknown},
		{name: "every profile enforces", files: configured(`{"id":"Fido2","state":"enabled","keyRestrictions":null,"passkeyProfiles":[{"id":"1","keyRestrictions":{"isEnforced":true}}]}`), want: finding.Pass},
		{name: "one profile does not", files: configured(`{"id":"Fido2","state":"enabled","passkeyProfiles":[{"id":"1","keyRestrictions":{"isEnforced":true}},{"id":"2","keyRestrictions":{"isEnforced":false}}]}`), want: finding.Fail},
		{name: "disabled method", files: configured(`{"id":"Fido2","state":"disabled"}`), want: finding.NotApplicable},
	})
}
