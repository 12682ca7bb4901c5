package conditionalaccess

import (
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

// SignInFrequency asks that nobody stays signed in for longer than a week.
var SignInFrequency = &check.Check{
	ID:       "ca-sign-in-frequency",
	Title:    "Everyone signs in again within seven days",
	Category: check.ConditionalAccess,
	Severity: finding.Low,
	Because:  "Without a limit a session lives on for 90 days and longer, and so does one that was stolen.",
	Controls: check.Controls{CIS: []string{"5.2.2.13"}, ISO27001: []string{"A.8.5"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"CA-026"},
	Reads:    policies,
	Uses:     uses(),
	Licence:  check.EntraP1,
	Risk:     "Whoever once got hold of a session, or of a computer that nobody signed out of, reads mail and files for months.",
	Fix: check.Fix{
		Portal: newPolicy + "all users without the emergency accounts, all resources, no further conditions, Session > Sign-in frequency > " +
			"Periodic reauthentication, 7 days or fewer.",
		Request: `POST https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies
{
  "displayName": "Sign in again every week",
  "state": "enabled",
  "conditions": {
    "users": {"includeUsers": ["All"], "excludeUsers": ["<emergency account id>"]},
    "applications": {"includeApplications": ["All"]},
    "clientAppTypes": ["all"]
  },
  "sessionControls": {"signInFrequency": {"isEnabled": true, "frequencyInterval": "timeBased", "value": 7, "type": "days",
    "authenticationType": "primaryAndSecondaryAuthentication"}}
}`,
	},
	Texts: []*text.Table{signInFrequencyTexts, coverage.Texts},
	Since: "2026-11",
	Source: "CIS Microsoft 365, 5.2.2.13; Microsoft Learn: Configure adaptive session lifetime policies. Only clients with modern " +
		"authentication have sessions, so a policy for both kinds of those covers everyone",
	Run: covers(coverage.Requirement{
		Does:       "has everyone sign in again within seven days",
		Session:    coverage.SignInFrequency(7 * 24 * time.Hour),
		ClientApps: modernClients(),
	}),
}
