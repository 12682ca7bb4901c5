package sharepoint

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// maxIdle is the longest time that a session may stay open unused, in seconds.
const maxIdle = 3 * 60 * 60

// IdleSignOut asks that SharePoint ends web sessions that nobody uses.
var IdleSignOut = &check.Check{
	ID:       "sp-idle-sign-out",
	Title:    "SharePoint signs people out who have been idle for three hours",
	Category: check.SharePoint,
	Severity: finding.Low,
	Because:  "A session left open needs somebody at that very computer, but then it needs nothing else.",
	Controls: check.Controls{CIS: []string{"1.3.2"}, ISO27001: []string{"A.7.7", "A.8.1"}, NIS2: []string{"21(2)(g)"}},
	Rows:     []string{"SP-007"},
	Reads:    reads(),
	Licence:  check.SharePointOnline,
	Risk:     "Whoever sits down at a shared or borrowed computer goes on with the files of the one before.",
	Fix: check.Fix{
		Portal:  accessControl + " > Idle session sign-out > Sign out inactive users automatically: On, at most 3 hours",
		Request: `PATCH /v1.0/admin/sharepoint/settings {"idleSessionSignOut":{"isEnabled":true,"warnAfterInSeconds":3300,"signOutAfterInSeconds":3600}}`,
	},
	Texts: []*text.Table{idleSignOutTexts},
	Since: "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 1.3.2, for unmanaged devices; Microsoft Graph documentation, idleSessionSignOut resource type. " +
		"It is SharePoint's own setting; the one for all of Microsoft 365 is judged by id-session-timeout",
	Run: func(s *snapshot.Snapshot) []check.Result {
		idle := snapshot.SharePointSettings.Of(s).IdleSessionSignOut.V
		if !idle.IsEnabled.Known() {
			return check.One(finding.Unknown, "Graph returned no value for whether SharePoint ends idle sessions.", finding.Evidence{})
		}
		facts := finding.Facts{"isEnabled": idle.IsEnabled.V}
		evidence := finding.Evidence{Facts: facts}
		if !idle.IsEnabled.V {
			return check.One(finding.Fail, "SharePoint does not end idle sessions.", evidence)
		}
		after := idle.SignOutAfterInSeconds
		if !after.Known() || after.V <= 0 {
			return check.One(finding.Unknown, "Graph returned no value for when SharePoint ends idle sessions.", evidence)
		}
		facts["signOutAfterInSeconds"] = after.V
		if after.V > maxIdle {
			return check.One(finding.Fail, "SharePoint ends idle sessions only after more than three hours.", evidence)
		}
		return check.One(finding.Pass, "SharePoint ends idle sessions within three hours.", evidence)
	},
}
