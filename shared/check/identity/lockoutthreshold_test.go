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
	checktest.Verdicts(t, LockoutThreshold, []checktest.Test{
		{Name: "at the limit", Files: value(`"10"`), Want: finding.Pass},
		{Name: "stricter", Files: value(`"9"`), Want: finding.Pass},
		{Name: "looser", Files: value(`"11"`), Want: finding.Fail},
		{Name: "no number", Files: value(`"many"`), Want: finding.Unknown},
		{Name: "zero is no value", Files: value(`"0"`), Want: finding.Unknown},
		{Name: "null", Files: value(`null`), Want: finding.Unknown},
		{Name: "default", Files: checktest.Files{snapshot.SubscribedSkus.Resource(): withP1, snapshot.GroupSettings.Resource(): `[]`}, Want: finding.Pass},
		{Name: "settings of no stated kind", Files: checktest.Files{snapshot.SubscribedSkus.Resource(): withP1, snapshot.GroupSettings.Resource(): `[{"values":[]}]`}, Want: finding.Unknown},
		{Name: "no licence", Files: checktest.Files{snapshot.SubscribedSkus.Resource(): withoutP1, snapshot.GroupSettings.Resource(): `[]`}, Want: finding.NotApplicable},
	})
}
