package devices

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestWithoutPolicy(t *testing.T) {
	intune := func(json string) checktest.Files { return in(snapshot.DeviceManagement.Resource(), json) }
	checktest.Verdicts(t, WithoutPolicy, []checktest.Test{
		{Name: "not compliant", Files: intune(`{"settings":{"secureByDefault":true}}`), Want: finding.Pass},
		{Name: "compliant", Files: intune(`{"settings":{"secureByDefault":false}}`), Want: finding.Fail},
		{Name: "null", Files: intune(`{"settings":{"secureByDefault":null}}`), Want: finding.Unknown},
		{Name: "no settings", Files: intune(`{"settings":null}`), Want: finding.Unknown},
		{Name: "empty", Files: intune(`{}`), Want: finding.Unknown},
		unlicensed(intune(`{"settings":{"secureByDefault":false}}`)),
	})
}
