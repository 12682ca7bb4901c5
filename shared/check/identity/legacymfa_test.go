package identity

import (
	"testing"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// legacyMFA is a tenant of which these accounts' requirements were read.
func legacyMFA(requirements string) checktest.Files {
	return checktest.Files{
		snapshot.LegacyMFA.Resource(): `{` + requirements + `}`,
		snapshot.Users.Resource(): `[{"id":"m","displayName":"Member","userType":"Member","accountEnabled":true},{"id":"g","userType":"Guest","accountEnabled":true},
			{"id":"e","userType":"Member","accountEnabled":true},{"id":"d","userType":"Member","accountEnabled":false}]`,
	}
}

func TestLegacyMFA(t *testing.T) {
	const off = `"m":{"perUserMfaState":"disabled"}`
	emergency := snapshot.Settings{EmergencyAccess: snapshot.EmergencyAccess{Users: []string{"e"}}}
	checktest.Verdicts(t, LegacyMFA, []checktest.Test{
		{Name: "off", Files: legacyMFA(off), Want: finding.Pass},
		{Name: "off in capitals", Files: legacyMFA(`"m":{"perUserMfaState":"Disabled"}`), Want: finding.Pass},
		{Name: "enabled", Files: legacyMFA(`"m":{"perUserMfaState":"enabled"}`), Want: finding.Fail},
		{Name: "enforced", Files: legacyMFA(`"m":{"perUserMfaState":"enforced"}`), Want: finding.Fail},
		{Name: "enforced for a guest", Files: legacyMFA(off + `,"g":{"perUserMfaState":"enforced"}`), Want: finding.Fail},
		{Name: "enforced for a break-glass account", Settings: emergency, Files: legacyMFA(off + `,"e":{"perUserMfaState":"enforced"}`), Want: finding.Fail},
		{Name: "disabled accounts do not count", Files: legacyMFA(off + `,"d":{"perUserMfaState":"enforced"}`), Want: finding.Pass},
		{Name: "somebody who is gone", Files: legacyMFA(off + `,"x":{"perUserMfaState":"enforced"}`), Want: finding.Pass},
		{Name: "one on, one unclear", Files: legacyMFA(`"e":{"perUserMfaState":"enabled"},"m":{}`), Want: finding.Fail},
		{Name: "null", Files: legacyMFA(`"m":{"perUserMfaState":null}`), Want: finding.Unknown},
		{Name: "absent", Files: legacyMFA(`"m":{}`), Want: finding.Unknown},
		{Name: "nothing said of somebody", Files: legacyMFA(off + `,"e":[]`), Want: finding.Unknown},
		{Name: "a value of the future", Files: legacyMFA(off + `,"e":{"perUserMfaState":"unknownFutureValue"}`), Want: finding.Unknown},
		{Name: "nobody read", Files: legacyMFA(``), Want: finding.Unknown},
		{Name: "unread", Files: checktest.Files{snapshot.Users.Resource(): `[]`}, Want: finding.Unknown},
	})
}

func TestLegacyMFAInTurns(t *testing.T) {
	tests := []struct {
		name         string
		requirements string
		turn         func(now time.Time) snapshot.Turn
		want         finding.Verdict
	}{
		{"part was read", `"m":{"perUserMfaState":"disabled"}`, func(now time.Time) snapshot.Turn { return snapshot.Turn{Begun: now, Read: 1, Total: 4} }, finding.Unknown},
		{"part was read and one is on", `"m":{"perUserMfaState":"enforced"}`, func(now time.Time) snapshot.Turn { return snapshot.Turn{Begun: now, Read: 1, Total: 4} }, finding.Fail},
		{"all were read", `"m":{"perUserMfaState":"disabled"}`, func(now time.Time) snapshot.Turn { return snapshot.Turn{Begun: now, Read: 4, Total: 4} }, finding.Pass},
		{"all were read earlier", ``, func(now time.Time) snapshot.Turn {
			return snapshot.Turn{Before: now.AddDate(0, 0, -4), Begun: now.AddDate(0, 0, -1), Read: 0, Total: 4}
		}, finding.Pass},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := checktest.Snapshot(t, snapshot.Settings{}, legacyMFA(tt.requirements))
			s.SetTurn(snapshot.LegacyMFA.Resource(), tt.turn(s.Now))
			out := check.Run(LegacyMFA, s)
			if out.Verdict != tt.want {
				t.Errorf("got %v (%s), want %v", out.Verdict, out.Reason, tt.want)
			}
			if _, ok := out.Results[0].Evidence.Facts["total"]; !ok {
				t.Error("the evidence does not say how many there are")
			}
			checktest.Said(t, out)
		})
	}
}
