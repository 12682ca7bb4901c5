package devices

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// WithoutPolicy asks that a device for which no rules are set does not count as compliant.
var WithoutPolicy = &check.Check{
	ID:       "device-without-policy",
	Title:    "Devices without a compliance policy count as not compliant",
	Category: check.Devices,
	Severity: finding.High,
	Because:  "Conditional access that asks for a compliant device is empty while a device with no rules at all is called compliant.",
	Controls: check.Controls{CIS: []string{"4.1"}, ISO27001: []string{"A.8.1", "A.8.9"}, NIS2: []string{"21(2)(g)", "21(2)(i)"}},
	Rows:     []string{"IN-001"},
	Reads:    []snapshot.Resource{snapshot.DeviceManagement.Resource()},
	Licence:  check.Intune,
	Risk:     "An attacker enrols a device for which no rules are set, and it gets to company data as if it were safe.",
	Fix: check.Fix{
		Portal:  intune + "Devices > Compliance > Compliance settings > Mark devices with no compliance policy assigned as: Not compliant",
		Request: `PATCH /v1.0/deviceManagement {"settings":{"@odata.type":"microsoft.graph.deviceManagementSettings","secureByDefault":true}}`,
	},
	Texts:  []*text.Table{withoutPolicyTexts, devicesTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 4.1; Microsoft Graph documentation, deviceManagementSettings resource type",
	Run: func(s *snapshot.Snapshot) []check.Result {
		v := snapshot.DeviceManagement.Of(s).Settings.V.SecureByDefault
		if !v.Known() {
			return check.One(finding.Unknown, "Graph returned no value for the setting secureByDefault.", finding.Evidence{})
		}
		evidence := finding.Evidence{Facts: finding.Facts{"secureByDefault": v.V}}
		if v.V {
			return check.One(finding.Pass, "Devices without a compliance policy are not compliant.", evidence)
		}
		return check.One(finding.Fail, "Devices without a compliance policy are compliant.", evidence)
	},
}
