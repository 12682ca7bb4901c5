package devices

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// Most devices a user may have: what is recommended, and what CIS accepts.
const (
	recommendedQuota = 10
	acceptedQuota    = 20
)

// Quota asks that a user can register a few devices only.
var Quota = &check.Check{
	ID:       "device-quota",
	Title:    "Each user can register a limited number of devices",
	Category: check.Devices,
	Severity: finding.Low,
	Because:  "A high limit lets one stolen account register many devices, but each of them can still be seen and removed.",
	Controls: check.Controls{CIS: []string{"5.1.4.2"}, ISO27001: []string{"A.5.9", "A.8.1"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"DV-002"},
	Reads:    readsRegistration(),
	Risk:     "An attacker registers device after device with one stolen account, and forgotten devices stay trusted because nobody has to clear them away.",
	Fix: check.Fix{
		Portal:  deviceSettings + " > Maximum number of devices per user: 10",
		Request: putRegistration + `"userDeviceQuota":10}`,
	},
	Texts:  []*text.Table{quotaTexts, devicesTexts},
	Since:  "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 5.1.4.2, which accepts 20; Microsoft recommends 10, which the fact level tells apart; Microsoft Graph documentation, deviceRegistrationPolicy resource type, where 0 means that users may register none",
	Run:    quota,
}

func quota(s *snapshot.Snapshot) []check.Result {
	v := snapshot.DeviceRegistrationPolicy.Of(s).UserDeviceQuota
	if !v.Known() {
		return check.One(finding.Unknown, "Graph returned no value for the setting userDeviceQuota.", finding.Evidence{})
	}
	facts := finding.Facts{"userDeviceQuota": v.V}
	evidence := finding.Evidence{Facts: facts}
	switch {
	case v.V < 0:
		return check.One(finding.Unknown, "The setting userDeviceQuota holds a value unknown to Vahti.", evidence)
	case v.V <= recommendedQuota:
		facts["level"] = "recommended"
		return check.One(finding.Pass, "A user can register ten devices at most.", evidence)
	case v.V <= acceptedQuota:
		facts["level"] = "CIS"
		return check.One(finding.Pass, "A user can register twenty devices at most, which CIS accepts; ten are recommended.", evidence)
	}
	return check.One(finding.Fail, "A user can register more than twenty devices.", evidence)
}
