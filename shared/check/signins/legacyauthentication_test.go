package signins

import (
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestLegacyAuthentication(t *testing.T) {
	log := func(signIns string) checktest.Files {
		return tenant(checktest.Files{snapshot.SignIns.Resource(): `[` + signIns + `]`})
	}
	one := func(client, at, status string) string {
		return `{"id":"s","userId":"u","clientAppUsed":` + client + `,"createdDateTime":` + at + `,"status":` + status + `}`
	}
	const (
		yesterday = `"2026-10-31T08:00:00Z"`
		border    = `"2026-10-02T12:00:00Z"` // to the second 30 days before now
		before    = `"2026-10-02T11:59:59Z"`
		success   = `{"errorCode":0}`
	)
	imap := one(`"IMAP4"`, yesterday, success)
	checktest.Verdicts(t, LegacyAuthentication, []checktest.Test{
		{Name: "none", Files: log(``), Want: finding.Pass},
		{Name: "IMAP", Files: log(imap), Want: finding.Fail},
		{Name: "ActiveSync, which is not mail protocols alone", Files: log(one(`"Exchange ActiveSync"`, yesterday, success)), Want: finding.Fail},
		{Name: "PowerShell in another case", Files: log(one(`"Exchange Online Powershell"`, yesterday, success)), Want: finding.Fail},
		{Name: "a client with a remark", Files: log(one(`"Other clients; Older Office clients"`, yesterday, success)), Want: finding.Fail},
		{Name: "a browser", Files: log(one(`"Browser"`, yesterday, success)), Want: finding.Pass},
		{Name: "an app", Files: log(one(`"Mobile Apps and Desktop clients"`, yesterday, success)), Want: finding.Pass},
		{Name: "refused", Files: log(one(`"IMAP4"`, yesterday, `{"errorCode":53003}`)), Want: finding.Pass},
		{Name: "on the border", Files: log(one(`"POP3"`, border, success)), Want: finding.Fail},
		{Name: "before it", Files: log(one(`"POP3"`, before, success)), Want: finding.Pass},
		{Name: "break-glass account", Settings: snapshot.Settings{EmergencyAccess: snapshot.EmergencyAccess{Users: []string{"u"}}}, Files: log(imap), Want: finding.Fail},
		{Name: "no status", Files: log(one(`"IMAP4"`, yesterday, `null`)), Want: finding.Unknown},
		{Name: "no time", Files: log(one(`"IMAP4"`, `null`, success)), Want: finding.Unknown},
		{Name: "no client", Files: log(one(`null`, yesterday, success)), Want: finding.Unknown},
		{Name: "a client that is not known", Files: log(one(`"Teleport"`, yesterday, success)), Want: finding.Unknown},
		{Name: "empty", Files: log(`{}`), Want: finding.Unknown},
		{Name: "not licensed", Files: unlicensed(log(imap)), Want: finding.NotApplicable},
		{Name: "not read", Files: tenant(nil), Want: finding.Unknown},
	})
}

// TestLegacyAuthenticationByUser wants one result for each user.
func TestLegacyAuthenticationByUser(t *testing.T) {
	s := checktest.Snapshot(t, snapshot.Settings{}, tenant(checktest.Files{
		snapshot.SignIns.Resource(): `[
			{"userId":"u","clientAppUsed":"IMAP4","createdDateTime":"2026-10-31T08:00:00Z","status":{"errorCode":0}},
			{"userId":"u","clientAppUsed":"Authenticated SMTP","createdDateTime":"2026-10-30T08:00:00Z","status":{"errorCode":0}},
			{"userId":"u","clientAppUsed":"IMAP4","createdDateTime":"2026-10-29T08:00:00Z","status":{"errorCode":0}},
			{"userId":"v","clientAppUsed":"Outlook Anywhere (RPC over HTTP)","createdDateTime":"2026-10-29T08:00:00Z","status":{"errorCode":0}}]`,
		snapshot.Users.Resource(): `[{"id":"u","displayName":"Some One"}]`,
	}))
	results := check.Run(LegacyAuthentication, s).Results
	if len(results) != 2 {
		t.Fatalf("got %d results, want two", len(results))
	}
	if want := (finding.Facts{"clientApps": []string{"AuthenticatedSMTP", "IMAP4"}}); !results[0].Evidence.Facts.Equal(want) {
		t.Errorf("got the facts %v, want %v", results[0].Evidence.Facts, want)
	}
	if got := results[0].Evidence.Subjects["users"].Shown[0].Name; got != "Some One" {
		t.Errorf("the user is called %q", got)
	}
}
