package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/snapshot"
)

func drivePath(user string) string { return "v1.0/users/" + user + "/drive/root/delta" }

// drive scripts a drive of so many pages of 200 files, the first on each of which is
// shared with anyone. Page n after the first is the path with #n.
func drive(script map[string][]reply, user string, pages int) {
	path := drivePath(user)
	for page := 1; page <= pages; page++ {
		var items []string
		for n := range 200 {
			shared := ""
			if n == 0 {
				shared = `,"shared":{"scope":"anonymous"}`
			}
			items = append(items, fmt.Sprintf(`{"@odata.type":"#microsoft.graph.driveItem","id":"01%032d"%s}`, page*1000+n, shared))
		}
		body := `{"value":[` + strings.Join(items, ",") + `]`
		if page < pages {
			body += fmt.Sprintf(`,"@odata.nextLink":"{base}/%s?$skiptoken=%d"`, path, page+1)
		}
		name := path
		if page > 1 {
			name += fmt.Sprint("#", page)
		}
		script[name] = []reply{{body: body + "}"}}
	}
}

// TestDriveOfManyPages holds of a large drive, and writes down, what is shared of it.
func TestDriveOfManyPages(t *testing.T) {
	const pages = 300
	script := map[string][]reply{usersPath: {{body: usersPage("", "u")}}}
	drive(script, "u", pages)
	h := newHarness(t, script)
	s := snapshot.New(h.clock.now(), snapshot.Settings{})
	told := 0
	var mu sync.Mutex
	var entries []Entry
	order := Order{Want: []snapshot.Resource{snapshot.UserFiles.Resource()}, Journal: func(e Entry) {
		mu.Lock()
		defer mu.Unlock()
		if e.Resource == snapshot.UserFiles.Resource() {
			told += len(e.Raw)
			e.Raw = slices.Clone(e.Raw)
			entries = append(entries, e)
		}
	}}
	if _, err := h.reader.Read(t.Context(), someTenant, s, order); err != nil {
		t.Fatal(err)
	}
	if items, _ := snapshot.UserFiles.Of(s, "u"); len(items) != pages {
		t.Errorf("%d items are held, want the %d shared ones", len(items), pages)
	}
	if most := pages * 200; told > most {
		t.Errorf("the journal is told %d bytes, want at most %d", told, most)
	}
	replayed := snapshot.New(h.clock.now(), snapshot.Settings{})
	if _, err := Replay(replayed, func(yield func(Entry, error) bool) {
		for _, e := range entries {
			if !yield(e, nil) {
				return
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(snapshot.Form(snapshot.UserFiles, s), snapshot.Form(snapshot.UserFiles, replayed)); diff != "" {
		t.Errorf("repeated (-read +replayed):\n%s", diff)
	}
}

// hour bounds a read; on the harness's clock nothing passes but waits.
func hour(t *testing.T) context.Context {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), time.Hour)
	t.Cleanup(stop)
	return ctx
}

// TestDriveOverSeveralScans has Microsoft stop a scan in the middle of a drive: the
// scan tells nothing of that drive, and the next one goes on in it.
func TestDriveOverSeveralScans(t *testing.T) {
	key := snapshot.UserFiles
	script := map[string][]reply{usersPath: {{body: usersPage("", "u", "v", "w")}}}
	for _, user := range []string{"u", "v", "w"} {
		drive(script, user, 1)
	}
	drive(script, "u", 5)
	third := drivePath("u") + "#3"
	script[third] = append([]reply{{status: 429, header: map[string]string{"Retry-After": "7200"}}}, script[third]...)
	h := newHarness(t, script)
	want := []snapshot.Resource{key.Resource()}

	first := snapshot.New(h.clock.now(), snapshot.Settings{})
	report, err := h.reader.Read(hour(t), someTenant, first, Order{Want: want})
	if err != nil {
		t.Fatal(err)
	}
	if report.Whole || !report.Turns || !slices.Contains(report.Late, key.Resource()) {
		t.Errorf("whole is %v, turns %v, late %v; want no more than turns left", report.Whole, report.Turns, report.Late)
	}
	if !first.Has(key.Resource()) || slices.Contains(key.Parents(first), "u") {
		t.Errorf("read is %v, of %v; want nothing of a drive that was not read to the end", first.Has(key.Resource()), key.Parents(first))
	}
	if first.Coverage(key.Resource()).Whole() || snapshot.Told(key, first)("u") {
		t.Errorf("the snapshot speaks for a drive that was not read to the end: %+v", first.Coverage(key.Resource()))
	}
	turn, _ := first.Turn(key.Resource())
	raw, err := json.Marshal(turn)
	if err != nil {
		t.Fatal(err)
	}
	var kept snapshot.Turn
	if err := json.Unmarshal(raw, &kept); err != nil {
		t.Fatal(err)
	}

	second := snapshot.New(first.Now.Add(time.Hour), snapshot.Settings{})
	second.SetTurn(key.Resource(), kept)
	later := h.open(t, nil) // an instance that was told of no limit
	report, err = later.Read(hour(t), someTenant, second, Order{Want: want})
	if err != nil {
		t.Fatal(err)
	}
	if items, _ := key.Of(second, "u"); !report.Whole || len(items) != 5 {
		t.Errorf("whole is %v with %d shared files, want all 5", report.Whole, len(items))
	}
	if turn, _ := second.Turn(key.Resource()); len(turn.Open) > 0 || turn.Read != 3 {
		t.Errorf("the round stands at %+v", turn)
	}
	for page, asked := range map[string]int{drivePath("u"): 1, drivePath("u") + "#2": 1, third: 2} {
		if got := h.graph.asked[page]; got != asked {
			t.Errorf("%s was asked for %d times, want %d", page, got, asked)
		}
	}
}

// TestFurtherPagesInTurn reads of few drives at a time, so that those that are begun
// are ended.
func TestFurtherPagesInTurn(t *testing.T) {
	script := map[string][]reply{}
	var users []string
	for n := range 60 {
		users = append(users, fmt.Sprint("u", n))
		drive(script, users[n], 4)
	}
	script[usersPath] = []reply{{body: usersPage("", users...)}}
	h := newHarness(t, script)
	s, stats, err := h.read(t, t.Context(), snapshot.UserFiles.Resource())
	if err != nil || len(stats.Unread) > 0 || len(snapshot.UserFiles.Parents(s)) != len(users) {
		t.Fatalf("got %v, unread %v, %d drives", err, stats.Unread, len(snapshot.UserFiles.Parents(s)))
	}
	most, begun := 0, map[string]bool{}
	for _, request := range h.graph.log {
		path, token, further := strings.Cut(request, "?$skiptoken=")
		if !further {
			continue
		}
		if begun[path] = true; token == "4" {
			delete(begun, path)
		}
		most = max(most, len(begun))
	}
	if most > 10 {
		t.Errorf("%d drives were being read at a time, want at most 10", most)
	}
}

// TestGoneParents tells who is not known to Microsoft from who was never asked for.
func TestGoneParents(t *testing.T) {
	key := snapshot.InboxRules
	rules := func(user string) string { return "v1.0/users/" + user + "/mailFolders/inbox/messageRules" }
	h := newHarness(t, map[string][]reply{
		usersPath: {{body: usersPage("", "u", "v")}}, rules("u"): {{status: 404, body: odata("MailboxNotEnabledForRESTAPI")}}, rules("v"): {{body: `{"value":[]}`}},
	})
	var mu sync.Mutex
	var entries []Entry
	s := snapshot.New(h.clock.now(), snapshot.Settings{})
	if _, err := h.reader.Read(t.Context(), someTenant, s, Order{Want: []snapshot.Resource{key.Resource()}, Journal: func(e Entry) {
		mu.Lock()
		defer mu.Unlock()
		e.Raw = slices.Clone(e.Raw)
		entries = append(entries, e)
	}}); err != nil {
		t.Fatal(err)
	}
	replayed := snapshot.New(s.Now, snapshot.Settings{})
	if _, err := Replay(replayed, func(yield func(Entry, error) bool) {
		for _, e := range entries {
			if !yield(e, nil) {
				return
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]*snapshot.Snapshot{"read": s, "replayed": replayed} {
		t.Run(name, func(t *testing.T) {
			// As in a tenant whose round is not over.
			s.SetTurn(key.Resource(), snapshot.Turn{Begun: s.Now, At: s.Now, Read: 2, Total: 300})
			memory := snapshot.Memory{"u": json.RawMessage(`[{"id":"r"}]`), "w": json.RawMessage(`[{"id":"r"}]`)}
			if err := snapshot.Recall(key, s, memory, func(string) bool { return true }); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{"v", "w"}, key.Parents(s)); diff != "" {
				t.Errorf("who is spoken of (-want +got):\n%s", diff)
			}
			if told := snapshot.Told(key, s); !told("u") || !told("v") {
				t.Error("it does not speak for who is gone, or for who has no rule")
			}
		})
	}
}

// TestParents names those that a resource is read under.
func TestParents(t *testing.T) {
	s := snapshot.New(time.Now(), snapshot.Settings{})
	snapshot.Users.Set(s, []snapshot.User{{ID: "u"}, {ID: "guest", UserType: "Guest"}, {ID: "no mail", Mail: snapshot.NullOf[string]()}})
	snapshot.Groups.Set(s, []snapshot.Group{{ID: "g", GroupTypes: []string{"Unified"}}, {ID: "security"}})
	snapshot.Applications.Set(s, []snapshot.Application{{ID: "a"}})
	tests := []struct {
		key  snapshot.Key
		want []string
	}{
		{snapshot.UserFiles, []string{"no mail", "u"}},
		{snapshot.InboxRules, []string{"u"}},
		{snapshot.LegacyMFA, []string{"guest", "no mail", "u"}},
		{snapshot.GroupFiles, []string{"g"}},
		{snapshot.FederatedCredentials, []string{"a"}},
		{snapshot.Users, nil},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, slices.Sorted(Parents(tt.key.Resource(), s))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.key.Resource(), diff)
		}
	}
}

// TestEndlessDrive reads of a drive that never ends no more than of any other: what was
// found stands, the other drives are read, and nothing is said to be in order.
func TestEndlessDrive(t *testing.T) {
	key := snapshot.UserFiles
	for name, shared := range map[string]int{"something was found": 1, "nothing was found": 0} {
		t.Run(name, func(t *testing.T) {
			script := map[string][]reply{usersPath: {{body: usersPage("", "u", "v")}}}
			drive(script, "u", 5)
			drive(script, "v", 2)
			if second := drivePath("u") + "#2"; shared == 0 {
				script[second][0].body = strings.ReplaceAll(script[second][0].body, `"shared"`, `"size"`)
			}
			h := newHarness(t, script)
			s := snapshot.New(h.clock.now(), snapshot.Settings{})
			s.SetTurn(key.Resource(), snapshot.Turn{Begun: s.Now.Add(-time.Hour), At: s.Now.Add(-time.Hour), Total: 2, Open: map[string]snapshot.Opened{
				"u": {Next: drivePath("u") + "?$skiptoken=2", Entities: mostUnder - 1, Held: json.RawMessage(`[]`)},
			}})
			var mu sync.Mutex
			var entries []Entry
			report, err := h.reader.Read(t.Context(), someTenant, s, Order{Want: []snapshot.Resource{key.Resource()}, Journal: func(e Entry) {
				mu.Lock()
				defer mu.Unlock()
				e.Raw = slices.Clone(e.Raw)
				entries = append(entries, e)
			}})
			if err != nil || !report.Whole {
				t.Fatalf("got whole %v, error %v", report.Whole, err)
			}
			replayed := snapshot.New(s.Now, snapshot.Settings{})
			if _, err := Replay(replayed, func(yield func(Entry, error) bool) {
				for _, e := range entries {
					if !yield(e, nil) {
						return
					}
				}
			}); err != nil {
				t.Fatal(err)
			}
			for _, s := range []*snapshot.Snapshot{s, replayed} {
				items, _ := key.Of(s, "u")
				others, _ := key.Of(s, "v")
				if len(items) != shared || len(others) != 2 {
					t.Errorf("%d files are held of the endless drive and %d of the other, want %d and 2", len(items), len(others), shared)
				}
				if told := snapshot.Told(key, s)("u"); told != (shared > 0) {
					t.Errorf("the snapshot speaks for the endless drive: %v", told)
				}
				if c := s.Coverage(key.Resource()); c.Whole() || c.Total != 2 {
					t.Errorf("the snapshot covers %+v", c)
				}
			}
			if h.graph.asked[drivePath("u")+"#3"] > 0 {
				t.Error("the drive was read on")
			}
		})
	}
}
