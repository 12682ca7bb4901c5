package monitoring

import (
	"strings"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// For how long an alert may wait to be taken up.
const (
	patienceHigh   = 24 * time.Hour
	patienceMedium = 72 * time.Hour
)

// Alerts asks that somebody takes up the alerts of Microsoft Defender: within a
// day where the severity is high, within three where it is medium.
var Alerts = &check.Check{
	ID:       "log-defender-alerts",
	Title:    "Alerts of Microsoft Defender are taken up in time",
	Category: check.Monitoring,
	Severity: finding.High,
	Because:  "Defender has seen an attack and said so; as long as nobody reads it, the alert protects nobody.",
	Controls: check.Controls{ISO27001: []string{"A.5.25", "A.8.16"}, NIS2: []string{"21(2)(b)"}},
	Rows:     []string{"LG-005"},
	Reads:    []snapshot.Resource{snapshot.Alerts.Resource()},
	Licence:  check.Defender,
	Risk:     "An attacker has days in place of hours to move from the first machine or mailbox to the next.",
	Fix: check.Fix{
		Portal:  defender + "Investigation & response > Incidents & alerts > Alerts > the alert > Manage alert: assign it and set its status, and let the portal send mail about new alerts",
		Request: `PATCH /v1.0/security/alerts_v2/{id} {"assignedTo":"{address}","status":"inProgress"}`,
	},
	Texts:  []*text.Table{alertsTexts},
	Since:  "2026-11",
	Source: "Microsoft Zero Trust Assessment, 41022 and 41121; Microsoft Graph documentation, alert resource type (microsoft.graph.security). An alert waits while it is new or in nobody's hands",
	Run: func(s *snapshot.Snapshot) []check.Result {
		var q queue
		alerts := snapshot.Alerts.Of(s)
		for i := range alerts {
			a := &alerts[i]
			if is(a.Status, "resolved") || oneOf(a.Severity, "low", "informational") {
				continue
			}
			subject := finding.Subject{ID: a.ID, Name: a.Title}
			waits := idle(a)
			var patience time.Duration
			switch {
			case is(a.Severity, "high"):
				patience = patienceHigh
			case is(a.Severity, "medium"):
				patience = patienceMedium
			default:
				q.judge(both(finding.Unknown, waits), "", a.CreatedDateTime, subject)
				continue
			}
			q.judge(both(waits, older(s, a.CreatedDateTime, patience)), strings.ToLower(a.Severity.V), a.CreatedDateTime, subject)
		}
		return q.results("alerts",
			"Alerts of high or medium severity wait for somebody to take them up.",
			"Graph did not return all about some alerts.",
			"No alert of high severity has waited for more than a day and none of medium severity for more than three.")
	},
}

// idle judges whether an alert that is not resolved is taken up: it fails where
// it is new or in nobody's hands.
func idle(a *snapshot.Alert) finding.Verdict {
	switch {
	case is(a.Status, "new"):
		return finding.Fail
	case is(a.Status, "inProgress"):
		return unassigned(a.AssignedTo)
	}
	return finding.Unknown
}
