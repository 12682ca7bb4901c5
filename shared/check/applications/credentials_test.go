package applications

import (
	"testing"
	"time"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/snapshot"
)

const allApps = `"restrictForAppsCreatedAfterDateTime":"0001-01-01T00:00:00Z"`

// defaultPolicy is a tenant whose default policy has these restrictions for
// applications and for service principals.
func defaultPolicy(enabled, applications, principals string) checktest.Files {
	return checktest.Files{snapshot.DefaultAppManagementPolicy.Resource(): `{` + enabled + `"applicationRestrictions":` + applications + `,"servicePrincipalRestrictions":` + principals + `}`}
}

func passwordList(entries string) string { return `{"passwordCredentials":[` + entries + `]}` }
func keyList(entries string) string      { return `{"keyCredentials":[` + entries + `]}` }

func customPolicy(text string) checktest.Files {
	return checktest.Files{snapshot.AppManagementPolicies.Resource(): `[` + text + `]`}
}

func TestISODuration(t *testing.T) {
	const day = 24 * time.Hour
	tests := []struct {
		name string
		want time.Duration
		ok   bool
	}{
		{"P180D", 180 * day, true},
		{"P1Y", 365 * day, true},
		{"P6M", 180 * day, true},
		{"P4DT12H30M5S", 4*day + 12*time.Hour + 30*time.Minute + 5*time.Second, true},
		{"P2W", 14 * day, true},
		{"PT0.5S", 0, true},
		{"P", 0, false},
		{"PT", 0, false},
		{"-P1D", 0, false},
		{"180", 0, false},
		{"", 0, false},
		{"P9999Y99999M", 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := isoDuration(tt.name)
			if got != tt.want || ok != tt.ok {
				t.Errorf("got %v %v, want %v %v", got, ok, tt.want, tt.ok)
			}
		})
	}
}

func FuzzISODuration(f *testing.F) {
	for _, seed := range []string{"P180D", "P1Y2M3W4DT5H6M7.8S", "PT", "P9999Y99999M99999W999999D", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := isoDuration(text)
		if got < 0 || !ok && got != 0 {
			t.Errorf("got %v %v", got, ok)
		}
	})
}
