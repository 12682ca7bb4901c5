package devices

import "time"

// The tables say until when a version of an operating system gets security
// updates. They hold what the vendors' pages said on the day of reviewed:
//
//   - Windows: Microsoft's release information for Windows 10 and Windows 11, and
//     the lifecycle pages of Home and Pro, of Enterprise and Education and of the
//     long-term servicing channel. An end is the last day of updates.
//   - macOS, iOS and iPadOS: Apple announces no end. Apple's security releases
//     cover the three newest versions of macOS and the two newest of iOS and
//     iPadOS; an older one ended on the day its successor pushed it out. Later
//     fixes of single flaws in older versions of iOS do not count.
//   - Android: Google announces no end. A version ended when the Android Security
//     Bulletins no longer listed it.
//
// A version that no table names is not judged.
var reviewed = date(2026, time.November, 27)

// trusted is how long after the review a version without an announced end is
// believed to be supported: by then the next versions are out.
const trusted = 300 * 24 * time.Hour

// A lifecycle is until when a version gets security updates.
type lifecycle struct {
	name string // as facts hold it
	// ends is the last day for the editions that end first, zero where no end is
	// announced.
	ends time.Time
	// editions is the last day for Enterprise and Education where that is later.
	editions time.Time
	// longTerm is the last day for the long-term servicing channel, where the
	// version is one of its.
	longTerm time.Time
	// extended is true where Microsoft sells updates beyond the end.
	extended bool
}

// An age is what the tables say of a device's version.
type age int

const (
	supported age = iota
	ended
	endedButExtended // unless extended updates were bought, which Graph does not tell
	byEdition        // ended for some editions, and Graph v1.0 does not name the edition
	byChannel        // ended unless it is of the long-term servicing channel
	outdatedTable
	unlisted
)

// notes say what an age means for one device, after its version.
var notes = map[age]string{
	ended:            "gets no more security updates",
	endedButExtended: "gets no more security updates, unless Extended Security Updates were bought, which Graph does not tell",
	byEdition:        "still gets security updates on Enterprise and Education but no longer on Home and Pro, and Graph does not name the edition",
	byChannel:        "still gets security updates on the long-term servicing channel only, and Graph does not name the channel",
	outdatedTable:    "is newer than Vahti's last look at the vendor's support",
	unlisted:         "is a version unknown to Vahti",
}

// at returns what the table says at a moment.
func (l lifecycle) at(now time.Time) age {
	over := func(last time.Time) bool { return last.IsZero() || !now.Before(last.AddDate(0, 0, 1)) }
	switch {
	case l.ends.IsZero() && now.After(reviewed.Add(trusted)):
		return outdatedTable
	case l.ends.IsZero() || !over(l.ends):
		return supported
	case !over(l.editions):
		return byEdition
	case !over(l.longTerm):
		return byChannel
	case l.extended:
		return endedButExtended
	}
	return ended
}

