package applications

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// noNewSecrets is the restriction that blocks adding client secrets.
func noNewSecrets() rule { return rule{kind: "passwordAddition", list: secrets} }

// SecretsBlocked asks that no application gets a new client secret.
var SecretsBlocked = &check.Check{
	ID:       "app-secrets-blocked",
	Title:    "New client secrets are blocked for all applications",
	Category: check.Applications,
	Severity: finding.Medium,
	Because:  "A client secret is a password that is copied into scripts, mails and repositories; certificates and managed identities cannot be pasted away.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.5.5v1"}, CIS: []string{"5.1.5.4"}, ISO27001: []string{"A.5.17", "A.8.24"}, NIS2: []string{"21(2)(h)", "21(2)(i)"}},
	Rows:     []string{"AP-002"},
	Reads:    readsAppPolicies(),
	Uses:     usesAppPolicies(),
	Risk:     "An attacker who may change one application adds a secret to it and signs in as that application from anywhere, unnoticed and without multifactor authentication.",
	Fix: check.Fix{
		Portal:  appPolicies + " > Block password addition: On, applies to all applications",
		Request: `PATCH /v1.0/policies/defaultAppManagementPolicy {"isEnabled":true,"applicationRestrictions":{"passwordCredentials":[{"restrictionType":"passwordAddition","state":"enabled","maxLifetime":null,"restrictForAppsCreatedAfterDateTime":"0001-01-01T00:00:00Z"}]},"servicePrincipalRestrictions":{"passwordCredentials":[{"restrictionType":"passwordAddition","state":"enabled","maxLifetime":null,"restrictForAppsCreatedAfterDateTime":"0001-01-01T00:00:00Z"}]}} (with the other restrictions of both lists as they are, for a list is replaced as a whole)`,
	},
	Texts:  []*text.Table{secretsBlockedTexts, credentialTexts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.5.5; Microsoft Graph documentation, tenantAppManagementPolicy resource type",
	Run: credentialCheck{
		anyOf: []rule{noNewSecrets()},
		pass:  "New client secrets are blocked for all applications and service principals.",
		fail:  "New client secrets can be added to some applications or service principals.",
	}.run,
}
