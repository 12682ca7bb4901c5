package conditionalaccess

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// recorded is where the policies, groups and named locations of a real tenant
// lie beside the checkout, when they do.
const recorded = "../../../../shared/data/conditional-access"

func recordings(t *testing.T, kind string) []json.RawMessage {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(recorded, kind+"__*.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("no recorded policies lie beside the checkout")
	}
	var all []json.RawMessage
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, raw)
	}
	return all
}

// TestRecordedPolicies judges the policies of a real tenant, with the groups
// that it made for exclusions declared, and its break-glass group or that too.
func TestRecordedPolicies(t *testing.T) {
	const breakGlass = "2802b872-ccfb-4b29-a9a9-459808dfb11b"
	declared := snapshot.Settings{
		EmergencyAccess: snapshot.EmergencyAccess{Groups: []string{breakGlass}},
		Declared:        snapshot.Declared{ExcludedFromConditionalAccess: []string{"d29b2b05-8046-44ba-8758-1e26182fcf32"}},
	}
	s := snapshot.New(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), declared)
	for kind, key := range map[string]snapshot.Key{
		"ConditionalAccess": snapshot.ConditionalAccessPolicies, "NamedLocations": snapshot.NamedLocations, "Groups": snapshot.Groups,
	} {
		raw, err := json.Marshal(recordings(t, kind))
		if err != nil {
			t.Fatal(err)
		}
		if err := key.Decode(s, "", raw); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range snapshot.ConditionalAccessPolicies.Of(s) {
		s.Settings.Declared.ExcludedFromConditionalAccess = append(s.Settings.Declared.ExcludedFromConditionalAccess, p.Conditions.Users.ExcludeGroups...)
	}
	tests := []struct {
		check *check.Check
		want  finding.Verdict
		why   string
	}{
		{AdminMFA, finding.Pass, "one policy asks everyone"},
		{AdminSessions, finding.Fail, "12 hours instead of four"},
		{RiskySignInsMFA, finding.Fail, "nothing is asked at medium risk"},
		{RiskySignIns, finding.Fail, "high risk only, and one group"},
		{SeparateRisks, finding.Pass, "no policy combines them"},
		{CompliantDevice, finding.Fail, "on macOS only"},
		{AuthenticationTransfer, finding.Pass, "both flows in one text"},
		{AzureManagement, finding.Pass, "one policy asks everyone for every application"},
		{AdminPortals, finding.Fail, "blocked for guests only"},
		{GuestMFA, finding.Pass, "everyone, and guests once more"},
		{SignInFrequency, finding.Fail, "administrators, guests and unmanaged devices only"},
		{AppRestrictions, finding.Fail, "browsers, and applications on phones"},
		{UntrustedLocations, finding.Fail, "countries are left out"},
		{TrustedLocation, finding.Fail, "countries and the compliant network only"},
		{TokenProtection, finding.Fail, "nowhere"},
		{IntuneEnrollment, finding.Fail, "every time for one group only"},
		{BreakGlassExcluded, finding.Fail, "two policies do not exclude the group"},
		{BreakGlassBlocked, finding.Unknown, "whether the group is among the service accounts was not recorded"},
	}
	for _, tt := range tests {
		t.Run(tt.check.ID, func(t *testing.T) {
			got := check.Run(tt.check, s)
			if got.Verdict != tt.want {
				t.Errorf("got %v (%s), want %v: %s", got.Verdict, got.Reason, tt.want, tt.why)
			}
			checktest.Said(t, got)
			t.Log(got.Reason)
		})
	}
}
