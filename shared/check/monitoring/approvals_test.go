package monitoring

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestApprovals(t *testing.T) {
	alert := func(state, status, at string) string {
		return `{"id":"a","title":"A","status":` + status + `,"investigationState":` + state + `,"createdDateTime":` + at + `}`
	}
	const (
		week     = `"2026-10-25T12:00:00Z"` // to the second a week before now
		overWeek = `"2026-10-25T11:59:59Z"`
	)
	waits := alert(`"pendingApproval"`, `"inProgress"`, overWeek)
	checktest.Verdicts(t, Approvals, []checktest.Test{
		{Name: "none", Files: alerts(``), Want: finding.Pass},
		{Name: "for a week", Files: alerts(alert(`"pendingApproval"`, `"new"`, week)), Want: finding.Pass},
		{Name: "for longer, although somebody has the alert", Files: alerts(waits), Want: finding.Fail},
		{Name: "in other case", Files: alerts(alert(`"PendingApproval"`, `"new"`, overWeek)), Want: finding.Fail},
		{Name: "alert resolved", Files: alerts(alert(`"pendingApproval"`, `"resolved"`, overWeek)), Want: finding.Pass},
		{Name: "waits for a machine", Files: alerts(alert(`"pendingResource"`, `"new"`, overWeek)), Want: finding.Pass},
		{Name: "no investigation", Files: alerts(alert(`null`, `"new"`, overWeek)), Want: finding.Pass},
		{Name: "state that is not known", Files: alerts(alert(`"unknownFutureValue"`, `"new"`, overWeek)), Want: finding.Unknown},
		{Name: "state that is not known, of today", Files: alerts(alert(`"unknownFutureValue"`, `"new"`, `"2026-11-01T11:00:00Z"`)), Want: finding.Pass},
		{Name: "no time", Files: alerts(alert(`"pendingApproval"`, `"new"`, `null`)), Want: finding.Unknown},
		{Name: "empty", Files: alerts(`{}`), Want: finding.Unknown},
		{Name: "not licensed", Files: plans(alerts(waits), "AAD_PREMIUM_P2"), Want: finding.NotApplicable},
	})
}
