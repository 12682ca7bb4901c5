package signins

import (
	"cmp"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// RiskDetections asks that nothing which Microsoft rates as a high risk is left
// without an answer. Each user with such detections is a result of their own;
// deleted and disabled accounts do not count.
var RiskDetections = &check.Check{
	ID:       "risk-detections",
	Title:    "No high-risk detection is left open",
	Category: check.SignIns,
	Severity: finding.High,
	Because:  "A high level means that Microsoft is confident: the sign-in used a stolen token, a leaked password or an attacker's network.",
	Controls: check.Controls{ISO27001: []string{"A.5.25", "A.8.16"}, NIS2: []string{"21(2)(b)"}},
	Rows:     []string{"RK-002"},
	Reads:    []snapshot.Resource{snapshot.RiskDetections.Resource()},
	Uses:     []snapshot.Resource{snapshot.RiskyUsers.Resource(), snapshot.Users.Resource()},
	Licence:  check.EntraP2,
	Risk:     "The sign-in that looked like an attack was one, and its session goes on unnoticed.",
	Fix: check.Fix{
		Portal:  idProtection + "Risk detections > the detection > User's risk report: reset the password or confirm the compromise, or dismiss the risk after asking the user",
		Request: `POST /v1.0/identityProtection/riskyUsers/confirmCompromised {"userIds":["{id}"]}, or dismiss in its place`,
	},
	Neutral: []string{"firstDetected"},
	Texts:   []*text.Table{riskDetectionsTexts},
	Since:   "2026-11",
	Source:  "Microsoft Entra documentation, Investigate risk with Microsoft Entra ID Protection, and Remediate risks and unblock users, by which deleted users cannot be dismissed; Microsoft Graph documentation, riskDetection resource type",
	Run: func(s *snapshot.Snapshot) []check.Result {
		gone := deleted(s)
		var seen bundles
		var untold []finding.Subject
		detections := snapshot.RiskDetections.Of(s)
		for i := range detections {
			d := &detections[i]
			level, state := strings.ToLower(d.RiskLevel.V), open(d.RiskState)
			if state == finding.Pass || level == "low" || level == "medium" || level == "none" || gone[strings.ToLower(d.UserID)] || disabled(s, d.UserID) {
				continue
			}
			if state == finding.Unknown || level != "high" {
				untold = append(untold, finding.Subject{ID: d.UserID, Name: d.UserPrincipalName})
				continue
			}
			seen.at(d.UserID, func() string { return personName(s, d.UserID, d.UserPrincipalName) }).add(d.RiskEventType, d.DetectedDateTime)
		}
		var results []check.Result
		for _, id := range seen.order {
			b := seen.of[id]
			slices.Sort(b.kinds)
			facts := finding.Facts{"detections": b.count, "riskEventTypes": b.kinds}
			if !b.first.IsZero() {
				facts["firstDetected"] = moment(b.first)
			}
			results = append(results, check.Result{
				Resource: resourceOf(b.subject.ID), Verdict: finding.Fail, Reason: "A detection at high risk is open.",
				Evidence: finding.Evidence{Facts: facts, Subjects: finding.Subjects{"users": finding.List(b.subject)}},
			})
		}
		results = append(results, unsure("Graph did not return all about some risk detections.", "users", untold)...)
		if len(results) == 0 {
			return check.One(finding.Pass, "No detection at high risk is open.", finding.Evidence{})
		}
		return results
	},
}

// deleted are the risky users who were deleted, by id in lower case: nobody can
// close their detections.
func deleted(s *snapshot.Snapshot) map[string]bool {
	gone := map[string]bool{}
	users := snapshot.RiskyUsers.Of(s)
	for i := range users {
		if u := &users[i]; u.ID != "" && u.IsDeleted.Known() && u.IsDeleted.V {
			gone[strings.ToLower(u.ID)] = true
		}
	}
	return gone
}

// personName is what people call the user: what the directory says, or else.
func personName(s *snapshot.Snapshot, id, otherwise string) string {
	if u := snapshot.UserByID(s, id); u != nil {
		return cmp.Or(u.DisplayName, u.UserPrincipalName, otherwise)
	}
	return otherwise
}
