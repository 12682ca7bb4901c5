package conditionalaccess

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// AdminPortals asks that the admin centres are closed to everyone who holds no
// administrator role.
var AdminPortals = &check.Check{
	ID:       "ca-admin-portals",
	Title:    "The admin portals are closed to everyone but administrators",
	Category: check.ConditionalAccess,
	Severity: finding.Medium,
	Because:  "Any account can open the portals and read much of the directory there, and rights given outside directory roles are used there unseen.",
	Controls: check.Controls{CIS: []string{"5.1.2.4"}, ISO27001: []string{"A.8.2", "A.8.3"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"CA-023"},
	Reads:    policies,
	Uses:     uses(snapshot.RoleDefinitions.Resource()),
	Licence:  check.EntraP1,
	Risk:     "An attacker in an ordinary account looks up users, groups, devices and policies in the portal and plans the next step with them.",
	Fix: check.Fix{
		Portal: newPolicy + "all users, Exclude > Directory roles, the administrator roles in use, and the emergency accounts, Target " +
			"resources > Select resources > Microsoft Admin Portals, Grant > Block access. People who activate their role in Privileged " +
			"Identity Management need a declared group that is excluded, or they cannot reach the page where they activate it.",
		Request: `POST https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies
{
  "displayName": "Block the admin portals for everyone but administrators",
  "state": "enabled",
  "conditions": {
    "users": {"includeUsers": ["All"], "excludeRoles": ["62e90394-69f5-4237-9190-012177145e10"], "excludeUsers": ["<emergency account id>"]},
    "applications": {"includeApplications": ["MicrosoftAdminPortals"]},
    "clientAppTypes": ["all"]
  },
  "grantControls": {"operator": "OR", "builtInControls": ["block"]}
}`,
	},
	Texts: []*text.Table{adminPortalsTexts, coverage.Texts},
	Since: "2026-11",
	Source: "CIS Microsoft 365, 5.1.2.4; Microsoft Learn: Targeting resources in Conditional Access policies, Microsoft Admin Portals. " +
		"Administrator roles are those of Microsoft's own whose name says so, and its readers of settings and reports",
	Run: func(s *snapshot.Snapshot) []check.Result {
		return result(coverage.Judge(s, coverage.Requirement{
			Does:         "closes the admin portals to everyone but administrators",
			Grant:        coverage.Block,
			Applications: []string{adminPortals},
			ClientApps:   modernClients(),
			Exempt:       administratorRoles(s),
		}))
	},
}

// administratorRoles returns the ids of the roles whose holders administer
// something: the usual ones, and those that the tenant has besides.
func administratorRoles(s *snapshot.Snapshot) []string {
	ids := usualAdministrators()
	for _, d := range snapshot.RoleDefinitions.Of(s) {
		if isBuiltIn(d) && (strings.Contains(strings.ToLower(d.DisplayName), "administrator") || slices.Contains(ids, strings.ToLower(d.TemplateID))) {
			ids = append(ids, strings.ToLower(d.TemplateID), strings.ToLower(d.ID))
		}
	}
	return slices.DeleteFunc(ids, func(id string) bool { return id == "" })
}

// usualAdministrators are administrator roles by the ids they have in every tenant.
func usualAdministrators() []string {
	return []string{
		"62e90394-69f5-4237-9190-012177145e10", // Global Administrator
		"f2ef992c-3afb-46b9-b7cf-a126ee74c451", // Global Reader
		"e8611ab8-c189-46e8-94e1-60213ab1f814", // Privileged Role Administrator
		"7be44c8a-adaf-4e2a-84d6-ab2649e08a13", // Privileged Authentication Administrator
		"fe930be7-5e62-47db-91af-98c3a49a38b1", // User Administrator
		"f28a1f50-f6e7-4571-818b-6a12f2af6b6c", // SharePoint Administrator
		"29232cdf-9323-42fd-ade2-1d097af3e4de", // Exchange Administrator
		"69091246-20e8-4a56-aa4d-066075b2a7a8", // Teams Administrator
		"8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2", // Hybrid Identity Administrator
		"9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", // Application Administrator
		"158c047a-c907-4556-b7ef-446551a6b5f7", // Cloud Application Administrator
		"194ae4cb-b126-40b2-bd5b-6091b380977d", // Security Administrator
		"5d6b6bb7-de71-4623-b4af-96380a352509", // Security Reader
		"5f2222b1-57c3-48ba-8ad5-d4759f1fde6f", // Security Operator
		"b1be1c3e-b65d-4f19-8427-f6fa0d97feb9", // Conditional Access Administrator
		"c4e39bd9-1100-46d3-8c65-fb160da0071f", // Authentication Administrator
		"966707d0-3269-4727-9be2-8c3a10f19b9d", // Password Administrator
		"729827e3-9c14-49f7-bb1b-9608f156bbb8", // Helpdesk Administrator
		"3a2c62db-5318-420d-8d74-23affee5d9d5", // Intune Administrator
		"fdd7a751-b60b-444a-984c-02652fe8fa1c", // Groups Administrator
		"4d6ac14f-3453-41d0-bef9-a3e0c569773a", // License Administrator
		"17315797-102d-40b4-93e0-432062caca18", // Compliance Administrator
		"b0f54661-2d74-4c50-afa3-1ec803f12efe", // Billing Administrator
		"4a5d8f65-41da-4de4-8968-e035b65339cf", // Reports Reader
		"790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b", // Message Center Reader
	}
}
