package identity

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// SelfServiceSignUp asks that people cannot start subscriptions by e-mail.
var SelfServiceSignUp = &check.Check{
	ID:       "id-self-service-sign-up",
	Title:    "Nobody can sign up for subscriptions by e-mail on their own",
	Category: check.Identity,
	Severity: finding.Medium,
	Because:  "Services that people start themselves hold company data without anyone having agreed to their terms or set them up.",
	Controls: check.Controls{EIDSCA: []string{"AP05"}, ISO27001: []string{"A.5.16", "A.5.23"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"ID-007"},
	Reads:    readsAuthorization(),
	Risk:     "Data moves into services that no administrator configured or monitors, where an intruder finds it less protected than in the services you run.",
	Fix: check.Fix{
		Portal:  noSwitch,
		Request: `PATCH /v1.0/policies/authorizationPolicy {"allowedToSignUpEmailBasedSubscriptions":false}`,
	},
	Texts:  []*text.Table{selfServiceSignUpTexts, authorizationTexts},
	Since:  "2026-11",
	Source: "EIDSCA, AP05; Microsoft Entra documentation, What is self-service sign-up for Microsoft Entra ID",
	Run: authorizationFlag{
		property: "allowedToSignUpEmailBasedSubscriptions",
		get: func(p snapshot.AuthorizationPolicyData) snapshot.Value[bool] {
			return p.AllowedToSignUpEmailBasedSubscriptions
		},
		want: false,
		pass: "Subscriptions cannot be started by e-mail sign-up.",
		fail: "Anyone with an address of the company can sign up for e-mail based subscriptions.",
	}.run,
}
