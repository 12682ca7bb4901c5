package devices

import (
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// appleNotice is how long before its end something of Apple's is to be renewed.
const appleNotice = 30 * 24 * time.Hour

// ApplePushCertificate asks that the certificate for managing Apple devices does
// not end soon.
var ApplePushCertificate = &check.Check{
	ID:       "device-apple-push-certificate",
	Title:    "The Apple push certificate is valid for more than 30 days",
	Category: check.Devices,
	Severity: finding.High,
	Because:  "When the certificate ends, no Apple device can be managed, and once it is replaced instead of renewed each of them must be enrolled anew.",
	Controls: check.Controls{ISO27001: []string{"A.8.1", "A.8.9"}, NIS2: []string{"21(2)(c)", "21(2)(e)"}},
	Rows:     []string{"IN-060"},
	Reads:    []snapshot.Resource{snapshot.ApplePushCertificate.Resource()},
	Licence:  check.Intune,
	Absent:   "The tenant has no Apple push certificate, so it manages no Apple device.",
	Risk:     "A lost or stolen iPhone, iPad or Mac can no longer be locked or wiped, and new rules do not reach it.",
	Fix: check.Fix{
		Portal:  applePushPortal + "renew it with the same Apple account",
		Request: `PATCH /v1.0/deviceManagement/applePushNotificationCertificate {"appleIdentifier":"{the same Apple account}","certificate":"{the renewed certificate}"}`,
	},
	LessIsWorse: []string{"expirationDateTime"},
	Texts:       []*text.Table{applePushTexts, devicesTexts},
	Since:       "2026-11",
	Source:      "Microsoft Intune documentation, Get an Apple MDM push certificate; Microsoft Graph documentation, applePushNotificationCertificate resource type",
	Run:         applePush,
}

const applePushPortal = intune + "Devices > Enrollment > Apple > Apple MDM Push Certificate > "

// dated reports whether a time is one that Graph knows: the first day of the
// calendar stands for none.
func dated(v snapshot.Value[snapshot.Timestamp]) bool {
	return v.Known() && v.V.Readable && v.V.Time.Year() > 1
}

func applePush(s *snapshot.Snapshot) []check.Result {
	v := snapshot.ApplePushCertificate.Of(s).ExpirationDateTime
	if !dated(v) {
		return check.One(finding.Unknown, "Graph did not return when the Apple push certificate ends.", finding.Evidence{})
	}
	evidence := finding.Evidence{Facts: finding.Facts{"expirationDateTime": day(v.V.Time)}}
	switch left := v.V.Time.Sub(s.Now); {
	case left <= 0:
		return check.One(finding.Fail, "The Apple push certificate has ended.", evidence)
	case left <= appleNotice:
		return check.One(finding.Fail, "The Apple push certificate ends within 30 days.", evidence)
	}
	return check.One(finding.Pass, "The Apple push certificate is valid for more than 30 days.", evidence)
}
