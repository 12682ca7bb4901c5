package identity

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestLockoutThreshold(t *testing.T) {
	value := func(v string) checktest.Files {
		return passwordSettings(`{"name":"LockoutThreshold","value":` + v + `}`)
	}
	testVerdicts(t, LockoutThreshold, []verdictTest{
		{name: "at the limit", files: value(`"10"`), want: finding.Pass},
		{name: "stricter", files: value(`"9"`), want: finding.Pass},
		{name: "looser", files: value(`"11"`), want: finding.Fail},
		{name: "no number", files: value(`"many"`), want: finding.Unknown},
		{name: "zero is no value", files: value(`"0"`), want: finding.Unknown},
		{name: "null", files: value(`null`), want: finding.Unknown},
		{name: "default", files: checktest.Files{snapshot.SubscribedSkus.Resource(): withP1, snapshot.GroupSettings.Resource(): `[]`}, want: finding.Pass},
		{name: "no licence", files: checktest.Files{snapshot.SubscribedSkus.Resource(): withoutP1, snapshot.GroupSettings.Resource(): `[]`}, want: finding.NotApplicable},
	})
}
