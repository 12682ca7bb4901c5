package identity

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// AdminPasswordReset asks that administrators cannot reset their own passwords.
var AdminPasswordReset = &check.Check{
	ID:       "id-admin-password-reset",
	Title:    "Administrators cannot use self-service password reset",
	Category: check.Identity,
	Severity: finding.Medium,
	Because:  "Administrators' self-service reset follows Microsoft's own rules and accepts a phone and an e-mail address, which are weaker than what their sign-in should need.",
	Controls: check.Controls{EIDSCA: []string{"AP01"}, ISO27001: []string{"A.5.17", "A.8.2"}, NIS2: []string{"21(2)(j)"}},
	Rows:     []string{"ID-009"},
	Reads:    readsAuthorization(),
	Risk:     "An attacker who took over an administrator's phone number and private mailbox sets a new password and signs in as the administrator.",
	Fix: check.Fix{
		Portal:  noSwitch,
		Request: `PATCH /v1.0/policies/authorizationPolicy {"allowedToUseSSPR":false}`,
	},
	Texts:  []*text.Table{adminPasswordResetTexts, authorizationTexts},
	Since:  "2026-11",
	Source: "EIDSCA, AP01; Microsoft Entra documentation, Self-service password reset policies, Administrator reset policy differences",
	Run: authorizationFlag{
		property: "allowedToUseSSPR",
		get: func(p snapshot.AuthorizationPolicyData) snapshot.Value[bool] {
			return p.AllowedToUseSSPR
		},
		want: false,
		pass: "Administrators cannot reset their own passwords.",
		fail: "Administrators can reset their own passwords with self-service password reset.",
	}.run,
}
