package exception_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store/exception"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

var maija = member.Actor{Name: "maija@esimerkki.example", Account: "maija", Address: "192.0.2.7"}

// wish accepts findings for 30 days.
func wish(request string, ids ...finding.ID) exception.Acceptance {
	return exception.Acceptance{Request: request, Findings: ids, Reason: "Needed for the fair in Turku.", Owner: "Pontus Esimerkki", Expires: start.AddDate(0, 0, 30)}
}

func (w *world) accept(t *testing.T, a exception.Acceptance) []finding.Exception {
	t.Helper()
	made, err := exception.Accept(t.Context(), w.tenant, a, maija, w.Now())
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// actions is the audit trail as text, oldest first.
func (w *world) actions(t *testing.T) []string {
	t.Helper()
	if err := trail.MoveAll(t.Context(), w.db, w.tenant); err != nil {
		t.Fatal(err)
	}
	entries, err := trail.Read(t.Context(), w.tenant)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		if by := (trail.Who{By: e.By, Name: e.Actor, Account: e.Account, Address: e.Address}); by != maija.Who() && by != (trail.Who{}) {
			t.Errorf("%s is told of neither Maija nor Vahti: %q %q %q", e.Action, e.By, e.Actor, e.Account)
		}
		out = append(out, strings.TrimSpace(string(e.Action)+" "+e.Actor))
	}
	return out
}

// TestWhoMayDecide: whoever may not decide on findings any more neither accepts one nor
// takes an acceptance back, whatever let them in before.
func TestWhoMayDecide(t *testing.T) {
	w := newWorld(t, nil)
	w.mustScan(t, users(map[string]int{"u1": 1}))
	id := w.id("users", "u1")
	for _, role := range []tenant.Role{tenant.Auditor, ""} {
		w.is(t, maija.Account, role)
		if _, err := exception.Accept(t.Context(), w.tenant, wish("q1", id), maija, w.Now()); !errors.Is(err, member.ErrForbidden) {
			t.Errorf("%q accepts: got %v, want %v", role, err, member.ErrForbidden)
		}
	}
	w.is(t, maija.Account, tenant.Analyst)
	made, err := exception.Accept(t.Context(), w.tenant, wish("q1", id), maija, w.Now())
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range []tenant.Role{tenant.Auditor, ""} {
		w.is(t, maija.Account, role)
		if _, err := exception.Withdraw(t.Context(), w.tenant, made[0].ID, maija, w.Now()); !errors.Is(err, member.ErrForbidden) {
			t.Errorf("%q withdraws: got %v, want %v", role, err, member.ErrForbidden)
		}
	}
}

// TestStory goes through everything that may become of a finding.
func TestStory(t *testing.T) {
	w := newWorld(t, nil)
	id := w.id("guests", finding.TenantResource)
	w.mustScan(t, guests(1))
	w.mustScan(t, guests(2))
	w.accept(t, wish("q1", id))
	if got := w.state(t, id); got != finding.Excepted {
		t.Errorf("accepted: got %v", got)
	}
	w.Add(time.Minute)
	w.mustScan(t, guests(1)) // better
	w.mustScan(t, guests(0))
	w.mustScan(t, guests(2)) // as bad as accepted
	if got := w.state(t, id); got != finding.Excepted {
		t.Errorf("back, no worse than accepted: got %v", got)
	}
	w.mustScan(t, guests(3))
	if got := w.state(t, id); got != finding.Open {
		t.Errorf("worse than accepted: got %v", got)
	}
	second := w.accept(t, wish("q2", id))
	w.Add(time.Minute)
	if _, err := exception.Withdraw(t.Context(), w.tenant, second[0].ID, maija, w.Now()); err != nil {
		t.Fatal(err)
	}
	w.Add(time.Minute)
	w.accept(t, wish("q3", id))
	w.Add(30 * 24 * time.Hour)
	if got := w.state(t, id); got != finding.Open {
		t.Errorf("expired, before any scan: got %v", got)
	}
	w.mustScan(t, guests(3))
	want := []string{"opened", "worsened", "excepted by " + maija.Name, "changed", "resolved", "reopened", "worsened", "returned worse",
		"excepted by " + maija.Name, "returned withdrawn by " + maija.Name, "excepted by " + maija.Name, "returned expired"}
	if diff := cmp.Diff(want, w.story(t, id)); diff != "" {
		t.Errorf("story (-want +got):\n%s", diff)
	}
	wantTrail := []string{"exception.accepted " + maija.Name, "exception.worse", "exception.accepted " + maija.Name,
		"exception.withdrawn " + maija.Name, "exception.accepted " + maija.Name, "exception.expired"}
	if diff := cmp.Diff(wantTrail, w.actions(t)); diff != "" {
		t.Errorf("audit trail (-want +got):\n%s", diff)
	}
	history, err := w.tenant.History(t.Context(), id)
	if err != nil || len(history) != 6 {
		t.Errorf("got %d steps that scans saw, %v, want 6", len(history), err)
	}
	wantLine := []string{
		`facts guests tenant {"count":1}->{"count":2} `, `exception guests tenant "open"->"excepted" `, `facts guests tenant {"count":2}->{"count":1} `,
		`verdict guests tenant "fail"->"pass" `, `verdict guests tenant "pass"->"fail" `, `facts guests tenant {"count":2}->{"count":3} `,
		`exception guests tenant "excepted"->"open" worse`, `exception guests tenant "open"->"excepted" `, `exception guests tenant "excepted"->"open" withdrawn`,
		`exception guests tenant "open"->"excepted" `, `exception guests tenant "excepted"->"open" expired`,
	}
	if diff := cmp.Diff(wantLine, w.timeline(t)); diff != "" {
		t.Errorf("timeline (-want +got):\n%s", diff)
	}
	scores, err := w.tenant.Scores(t.Context(), time.Time{})
	if err != nil || len(scores) != 3 || !scores[0].At.Equal(start) || scores[0].Score != 50 {
		t.Errorf("got scores %v, %v, want three, the first of %v", scores, err, start)
	}
	all, err := w.tenant.Exceptions(t.Context())
	if err != nil || len(all) != 3 || all[0].Because != finding.Expired || all[1].EndedBy != maija.Name || all[2].Because != finding.GotWorse {
		t.Errorf("got exceptions %v, %v", all, err)
	}
}

