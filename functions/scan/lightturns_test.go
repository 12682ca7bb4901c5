package scan

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

const perUser = "id-per-user-mfa"

// require records in which state per-user multifactor authentication is for somebody:
// "enabled" or "disabled", whose files differ in size.
func (w *world) require(t *testing.T, id, state string) {
	t.Helper()
	file := filepath.Join(w.dir, "beta", "users", id, "authentication", "requirements.json")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(`{"perUserMfaState":"`+state+`"}`), 0o600); err != nil {
		t.Fatal(err)
	}
}

// members returns the ids of the recorded people whose accounts are enabled, sorted, and
// has it be off for everybody. Call it before anything is asked of Graph.
func (w *world) members(t *testing.T) (ids []string) {
	t.Helper()
	for line := range bytes.Lines(must(os.ReadFile(filepath.Join(w.dir, "v1.0", "users.ndjson")))(t)) {
		var u struct {
			ID             string
			AccountEnabled bool
		}
		if err := json.Unmarshal(line, &u); err != nil {
			t.Fatal(err)
		}
		w.require(t, u.ID, "disabled")
		if u.AccountEnabled {
			ids = append(ids, u.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

// withPerUser is for how many people the last verdict says that it is on.
func (w *world) withPerUser(t *testing.T) int {
	t.Helper()
	for _, f := range w.openOf(t, perUser) {
		var n int
		if _, err := fmt.Sscan(fmt.Sprint(f.Evidence.Facts["withPerUserMfa"]), &n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	return 0
}

// TestPassReadsTurns has something done under parents that take turns: passes read them,
// and judge by them together with what is remembered of the others.
func TestPassReadsTurns(t *testing.T) {
	tests := []struct{ people, scans int }{{20, 1}, {260, 1}, {260, 4}}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%d people after %d scans", tt.people, tt.scans), func(t *testing.T) {
			w := newWorld(t)
			w.crowd(t, tt.people)
			ids := w.members(t)
			w.require(t, ids[2], "enabled")
			for range tt.scans {
				w.mustScan(t, w.claim(t))
				w.later(t, time.Hour)
			}
			w.wrote(t, w.recorded(t).Add(-time.Minute), "Enable Strong Authentication", "User", ids[2])
			w.mustScan(t, w.claim(t))
			if _, turns, err := parse(must(w.tenant(t).Memory(t.Context()))(t)); err != nil || (turns[snapshot.LegacyMFA.Resource()].Total > 0) != (tt.people > 200) {
				t.Fatalf("got turns %v, %v", turns, err)
			}
			before, memory := w.withPerUser(t), must(w.tenant(t).Memory(t.Context()))(t)
			delete(memory, watchedPart)
			if before != 1 {
				t.Fatalf("got %d people before, want one", before)
			}
			step := func(why, id, state string, want int) {
				t.Helper()
				w.require(t, id, state)
				activity := map[bool]string{true: "Enable Strong Authentication", false: "Disable Strong Authentication"}[state != "disabled"]
				w.wrote(t, w.recorded(t).Add(-time.Minute), activity, "User", id)
				w.pass(t)
				if got := w.withPerUser(t); got != want {
					t.Errorf("%s: got %d people, want %d\n%s", why, got, want, w.lines)
				}
			}
			step("one", ids[0], "enabled", before+1)
			step("another", ids[1], "enabled", before+2)
			step("the first no more", ids[0], "disabled", before+1)
			after := must(w.tenant(t).Memory(t.Context()))(t)
			delete(after, watchedPart)
			if diff := cmp.Diff(memory, after); diff != "" {
				t.Errorf("what scans remember (-before +after):\n%s", diff)
			}
			since := w.moment()
			w.later(t, time.Hour)
			w.mustScan(t, w.claim(t))
			if got := w.withPerUser(t); got != before+1 {
				t.Errorf("the next scan: got %d people, want %d", got, before+1)
			}
			for _, d := range w.drift(t, since) {
				if d.Check == perUser && d.Kind == finding.DriftVerdict {
					t.Errorf("the next scan tells of another verdict: %s to %s", d.From, d.To)
				}
			}
		})
	}
}

// TestPassLeavesTurns has more done than a pass reads, or something that it is refused: it
// judges nothing by that.
func TestPassLeavesTurns(t *testing.T) {
	t.Run("refused", func(t *testing.T) {
		w := newWorld(t)
		w.crowd(t, 260)
		who := w.members(t)[0]
		for range 4 { // until everybody had a turn
			w.mustScan(t, w.claim(t))
			w.later(t, time.Hour)
		}
		if got := w.verdicts(t)[perUser]; got != finding.Pass {
			t.Fatalf("got %s before", got)
		}
		g := w.behind(t)
		g.refusing(who + "/authentication/requirements")
		before, found := w.verdicts(t), w.withPerUser(t)
		w.wrote(t, w.recorded(t).Add(-time.Minute), "Enable Strong Authentication", "User", who)
		w.pass(t)
		if g.failed() == 0 {
			t.Fatal("the pass did not ask")
		}
		if got := w.verdicts(t)[perUser]; got != before[perUser] || w.withPerUser(t) != found {
			t.Errorf("got %s and %d people, want %s and %d as before", got, w.withPerUser(t), before[perUser], found)
		}
		for check := range before {
			if before[check] != w.verdicts(t)[check] {
				t.Errorf("%s: got %s", check, w.verdicts(t)[check])
			}
		}
	})
	t.Run("many", func(t *testing.T) {
		w := newWorld(t)
		w.crowd(t, 260)
		w.mustScan(t, w.claim(t))
		g := w.behind(t)
		many := make([]string, lightParents+1)
		for i := range many {
			many[i] = fmt.Sprintf("11111111-aaaa-4aaa-8aaa-%012d", i)
		}
		before := w.verdicts(t)
		w.wrote(t, w.recorded(t).Add(-time.Minute), "Enable Strong Authentication", "User", many...)
		w.pass(t)
		if diff := cmp.Diff(before[perUser], w.verdicts(t)[perUser]); diff != "" {
			t.Errorf("verdict (-before +after):\n%s", diff)
		}
		if n := len(requirementsAsked.FindAllString(g.log(), -1)); n != 0 {
			t.Errorf("the pass asked for %d people", n)
		}
		if owed := watchedOf(must(w.tenant(t).Memory(t.Context()))(t)).owed[snapshot.LegacyMFA.Resource()]; len(owed) != len(many) {
			t.Errorf("%d people are owed", len(owed))
		}
	})
}
