package scan

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/snapshot"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// crowded is a snapshot of n users, of whom those for whom the older second
// factor is on were read, in a round that is not over.
func crowded(t *testing.T, n, enforced int) *snapshot.Snapshot {
	t.Helper()
	s := snapshot.New(start, snapshot.Settings{})
	users := make([]snapshot.User, n)
	for i := range users {
		users[i].ID = fmt.Sprintf("user-%08d", i)
	}
	snapshot.Users.Set(s, users)
	for i := range n {
		state := "disabled"
		if i < enforced {
			state = "enforced"
		}
		snapshot.LegacyMFA.Set(s, users[i].ID, []snapshot.AuthenticationRequirements{{PerUserMfaState: snapshot.Some(state)}})
	}
	s.SetTurn(snapshot.LegacyMFA.Resource(), snapshot.Turn{Cursor: "7f", Begun: start.Add(-time.Hour), At: start, Read: n / 2, Total: n})
	return s
}

// TestLeaveAndResume carries what a scan left into the next one.
func TestLeaveAndResume(t *testing.T) {
	for _, enforced := range []int{0, 3, 60_000} { // in no part, one, many
		t.Run(fmt.Sprint(enforced), func(t *testing.T) {
			parts, err := leave(crowded(t, 60_000, enforced), nil)
			if err != nil {
				t.Fatal(err)
			}
			if many := len(parts) > 2; many != (enforced > 1000) {
				t.Errorf("%d are remembered in %d parts", enforced, len(parts))
			}
			for name, raw := range parts {
				if len(raw) > partSize*2 || strings.ContainsAny(name, "/.") {
					t.Errorf("part %s holds %d bytes", name, len(raw))
				}
			}
			next := snapshot.New(start.Add(time.Hour), snapshot.Settings{})
			remembered, err := resume(next, parts)
			if err != nil {
				t.Fatal(err)
			}
			if got := len(remembered[snapshot.LegacyMFA.Resource()]); got != enforced {
				t.Errorf("remembered %d, want %d", got, enforced)
			}
			turn, known := next.Turn(snapshot.LegacyMFA.Resource())
			if !known || turn.Cursor != "7f" || turn.Read != 30_000 {
				t.Errorf("got %+v", turn)
			}
			// One who left is forgotten, one who was read again is as read.
			snapshot.Users.Set(next, []snapshot.User{{ID: "user-00000001"}, {ID: "user-00000002"}})
			snapshot.LegacyMFA.Set(next, "user-00000002", []snapshot.AuthenticationRequirements{{PerUserMfaState: snapshot.Some("disabled")}})
			if err := recall(next, remembered); err != nil {
				t.Fatal(err)
			}
			want := []string{"user-00000002"}
			if enforced > 0 {
				want = []string{"user-00000001", "user-00000002"}
			}
			if diff := cmp.Diff(want, snapshot.LegacyMFA.Parents(next)); diff != "" {
				t.Errorf("who is spoken for (-want +got):\n%s", diff)
			}
			if again, _ := snapshot.LegacyMFA.Of(next, "user-00000002"); again[0].PerUserMfaState.V != "disabled" {
				t.Error("what was remembered stands over what was read")
			}
		})
	}
}

// TestLeaveNothing shows that a tenant read whole in one scan leaves nothing.
func TestLeaveNothing(t *testing.T) {
	s := crowded(t, 20, 3)
	s.SetTurn(snapshot.LegacyMFA.Resource(), snapshot.Turn{Begun: s.Now, At: s.Now, Read: 20, Total: 20, Scanned: 20})
	parts, err := leave(s, nil)
	if err != nil || len(parts) != 0 {
		t.Errorf("got %d parts, %v", len(parts), err)
	}
}

