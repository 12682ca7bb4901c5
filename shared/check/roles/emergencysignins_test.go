package roles

import (
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestEmergencySignIns(t *testing.T) {
	signIn := func(user, at, status string) string {
		return `{"id":"s","userId":"` + user + `","createdDateTime":` + at + `,"status":` + status + `}`
	}
	log := func(text string) checktest.Files {
		return checktest.Files{
			snapshot.SubscribedSkus.Resource(): withP2,
			snapshot.SignIns.Resource():        `[` + text + `]`,
			snapshot.Users.Resource():          `[{"id":"a","displayName":"A"}]`,
		}
	}
	const (
		recent  = `"2026-10-30T00:00:00Z"`
		earlier = `"2026-10-10T00:00:00Z"`
		ok      = `{"errorCode":0}`
		refused = `{"errorCode":50126}`
	)
	one := emergency("a")
	checktest.Verdicts(t, EmergencySignIns, []checktest.Test{
		{Name: "nobody", Settings: one, Files: log(``), Want: finding.Pass},
		{Name: "somebody", Settings: one, Files: log(signIn("A", recent, ok)), Want: finding.Fail},
		{Name: "earlier in the month", Settings: one, Files: log(signIn("a", earlier, ok)), Want: finding.Pass},
		{Name: "refused", Settings: one, Files: log(signIn("a", recent, refused)), Want: finding.Pass},
		{Name: "another account", Settings: one, Files: log(signIn("b", recent, ok)), Want: finding.Pass},
		{Name: "whose it was not returned", Settings: one, Files: log(`{}`), Want: finding.Unknown},
		{Name: "status not returned", Settings: one, Files: log(signIn("a", recent, `null`)), Want: finding.Unknown},
		{Name: "time not returned", Settings: one, Files: log(signIn("a", `null`, ok)), Want: finding.Unknown},
		{Name: "none declared", Files: log(signIn("a", recent, ok)), Want: finding.Unknown},
		{Name: "no licence", Settings: one, Files: with(log(signIn("a", recent, ok)), snapshot.SubscribedSkus.Resource(), `[]`), Want: finding.NotApplicable},
		{Name: "unread", Settings: one, Files: without(log(``), snapshot.SignIns.Resource()), Want: finding.Unknown},
	})

	s := checktest.Snapshot(t, one, log(signIn("a", `"2026-10-29T00:00:00Z"`, ok)+`,`+signIn("a", recent, ok)+`,`+signIn("a", earlier, ok)))
	facts := check.Run(EmergencySignIns, s).Results[0].Evidence.Facts
	if facts["signIns"] != 2 || facts["lastSignIn"] != "2026-10-30T00:00:00Z" {
		t.Errorf("got %v, want two sign-ins, the last on 30 October", facts)
	}
}
