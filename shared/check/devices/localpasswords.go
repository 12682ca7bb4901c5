package devices

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// LocalPasswords asks that Windows LAPS is on in Entra ID, so that each device
// can have an administrator password of its own.
var LocalPasswords = &check.Check{
	ID:       "device-laps",
	Title:    "Windows LAPS is enabled in Microsoft Entra ID",
	Category: check.Devices,
	Severity: finding.Medium,
	Because:  "Without it local administrator passwords tend to be the same on every computer and never change.",
	Controls: check.Controls{CIS: []string{"5.1.4.5"}, ISO27001: []string{"A.5.17", "A.8.2"}, NIS2: []string{"21(2)(g)", "21(2)(i)"}},
	Rows:     []string{"DV-005"},
	Reads:    readsRegistration(),
	Risk:     "One local administrator password, found on one computer, opens all the others.",
	Fix: check.Fix{
		Portal:  deviceSettings + " > Enable Microsoft Entra Local Administrator Password Solution (LAPS): Yes",
		Request: putRegistration + `"localAdminPassword":{"isEnabled":true}}`,
	},
	Texts:  []*text.Table{localPasswordsTexts, devicesTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 5.1.4.5; Microsoft Graph documentation, localAdminPasswordSettings resource type",
	Run: registrationFlag{
		property: "localAdminPassword.isEnabled",
		get: func(p snapshot.DeviceRegistration) snapshot.Value[bool] {
			return p.LocalAdminPassword.V.IsEnabled
		},
		want: true,
		pass: "Devices can keep their local administrator passwords in Microsoft Entra ID.",
		fail: "Devices cannot keep their local administrator passwords in Microsoft Entra ID.",
	}.run,
}
