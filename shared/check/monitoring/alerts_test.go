package monitoring

import (
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestAlerts(t *testing.T) {
	alert := func(severity, status, to, at string) string {
		return `{"id":"a","title":"A","severity":` + severity + `,"status":` + status + `,"assignedTo":` + to + `,"createdDateTime":` + at + `}`
	}
	const (
		day       = `"2026-10-31T12:00:00Z"` // to the second one day before now
		overDay   = `"2026-10-31T11:59:59Z"`
		three     = `"2026-10-29T12:00:00Z"`
		overThree = `"2026-10-29T11:59:59Z"`
	)
	old := alert(`"high"`, `"new"`, `null`, overDay)
	checktest.Verdicts(t, Alerts, []checktest.Test{
		{Name: "none", Files: alerts(``), Want: finding.Pass},
		{Name: "high for a day", Files: alerts(alert(`"high"`, `"new"`, `null`, day)), Want: finding.Pass},
		{Name: "high for longer", Files: alerts(old), Want: finding.Fail},
		{Name: "medium for three days", Files: alerts(alert(`"medium"`, `"new"`, `null`, three)), Want: finding.Pass},
		{Name: "medium for longer", Files: alerts(alert(`"Medium"`, `"New"`, `null`, overThree)), Want: finding.Fail},
		{Name: "low", Files: alerts(alert(`"low"`, `"new"`, `null`, overThree)), Want: finding.Pass},
		{Name: "resolved by nobody", Files: alerts(alert(`"high"`, `"resolved"`, `null`, overThree)), Want: finding.Pass},
		{Name: "in progress", Files: alerts(alert(`"high"`, `"inProgress"`, `"a@example.com"`, overThree)), Want: finding.Pass},
		{Name: "in progress and nobody's", Files: alerts(alert(`"high"`, `"inProgress"`, `null`, overThree)), Want: finding.Fail},
		{Name: "in progress and assigned to an empty text", Files: alerts(alert(`"high"`, `"inProgress"`, `" "`, overThree)), Want: finding.Fail},
		{Name: "somebody's and still new", Files: alerts(alert(`"high"`, `"new"`, `"a@example.com"`, overThree)), Want: finding.Fail},
		{Name: "unknown status", Files: alerts(alert(`"high"`, `"unknownFutureValue"`, `null`, overDay)), Want: finding.Unknown},
		{Name: "unknown severity", Files: alerts(alert(`"unknownFutureValue"`, `"new"`, `null`, overDay)), Want: finding.Unknown},
		{Name: "unknown severity, in somebody's hands", Files: alerts(alert(`"unknown"`, `"inProgress"`, `"a@example.com"`, overDay)), Want: finding.Pass},
		{Name: "no time", Files: alerts(alert(`"high"`, `"new"`, `null`, `null`)), Want: finding.Unknown},
		{Name: "no word of whom it is assigned to", Files: alerts(`{"id":"a","severity":"high","status":"inProgress","createdDateTime":` + overDay + `}`), Want: finding.Unknown},
		{Name: "one that fails and one that is not known", Files: alerts(old + `,{}`), Want: finding.Fail},
		{Name: "empty", Files: alerts(`{}`), Want: finding.Unknown},
		{Name: "Defender for Business", Files: plans(alerts(old), "MDE_SMB"), Want: finding.Fail},
		{Name: "not licensed", Files: plans(alerts(old), "AAD_PREMIUM_P2"), Want: finding.NotApplicable},
	})
}

// TestAlertTitles keeps Microsoft's words out of what is not sealed.
func TestAlertTitles(t *testing.T) {
	s := checktest.Snapshot(t, snapshot.Settings{}, alerts(
		`{"id":"a","title":"Password of Some One","severity":"high","status":"new","assignedTo":null,"createdDateTime":"2026-10-01T08:00:00Z"},
		 {"id":"b","title":"B","severity":"medium","status":"new","assignedTo":null,"createdDateTime":"2026-10-02T08:00:00Z"}`))
	r := check.Run(Alerts, s).Results[0]
	if want := (finding.Facts{"high": 1, "medium": 1, "oldest": "2026-10-01T08:00:00Z"}); !r.Evidence.Facts.Equal(want) {
		t.Errorf("got the facts %v, want %v", r.Evidence.Facts, want)
	}
	if got := r.Evidence.Subjects["alerts"]; got.Total != 2 || got.Shown[0].Name != "Password of Some One" {
		t.Errorf("got %d alerts", got.Total)
	}
}
