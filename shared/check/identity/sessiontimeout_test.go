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
	checktest.Verdicts(t, SessionTimeout, []checktest.Test{
		{Name: "three hours", Files: policies(`[` + policy("true", "default", "03:00:00") + `]`), Want: finding.Pass},
		{Name: "one second more", Files: policies(`[` + policy("true", "default", "03:00:01") + `]`), Want: finding.Fail},
		{Name: "a day and a quarter of an hour", Files: policies(`[` + policy("true", "default", "1.00:15:00") + `]`), Want: finding.Fail},
		{Name: "stricter", Files: policies(`[` + policy("true", "Default", "00:15:00") + `]`), Want: finding.Pass},
		{Name: "not in force", Files: policies(`[` + policy("false", "default", "00:15:00") + `]`), Want: finding.Fail},
		{Name: "only another application", Files: policies(`[` + policy("true", "c44b4083-3bb0-49c1-b47d-974e53cbdf3c", "00:15:00") + `]`), Want: finding.Fail},
		{Name: "second policy is in force", Files: policies(`[` + policy("false", "default", "08:00:00") + `,` + policy("true", "default", "01:00:00") + `]`), Want: finding.Pass},
		{Name: "unreadable definition", Files: policies(`[{"isOrganizationDefault":true,"definition":["{"]}]`), Want: finding.Unknown},
		{Name: "unreadable duration", Files: policies(`[` + policy("true", "default", "three hours") + `]`), Want: finding.Unknown},
		{Name: "no policy", Files: policies(`[]`), Want: finding.Fail},
		{Name: "unread", Files: checktest.Files{}, Want: finding.Unknown},
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
