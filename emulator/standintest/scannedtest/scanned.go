// Package scannedtest records scans for tests of what comes after them.
package scannedtest

import (
	"testing"
	"time"

	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/record"
)

// Count records a scan of a tenant that counted so many people and judged nothing. The
// tenant must be one that is scanned.
func Count(t testing.TB, db *store.DB, of *store.Tenant, now func() time.Time, people int) {
	t.Helper()
	f := fleet.New(db, now)
	for due, err := range f.Due(t.Context(), now().AddDate(50, 0, 0)) {
		if err != nil {
			t.Fatal(err)
		}
		if due.ID != of.ID() {
			continue
		}
		m, claimed, err := f.Claim(t.Context(), due)
		if err != nil || !claimed {
			t.Fatalf("claim: got %v, %v", claimed, err)
		}
		s, err := record.Begin(t.Context(), of, m.Slot, now)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Finish(t.Context(), record.Result{People: &people}); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Fatal("the tenant is not due")
}
