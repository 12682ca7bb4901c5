package snapshot

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// decodeFiles decodes pages of a drive one after the other.
func decodeFiles(t *testing.T, lean bool, pages ...string) (held []DriveItem, bytes int) {
	t.Helper()
	s := New(time.Time{}, Settings{})
	for _, page := range pages {
		raw := json.RawMessage(page)
		if lean {
			raw = Lean(UserFiles, s, "u", raw)
		}
		bytes += len(raw)
		if err := UserFiles.Decode(s, "u", raw); err != nil {
			t.Fatal(err)
		}
	}
	held, read := UserFiles.Of(s, "u")
	if !read {
		t.Error("the drive was not read")
	}
	return held, bytes
}

func TestHeldOfADrive(t *testing.T) {
	anyone := func(id string) DriveItem {
		return DriveItem{ID: id, Shared: Some(Shared{Scope: Some("anonymous")})}
	}
	tests := []struct {
		name  string
		pages []string
		want  []DriveItem
	}{
		{"nothing", []string{`[]`}, nil},
		{"nothing shared", []string{`[{"id":"a"},{"id":"b","shared":null}]`, `[{"id":"c"}]`}, nil},
		{"some shared", []string{`[{"id":"a"},{"id":"b","shared":{"scope":"anonymous"}}]`, `[{"id":"c","shared":{"scope":"anonymous"}}]`}, []DriveItem{anyone("b"), anyone("c")}},
		{"deleted", []string{`[{"id":"a","deleted":{}}]`}, nil},
		{"told twice", []string{`[{"id":"a","shared":{"scope":"anonymous"}}]`, `[{"id":"a","shared":{"scope":"anonymous"}}]`}, []DriveItem{anyone("a")}},
		{"not shared any more", []string{`[{"id":"a","shared":{"scope":"anonymous"}}]`, `[{"id":"a"}]`}, nil},
		{"not shared any more on the same page", []string{`[{"id":"a","shared":{"scope":"anonymous"}},{"id":"a"}]`}, nil},
		{"shared since", []string{`[{"id":"a"}]`, `[{"id":"a","shared":{"scope":"anonymous"}}]`}, []DriveItem{anyone("a")}},
		{"deleted since", []string{`[{"id":"a","shared":{"scope":"anonymous"}}]`, `[{"id":"a","deleted":{}}]`}, nil},
		{"without ids", []string{`[{"shared":{"scope":"anonymous"}},{"shared":{"scope":"anonymous"}}]`}, []DriveItem{anyone(""), anyone("")}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, lean := range []bool{false, true} {
				got, _ := decodeFiles(t, lean, tt.pages...)
				if diff := cmp.Diff(tt.want, append([]DriveItem(nil), got...)); diff != "" {
					t.Errorf("lean %v (-want +got):\n%s", lean, diff)
				}
			}
		})
	}
}

// TestManyShared counts what a drive shares beyond what is held of it.
func TestManyShared(t *testing.T) {
	const anyone, within = 40_000, 500
	var pages []string
	var page []DriveItem
	for n := range anyone + within {
		scope := "anonymous"
		if n%81 == 80 {
			scope = "organization"
		}
		page = append(page, DriveItem{ID: fmt.Sprint("item-", n), Shared: Some(Shared{Scope: Some(scope)})})
		if len(page) == 200 || n == anyone+within-1 {
			raw, err := json.Marshal(page)
			if err != nil {
				t.Fatal(err)
			}
			pages, page = append(pages, string(raw)), nil
		}
	}
	pages = append(pages, `[{"id":"item-0"},{"id":"item-1"}]`) // which are not shared any more
	held, _ := decodeFiles(t, true, pages...)
	if len(held) > mostHeld {
		t.Errorf("%d items are held", len(held))
	}
	counts := map[string]int{}
	for _, d := range held {
		counts[d.Shared.V.Scope.V] += d.Count()
	}
	if diff := cmp.Diff(map[string]int{"anonymous": anyone - 2, "organization": within}, counts); diff != "" {
		t.Errorf("counted (-want +got):\n%s", diff)
	}
}

// TestLeanPages has what is left of pages make what the pages do, whatever is on them.
func TestLeanPages(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var pages []string
		for range 1 + random.IntN(6) {
			items := []DriveItem{}
			for range random.IntN(40) {
				d := DriveItem{ID: fmt.Sprint(random.IntN(30))}
				if random.IntN(3) == 0 {
					d.Shared = Some(Shared{Scope: Some([]string{"anonymous", "users"}[random.IntN(2)])})
				}
				if random.IntN(9) == 0 {
					d.Deleted = Some(struct{}{})
				}
				items = append(items, d)
			}
			raw, err := json.Marshal(items)
			if err != nil {
				t.Fatal(err)
			}
			pages = append(pages, string(raw))
		}
		want, all := decodeFiles(t, false, pages...)
		got, left := decodeFiles(t, true, pages...)
		if diff := cmp.Diff(want, got); diff != "" || left > all {
			t.Fatalf("%d of %d bytes (-whole +lean):\n%s", left, all, diff)
		}
	}
}

// TestNoParentAnyMore forgets what hung under somebody who still is in the tenant and
// under whom it hangs no more.
func TestNoParentAnyMore(t *testing.T) {
	s := New(time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC), Settings{})
	Users.Set(s, []User{{ID: "member"}, {ID: "guest", UserType: "Guest"}, {ID: "read"}})
	InboxRules.Set(s, "read", nil)
	s.SetTurn(InboxRules.Resource(), Turn{Begun: s.Now, At: s.Now, Read: 1, Total: 300})
	memory := Memory{"member": json.RawMessage(`[{"id":"r"}]`), "guest": json.RawMessage(`[{"id":"r"}]`)}
	if err := Recall(InboxRules, s, memory, func(id string) bool { return id != "guest" }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"member", "read"}, InboxRules.Parents(s)); diff != "" {
		t.Errorf("who is spoken of (-want +got):\n%s", diff)
	}
	told := Told(InboxRules, s)
	for id, want := range map[string]bool{"member": true, "read": true, "guest": true, "left": true} {
		if told(id) != want {
			t.Errorf("it speaks for %s: %v", id, told(id))
		}
	}
	InboxRules.Set(s, "guest", nil)
	Drop(InboxRules, s, "guest")
	if Told(InboxRules, s)("guest") {
		t.Error("whoever is to be asked for again is spoken for")
	}
}
