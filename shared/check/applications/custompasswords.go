package applications

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// CustomPasswords asks that nobody chooses an application's secret themselves.
var CustomPasswords = &check.Check{
	ID:       "app-custom-passwords",
	Title:    "Nobody can choose an application's secret themselves",
	Category: check.Applications,
	Severity: finding.Medium,
	Because:  "A secret that a person makes up can be guessed or is used elsewhere too; Microsoft's own are long and random.",
	Controls: check.Controls{CIS: []string{"5.1.5.4"}, ISO27001: []string{"A.5.17", "A.8.24"}, NIS2: []string{"21(2)(h)", "21(2)(i)"}},
	Rows:     []string{"AP-004"},
	Reads:    readsAppPolicies(),
	Uses:     usesAppPolicies(),
	Risk:     "An attacker tries likely words against an application, which no lockout or second factor protects, or plants a secret of their own choosing.",
	Fix: check.Fix{
		Portal:  appPolicies + " > Block custom passwords: On, applies to all applications",
		Request: `PATCH /v1.0/policies/defaultAppManagementPolicy {"isEnabled":true,"applicationRestrictions":{"passwordCredentials":[{"restrictionType":"customPasswordAddition","state":"enabled","maxLifetime":null,"restrictForAppsCreatedAfterDateTime":"0001-01-01T00:00:00Z"}]},"servicePrincipalRestrictions":{"passwordCredentials":[{"restrictionType":"customPasswordAddition","state":"enabled","maxLifetime":null,"restrictForAppsCreatedAfterDateTime":"0001-01-01T00:00:00Z"}]}} (with the other restrictions of both lists as they are, for a list is replaced as a whole)`,
	},
	Texts:  []*text.Table{customPasswordsTexts, credentialTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 5.1.5.4; Microsoft Graph documentation, passwordCredentialConfiguration resource type. Where no secret can be added at all, none can be chosen either, so passwordAddition keeps the control too.",
	Run: credentialCheck{
		anyOf: []rule{{kind: "customPasswordAddition", list: secrets}, noNewSecrets()},
		pass:  "Nobody can choose the secret of an application or service principal themselves.",
		fail:  "The secrets of some applications or service principals can be chosen by people.",
	}.run,
}
