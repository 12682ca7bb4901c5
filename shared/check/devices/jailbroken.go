package devices

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// Jailbroken asks that no managed phone or tablet is jailbroken or rooted.
var Jailbroken = &check.Check{
	ID:       "device-jailbroken",
	Title:    "No managed device is jailbroken or rooted",
	Category: check.Devices,
	Severity: finding.High,
	Because:  "On such a device nothing that Intune sets or reports can be relied on any more.",
	Controls: check.Controls{ISO27001: []string{"A.8.1", "A.8.9"}, NIS2: []string{"21(2)(g)"}},
	Rows:     []string{"IN-091"},
	Reads:    []snapshot.Resource{snapshot.ManagedDevices.Resource()},
	Licence:  check.Intune,
	Risk:     "Any app on the device can read company mail, files and sign-in tokens, which are otherwise kept apart.",
	Fix: check.Fix{
		Portal:  intune + "Devices > All devices > {device} > Retire, and block jailbroken and rooted devices in the compliance policies of their platforms",
		Request: `POST /v1.0/deviceManagement/managedDevices/{id}/retire`,
	},
	Neutral: []string{"phonesAndTablets"},
	Texts:   []*text.Table{jailbrokenTexts, devicesTexts},
	Since:   "2026-11",
	Source: "Microsoft Graph documentation, managedDevice resource type, jailBroken, which is a text: True and False are seen in tenants, and Unknown where a device has not told, as computers never do. " +
		"Phones and tablets that have not told are not judged",
	Run: jailbroken,
}

func jailbroken(s *snapshot.Snapshot) []check.Result {
	mobile := 0
	var broken, untold tally
	for d := range snapshot.ManagedDevices.All(s) {
		p := platformOf(d.OperatingSystem)
		phone := p == iOS || p == android
		if phone {
			mobile++
		}
		switch {
		case strings.EqualFold(d.JailBroken.V, "True"):
			broken.add(d, nil)
		case (phone || d.OperatingSystem == "") && !strings.EqualFold(d.JailBroken.V, "False"):
			untold.add(d, nil)
		}
	}
	evidence := finding.Evidence{Facts: finding.Facts{"phonesAndTablets": mobile, "jailBroken": broken.total, "withoutAnswer": untold.total}}
	switch {
	case broken.total > 0:
		evidence.Subjects = finding.Subjects{"devices": broken.list()}
		return check.One(finding.Fail, "Some managed devices are jailbroken or rooted.", evidence)
	case untold.total > 0:
		evidence.Subjects = finding.Subjects{"devices": untold.list()}
		return check.One(finding.Unknown, "Some managed phones and tablets have not told whether they are jailbroken or rooted.", evidence)
	case mobile == 0:
		return check.One(finding.NotApplicable, "Intune manages no phone or tablet.", evidence)
	}
	return check.One(finding.Pass, "No managed device is jailbroken or rooted.", evidence)
}
