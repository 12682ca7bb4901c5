package anomaly_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/anomaly"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

const address = "192.0.2.77"

// TestSection17Watch goes through a day: what comes in is to be sealed once, and what is
// unusual is told once.
func TestSection17Watch(t *testing.T) {
	w := newWorld(t)
	if books := w.mustSweep(t); len(books) != 0 {
		t.Errorf("before anything happened: got %v", books)
	}
	one, two := w.tenant(t, 1), w.tenant(t, 2)
	w.add(t, one, trail.SettingChanged, "a1", address)
	w.failures(t, 19, "a1", address)
	if books := w.mustSweep(t); len(books) != 0 || len(w.told()) != 0 {
		t.Errorf("before it has settled: got %v, told %v", books, w.told())
	}
	w.failures(t, 1, "a1", address)
	w.mustSweep(t) // what is unusual is told before it has settled
	if diff := cmp.Diff([]string{"signin-account a1"}, w.told()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	w.Add(trail.Settled)
	if diff := cmp.Diff([]string{one.String(), ""}, texts(w.mustSweep(t))); diff != "" {
		t.Errorf("to seal (-want +got):\n%s", diff)
	}
	w.add(t, two, trail.SettingChanged, "a1", address)
	w.Add(trail.Settled)
	if diff := cmp.Diff([]string{two.String()}, texts(w.mustSweep(t))); diff != "" {
		t.Errorf("to seal (-want +got):\n%s", diff)
	}
	for range 8 {
		w.Add(10 * time.Minute)
		if books := w.mustSweep(t); len(books) != 0 {
			t.Errorf("nothing new: got %v", books)
		}
	}
	if w.pager.Pages() != 1 || len(w.raised(t)) != 1 {
		t.Errorf("told %d times and raised %d, want once", w.pager.Pages(), len(w.raised(t)))
	}
}

func texts(ids []tenant.ID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = id.String()
	}
	return out
}

