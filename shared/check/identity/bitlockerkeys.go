package identity

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// BitLockerKeys asks that people cannot read the recovery keys of their devices.
var BitLockerKeys = &check.Check{
	ID:       "id-bitlocker-keys",
	Title:    "Members cannot read the BitLocker keys of their own devices",
	Category: check.Identity,
	Severity: finding.Low,
	Because:  "The recovery key undoes the disk's encryption, and it is one password away when its owner can look it up in a browser.",
	Controls: check.Controls{CIS: []string{"5.1.4.6"}, EIDSCA: []string{"AP13"}, ISO27001: []string{"A.8.1", "A.8.24"}, NIS2: []string{"21(2)(h)"}},
	Rows:     []string{"ID-005"},
	Reads:    readsAuthorization(),
	Risk:     "Whoever has a stolen laptop and its owner's sign-in reads the recovery key in the account portal and opens the disk.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Devices > Device settings > Restrict users from recovering the BitLocker key(s) for their owned devices: Yes",
		Request: `PATCH /v1.0/policies/authorizationPolicy {"defaultUserRolePermissions":{"allowedToReadBitlockerKeysForOwnedDevice":false}}`,
	},
	Texts:  []*text.Table{bitLockerKeysTexts, authorizationTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 5.1.4.6; Microsoft Graph documentation, defaultUserRolePermissions resource type",
	Run: authorizationFlag{
		property: "allowedToReadBitlockerKeysForOwnedDevice",
		get: func(p snapshot.AuthorizationPolicyData) snapshot.Value[bool] {
			return p.DefaultUserRolePermissions.AllowedToReadBitlockerKeysForOwnedDevice
		},
		want: false,
		pass: "Members cannot read the BitLocker keys of their devices.",
		fail: "Every member can read the BitLocker recovery keys of the devices they own.",
	}.run,
}
