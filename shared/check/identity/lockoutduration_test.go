package identity

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestLockoutDuration(t *testing.T) {
	value := func(v string) checktest.Files {
		return passwordSettings(`{"name":"LockoutDurationInSeconds","value":` + v + `}`)
	}
	testVerdicts(t, LockoutDuration, []verdictTest{
		{name: "at the limit", files: value(`"60"`), want: finding.Pass},
		{name: "stricter", files: value(`"600"`), want: finding.Pass},
		{name: "looser", files: value(`"59"`), want: finding.Fail},
		{name: "no number", files: value(`"many"`), want: finding.Unknown},
		{name: "zero is no value", files: value(`"0"`), want: finding.Unknown},
		{name: "null", files: value(`null`), want: finding.Unknown},
		{name: "default", files: checktest.Files{snapshot.SubscribedSkus.Resource(): withP1, snapshot.GroupSettings.Resource(): `[]`}, want: finding.Pass},
		{name: "no licence", files: checktest.Files{snapshot.SubscribedSkus.Resource(): withoutP1, snapshot.GroupSettings.Resource(): `[]`}, want: finding.NotApplicable},
	})
}
