package applications

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// TenantWideGrants asks that no application of another company, nor the
// tenant's own, may change mail, files or the directory in everybody's name.
// Each application is a result of its own; settings.declared.agreedApplications
// accepts applications by their id.
var TenantWideGrants = &check.Check{
	ID:       "app-tenant-wide-grants",
	Title:    "No application may change mail, files or the directory in everybody's name",
	Category: check.Applications,
	Severity: finding.High,
	Because:  "Consent for everyone holds for each person who ever signs in to the application, administrators among them, and nobody is asked again.",
	Controls: check.Controls{ISO27001: []string{"A.5.15", "A.5.19", "A.8.3"}, NIS2: []string{"21(2)(d)", "21(2)(i)"}},
	Rows:     []string{"AP-034"},
	Reads:    readsGrants(),
	Risk:     "Whoever breaks into the application or its supplier sends mail as your people, changes their files and, with an administrator's sign-in, the directory.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Enterprise apps > the application > Permissions > Admin consent > revoke what it does not need; declare the application if its access was agreed on",
		Request: deleteGrant,
	},
	Texts: []*text.Table{tenantWideGrantsTexts, grantTexts},
	Since: "2026-11",
	Source: "Microsoft Zero Trust Assessment, 21770, tenant-wide delegated permissions alone; Microsoft Graph documentation, oAuth2PermissionGrant resource type. " +
		"offline_access alone is no risk and counts only beside a permission that is",
	Run: func(s *snapshot.Snapshot) []check.Result {
		found, strange := clients(s, "AllPrincipals", writes)
		var results []check.Result
		for _, c := range found {
			switch {
			case c.app != nil && ownedByMicrosoft(c.app):
			case c.app != nil && c.app.AppID != "" && containsFold(s.Settings.Declared.AgreedApplications, c.app.AppID):
				results = append(results, check.Result{Resource: c.id, Verdict: finding.Pass, Evidence: c.evidence(),
					Reason: "The application may change mail, files or the directory in everybody's name and that was declared as agreed."})
			default:
				results = append(results, check.Result{Resource: c.id, Verdict: finding.Fail, Evidence: c.evidence(),
					Reason: "An application may change mail, files or the directory in everybody's name."})
			}
		}
		if strange {
			results = append(results, check.One(finding.Unknown, strangeConsent, finding.Evidence{})...)
		}
		if len(results) == 0 {
			return check.One(finding.Pass, "No application but Microsoft's own may change mail, files or the directory in everybody's name.", finding.Evidence{})
		}
		return results
	},
}
