package applications

import (
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// CertificateLifetime asks that applications' certificates are renewed yearly.
var CertificateLifetime = &check.Check{
	ID:       "app-certificate-lifetime",
	Title:    "Applications' certificates live at most one year",
	Category: check.Applications,
	Severity: finding.Low,
	Because:  "A certificate's private key can be copied too; renewing it limits how long a copy is worth anything.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.5.7v1"}, CIS: []string{"5.1.5.6"}, ISO27001: []string{"A.5.17", "A.8.24"}, NIS2: []string{"21(2)(h)", "21(2)(i)"}},
	Rows:     []string{"AP-005"},
	Reads:    readsAppPolicies(),
	Uses:     usesAppPolicies(),
	Risk:     "A private key taken from a retired server keeps signing in for many years.",
	Fix: check.Fix{
		Portal:  appPolicies + " > Restrict max certificate lifetime: On, 365 days or fewer, applies to all applications",
		Request: `PATCH /v1.0/policies/defaultAppManagementPolicy {"isEnabled":true,"applicationRestrictions":{"keyCredentials":[{"restrictionType":"asymmetricKeyLifetime","state":"enabled","maxLifetime":"P365D","restrictForAppsCreatedAfterDateTime":"0001-01-01T00:00:00Z"}]},"servicePrincipalRestrictions":{"keyCredentials":[{"restrictionType":"asymmetricKeyLifetime","state":"enabled","maxLifetime":"P365D","restrictForAppsCreatedAfterDateTime":"0001-01-01T00:00:00Z"}]}} (with the other restrictions of both lists as they are, for a list is replaced as a whole)`,
	},
	Texts:  []*text.Table{certificateLifetimeTexts, credentialTexts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.5.7; Microsoft Graph documentation, tenantAppManagementPolicy resource type",
	Run: credentialCheck{
		anyOf: []rule{{kind: "asymmetricKeyLifetime", list: certificates, limit: 365 * 24 * time.Hour}},
		pass:  "Certificates of applications and service principals live at most one year.",
		fail:  "Certificates of some applications or service principals may live longer than one year.",
	}.run,
}
