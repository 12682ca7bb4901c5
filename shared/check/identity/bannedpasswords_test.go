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
	testVerdicts(t, BannedPasswords, []verdictTest{
		{name: "enforced, True in capitals", files: passwordSettings(`{"name":"EnableBannedPasswordCheck","value":"True"},{"name":"BannedPasswordList","value":"contoso\tvantaa"}`), want: finding.Pass},
		{name: "not enforced", files: passwordSettings(`{"name":"EnableBannedPasswordCheck","value":"False"},{"name":"BannedPasswordList","value":"contoso"}`), want: finding.Fail},
		{name: "empty list", files: passwordSettings(`{"name":"EnableBannedPasswordCheck","value":"true"},{"name":"BannedPasswordList","value":" \t "}`), want: finding.Fail},
		{name: "list absent", files: passwordSettings(`{"name":"EnableBannedPasswordCheck","value":"true"}`), want: finding.Unknown},
		{name: "other value", files: passwordSettings(`{"name":"EnableBannedPasswordCheck","value":"perhaps"},{"name":"BannedPasswordList","value":"contoso"}`), want: finding.Unknown},
		{name: "never set up", files: checktest.Files{snapshot.SubscribedSkus.Resource(): withP1, snapshot.GroupSettings.Resource(): `[]`}, want: finding.Fail},
		{name: "no licence", files: checktest.Files{snapshot.SubscribedSkus.Resource(): withoutP1, snapshot.GroupSettings.Resource(): `[]`}, want: finding.NotApplicable},
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
