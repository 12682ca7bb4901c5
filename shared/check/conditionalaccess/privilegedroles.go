package conditionalaccess

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/check/roles"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// PrivilegedRoles is whether administrators sign in with a method that cannot
// be phished.
var PrivilegedRoles = &check.Check{
	ID:       "ca-privileged-roles-phishing-resistant-mfa",
	Title:    "Phishing-resistant multifactor authentication is required for highly privileged roles",
	Category: check.ConditionalAccess,
	Severity: finding.Critical,
	Because:  "One phished administrator is enough to take over the whole tenant.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.3.6v1"}, CIS: []string{"5.2.2.5"}, ISO27001: []string{"A.8.2", "A.8.5"}, NIS2: []string{"21(2)(i)", "21(2)(j)"}},
	Rows:     []string{"CA-006"},
	Reads:    policies,
	Uses:     uses(snapshot.RoleDefinitions.Resource()),
	Licence:  check.EntraP1,
	Risk: "An administrator who enters a code on a fake sign-in page hands over a session with which the attacker " +
		"creates accounts, grants consents and turns protections off.",
	Fix: check.Fix{
		Portal: newPolicy + "Users > Select users and " +
			"groups > Directory roles, all highly privileged roles, without the emergency accounts, all resources, Grant > " +
			"Require authentication strength > Phishing-resistant MFA.",
		Request: `POST https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies
{
  "displayName": "Require phishing-resistant MFA for administrators",
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
  "grantControls": {
    "operator": "OR",
    "builtInControls": [],
    "authenticationStrength": {"id": "00000000-0000-0000-0000-000000000004"}
  }
}`,
	},
	Neutral: []string{"roles"},
	Texts:   []*text.Table{privilegedRolesTexts, coverage.Texts},
	Since:   "2026-11",
	Source:  "CISA SCuBA baseline for Entra ID, MS.AAD.3.6; Microsoft Learn: Require phishing-resistant MFA for administrators",
	Run: func(s *snapshot.Snapshot) []check.Result {
		r := phishingResistant()
		r.Roles = privilegedRoles(s)
		c := coverage.Judge(s, r)
		e := c.Evidence()
		e.Facts["roles"] = len(r.Roles)
		return check.One(c.Verdict, c.Reason, e)
	},
}

// privilegedRoles returns the highly privileged roles that the tenant has.
func privilegedRoles(s *snapshot.Snapshot) []coverage.Role { return tenantRoles(s, roles.Privileged()) }

// tenantRoles returns those of Microsoft's roles that the tenant has, by every
// id policies may name them with. Where the tenant's roles were not read the ids
// that are the same in every tenant suffice.
func tenantRoles(s *snapshot.Snapshot, wanted []roles.Role) []coverage.Role {
	var all, have []coverage.Role
	for _, p := range wanted {
		role := coverage.Role{IDs: []string{p.TemplateID}}
		found := false
		for _, d := range snapshot.RoleDefinitions.Of(s) {
			if strings.EqualFold(d.TemplateID, p.TemplateID) || strings.EqualFold(d.ID, p.TemplateID) || isBuiltIn(d) && strings.EqualFold(d.DisplayName, p.Name) {
				found = true
				for _, id := range []string{d.TemplateID, d.ID} {
					if id != "" {
						role.IDs = append(role.IDs, id)
					}
				}
			}
		}
		all = append(all, role)
		if found {
			have = append(have, role)
		}
	}
	if len(have) == 0 {
		return all
	}
	return have
}

// isBuiltIn reports whether a role may be one of Microsoft's: a custom role can
// carry the same name.
func isBuiltIn(d snapshot.RoleDefinition) bool { return !d.IsBuiltIn.Known() || d.IsBuiltIn.V }
