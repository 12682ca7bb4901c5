package fleet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

func TestPutCreates(t *testing.T) {
	w := newWorld(t)
	id := w.mustPut(t, recorded(1, start.Add(-time.Hour+500*time.Millisecond)))
	got := read[document.Tenant](t, w.doc(id))
	if got.State != string(tenant.Active) || got.Language != "fi" || got.Interval != time.Hour || !got.Due.Equal(start) ||
		got.Recorded == nil || !got.Recorded.Equal(start.Add(-time.Hour)) || got.Slot != "" {
		t.Errorf("got %+v", got)
	}
	h, err := w.db.Tenant(id)
	if err != nil {
		t.Fatal(err)
	}
	about, err := h.About(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if p, err := h.Profile(t.Context(), about); err != nil || p != live(1).Profile {
		t.Errorf("profile: got name %q, %v", p.Name, err)
	}
	if raw, err := h.Settings(t.Context()); err != nil || string(raw) != `{"language":"fi"}` {
		t.Errorf("settings: got %s, %v", raw, err)
	}
}

// TestPutSeals looks for who the tenant is in everything that is stored.
func TestPutSeals(t *testing.T) {
	w := newWorld(t)
	n := live(1)
	n.Settings = []byte(`{"emergencyAccess":{"users":["account-77"]}}`)
	id := w.mustPut(t, n)
	var all bytes.Buffer
	for _, group := range []string{"tenants", "settings"} {
		docs, err := w.client.CollectionGroup(group).Documents(t.Context()).GetAll()
		if err != nil || len(docs) != 1 {
			t.Fatalf("%s: got %d, %v", group, len(docs), err)
		}
		for name, v := range docs[0].Data() {
			fmt.Fprintf(&all, "%s %s %v %s\n", docs[0].Ref.Path, name, v, v)
		}
	}
	if !strings.Contains(all.String(), id.String()) {
		t.Fatal("the tenant is not among what was searched")
	}
	for _, secret := range []string{n.Profile.Name, "Esimerkki", n.Profile.EntraID, "account-77"} {
		if strings.Contains(all.String(), secret) {
			t.Errorf("%q is stored in plain", secret)
		}
	}
}

func TestPutAgain(t *testing.T) {
	later := start.Add(time.Hour)
	base := recorded(1, start)
	with := func(change func(*NewTenant)) NewTenant {
		n := base
		change(&n)
		return n
	}
	tests := []struct {
		name   string
		n      NewTenant
		writes int64
	}{
		{"the same", base, 0},
		{"the same moment in another zone", with(func(n *NewTenant) { at := start.In(time.FixedZone("UTC+2", 7200)); n.Recorded = &at }), 0},
		{"the same moment with a fraction", with(func(n *NewTenant) { at := start.Add(time.Nanosecond); n.Recorded = &at }), 0},
		{"renamed", with(func(n *NewTenant) { n.Profile.Name = "Uusi Oy" }), 1},
		{"another language", with(func(n *NewTenant) { n.Language = "sv" }), 1},
		{"another interval", with(func(n *NewTenant) { n.Interval = 30 * time.Minute }), 1},
		{"another plan", with(func(n *NewTenant) { n.Plan = tenant.Premium }), 1},
		{"recorded later", with(func(n *NewTenant) { n.Recorded = &later }), 1},
		{"no longer a recording", with(func(n *NewTenant) { n.Recorded = nil }), 1},
		{"other settings", with(func(n *NewTenant) { n.Settings = []byte(`{"language":"sv"}`) }), 1},
		{"no settings", with(func(n *NewTenant) { n.Settings = nil }), 1},
		{"several at once", with(func(n *NewTenant) { n.Language, n.Interval, n.Settings = "sv", 30*time.Minute, []byte(`{}`) }), 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			id := w.mustPut(t, base)
			for i, want := range []int64{tt.writes, 0} {
				before := w.data.Stats().Writes
				if got := w.mustPut(t, tt.n); got != id {
					t.Errorf("got tenant %v, want %v", got, id)
				}
				if got := w.data.Stats().Writes - before; got != want {
					t.Errorf("time %d: got %d writes, want %d", i+1, got, want)
				}
			}
			got := read[document.Tenant](t, w.doc(id))
			if got.Language != tt.n.Language || got.Interval != tt.n.Interval || got.Plan != string(tt.n.Plan) || (got.Recorded == nil) != (tt.n.Recorded == nil) {
				t.Errorf("got %+v", got)
			}
			h, err := w.db.Tenant(id)
			if err != nil {
				t.Fatal(err)
			}
			about, err := h.About(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if p, err := h.Profile(t.Context(), about); err != nil || p != tt.n.Profile {
				t.Errorf("profile: got name %q, %v, want %q", p.Name, err, tt.n.Profile.Name)
			}
			if raw, err := h.Settings(t.Context()); err != nil || !bytes.Equal(raw, tt.n.Settings) {
				t.Errorf("settings: got %s, %v, want %s", raw, err, tt.n.Settings)
			}
		})
	}
}

func TestPutOlderRecording(t *testing.T) {
	w := newWorld(t)
	id := w.mustPut(t, recorded(1, start))
	w.finish(t, one(t, w.tick(t, time.Time{})))
	before, want := w.data.Stats().Writes, read[document.Tenant](t, w.doc(id))
	older := recorded(1, start.Add(-time.Second))
	older.Language, older.Settings, older.Profile.Name = "sv", []byte(`{}`), "Vanha Oy"
	got, err := w.Put(t.Context(), older)
	if got != id || !errors.Is(err, ErrOlder) {
		t.Errorf("got %v, %v, want %v and %v", got, err, id, ErrOlder)
	}
	if n := w.data.Stats().Writes - before; n != 0 {
		t.Errorf("the refusal wrote %d documents", n)
	}
	if diff := cmp.Diff(want, read[document.Tenant](t, w.doc(id))); diff != "" {
		t.Errorf("tenant (-want +got):\n%s", diff)
	}
	if _, err := w.Put(t.Context(), recorded(1, start)); err != nil {
		t.Errorf("the recording that was scanned: %v", err)
	}
}

// TestPutAtTheSameMoment wants one tenant, however many create it.
func TestPutAtTheSameMoment(t *testing.T) {
	w := newWorld(t)
	const together = 8
	ids := make([]tenant.ID, together)
	errs := make([]error, together)
	var all sync.WaitGroup
	gate := make(chan struct{})
	for i := range together {
		all.Go(func() {
			<-gate
			ids[i], errs[i] = w.Put(t.Context(), live(1))
		})
	}
	close(gate)
	all.Wait()
	for i := range together {
		if errs[i] != nil || ids[i] != ids[0] {
			t.Errorf("got %v, %v, want %v", ids[i], errs[i], ids[0])
		}
	}
	docs, err := w.client.Collection("tenants").Documents(t.Context()).GetAll()
	if err != nil || len(docs) != 1 {
		t.Fatalf("got %d tenants, %v, want 1", len(docs), err)
	}
	settings, err := w.client.CollectionGroup("settings").Documents(t.Context()).GetAll()
	if err != nil || len(settings) != 1 {
		t.Errorf("got %d settings, %v, want those of one tenant", len(settings), err)
	}
	h, err := w.db.Tenant(ids[0])
	if err != nil {
		t.Fatal(err)
	}
	about, err := h.About(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if p, err := h.Profile(t.Context(), about); err != nil || p != live(1).Profile {
		t.Errorf("profile: got name %q, %v", p.Name, err)
	}
}

func TestPutKeepsTenantsApart(t *testing.T) {
	w := newWorld(t)
	one, two := w.mustPut(t, live(1)), w.mustPut(t, live(2))
	if one == two {
		t.Error("two Entra ids got the same tenant")
	}
	if a, b := read[document.Tenant](t, w.doc(one)), read[document.Tenant](t, w.doc(two)); a.Entra == b.Entra {
		t.Errorf("both have the hash %s", a.Entra)
	}
}

func TestPutWithoutKeys(t *testing.T) {
	w := newWorld(t)
	db, err := store.Open(context.WithoutCancel(t.Context()), project, nil, store.VahtiDatabase)
	if err != nil {
		t.Fatal(err)
	}
	if id, err := New(db, w.Clock.Now).Put(t.Context(), live(1)); err == nil {
		t.Errorf("got %v, want an error", id)
	}
}

func TestPutInterval(t *testing.T) {
	const no = "put tenant: a tenant cannot be scanned every "
	tests := []struct {
		name     string
		plan     tenant.Plan
		interval time.Duration
		want     time.Duration
		refusal  string
	}{
		{"no plan and no interval", "", 0, 24 * time.Hour, ""},
		{"a plan and no interval", tenant.Standard, 0, 4 * time.Hour, ""},
		{"within the plan", tenant.Standard, 5 * time.Hour, 5 * time.Hour, ""},
		{"too short for the plan", tenant.Standard, time.Hour, 0, no + "1 hour: the shortest interval of the plan standard is 4 hours"},
		{"too short for any plan", tenant.Premium, 5 * time.Minute, 0, no + "5 minutes: the shortest interval of all plans is 15 minutes"},
		{"too long", "", 25 * time.Hour, 0, no + "25 hours: the longest interval is 24 hours"},
		{"no plan of ours", "gold", time.Hour, 0, `put tenant: "gold" is no plan`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			n := live(1)
			n.Plan, n.Interval = tt.plan, tt.interval
			id, err := w.Put(t.Context(), n)
			if tt.refusal != "" {
				if err == nil || err.Error() != tt.refusal || !id.IsZero() || w.data.Stats().Writes != 0 {
					t.Errorf("got %v, %v, want %s", id, err, tt.refusal)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := read[document.Tenant](t, w.doc(id)); got.Interval != tt.want || got.Plan != string(tt.plan) {
				t.Errorf("got every %v by plan %q, want %v", got.Interval, got.Plan, tt.want)
			}
		})
	}
}

// TestPutRefusedUpdate wants a refused change to leave the tenant as it was.
func TestPutRefusedUpdate(t *testing.T) {
	w := newWorld(t)
	id := w.mustPut(t, live(1))
	want := read[document.Tenant](t, w.doc(id))
	n := live(1)
	n.Plan = tenant.Starter // a day at the shortest, and the tenant has an hour
	if _, err := w.Put(t.Context(), n); err == nil {
		t.Error("got no error")
	}
	if diff := cmp.Diff(want, read[document.Tenant](t, w.doc(id))); diff != "" {
		t.Errorf("tenant (-want +got):\n%s", diff)
	}
}

// TestShorterIntervalCountsAtOnce has a tenant go from a day to a quarter of an hour.
func TestShorterIntervalCountsAtOnce(t *testing.T) {
	w := newWorld(t)
	n := live(1)
	n.Interval = 24 * time.Hour
	id := w.mustPut(t, n)
	w.finish(t, one(t, w.tick(t, time.Time{})))
	w.Add(time.Minute)
	n.Interval = 15 * time.Minute
	w.mustPut(t, n)
	due := read[document.Tenant](t, w.doc(id)).Due
	if wait := due.Sub(w.Clock.Now()); wait <= 0 || wait > 15*time.Minute {
		t.Errorf("the next scan is due in %v, want within the new interval", wait)
	}
	n.Interval = 24 * time.Hour
	w.mustPut(t, n)
	if got := read[document.Tenant](t, w.doc(id)).Due; !got.Equal(due) {
		t.Errorf("with the longer interval again it is due at %v, want %v still", got, due)
	}
}
