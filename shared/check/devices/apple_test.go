package devices

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestApplePushCertificate(t *testing.T) {
	ends := func(at string) checktest.Files {
		return in(snapshot.ApplePushCertificate.Resource(), `{"expirationDateTime":`+at+`}`)
	}
	checktest.Verdicts(t, ApplePushCertificate, []checktest.Test{
		{Name: "valid for long", Files: ends(`"2027-06-01T00:00:00Z"`), Want: finding.Pass},
		{Name: "a second more than 30 days", Files: ends(`"2026-12-01T12:00:01Z"`), Want: finding.Pass},
		{Name: "30 days", Files: ends(`"2026-12-01T12:00:00Z"`), Want: finding.Fail},
		{Name: "ended", Files: ends(`"2026-10-01T00:00:00Z"`), Want: finding.Fail},
		{Name: "Graph's date for none", Files: ends(`"0001-01-01T00:00:00Z"`), Want: finding.Unknown},
		{Name: "null", Files: ends(`null`), Want: finding.Unknown},
		{Name: "no date", Files: ends(`"soon"`), Want: finding.Unknown},
		{Name: "empty", Files: in(snapshot.ApplePushCertificate.Resource(), `{}`), Want: finding.Unknown},
		unlicensed(ends(`"2027-06-01T00:00:00Z"`)),
	})
	for status, want := range map[int]finding.Verdict{404: finding.NotApplicable, 403: finding.Unknown} {
		s := checktest.Snapshot(t, snapshot.Settings{}, checktest.Files{snapshot.SubscribedSkus.Resource(): withIntune})
		s.SetUnread(ApplePushCertificate.Reads[0], snapshot.Unread{Status: status, Reason: "Microsoft does not know it"})
		if o := check.Run(ApplePushCertificate, s); o.Verdict != want {
			t.Errorf("status %d: got %v (%s), want %v", status, o.Verdict, o.Reason, want)
		} else {
			checktest.Said(t, o)
		}
	}
}

func TestAppleEnrolment(t *testing.T) {
	tokens := func(json string) checktest.Files {
		return in(snapshot.AppleEnrollmentTokens.Resource(), `[`+json+`]`)
	}
	token := func(id, ends, code string) string {
		return `{"id":"` + id + `","tokenName":"Token","tokenExpirationDateTime":` + ends + `,"lastSyncErrorCode":` + code + `}`
	}
	const later, soon, past = `"2027-06-01T00:00:00Z"`, `"2026-11-15T00:00:00Z"`, `"2026-10-01T00:00:00Z"`
	checktest.Verdicts(t, AppleEnrolment, []checktest.Test{
		{Name: "valid and accepted", Files: tokens(token("a", later, "0")), Want: finding.Pass},
		{Name: "ends soon", Files: tokens(token("a", soon, "0")), Want: finding.Fail},
		{Name: "ended", Files: tokens(token("a", past, "0")), Want: finding.Fail},
		{Name: "terms not accepted", Files: tokens(token("a", later, "3")), Want: finding.Fail},
		{Name: "terms not accepted and no date", Files: tokens(token("a", "null", "3")), Want: finding.Fail},
		{Name: "another error", Files: tokens(token("a", later, "2")), Want: finding.Unknown},
		{Name: "another error, and it ends soon", Files: tokens(token("a", soon, "2")), Want: finding.Fail},
		{Name: "no code", Files: tokens(token("a", later, "null")), Want: finding.Unknown},
		{Name: "no date", Files: tokens(token("a", "null", "0")), Want: finding.Unknown},
		{Name: "Graph's date for none", Files: tokens(token("a", `"0001-01-01T00:00:00Z"`, "0")), Want: finding.Unknown},
		{Name: "empty", Files: tokens(`{}`), Want: finding.Unknown},
		{Name: "none", Files: tokens(``), Want: finding.NotApplicable},
		unlicensed(tokens(token("a", past, "0"))),
	})
	o := outcome(t, AppleEnrolment, tokens(token("a", later, "0")+","+token("b", past, "0")))
	if diff := cmp.Diff(map[string]finding.Verdict{"a": finding.Pass, "b": finding.Fail}, byResource(o)); diff != "" {
		t.Errorf("by token (-want +got):\n%s", diff)
	}
}