func date(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// windowsBuilds are the versions of Windows 10 and 11 by build.
var windowsBuilds = map[int]lifecycle{
	10240: {name: "Windows-10-1507", ends: date(2017, time.May, 9), longTerm: date(2025, time.October, 14)},
	10586: {name: "Windows-10-1511", ends: date(2017, time.October, 10)},
	14393: {name: "Windows-10-1607", ends: date(2018, time.April, 10), editions: date(2019, time.April, 9), longTerm: date(2026, time.October, 13)},
	15063: {name: "Windows-10-1703", ends: date(2018, time.October, 9), editions: date(2019, time.October, 8)},
	16299: {name: "Windows-10-1709", ends: date(2019, time.April, 9), editions: date(2020, time.October, 13)},
	17134: {name: "Windows-10-1803", ends: date(2019, time.November, 12), editions: date(2021, time.May, 11)},
	17763: {name: "Windows-10-1809", ends: date(2020, time.November, 10), editions: date(2021, time.May, 11), longTerm: date(2029, time.January, 9)},
	18362: {name: "Windows-10-1903", ends: date(2020, time.December, 8)},
	18363: {name: "Windows-10-1909", ends: date(2021, time.May, 11), editions: date(2022, time.May, 10)},
	19041: {name: "Windows-10-2004", ends: date(2021, time.December, 14)},
	19042: {name: "Windows-10-20H2", ends: date(2022, time.May, 10), editions: date(2023, time.May, 9)},
	19043: {name: "Windows-10-21H1", ends: date(2022, time.December, 13)},
	// The long-term channel of Windows 10 IoT Enterprise, which has the same
	// builds, goes on until 2032.
	19044: {name: "Windows-10-21H2", ends: date(2023, time.June, 13), editions: date(2024, time.June, 11), longTerm: date(2032, time.January, 13)},
	19045: {name: "Windows-10-22H2", ends: date(2025, time.October, 14), extended: true},
	22000: {name: "Windows-11-21H2", ends: date(2023, time.October, 10), editions: date(2024, time.October, 8)},
	22621: {name: "Windows-11-22H2", ends: date(2024, time.October, 8), editions: date(2025, time.October, 14)},
	22631: {name: "Windows-11-23H2", ends: date(2025, time.November, 11), editions: date(2026, time.November, 10)},
	// The long-term channel of Windows 11 IoT Enterprise goes on until 2034.
	26100: {name: "Windows-11-24H2", ends: date(2026, time.October, 13), editions: date(2027, time.October, 12), longTerm: date(2034, time.October, 10)},
	26200: {name: "Windows-11-25H2", ends: date(2027, time.October, 12), editions: date(2028, time.October, 10)},
	26300: {name: "Windows-11-26H2", ends: date(2028, time.October, 10), editions: date(2029, time.October, 9)},
	28000: {name: "Windows-11-26H1", ends: date(2028, time.March, 14), editions: date(2029, time.March, 13)},
}

// olderWindows is Windows before 10, all of it out of support.
var olderWindows = lifecycle{name: "Windows-8.1-or-older", ends: date(2023, time.January, 10)}

// majors are versions by their first number. What comes before first is out of
// support like first itself.
type majors struct {
	first int
	by    map[int]lifecycle
}

var macOSVersions = majors{10, map[int]lifecycle{
	10: {name: "macOS-10", ends: date(2022, time.September, 12)},
	11: {name: "macOS-11", ends: date(2023, time.September, 26)},
	12: {name: "macOS-12", ends: date(2024, time.September, 16)},
	13: {name: "macOS-13", ends: date(2025, time.September, 15)},
	14: {name: "macOS-14", ends: date(2026, time.September, 14)},
	15: {name: "macOS-15"},
	26: {name: "macOS-26"},
	27: {name: "macOS-27"},
}}

var iOSVersions = majors{14, map[int]lifecycle{
	14: {name: "iOS-14-or-older", ends: date(2021, time.October, 1)},
	15: {name: "iOS-15", ends: date(2025, time.March, 31)},
	16: {name: "iOS-16", ends: date(2025, time.March, 31)},
	17: {name: "iOS-17", ends: date(2025, time.September, 15)},
	18: {name: "iOS-18", ends: date(2026, time.September, 14)},
	26: {name: "iOS-26"},
	27: {name: "iOS-27"},
}}

var androidVersions = majors{10, map[int]lifecycle{
	10: {name: "Android-10-or-older", ends: date(2023, time.March, 6)},
	11: {name: "Android-11", ends: date(2024, time.February, 5)},
	12: {name: "Android-12", ends: date(2025, time.March, 3)},
	13: {name: "Android-13", ends: date(2026, time.March, 2)},
	14: {name: "Android-14"},
	15: {name: "Android-15"},
	16: {name: "Android-16"},
	17: {name: "Android-17"},
}}

// of returns the lifecycle of a version such as "26.7.2 (25G80)".
func (m majors) of(version string) (lifecycle, bool) {
	n, _, ok := leading(version)
	if !ok {
		return lifecycle{}, false
	}
	l, ok := m.by[max(n, m.first)]
	return l, ok
}

// windowsOf returns the lifecycle of a version such as "10.0.26200.6899".
func windowsOf(version string) (lifecycle, bool) {
	major, rest, ok := leading(version)
	if !ok {
		return lifecycle{}, false
	}
	if major > 0 && major < 10 {
		return olderWindows, true
	}
	_, rest, minor := leading(rest)
	build, _, ok := leading(rest)
	if major != 10 || !minor || !ok {
		return lifecycle{}, false
	}
	l, ok := windowsBuilds[build]
	return l, ok
}

// leading reads the number that a version begins with, and what follows the dot.
func leading(version string) (n int, rest string, ok bool) {
	i := 0
	for i < len(version) && i < 9 && version[i] >= '0' && version[i] <= '9' {
		n = n*10 + int(version[i]-'0')
		i++
	}
	if i < len(version) && version[i] == '.' {
		return n, version[i+1:], i > 0
	}
	return n, "", i > 0
}
