package signins

import (
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestRiskDetections(t *testing.T) {
	detected := func(detections string) checktest.Files {
		return tenant(checktest.Files{snapshot.RiskDetections.Resource(): `[` + detections + `]`})
	}
	with := func(files checktest.Files, r snapshot.Resource, text string) checktest.Files {
		files[r] = text
		return files
	}
	one := func(level, state string) string {
		return `{"id":"d","userId":"u","userPrincipalName":"u@example.com","riskEventType":"unfamiliarFeatures","riskLevel":` + level + `,"riskState":` + state +
			`,"detectedDateTime":"2026-11-01T11:00:00Z"}`
	}
	high := one(`"high"`, `"atRisk"`)
	checktest.Verdicts(t, RiskDetections, []checktest.Test{
		{Name: "none", Files: detected(``), Want: finding.Pass},
		{Name: "open, an hour old", Files: detected(high), Want: finding.Fail},
		{Name: "open and medium", Files: detected(one(`"medium"`, `"atRisk"`)), Want: finding.Pass},
		{Name: "remediated", Files: detected(one(`"high"`, `"remediated"`)), Want: finding.Pass},
		{Name: "confirmed", Files: detected(one(`"high"`, `"confirmedCompromised"`)), Want: finding.Pass},
		{Name: "other case", Files: detected(one(`"High"`, `"AtRisk"`)), Want: finding.Fail},
		{Name: "no time", Files: detected(`{"userId":"u","riskLevel":"high","riskState":"atRisk"}`), Want: finding.Fail},
		{Name: "disabled account", Files: with(detected(high), snapshot.Users.Resource(), `[{"id":"u","accountEnabled":false}]`), Want: finding.Pass},
		{Name: "deleted account", Files: with(detected(high), snapshot.RiskyUsers.Resource(), `[{"id":"U","isDeleted":true}]`), Want: finding.Pass},
		{Name: "another account deleted", Files: with(detected(high), snapshot.RiskyUsers.Resource(), `[{"id":"v","isDeleted":true}]`), Want: finding.Fail},
		{Name: "hidden level", Files: detected(one(`"hidden"`, `"atRisk"`)), Want: finding.Unknown},
		{Name: "no state", Files: detected(one(`"high"`, `null`)), Want: finding.Unknown},
		{Name: "unknown state", Files: detected(one(`"high"`, `"unknownFutureValue"`)), Want: finding.Unknown},
		{Name: "empty", Files: detected(`{}`), Want: finding.Unknown},
		{Name: "not licensed", Files: unlicensed(detected(high)), Want: finding.NotApplicable},
	})
}

// TestDetectionsOfOneUser are one result.
func TestDetectionsOfOneUser(t *testing.T) {
	s := checktest.Snapshot(t, snapshot.Settings{}, tenant(checktest.Files{snapshot.RiskDetections.Resource(): `[
		{"userId":"u","riskEventType":"unfamiliarFeatures","riskLevel":"high","riskState":"atRisk","detectedDateTime":"2026-10-31T11:00:00Z"},
		{"userId":"U","riskEventType":"anonymizedIPAddress","riskLevel":"high","riskState":"atRisk","detectedDateTime":"2026-10-30T11:00:00Z"},
		{"userId":"u","riskEventType":"an event that ends in words","riskLevel":"high","riskState":"atRisk"}]`}))
	results := check.Run(RiskDetections, s).Results
	if len(results) != 1 {
		t.Fatalf("got %d results, want one", len(results))
	}
	want := finding.Facts{
		"detections": 3, "firstDetected": "2026-10-30T11:00:00Z",
		"riskEventTypes": []string{"aneventthatendsinwords", "anonymizedIPAddress", "unfamiliarFeatures"},
	}
	if got := results[0].Evidence.Facts; !got.Equal(want) {
		t.Errorf("got the facts %v, want %v", got, want)
	}
}
