package store_test

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
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/record"
	"vahti.ai/vahti/shared/tenant"
)

const project = "store-test"

var asOf = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// world is the stand-ins with a database before them.
type world struct {
	db    *store.DB
	fleet *fleet.Fleet
	now   time.Time // by the wall clock; moved by the test
}

func newWorld(t *testing.T) *world {
	t.Helper()
	data, err := firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = data.Close() })
	addr, err := data.Serve("operator", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("FIRESTORE_EMULATOR_HOST", addr)
	w := &world{now: asOf}
	w.db, err = store.Open(context.WithoutCancel(t.Context()), project, standintest.Keys(t, project), store.VahtiDatabase, store.AdviceDatabase)
	if err != nil {
		t.Fatal(err)
	}
	w.fleet = fleet.New(w.db, func() time.Time { return w.now })
	return w
}

func (w *world) vahti() *cloud.Client { return handle.Vahti(w.db.Handle()) }

// put makes a recorded tenant named after n.
func (w *world) put(t *testing.T, n int, settings string) *store.Tenant {
	t.Helper()
	at := asOf
	id, err := w.fleet.Put(t.Context(), fleet.NewTenant{Profile: profile(n), Language: "fi", Interval: time.Hour, Recorded: &at, Settings: []byte(settings)})
	if err != nil {
		t.Fatal(err)
	}
	h, err := w.db.Tenant(id)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func profile(n int) tenant.Profile {
	return tenant.Profile{Name: fmt.Sprintf("Esimerkki %d Oy", n), EntraID: fmt.Sprintf("00000000-0000-0000-0000-%012d", n)}
}

// begin claims the tenant's next slot and begins its scan.
func (w *world) begin(t *testing.T, h *store.Tenant) (*record.Scan, tenant.Slot) {
	t.Helper()
	for due, err := range w.fleet.Due(t.Context(), asOf.AddDate(50, 0, 0)) {
		if due.ID != h.ID() {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		m, claimed, err := w.fleet.Claim(t.Context(), due)
		if err != nil || !claimed {
			t.Fatalf("claim: got %v, %v", claimed, err)
		}
		s, err := record.Begin(t.Context(), h, m.Slot, func() time.Time { return w.now })
		if err != nil {
			t.Fatal(err)
		}
		return s, m.Slot
	}
	t.Fatal("the tenant is not listed")
	return nil, tenant.Slot{}
}

// scan runs one scan that says the same of every tenant: guests may invite, n of them.
func (w *world) scan(t *testing.T, h *store.Tenant, n int) {
	t.Helper()
	s, slot := w.begin(t, h)
	key, err := h.Key(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	previous, err := h.Findings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	verdict := finding.Fail
	if n == 0 {
		verdict = finding.Pass
	}
	judged := []finding.Judged{{Check: "guests", Severity: finding.High, Results: []finding.Result{{
		Resource: finding.TenantResource, Verdict: verdict, Reason: fmt.Sprintf("%d guests.", n),
		Evidence: finding.Evidence{
			Facts:    finding.Facts{"count": int64(n)},
			Subjects: finding.Subjects{"guests": finding.List(finding.Subject{Name: "Vieras Esimerkki"})},
		},
	}}}}
	id := func(check, resource string) finding.ID { return finding.ID(key.Hash("finding", check, resource)) }
	changes := finding.Reconcile(previous, judged, asOf.Add(w.now.Sub(asOf)), slot.String(), id)
	if _, err := s.Commit(t.Context(), key, record.Batch{Changes: changes}); err != nil {
		t.Fatal(err)
	}
	err = s.Finish(t.Context(), record.Result{
		Requests: 7, Subrequests: 9, Floor: 5, Bytes: 1234,
		Verdicts: []store.Verdict{{Check: "guests", Verdict: verdict, Reason: "As said."}},
		Unread:   []store.Unread{{Resource: "v1.0/domains", Reason: "not permitted"}},
		Open:     map[finding.Severity]int{finding.High: min(n, 1)},
	})
	if err != nil {
		t.Fatal(err)
	}
	w.now = w.now.Add(time.Minute)
}