// TestClockSetBack holds that a story stays in order when the wall clock goes back.
func TestClockSetBack(t *testing.T) {
	w := newWorld(t, nil)
	w.mustScan(t, guests(1))
	id := w.id("guests", finding.TenantResource)
	want := []string{"opened"}
	for i := range 3 {
		w.Add(-10 * time.Minute)
		made := w.accept(t, wish(fmt.Sprint("q", i), id))
		w.Add(-10 * time.Minute)
		if _, err := exception.Withdraw(t.Context(), w.tenant, made[0].ID, maija, w.Now()); err != nil {
			t.Fatal(err)
		}
		want = append(want, "excepted by "+maija.Name, "returned withdrawn by "+maija.Name)
	}
	if diff := cmp.Diff(want, w.story(t, id)); diff != "" {
		t.Errorf("story (-want +got):\n%s", diff)
	}
}

func TestRefused(t *testing.T) {
	w := newWorld(t, nil)
	w.mustScan(t, guests(1), users(map[string]int{"u1": 1, "u2": 1}))
	w.mustScan(t, guests(1), users(map[string]int{"u1": 1}))
	open, other, resolved := w.id("guests", finding.TenantResource), w.id("users", "u1"), w.id("users", "u2")
	with := func(change func(*exception.Acceptance)) exception.Acceptance {
		a := wish("q", open)
		change(&a)
		return a
	}
	tests := []struct {
		name string
		wish exception.Acceptance
		want error
	}{
		{"no request", with(func(a *exception.Acceptance) { a.Request = "" }), exception.ErrRequest},
		{"endless request", with(func(a *exception.Acceptance) { a.Request = strings.Repeat("x", 201) }), exception.ErrRequest},
		{"no finding", wish("q"), exception.ErrNothing},
		{"too many", with(func(a *exception.Acceptance) {
			a.Check = "users"
			for i := range 101 {
				a.Resources = append(a.Resources, fmt.Sprint(i))
			}
		}), exception.ErrTooMany},
		{"unknown", wish("q", "0unknown"), exception.ErrNotFound},
		{"a path", wish("q", "a/b"), exception.ErrNotFound},
		{"of several checks", wish("q", open, other), exception.ErrMixed},
		{"of another check than named", with(func(a *exception.Acceptance) { a.Check = "users" }), exception.ErrMixed},
		{"resolved", wish("q", resolved), exception.ErrNotOpen},
		{"resource without a finding", exception.Acceptance{Request: "q", Check: "users", Resources: []string{"u9"}, Reason: "A reason that is long enough.", Owner: "P", Expires: start.AddDate(0, 1, 0)}, exception.ErrNotFound},
		{"no reason", with(func(a *exception.Acceptance) { a.Reason = "" }), exception.ErrReason},
		{"a reason of blanks", with(func(a *exception.Acceptance) { a.Reason = strings.Repeat(" ", 40) }), exception.ErrReason},
		{"a short reason", with(func(a *exception.Acceptance) { a.Reason = "ninechars" }), exception.ErrReason},
		{"a long reason", with(func(a *exception.Acceptance) { a.Reason = strings.Repeat("ä", 1001) }), exception.ErrReason},
		{"no owner", with(func(a *exception.Acceptance) { a.Owner = " " }), exception.ErrOwner},
		{"a long owner", with(func(a *exception.Acceptance) { a.Owner = strings.Repeat("x", 201) }), exception.ErrOwner},
		{"no end", with(func(a *exception.Acceptance) { a.Expires = time.Time{} }), exception.ErrExpiry},
		{"an end now", with(func(a *exception.Acceptance) { a.Expires = w.Now() }), exception.ErrExpiry},
		{"an end too far away", with(func(a *exception.Acceptance) { a.Expires = w.Now().AddDate(0, 0, 365).Add(1) }), exception.ErrExpiry},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			made, err := exception.Accept(t.Context(), w.tenant, tt.wish, maija, w.Now())
			if !errors.Is(err, tt.want) || made != nil {
				t.Errorf("got %d exceptions, %v, want %v", len(made), err, tt.want)
			}
		})
	}
	longest := with(func(a *exception.Acceptance) {
		a.Reason, a.Expires = strings.Repeat("ä", 1000), w.Now().AddDate(0, 0, 365)
	})
	w.accept(t, longest)
	if _, err := exception.Accept(t.Context(), w.tenant, wish("q2", open), maija, w.Now()); !errors.Is(err, exception.ErrOverlap) {
		t.Errorf("accepted twice: got %v, want %v", err, exception.ErrOverlap)
	}
	if _, err := w.doc().Update(t.Context(), []cloud.Update{{Path: "state", Value: string(tenant.Terminated)}}); err != nil {
		t.Fatal(err)
	}
	if _, err := exception.Accept(t.Context(), w.tenant, wish("q3", other), maija, w.Now()); !errors.Is(err, exception.ErrInactive) {
		t.Errorf("in a terminated tenant: got %v, want %v", err, exception.ErrInactive)
	}
}

