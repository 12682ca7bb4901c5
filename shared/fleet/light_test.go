package fleet

import (
	"context"
	"errors"
	"testing"
	"time"

	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// lights lists the light passes of a minute, and the errors that the listing met.
func (w *world) lights(t *testing.T, minute time.Time) (passes []queue.Scan, errs []error) {
	t.Helper()
	for m, err := range w.Light(t.Context(), minute) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		passes = append(passes, m)
	}
	return passes, errs
}

// minuteOf returns the first minute from start on in which a pass begins.
func minuteOf(pass int) time.Time {
	first := int(start.Unix()/60) % document.Passes
	return start.Add(time.Duration((pass-1-first+document.Passes)%document.Passes) * time.Minute)
}

// TestLightPassesComeEveryFiveMinutes wants each of many tenants once in any five
// minutes, at the same distance, however often a tick comes.
func TestLightPassesComeEveryFiveMinutes(t *testing.T) {
	w := newWorld(t)
	const n = 3 * page
	w.bare(t, n, func(int) document.Tenant {
		d := document.Tenant{State: "active", Slot: tenant.NewSlot(start.Add(-time.Hour), 1).String()}
		return d
	})
	docs, err := w.client.Collection("tenants").Documents(t.Context()).GetAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range docs {
		_, pass := document.Place(d.Ref.ID)
		set(t, d.Ref, "pass", pass)
	}
	before := w.data.Stats().Writes
	seen := map[tenant.ID][]tenant.Slot{}
	for minute := range 10 {
		at := start.Add(time.Duration(minute) * time.Minute)
		passes, errs := w.lights(t, at.Add(59*time.Second+999*time.Millisecond))
		again, errs2 := w.lights(t, at)
		if len(errs)+len(errs2) > 0 {
			t.Fatal(errs, errs2)
		}
		if len(again) != len(passes) || len(passes) < n/document.Passes/2 {
			t.Errorf("minute %d: got %d passes, and %d from the same tick again", minute, len(passes), len(again))
		}
		for i, m := range passes {
			if m != again[i] || !m.Light || m.Slot != tenant.NewSlot(at, 1) {
				t.Fatalf("got %v, and %v from the same tick again, want slot %v", m, again[i], at)
			}
			seen[m.Tenant] = append(seen[m.Tenant], m.Slot)
		}
	}
	if len(seen) != n {
		t.Errorf("got passes of %d tenants, want %d", len(seen), n)
	}
	for id, slots := range seen {
		if len(slots) != 2 || slots[1].At.Sub(slots[0].At) != LightEvery {
			t.Errorf("tenant %v has passes in %v, want two, %v apart", id, slots, LightEvery)
		}
	}
	if got := w.data.Stats().Writes - before; got != 0 {
		t.Errorf("listing wrote %d documents", got)
	}
}

func TestLightLists(t *testing.T) {
	slot := tenant.NewSlot(start.Add(-time.Hour), 3).String()
	recording := start.Add(-24 * time.Hour)
	tests := []struct {
		name string
		doc  document.Tenant
		want bool
		slot tenant.Slot
	}{
		{"scanned before", document.Tenant{State: "active", Slot: slot}, true, tenant.NewSlot(start, 1)},
		{"never scanned", document.Tenant{State: "active"}, false, tenant.Slot{}},
		{"terminated", document.Tenant{State: "terminated", Slot: slot}, false, tenant.Slot{}},
		{"being scanned", document.Tenant{State: "active", Slot: slot, Lease: document.Lease{Holder: "a", Until: start.Add(time.Second)}}, false, tenant.Slot{}},
		{"a lease that ran out", document.Tenant{State: "active", Slot: slot, Lease: document.Lease{Holder: "a", Until: start}}, true, tenant.NewSlot(start, 1)},
		{"recorded", document.Tenant{State: "active", Slot: slot, Recorded: &recording}, true, tenant.NewSlot(recording, int(start.Unix()/60))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			id := tenanttest.ID(t)
			tt.doc.Pass = int(start.Unix()/60)%document.Passes + 1
			if _, err := w.doc(id).Set(t.Context(), tt.doc); err != nil {
				t.Fatal(err)
			}
			got, errs := w.lights(t, start)
			if len(errs) > 0 || len(got) > 1 || (len(got) == 1) != tt.want {
				t.Fatalf("got %v, %v, want listed: %v", got, errs, tt.want)
			}
			if want := (queue.Scan{Tenant: id, Slot: tt.slot, Light: true}); tt.want && got[0] != want {
				t.Errorf("got %v, want %v", got[0], want)
			}
		})
	}
}

// TestNewTenantsHaveLightPasses goes from creation to the first light pass.
func TestNewTenantsHaveLightPasses(t *testing.T) {
	w := newWorld(t)
	id := w.mustPut(t, live(1))
	minute := minuteOf(read[document.Tenant](t, w.doc(id)).Pass)
	if got, errs := w.lights(t, minute); len(got)+len(errs) > 0 {
		t.Errorf("before the first scan: got %v, %v, want none", got, errs)
	}
	w.finish(t, one(t, w.tick(t, time.Time{})))
	w.Add(time.Minute) // its lease runs out
	got, errs := w.lights(t, minute)
	if want := (queue.Scan{Tenant: id, Slot: tenant.NewSlot(minute, 1), Light: true}); len(errs) > 0 || len(got) != 1 || got[0] != want {
		t.Errorf("after it: got %v, %v, want %v", got, errs, want)
	}
}

func TestLightDamagedTenants(t *testing.T) {
	w := newWorld(t)
	slot := tenant.NewSlot(start.Add(-time.Hour), 1).String()
	pass := int(start.Unix()/60)%document.Passes + 1
	ids := w.bare(t, 3, func(int) document.Tenant { return document.Tenant{State: "active", Slot: slot, Pass: pass} })
	set(t, w.doc(ids[0]), "slot", "yesterday")
	set(t, w.doc(ids[1]), "lease", "mine")
	if _, err := w.client.Doc("tenants/nobody").Set(t.Context(), document.Tenant{State: "active", Slot: slot, Pass: pass}); err != nil {
		t.Fatal(err)
	}
	got, errs := w.lights(t, start)
	if len(got) != 1 || got[0].Tenant != ids[2] || len(errs) != 3 {
		t.Errorf("got %v, %v, want %v and three errors", got, errs, ids[2])
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for m, err := range w.Light(ctx, start) {
		if !errors.Is(err, ErrListing) {
			t.Errorf("unlistable: got %v, %v, want %v", m, err, ErrListing)
		}
	}
}