// TestWindowsAcrossSweeps: what is spread over several sweeps is counted together.
func TestWindowsAcrossSweeps(t *testing.T) {
	w := newWorld(t)
	for range 5 { // 20 within 50 minutes
		w.failures(t, 4, "a1", "")
		w.Add(10*time.Minute - 4*time.Second)
		w.mustSweep(t)
	}
	if diff := cmp.Diff([]string{"signin-account a1"}, w.told()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

// TestNobodyWatched: what came in while no sweep ran is gone through in steps, and
// nothing of it is missed.
func TestNobodyWatched(t *testing.T) {
	w := newWorld(t)
	var want []string
	for n := range 4 {
		w.failures(t, 20, fmt.Sprint("a", n), "")
		want = append(want, fmt.Sprint("signin-account a", n))
		w.Add(9 * time.Hour)
	}
	steps := 0
	for {
		step, ok, err := w.Next(t.Context())
		if err != nil || !ok {
			t.Fatalf("got %v, %v", ok, err)
		}
		if err := w.Judge(t.Context(), step); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Done(t.Context(), step); err != nil {
			t.Fatal(err)
		}
		if steps++; step.Last {
			break
		}
	}
	if diff := cmp.Diff(want, w.told()); diff != "" || steps != 6 {
		t.Errorf("in %d steps, want 6; told (-want +got):\n%s", steps, diff)
	}
}

// TestAcrossTenants: one operator's views stand in the books of many tenants.
func TestAcrossTenants(t *testing.T) {
	w := newWorld(t)
	for n := range 5 {
		w.add(t, w.tenant(t, n), trail.GrantViewed, "op", address)
		w.Add(time.Minute)
	}
	w.mustSweep(t)
	if diff := cmp.Diff([]string{"support-breadth op"}, w.told()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

// TestAttackFromEverywhere: one rule does not drown those on call, and the others
// are told all the same.
func TestAttackFromEverywhere(t *testing.T) {
	w := newWorld(t)
	for n := range 25 {
		w.failures(t, 20, fmt.Sprintf("a%02d", n), "")
	}
	for range 3 {
		w.mustSweep(t)
	}
	got := map[string]int{}
	for _, a := range w.pager.Alerts() {
		got[a.Rule]++
	}
	if diff := cmp.Diff(map[string]int{"signin-account": 20, "signin-overall": 1}, got); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	if !strings.Contains(w.lines.String(), "more anomalies of a rule than are told") {
		t.Error("nothing is logged of those that are not told")
	}
}

// TestAddressIsSealed: those on call are told a hash, the book holds the address
// sealed, and nothing is in the log.
func TestAddressIsSealed(t *testing.T) {
	w := newWorld(t)
	w.failures(t, 50, "", address)
	w.mustSweep(t)
	alerts := w.pager.Alerts()
	if len(alerts) != 1 || alerts[0].Rule != "signin-address" || alerts[0].Subject == "" || strings.Contains(fmt.Sprintf("%+v", alerts[0]), address) {
		t.Errorf("told %+v", alerts)
	}
	raised := w.raised(t)
	if len(raised) != 1 || raised[0].Address != address || raised[0].Target != "rules/signin-address" {
		t.Fatalf("raised %d", len(raised))
	}
	doc, err := w.audit().Doc("service/book/entries/" + raised[0].Name).Get(t.Context())
	if err != nil || strings.Contains(fmt.Sprintf("%v %s", doc.Data(), doc.Data()), address) {
		t.Errorf("the address is stored in plain, or %v", err)
	}
	if log := w.lines.String(); strings.Contains(log, address) || strings.Contains(log, "maija") || !strings.Contains(log, "signin-address") {
		t.Errorf("log:\n%s", log)
	}
}

// TestManyWatchAtOnce: several sweeps tell and raise one thing.
func TestManyWatchAtOnce(t *testing.T) {
	w := newWorld(t)
	one := w.tenant(t, 1)
	w.add(t, one, trail.SettingChanged, "a1", "")
	w.failures(t, 20, "a1", "")
	w.Add(trail.Settled)
	var all sync.WaitGroup
	for range 6 {
		watch := w.another(t)
		all.Go(func() {
			if _, err := w.sweep(t.Context(), watch); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if len(w.pager.Alerts()) != 1 || len(w.raised(t)) != 1 {
		t.Errorf("told %v, raised %d", w.told(), len(w.raised(t)))
	}
	if books := w.mustSweep(t); len(books) != 0 {
		t.Errorf("afterwards: %v", books)
	}
}

// TestWatchDiesAnywhere: the next sweep does what the dead one did not, once.
func TestWatchDiesAnywhere(t *testing.T) {
	for at, hooks := 1, 1; at <= hooks; at++ {
		w := newWorld(t)
		one := w.tenant(t, 1)
		w.add(t, one, trail.SettingChanged, "a1", "")
		w.failures(t, 20, "a1", "")
		w.Add(trail.Settled)
		sealed := map[string]bool{}
		n, err := w.dying(t, at, func(ctx context.Context) error {
			_, err := w.sweep(ctx, w.another(t))
			return err
		})
		if err == nil {
			t.Fatalf("dead at hook %d of %d, and it said nothing", at, n)
		}
		hooks = 4 // two writes: the anomaly and the bookmark
		for _, id := range w.mustSweep(t) {
			sealed[id.String()] = true
		}
		if len(w.pager.Alerts()) != 1 || len(w.raised(t)) != 1 {
			t.Errorf("dead at hook %d: told %v, raised %d", at, w.told(), len(w.raised(t)))
		}
		if !sealed[one.String()] && at < 4 { // the fourth is after the bookmark has moved
			t.Errorf("dead at hook %d: the tenant is not sealed", at)
		}
		pages := w.pager.Pages()
		w.mustSweep(t)
		if w.pager.Pages() != pages {
			t.Errorf("dead at hook %d: told again afterwards", at)
		}
	}
}

// TestUnsealedBooksAreWaitedFor: for a day, and no longer.
func TestUnsealedBooksAreWaitedFor(t *testing.T) {
	w := newWorld(t)
	one, two := w.tenant(t, 1), w.tenant(t, 2)
	w.add(t, one, trail.SettingChanged, "a1", "")
	w.Add(time.Minute)
	w.add(t, two, trail.SettingChanged, "a1", "")
	try := func() (books []string) {
		t.Helper()
		step, ok, err := w.Next(t.Context())
		if err != nil || !ok {
			t.Fatalf("got %v, %v", ok, err)
		}
		var bad []anomaly.Book
		for _, b := range step.Books {
			books = append(books, b.Tenant.String())
			if b.Tenant == two {
				bad = append(bad, b)
			}
		}
		if _, err := w.Done(t.Context(), step, bad...); err != nil {
			t.Fatal(err)
		}
		return books
	}
	w.Add(time.Hour)
	got := [][]string{try(), try()}
	w.Add(20 * time.Hour)
	got = append(got, try(), try())
	w.Add(5 * time.Hour)
	got = append(got, try(), try())
	a, b := one.String(), two.String()
	want := [][]string{{a, b}, {b}, {b}, {b}, {b}, nil}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("to seal (-want +got):\n%s", diff)
	}
}

// TestDamageStopsNothing has what a listing can meet among books that are well.
func TestDamageStopsNothing(t *testing.T) {
	w := newWorld(t)
	one, two := w.tenant(t, 1), w.tenant(t, 2)
	for path, fields := range map[string]map[string]any{
		"tenants/xx/entries/a":                   {"arrived": w.Now(), "at": w.Now(), "action": "key.used"},
		"entries/a":                              {"arrived": w.Now(), "at": w.Now(), "action": "key.used"},
		"other/x/entries/a":                      {"arrived": w.Now(), "at": w.Now(), "action": "key.used"},
		"service/book/entries/a":                 {"arrived": w.Now(), "at": "yesterday", "action": 7},
		"tenants/" + two.String() + "/entries/a": {"arrived": w.Now(), "at": w.Now(), "action": "grant.viewed", "sealed": []byte("x")},
		"tenants/" + two.String() + "/entries/b": {"arrived": w.Now(), "at": w.Now().AddDate(-20, 0, 0), "action": "grant.viewed", "sealed": []byte("x")},
		"tenants/" + two.String() + "/entries/c": {"at": w.Now(), "action": "grant.viewed"},
	} {
		if _, err := w.audit().Doc(path).Set(t.Context(), fields); err != nil {
			t.Fatal(err)
		}
	}
	w.add(t, one, trail.SettingChanged, "a1", "")
	w.failures(t, 20, "a1", "")
	w.Add(trail.Settled)
	got := map[string]bool{}
	for _, id := range w.mustSweep(t) {
		got[id.String()] = true
	}
	if diff := cmp.Diff(map[string]bool{"": true, one.String(): true, two.String(): true}, got); diff != "" {
		t.Errorf("to seal (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"signin-account a1"}, w.told()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	if n := strings.Count(w.lines.String(), "skipped"); n != 4 {
		t.Errorf("%d entries are said to be skipped, want 4", n)
	}
}

// TestPagerThatFails: nothing is raised that nobody was told of, and it is told
// once the pager works.
func TestPagerThatFails(t *testing.T) {
	w := newWorld(t)
	a := anomaly.Unsound("", 2, w.Now())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.Raise(ctx, a); err == nil {
		t.Error("got no error, want one")
	}
	if len(w.raised(t)) != 0 {
		t.Error("it was raised and nobody was told")
	}
	for range 3 {
		if err := w.Raise(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	if w.pager.Pages() != 1 || len(w.raised(t)) != 1 || w.told()[0] != "trail-unsound service" {
		t.Errorf("told %v, raised %d", w.told(), len(w.raised(t)))
	}
}

// TestBookmarkThatIsDamaged is told, rather than begun anew.
func TestBookmarkThatIsDamaged(t *testing.T) {
	w := newWorld(t)
	w.failures(t, 1, "a1", "")
	if _, err := w.vahti().Doc("sweeps/trail").Set(t.Context(), map[string]any{"through": "yesterday"}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.Next(t.Context()); err == nil {
		t.Error("got no error, want one")
	}
}
