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
	testVerdicts(t, SystemPreferred, []verdictTest{
		{name: "enabled", files: preferred("enabled", all, ``), want: finding.Pass},
		{name: "left to Microsoft", files: preferred("default", all, ``), want: finding.Pass},
		{name: "off", files: preferred("disabled", all, ``), want: finding.Fail},
		{name: "a group is excluded", files: preferred("enabled", all, `{"id":"g"}`), want: finding.Fail},
		{name: "a group besides everyone", files: preferred("enabled", `{"id":"g"},`+all, ``), want: finding.Pass},
		{name: "one group", files: preferred("enabled", `{"id":"g"}`, ``), want: finding.Fail},
		{name: "for nobody Graph named", files: preferred("enabled", ``, ``), want: finding.Unknown},
		{name: "absent", files: policy(`{}`), want: finding.Unknown},
	})
}
