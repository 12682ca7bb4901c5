package identity

import (
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestBannedPasswords(t *testing.T) {
	checktest.Verdicts(t, BannedPasswords, []checktest.Test{
		{Name: "enforced, True in capitals", Files: passwordSettings(`{"name":"EnableBannedPasswordCheck","value":"True"},{"name":"BannedPasswordList","value":"contoso\tvantaa"}`), Want: finding.Pass},
		{Name: "not enforced", Files: passwordSettings(`{"name":"EnableBannedPasswordCheck","value":"False"},{"name":"BannedPasswordList","value":"contoso"}`), Want: finding.Fail},
		{Name: "empty list", Files: passwordSettings(`{"name":"EnableBannedPasswordCheck","value":"true"},{"name":"BannedPasswordList","value":" \t "}`), Want: finding.Fail},
		{Name: "list absent", Files: passwordSettings(`{"name":"EnableBannedPasswordCheck","value":"true"}`), Want: finding.Unknown},
		{Name: "other value", Files: passwordSettings(`{"name":"EnableBannedPasswordCheck","value":"perhaps"},{"name":"BannedPasswordList","value":"contoso"}`), Want: finding.Unknown},
		{Name: "never set up", Files: checktest.Files{snapshot.SubscribedSkus.Resource(): withP1, snapshot.GroupSettings.Resource(): `[]`}, Want: finding.Fail},
		{Name: "no licence", Files: checktest.Files{snapshot.SubscribedSkus.Resource(): withoutP1, snapshot.GroupSettings.Resource(): `[]`}, Want: finding.NotApplicable},
	})
}

func TestBannedPasswordsStayOutOfEvidence(t *testing.T) {
	s := checktest.Snapshot(t, snapshot.Settings{}, passwordSettings(`{"name":"EnableBannedPasswordCheck","value":"true"},{"name":"BannedPasswordList","value":"contoso"}`))
	for _, r := range check.Run(BannedPasswords, s).Results {
		for name, v := range r.Evidence.Facts {
			if text, ok := v.(string); ok && strings.Contains(text, "contoso") {
				t.Errorf("fact %s holds a banned password", name)
			}
		}
		if len(r.Evidence.Subjects) > 0 || strings.Contains(r.Reason, "contoso") {
			t.Error("the evidence may hold a banned password")
		}
	}
}
