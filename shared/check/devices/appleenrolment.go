package devices

import (
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// AppleEnrolment asks that the tokens for Apple's automated enrolment do not end
// soon and that Apple's terms are accepted.
var AppleEnrolment = &check.Check{
	ID:       "device-apple-enrolment-tokens",
	Title:    "Apple enrolment tokens are valid for more than 30 days and Apple's terms are accepted",
	Category: check.Devices,
	Severity: finding.High,
	Because:  "Without a valid token new Apple devices are set up without management, and nobody notices until one is lost.",
	Controls: check.Controls{ISO27001: []string{"A.8.1", "A.8.9"}, NIS2: []string{"21(2)(c)", "21(2)(e)"}},
	Rows:     []string{"IN-061"},
	Reads:    []snapshot.Resource{snapshot.AppleEnrollmentTokens.Resource()},
	Licence:  check.Intune,
	Absent:   "The tenant does not use Apple's automated enrolment.",
	Risk:     "A company device that is reset by a thief, or set up by a new employee, comes up without any of the company's rules.",
	Fix: check.Fix{
		Portal:  appleEnrolmentPortal + "Renew token, and accept the new terms in Apple Business Manager",
		Request: `POST /beta/deviceManagement/depOnboardingSettings/{id}/uploadDepToken {"appleId":"{the same Apple account}","depToken":"{the new token}"}`,
	},
	LessIsWorse: []string{"tokenExpirationDateTime"},
	Texts:       []*text.Table{appleEnrolmentTexts, devicesTexts},
	Since:       "2026-11",
	Source: "Microsoft Intune documentation, automated device enrolment for Apple devices; Microsoft Graph documentation, depOnboardingSetting resource type, which calls lastSyncErrorCode what Apple reported last " +
		"and does not list the codes. That 0 is none and 3 is terms to accept is what is seen in tenants; any other code is not judged",
	Run: appleEnrolment,
}

const appleEnrolmentPortal = intune + "Devices > Enrollment > Apple > Enrollment program tokens > {token} > "

// What Apple reported at the last synchronisation.
const (
	noSyncError      = 0
	termsNotAccepted = 3
)

func appleEnrolment(s *snapshot.Snapshot) []check.Result {
	tokens := snapshot.AppleEnrollmentTokens.Of(s)
	if len(tokens) == 0 {
		return check.One(finding.NotApplicable, "The tenant does not use Apple's automated enrolment.", finding.Evidence{})
	}
	var results []check.Result
	for i := range tokens {
		t := &tokens[i]
		resource := t.ID
		if resource == "" {
			resource = finding.TenantResource
		}
		verdict, reason := appleToken(t, s)
		facts := finding.Facts{}
		if dated(t.TokenExpirationDateTime) {
			facts["tokenExpirationDateTime"] = day(t.TokenExpirationDateTime.V.Time)
		}
		if t.LastSyncErrorCode.Known() {
			facts["lastSyncErrorCode"] = t.LastSyncErrorCode.V
		}
		results = append(results, check.Result{Resource: resource, Verdict: verdict, Reason: reason, Evidence: finding.Evidence{
			Facts: facts, Subjects: finding.Subjects{"tokens": finding.List(finding.Subject{ID: t.ID, Name: t.TokenName})},
		}})
	}
	return results
}

func appleToken(t *snapshot.AppleEnrollmentToken, s *snapshot.Snapshot) (finding.Verdict, string) {
	ends, code := t.TokenExpirationDateTime, t.LastSyncErrorCode
	left := ends.V.Time.Sub(s.Now)
	switch {
	case dated(ends) && left <= 0:
		return finding.Fail, "The Apple enrolment token has ended."
	case dated(ends) && left <= appleNotice:
		return finding.Fail, "The Apple enrolment token ends within 30 days."
	case code.Known() && code.V == termsNotAccepted:
		return finding.Fail, "Apple waits for its new terms to be accepted."
	case !dated(ends):
		return finding.Unknown, "Graph did not return when the Apple enrolment token ends."
	case !code.Known():
		return finding.Unknown, "Graph returned no value for the setting lastSyncErrorCode."
	case code.V != noSyncError:
		return finding.Unknown, "Apple reported an error that Vahti does not know at the last synchronisation."
	}
	return finding.Pass, "The Apple enrolment token is valid for more than 30 days and Apple's terms are accepted."
}
