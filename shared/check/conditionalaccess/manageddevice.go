package conditionalaccess

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// ManagedDevice is whether only devices that the organisation manages get in.
var ManagedDevice = &check.Check{
	ID:       "ca-managed-device",
	Title:    "Managed devices are required for authentication",
	Category: check.ConditionalAccess,
	Severity: finding.High,
	Because:  "A stolen password or session is of no use on a device that the organisation does not manage.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.3.7v1"}, CIS: []string{"5.2.2.9"}, ISO27001: []string{"A.8.1", "A.8.5"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"CA-013"},
	Reads:    policies,
	Uses:     uses(),
	Licence:  check.EntraP1,
	Risk: "An attacker signs in from a machine of their own, and data is copied to devices that nobody patches, " +
		"encrypts or can wipe.",
	Fix: check.Fix{
		Portal: newPolicy + "all users without the " +
			"emergency accounts, all resources, Grant > Require device to be marked as compliant and Require Microsoft Entra " +
			"hybrid joined device, Require one of the selected controls. Enrol the devices first.",
		Request: `POST https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies
{
  "displayName": "Require a managed device",
  "state": "enabled",
  "conditions": {
    "users": {"includeUsers": ["All"], "excludeUsers": ["<emergency account id>"]},
    "applications": {"includeApplications": ["All"]},
    "clientAppTypes": ["all"]
  },
  "grantControls": {"operator": "OR", "builtInControls": ["compliantDevice", "domainJoinedDevice"]}
}`,
	},
	Texts: []*text.Table{managedDeviceTexts, coverage.Texts},
	Since: "2026-11",
	Source: "CISA SCuBA baseline for Entra ID, MS.AAD.3.7; CIS Microsoft 365, 5.2.2.9, accepts multifactor authentication " +
		"beside a managed device; Microsoft Learn: Require compliant or hybrid joined devices",
	Run: func(s *snapshot.Snapshot) []check.Result {
		return leveled(s,
			coverage.Requirement{Does: "requires a managed device", Grant: coverage.ManagedDevice},
			coverage.Requirement{Does: "requires a managed device or multifactor authentication", Grant: coverage.ManagedDeviceOrMFA},
			"A managed device or multifactor authentication is required, which is enough for CIS.")
	},
}
