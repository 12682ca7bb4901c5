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
	unclear := hybrid("")
	unclear[snapshot.Organizations.Resource()] = `[{"id":"t"}]`
	defaults := hybrid("")
	defaults[snapshot.GroupSettings.Resource()] = `[]`
	on := `{"name":"EnableBannedPasswordCheckOnPremises","value":"True"}`
	checktest.Verdicts(t, OnPremisesPasswords, []checktest.Test{
		{Name: "enforced", Files: hybrid(on + `,{"name":"BannedPasswordCheckOnPremisesMode","value":"Enforce"}`), Want: finding.Pass},
		{Name: "enforced, other spelling", Files: hybrid(on + `,{"name":"BannedPasswordCheckOnPremisesMode","value":"enforced"}`), Want: finding.Pass},
		{Name: "only logged", Files: hybrid(on + `,{"name":"BannedPasswordCheckOnPremisesMode","value":"Audit"}`), Want: finding.Fail},
		{Name: "switched off", Files: hybrid(`{"name":"EnableBannedPasswordCheckOnPremises","value":"false"}`), Want: finding.Fail},
		{Name: "mode unknown", Files: hybrid(on + `,{"name":"BannedPasswordCheckOnPremisesMode","value":"Later"}`), Want: finding.Unknown},
		{Name: "mode absent", Files: hybrid(on), Want: finding.Unknown},
		{Name: "default only logs", Files: defaults, Want: finding.Fail},
		{Name: "no on-premises directory", Files: cloudOnly, Want: finding.NotApplicable},
		{Name: "on-premises directory or not absent", Files: unclear, Want: finding.Unknown},
	})
}
