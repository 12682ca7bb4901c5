package monitoring

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestIncidents(t *testing.T) {
	incidents := func(list string) checktest.Files { return tenant(snapshot.Incidents.Resource(), `[`+list+`]`) }
	incident := func(severity, status, to, at string) string {
		return `{"id":"i","displayName":"I","severity":` + severity + `,"status":` + status + `,"assignedTo":` + to + `,"createdDateTime":` + at +
			`,"lastUpdateDateTime":"2026-11-01T11:00:00Z"}`
	}
	const (
		hour     = `"2026-11-01T11:00:00Z"`
		week     = `"2026-10-25T12:00:00Z"` // to the second a week before now
		overWeek = `"2026-10-25T11:59:59Z"`
		somebody = `"a@example.com"`
	)
	nobody := incident(`"high"`, `"active"`, `null`, hour)
	checktest.Verdicts(t, Incidents, []checktest.Test{
		{Name: "none", Files: incidents(``), Want: finding.Pass},
		{Name: "nobody's", Files: incidents(nobody), Want: finding.Fail},
		{Name: "nobody's and medium, in other case", Files: incidents(incident(`"Medium"`, `"Active"`, `null`, hour)), Want: finding.Fail},
		{Name: "nobody's and low", Files: incidents(incident(`"low"`, `"active"`, `null`, overWeek)), Want: finding.Pass},
		{Name: "assigned for a week", Files: incidents(incident(`"high"`, `"active"`, somebody, week)), Want: finding.Pass},
		{Name: "assigned for longer, changed of late", Files: incidents(incident(`"high"`, `"active"`, somebody, overWeek)), Want: finding.Fail},
		{Name: "in progress", Files: incidents(incident(`"high"`, `"inProgress"`, somebody, overWeek)), Want: finding.Pass},
		{Name: "resolved", Files: incidents(incident(`"high"`, `"resolved"`, `null`, overWeek)), Want: finding.Pass},
		{Name: "part of another", Files: incidents(incident(`"high"`, `"redirected"`, `null`, overWeek)), Want: finding.Pass},
		{Name: "unknown status", Files: incidents(incident(`"high"`, `"unknownFutureValue"`, `null`, hour)), Want: finding.Unknown},
		{Name: "unknown severity", Files: incidents(incident(`"unknown"`, `"active"`, `null`, hour)), Want: finding.Unknown},
		{Name: "no time", Files: incidents(incident(`"high"`, `"active"`, somebody, `null`)), Want: finding.Unknown},
		{Name: "empty", Files: incidents(`{}`), Want: finding.Unknown},
		{Name: "not licensed", Files: plans(incidents(nobody), "AAD_PREMIUM_P2"), Want: finding.NotApplicable},
	})
}
