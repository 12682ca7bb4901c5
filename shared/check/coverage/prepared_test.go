package coverage

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// TestResults wants a check's result, once its evidence is written, to be what
// Judge says, on a tenant asked for the first time and again, and the verdict
// alone to be the same.
func TestResults(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	opaque := cmp.Comparer(func(a, b finding.Subject) bool { return a == b })
	for range 200 {
		policies := make([]policy, 1+r.IntN(60))
		for i := range policies {
			policies[i], _ = randomPolicy(r)
			policies[i].state = []string{"enabled", "enabled", "disabled", "enabledForReportingButNotEnforced", "paused"}[r.IntN(5)]
			policies[i].grant = []string{askMFA, askResistant, askDevice, `"operator":"OR","builtInControls":["quantum"]`}[r.IntN(4)]
		}
		s := snapshotOf(t, "", policies...)
		for _, q := range []Requirement{mfa, resistant, guestMFA, managed, elsewhere, limited} {
			p := Prepare(q)
			want := Judge(s, q)
			for range 2 {
				got := p.Results(s)[0].Explained()
				if got.Verdict != want.Verdict || got.Reason != want.Reason || p.Verdict(s) != want.Verdict {
					t.Fatalf("got %v (%s), want %v (%s)", got.Verdict, got.Reason, want.Verdict, want.Reason)
				}
				if diff := cmp.Diff(want.Evidence(), got.Evidence, opaque); diff != "" {
					t.Fatalf("-Judge +Results:\n%s", diff)
				}
			}
		}
	}
}

// TestReadAgain wants a verdict to follow what was read since.
func TestReadAgain(t *testing.T) {
	s := snapshotOf(t, "", policy{grant: askMFA})
	p := Prepare(mfa)
	if got := p.Verdict(s); got != finding.Pass {
		t.Fatalf("got %v, want pass", got)
	}
	snapshot.ConditionalAccessPolicies.Set(s, nil)
	if got := p.Verdict(s); got != finding.Fail {
		t.Errorf("without policies: got %v, want fail", got)
	}
}

// TestScopes wants requirements about different people or things to have
// readings of their own, and others to share them.
func TestScopes(t *testing.T) {
	apart := []Requirement{
		{}, {Agents: true}, {Guests: true}, {Somebody: true}, {Untrusted: true}, {Unmanaged: true}, {UserAction: "x"}, {Context: "x"},
		{Exempt: []string{"x"}}, {Exempt: []string{"x", "y"}}, {Applications: []string{"x"}}, {Applications: []string{"x1 y"}}, {Applications: []string{"x", "y"}},
		{Roles: []Role{{IDs: []string{"x"}}}}, {Roles: []Role{{IDs: []string{"x", "y"}}}}, {Roles: []Role{{IDs: []string{"x"}}, {IDs: []string{"y"}}}},
	}
	seen := map[any]int{}
	for i, r := range apart {
		key := Prepare(r).key
		if j, ok := seen[key]; ok {
			t.Errorf("%+v shares the reading of %+v", r, apart[j])
		}
		seen[key] = i
	}
	if a, b := Prepare(mfa).key, Prepare(legacy).key; a != b {
		t.Errorf("readings for everyone differ: %v, %v", a, b)
	}
}
