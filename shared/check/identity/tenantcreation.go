package identity

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// TenantCreation asks that ordinary members cannot create further tenants.
var TenantCreation = &check.Check{
	ID:       "id-tenant-creation",
	Title:    "Members cannot create new tenants",
	Category: check.Identity,
	Severity: finding.Medium,
	Because:  "A tenant made by a member is outside every policy and log of the company, but it carries the company's accounts as administrators.",
	Controls: check.Controls{CIS: []string{"5.1.2.3"}, EIDSCA: []string{"AP12"}, ISO27001: []string{"A.5.15", "A.5.23"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"ID-002"},
	Reads:    readsAuthorization(),
	Risk:     "A careless member or an intruder runs services and stores company data in a tenant nobody watches, and the one who created it is its only administrator.",
	Fix: check.Fix{
		Portal:  userSettings + " > Restrict non-admin users from creating tenants: Yes",
		Request: `PATCH /v1.0/policies/authorizationPolicy {"defaultUserRolePermissions":{"allowedToCreateTenants":false}}`,
	},
	Texts:  []*text.Table{tenantCreationTexts, authorizationTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 5.1.2.3; Microsoft Entra documentation, What are the default user permissions in Microsoft Entra ID",
	Run: authorizationFlag{
		property: "allowedToCreateTenants",
		get: func(p snapshot.AuthorizationPolicyData) snapshot.Value[bool] {
			return p.DefaultUserRolePermissions.AllowedToCreateTenants
		},
		want: false,
		pass: "Members cannot create new tenants.",
		fail: "Every member of the tenant can create new tenants.",
	}.run,
}