func TestDifference(t *testing.T) {
	stored := map[string][]byte{"same": []byte("1"), "changed": []byte("1"), "gone": []byte("1")}
	wanted := map[string][]byte{"same": []byte("1"), "changed": []byte("2"), "new": []byte("1")}
	set, drop := difference(stored, wanted)
	if diff := cmp.Diff([]string{"changed", "new"}, slices.Sorted(maps.Keys(set))); diff != "" {
		t.Errorf("set (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"gone"}, drop); diff != "" {
		t.Errorf("drop (-want +got):\n%s", diff)
	}
}

// TestOneChangeChangesOnePart keeps writes in proportion to what changed.
func TestOneChangeChangesOnePart(t *testing.T) {
	before, err := leave(crowded(t, 60_000, 60_000), nil)
	if err != nil {
		t.Fatal(err)
	}
	s := crowded(t, 60_000, 60_000)
	snapshot.LegacyMFA.Set(s, "user-00012345", []snapshot.AuthenticationRequirements{{PerUserMfaState: snapshot.Some("disabled")}})
	after, err := leave(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	if set, drop := difference(before, after); len(set) != 1 || len(drop) != 0 {
		t.Errorf("%d parts set and %d dropped, want one and none", len(set), len(drop))
	}
}

// TestUnreadOnce has a resource refused in one scan: what was remembered of it
// outlasts that scan.
func TestUnreadOnce(t *testing.T) {
	parts, err := leave(crowded(t, 300, 3), nil)
	if err != nil {
		t.Fatal(err)
	}
	s := snapshot.New(start.Add(time.Hour), snapshot.Settings{})
	remembered, err := resume(s, parts)
	if err != nil {
		t.Fatal(err)
	}
	s.SetUnread(snapshot.LegacyMFA.Resource(), snapshot.Unread{Status: 403, Reason: "permission denied"})
	if err := recall(s, remembered); err != nil {
		t.Fatal(err)
	}
	again, err := leave(s, remembered)
	if err != nil {
		t.Fatal(err)
	}
	if set, drop := difference(parts, again); len(set) != 0 || len(drop) != 0 {
		t.Errorf("%d parts are set and %d dropped, want none: nothing was learnt", len(set), len(drop))
	}
}

// TestDamage has what an earlier scan left damaged, or of a form that the
// resource no longer has: nothing of it is used, and nothing of it is quoted.
func TestDamage(t *testing.T) {
	good, err := leave(crowded(t, 300, 3), nil)
	if err != nil {
		t.Fatal(err)
	}
	r := snapshot.LegacyMFA.Resource()
	for name, part := range map[string][2]string{
		"turns of another form":     {turnsPart, `[]`},
		"a part of another form":    {"x-", `"secret"`},
		"an entity of another form": {"x-", `{"resource":"` + string(r) + `","parents":{"user-of-another-form":[{"perUserMfaState":{"secret":1}}]}}`},
	} {
		t.Run(name, func(t *testing.T) {
			parts := maps.Clone(good)
			parts[part[0]] = []byte(part[1])
			s := snapshot.New(start, snapshot.Settings{})
			remembered, err := resume(s, parts)
			if err == nil || strings.Contains(err.Error(), "secret") {
				t.Errorf("got %v", err)
			}
			if _, known := s.Turn(r); known || len(remembered) > 0 {
				t.Error("some of it is used")
			}
		})
	}
}

// TestManyFilesOfOneDrive remembers a drive that shares more files than a document
// holds: the next scan counts as many, and writes nothing where nothing changed.
func TestManyFilesOfOneDrive(t *testing.T) {
	const files = 60_000
	key := snapshot.GroupFiles
	s := snapshot.New(start, snapshot.Settings{})
	for from := 0; from < files; from += 200 {
		var page []map[string]any
		for n := from; n < from+200; n++ {
			sum := sha256.Sum256([]byte(fmt.Sprint(n)))
			page = append(page, map[string]any{"id": "01" + base32.StdEncoding.EncodeToString(sum[:20]), "shared": map[string]any{"scope": "anonymous"}})
		}
		if err := key.Decode(s, "g", must(json.Marshal(page))(t)); err != nil {
			t.Fatal(err)
		}
	}
	s.SetTurn(key.Resource(), snapshot.Turn{Cursor: "7f", Begun: start, At: start, Read: 1, Total: 300, Scanned: 1})
	parts, err := leave(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, raw := range parts {
		if packed := must(document.Pack(raw))(t); len(packed) > document.MaxSealed/4 {
			t.Errorf("part %s takes %d bytes", name, len(packed))
		}
	}
	next := snapshot.New(start.Add(time.Hour), snapshot.Settings{})
	remembered, err := resume(next, parts)
	if err != nil {
		t.Fatal(err)
	}
	snapshot.Groups.Set(next, []snapshot.Group{{ID: "g", GroupTypes: []string{"Unified"}}})
	if err := key.Decode(next, "", []byte("[]")); err != nil {
		t.Fatal(err)
	}
	if err := recall(next, remembered); err != nil {
		t.Fatal(err)
	}
	count := 0
	items, _ := key.Of(next, "g")
	for _, d := range items {
		count += d.Count()
	}
	if count != files {
		t.Errorf("%d files are remembered, want %d", count, files)
	}
	again, err := leave(next, remembered)
	if err != nil {
		t.Fatal(err)
	}
	if set, drop := difference(parts, again); len(set) != 0 || len(drop) != 0 {
		t.Errorf("%d parts are set and %d dropped, want none", len(set), len(drop))
	}
}

// TestNoParentAnyMore forgets what hung under who became a guest.
func TestNoParentAnyMore(t *testing.T) {
	key := snapshot.InboxRules
	s := snapshot.New(start, snapshot.Settings{})
	snapshot.Users.Set(s, []snapshot.User{{ID: "bob", UserType: "Guest"}, {ID: "eve"}})
	if err := key.Decode(s, "", []byte("[]")); err != nil {
		t.Fatal(err)
	}
	s.SetTurn(key.Resource(), snapshot.Turn{Cursor: "7f", Begun: start, At: start, Read: 1, Total: 300})
	rule := json.RawMessage(`[{"id":"r","actions":{"forwardTo":[{"emailAddress":{"address":"eve@fabrikam.example"}}]}}]`)
	if err := recall(s, map[snapshot.Resource]snapshot.Memory{key.Resource(): {"bob": rule, "eve": rule}}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"eve"}, key.Parents(s)); diff != "" {
		t.Errorf("who is spoken of (-want +got):\n%s", diff)
	}
	if !snapshot.Told(key, s)("bob") {
		t.Error("what was found of bob stays open")
	}
	if memory := must(snapshot.Remember(key, s))(t); memory["bob"] != nil {
		t.Error("bob's rule is remembered")
	}
}

// TestLimit bounds how long verdicts wait for what takes turns.
func TestLimit(t *testing.T) {
	tests := []struct {
		name  string
		turns bool
		since time.Duration
		want  time.Duration
	}{
		{"something else is left", false, time.Hour, slotLimit},
		{"turns in a first scan", true, 0, turnsLimit},
		{"turns every quarter of an hour", true, 15 * time.Minute, turnsLimit},
		{"turns daily", true, 24 * time.Hour, 90 * time.Minute},
		{"turns after a month", true, 30 * 24 * time.Hour, slotLimit},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var last store.Scan
			if tt.since > 0 {
				last.Slot = tenant.NewSlot(start.Add(-tt.since), 1)
			}
			if got := limit(graph.Report{Turns: tt.turns}, last, tenant.NewSlot(start, 2)); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
	if turnsLimit >= partLimit {
		t.Errorf("where turns are left a second part begins after %v", partLimit)
	}
}

// TestThere tells who is still in the tenant, whatever hangs under them.
func TestThere(t *testing.T) {
	s := snapshot.New(start, snapshot.Settings{})
	snapshot.Users.Set(s, []snapshot.User{{ID: "u"}})
	snapshot.Groups.Set(s, []snapshot.Group{{ID: "g", GroupTypes: []string{"Unified"}}})
	snapshot.Applications.Set(s, []snapshot.Application{{ID: "a"}})
	for _, key := range snapshot.Keys() {
		if !snapshot.TakesTurns(key) {
			continue
		}
		known, memory := 0, snapshot.Memory{"u": nil, "g": nil, "a": nil, "x": nil}
		for _, id := range []string{"u", "g", "a"} {
			if there(s, key.Resource(), memory)(id) {
				known++
			}
		}
		if known != 1 || there(s, key.Resource(), memory)("x") {
			t.Errorf("%s: nobody is known to be there, or somebody too many", key.Resource())
		}
	}
}

// TestVerdictsDoNotWaitForTurns has Microsoft ask to wait for hours with the files
// that are read in turns: everything else is judged at once, and of the files it is
// said that they are not known.
func TestVerdictsDoNotWaitForTurns(t *testing.T) {
	w := newWorld(t)
	g := w.behind(t)
	w.mustScan(t, w.claim(t))
	want := w.verdicts(t)
	const files = "sp-anonymous-files"
	if want[files] != finding.Pass {
		t.Fatalf("%s is %s in a scan of everything", files, want[files])
	}
	g.throttling("7200", "drive/root/delta")
	w.mustScan(t, w.claim(t))
	if state := w.last(t).State; state == document.Claimed {
		t.Fatalf("the scan waits\n%s", w.lines)
	}
	want[files] = finding.Unknown
	if diff := cmp.Diff(want, w.verdicts(t)); diff != "" {
		t.Errorf("verdicts without the files (-want +got):\n%s", diff)
	}
	g.failing(nil)
	w.reader = w.newReader(t) // another instance
	w.clock.Add(3 * time.Hour)
	w.mustScan(t, w.claim(t))
	want[files] = finding.Pass
	if diff := cmp.Diff(want, w.verdicts(t)); diff != "" {
		t.Errorf("verdicts with the files again (-want +got):\n%s", diff)
	}
}
