package sharepoint

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// SyncDevices asks that OneDrive synchronises to computers of the company's own
// Active Directory domains only. A company without one declares it,
// settings.declared.syncFromUnmanagedDevices.
var SyncDevices = &check.Check{
	ID:       "sp-sync-devices",
	Title:    "OneDrive synchronises to computers of the company's domains only",
	Category: check.SharePoint,
	Severity: finding.Medium,
	Because:  "What was synchronised to a private computer stays there, unencrypted and unwatched, when the person leaves.",
	Controls: check.Controls{CIS: []string{"7.3.2"}, ISO27001: []string{"A.8.1", "A.8.12"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"SP-005"},
	Reads:    reads(),
	Uses:     []snapshot.Resource{snapshot.Organizations.Resource()},
	Licence:  check.SharePointOnline,
	Risk:     "Whole libraries are copied to a private or stolen computer and cannot be taken back from it.",
	Fix: check.Fix{
		Portal:  "SharePoint admin center > Settings > OneDrive Sync > Allow syncing only on computers joined to specific domains: On, with the GUID of each domain",
		Request: `PATCH /v1.0/admin/sharepoint/settings {"isUnmanagedSyncAppForTenantRestricted":true,"allowedDomainGuidsForSyncApp":["{GUID of the Active Directory domain}"]}`,
	},
	LessIsWorse: []string{"allowedDomains"},
	Texts:       []*text.Table{syncDevicesTexts},
	Since:       "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 7.3.2; Microsoft Graph documentation, sharepointSettings resource type. Computers are told by the domain of a local Active Directory: " +
		"a tenant that synchronises with none can declare that it has none, and keeps private computers out by conditional access instead",
	Run: func(s *snapshot.Snapshot) []check.Result {
		p := snapshot.SharePointSettings.Of(s)
		v := p.IsUnmanagedSyncAppForTenantRestricted
		facts := finding.Facts{"allowedDomains": len(p.AllowedDomainGuidsForSyncApp)}
		if v.Known() {
			facts["isUnmanagedSyncAppForTenantRestricted"] = v.V
		}
		evidence := finding.Evidence{Facts: facts}
		switch {
		case v.Known() && v.V && len(p.AllowedDomainGuidsForSyncApp) > 0:
			return check.One(finding.Pass, "OneDrive synchronises to computers of named domains only.", evidence)
		case !v.Known():
			return check.One(finding.Unknown, "Graph returned no value for which computers OneDrive synchronises to.", finding.Evidence{})
		case s.Settings.Declared.SyncFromUnmanagedDevices == "allowed" && cloudOnly(s):
			return check.One(finding.NotApplicable, "The company has no local directory, and that OneDrive synchronises to any computer was declared.", evidence)
		case v.V:
			return check.One(finding.Fail, "OneDrive synchronises to computers of named domains only, and none is named.", evidence)
		}
		return check.One(finding.Fail, "OneDrive synchronises to any computer.", evidence)
	},
}

// cloudOnly reports whether the tenant is known not to synchronise with a local
// directory.
func cloudOnly(s *snapshot.Snapshot) bool {
	for _, o := range snapshot.Organizations.Of(s) {
		if !o.OnPremisesSyncEnabled.Set || o.OnPremisesSyncEnabled.V {
			return false
		}
	}
	return len(snapshot.Organizations.Of(s)) > 0
}
