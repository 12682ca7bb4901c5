package identity

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// AppRegistration asks that ordinary members cannot register applications.
var AppRegistration = &check.Check{
	ID:       "id-app-registration",
	Title:    "Only administrators can register applications",
	Category: check.Identity,
	Severity: finding.High,
	Because:  "An application signs in without multifactor authentication, so anyone who can register one can keep a way into the tenant that outlives their own account.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.5.1v1"}, CIS: []string{"5.1.2.2"}, EIDSCA: []string{"AP10"}, ISO27001: []string{"A.5.15", "A.8.2"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"ID-001"},
	Reads:    readsAuthorization(),
	Risk:     "With one stolen member account an attacker registers an application with a trustworthy name, asks colleagues to consent to it, and keeps reading their mail and files after the password is changed.",
	Fix: check.Fix{
		Portal:  userSettings + " > Users can register applications: No",
		Request: `PATCH /v1.0/policies/authorizationPolicy {"defaultUserRolePermissions":{"allowedToCreateApps":false}}`,
	},
	Texts:  []*text.Table{appRegistrationTexts, authorizationTexts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.5.1; Microsoft Graph documentation, authorizationPolicy resource type",
	Run: authorizationFlag{
		property: "allowedToCreateApps",
		get: func(p snapshot.AuthorizationPolicyData) snapshot.Value[bool] {
			return p.DefaultUserRolePermissions.AllowedToCreateApps
		},
		want: false,
		pass: "Members cannot register applications.",
		fail: "Every member of the tenant can register applications.",
	}.run,
}
