package devices

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// EntraJoin asks that not everyone can join devices to the tenant.
var EntraJoin = &check.Check{
	ID:       "device-entra-join",
	Title:    "Only selected users can join devices to Microsoft Entra ID",
	Category: check.Devices,
	Severity: finding.Medium,
	Because:  "A joined device is trusted more than others, and everyone whose password is known can join one while nothing limits it.",
	Controls: check.Controls{CIS: []string{"5.1.4.1"}, ISO27001: []string{"A.5.15", "A.8.1"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"DV-001"},
	Reads:    readsRegistration(),
	Risk:     "An attacker with a stolen account joins a computer of their own and keeps long-lived sign-in tokens on it.",
	Fix: check.Fix{
		Portal:  deviceSettings + " > Users may join devices to Microsoft Entra: Selected, or None",
		Request: putRegistration + `"azureADJoin":{"allowedToJoin":{"@odata.type":"#microsoft.graph.enumeratedDeviceRegistrationMembership","users":[],"groups":["{id of the group}"]}}}`,
	},
	Texts:  []*text.Table{entraJoinTexts, devicesTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 5.1.4.1; Microsoft Graph documentation, azureADJoinPolicy resource type",
	Run: registrationMembership{
		property: "azureADJoin.allowedToJoin",
		get: func(p snapshot.DeviceRegistration) snapshot.Value[snapshot.DeviceMembership] {
			return p.AzureADJoin.V.AllowedToJoin
		},
		some: "Only selected users can join devices.",
		none: "Nobody can join devices.",
		fail: "Every user can join devices.",
	}.run,
}
