package applications

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// StoreAndTrials asks that people neither install add-ins from Microsoft's store
// nor start trials by themselves.
var StoreAndTrials = &check.Check{
	ID:       "app-store-and-trials",
	Title:    "People cannot install add-ins or start trials by themselves",
	Category: check.Applications,
	Severity: finding.Low,
	Because:  "Add-ins and trials reach only what the person who takes them can reach, but nobody looked at them first.",
	Controls: check.Controls{CIS: []string{"1.3.4"}, ISO27001: []string{"A.8.19", "A.5.23"}, NIS2: []string{"21(2)(d)", "21(2)(e)"}},
	Rows:     []string{"AP-044"},
	Reads:    []snapshot.Resource{snapshot.AppsAndServices.Resource()},
	Risk:     "An add-in with a harmless name reads each document or message it is opened with and sends it to its maker.",
	Fix: check.Fix{
		Portal:  "Microsoft 365 admin center > Settings > Org settings > Services > User owned apps and services > clear Let users access the Office Store and Let users start trials on behalf of your organization",
		Request: `PATCH /beta/admin/appsAndServices {"settings":{"isOfficeStoreEnabled":false,"isAppAndServicesTrialEnabled":false}}`,
	},
	Texts: []*text.Table{adminSettingsTexts},
	Since: "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 1.3.4; Microsoft Graph documentation, adminAppsAndServices resource type: the switches are under settings, " +
		"and the example of Get adminAppsAndServices wraps the object in value, so that both forms are read",
	Run: func(s *snapshot.Snapshot) []check.Result {
		settings := snapshot.AppsAndServices.Of(s).Current()
		facts := finding.Facts{}
		on, silent := false, false
		for name, v := range map[string]snapshot.Value[bool]{
			"isOfficeStoreEnabled": settings.IsOfficeStoreEnabled, "isAppAndServicesTrialEnabled": settings.IsAppAndServicesTrialEnabled,
		} {
			if v.Known() {
				facts[name] = v.V
			}
			on, silent = on || v.V, silent || !v.Known()
		}
		switch {
		case on:
			return check.One(finding.Fail, "People can install add-ins from the store or start trials by themselves.", finding.Evidence{Facts: facts})
		case silent:
			return check.One(finding.Unknown, "Graph did not return whether people may use the store and start trials.", finding.Evidence{Facts: facts})
		}
		return check.One(finding.Pass, "People can neither install add-ins from the store nor start trials by themselves.", finding.Evidence{Facts: facts})
	},
}

// FormsPhishing asks that Microsoft Forms looks for questions that phish.
var FormsPhishing = &check.Check{
	ID:       "app-forms-phishing",
	Title:    "Microsoft Forms looks for phishing in the company's own forms",
	Category: check.Applications,
	Severity: finding.Medium,
	Because:  "A form under a Microsoft address is trusted by people and by mail filters, and anyone who got into one account can make one.",
	Controls: check.Controls{CIS: []string{"1.3.5"}, ISO27001: []string{"A.8.7", "A.8.23"}, NIS2: []string{"21(2)(e)", "21(2)(g)"}},
	Rows:     []string{"AP-045"},
	Reads:    []snapshot.Resource{snapshot.Forms.Resource()},
	Risk:     "An intruder collects passwords and card numbers from colleagues and customers with a form in the company's name.",
	Fix: check.Fix{
		Portal:  "Microsoft 365 admin center > Settings > Org settings > Services > Microsoft Forms > tick Add internal phishing protection",
		Request: `PATCH /beta/admin/forms {"settings":{"isInOrgFormsPhishingScanEnabled":true}}`,
	},
	Texts: []*text.Table{adminSettingsTexts},
	Since: "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 1.3.5; Microsoft Graph documentation, adminForms resource type: the switch is under settings, " +
		"and the example of Get adminForms wraps the object in value, so that both forms are read",
	Run: func(s *snapshot.Snapshot) []check.Result {
		v := snapshot.Forms.Of(s).Current().IsInOrgFormsPhishingScanEnabled
		if !v.Known() {
			return check.One(finding.Unknown, "Graph did not return whether Microsoft Forms looks for phishing.", finding.Evidence{})
		}
		evidence := finding.Evidence{Facts: finding.Facts{"isInOrgFormsPhishingScanEnabled": v.V}}
		if v.V {
			return check.One(finding.Pass, "Microsoft Forms looks for phishing in the company's own forms.", evidence)
		}
		return check.One(finding.Fail, "Microsoft Forms does not look for phishing in the company's own forms.", evidence)
	},
}
