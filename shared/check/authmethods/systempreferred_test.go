package authmethods

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestSystemPreferred(t *testing.T) {
	preferred := func(state, include, exclude string) checktest.Files {
		return policy(`{"systemCredentialPreferences":{"state":"` + state + `","includeTargets":[` + include + `],"excludeTargets":[` + exclude + `]}}`)
	}
	const all = `{"id":"all_users"}`
	checktest.Verdicts(t, SystemPreferred, []checktest.Test{
		{Name: "enabled", Files: preferred("enabled", all, ``), Want: finding.Pass},
		{Name: "left to Microsoft", Files: preferred("default", all, ``), Want: finding.Pass},
		{Name: "off", Files: preferred("disabled", all, ``), Want: finding.Fail},
		{Name: "a group is excluded", Files: preferred("enabled", all, `{"id":"g"}`), Want: finding.Fail},
		{Name: "a group besides everyone", Files: preferred("enabled", `{"id":"g"},`+all, ``), Want: finding.Pass},
		{Name: "one group", Files: preferred("enabled", `{"id":"g"}`, ``), Want: finding.Fail},
		{Name: "for nobody Graph named", Files: preferred("enabled", ``, ``), Want: finding.Unknown},
		{Name: "absent", Files: policy(`{}`), Want: finding.Unknown},
	})
}
