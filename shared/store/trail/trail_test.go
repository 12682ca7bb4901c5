package trail_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store/trail"
)

func (w *world) late(t *testing.T, before time.Time) []trail.Pending {
	t.Helper()
	var out []trail.Pending
	for p, err := range trail.Late(t.Context(), w.db, before) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

func TestMove(t *testing.T) {
	w := newWorld(t)
	for n := range 3 {
		w.write(t, fmt.Sprint("e", n), entry(n))
	}
	old := w.late(t, start.Add(time.Minute))
	if len(old) != 2 || !old[0].At.Equal(start) {
		t.Fatalf("got %d late entries, want the first two", len(old))
	}
	if got, err := trail.Read(t.Context(), w.tenant); len(got) != 0 || err != nil {
		t.Errorf("before they are moved: got %d, %v", len(got), err)
	}
	for range 2 { // the second time they are gone
		if err := trail.Move(t.Context(), w.db, old...); err != nil {
			t.Fatal(err)
		}
	}
	if err := trail.MoveAll(t.Context(), w.db, w.tenant); err != nil {
		t.Fatal(err)
	}
	got, err := trail.Read(t.Context(), w.tenant)
	if diff := cmp.Diff([]trail.Entry{entry(0), entry(1), entry(2)}, got); diff != "" || err != nil {
		t.Errorf("trail (-want +got), %v:\n%s", err, diff)
	}
	if left := w.late(t, start.AddDate(1, 0, 0)); len(left) != 0 {
		t.Errorf("%d entries still wait", len(left))
	}
}

// TestMoveThatDies dies before and after each write, and at the same moment as
// another that moves the same.
func TestMoveThatDies(t *testing.T) {
	for at := 1; at <= 8; at++ {
		t.Run(fmt.Sprint("at hook ", at), func(t *testing.T) {
			w := newWorld(t)
			w.write(t, "e0", entry(0))
			w.write(t, "e1", entry(1))
			ctx, die := context.WithCancel(t.Context())
			defer die()
			hooks := 0
			w.watch = func(string, bool) error {
				if hooks++; hooks != at {
					return nil
				}
				die()
				return status.Error(codes.PermissionDenied, "dead")
			}
			if err := trail.MoveAll(ctx, w.db, w.tenant); err == nil {
				t.Fatal("it went on")
			}
			w.watch = nil
			var all sync.WaitGroup
			for range 3 {
				all.Go(func() {
					if err := trail.MoveAll(context.WithoutCancel(t.Context()), w.db, w.tenant); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			got, err := trail.Read(t.Context(), w.tenant)
			if diff := cmp.Diff([]trail.Entry{entry(0), entry(1)}, got); diff != "" || err != nil {
				t.Errorf("trail (-want +got), %v:\n%s", err, diff)
			}
			if left := w.late(t, start.AddDate(1, 0, 0)); len(left) != 0 {
				t.Errorf("%d entries still wait", len(left))
			}
		})
	}
}

// TestIdentities holds that those who move entries can do so with the rights that
// the table gives, and can change nothing that was moved.
func TestIdentities(t *testing.T) {
	for _, name := range []string{"scan", "dispatch"} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.write(t, "e0", entry(0))
			db := w.open(t, name, grantsOf(name))
			own, err := db.Tenant(w.tenant.ID())
			if err != nil {
				t.Fatal(err)
			}
			if err := trail.MoveAll(t.Context(), db, own); err != nil {
				t.Fatal(err)
			}
			moved := handle.Audit(db.Handle()).Doc("tenants/" + w.tenant.ID().String() + "/entries/e0")
			_, errSet := moved.Set(t.Context(), map[string]any{"action": "nothing"})
			_, errDelete := moved.Delete(t.Context())
			for what, err := range map[string]error{"change": errSet, "delete": errDelete} {
				if status.Code(err) != codes.PermissionDenied {
					t.Errorf("%s: got %v, want it denied", what, err)
				}
			}
			if got, err := trail.Read(t.Context(), w.tenant); len(got) != 1 || err != nil || got[0].Action != trail.ExceptionAccepted {
				t.Errorf("got %d entries, %v", len(got), err)
			}
		})
	}
}

func TestDamagedEntries(t *testing.T) {
	w := newWorld(t)
	w.write(t, "good", entry(0))
	waiting := handle.Doc(w.tenant.Handle()).Collection("trail")
	for name, d := range map[string]map[string]any{
		"another": {"tenant": "0000", "at": start, "action": "x"},
		"number":  {"tenant": 7, "at": start},
	} {
		if _, err := waiting.Doc(name).Set(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	good, bad := 0, 0
	for p, err := range trail.Late(t.Context(), w.db, start) {
		if err != nil {
			bad++
			continue
		}
		good++
		if err := trail.Move(t.Context(), w.db, p); err != nil {
			t.Error(err)
		}
	}
	if good != 1 || bad != 2 {
		t.Errorf("got %d good and %d damaged, want 1 and 2", good, bad)
	}
	if _, err := handle.Audit(w.db.Handle()).Doc("tenants/"+w.tenant.ID().String()+"/entries/good").Set(t.Context(), map[string]any{"sealed": []byte("open")}, cloud.MergeAll); err != nil {
		t.Fatal(err)
	}
	if got, err := trail.Read(t.Context(), w.tenant); err == nil {
		t.Errorf("a damaged trail reads as %d entries", len(got))
	}
}
