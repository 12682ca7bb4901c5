package identity

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// DirectoryReading asks that members can find each other, which is Microsoft's
// default: a deviation, not a danger.
var DirectoryReading = &check.Check{
	ID:       "id-directory-reading",
	Title:    "Members can read the directory's other users",
	Category: check.Identity,
	Severity: finding.Info,
	Because:  "The change endangers nobody; it breaks what relies on people finding each other, such as Teams and Planner, and hides little that mail does not show.",
	Controls: check.Controls{EIDSCA: []string{"AP14"}, ISO27001: []string{"A.8.9"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"ID-006"},
	Reads:    readsAuthorization(),
	Risk:     "An attacker gains nothing from it, but people who cannot find each other in the company's tools move to tools that nobody protects.",
	Fix: check.Fix{
		Portal:  noSwitch,
		Request: `PATCH /v1.0/policies/authorizationPolicy {"defaultUserRolePermissions":{"allowedToReadOtherUsers":true}}`,
	},
	Texts:  []*text.Table{directoryReadingTexts, authorizationTexts},
	Since:  "2026-11",
	Source: "EIDSCA, AP14; Microsoft Graph documentation, defaultUserRolePermissions resource type, which advises against setting it to false",
	Run: authorizationFlag{
		property: "allowedToReadOtherUsers",
		get: func(p snapshot.AuthorizationPolicyData) snapshot.Value[bool] {
			return p.DefaultUserRolePermissions.AllowedToReadOtherUsers
		},
		want: true,
		pass: "Members can read the directory's other users.",
		fail: "Members cannot read the directory's other users, which deviates from Microsoft's default.",
	}.run,
}
