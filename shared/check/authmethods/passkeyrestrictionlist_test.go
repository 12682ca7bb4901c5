package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestPasskeyRestrictionList(t *testing.T) {
	keys := func(restrictions string) checktest.Files {
		return configured(`{"id":"Fido2","state":"enabled","keyRestrictions":` + restrictions + `}`)
	}
	profiles := func(first, second string) checktest.Files {
		return configured(`{"id":"Fido2","state":"enabled","keyRestrictions":{"isEnforced":true,"enforcementType":"allow","aaGuids":[]},
			"passkeyProfiles":[{"id":"1","keyRestrictions":` + first + `},{"id":"2","keyRestrictions":` + second + `}]}`)
	}
	const good = `{"isEnforced":true,"enforcementType":"allow","aaGuids":["a"]}`
	checktest.Verdicts(t, PasskeyRestrictionList, []checktest.Test{
		{Name: "allowed makes", Files: keys(good), Want: finding.Pass},
		{Name: "refused makes, other case", Files: keys(`{"isEnforced":true,"enforcementType":"Block","aaGuids":["a"]}`), Want: finding.Pass},
		{Name: "empty list", Files: keys(`{"isEnforced":true,"enforcementType":"allow","aaGuids":[]}`), Want: finding.Fail},
		{Name: "list absent", Files: keys(`{"isEnforced":true,"enforcementType":"allow"}`), Want: finding.Unknown},
		{Name: "list null", Files: keys(`{"isEnforced":true,"enforcementType":"allow","aaGuids":null}`), Want: finding.Unknown},
		{Name: "direction absent", Files: keys(`{"isEnforced":true,"aaGuids":["a"]}`), Want: finding.Unknown},
		{Name: "direction of the future", Files: keys(`{"isEnforced":true,"enforcementType":"unknownFutureValue","aaGuids":["a"]}`), Want: finding.Unknown},
		{Name: "not enforced", Files: keys(`{"isEnforced":false,"enforcementType":"block","aaGuids":[]}`), Want: finding.NotApplicable},
		{Name: "enforcement unknown", Files: keys(`{"enforcementType":"allow","aaGuids":["a"]}`), Want: finding.Unknown},
		{Name: "restrictions null", Files: keys(`null`), Want: finding.Unknown},
		{Name: "every profile decides", Files: profiles(good, good), Want: finding.Pass},
		{Name: "one profile's list is empty", Files: profiles(good, `{"isEnforced":true,"enforcementType":"block","aaGuids":[]}`), Want: finding.Fail},
		{Name: "one profile is open", Files: profiles(good, `{"isEnforced":false}`), Want: finding.NotApplicable},
		{Name: "disabled method", Files: configured(`{"id":"Fido2","state":"disabled"}`), Want: finding.NotApplicable},
		{Name: "method absent", Files: configured(``), Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})
}
