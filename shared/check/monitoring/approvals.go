package monitoring

import (
	"strings"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// approvalPatience is for how long an investigation may wait for approval.
const approvalPatience = 7 * 24 * time.Hour

// Approvals asks that what Defender's automated investigations want to do does not
// wait for approval longer than a week.
var Approvals = &check.Check{
	ID:       "log-pending-approvals",
	Title:    "Automated investigations do not wait for approval",
	Category: check.Monitoring,
	Severity: finding.Medium,
	Because:  "Defender has found what to remove and only waits for a click, so the danger stays although the answer is ready.",
	Controls: check.Controls{CIS: []string{"2.4.5"}, ISO27001: []string{"A.5.26", "A.8.7"}, NIS2: []string{"21(2)(b)"}},
	Rows:     []string{"LG-007"},
	Reads:    []snapshot.Resource{snapshot.Alerts.Resource()},
	Licence:  check.Defender,
	Risk:     "The harmful file stays on the device and the phishing mail in the mailboxes until somebody opens it.",
	Fix: check.Fix{
		Portal:  defender + "Investigation & response > Actions & submissions > Action center > Pending: approve or reject each action; for devices a higher automation level under Settings > Endpoints > Device groups needs no approval",
		Request: `PATCH /v1.0/security/alerts_v2/{id} {"assignedTo":"{address}","status":"inProgress"}, which hands the alert to somebody; the approval itself is given in the portal`,
	},
	Texts:  []*text.Table{approvalsTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 2.4.5, for which this is evidence; Microsoft Zero Trust Assessment, 41041 and 41062; Microsoft Graph documentation, alert resource type (microsoft.graph.security). Incidents have no such state. The age is that of the alert, with which its investigation begins; alerts that were resolved do not count",
	Run: func(s *snapshot.Snapshot) []check.Result {
		var q queue
		alerts := snapshot.Alerts.Of(s)
		for i := range alerts {
			a := &alerts[i]
			waits := pending(a)
			if is(a.Status, "resolved") || waits == finding.Pass {
				continue
			}
			q.judge(both(waits, older(s, a.CreatedDateTime, approvalPatience)), "pendingApproval", a.CreatedDateTime, finding.Subject{ID: a.ID, Name: a.Title})
		}
		return q.results("alerts",
			"Automated investigations have waited for approval for more than a week.",
			"Graph did not return how some automated investigations stand.",
			"No automated investigation has waited for approval for more than a week.")
	},
}

// investigationStates are the other states an investigation can have. Null is for
// an alert without one.
var investigationStates = []string{
	"unknown", "terminated", "successfullyRemediated", "benign", "failed", "partiallyRemediated", "running", "pendingResource", "queued",
	"innerFailure", "preexistingAlert", "unsupportedOs", "unsupportedAlertType", "suppressedAlert", "partiallyInvestigated",
	"terminatedByUser", "terminatedBySystem",
}

// pending judges whether an alert's investigation waits for approval.
func pending(a *snapshot.Alert) finding.Verdict {
	state := a.InvestigationState
	switch {
	case strings.EqualFold(state.V, "pendingApproval"):
		return finding.Fail
	case state.Null, oneOf(state, investigationStates...):
		return finding.Pass
	}
	return finding.Unknown
}
