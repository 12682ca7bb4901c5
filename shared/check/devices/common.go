package devices

import (
	"strings"
	"time"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// intune is where the admin centre of Intune begins.
const intune = "Microsoft Intune admin center > "

// bare takes the namespace off an OData type.
func bare(odataType string) string {
	t := strings.TrimPrefix(odataType, "#")
	return strings.TrimPrefix(t, "microsoft.graph.")
}

// day is a date as facts hold it.
func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// shown is how many devices a tally names; it counts them all.
const shown = 50

// A tally counts devices and keeps the first of them, so that a list of a
// hundred thousand costs no more than one of fifty.
type tally struct {
	total int
	first []finding.Subject
}

// add counts a device; note is asked only where the device is kept.
func (t *tally) add(d *snapshot.ManagedDevice, note func() string) {
	t.total++
	if len(t.first) == shown {
		return
	}
	s := finding.Subject{ID: d.ID, Name: d.DeviceName}
	if note != nil {
		s.Note = note()
	}
	t.first = append(t.first, s)
}

func (t *tally) list() finding.SubjectList {
	return finding.SubjectList{Total: t.total, Shown: t.first}
}

// platform is the kind of operating system a device runs.
type platform int

const (
	otherPlatform platform = iota
	windows
	macOS
	iOS // and iPadOS
	android
)

// platformOf reads ManagedDevice.OperatingSystem. Servers and headsets with
// Windows follow other lifecycles and are other platforms.
func platformOf(operatingSystem string) platform {
	switch {
	case strings.EqualFold(operatingSystem, "Windows"):
		return windows
	case strings.EqualFold(operatingSystem, "macOS"):
		return macOS
	case strings.EqualFold(operatingSystem, "iOS"), strings.EqualFold(operatingSystem, "iPadOS"):
		return iOS
	case len(operatingSystem) >= len("Android") && strings.EqualFold(operatingSystem[:len("Android")], "Android"):
		return android
	}
	return otherPlatform
}
