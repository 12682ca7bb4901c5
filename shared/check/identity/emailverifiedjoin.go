package identity

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// EmailVerifiedJoin asks that an e-mail address alone does not make an account.
var EmailVerifiedJoin = &check.Check{
	ID:       "id-email-verified-join",
	Title:    "Nobody can join the tenant by verifying an e-mail address",
	Category: check.Identity,
	Severity: finding.Medium,
	Because:  "An account should exist because an administrator made it, not because somebody could receive one message.",
	Controls: check.Controls{EIDSCA: []string{"AP06"}, ISO27001: []string{"A.5.16"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"ID-008"},
	Reads:    readsAuthorization(),
	Risk:     "Whoever reads a single mailbox of a verified domain, even a forgotten one, makes a member account for themselves and sees the directory from inside.",
	Fix: check.Fix{
		Portal:  noSwitch,
		Request: `PATCH /v1.0/policies/authorizationPolicy {"allowEmailVerifiedUsersToJoinOrganization":false}`,
	},
	Texts:  []*text.Table{emailVerifiedJoinTexts, authorizationTexts},
	Since:  "2026-11",
	Source: "EIDSCA, AP06; Microsoft Graph documentation, authorizationPolicy resource type",
	Run: authorizationFlag{
		property: "allowEmailVerifiedUsersToJoinOrganization",
		get: func(p snapshot.AuthorizationPolicyData) snapshot.Value[bool] {
			return p.AllowEmailVerifiedUsersToJoinOrganization
		},
		want: false,
		pass: "An e-mail address alone does not let anyone join the tenant.",
		fail: "Anyone who can receive mail at a verified domain can join the tenant.",
	}.run,
}
