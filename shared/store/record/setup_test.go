package record

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

const project = "record-test"

var start = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// world is one tenant in a database, reached straight and over a line that can
// be disturbed.
type world struct {
	*standintest.Clock
	data   *firestore.Server
	line   *line
	keys   *seal.Keys
	fleet  *fleet.Fleet
	tenant *store.Tenant // straight
	far    *store.Tenant // over the line
}

func newWorld(t *testing.T) *world {
	t.Helper()
	data, err := firestore.Open(firestore.Config{
		Path:      filepath.Join(t.TempDir(), "data.db"),
		Uncounted: func(_ string, mask []string) bool { return len(mask) == 1 && mask[0] == "lease.until" },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = data.Close() })
	addr, err := data.Serve("operator", nil)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Clock: standintest.NewClock(start), data: data, line: newLine(t, addr), keys: standintest.Keys(t, project)}
	db := w.open(t, addr)
	w.fleet = fleet.New(db, w.Now)
	id, err := w.fleet.Put(t.Context(), fleet.NewTenant{Profile: tenant.Profile{Name: "Esimerkki Oy", EntraID: "e-1"}, Language: "fi", Interval: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	if w.tenant, err = db.Tenant(id); err != nil {
		t.Fatal(err)
	}
	if w.far, err = w.open(t, w.line.addr).Tenant(id); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) open(t *testing.T, addr string) *store.DB {
	t.Helper()
	t.Setenv("FIRESTORE_EMULATOR_HOST", addr)
	db, err := store.Open(context.WithoutCancel(t.Context()), project, w.keys, store.VahtiDatabase)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func (w *world) doc() *cloud.DocumentRef { return handle.Doc(w.tenant.Handle()) }

func (w *world) scanDoc(slot tenant.Slot) *cloud.DocumentRef {
	return w.doc().Collection("scans").Doc(slot.Key())
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

func (w *world) set(t *testing.T, ref *cloud.DocumentRef, field string, value any) {
	t.Helper()
	if _, err := ref.Update(t.Context(), []cloud.Update{{Path: field, Value: value}}); err != nil {
		t.Fatal(err)
	}
}

// claim claims the slot that is due now.
func (w *world) claim(t *testing.T) tenant.Slot {
	t.Helper()
	for due, err := range w.fleet.Due(t.Context(), time.Time{}) {
		if err != nil {
			t.Fatal(err)
		}
		m, claimed, err := w.fleet.Claim(t.Context(), due)
		if err != nil || !claimed {
			t.Fatalf("claim: got %v, %v", claimed, err)
		}
		return m.Slot
	}
	t.Fatal("the tenant is not due")
	return tenant.Slot{}
}

// claimAt makes the claim of any slot.
func (w *world) claimAt(t *testing.T, slot tenant.Slot) {
	t.Helper()
	if _, err := w.scanDoc(slot).Create(t.Context(), document.Scan{Slot: slot.String(), State: document.Claimed, Claimed: w.Now()}); err != nil {
		t.Fatal(err)
	}
}

// begin begins a slot straight, which must work.
func (w *world) begin(t *testing.T, slot tenant.Slot) *Scan {
	t.Helper()
	return w.beginOn(t, w.tenant, slot)
}

func (w *world) beginOn(t *testing.T, h *store.Tenant, slot tenant.Slot) *Scan {
	t.Helper()
	s, err := Begin(t.Context(), h, slot, w.Now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// changes opens n findings.
func changes(n int, slot tenant.Slot) []finding.Change {
	var judged []finding.Judged
	for i := range n {
		judged = append(judged, finding.Judged{Check: fmt.Sprintf("check-%04d", i), Severity: finding.Low, Results: []finding.Result{{
			Resource: finding.TenantResource, Verdict: finding.Fail, Reason: "So.", Evidence: finding.Evidence{Facts: finding.Facts{"n": int64(i)}},
		}}})
	}
	return finding.Reconcile(nil, judged, slot.At, slot.String(), func(check, _ string) finding.ID { return finding.ID("0" + check) })
}

func (w *world) key(t *testing.T) *seal.Key {
	t.Helper()
	key, err := w.tenant.Key(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// count counts the documents of a collection group.
func (w *world) count(t *testing.T, group string) int {
	t.Helper()
	docs, err := handle.Vahti(handle.DBOf(w.tenant.Handle())).CollectionGroup(group).Documents(t.Context()).GetAll()
	if err != nil {
		t.Fatal(err)
	}
	return len(docs)
}
