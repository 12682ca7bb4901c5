package sharepoint

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// LegacyAuthentication asks that applications cannot reach SharePoint with a
// password alone.
var LegacyAuthentication = &check.Check{
	ID:       "sp-legacy-authentication",
	Title:    "SharePoint accepts no outdated sign-in protocols",
	Category: check.SharePoint,
	Severity: finding.High,
	Because:  "The old protocols know no second factor, so that a stolen password is enough and conditional access is passed by.",
	Controls: check.Controls{CIS: []string{"7.2.1"}, ISO27001: []string{"A.8.5"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"SP-004"},
	Reads:    reads(),
	Licence:  check.SharePointOnline,
	Risk:     "An attacker with a stolen or guessed password copies files out of SharePoint and OneDrive without being asked for a second factor.",
	Fix: check.Fix{
		Portal:  accessControl + " > Apps that don't use modern authentication: Block access",
		Request: `PATCH /v1.0/admin/sharepoint/settings {"isLegacyAuthProtocolsEnabled":false}`,
	},
	Texts:  []*text.Table{legacyAuthenticationTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 7.2.1; Microsoft Graph documentation, sharepointSettings resource type",
	Run: func(s *snapshot.Snapshot) []check.Result {
		v := snapshot.SharePointSettings.Of(s).IsLegacyAuthProtocolsEnabled
		if !v.Known() {
			return check.One(finding.Unknown, "Graph returned no value for whether outdated sign-in protocols are accepted.", finding.Evidence{})
		}
		evidence := finding.Evidence{Facts: finding.Facts{"isLegacyAuthProtocolsEnabled": v.V}}
		if v.V {
			return check.One(finding.Fail, "SharePoint accepts outdated sign-in protocols.", evidence)
		}
		return check.One(finding.Pass, "SharePoint accepts no outdated sign-in protocols.", evidence)
	},
}
