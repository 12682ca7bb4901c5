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
	made := func(files checktest.Files, at string) checktest.Files {
		files[snapshot.Organizations.Resource()] = `[{"id":"t","createdDateTime":"` + at + `"}]`
		return files
	}
	checktest.Verdicts(t, PasswordExpiry, []checktest.Test{
		{Name: "single domain that never expires", Files: domains(`[{"id":"a.example","isRoot":true,"isVerified":true,"authenticationType":"Managed","passwordValidityPeriodInDays":2147483647}]`), Want: finding.Pass},
		{Name: "ninety days", Files: domains(`[{"id":"a.example","isRoot":true,"isVerified":true,"authenticationType":"Managed","passwordValidityPeriodInDays":90}]`), Want: finding.Fail},
		{Name: "one of two expires", Files: domains(`[{"id":"a.example","isRoot":true,"isVerified":true,"authenticationType":"Managed","passwordValidityPeriodInDays":2147483647},{"id":"b.example","isRoot":true,"isVerified":true,"authenticationType":"Managed","passwordValidityPeriodInDays":180}]`), Want: finding.Fail},
		{Name: "root never configured", Files: domains(`[{"id":"a.example","isRoot":true,"isVerified":true,"authenticationType":"Managed","passwordValidityPeriodInDays":null}]`), Want: finding.Pass},
		{Name: "never configured in a tenant made before 2021", Files: made(domains(`[{"id":"a.example","isRoot":true,"isVerified":true,"authenticationType":"Managed","passwordValidityPeriodInDays":null}]`), "2020-12-31T23:59:59Z"), Want: finding.Fail},
		{Name: "never configured in a tenant made since", Files: made(domains(`[{"id":"a.example","isRoot":true,"isVerified":true,"authenticationType":"Managed","passwordValidityPeriodInDays":null}]`), "2021-01-01T00:00:00Z"), Want: finding.Pass},
		{Name: "absent differs from null", Files: domains(`[{"id":"a.example","isRoot":true,"isVerified":true,"authenticationType":"Managed"}]`), Want: finding.Unknown},
		{Name: "subdomain follows its root", Files: domains(`[{"id":"A.example","isRoot":true,"isVerified":true,"authenticationType":"Managed","passwordValidityPeriodInDays":90},{"id":"sub.a.example","isVerified":true,"authenticationType":"Managed","passwordValidityPeriodInDays":null}]`), Want: finding.Fail},
		{Name: "similar name is no root", Files: domains(`[{"id":"a.example","isRoot":true,"isVerified":true,"authenticationType":"Federated","passwordValidityPeriodInDays":90},{"id":"sub.aa.example","isVerified":true,"authenticationType":"Managed","passwordValidityPeriodInDays":null}]`), Want: finding.Pass},
		{Name: "unverified and federated do not count", Files: domains(`[{"id":"a.example","isRoot":true,"isVerified":false,"authenticationType":"Managed","passwordValidityPeriodInDays":90},{"id":"b.example","isRoot":true,"isVerified":true,"authenticationType":"Federated","passwordValidityPeriodInDays":90}]`), Want: finding.NotApplicable},
		{Name: "unknown authentication type", Files: domains(`[{"id":"a.example","isRoot":true,"isVerified":true,"authenticationType":"Hybrid","passwordValidityPeriodInDays":2147483647}]`), Want: finding.Unknown},
		{Name: "unread", Files: checktest.Files{}, Want: finding.Unknown},
	})
}

func TestPasswordExpiryFollowsNearestRoot(t *testing.T) {
	domains := []snapshot.Domain{
		{ID: "example", IsRoot: true, IsVerified: true, PasswordValidityPeriodInDays: snapshot.Some[int64](90)},
		{ID: "a.example", IsRoot: true, IsVerified: true, PasswordValidityPeriodInDays: snapshot.Some[int64](neverExpires)},
	}
	sub := snapshot.Domain{ID: "sub.a.example", IsVerified: true, AuthenticationType: "Managed", PasswordValidityPeriodInDays: snapshot.NullOf[int64]()}
	if got := judgeExpiry(sub, domains, false).Verdict; got != finding.Pass {
		t.Errorf("got %v, want %v", got, finding.Pass)
	}
}
