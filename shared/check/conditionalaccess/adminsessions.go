package conditionalaccess

import (
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// AdminSessions asks that administrators' sessions are short and end with the
// browser. Each half may be kept by a policy of its own.
var AdminSessions = &check.Check{
	ID:       "ca-admin-sessions",
	Title:    "Administrators sign in again within four hours and stay signed in to no browser",
	Category: check.ConditionalAccess,
	Severity: finding.Medium,
	Because:  "A stolen administrator session is worth as much as the password and the second factor together, for as long as it lives.",
	Controls: check.Controls{CIS: []string{"5.2.2.4"}, ISO27001: []string{"A.8.2", "A.8.5"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"CA-007"},
	Reads:    policies,
	Uses:     uses(snapshot.RoleDefinitions.Resource()),
	Licence:  check.EntraP1,
	Risk:     "A session taken from an administrator's browser, days ago or from a borrowed computer, still changes the tenant.",
	Fix: check.Fix{
		Portal: newPolicy + "Users > Select users and groups > Directory roles, all highly privileged roles, without the emergency " +
			"accounts, all resources, Session > Sign-in frequency > Periodic reauthentication, 4 hours or fewer, and Persistent " +
			"browser session > Never persistent.",
		Request: `POST https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies
{
  "displayName": "Short sessions for administrators",
  "state": "enabled",
  "conditions": {
    "users": {
      "includeRoles": ["62e90394-69f5-4237-9190-012177145e10", "e8611ab8-c189-46e8-94e1-60213ab1f814",
        "fe930be7-5e62-47db-91af-98c3a49a38b1", "f28a1f50-f6e7-4571-818b-6a12f2af6b6c",
        "29232cdf-9323-42fd-ade2-1d097af3e4de", "8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2",
        "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", "158c047a-c907-4556-b7ef-446551a6b5f7"],
      "excludeUsers": ["<emergency account id>"]
    },
    "applications": {"includeApplications": ["All"]},
    "clientAppTypes": ["all"]
  },
  "sessionControls": {
    "signInFrequency": {"isEnabled": true, "frequencyInterval": "timeBased", "value": 4, "type": "hours",
      "authenticationType": "primaryAndSecondaryAuthentication"},
    "persistentBrowser": {"isEnabled": true, "mode": "never"}
  }
}`,
	},
	Neutral: []string{"roles"},
	Texts:   []*text.Table{adminSessionsTexts, coverage.Texts},
	Since:   "2026-11",
	Source: "CIS Microsoft 365, 5.2.2.4, for the roles that CISA SCuBA calls highly privileged; Microsoft Learn: Configure adaptive " +
		"session lifetime policies. Only clients with modern authentication have sessions, and only browsers keep persistent ones",
	Run: func(s *snapshot.Snapshot) []check.Result {
		roles := privilegedRoles(s)
		results := result(coverage.Together(s, "Administrators sign in again within four hours, and browsers forget them when closed.",
			coverage.Requirement{
				Does:       "has administrators sign in again within four hours",
				Session:    coverage.SignInFrequency(4 * time.Hour),
				Roles:      roles,
				ClientApps: modernClients(),
			},
			coverage.Requirement{
				Does:       "ends administrators' browser sessions when the browser is closed",
				Session:    coverage.NoPersistentBrowser,
				Roles:      roles,
				ClientApps: coverage.Range{Values: []string{"browser"}},
			}))
		results[0].Evidence.Facts["roles"] = len(roles)
		return results
	},
}
