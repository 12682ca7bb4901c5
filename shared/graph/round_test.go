package graph

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/snapshot"
)

// TestRoundIsTheSame begins rounds with a right, a wrong and no idea of how many
// parents there are: the turns are the same.
func TestRoundIsTheSame(t *testing.T) {
	now := time.Date(2026, 3, 4, 10, 0, 0, 0, time.UTC)
	resource := snapshot.LegacyMFA.Resource()
	tests := []struct {
		name string
		n    int
		last snapshot.Turn
	}{
		{"nobody", 0, snapshot.Turn{}},
		{"few", turnsAtLeast, snapshot.Turn{}},
		{"a first scan", 40000, snapshot.Turn{}},
		{"a later scan", 40000, snapshot.Turn{Begun: now.Add(-50 * time.Hour), At: now.Add(-2 * time.Hour), Before: now.Add(-300 * time.Hour), Cursor: "8000000000000000", Read: 20000, Total: 40000}},
		{"the end of a round", 40000, snapshot.Turn{Begun: now.Add(-50 * time.Hour), At: now.Add(-9 * time.Hour), Before: now.Add(-300 * time.Hour), Cursor: "fff0000000000000", Read: 39900, Total: 40000}},
		{"again at the same time", 40000, snapshot.Turn{Begun: now.Add(-50 * time.Hour), At: now, Before: now.Add(-300 * time.Hour), Cursor: "8000000000000000", Read: 20000, Total: 40000}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var all []parent
			for i := range tt.n {
				all = append(all, parent{id: fmt.Sprint("u", i)})
			}
			begin := func(about int) *round {
				s := snapshot.New(now, snapshot.Settings{})
				s.SetTurn(resource, tt.last)
				return beginRound(s, resource, slices.Values(all), about)
			}
			want := begin(tt.n)
			if n := budget(tt.n, tt.last, now); len(want.parents) > n || want.first == 0 && len(want.parents) != n {
				t.Errorf("%d have their turn, after %d, of %d who may", len(want.parents), want.first, n)
			}
			if !slices.IsSorted(want.hashes) {
				t.Error("the turns are not in the order of the hashes")
			}
			for _, about := range []int{0, 1, turnsAtLeast, tt.n / 2, tt.n + 1, 10 * tt.n} {
				if diff := cmp.Diff(want, begin(about), cmp.AllowUnexported(round{}, parent{})); diff != "" {
					t.Errorf("with about %d parents (-want +got):\n%s", about, diff)
				}
			}
		})
	}
}
