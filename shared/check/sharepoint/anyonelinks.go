package sharepoint

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// AnyoneLinks asks that nobody opens files without signing in.
var AnyoneLinks = &check.Check{
	ID:       "sp-anyone-links",
	Title:    "Files cannot be shared with anyone who has the link",
	Category: check.SharePoint,
	Severity: finding.High,
	Because:  "A link that asks for no sign-in works for everybody it was ever passed on to, and nobody can tell who used it.",
	Controls: check.Controls{CIS: []string{"7.2.3"}, ISO27001: []string{"A.5.14", "A.8.3"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"SP-001"},
	Reads:    reads(),
	Licence:  check.SharePointOnline,
	Risk:     "Whoever finds or forwards a link reads, and often changes, the company's files without an account and without a trace.",
	Fix: check.Fix{
		Portal:  sharingPolicies + " > External sharing: New and existing guests, or a stricter level",
		Request: `PATCH /v1.0/admin/sharepoint/settings {"sharingCapability":"externalUserSharingOnly"}`,
	},
	Texts: []*text.Table{anyoneLinksTexts, settingsTexts},
	Since: "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 7.2.3; Microsoft Graph documentation, sharepointSettings resource type. " +
		"CISA SCuBA MS.SHAREPOINT.1.1 asks for a stricter level, which sp-external-sharing judges",
	Run: sharingLevel{
		accepted: []string{sharingOff, sharingExisting, sharingGuests},
		pass:     "Everybody with whom a file is shared has to sign in.",
		fail:     "Files can be shared with anyone who has the link.",
	}.run,
}
