package sharepoint

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// GuestResharing asks that guests cannot pass on what is not theirs.
var GuestResharing = &check.Check{
	ID:       "sp-guest-resharing",
	Title:    "Guests cannot share what they do not own",
	Category: check.SharePoint,
	Severity: finding.Medium,
	Because:  "Who gets a file should be for the company to decide, and a guest is bound by none of its rules.",
	Controls: check.Controls{CIS: []string{"7.2.5"}, ISO27001: []string{"A.5.14", "A.8.3"}, NIS2: []string{"21(2)(d)", "21(2)(i)"}},
	Rows:     []string{"SP-003"},
	Reads:    reads(),
	Licence:  check.SharePointOnline,
	Risk:     "A guest, or somebody who took over a guest's account, hands the company's files on to further people.",
	Fix: check.Fix{
		Portal:  sharingPolicies + " > More external sharing settings > Allow guests to share items they don't own: Off",
		Request: `PATCH /v1.0/admin/sharepoint/settings {"isResharingByExternalUsersEnabled":false}`,
	},
	Texts:  []*text.Table{guestResharingTexts, settingsTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 7.2.5; Microsoft Graph documentation, sharepointSettings resource type",
	Run: func(s *snapshot.Snapshot) []check.Result {
		level, known := capability(s)
		if known && level == sharingOff {
			return check.One(finding.NotApplicable, "Files cannot be shared outside the company at all.", finding.Evidence{Facts: finding.Facts{"sharingCapability": names[level]}})
		}
		v := snapshot.SharePointSettings.Of(s).IsResharingByExternalUsersEnabled
		if !v.Known() {
			return check.One(finding.Unknown, "Graph returned no value for whether guests can share what they do not own.", finding.Evidence{})
		}
		evidence := finding.Evidence{Facts: finding.Facts{"isResharingByExternalUsersEnabled": v.V}}
		if v.V {
			return check.One(finding.Fail, "Guests can share files that they do not own.", evidence)
		}
		return check.One(finding.Pass, "Guests cannot share files that they do not own.", evidence)
	},
}
