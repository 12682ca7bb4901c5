package conditionalaccess

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// AppRestrictions asks that mail and files can be looked at on an unmanaged
// device but not taken away. Letting in managed devices only is stricter and
// enough.
var AppRestrictions = &check.Check{
	ID:       "ca-app-enforced-restrictions",
	Title:    "App-enforced restrictions protect Office 365 on unmanaged devices",
	Category: check.ConditionalAccess,
	Severity: finding.Medium,
	Because:  "What is downloaded or synchronised to a private computer stays there, outside every rule and every wipe.",
	Controls: check.Controls{CIS: []string{"1.3.2"}, ISO27001: []string{"A.8.1", "A.8.12"}, NIS2: []string{"21(2)(g)", "21(2)(i)"}},
	Rows:     []string{"CA-029"},
	Reads:    policies,
	Uses:     uses(),
	Licence:  check.EntraP1,
	Risk:     "Company files lie on home computers and in hotel lobbies, where malware and the next user find them.",
	Fix: check.Fix{
		Portal: newPolicy + "all users without the emergency accounts, Target resources > Select resources > Office 365, Session > Use app " +
			"enforced restrictions. Then SharePoint admin center > Policies > Access control > Unmanaged devices > Allow limited, web-only access.",
		Request: `POST https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies
{
  "displayName": "Limit Office 365 on unmanaged devices",
  "state": "enabled",
  "conditions": {
    "users": {"includeUsers": ["All"], "excludeUsers": ["<emergency account id>"]},
    "applications": {"includeApplications": ["Office365"]},
    "clientAppTypes": ["all"]
  },
  "sessionControls": {"applicationEnforcedRestrictions": {"isEnabled": true}}
}`,
	},
	Texts: []*text.Table{appRestrictionsTexts, coverage.Texts},
	Since: "2026-11",
	Source: "CIS Microsoft 365, 1.3.2; Microsoft Learn: Use application enforced restrictions for unmanaged devices, and Microsoft Graph " +
		"documentation, conditionalAccessSessionControls resource type: Exchange and SharePoint alone support the control. A device filter " +
		"that leaves out compliant or hybrid joined devices leaves out nothing that matters here",
	Run: covers(coverage.Requirement{
		Does:         "limits Office 365 on unmanaged devices or keeps them out",
		Session:      coverage.AppRestrictions,
		OrBlock:      true,
		Applications: []string{exchangeOnline, sharePointOnline},
		Unmanaged:    true,
		ClientApps:   modernClients(),
	}),
}
