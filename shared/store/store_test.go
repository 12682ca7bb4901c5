package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/advice"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

func TestZeroIDIsRefused(t *testing.T) {
	w := newWorld(t)
	if h, err := w.db.Tenant(tenant.ID{}); h != nil || !errors.Is(err, tenant.ErrZero) {
		t.Errorf("got %v, %v, want %v", h, err, tenant.ErrZero)
	}
}

func TestAbout(t *testing.T) {
	w := newWorld(t)
	h := w.put(t, 1, `{"language":"fi"}`)
	about, err := h.About(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if about.State != tenant.Active || about.Language != "fi" || !about.Slot.IsZero() || about.Recorded == nil || !about.Recorded.Equal(asOf) {
		t.Errorf("got %+v", about)
	}
	got, err := h.Profile(t.Context(), about)
	if err != nil || got != profile(1) {
		t.Errorf("profile: got name %q, %v, want %q", got.Name, err, profile(1).Name)
	}
	settings, err := h.Settings(t.Context())
	if err != nil || string(settings) != `{"language":"fi"}` {
		t.Errorf("settings: got %s, %v", settings, err)
	}
	w.scan(t, h, 1)
	if about, err = h.About(t.Context()); err != nil || about.Slot != tenant.NewSlot(asOf, 1) {
		t.Errorf("after a scan: got slot %v, %v, want %v", about.Slot, err, tenant.NewSlot(asOf, 1))
	}
}

func TestProfileOfAnotherTenantStaysSealed(t *testing.T) {
	w := newWorld(t)
	one, two := w.put(t, 1, ""), w.put(t, 2, "")
	about, err := one.About(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if p, err := two.Profile(t.Context(), about); err == nil || p != (tenant.Profile{}) {
		t.Errorf("got name %q, %v, want a refusal", p.Name, err)
	}
}

func TestWithoutKeys(t *testing.T) {
	w := newWorld(t)
	h := w.put(t, 1, `{"language":"fi"}`)
	w.scan(t, h, 2)
	all, err := h.Findings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(context.WithoutCancel(t.Context()), project, nil, store.VahtiDatabase)
	if err != nil {
		t.Fatal(err)
	}
	blind, err := db.Tenant(h.ID())
	if err != nil {
		t.Fatal(err)
	}
	about, err := blind.About(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, errProfile := blind.Profile(t.Context(), about)
	_, errSettings := blind.Settings(t.Context())
	_, errFindings := blind.Findings(t.Context())
	_, errFinding := blind.Finding(t.Context(), all[0].ID)
	for what, err := range map[string]error{"profile": errProfile, "settings": errSettings, "findings": errFindings, "finding": errFinding} {
		if err == nil {
			t.Errorf("%s: read without the key", what)
		}
	}
	f, err := blind.FindingFacts(t.Context(), all[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	want := all[0]
	want.Resource, want.Evidence.Subjects = "", nil
	if diff := cmp.Diff(want, f); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
}

// TestTenantsAreApart gives two tenants the same check on the same resource.
func TestTenantsAreApart(t *testing.T) {
	w := newWorld(t)
	one, two := w.put(t, 1, `{"language":"fi"}`), w.put(t, 2, "")
	w.scan(t, one, 1)
	w.scan(t, two, 2)
	ids := map[*store.Tenant]finding.ID{}
	for h, want := range map[*store.Tenant]int64{one: 1, two: 2} {
		all, err := h.Findings(t.Context())
		if err != nil || len(all) != 1 || all[0].Evidence.Facts["count"] != want {
			t.Fatalf("findings: got %v, %v, want one with the count %d", all, err, want)
		}
		ids[h] = all[0].ID
		if err := advice.Put(t.Context(), h, all[0].ID, advice.Explanation{Summary: fmt.Sprint(want)}); err != nil {
			t.Fatal(err)
		}
	}
	if ids[one] == ids[two] {
		t.Errorf("both tenants' findings are named %s", ids[one])
	}
	for h, foreign := range map[*store.Tenant]finding.ID{one: ids[two], two: ids[one]} {
		if _, err := h.Finding(t.Context(), foreign); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("another's finding: got %v, want %v", err, store.ErrNotFound)
		}
		if _, err := h.FindingFacts(t.Context(), foreign); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("another's facts: got %v, want %v", err, store.ErrNotFound)
		}
		if steps, err := h.History(t.Context(), foreign); len(steps) != 0 || err != nil {
			t.Errorf("another's history: got %d steps, %v", len(steps), err)
		}
		if _, err := h.Advice(t.Context(), foreign); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("another's advice: got %v, want %v", err, store.ErrNotFound)
		}
		if all, err := h.AllAdvice(t.Context()); err != nil || len(all) != 1 || !all[ids[h]].Written {
			t.Errorf("all advice: got %v, %v, want its own", all, err)
		}
		if scans, err := h.Scans(t.Context(), 9); err != nil || len(scans) != 1 {
			t.Errorf("scans: got %d, %v, want 1", len(scans), err)
		}
	}
	if raw, err := two.Settings(t.Context()); raw != nil || err != nil {
		t.Errorf("settings of the tenant without: got %s, %v", raw, err)
	}
}

func TestMissingDocuments(t *testing.T) {
	w := newWorld(t)
	here := w.put(t, 1, "")
	gone, err := w.db.Tenant(tenanttest.ID(t))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := gone.About(t.Context()); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("About: got %v, want %v", err, store.ErrNotFound)
	}
	for name, h := range map[string]*store.Tenant{"without findings": here, "without a document": gone} {
		t.Run(name, func(t *testing.T) {
			if all, err := h.Findings(t.Context()); len(all) != 0 || err != nil {
				t.Errorf("Findings: got %d, %v", len(all), err)
			}
			if scans, err := h.Scans(t.Context(), 3); len(scans) != 0 || err != nil {
				t.Errorf("Scans: got %d, %v", len(scans), err)
			}
			if all, err := h.AllAdvice(t.Context()); len(all) != 0 || err != nil {
				t.Errorf("AllAdvice: got %d, %v", len(all), err)
			}
			if raw, err := h.Settings(t.Context()); raw != nil || err != nil {
				t.Errorf("Settings: got %s, %v", raw, err)
			}
			if _, err := h.Finding(t.Context(), "0missing"); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("Finding: got %v, want %v", err, store.ErrNotFound)
			}
		})
	}
}

