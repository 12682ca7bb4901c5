package identity

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// MSOnline asks that the endpoint of the retired MSOnline module is closed.
var MSOnline = &check.Check{
	ID:       "id-msonline-powershell",
	Title:    "The legacy MSOnline PowerShell endpoint is blocked",
	Category: check.Identity,
	Severity: finding.Medium,
	Because:  "The endpoint is retired and lets every member read the whole directory with tools that attackers know well.",
	Controls: check.Controls{EIDSCA: []string{"AP02"}, ISO27001: []string{"A.8.3", "A.8.9"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"ID-010"},
	Reads:    readsAuthorization(),
	Risk:     "With any member's account an attacker lists users, groups and settings through a way in that newer monitoring hardly covers.",
	Fix: check.Fix{
		Portal:  noSwitch,
		Request: `PATCH /v1.0/policies/authorizationPolicy {"blockMsolPowerShell":true}`,
	},
	Texts:  []*text.Table{msOnlineTexts, authorizationTexts},
	Since:  "2026-11",
	Source: "EIDSCA, AP02; Microsoft Graph documentation, authorizationPolicy resource type",
	Run: authorizationFlag{
		property: "blockMsolPowerShell",
		get: func(p snapshot.AuthorizationPolicyData) snapshot.Value[bool] {
			return p.BlockMsolPowerShell
		},
		want: true,
		pass: "The legacy MSOnline endpoint is blocked for members.",
		fail: "Members can use the legacy MSOnline PowerShell endpoint.",
	}.run,
}
