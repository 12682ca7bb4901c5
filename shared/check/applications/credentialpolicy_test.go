package applications

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestCredentialPolicy(t *testing.T) {
	policy := func(text string) checktest.Files {
		return checktest.Files{snapshot.DefaultAppManagementPolicy.Resource(): text}
	}
	checktest.Verdicts(t, CredentialPolicy, []checktest.Test{
		{Name: "enabled", Files: policy(`{"isEnabled":true}`), Want: finding.Pass},
		{Name: "disabled", Files: policy(`{"isEnabled":false}`), Want: finding.Fail},
		{Name: "disabled with restrictions", Files: defaultPolicy(`"isEnabled":false,`, passwordList(``), passwordList(``)), Want: finding.Fail},
		{Name: "null", Files: policy(`{"isEnabled":null}`), Want: finding.Unknown},
		{Name: "absent", Files: policy(`{}`), Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})
}
