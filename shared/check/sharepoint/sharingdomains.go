package sharepoint

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// SharingDomains asks that files are shared with named organisations only.
var SharingDomains = &check.Check{
	ID:       "sp-sharing-domains",
	Title:    "Files are shared with people of listed domains only",
	Category: check.SharePoint,
	Severity: finding.Medium,
	Because:  "A list of partners keeps files from private mailboxes and unknown companies, whoever does the sharing.",
	Controls: check.Controls{SCuBA: []string{"MS.SHAREPOINT.1.3v1"}, CIS: []string{"7.2.6"}, ISO27001: []string{"A.5.14", "A.8.3"}, NIS2: []string{"21(2)(d)", "21(2)(i)"}},
	Rows:     []string{"SP-002"},
	Reads:    reads(),
	Licence:  check.SharePointOnline,
	Risk:     "An intruder in a member's account shares the company's files with an address of his own.",
	Fix: check.Fix{
		Portal:  sharingPolicies + " > More external sharing settings > Limit external sharing by domain > Allow only specific domains",
		Request: `PATCH /v1.0/admin/sharepoint/settings {"sharingDomainRestrictionMode":"allowList","sharingAllowedDomainList":["partner.example"]}`,
	},
	LessIsWorse: []string{"blockedDomains"},
	Texts:       []*text.Table{sharingDomainsTexts, settingsTexts},
	Since:       "2026-11",
	Source: "CISA SCuBA baseline for SharePoint Online and OneDrive, MS.SHAREPOINT.1.3; CIS Microsoft 365 Foundations Benchmark, 7.2.6; Microsoft Graph documentation, sharepointSettings resource type. " +
		"A list of blocked domains fails: everybody else is let in",
	Run: func(s *snapshot.Snapshot) []check.Result {
		level, known := capability(s)
		if known && level == sharingOff {
			return check.One(finding.Pass, "Files cannot be shared outside the company at all.", finding.Evidence{Facts: finding.Facts{"sharingCapability": names[level]}})
		}
		p := snapshot.SharePointSettings.Of(s)
		mode := strings.ToLower(p.SharingDomainRestrictionMode.V)
		facts := finding.Facts{"allowedDomains": len(p.SharingAllowedDomainList), "blockedDomains": len(p.SharingBlockedDomainList)}
		if known {
			facts["sharingCapability"] = names[level]
		}
		evidence := finding.Evidence{Facts: facts}
		switch {
		case mode == "none":
			return check.One(finding.Fail, "Files can be shared with people of any domain.", evidence)
		case mode == "blocklist":
			return check.One(finding.Fail, "Some domains are blocked, and files can be shared with people of any other.", evidence)
		case mode == "allowlist" && len(p.SharingAllowedDomainList) > 0:
			return check.One(finding.Pass, "Files are shared with people of listed domains only.", evidence)
		case mode == "allowlist":
			return check.One(finding.Unknown, "Sharing is limited to a list of domains, and Graph returned none in it.", evidence)
		}
		return check.One(finding.Unknown, "Graph returned no value that Vahti knows for the limit by domain.", finding.Evidence{})
	},
}
