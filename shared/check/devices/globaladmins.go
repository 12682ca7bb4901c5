package devices

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// GlobalAdmins asks that Global Administrators do not become administrators of
// every joined device.
var GlobalAdmins = &check.Check{
	ID:       "device-global-admins",
	Title:    "Global Administrators do not become local administrators of joined devices",
	Category: check.Devices,
	Severity: finding.Medium,
	Because:  "The most powerful accounts of the tenant are then used on ordinary computers, where malware can steal their sign-in.",
	Controls: check.Controls{CIS: []string{"5.1.4.3"}, ISO27001: []string{"A.8.2", "A.8.18"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"DV-003"},
	Reads:    readsRegistration(),
	Risk:     "Whoever takes over one computer waits until a Global Administrator signs in to it and then owns the tenant.",
	Fix: check.Fix{
		Portal:  deviceSettings + " > Global administrator role is added as local administrator on the device during Microsoft Entra join: No",
		Request: putRegistration + `"azureADJoin":{"localAdmins":{"enableGlobalAdmins":false}}}`,
	},
	Texts:  []*text.Table{globalAdminsTexts, devicesTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 5.1.4.3; Microsoft Graph documentation, localAdminSettings resource type",
	Run: registrationFlag{
		property: "azureADJoin.localAdmins.enableGlobalAdmins",
		get: func(p snapshot.DeviceRegistration) snapshot.Value[bool] {
			return p.AzureADJoin.V.LocalAdmins.V.EnableGlobalAdmins
		},
		want: false,
		pass: "Global Administrators are not made local administrators when a device is joined.",
		fail: "Global Administrators are made local administrators when a device is joined.",
	}.run,
}
