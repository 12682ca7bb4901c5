package graph_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	standin "vahti.ai/vahti/emulator/graph"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/snapshot"
)

// crowd records n people, of whom every third has per-user multifactor
// authentication on; those at the given places have no file, so that Microsoft
// refuses them.
func crowd(t *testing.T, n int, refused ...int) string {
	t.Helper()
	dir := t.TempDir()
	put := func(path string, v any) {
		t.Helper()
		file := filepath.Join(dir, filepath.FromSlash(path)+".json")
		raw, err := json.Marshal(v)
		if err == nil {
			err = os.MkdirAll(filepath.Dir(file), 0o755)
		}
		if err == nil {
			err = os.WriteFile(file, raw, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	put("tenant", map[string]any{"id": tenantID, "displayName": "Contoso", "asOf": "2026-03-04T10:00:00Z"})
	var users []map[string]any
	left := map[int]bool{}
	for _, i := range refused {
		left[i] = true
	}
	for i := range n {
		users = append(users, map[string]any{"id": fmt.Sprint("u", i)})
		state := "disabled"
		if i%3 == 0 {
			state = "enforced"
		}
		if !left[i] {
			put(fmt.Sprintf("beta/users/u%d/authentication/requirements", i), map[string]any{"perUserMfaState": state})
		}
	}
	put("v1.0/users", map[string]any{"value": users})
	return dir
}

// TestTurns reads a tenant larger than one scan's share hour by hour: every
// person has a turn within the week, the share is no larger than that needs, and
// what is remembered and read together is what one reading of all would have given.
func TestTurns(t *testing.T) {
	const n = 450
	_, reader := serve(t, standin.Faults{}, crowd(t, n))
	key := snapshot.LegacyMFA
	begin := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	var memory snapshot.Memory
	turns := map[snapshot.Resource]snapshot.Turn{}
	for scan := range 6 {
		s := snapshot.New(begin.Add(time.Duration(scan)*time.Hour), snapshot.Settings{})
		for r, turn := range turns {
			s.SetTurn(r, turn)
		}
		if _, err := reader.Read(t.Context(), tenantID, s, graph.Order{Want: []snapshot.Resource{key.Resource()}}); err != nil {
			t.Fatal(err)
		}
		if read := len(key.Parents(s)); read > 200 {
			t.Errorf("scan %d read %d people, want at most 200", scan, read)
		}
		if err := snapshot.Recall(key, s, memory, func(string) bool { return true }); err != nil {
			t.Fatal(err)
		}
		var err error
		if memory, err = snapshot.Remember(key, s); err != nil {
			t.Fatal(err)
		}
		turns = s.Turns()
		got, whole := s.Coverage(key.Resource()), scan >= 2
		if got.Whole() != whole || got.Total != n || !whole && got.Read != 200*(scan+1) {
			t.Errorf("scan %d covers %+v, want whole %v", scan, got, whole)
		}
	}
	if len(memory) != n/3 {
		t.Errorf("remembered %d people, want the %d notable ones", len(memory), n/3)
	}
	if week := turns[key.Resource()]; week.Begun.Sub(week.Before) > snapshot.Week {
		t.Errorf("a round took %v", week.Begun.Sub(week.Before))
	}
}

// TestTurnsGoStale shows that a tenant that was not scanned for long is not
// spoken for as a whole.
func TestTurnsGoStale(t *testing.T) {
	_, reader := serve(t, standin.Faults{}, crowd(t, 300))
	r := snapshot.LegacyMFA.Resource()
	s := snapshot.New(time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC), snapshot.Settings{})
	s.SetTurn(r, snapshot.Turn{Cursor: "7", Begun: s.Now.Add(-10 * 24 * time.Hour), Before: s.Now.Add(-11 * 24 * time.Hour), At: s.Now.Add(-time.Hour), Read: 130, Total: 300})
	if _, err := reader.Read(t.Context(), tenantID, s, graph.Order{Want: []snapshot.Resource{r}}); err != nil {
		t.Fatal(err)
	}
	if turn, _ := s.Turn(r); s.Coverage(r).Whole() && turn.Read < turn.Total {
		t.Errorf("covers %+v after %+v", s.Coverage(r), turn)
	}
}

func TestTurnsWithRefusals(t *testing.T) {
	tests := []struct {
		name    string
		n       int
		refused []int
		read    int
		unread  bool
	}{
		{"one of many", 50, []int{7}, 49, false},
		{"all of few", 3, []int{0, 1, 2}, 0, true},
		{"a whole batch", 40, upTo(40), 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, reader := serve(t, standin.Faults{}, crowd(t, tt.n, tt.refused...))
			r := snapshot.LegacyMFA.Resource()
			s := snapshot.New(time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC), snapshot.Settings{})
			if _, err := reader.Read(t.Context(), tenantID, s, graph.Order{Want: []snapshot.Resource{r}}); err != nil {
				t.Fatal(err)
			}
			if s.Has(r) == tt.unread {
				t.Errorf("read is %v", s.Has(r))
			}
			if c := s.Coverage(r); !tt.unread && (c.Read != tt.read || c.Whole()) {
				t.Errorf("covers %+v, want %d and not whole", c, tt.read)
			}
		})
	}
}

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
