package devices

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// PersonalEnrolment asks that people cannot enrol devices of their own unless a
// group is let to.
var PersonalEnrolment = &check.Check{
	ID:       "device-personal-enrolment",
	Title:    "Personally owned devices cannot be enrolled by default",
	Category: check.Devices,
	Severity: finding.Medium,
	Because:  "A private device that is enrolled can become compliant and trusted, though the company knows neither its past nor who else uses it.",
	Controls: check.Controls{CIS: []string{"4.2"}, ISO27001: []string{"A.5.9", "A.8.1"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"IN-002"},
	Reads:    []snapshot.Resource{snapshot.EnrollmentConfigurations.Resource()},
	Licence:  check.Intune,
	Risk:     "An attacker with a stolen account enrols a device of their own, which then passes as one of the company's.",
	Fix: check.Fix{
		Portal:  intune + "Devices > Enrollment > Device platform restriction > All users and all devices > Properties > Platform settings > Personally owned: Block, for every platform",
		Request: `PATCH /beta/deviceManagement/deviceEnrollmentConfigurations/{id of the default} {"@odata.type":"#microsoft.graph.deviceEnrollmentPlatformRestrictionsConfiguration","windowsRestriction":{"platformBlocked":false,"personalDeviceEnrollmentBlocked":true},"iosRestriction":{"platformBlocked":false,"personalDeviceEnrollmentBlocked":true},"macOSRestriction":{"platformBlocked":false,"personalDeviceEnrollmentBlocked":true},"androidRestriction":{"platformBlocked":true,"personalDeviceEnrollmentBlocked":true},"androidForWorkRestriction":{"platformBlocked":false,"personalDeviceEnrollmentBlocked":true}}`,
	},
	Texts: []*text.Table{personalEnrolmentTexts, devicesTexts},
	Since: "2026-11",
	Source: "CIS Microsoft 365 Foundations Benchmark, 4.2; Microsoft Graph documentation, deviceEnrollmentPlatformRestrictionsConfiguration resource type; " +
		"v1.0 leaves out the restriction on Android work profiles, which is then not known",
	Run: personalEnrolment,
}

// enrolled are the platforms that CIS asks about, by their names in Graph.
var enrolled = []struct {
	fact  string
	types []string // what the newer form calls it
	get   func(*snapshot.EnrollmentConfiguration) snapshot.Value[snapshot.PlatformRestriction]
}{
	{"windows", []string{"windows"}, func(c *snapshot.EnrollmentConfiguration) snapshot.Value[snapshot.PlatformRestriction] {
		return c.WindowsRestriction
	}},
	{"ios", []string{"ios"}, func(c *snapshot.EnrollmentConfiguration) snapshot.Value[snapshot.PlatformRestriction] {
		return c.IOSRestriction
	}},
	{"macOS", []string{"mac", "macOS"}, func(c *snapshot.EnrollmentConfiguration) snapshot.Value[snapshot.PlatformRestriction] {
		return c.MacOSRestriction
	}},
	{"android", []string{"android"}, func(c *snapshot.EnrollmentConfiguration) snapshot.Value[snapshot.PlatformRestriction] {
		return c.AndroidRestriction
	}},
	{"androidForWork", []string{"androidForWork"}, func(c *snapshot.EnrollmentConfiguration) snapshot.Value[snapshot.PlatformRestriction] {
		return c.AndroidForWorkRestriction
	}},
}

// restriction returns what a configuration says about a platform; ok is false
// where it says nothing about it.
func restriction(c *snapshot.EnrollmentConfiguration, n int) (r snapshot.Value[snapshot.PlatformRestriction], ok bool) {
	p := enrolled[n]
	switch kind := bare(c.Type); {
	case strings.EqualFold(kind, "deviceEnrollmentPlatformRestrictionsConfiguration"):
		r = p.get(c)
		return r, r.Known()
	case strings.EqualFold(kind, "deviceEnrollmentPlatformRestrictionConfiguration"):
		for _, t := range append(p.types, "allPlatforms") {
			if strings.EqualFold(c.PlatformType.V, t) {
				return c.PlatformRestriction, c.PlatformRestriction.Known()
			}
		}
	}
	return r, false
}

// Whether personal devices can be enrolled, as facts hold it.
const (
	platformBlocked = "platformBlocked"
	personalBlocked = "personalBlocked"
	personalAllowed = "allowed"
	notReturned     = "notReturned"
)

func personalDevices(r snapshot.PlatformRestriction) string {
	platform, personal := r.PlatformBlocked, r.PersonalDeviceEnrollmentBlocked
	switch {
	case platform.Known() && platform.V:
		return platformBlocked
	case personal.Known() && personal.V:
		return personalBlocked
	case platform.Known() && personal.Known():
		return personalAllowed
	}
	return notReturned
}

// personalEnrolment judges the default. Configurations of a higher priority are
// for groups somebody chose; they are named, not judged.
func personalEnrolment(s *snapshot.Snapshot) []check.Result {
	facts := finding.Facts{}
	found, allowed, unknown := false, false, false
	var exceptions []finding.Subject
	for n := range enrolled {
		facts[enrolled[n].fact] = notReturned
	}
	configurations := snapshot.EnrollmentConfigurations.Of(s)
	for i := range configurations {
		c := &configurations[i]
		lets := false
		for n := range enrolled {
			r, ok := restriction(c, n)
			if !ok || !c.Priority.Known() {
				continue
			}
			state := personalDevices(r.V)
			lets = lets || state == personalAllowed
			if c.Priority.V == 0 {
				found = true
				if facts[enrolled[n].fact] != personalAllowed {
					facts[enrolled[n].fact] = state
				}
			}
		}
		if lets && c.Priority.V > 0 {
			exceptions = append(exceptions, finding.Subject{ID: c.ID, Name: c.DisplayName, Note: "lets the groups it is assigned to enrol personal devices"})
		}
	}
	if !found {
		return check.One(finding.Unknown, "Graph returned no default restriction of platforms.", finding.Evidence{})
	}
	for _, state := range facts {
		allowed = allowed || state == personalAllowed
		unknown = unknown || state == notReturned
	}
	evidence := finding.Evidence{Facts: facts}
	if len(exceptions) > 0 {
		evidence.Subjects = finding.Subjects{"restrictions": finding.List(exceptions...)}
	}
	switch {
	case allowed:
		return check.One(finding.Fail, "The default restriction lets people enrol personal devices of some platforms.", evidence)
	case unknown:
		return check.One(finding.Unknown, "Graph did not return for every platform whether personal devices are blocked.", evidence)
	}
	return check.One(finding.Pass, "The default restriction blocks personal devices of every platform.", evidence)
}
