package sharepoint

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// ExternalSharing asks that files are shared with guests the directory already
// has, if with anybody outside.
var ExternalSharing = &check.Check{
	ID:       "sp-external-sharing",
	Title:    "Files are shared with existing guests at most",
	Category: check.SharePoint,
	Severity: finding.Medium,
	Because:  "Whoever shares a file decides alone who becomes a guest, past every rule for inviting people.",
	Controls: check.Controls{SCuBA: []string{"MS.SHAREPOINT.1.1v1"}, ISO27001: []string{"A.5.14", "A.8.3"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"SP-001"},
	Reads:    reads(),
	Licence:  check.SharePointOnline,
	Risk:     "A member, or an intruder in a member's account, shares folders with addresses nobody has vetted, and the data leaves the company in the ordinary way.",
	Fix: check.Fix{
		Portal:  sharingPolicies + " > External sharing: Existing guests, or Only people in your organization",
		Request: `PATCH /v1.0/admin/sharepoint/settings {"sharingCapability":"existingExternalUserSharingOnly"}`,
	},
	Texts: []*text.Table{externalSharingTexts, settingsTexts},
	Since: "2026-11",
	Source: "CISA SCuBA baseline for SharePoint Online and OneDrive, MS.SHAREPOINT.1.1; Microsoft Graph documentation, sharepointSettings resource type. " +
		"CIS 7.2.3 accepts new guests too, which one verdict cannot serve: sp-anyone-links judges that level",
	Run: sharingLevel{
		accepted: []string{sharingOff, sharingExisting},
		pass:     "Files are shared with existing guests at most.",
		fail:     "Files can be shared with people who are no guests yet.",
	}.run,
}
