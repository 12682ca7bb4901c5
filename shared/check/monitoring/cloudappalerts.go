package monitoring

import (
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// cloudAppWindow is how far back an alert shows that the policies work.
const cloudAppWindow = 90 * 24 * time.Hour

// CloudAppAlerts asks for a sign that the policies of Defender for Cloud Apps work:
// an alert of theirs. Without one nobody can tell a tenant in which nothing
// happened from one in which nothing is watched.
var CloudAppAlerts = &check.Check{
	ID:       "log-cloud-app-alerts",
	Title:    "Defender for Cloud Apps raises alerts",
	Category: check.Monitoring,
	Severity: finding.Info,
	Because:  "An alert is evidence that the policies are on; that there is none may be good news as well as bad.",
	Controls: check.Controls{CIS: []string{"2.4.3"}, ISO27001: []string{"A.8.16", "A.5.23"}, NIS2: []string{"21(2)(b)"}},
	Rows:     []string{"LG-022"},
	Reads:    []snapshot.Resource{snapshot.Alerts.Resource()},
	Licence:  check.DefenderApps,
	Risk:     "Mass downloads, impossible travel and activity from anonymous networks go unnoticed although the licence for seeing them is paid for.",
	Fix: check.Fix{
		Portal:  defender + "Cloud apps > Policies > Policy management > Threat detection: see that the policies are on; under Settings > Cloud apps > App connectors connect Microsoft 365 with all its components",
		Request: `GET /v1.0/security/alerts_v2?$filter=serviceSource%20eq%20'microsoftDefenderForCloudApps', which shows whether alerts come; the policies are in no API of Graph`,
	},
	Texts:  []*text.Table{cloudAppAlertsTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 2.4.3, which asks that the service is on and connected, and for which an alert is evidence; Microsoft Zero Trust Assessment, 41081; Microsoft Graph documentation, alert resource type (microsoft.graph.security), whose detectionSource cloudAppSecurity is the policies on activity. The assessment fails a tenant without alerts; as none may have been needed, it is unknown here",
	Run: func(s *snapshot.Snapshot) []check.Result {
		alerts := snapshot.Alerts.Of(s)
		all, activity := 0, 0
		for i := range alerts {
			a := &alerts[i]
			if !is(a.ServiceSource, "microsoftDefenderForCloudApps") || older(s, a.CreatedDateTime, cloudAppWindow) != finding.Pass {
				continue
			}
			all++
			if is(a.DetectionSource, "cloudAppSecurity") {
				activity++
			}
		}
		facts := finding.Facts{"alerted": activity > 0, "otherAlerts": all > activity}
		switch {
		case activity > 0:
			return check.One(finding.Pass, "Defender for Cloud Apps raised alerts on activity in the last 90 days.", finding.Evidence{Facts: facts})
		case all > 0:
			return check.One(finding.Unknown, "Defender for Cloud Apps raised alerts in the last 90 days, but none on activity.", finding.Evidence{Facts: facts})
		}
		return check.One(finding.Unknown, "Defender for Cloud Apps raised no alert in the last 90 days: nothing happened, or nothing is watched.", finding.Evidence{Facts: facts})
	},
}
