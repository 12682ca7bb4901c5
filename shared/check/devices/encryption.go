package devices

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// Encryption asks that computers that Intune manages are encrypted.
var Encryption = &check.Check{
	ID:       "device-encryption",
	Title:    "Managed computers are encrypted",
	Category: check.Devices,
	Severity: finding.High,
	Because:  "A policy that asks for encryption is not yet encryption, and one lost computer without it is a data breach.",
	Controls: check.Controls{ISO27001: []string{"A.8.1", "A.8.24"}, NIS2: []string{"21(2)(h)"}},
	Rows:     []string{"IN-087"},
	Reads:    []snapshot.Resource{snapshot.ManagedDevices.Resource()},
	Licence:  check.Intune,
	Risk:     "Whoever finds or steals one of these computers reads what is on its disk without a password.",
	Fix: check.Fix{
		Portal:  intune + "Devices > Monitor > Device encryption status > see why the device is not encrypted, and assign a policy for BitLocker or FileVault to it",
		Request: `POST /v1.0/deviceManagement/managedDevices/{id}/syncDevice`,
	},
	Neutral: []string{"computers"},
	Texts:   []*text.Table{encryptionTexts, devicesTexts},
	Since:   "2026-11",
	Source: "Microsoft Graph documentation, managedDevice resource type, isEncrypted; Windows 365 documentation, data encryption: Cloud PCs are encrypted by the platform without BitLocker and are not judged, " +
		"nor is what Configuration Manager, Defender for Endpoint or Exchange ActiveSync alone manages, of which Intune knows no encryption",
	Run: encryption,
}

// littleKnown are the agents by which Intune does not know whether a computer is encrypted.
var littleKnown = []string{"configurationManagerClient", "msSense", "eas"}

// encryptable reports whether isEncrypted says something about a device.
func encryptable(d *snapshot.ManagedDevice) bool {
	const cloud = "Cloud PC"
	if len(d.Model) >= len(cloud) && strings.EqualFold(d.Model[:len(cloud)], cloud) {
		return false
	}
	for _, agent := range littleKnown {
		if strings.EqualFold(d.ManagementAgent, agent) {
			return false
		}
	}
	return true
}

func encryption(s *snapshot.Snapshot) []check.Result {
	var computers, notJudged int
	var open, unknown tally
	for d := range snapshot.ManagedDevices.All(s) {
		if d.OperatingSystem == "" && !d.IsEncrypted.V {
			unknown.add(d, nil)
			continue
		}
		if p := platformOf(d.OperatingSystem); p != windows && p != macOS {
			continue
		}
		if !encryptable(d) {
			notJudged++
			continue
		}
		computers++
		switch {
		case !d.IsEncrypted.Known():
			unknown.add(d, nil)
		case !d.IsEncrypted.V:
			open.add(d, nil)
		}
	}
	evidence := finding.Evidence{Facts: finding.Facts{
		"computers": computers, "notEncrypted": open.total, "withoutAnswer": unknown.total, "notJudged": notJudged,
	}}
	switch {
	case open.total > 0:
		evidence.Subjects = finding.Subjects{"devices": open.list()}
		return check.One(finding.Fail, "Some managed computers are not encrypted.", evidence)
	case unknown.total > 0:
		evidence.Subjects = finding.Subjects{"devices": unknown.list()}
		return check.One(finding.Unknown, "Graph did not return of every managed computer whether it is encrypted.", evidence)
	case computers == 0:
		return check.One(finding.NotApplicable, "Intune manages no computer whose encryption it knows.", evidence)
	}
	return check.One(finding.Pass, "Every managed computer is encrypted.", evidence)
}
