package applications

import (
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// SecretLifetime asks that client secrets are short-lived, or cannot be made.
var SecretLifetime = &check.Check{
	ID:       "app-secret-lifetime",
	Title:    "Client secrets live at most 180 days",
	Category: check.Applications,
	Severity: finding.Medium,
	Because:  "A leaked secret is useful until it expires, and without a limit people choose the longest time the portal offers.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.5.6v1"}, CIS: []string{"5.1.5.5"}, ISO27001: []string{"A.5.17", "A.8.24"}, NIS2: []string{"21(2)(h)", "21(2)(i)"}},
	Rows:     []string{"AP-003"},
	Reads:    readsAppPolicies(),
	Uses:     usesAppPolicies(),
	Risk:     "A secret found in an old script or backup still opens the tenant years later.",
	Fix: check.Fix{
		Portal:  appPolicies + " > Restrict max password lifetime: On, 180 days or fewer, applies to all applications",
		Request: `PATCH /v1.0/policies/defaultAppManagementPolicy {"isEnabled":true,"applicationRestrictions":{"passwordCredentials":[{"restrictionType":"passwordLifetime","state":"enabled","maxLifetime":"P180D","restrictForAppsCreatedAfterDateTime":"0001-01-01T00:00:00Z"}]},"servicePrincipalRestrictions":{"passwordCredentials":[{"restrictionType":"passwordLifetime","state":"enabled","maxLifetime":"P180D","restrictForAppsCreatedAfterDateTime":"0001-01-01T00:00:00Z"}]}} (with the other restrictions of both lists as they are, for a list is replaced as a whole)`,
	},
	Texts:  []*text.Table{secretLifetimeTexts, credentialTexts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.5.6; Microsoft Graph documentation, tenantAppManagementPolicy resource type",
	Run: credentialCheck{
		anyOf: []rule{noNewSecrets(), {kind: "passwordLifetime", list: secrets, limit: 180 * 24 * time.Hour}},
		pass:  "Client secrets live at most 180 days or cannot be added at all.",
		fail:  "Client secrets of some applications or service principals may live longer than 180 days.",
	}.run,
}
