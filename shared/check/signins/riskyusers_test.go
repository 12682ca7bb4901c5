package signins

import (
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestRiskyUsers(t *testing.T) {
	user := func(level, state, at string) string {
		return `{"id":"u","userDisplayName":"U","isDeleted":false,"riskLevel":` + level + `,"riskState":` + state + `,"riskLastUpdatedDateTime":` + at + `}`
	}
	risky := func(users string) checktest.Files {
		return tenant(checktest.Files{snapshot.RiskyUsers.Resource(): `[` + users + `]`})
	}
	people := func(users, accounts string) checktest.Files {
		files := risky(users)
		files[snapshot.Users.Resource()] = accounts
		return files
	}
	const (
		day      = `"2026-10-31T12:00:00Z"` // to the second one day before now
		overDay  = `"2026-10-31T11:59:59Z"`
		week     = `"2026-10-25T12:00:00Z"`
		overWeek = `"2026-10-25T11:59:59Z"`
	)
	old := user(`"high"`, `"atRisk"`, overDay)
	checktest.Verdicts(t, RiskyUsers, []checktest.Test{
		{Name: "nobody", Files: risky(``), Want: finding.Pass},
		{Name: "high for a day", Files: risky(user(`"high"`, `"atRisk"`, day)), Want: finding.Pass},
		{Name: "high for longer", Files: risky(old), Want: finding.Fail},
		{Name: "medium for a week", Files: risky(user(`"medium"`, `"atRisk"`, week)), Want: finding.Pass},
		{Name: "medium for longer", Files: risky(user(`"Medium"`, `"AtRisk"`, overWeek)), Want: finding.Fail},
		{Name: "low for ever", Files: risky(user(`"low"`, `"atRisk"`, `"2025-01-01T00:00:00Z"`)), Want: finding.Pass},
		{Name: "remediated", Files: risky(user(`"high"`, `"remediated"`, overDay)), Want: finding.Pass},
		{Name: "dismissed", Files: risky(user(`"none"`, `"dismissed"`, overDay)), Want: finding.Pass},
		{Name: "confirmed by an administrator", Files: risky(user(`"high"`, `"confirmedCompromised"`, overDay)), Want: finding.Pass},
		{Name: "deleted", Files: risky(`{"id":"u","isDeleted":true,"riskLevel":"high","riskState":"atRisk","riskLastUpdatedDateTime":` + overDay + `}`), Want: finding.Pass},
		{Name: "disabled account", Files: people(old, `[{"id":"u","accountEnabled":false}]`), Want: finding.Pass},
		{Name: "enabled account", Files: people(old, `[{"id":"u","accountEnabled":true}]`), Want: finding.Fail},
		{Name: "account of which it is not known", Files: people(old, `[{"id":"u"}]`), Want: finding.Fail},
		{Name: "one of two", Files: risky(user(`"high"`, `"dismissed"`, overDay) + `,{"id":"v","riskLevel":"high","riskState":"atRisk","riskLastUpdatedDateTime":` + overDay + `}`), Want: finding.Fail},
		{Name: "hidden level", Files: risky(user(`"hidden"`, `"atRisk"`, overDay)), Want: finding.Unknown},
		{Name: "unknown level", Files: risky(user(`"unknownFutureValue"`, `"atRisk"`, overDay)), Want: finding.Unknown},
		{Name: "unknown state", Files: risky(user(`"high"`, `"unknownFutureValue"`, overDay)), Want: finding.Unknown},
		{Name: "no time", Files: risky(user(`"high"`, `"atRisk"`, `null`)), Want: finding.Unknown},
		{Name: "unreadable time", Files: risky(user(`"high"`, `"atRisk"`, `"lately"`)), Want: finding.Unknown},
		{Name: "empty", Files: risky(`{}`), Want: finding.Unknown},
		{Name: "not licensed", Files: unlicensed(risky(old)), Want: finding.NotApplicable},
		{Name: "not read", Files: tenant(nil), Want: finding.Unknown},
	})
}

// TestRiskyUserIsNamed looks at what an administrator is told.
func TestRiskyUserIsNamed(t *testing.T) {
	s := checktest.Snapshot(t, snapshot.Settings{}, tenant(checktest.Files{snapshot.RiskyUsers.Resource(): `[
		{"id":"u","userDisplayName":"Some One","riskLevel":"high","riskState":"atRisk","riskLastUpdatedDateTime":"2026-10-01T08:00:00Z"}]`}))
	results := check.Run(RiskyUsers, s).Results
	if len(results) != 1 || results[0].Resource != "u" || results[0].Evidence.Facts["riskLastUpdated"] != "2026-10-01T08:00:00Z" ||
		results[0].Evidence.Subjects["users"].Shown[0].Name != "Some One" {
		t.Errorf("got %d results with the facts %v", len(results), results[0].Evidence.Facts)
	}
}
