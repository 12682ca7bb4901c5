package fleet

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/record"
	"vahti.ai/vahti/shared/tenant"
)

const project = "fleet-test"

var start = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// world is a fleet over the stand-ins.
type world struct {
	*standintest.Clock
	fate func() firestore.Fate // of the next write; nil: it is applied
	*Fleet
	data *firestore.Server
	db   *store.DB
	keys *seal.Keys
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{Clock: standintest.NewClock(start), keys: standintest.Keys(t, project)}
	data, err := firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db"), Fate: func(string) firestore.Fate {
		if w.fate == nil {
			return firestore.Applied
		}
		return w.fate()
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = data.Close() })
	addr, err := data.Serve("operator", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("FIRESTORE_EMULATOR_HOST", addr)
	w.data = data
	w.db, err = store.Open(context.WithoutCancel(t.Context()), project, w.keys, store.VahtiDatabase, store.AuditDatabase)
	if err != nil {
		t.Fatal(err)
	}
	w.Fleet = New(w.db, w.Clock.Now)
	return w
}

func live(n int) NewTenant {
	return NewTenant{
		Profile:  tenant.Profile{Name: fmt.Sprintf("Esimerkki %d Oy", n), EntraID: fmt.Sprintf("00000000-0000-0000-0000-%012d", n)},
		Settings: []byte(`{"language":"fi"}`), Language: "fi", Interval: time.Hour,
	}
}

func recorded(n int, at time.Time) NewTenant {
	nt := live(n)
	nt.Recorded = &at
	return nt
}

func (w *world) mustPut(t *testing.T, n NewTenant) tenant.ID {
	t.Helper()
	id, err := w.Put(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (w *world) doc(id tenant.ID) *cloud.DocumentRef {
	return w.client.Collection("tenants").Doc(id.String())
}

func (w *world) scanDoc(m queue.Scan) *cloud.DocumentRef {
	return w.doc(m.Tenant).Collection("scans").Doc(m.Slot.Key())
}

// read reads one document into its stored form.
func read[T any](t *testing.T, ref *cloud.DocumentRef) T {
	t.Helper()
	var v T
	snap, err := ref.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := snap.DataTo(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

func set(t *testing.T, ref *cloud.DocumentRef, field string, value any) {
	t.Helper()
	if _, err := ref.Update(t.Context(), []cloud.Update{{Path: field, Value: value}}); err != nil {
		t.Fatal(err)
	}
}

// tick claims whatever is due, as dispatch does, and returns what was claimed.
func (w *world) tick(t *testing.T, before time.Time) []queue.Scan {
	t.Helper()
	var claimed []queue.Scan
	for due, err := range w.Due(t.Context(), before) {
		if err != nil {
			t.Fatal(err)
		}
		m, ok, err := w.Claim(t.Context(), due)
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			claimed = append(claimed, m)
		}
	}
	return claimed
}

// one wants exactly one claim.
func one(t *testing.T, claimed []queue.Scan) queue.Scan {
	t.Helper()
	if len(claimed) != 1 {
		t.Fatalf("got %d claims, want 1", len(claimed))
	}
	return claimed[0]
}

func (w *world) begin(t *testing.T, m queue.Scan) *record.Scan {
	t.Helper()
	h, err := w.db.Tenant(m.Tenant)
	if err != nil {
		t.Fatal(err)
	}
	s, err := record.Begin(t.Context(), h, m.Slot, w.Clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (w *world) finish(t *testing.T, m queue.Scan) {
	t.Helper()
	if err := w.begin(t, m).Finish(t.Context(), record.Result{}); err != nil {
		t.Fatal(err)
	}
}

// again lists what is late, with the errors that the listing met.
func (w *world) again(t *testing.T) (late []queue.Scan, errs []error) {
	t.Helper()
	for m, err := range w.Late(t.Context(), nil) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		late = append(late, m)
	}
	return late, errs
}

func (w *world) state(t *testing.T, m queue.Scan) string {
	t.Helper()
	return read[document.Scan](t, w.scanDoc(m)).State
}
