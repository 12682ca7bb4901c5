package applications

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// microsoft365OnTheWeb is the application whose service principal switches
// other companies' storage on and off.
const microsoft365OnTheWeb = "c1f33bc0-bdb4-4248-ba9b-096807ddb43e"

// ThirdPartyStorage asks that Microsoft 365 on the web opens no files in other
// companies' storage. Without the service principal Microsoft's default holds,
// which is on.
var ThirdPartyStorage = &check.Check{
	ID:       "app-third-party-storage",
	Title:    "Microsoft 365 on the web does not open files in other companies' storage",
	Category: check.Applications,
	Severity: finding.Medium,
	Because:  "Documents that are opened from and saved to other companies' storage leave the tenant's sharing rules, logs and retention behind.",
	Controls: check.Controls{CIS: []string{"1.3.7"}, ISO27001: []string{"A.5.23", "A.8.12"}, NIS2: []string{"21(2)(d)", "21(2)(i)"}},
	Rows:     []string{"AP-041"},
	Reads:    []snapshot.Resource{snapshot.ServicePrincipals.Resource()},
	Risk:     "Company documents end up in private storage accounts, where nobody can take them back when a person leaves or the account is broken into.",
	Fix: check.Fix{
		Portal:  "Microsoft 365 admin center > Settings > Org settings > Services > Microsoft 365 on the web > clear Let users open files stored in third-party storage services in Microsoft 365 on the web",
		Request: `PATCH /v1.0/servicePrincipals(appId='c1f33bc0-bdb4-4248-ba9b-096807ddb43e') {"accountEnabled":false}, with the header "Prefer: create-if-missing" where the service principal does not exist yet`,
	},
	Texts: []*text.Table{thirdPartyStorageTexts},
	Since: "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 1.3.7. Its audit fails a tenant without the service principal and its remediation makes one in order to disable it, as do Maester's CIS.M365.1.3.7 and CIPP, " +
		"because the setting is on by default; the catalogue's pass for an absent one is wrong",
	Run: func(s *snapshot.Snapshot) []check.Result {
		app := application(s, microsoft365OnTheWeb)
		if app == nil {
			return check.One(finding.Fail, "Microsoft's default holds, by which Microsoft 365 on the web opens files in other companies' storage.", finding.Evidence{})
		}
		enabled := app.AccountEnabled
		switch {
		case !enabled.Known():
			return check.One(finding.Unknown, "Graph did not return whether the service principal of Microsoft 365 on the web is enabled.", finding.Evidence{})
		case enabled.V:
			return check.One(finding.Fail, "Microsoft 365 on the web opens files in other companies' storage.", finding.Evidence{Facts: finding.Facts{"accountEnabled": true}})
		}
		return check.One(finding.Pass, "Microsoft 365 on the web does not open files in other companies' storage.", finding.Evidence{Facts: finding.Facts{"accountEnabled": false}})
	},
}
