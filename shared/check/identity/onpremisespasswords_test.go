package identity

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestOnPremisesPasswords(t *testing.T) {
	hybrid := func(values string) checktest.Files {
		files := passwordSettings(values)
		files[snapshot.Organizations.Resource()] = `[{"id":"t","onPremisesSyncEnabled":true}]`
		return files
	}
	cloudOnly := hybrid("")
	cloudOnly[snapshot.Organizations.Resource()] = `[{"id":"t","onPremisesSyncEnabled":null}]`
	defaults := hybrid("")
	defaults[snapshot.GroupSettings.Resource()] = `[]`
	on := `{"name":"EnableBannedPasswordCheckOnPremises","value":"True"}`
	testVerdicts(t, OnPremisesPasswords, []verdictTest{
		{name: "enforced", files: hybrid(on + `,{"name":"BannedPasswordCheckOnPremisesMode","value":"Enforce"}`), want: finding.Pass},
		{name: "enforced, other spelling", files: hybrid(on + `,{"name":"BannedPasswordCheckOnPremisesMode","value":"enforced"}`), want: finding.Pass},
		{name: "only logged", files: hybrid(on + `,{"name":"BannedPasswordCheckOnPremisesMode","value":"Audit"}`), want: finding.Fail},
		{name: "switched off", files: hybrid(`{"name":"EnableBannedPasswordCheckOnPremises","value":"false"}`), want: finding.Fail},
		{name: "mode unknown", files: hybrid(on + `,{"name":"BannedPasswordCheckOnPremisesMode","value":"Later"}`), want: finding.Unknown},
		{name: "mode absent", files: hybrid(on), want: finding.Unknown},
		{name: "default only logs", files: defaults, want: finding.Fail},
		{name: "no on-premises directory", files: cloudOnly, want: finding.NotApplicable},
	})
}
