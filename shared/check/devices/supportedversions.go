package devices

import (
	"maps"
	"slices"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// SupportedVersions asks that every managed device runs an operating system
// that still gets security updates.
var SupportedVersions = &check.Check{
	ID:       "device-supported-versions",
	Title:    "Managed devices run operating systems that still get security updates",
	Category: check.Devices,
	Severity: finding.High,
	Because:  "Flaws that are found after the end of support stay open for good, and attackers look for exactly these devices.",
	Controls: check.Controls{ISO27001: []string{"A.8.1", "A.8.8"}, NIS2: []string{"21(2)(e)"}},
	Rows:     []string{"IN-089"},
	Reads:    []snapshot.Resource{snapshot.ManagedDevices.Resource()},
	Licence:  check.Intune,
	Risk:     "An attacker takes over the device through a flaw that everyone knows and nobody will mend, and from there reaches what its user can.",
	Fix: check.Fix{
		Portal:  intune + "Devices > Windows updates > Feature updates > Create profile with a supported version, and replace what cannot be updated",
		Request: `POST /beta/deviceManagement/windowsFeatureUpdateProfiles {"displayName":"Windows 11","featureUpdateVersion":"Windows 11, version 25H2"}`,
	},
	Neutral: []string{"devices"},
	Texts:   []*text.Table{supportedVersionsTexts, devicesTexts},
	Since:   "2026-11",
	Source: "Microsoft's release information and lifecycle pages for Windows 10 and Windows 11, Apple's security releases and the Android Security Bulletins, compared on 27 November 2026. " +
		"Graph v1.0 names neither edition nor servicing channel nor Extended Security Updates: between the ends of two editions, and where a build also belongs to the long-term channel, the device is not judged; " +
		"Windows 10 22H2 counts as out of support since 14 October 2025 although extended updates can be bought",
	Run: supportedVersions,
}

// ageOf returns what the tables say of a device.
func ageOf(d *snapshot.ManagedDevice, now time.Time) (lifecycle, age) {
	var l lifecycle
	ok := false
	switch platformOf(d.OperatingSystem) {
	case windows:
		l, ok = windowsOf(d.OSVersion)
	case macOS:
		l, ok = macOSVersions.of(d.OSVersion)
	case iOS:
		l, ok = iOSVersions.of(d.OSVersion)
	case android:
		l, ok = androidVersions.of(d.OSVersion)
	}
	if !ok {
		return lifecycle{name: "unlisted"}, unlisted
	}
	return l, l.at(now)
}

func supportedVersions(s *snapshot.Snapshot) []check.Result {
	total := snapshot.ManagedDevices.Len(s)
	if total == 0 {
		return check.One(finding.NotApplicable, "Intune manages no device.", finding.Evidence{})
	}
	var out, undecided tally
	outNames, undecidedNames := map[string]bool{}, map[string]bool{}
	for d := range snapshot.ManagedDevices.All(s) {
		l, a := ageOf(d, s.Now)
		note := func() string { return d.OperatingSystem + " " + d.OSVersion + ": " + notes[a] }
		switch a {
		case supported:
		case ended, endedButExtended:
			out.add(d, note)
			outNames[l.name] = true
		default:
			undecided.add(d, note)
			undecidedNames[l.name] = true
		}
	}
	facts := finding.Facts{"devices": total, "outOfSupport": out.total, "undecided": undecided.total}
	subjects := finding.Subjects{}
	if out.total > 0 {
		facts["versionsOutOfSupport"] = slices.Sorted(maps.Keys(outNames))
		subjects["devices"] = out.list()
	}
	if undecided.total > 0 {
		facts["versionsUndecided"] = slices.Sorted(maps.Keys(undecidedNames))
		subjects["undecided"] = undecided.list()
	}
	evidence := finding.Evidence{Facts: facts, Subjects: subjects}
	switch {
	case out.total > 0:
		return check.One(finding.Fail, "Some managed devices run an operating system that gets no more security updates.", evidence)
	case undecided.total > 0:
		return check.One(finding.Unknown, "It cannot be told of every managed device whether its operating system still gets security updates.", evidence)
	}
	return check.One(finding.Pass, "Every managed device runs an operating system that still gets security updates.", evidence)
}
