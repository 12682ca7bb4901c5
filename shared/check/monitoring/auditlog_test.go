package monitoring

import (
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestAuditLog(t *testing.T) {
	scores := func(list string) checktest.Files {
		return checktest.Files{snapshot.SecureScores.Resource(): `[` + list + `]`}
	}
	score := func(at, control string) string {
		return `{"id":"s","createdDateTime":` + at + `,"controlScores":[{"controlName":"AdminMFAV2","score":0,"scoreInPercentage":0},` + control + `]}`
	}
	control := func(points string) string { return `{"controlName":"mip_search_auditlog",` + points + `}` }
	const today, before = `"2026-11-01T00:00:00Z"`, `"2026-10-31T00:00:00Z"`
	on, off := control(`"score":3.0,"scoreInPercentage":100.0`), control(`"score":0.0,"scoreInPercentage":0.0`)
	checktest.Verdicts(t, AuditLog, []checktest.Test{
		{Name: "on", Files: scores(score(today, on)), Want: finding.Pass},
		{Name: "off", Files: scores(score(today, off)), Want: finding.Fail},
		{Name: "the newest counts, wherever it stands", Files: scores(score(before, on) + `,` + score(today, off) + `,` + score(before, on)), Want: finding.Fail},
		{Name: "turned on since", Files: scores(score(before, off) + `,` + score(today, on)), Want: finding.Pass},
		{Name: "name in other case", Files: scores(score(today, `{"controlName":"MIP_Search_AuditLog","scoreInPercentage":100}`)), Want: finding.Pass},
		{Name: "points alone", Files: scores(score(today, control(`"score":3.0`))), Want: finding.Pass},
		{Name: "no points alone", Files: scores(score(today, control(`"score":0.0`))), Want: finding.Fail},
		{Name: "a part of the points", Files: scores(score(today, control(`"score":1.5,"scoreInPercentage":50`))), Want: finding.Unknown},
		{Name: "null", Files: scores(score(today, control(`"score":null,"scoreInPercentage":null`))), Want: finding.Unknown},
		{Name: "no such control", Files: scores(score(today, `{"controlName":"exo_mailboxaudit","score":5,"scoreInPercentage":100}`)), Want: finding.Unknown},
		{Name: "such a control in an older score alone", Files: scores(score(before, on) + `,` + score(today, `{"controlName":"x"}`)), Want: finding.Unknown},
		{Name: "more than a week old", Files: scores(score(`"2026-10-25T11:59:59Z"`, on)), Want: finding.Unknown},
		{Name: "no date", Files: scores(score(`null`, on)), Want: finding.Unknown},
		{Name: "no score", Files: scores(``), Want: finding.Unknown},
		{Name: "empty", Files: scores(`{}`), Want: finding.Unknown},
		{Name: "not read", Files: checktest.Files{}, Want: finding.Unknown},
	})
}

// TestAuditLogVerdictIsMicrosofts wants the verdict to say whose it is.
func TestAuditLogVerdictIsMicrosofts(t *testing.T) {
	s := checktest.Snapshot(t, snapshot.Settings{}, checktest.Files{snapshot.SecureScores.Resource(): `[{"createdDateTime":"2026-11-01T00:00:00Z",
		"controlScores":[{"controlName":"mip_search_auditlog","score":3,"scoreInPercentage":100}]}]`})
	r := check.Run(AuditLog, s).Results[0]
	if !strings.Contains(r.Reason, "Microsoft's own verdict in Secure Score") || r.Evidence.Facts["judgedBy"] != "SecureScore" {
		t.Errorf("got %q with the facts %v", r.Reason, r.Evidence.Facts)
	}
}