func TestWithdrawRefused(t *testing.T) {
	w := newWorld(t, nil)
	w.mustScan(t, guests(1))
	made := w.accept(t, wish("q", w.id("guests", finding.TenantResource)))
	for _, id := range []string{"", "0unknown", "a/b"} {
		if _, err := exception.Withdraw(t.Context(), w.tenant, id, maija, w.Now()); !errors.Is(err, exception.ErrNone) {
			t.Errorf("%q: got %v, want %v", id, err, exception.ErrNone)
		}
	}
	w.Add(31 * 24 * time.Hour)
	w.mustScan(t, guests(1))
	if _, err := exception.Withdraw(t.Context(), w.tenant, made[0].ID, maija, w.Now()); !errors.Is(err, exception.ErrEnded) {
		t.Errorf("after its end: got %v, want %v", err, exception.ErrEnded)
	}
}

// TestWithdrawWithoutFinding takes back the exception of a finding that was deleted.
func TestWithdrawWithoutFinding(t *testing.T) {
	w := newWorld(t, nil)
	w.mustScan(t, guests(1))
	made := w.accept(t, wish("q", w.id("guests", finding.TenantResource)))
	if _, err := w.doc().Collection("findings").Doc(string(made[0].Finding)).Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
	got, err := exception.Withdraw(t.Context(), w.tenant, made[0].ID, maija, w.Now())
	if err != nil || got.Because != finding.Withdrawn {
		t.Errorf("got %v because %q, want it withdrawn", err, got.Because)
	}
}

// TestTogether accepts a check for a group of resources.
func TestTogether(t *testing.T) {
	w := newWorld(t, nil)
	w.mustScan(t, users(map[string]int{"u1": 1, "u2": 5, "u3": 1}))
	a := wish("q")
	a.Check, a.Resources = "users", []string{"u1", "u2", "u1"}
	made := w.accept(t, a)
	if len(made) != 2 || made[0].Request != "q" || made[1].Request != "q" || made[0].Resource != "u1" || made[1].Resource != "u2" {
		t.Fatalf("got %d exceptions", len(made))
	}
	w.mustScan(t, users(map[string]int{"u1": 2, "u2": 5, "u3": 1}))
	want := map[string]finding.State{"u1": finding.Open, "u2": finding.Excepted, "u3": finding.Open}
	for who, state := range want {
		if got := w.state(t, w.id("users", who)); got != state {
			t.Errorf("%s: got %v, want %v", who, got, state)
		}
	}
}

