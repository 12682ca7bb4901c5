package monitoring

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
)

func TestCloudAppAlerts(t *testing.T) {
	alert := func(source, detection, at string) string {
		return `{"id":"a","title":"A","status":"resolved","serviceSource":` + source + `,"detectionSource":` + detection + `,"createdDateTime":` + at + `}`
	}
	const (
		mda    = `"microsoftDefenderForCloudApps"`
		cas    = `"cloudAppSecurity"`
		border = `"2026-08-03T12:00:00Z"` // to the second 90 days before now
		before = `"2026-08-03T11:59:59Z"`
	)
	one := alert(mda, cas, border)
	checktest.Verdicts(t, CloudAppAlerts, []checktest.Test{
		{Name: "one, resolved long ago", Files: alerts(one), Want: finding.Pass},
		{Name: "in other case", Files: alerts(alert(`"MicrosoftDefenderForCloudApps"`, `"CloudAppSecurity"`, border)), Want: finding.Pass},
		{Name: "none, which may be good news", Files: alerts(``), Want: finding.Unknown},
		{Name: "before the window", Files: alerts(alert(mda, cas, before)), Want: finding.Unknown},
		{Name: "of another service", Files: alerts(alert(`"microsoftDefenderForEndpoint"`, `"antivirus"`, border)), Want: finding.Unknown},
		{Name: "not on activity", Files: alerts(alert(mda, `"appGovernancePolicy"`, border)), Want: finding.Unknown},
		{Name: "no time", Files: alerts(alert(mda, cas, `null`)), Want: finding.Unknown},
		{Name: "empty", Files: alerts(`{}`), Want: finding.Unknown},
		{Name: "not licensed", Files: plans(alerts(one), "MDE_SMB"), Want: finding.NotApplicable},
	})
}
