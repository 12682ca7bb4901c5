package devices

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// RegisteringUser asks that who joins a device does not become its administrator.
var RegisteringUser = &check.Check{
	ID:       "device-registering-user",
	Title:    "Users do not become local administrators of the devices they join",
	Category: check.Devices,
	Severity: finding.Medium,
	Because:  "With administrator rights, whatever a user opens by mistake can switch off protections and spread.",
	Controls: check.Controls{CIS: []string{"5.1.4.4"}, ISO27001: []string{"A.8.2", "A.8.18"}, NIS2: []string{"21(2)(g)", "21(2)(i)"}},
	Rows:     []string{"DV-004"},
	Reads:    readsRegistration(),
	Risk:     "Malware that a user starts runs as an administrator: it turns off antivirus, reads stored passwords and installs itself for good.",
	Fix: check.Fix{
		Portal:  deviceSettings + " > Registering user is added as local administrator on the device during Microsoft Entra join: Selected, or None",
		Request: putRegistration + `"azureADJoin":{"localAdmins":{"registeringUsers":{"@odata.type":"#microsoft.graph.noDeviceRegistrationMembership"}}}}`,
	},
	Texts:  []*text.Table{registeringUserTexts, devicesTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 5.1.4.4; Microsoft Graph documentation, localAdminSettings resource type",
	Run: registrationMembership{
		property: "azureADJoin.localAdmins.registeringUsers",
		get: func(p snapshot.DeviceRegistration) snapshot.Value[snapshot.DeviceMembership] {
			return p.AzureADJoin.V.LocalAdmins.V.RegisteringUsers
		},
		some: "Only selected users become local administrators of the devices they join.",
		none: "Nobody becomes a local administrator by joining a device.",
		fail: "Every user becomes a local administrator of the devices they join.",
	}.run,
}
