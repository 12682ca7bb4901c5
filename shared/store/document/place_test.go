package document_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// TestPlacesAreEven spreads ten thousand tenants over their intervals and over
// the five minutes of light passes, and all of each over all of the other.
func TestPlacesAreEven(t *testing.T) {
	const n = 10_000
	began := time.Date(2026, 11, 1, 12, 34, 56, 0, time.UTC)
	for _, interval := range []time.Duration{15 * time.Minute, time.Hour, 7 * time.Hour, 24 * time.Hour} {
		const parts = 12
		var due [parts]int
		var both [4][document.Passes]int
		for range n {
			d := document.Tenant{Interval: interval, Slot: "2026-11-01T12:00:00Z/1"}
			d.Spread, d.Pass = document.Place(tenanttest.ID(t).String())
			wait := d.NextDue(began).Sub(began)
			if wait <= 0 || wait > interval {
				t.Fatalf("every %v: the next scan is %v away", interval, wait)
			}
			due[int(wait-1)*parts/int(interval)]++
			both[int(wait-1)*4/int(interval)][d.Pass-1]++
		}
		// Chance alone makes a part of n/12 differ by 28 from even, one in a hundred
		// thousand by more than 4.5 times as much.
		for i, got := range due {
			if got < n/parts-130 || got > n/parts+130 {
				t.Errorf("every %v: %d of %d tenants are due in part %d of %d", interval, got, n, i+1, parts)
			}
		}
		for i := range both {
			for pass, got := range both[i] {
				if got < n/20-110 || got > n/20+110 {
					t.Errorf("every %v: %d tenants are due in quarter %d and have pass %d, want about %d", interval, got, i+1, pass+1, n/20)
				}
			}
		}
	}
}

func TestPlaceIsTheIDsOwn(t *testing.T) {
	id := tenanttest.ID(t).String()
	spread, pass := document.Place(id)
	if s, p := document.Place(id); s != spread || p != pass {
		t.Errorf("got %d, %d and then %d, %d", spread, pass, s, p)
	}
	if spread < 1 || spread > 1<<32 || pass < 1 || pass > document.Passes {
		t.Errorf("got %d, %d", spread, pass)
	}
}

// TestNextDueOfAPlacedTenant holds that scans lie on one grid whatever began when,
// and that the first leaves half an interval to the second.
func TestNextDueOfAPlacedTenant(t *testing.T) {
	draw := rand.New(rand.NewPCG(1, 2))
	base := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	for range 2000 {
		interval := time.Duration(900+draw.IntN(85_501)) * time.Second
		d := document.Tenant{Interval: interval, Due: base.Add(time.Duration(draw.Int64N(int64(interval))))}
		d.Spread, d.Pass = document.Place(tenanttest.ID(t).String())
		began := d.Due.Add(time.Duration(draw.Int64N(int64(time.Minute))))
		second := d.NextDue(began)
		if wait := second.Sub(began); wait < interval/2 || wait >= interval+interval/2 {
			t.Fatalf("every %v: the second scan is %v after the first", interval, wait)
		}
		d.Slot, d.Due = "2026-11-01T12:00:00Z/1", second
		if again := d.NextDue(began.Add(time.Second)); !again.Equal(second) {
			t.Fatalf("every %v: the second scan moves from %v to %v when the first begins again", interval, second, again)
		}
		for range 5 {
			began := d.Due.Add(time.Duration(draw.Int64N(int64(2 * interval))))
			next := d.NextDue(began)
			if wait := next.Sub(began); wait <= 0 || wait > interval {
				t.Fatalf("every %v: the next scan is %v after one that began %v late", interval, wait, began.Sub(d.Due))
			}
			if off := next.Sub(second) % interval; off != 0 {
				t.Fatalf("every %v: a scan is due %v off the grid", interval, off)
			}
			if next.Nanosecond() != 0 {
				t.Fatalf("a scan is due at %v, between seconds", next)
			}
			d.Due = next
		}
	}
}
