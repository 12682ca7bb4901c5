package identity

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestPasswordExpiry(t *testing.T) {
	domains := func(text string) checktest.Files {
		return checktest.Files{snapshot.Domains.Resource(): text}
	}
	testVerdicts(t, PasswordExpiry, []verdictTest{
		{name: "single domain that never expires", files: domains(`[{"id":"a.example","isRoot":true,"isVerified":true,"authenticationType":"Managed","passwordValidityPeriodInDays":2147483647}]`), want: finding.Pass},
		{name: "ninety days", files: domains(`[{"id":"a.example","isRoot":true,"isVerified":true,"authenticationType":"Managed","passwordValidityPeriodInDays":90}]`), want: finding.Fail},
		{name: "one of two expires", files: domains(`[{"id":"a.example","isRoot":true,"isVerified":true,"authenticationType":"Managed","passwordValidityPeriodInDays":2147483647},{"id":"b.example","isRoot":true,"isVerified":true,"authenticationType":"Managed","passwordValidityPeriodInDays":180}]`), want: finding.Fail},
		{name: "root never configured", files: domains(`[{"id":"a.example","isRoot":true,"isVerified":true,"authenticationType":"Managed","passwordValidityPeriodInDays":null}]`), want: finding.Pass},
		{name: "absent differs from null", files: domains(`[{"id":"a.example","isRoot":true,"isVerified":true,"authenticationType":"Managed"}]`), want: finding.Unknown},
		{name: "subdomain follows its root", files: domains(`[{"id":"A.example","isRoot":true,"isVerified":true,"authenticationType":"Managed","passwordValidityPeriodInDays":90},{"id":"sub.a.example","isVerified":true,"authenticationType":"Managed","passwordValidityPeriodInDays":null}]`), want: finding.Fail},
		{name: "similar name is no root", files: domains(`[{"id":"a.example","isRoot":true,"isVerified":true,"authenticationType":"Federated","passwordValidityPeriodInDays":90},{"id":"sub.aa.example","isVerified":true,"authenticationType":"Managed","passwordValidityPeriodInDays":null}]`), want: finding.Pass},
		{name: "unverified and federated do not count", files: domains(`[{"id":"a.example","isRoot":true,"isVerified":false,"authenticationType":"Managed","passwordValidityPeriodInDays":90},{"id":"b.example","isRoot":true,"isVerified":true,"authenticationType":"Federated","passwordValidityPeriodInDays":90}]`), want: finding.NotApplicable},
		{name: "unknown authentication type", files: domains(`[{"id":"a.example","isRoot":true,"isVerified":true,"authenticationType":"Hybrid","passwordValidityPeriodInDays":2147483647}]`), want: finding.Unknown},
		{name: "unread", files: checktest.Files{}, want: finding.Unknown},
	})
}

func TestPasswordExpiryFollowsNearestRoot(t *testing.T) {
	domains := []snapshot.Domain{
		{ID: "example", IsRoot: true, IsVerified: true, PasswordValidityPeriodInDays: snapshot.Some[int64](90)},
		{ID: "a.example", IsRoot: true, IsVerified: true, PasswordValidityPeriodInDays: snapshot.Some[int64](neverExpires)},
	}
	sub := snapshot.Domain{ID: "sub.a.example", IsVerified: true, AuthenticationType: "Managed", PasswordValidityPeriodInDays: snapshot.NullOf[int64]()}
	if got := judgeExpiry(sub, domains).Verdict; got != finding.Pass {
		t.Errorf("got %v, want %v", got, finding.Pass)
	}
}
