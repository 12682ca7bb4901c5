package identity

import (
	"testing"
	"time"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestSessionTimeout(t *testing.T) {
	policies := func(text string) checktest.Files {
		return checktest.Files{snapshot.ActivityBasedTimeoutPolicies.Resource(): text}
	}
	policy := func(isDefault, app, idle string) string {
		return `{"isOrganizationDefault":` + isDefault + `,"definition":["{\"ActivityBasedTimeoutPolicy\":{\"Version\":1,\"ApplicationPolicies\":[{\"ApplicationId\":\"` + app + `\",\"WebSessionIdleTimeout\":\"` + idle + `\"}]}}"]}`
	}
	testVerdicts(t, SessionTimeout, []verdictTest{
		{name: "three hours", files: policies(`[` + policy("true", "default", "03:00:00") + `]`), want: finding.Pass},
		{name: "one second more", files: policies(`[` + policy("true", "default", "03:00:01") + `]`), want: finding.Fail},
		{name: "a day and a quarter of an hour", files: policies(`[` + policy("true", "default", "1.00:15:00") + `]`), want: finding.Fail},
		{name: "stricter", files: policies(`[` + policy("true", "Default", "00:15:00") + `]`), want: finding.Pass},
		{name: "not in force", files: policies(`[` + policy("false", "default", "00:15:00") + `]`), want: finding.Fail},
		{name: "only another application", files: policies(`[` + policy("true", "c44b4083-3bb0-49c1-b47d-974e53cbdf3c", "00:15:00") + `]`), want: finding.Fail},
		{name: "second policy is in force", files: policies(`[` + policy("false", "default", "08:00:00") + `,` + policy("true", "default", "01:00:00") + `]`), want: finding.Pass},
		{name: "unreadable definition", files: policies(`[{"isOrganizationDefault":true,"definition":["{"]}]`), want: finding.Unknown},
		{name: "unreadable duration", files: policies(`[` + policy("true", "default", "three hours") + `]`), want: finding.Unknown},
		{name: "no policy", files: policies(`[]`), want: finding.Fail},
		{name: "unread", files: checktest.Files{}, want: finding.Unknown},
	})
}

func FuzzIdleTimeout(f *testing.F) {
	for _, seed := range []string{
		`{"ActivityBasedTimeoutPolicy":{"Version":1,"ApplicationPolicies":[{"ApplicationId":"default","WebSessionIdleTimeout":"03:00:00"}]}}`,
		`{"ActivityBasedTimeoutPolicy":null}`, `{}`, `[]`, ``, `{"ActivityBasedTimeoutPolicy":{"ApplicationPolicies":[{"ApplicationId":"default","WebSessionIdleTimeout":"9999.99:99:99"}]}}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, definition string) {
		idle, set, ok := idleTimeout(definition)
		if set && (!ok || idle <= 0 || idle > 10100*24*time.Hour) {
			t.Errorf("got %v set %v ok %v", idle, set, ok)
		}
	})
}
