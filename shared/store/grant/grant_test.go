package grant_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/standintest/membertest"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/instruction"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

func newStaffed(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.Staff(t)
	return w
}

func operator(name string) grant.Operator {
	return grant.Operator{Account: "op" + name, Name: name + "@vahti.example", Address: "198.51.100.3"}
}

// wish is for an hour of support.
func wish(request string) grant.Wish {
	return grant.Wish{Request: request, Purpose: grant.CustomerSupport, Reason: "Tuulikki asked why a finding stays open.", Goal: "Answer the question of the customer.",
		Views: []grant.View{grant.FindingsView, grant.SummaryView}, Method: grant.Interface, Limit: time.Hour}
}

// approval has the tenant require approval since a minute ago.
func (w *world) approval(t *testing.T) {
	t.Helper()
	w.Add(-time.Minute)
	defer w.Add(time.Minute)
	_, err := instruction.Give(t.Context(), w.Tenant, instruction.Wish{Setting: instruction.Support(), Value: []byte(`{"approval":true}`), Source: instruction.Console}, membertest.Actor("olga"), w.Now())
	if err != nil {
		t.Fatal(err)
	}
	w.Actions(t)
}

func (w *world) ask(t *testing.T, wish grant.Wish, by string) grant.Grant {
	t.Helper()
	g, err := grant.Ask(t.Context(), w.Tenant, wish, operator(by), w.Now())
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// begun is a grant that is under way.
func (w *world) begun(t *testing.T, request, by string) grant.Grant {
	t.Helper()
	g, err := grant.Start(t.Context(), w.Tenant, w.ask(t, wish(request), by).ID, operator(by), w.Now())
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func (w *world) see(ctx context.Context, request string, v grant.View, by string) error {
	_, err := grant.See(ctx, w.Tenant, grant.Look{Request: request, View: v, Target: "findings/x"}, operator(by), w.Now())
	return err
}

// expire is what the sweep does.
func (w *world) expire(t *testing.T) int {
	t.Helper()
	n := 0
	for p, err := range grant.Over(t.Context(), w.DB, w.Now()) {
		if err != nil {
			t.Fatal(err)
		}
		own, err := w.DB.Tenant(p.Tenant)
		if err != nil {
			t.Fatal(err)
		}
		if err := grant.Expire(t.Context(), own, p.Grant, w.Now()); err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

// TestAnnex3Section2Life goes through a grant that the customer approves, and what the trail
// tells of it.
func TestAnnex3Section2Life(t *testing.T) {
	w := newStaffed(t)
	w.approval(t)
	g := w.ask(t, wish("q1"), "risto")
	if again := w.ask(t, wish("q1"), "risto"); again.ID != g.ID || again.State != grant.Asked {
		t.Errorf("asking again: got %v %v", again.ID, again.State)
	}
	steps := []struct {
		name string
		do   func(context.Context) (grant.Grant, error)
		want grant.State
	}{
		{"approved", func(ctx context.Context) (grant.Grant, error) {
			return grant.Approve(ctx, w.Tenant, g.ID, membertest.Actor("anna"), w.Now())
		}, grant.Approved},
		{"started", func(ctx context.Context) (grant.Grant, error) {
			return grant.Start(ctx, w.Tenant, g.ID, operator("risto"), w.Now())
		}, grant.Active},
		{"seen", func(ctx context.Context) (grant.Grant, error) {
			return grant.See(ctx, w.Tenant, grant.Look{Request: "r1", View: grant.FindingsView, Target: "findings/x"}, operator("risto"), w.Now())
		}, grant.Active},
		{"finished", func(ctx context.Context) (grant.Grant, error) {
			return grant.Finish(ctx, w.Tenant, g.ID, operator("risto"), w.Now())
		}, grant.Ended},
		{"reported", func(ctx context.Context) (grant.Grant, error) {
			return grant.Report(ctx, w.Tenant, g.ID, "The check was right; told Tuulikki why.", operator("risto"), w.Now())
		}, grant.Ended},
	}
	for _, tt := range steps {
		w.Add(time.Minute)
		live, err := grant.Live(t.Context(), w.Tenant, w.Now())
		if want := tt.name != "reported"; err != nil || (len(live) == 1) != want {
			t.Errorf("before it is %s the customer watches %d, %v", tt.name, len(live), err)
		}
		for range 2 { // a repeat does nothing more
			if got, err := tt.do(t.Context()); err != nil || got.State != tt.want {
				t.Errorf("%s: got %v, %v, want %v", tt.name, got.State, err, tt.want)
			}
		}
	}
	got, err := grant.Get(t.Context(), w.Tenant, g.ID, w.Now())
	want := "risto@vahti.example opristo anna@esimerkki.example finished risto@vahti.example 1m0s 2m0s 4m0s 5m0s true"
	have := fmt.Sprint(got.Operator, " ", got.Account, " ", got.DecidedBy, " ", got.Because, " ", got.EndedBy, " ", got.Decided.Sub(membertest.Start), " ", got.Started.Sub(membertest.Start), " ",
		got.Ended.Sub(membertest.Start), " ", got.Reported.Sub(membertest.Start), " ", got.Approval)
	if have != want || err != nil || got.Outcome == "" || got.Owing() {
		t.Errorf("got %s, %v,\nwant %s", have, err, want)
	}
	entries := w.Entries(t)
	var told []string
	for _, e := range entries {
		who, _, _ := strings.Cut(e.Actor, "@")
		told = append(told, fmt.Sprint(e.Action, " ", e.By, " ", who, " ", e.Purpose, " ", e.Grant == g.ID, " ", e.Reason == g.Reason))
	}
	wantTold := []string{"grant.asked operator risto customer-support true true", "grant.approved member anna customer-support true true",
		"grant.started operator risto customer-support true true", "grant.viewed operator risto customer-support true true",
		"grant.ended operator risto customer-support true true", "grant.reported operator risto customer-support true true"}
	if diff := cmp.Diff(wantTold, told); diff != "" {
		t.Errorf("audit trail (-want +got):\n%s", diff)
	}
	if entries[3].Target != "findings/x" || entries[3].At != membertest.Start.Add(3*time.Minute) {
		t.Errorf("the look is told as %s at %v", entries[3].Target, entries[3].At)
	}
}

// TestApprovalSinceAsked: a grant that nobody had to approve does not begin once the
// customer requires approval, but is asked for anew; one that the customer approved
// does.
func TestApprovalSinceAsked(t *testing.T) {
	w := newStaffed(t)
	g := w.ask(t, wish("q1"), "risto")
	if g.State != grant.Approved || g.Approval {
		t.Fatalf("where none is required: got %v, approval %v", g.State, g.Approval)
	}
	w.Add(24 * time.Hour)
	w.approval(t)
	for range 2 { // a repeat does nothing more
		got, err := grant.Start(t.Context(), w.Tenant, g.ID, operator("risto"), w.Now())
		if err != nil || got.State != grant.Asked || !got.Approval || !got.Started.IsZero() || !got.Until.Equal(w.Now().Add(grant.Patience)) {
			t.Errorf("begun once approval is required: got %v until %v, %v", got.State, got.Until, err)
		}
	}
	if err := w.see(t.Context(), "r1", grant.FindingsView, "risto"); !errors.Is(err, grant.ErrNoGrant) {
		t.Errorf("while it waits: got %v, want %v", err, grant.ErrNoGrant)
	}
	w.Add(time.Minute)
	if _, err := grant.Approve(t.Context(), w.Tenant, g.ID, membertest.Actor("anna"), w.Now()); err != nil {
		t.Fatal(err)
	}
	w.Add(time.Minute)
	if got, err := grant.Start(t.Context(), w.Tenant, g.ID, operator("risto"), w.Now()); err != nil || got.State != grant.Active {
		t.Errorf("once it is approved: got %v, %v", got.State, err)
	}
	if diff := cmp.Diff([]string{"grant.asked risto", "grant.approved anna", "grant.started risto"}, w.Actions(t)); diff != "" {
		t.Errorf("audit trail since approval is required (-want +got):\n%s", diff)
	}
}

// TestEndsByItself holds that time alone ends a grant, and that it asks for its
// outcome before there is another, of whichever tenant.
func TestEndsByItself(t *testing.T) {
	w := newStaffed(t)
	g := w.begun(t, "q1", "risto")
	w.Add(time.Hour - time.Microsecond)
	if err := w.see(t.Context(), "r1", grant.FindingsView, "risto"); err != nil {
		t.Errorf("in the last moment: %v", err)
	}
	if n := w.expire(t); n != 0 {
		t.Errorf("in the last moment %d are over", n)
	}
	w.Add(time.Microsecond)
	if err := w.see(t.Context(), "r2", grant.FindingsView, "risto"); !errors.Is(err, grant.ErrNoGrant) {
		t.Errorf("after its time: got %v, want %v", err, grant.ErrNoGrant)
	}
	if live, err := grant.Live(t.Context(), w.Tenant, w.Now()); err != nil || len(live) != 0 {
		t.Errorf("after its time the customer watches %d, %v", len(live), err)
	}
	first := w.Tenant
	w.Tenant = w.NewTenant(t, 2)
	if _, err := grant.Ask(t.Context(), w.Tenant, wish("q2"), operator("risto"), w.Now()); !errors.Is(err, grant.ErrOwed) {
		t.Errorf("without an outcome: got %v, want %v", err, grant.ErrOwed)
	}
	w.ask(t, wish("q3"), "saara") // whom it does not concern
	w.Tenant = first
	places, err := grant.Owing(t.Context(), w.DB, "opristo")
	if err != nil || len(places) != 1 || places[0] != (grant.Place{Tenant: first.ID(), Grant: g.ID}) {
		t.Errorf("owing: got %v, %v", places, err)
	}
	for i, want := range []int{1, 0} {
		if n := w.expire(t); n != want {
			t.Errorf("time %d: %d were over, want %d", i+1, n, want)
		}
	}
	w.Add(time.Minute)
	if _, err := grant.Report(t.Context(), w.Tenant, g.ID, "short", operator("risto"), w.Now()); !errors.Is(err, grant.ErrOutcome) {
		t.Errorf("hardly an outcome: got %v", err)
	}
	if _, err := grant.Report(t.Context(), w.Tenant, g.ID, "Nothing was found there.", operator("risto"), w.Now()); err != nil {
		t.Error(err)
	}
	if _, err := grant.Report(t.Context(), w.Tenant, g.ID, "Something was found there.", operator("risto"), w.Now()); !errors.Is(err, grant.ErrState) {
		t.Errorf("another outcome: got %v", err)
	}
	w.Add(time.Minute)
	w.ask(t, wish("q4"), "risto")
	if diff := cmp.Diff([]string{"grant.asked risto", "grant.started risto", "grant.viewed risto", "grant.ended", "grant.reported risto", "grant.asked risto"}, w.Actions(t)); diff != "" {
		t.Errorf("audit trail (-want +got):\n%s", diff)
	}
}

// TestReportedBeforeTheSweep holds that the trail says of a grant that it ended
// although its outcome was told before the sweep came.
func TestReportedBeforeTheSweep(t *testing.T) {
	w := newStaffed(t)
	g := w.begun(t, "q1", "risto")
	w.Add(2 * time.Hour)
	got, err := grant.Report(t.Context(), w.Tenant, g.ID, "Nothing was found there.", operator("risto"), w.Now())
	if err != nil || got.Because != grant.Expired || !got.Ended.Equal(membertest.Start.Add(time.Hour)) {
		t.Errorf("got %v at %v, %v", got.Because, got.Ended, err)
	}
	if n := w.expire(t); n != 0 {
		t.Errorf("%d are left to end", n)
	}
	actions := w.Actions(t)
	slices.Sort(actions)
	if diff := cmp.Diff([]string{"grant.asked risto", "grant.ended", "grant.reported risto", "grant.started risto"}, actions); diff != "" {
		t.Errorf("audit trail (-want +got):\n%s", diff)
	}
}

// TestPreparedAhead holds that grants that were asked for ahead are not used one after
// the other without an outcome told, in whichever tenants they are.
func TestPreparedAhead(t *testing.T) {
	w := newStaffed(t)
	first, second := w.ask(t, wish("q1"), "risto"), w.ask(t, wish("q2"), "risto")
	other := w.NewTenant(t, 2)
	third, err := grant.Ask(t.Context(), other, wish("q3"), operator("risto"), w.Now())
	if err != nil {
		t.Fatal(err)
	}
	start := func(in *store.Tenant, id string) error {
		_, err := grant.Start(t.Context(), in, id, operator("risto"), w.Now())
		return err
	}
	if err := start(w.Tenant, first.ID); err != nil {
		t.Fatal(err)
	}
	if err := start(other, third.ID); err != nil {
		t.Errorf("a second one while the first is under way: %v", err)
	}
	w.Add(30 * time.Minute)
	if _, err := grant.Finish(t.Context(), other, third.ID, operator("risto"), w.Now()); err != nil {
		t.Fatal(err)
	}
	if err := start(w.Tenant, first.ID); err != nil {
		t.Errorf("a repeat of what is under way: %v", err)
	}
	if err := start(w.Tenant, second.ID); !errors.Is(err, grant.ErrOwed) {
		t.Errorf("while the outcome of another tenant's is owed: got %v, want %v", err, grant.ErrOwed)
	}
	if _, err := grant.Report(t.Context(), other, third.ID, "Nothing was wrong there.", operator("risto"), w.Now()); err != nil {
		t.Fatal(err)
	}
	w.Add(time.Hour) // the first is over by itself, and nobody has said so
	if err := start(w.Tenant, second.ID); !errors.Is(err, grant.ErrOwed) {
		t.Errorf("after one that ended by itself: got %v, want %v", err, grant.ErrOwed)
	}
	if _, err := grant.Report(t.Context(), w.Tenant, first.ID, "Answered the question.", operator("risto"), w.Now()); err != nil {
		t.Fatal(err)
	}
	if err := start(w.Tenant, second.ID); err != nil {
		t.Errorf("with every outcome told: %v", err)
	}
}

func TestRefused(t *testing.T) {
	w := newStaffed(t)
	bent := func(bend func(*grant.Wish)) grant.Wish {
		x := wish("q")
		bend(&x)
		return x
	}
	quality := func(days int, more time.Duration) grant.Wish {
		return bent(func(x *grant.Wish) {
			x.Purpose, x.Onboarded = grant.QualityAssurance, membertest.Start.Add(-time.Duration(days)*24*time.Hour-more)
		})
	}
	tests := []struct {
		name string
		wish grant.Wish
		want error
	}{
		{"no request", bent(func(x *grant.Wish) { x.Request = "" }), grant.ErrRequest},
		{"no purpose", bent(func(x *grant.Wish) { x.Purpose = "" }), grant.ErrPurpose},
		{"a purpose of its own", bent(func(x *grant.Wish) { x.Purpose = "curiosity" }), grant.ErrPurpose},
		{"no reason", bent(func(x *grant.Wish) { x.Reason = "   because     " }), grant.ErrReason},
		{"a long reason", bent(func(x *grant.Wish) { x.Reason = strings.Repeat("x", 1001) }), grant.ErrReason},
		{"no goal", bent(func(x *grant.Wish) { x.Goal = "" }), grant.ErrGoal},
		{"no view", bent(func(x *grant.Wish) { x.Views = nil }), grant.ErrViews},
		{"an unknown view", bent(func(x *grant.Wish) { x.Views = []grant.View{"mailboxes"} }), grant.ErrViews},
		{"more than the purpose needs", bent(func(x *grant.Wish) { x.Views = []grant.View{grant.FindingsView, grant.TrailView} }), grant.ErrViews},
		{"findings for billing", bent(func(x *grant.Wish) { x.Purpose = grant.Billing; x.Views = []grant.View{grant.FindingsView} }), grant.ErrViews},
		{"no method", bent(func(x *grant.Wish) { x.Method = "" }), grant.ErrMethod},
		{"no limit", bent(func(x *grant.Wish) { x.Limit = 0 }), grant.ErrLimit},
		{"more than eight hours", bent(func(x *grant.Wish) { x.Limit = 8*time.Hour + time.Minute }), grant.ErrLimit},
		{"parts of a minute", bent(func(x *grant.Wish) { x.Limit = 90 * time.Second }), grant.ErrLimit},
		{"quality assurance after 30 days", quality(30, 0), grant.ErrOnboarding},
		{"quality assurance without onboarding", bent(func(x *grant.Wish) { x.Purpose = grant.QualityAssurance }), grant.ErrOnboarding},
		{"quality assurance in time", quality(30, -time.Second), nil},
		{"eight hours", bent(func(x *grant.Wish) { x.Request = "q8"; x.Limit = 8 * time.Hour }), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := grant.Ask(t.Context(), w.Tenant, tt.wish, operator("risto"), w.Now()); !errors.Is(err, tt.want) || (err == nil) != (tt.want == nil) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
	if _, err := grant.Ask(t.Context(), w.Tenant, wish("q"), grant.Operator{Name: "x"}, w.Now()); !errors.Is(err, grant.ErrOperator) {
		t.Errorf("an operator of no account: got %v", err)
	}
	for n := range 8 {
		w.ask(t, wish(fmt.Sprint("more", n)), "risto")
	}
	if _, err := grant.Ask(t.Context(), w.Tenant, wish("one more"), operator("risto"), w.Now()); !errors.Is(err, grant.ErrTooMany) {
		t.Errorf("an eleventh: got %v, want %v", err, grant.ErrTooMany)
	}
	if _, err := w.doc().Update(t.Context(), []cloud.Update{{Path: "state", Value: string(tenant.Erased)}}); err != nil {
		t.Fatal(err)
	}
	if _, err := grant.Ask(t.Context(), w.Tenant, wish("gone"), operator("saara"), w.Now()); !errors.Is(err, member.ErrNotFound) {
		t.Errorf("of an erased tenant: got %v", err)
	}
}

// TestSection4QualityAssuranceEndsWithOnboarding holds that it does, whatever the limit.
func TestSection4QualityAssuranceEndsWithOnboarding(t *testing.T) {
	w := newStaffed(t)
	x := wish("q")
	x.Purpose, x.Limit = grant.QualityAssurance, 8*time.Hour
	x.Onboarded = membertest.Start.Add(-30*24*time.Hour + 2*time.Hour)
	g := w.ask(t, x, "risto")
	x.Request = "q2"
	late := w.ask(t, x, "risto")
	g, err := grant.Start(t.Context(), w.Tenant, g.ID, operator("risto"), w.Now())
	if err != nil || !g.Until.Equal(membertest.Start.Add(2*time.Hour)) {
		t.Errorf("it lasts until %v, %v, want %v", g.Until, err, membertest.Start.Add(2*time.Hour))
	}
	w.Add(2 * time.Hour)
	if err := w.see(t.Context(), "r", grant.FindingsView, "risto"); !errors.Is(err, grant.ErrNoGrant) {
		t.Errorf("after 30 days: got %v", err)
	}
	if _, err := grant.Start(t.Context(), w.Tenant, late.ID, operator("risto"), w.Now()); !errors.Is(err, grant.ErrOnboarding) {
		t.Errorf("beginning after 30 days: got %v", err)
	}
}

// world is one tenant with people in it.
type world struct{ *membertest.World }

func newWorld(t *testing.T) *world {
	t.Helper()
	return &world{membertest.New(t)}
}

func (w *world) doc() *cloud.DocumentRef { return handle.Doc(w.Tenant.Handle()) }
