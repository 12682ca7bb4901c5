package conditionalaccess

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

const guestMFAByDefaults = "Security defaults are on, and they treat guests as everyone else: they have to use multifactor authentication."

// GuestMFA asks that guests of every kind sign in with more than a password.
var GuestMFA = &check.Check{
	ID:       "ca-guest-mfa",
	Title:    "Guests must use multifactor authentication",
	Category: check.ConditionalAccess,
	Severity: finding.High,
	Because:  "Nobody here knows how a guest's own organisation protects the account, and it opens what was shared with the guest.",
	Controls: check.Controls{ISO27001: []string{"A.5.19", "A.8.5"}, NIS2: []string{"21(2)(d)", "21(2)(j)"}},
	Rows:     []string{"CA-024"},
	Reads:    policies,
	Uses:     uses(snapshot.SecurityDefaults.Resource(), snapshot.Users.Resource()),
	Licence:  check.EntraP1,
	Risk:     "An attacker in a partner's mailbox signs in as the guest and reads teams, files and customer data that were shared with the partner.",
	Fix: check.Fix{
		Portal: newPolicy + "Users > Select users and groups > Guest or external users, all six kinds, all resources, Grant > Require " +
			"multifactor authentication. Trust the multifactor authentication of partners under External Identities > Cross-tenant " +
			"access settings, so that their people need no second one.",
		Request: `POST https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies
{
  "displayName": "Require MFA for guests",
  "state": "enabled",
  "conditions": {
    "users": {"includeGuestsOrExternalUsers": {
      "guestOrExternalUserTypes": "internalGuest,b2bCollaborationGuest,b2bCollaborationMember,b2bDirectConnectUser,otherExternalUser,serviceProvider",
      "externalTenants": {"@odata.type": "#microsoft.graph.conditionalAccessAllExternalTenants", "membershipKind": "all"}}},
    "applications": {"includeApplications": ["All"]},
    "clientAppTypes": ["all"]
  },
  "grantControls": {"operator": "OR", "builtInControls": ["mfa"]}
}`,
	},
	Texts: []*text.Table{guestMFATexts, coverage.Texts, defaultsTexts},
	Since: "2026-11",
	Source: "Microsoft Learn: Require multifactor authentication for guest access with Conditional Access, and Security defaults in " +
		"Microsoft Entra ID",
	Unlicensed: securityDefaultsOnly(guestMFAByDefaults),
	Run: orSecurityDefaults(covers(coverage.Requirement{
		Does:    "requires multifactor authentication of guests",
		Grant:   coverage.MFA,
		OrBlock: true,
		Guests:  true,
	}), guestMFAByDefaults),
}
