package conditionalaccess

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// IntuneEnrollment asks that enrolling a device always takes a fresh second
// factor.
var IntuneEnrollment = &check.Check{
	ID:       "ca-intune-enrollment",
	Title:    "Enrolling a device in Intune asks for multifactor authentication every time",
	Category: check.ConditionalAccess,
	Severity: finding.Medium,
	Because:  "An enrolled device counts as the company's own, and policies trust it from then on.",
	Controls: check.Controls{CIS: []string{"5.2.2.11"}, ISO27001: []string{"A.8.1", "A.8.5"}, NIS2: []string{"21(2)(i)", "21(2)(j)"}},
	Rows:     []string{"CA-037"},
	Reads:    policies,
	Uses:     uses(),
	Licence:  check.EntraP1,
	Risk:     "An attacker with a stolen session enrols a machine of their own and passes every policy that asks for a managed device.",
	Fix: check.Fix{
		Portal: newPolicy + "all users without the emergency accounts, Target resources > Select resources > Microsoft Intune Enrollment, Grant > " +
			"Require multifactor authentication, Session > Sign-in frequency > Every time.",
		Request: `POST https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies
{
  "displayName": "Require fresh MFA to enrol a device",
  "state": "enabled",
  "conditions": {
    "users": {"includeUsers": ["All"], "excludeUsers": ["<emergency account id>"]},
    "applications": {"includeApplications": ["d4ebce55-015a-49b5-a083-c84d1797ae8c"]},
    "clientAppTypes": ["all"]
  },
  "grantControls": {"operator": "OR", "builtInControls": ["mfa"]},
  "sessionControls": {"signInFrequency": {"isEnabled": true, "frequencyInterval": "everyTime",
    "authenticationType": "primaryAndSecondaryAuthentication"}}
}`,
	},
	Texts: []*text.Table{intuneEnrollmentTexts, coverage.Texts},
	Since: "2026-11",
	Source: "CIS Microsoft 365, 5.2.2.11; Microsoft Learn: Require multifactor authentication for Intune device enrollments. The two halves may " +
		"come from different policies, and one for every application may be among them",
	Run: together("Enrolling a device in Intune asks for multifactor authentication every time, or is blocked.",
		coverage.Requirement{
			Does:         "requires multifactor authentication to enrol a device in Intune",
			Grant:        coverage.MFA,
			OrBlock:      true,
			Applications: []string{intuneEnrollment},
			ClientApps:   modernClients(),
		},
		coverage.Requirement{
			Does:         "asks for a new sign-in every time a device is enrolled in Intune",
			Session:      coverage.SignInFrequency(0),
			OrBlock:      true,
			Applications: []string{intuneEnrollment},
			ClientApps:   modernClients(),
		}),
}
