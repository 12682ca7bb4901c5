package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestPasskeyRestrictions(t *testing.T) {
	checktest.Verdicts(t, PasskeyRestrictions, []checktest.Test{
		{Name: "enforced", Files: configured(`{"id":"Fido2","state":"enabled","keyRestrictions":{"isEnforced":true,"enforcementType":"allow"}}`), Want: finding.Pass},
		{Name: "not enforced", Files: configured(`{"id":"Fido2","state":"enabled","keyRestrictions":{"isEnforced":false}}`), Want: finding.Fail},
		{Name: "null", Files: configured(`{"id":"Fido2","state":"enabled","keyRestrictions":null}`), Want: finding.Unknown},
		{Name: "every profile enforces", Files: configured(`{"id":"Fido2","state":"enabled","keyRestrictions":null,"passkeyProfiles":[{"id":"1","keyRestrictions":{"isEnforced":true}}]}`), Want: finding.Pass},
		{Name: "one profile does not", Files: configured(`{"id":"Fido2","state":"enabled","passkeyProfiles":[{"id":"1","keyRestrictions":{"isEnforced":true}},{"id":"2","keyRestrictions":{"isEnforced":false}}]}`), Want: finding.Fail},
		{Name: "disabled method", Files: configured(`{"id":"Fido2","state":"disabled"}`), Want: finding.NotApplicable},
	})
}
