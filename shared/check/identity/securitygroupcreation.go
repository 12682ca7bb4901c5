package identity

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// SecurityGroupCreation asks that ordinary members cannot create security groups.
var SecurityGroupCreation = &check.Check{
	ID:       "id-security-group-creation",
	Title:    "Members cannot create security groups",
	Category: check.Identity,
	Severity: finding.Low,
	Because:  "Security groups decide who reaches what; groups that anyone makes are owned by nobody in particular and are seldom reviewed.",
	Controls: check.Controls{CIS: []string{"5.1.3.1"}, EIDSCA: []string{"AP11"}, ISO27001: []string{"A.5.15", "A.5.18"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"ID-003"},
	Reads:    readsAuthorization(),
	Risk:     "An intruder makes a group whose name looks like an official one and waits until an administrator gives it access.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Groups > General > Users can create security groups in Azure portals, API or PowerShell: No",
		Request: `PATCH /v1.0/policies/authorizationPolicy {"defaultUserRolePermissions":{"allowedToCreateSecurityGroups":false}}`,
	},
	Texts:  []*text.Table{securityGroupCreationTexts, authorizationTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 5.1.3.1; Microsoft Graph documentation, authorizationPolicy resource type",
	Run: authorizationFlag{
		property: "allowedToCreateSecurityGroups",
		get: func(p snapshot.AuthorizationPolicyData) snapshot.Value[bool] {
			return p.DefaultUserRolePermissions.AllowedToCreateSecurityGroups
		},
		want: false,
		pass: "Members cannot create security groups.",
		fail: "Every member of the tenant can create security groups.",
	}.run,
}
