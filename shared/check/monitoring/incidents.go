package monitoring

import (
	"strings"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// stale is how old an incident may become before its work has begun.
const stale = 7 * 24 * time.Hour

// Incidents asks that each active incident of high or medium severity is in
// somebody's hands and that the work on it begins within a week.
var Incidents = &check.Check{
	ID:       "log-defender-incidents",
	Title:    "Active incidents are in somebody's hands",
	Category: check.Monitoring,
	Severity: finding.High,
	Because:  "An incident is what Defender holds for one attack, put together from many alerts; without an owner everybody believes that somebody else looks.",
	Controls: check.Controls{ISO27001: []string{"A.5.24", "A.5.26"}, NIS2: []string{"21(2)(b)"}},
	Rows:     []string{"LG-006"},
	Reads:    []snapshot.Resource{snapshot.Incidents.Resource()},
	Licence:  check.Defender,
	Risk:     "The attack runs on to its end, and the deadlines for telling authorities and customers pass unnoticed.",
	Fix: check.Fix{
		Portal:  defender + "Investigation & response > Incidents & alerts > Incidents > the incident > Manage incident: assign it, and set its status to In progress or Resolved",
		Request: `PATCH /v1.0/security/incidents/{id} {"assignedTo":"{address}","status":"inProgress"}`,
	},
	Texts:  []*text.Table{incidentsTexts},
	Since:  "2026-11",
	Source: "Microsoft Zero Trust Assessment, 41061; Microsoft Graph documentation, incident resource type (microsoft.graph.security). The age is counted from the creation, because new alerts change an incident without anybody's work",
	Run: func(s *snapshot.Snapshot) []check.Result {
		var q queue
		incidents := snapshot.Incidents.Of(s)
		for i := range incidents {
			x := &incidents[i]
			if oneOf(x.Status, "resolved", "redirected", "inProgress", "awaitingAction") || oneOf(x.Severity, "low", "informational") {
				continue
			}
			verdict := finding.Worst(unassigned(x.AssignedTo), older(s, x.CreatedDateTime, stale))
			if !is(x.Status, "active") || !oneOf(x.Severity, "high", "medium") {
				verdict = both(finding.Unknown, verdict)
			}
			subject := finding.Subject{ID: x.ID, Name: x.DisplayName}
			if verdict == finding.Fail {
				subject.Note = incidentNote(x)
			}
			q.judge(verdict, strings.ToLower(x.Severity.V), x.CreatedDateTime, subject)
		}
		return q.results("incidents",
			"Active incidents of high or medium severity are in nobody's hands or have waited for more than a week.",
			"Graph did not return all about some incidents.",
			"Every active incident of high or medium severity is in somebody's hands and no more than a week old.")
	},
}

func incidentNote(x *snapshot.Incident) string {
	if unassigned(x.AssignedTo) == finding.Fail {
		return "assigned to nobody"
	}
	return "assigned, but active for more than a week"
}
