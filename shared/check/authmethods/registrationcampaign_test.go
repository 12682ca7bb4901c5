package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestRegistrationCampaign(t *testing.T) {
	campaign := func(text string) checktest.Files {
		return policy(`{"registrationEnforcement":{"authenticationMethodsRegistrationCampaign":` + text + `}}`)
	}
	const all = `"includeTargets":[{"id":"all_users","targetType":"group"}]`
	checktest.Verdicts(t, RegistrationCampaign, []checktest.Test{
		{Name: "on", Files: campaign(`{"state":"enabled",` + all + `}`), Want: finding.Pass},
		{Name: "left to Microsoft", Files: campaign(`{"state":"default",` + all + `}`), Want: finding.Pass},
		{Name: "left to Microsoft, no targets of its own", Files: campaign(`{"state":"default","includeTargets":[]}`), Want: finding.Pass},
		{Name: "off", Files: campaign(`{"state":"disabled",` + all + `}`), Want: finding.Fail},
		{Name: "on for nobody", Files: campaign(`{"state":"enabled","includeTargets":[]}`), Want: finding.Fail},
		{Name: "state of the future", Files: campaign(`{"state":"unknownFutureValue",` + all + `}`), Want: finding.Unknown},
		{Name: "null", Files: campaign(`null`), Want: finding.Unknown},
		{Name: "absent", Files: policy(`{}`), Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})
}