// TestOddIDs asks for what cannot be a finding's name, such as a path.
func TestOddIDs(t *testing.T) {
	w := newWorld(t)
	h := w.put(t, 1, "")
	w.scan(t, h, 1)
	all, err := h.Findings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, id string }{
		{"nothing", ""},
		{"one dot", "."},
		{"two dots", ".."},
		{"reserved", "__x__"},
		{"a path", "a/b"},
		{"a finding's history", string(all[0].ID) + "/history/00000001"},
		{"another collection", "../scans/" + tenant.NewSlot(asOf, 1).Key()},
		{"a slash before", "/" + string(all[0].ID)},
		{"a slash after", string(all[0].ID) + "/"},
		{"very long", strings.Repeat("x", 5000)},
		{"no text", "\xff\xfe"},
		{"a control character", "a\x00b"},
		{"a quotation mark", "`'\""},
		{"any script", "päätös"},
		{"a wildcard", "*"},
		{"a percent sign", string(all[0].ID) + "%00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			id := finding.ID(tt.id)
			if _, err := h.Finding(t.Context(), id); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("Finding: got %v, want %v", err, store.ErrNotFound)
			}
			if _, err := h.FindingFacts(t.Context(), id); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("FindingFacts: got %v, want %v", err, store.ErrNotFound)
			}
			if _, err := h.Advice(t.Context(), id); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("Advice: got %v, want %v", err, store.ErrNotFound)
			}
			if steps, err := h.History(t.Context(), id); len(steps) != 0 || err != nil && !errors.Is(err, store.ErrNotFound) {
				t.Errorf("History: got %d steps, %v", len(steps), err)
			}
		})
	}
}

func TestHistoryIsInOrder(t *testing.T) {
	w := newWorld(t)
	h := w.put(t, 1, "")
	for n := range 12 { // past 9, so that an order by text would show
		w.scan(t, h, n+1)
	}
	w.scan(t, h, 0)
	w.scan(t, h, 5)
	all, err := h.Findings(t.Context())
	if err != nil || len(all) != 1 {
		t.Fatalf("findings: got %d, %v", len(all), err)
	}
	steps, err := h.History(t.Context(), all[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[int]finding.Kind{1: finding.Opened, 13: finding.Closed, 14: finding.Reopened}
	for i, s := range steps {
		want := finding.Worsened
		if kind, ok := kinds[i+1]; ok {
			want = kind
		}
		if s.Version != i+1 || s.Kind != want || s.Slot != tenant.NewSlot(asOf, i+1).String() {
			t.Errorf("step %d: got %v of version %d in %s, want %v", i+1, s.Kind, s.Version, s.Slot, want)
		}
	}
	if len(steps) != 14 || all[0].Version != 14 {
		t.Fatalf("got %d steps of version %d, want 14", len(steps), all[0].Version)
	}
	if steps[0].From != nil || steps[0].To["count"] != int64(1) || steps[1].From["count"] != int64(1) || steps[1].To["count"] != int64(2) {
		t.Errorf("got facts %v to %v, then %v to %v", steps[0].From, steps[0].To, steps[1].From, steps[1].To)
	}
}

func TestScansAreInOrder(t *testing.T) {
	w := newWorld(t)
	h := w.put(t, 1, "")
	for range 11 {
		w.scan(t, h, 1)
	}
	w.begin(t, h)
	scans, err := h.Scans(t.Context(), 4)
	if err != nil {
		t.Fatal(err)
	}
	var got []int
	for _, s := range scans {
		got = append(got, s.Slot.N)
	}
	if diff := cmp.Diff([]int{12, 11, 10, 9}, got); diff != "" {
		t.Errorf("slots (-want +got):\n%s", diff)
	}
	if scans[0].Finished() || !scans[1].Finished() || scans[1].Failed() {
		t.Errorf("got states %s and %s, want one begun after one done", scans[0].State, scans[1].State)
	}
	want := store.Scan{
		Slot: tenant.NewSlot(asOf, 11), State: "done", Claimed: asOf.Add(10 * time.Minute), Ended: asOf.Add(10 * time.Minute),
		Requests: 7, Subrequests: 9, Floor: 5, Bytes: 1234,
		Unread:   []store.Unread{{Resource: "v1.0/domains", Reason: "not permitted"}},
		Verdicts: []store.Verdict{{Check: "guests", Verdict: finding.Fail, Reason: "As said."}},
		Open:     map[finding.Severity]int{finding.High: 1},
	}
	if diff := cmp.Diff(want, scans[1]); diff != "" {
		t.Errorf("scan (-want +got):\n%s", diff)
	}
}
