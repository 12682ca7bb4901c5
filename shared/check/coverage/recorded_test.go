package coverage

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// recorded is where the policies of a real tenant lie beside the checkout, when
// they do.
const recorded = "../../../../shared/data/conditional-access"

func TestRecordedPolicies(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(recorded, "ConditionalAccess__*.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("no recorded policies lie beside the checkout")
	}
	var all []json.RawMessage
	groups := map[string]bool{}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, raw)
		var p snapshot.ConditionalAccessPolicy
		if err := json.Unmarshal(raw, &p); err != nil {
			t.Fatal(err)
		}
		for _, g := range p.Conditions.Users.ExcludeGroups {
			groups[g] = true
		}
	}
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	// What the tenant excludes on purpose: every group made for exclusions, and
	// the directory synchronisation role.
	declaring := snapshot.Settings{Declared: snapshot.Declared{ExcludedFromConditionalAccess: []string{"d29b2b05-8046-44ba-8758-1e26182fcf32"}}}
	for g := range groups {
		declaring.EmergencyAccess.Groups = append(declaring.EmergencyAccess.Groups, g)
	}
	declared, err := json.Marshal(declaring)
	if err != nil {
		t.Fatal(err)
	}
	adminRole := Requirement{Does: "requires phishing-resistant authentication", Grant: PhishingResistant, Roles: []Role{
		{IDs: []string{"62e90394-69f5-4237-9190-012177145e10"}}, {IDs: []string{"8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2"}}}}

	tests := []struct {
		name     string
		r        Requirement
		declared bool
		want     finding.Verdict
	}{
		{"legacy authentication", legacy, false, finding.Fail},
		{"legacy authentication, exclusions declared", legacy, true, finding.Pass},
		{"multifactor authentication", mfa, false, finding.Fail},
		{"multifactor authentication, exclusions declared", mfa, true, finding.Pass},
		{"phishing-resistant for everyone", resistant, true, finding.Fail},
		{"phishing-resistant for two admin roles", adminRole, true, finding.Fail},
		{"device code flow, two flows in one policy", devCode, true, finding.Pass},
		{"high-risk users, of one group only", userHigh, true, finding.Fail},
		{"managed devices, on some platforms", managed, true, finding.Fail},
		{"registering security information", register, true, finding.Fail},
		{"high-risk agents", agents, false, finding.Pass},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			settings := ""
			if tt.declared {
				settings = string(declared)
			}
			got := Judge(snapshotOfText(t, settings, string(text)), tt.r)
			if got.Verdict != tt.want {
				t.Errorf("got %v, want %v (%s)", got.Verdict, tt.want, got.Reason)
			}
			if len(got.Policies) != len(files) {
				t.Errorf("got %d policies explained, want %d", len(got.Policies), len(files))
			}
			t.Log(got.Reason, got.Gap)
			for _, p := range got.Policies {
				t.Logf("  %d %s: %s", p.rank, p.Name, p.Note)
			}
		})
	}
}
