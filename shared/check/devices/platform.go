package devices

import (
	"strings"
	"time"
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
