package letter_test

import (
	"testing"
	"time"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/retention"
	"vahti.ai/vahti/shared/store"
)

// stored are the documents about suppressed addresses, each with whether it ends by
// itself, and how long after the start.
func stored(t *testing.T, db *store.DB) (ends []time.Duration) {
	t.Helper()
	docs, err := handle.People(db.Handle()).Collection("suppressions").Documents(t.Context()).GetAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, snap := range docs {
		var d struct {
			Expires *time.Time `firestore:"expires"`
		}
		if err := snap.DataTo(&d); err != nil {
			t.Fatal(err)
		}
		if d.Expires == nil {
			ends = append(ends, 0)
			continue
		}
		ends = append(ends, d.Expires.Sub(start))
	}
	return ends
}

// TestSuppressionEnds: what is kept of an address goes with a tenant, with its person, or
// after a time.
func TestSuppressionEnds(t *testing.T) {
	if letter.SuppressedFor != retention.Of("suppressions of no tenant").Keep {
		t.Errorf("kept for %v, not as RETENTION.md says", letter.SuppressedFor)
	}
	db := open(t)
	const address = "Aino@customer.example"
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	do(letter.Suppress(t.Context(), db, address, letter.HardBounce, "", start))
	if got := stored(t, db); len(got) != 1 || got[0] != letter.SuppressedFor {
		t.Errorf("of no tenant: got %v", got)
	}
	do(letter.Suppress(t.Context(), db, address, letter.HardBounce, "", start.Add(time.Hour)))
	if got := stored(t, db); len(got) != 1 || got[0] != letter.SuppressedFor+time.Hour {
		t.Errorf("seen again: got %v", got)
	}
	do(letter.Lift(t.Context(), db, address, start.Add(2*time.Hour)))
	if got := stored(t, db); len(got) != 1 || got[0] != letter.SuppressedFor+2*time.Hour {
		t.Errorf("lifted: got %v", got)
	}
	do(letter.Suppress(t.Context(), db, address, letter.HardBounce, "tone", start.Add(3*time.Hour)))
	do(letter.Withheld(t.Context(), db, address, "ttwo", start.Add(3*time.Hour)))
	if got := stored(t, db); len(got) != 3 || got[0] != 0 || got[1] != 0 || got[2] != 0 {
		t.Errorf("of two tenants: got %v", got)
	}
	do(letter.Lift(t.Context(), db, "Other@customer.example", start))
	if got := stored(t, db); len(got) != 4 {
		t.Errorf("an end that came first: got %v", got)
	}
	for range 2 {
		do(letter.ForgetAddress(t.Context(), db, " aino@CUSTOMER.example"))
	}
	if got := stored(t, db); len(got) != 1 || got[0] != letter.SuppressedFor {
		t.Errorf("forgotten: got %v", got)
	}
	if got, err := letter.Suppressed(t.Context(), db, address); err != nil || got {
		t.Errorf("suppressed %v: %v", got, err)
	}
}