// TestTheSameWishAgain repeats requests, also at the same moment.
func TestTheSameWishAgain(t *testing.T) {
	w := newWorld(t, nil)
	w.mustScan(t, guests(1))
	id := w.id("guests", finding.TenantResource)
	first := w.accept(t, wish("q", id))
	w.Add(time.Hour)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			again, err := exception.Accept(context.WithoutCancel(t.Context()), w.tenant, wish("q", id), maija, w.Now())
			if diff := cmp.Diff(first, again); diff != "" || err != nil {
				t.Errorf("again (-first +again), %v:\n%s", err, diff)
			}
		})
		all.Go(func() {
			_, err := exception.Accept(context.WithoutCancel(t.Context()), w.tenant, wish("another", id), maija, w.Now())
			if !errors.Is(err, exception.ErrOverlap) {
				t.Errorf("another wish: got %v, want %v", err, exception.ErrOverlap)
			}
		})
	}
	all.Wait()
	for range 3 {
		x, err := exception.Withdraw(t.Context(), w.tenant, first[0].ID, maija, w.Now())
		if err != nil || x.Because != finding.Withdrawn || x.EndedBy != maija.Name || !x.Ended.Equal(start.Add(time.Minute+time.Hour)) {
			t.Errorf("withdrawn: got %v because %q at %v, %v", x, x.Because, x.Ended, err)
		}
	}
	want := []string{"opened", "excepted by " + maija.Name, "returned withdrawn by " + maija.Name}
	if diff := cmp.Diff(want, w.story(t, id)); diff != "" {
		t.Errorf("story (-want +got):\n%s", diff)
	}
	docs, err := w.doc().Collection("outbox").Documents(t.Context()).GetAll()
	if err != nil || len(docs) != 1 {
		t.Errorf("got %d messages, %v, want that it returned", len(docs), err)
	}
}

// TestFirstOfTwoWishes lets different wishes for one finding race.
func TestFirstOfTwoWishes(t *testing.T) {
	w := newWorld(t, nil)
	w.mustScan(t, guests(1))
	id := w.id("guests", finding.TenantResource)
	var mu sync.Mutex
	won := 0
	var all sync.WaitGroup
	for i := range 6 {
		all.Go(func() {
			_, err := exception.Accept(context.WithoutCancel(t.Context()), w.tenant, wish(fmt.Sprint("q", i), id), maija, w.Now())
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				won++
			case !errors.Is(err, exception.ErrOverlap):
				t.Errorf("got %v, want %v", err, exception.ErrOverlap)
			}
		})
	}
	all.Wait()
	active, err := w.tenant.ActiveExceptions(t.Context())
	if won != 1 || len(active) != 1 || err != nil {
		t.Errorf("%d wishes came true and %d exceptions are active, %v, want one", won, len(active), err)
	}
}

// TestRecordedTenants holds that a recorded tenant's clock decides.
func TestRecordedTenants(t *testing.T) {
	asOf := start.AddDate(-1, 0, 0)
	w := newWorld(t, &asOf)
	w.mustScan(t, guests(1))
	id := w.id("guests", finding.TenantResource)
	a := wish("q", id)
	if _, err := exception.Accept(t.Context(), w.tenant, a, maija, w.Now()); !errors.Is(err, exception.ErrExpiry) {
		t.Errorf("until long after the recording: got %v, want %v", err, exception.ErrExpiry)
	}
	a.Expires = asOf.AddDate(0, 0, 10)
	made := w.accept(t, a)
	if !made[0].Created.Equal(asOf) || w.state(t, id) != finding.Excepted {
		t.Errorf("got created %v and state %v", made[0].Created, w.state(t, id))
	}
	lapsing, err := w.vahti().CollectionGroup("exceptions").Where("lapses", "<=", start.AddDate(9, 0, 0)).Documents(t.Context()).GetAll()
	if err != nil || len(lapsing) != 0 {
		t.Errorf("%d are listed as lapsing by the wall clock, %v", len(lapsing), err)
	}
	later := asOf.AddDate(0, 0, 10)
	if _, err := w.doc().Update(t.Context(), []cloud.Update{{Path: "recorded", Value: later}}); err != nil {
		t.Fatal(err)
	}
	w.mustScan(t, guests(1))
	if got := w.story(t, id); got[len(got)-1] != "returned expired" {
		t.Errorf("got %v", got)
	}
}
