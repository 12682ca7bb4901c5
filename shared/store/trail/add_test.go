package trail_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	cloud "cloud.google.com/go/firestore"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/trail"
)

func TestAdd(t *testing.T) {
	w := newWorld(t)
	writer := w.as(t, "writer", firestore.Grant{Database: store.AuditDatabase, Create: true})
	full := entry(0)
	full.Grant, full.Purpose = "g-1", "customer support request"
	for range 2 { // the second time it stands there
		if err := writer.Add(t.Context(), "view", full); err != nil {
			t.Fatal(err)
		}
	}
	other := entry(1)
	if err := writer.Add(t.Context(), "view", other); err != nil { // the same name is the same entry
		t.Fatal(err)
	}
	got, err := trail.Read(t.Context(), w.tenant)
	if err != nil || len(got) != 1 {
		t.Fatalf("got %d entries, %v", len(got), err)
	}
	if diff := cmp.Diff(fields(full), fields(got[0])); diff != "" {
		t.Errorf("entry (-want +got):\n%s", diff)
	}
	if page, err := w.book.List(t.Context(), trail.Query{}); err != nil || !page.Records[0].Arrived.Equal(start) {
		t.Errorf("it does not say when it arrived: %v", err)
	}
}

func TestAddRefuses(t *testing.T) {
	w := newWorld(t)
	tests := []struct {
		name, entry string
		change      func(*trail.Entry)
		want        error
	}{
		{"no name", "", func(*trail.Entry) {}, trail.ErrName},
		{"a name that leads elsewhere", "a/b", func(*trail.Entry) {}, trail.ErrName},
		{"no action", "e", func(e *trail.Entry) { e.Action = "" }, trail.ErrEmpty},
		{"no time", "e", func(e *trail.Entry) { e.At = time.Time{} }, trail.ErrEmpty},
		{"too much", "e", func(e *trail.Entry) { e.Reason = strings.Repeat("x", 1<<20) }, trail.ErrLarge},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := entry(0)
			tt.change(&e)
			if err := w.book.Add(t.Context(), tt.entry, e); !errors.Is(err, tt.want) {
				t.Errorf("added: got %v, want %v", err, tt.want)
			}
			if _, err := trail.NewDraft(w.tenant.Handle(), w.key, tt.entry, e); !errors.Is(err, tt.want) {
				t.Errorf("drafted: got %v, want %v", err, tt.want)
			}
		})
	}
	if got, err := trail.Read(t.Context(), w.tenant); len(got) != 0 || err != nil {
		t.Errorf("%d entries were written all the same, %v", len(got), err)
	}
}

// TestAddThatFails holds that who cannot write the trail is told, so that what must
// be seen is not done unseen.
func TestAddThatFails(t *testing.T) {
	w := newWorld(t)
	none := w.as(t, "none", firestore.Grant{Database: store.AuditDatabase, Get: true})
	if err := none.Add(t.Context(), "view", entry(0)); status.Code(err) != codes.PermissionDenied {
		t.Errorf("without the right to create: got %v", err)
	}
	w.watch = func(string, bool) error { return status.Error(codes.Unavailable, "away") }
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if err := w.book.Add(ctx, "view", entry(0)); err == nil {
		t.Error("while the database is away: got no error")
	}
	w.watch = nil
	vahti, err := store.Open(t.Context(), project, w.keys, store.VahtiDatabase)
	if err != nil {
		t.Fatal(err)
	}
	if err := trail.Service(vahti).Add(t.Context(), "view", entry(0)); err == nil {
		t.Error("without an audit database: got no error")
	}
}

// TestAddWhoseAnswerIsLost is told that nothing was written when it was.
func TestAddWhoseAnswerIsLost(t *testing.T) {
	w := newWorld(t)
	lost := false
	w.watch = func(_ string, applied bool) error {
		if applied && !lost {
			lost = true
			return status.Error(codes.Unavailable, "lost")
		}
		return nil
	}
	if err := w.book.Add(t.Context(), "view", entry(0)); err != nil || !lost {
		t.Errorf("got %v", err)
	}
	w.watch = nil
	if got, err := trail.Read(t.Context(), w.tenant); len(got) != 1 || err != nil {
		t.Errorf("got %d entries, %v", len(got), err)
	}
}

// TestServiceDraft writes what concerns no tenant beside what it tells of, and moves
// it.
func TestServiceDraft(t *testing.T) {
	w := newWorld(t)
	key, err := w.keys.People(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d, err := trail.NewServiceDraft(w.db.Handle(), key, "e0", entry(0))
	if err != nil {
		t.Fatal(err)
	}
	people := handle.People(w.db.Handle())
	if err := people.RunTransaction(t.Context(), func(_ context.Context, tx *cloud.Transaction) error { return d.Create(tx) }); err != nil {
		t.Fatal(err)
	}
	w.write(t, "e1", entry(1))
	// Neither of these is an entry of the service's own.
	if _, err := people.Doc("accounts/a/trail/e2").Set(t.Context(), map[string]any{"tenant": "", "at": start}); err != nil {
		t.Fatal(err)
	}
	if _, err := people.Doc("trail/e3").Set(t.Context(), map[string]any{"tenant": w.tenant.ID().String(), "at": start}); err != nil {
		t.Fatal(err)
	}
	good, bad := 0, 0
	for p, err := range trail.Late(t.Context(), w.db, start.Add(time.Hour)) {
		if err != nil {
			bad++
			continue
		}
		good++
		if err := trail.Move(t.Context(), w.db, p); err != nil {
			t.Fatal(err)
		}
	}
	if good != 2 || bad != 2 {
		t.Errorf("got %d good and %d damaged, want 2 of each", good, bad)
	}
	for _, book := range []trail.Book{trail.Service(w.db), w.book} {
		page, err := book.List(t.Context(), trail.Query{})
		if err != nil || len(page.Records) != 1 || page.Records[0].Damaged {
			t.Errorf("got %d entries, %v", len(page.Records), err)
		}
	}
	if snap, err := people.Doc("trail/e0").Get(t.Context()); status.Code(err) != codes.NotFound {
		t.Errorf("it waits still: %v, %v", snap.Exists(), err)
	}
}

func TestEntryThatCannotBeWritten(t *testing.T) {
	w := newWorld(t)
	e := entry(0)
	e.After = json.RawMessage(`{"who":"maija`)
	if err := w.book.Add(t.Context(), "e", e); err == nil || strings.Contains(err.Error(), "maija") {
		t.Errorf("got %v, want an error that does not quote it", err)
	}
}
