package grant_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/standintest/membertest"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/instruction"
)

// plain is what should be stored, worked out the plain way.
type plain struct {
	grants   []*plainGrant
	approval bool
	trail    map[string]int
}

type plainGrant struct {
	id, by   string
	state    string // as it was written
	approval bool
	anew     bool // asked for again when it was to begin
	until    time.Time
	limit    time.Duration
	started  bool
	because  string
	outcome  string
}

// at is the state and the reason of the end at a moment.
func (g *plainGrant) at(now time.Time) (state, because string) {
	if g.state == "ended" || g.state == "refused" || now.Before(g.until) {
		return g.state, g.because
	}
	if g.state == "active" {
		return "ended", "expired"
	}
	return "ended", "lapsed"
}

// owes reports whether an operator has not told the outcome of something.
func (p *plain) owes(by string, now time.Time) bool {
	return slices.ContainsFunc(p.grants, func(g *plainGrant) bool {
		state, _ := g.at(now)
		return g.by == by && state == "ended" && g.started && g.outcome == ""
	})
}

// end writes that a grant ended.
func (p *plain) end(g *plainGrant, because, action string) {
	g.state, g.because = "ended", because
	p.trail[action]++
}

// settle writes what has ended by itself, as whoever touches it does.
func (p *plain) settle(g *plainGrant, now time.Time) {
	if state, because := g.at(now); state != g.state {
		p.end(g, because, "grant.ended")
	}
}

// until repeats something that dies at ever another write until it is not
// disturbed, and returns what it answered then.
func (w *world) until(t *testing.T, draw *rand.Rand, run func(context.Context) error) error {
	t.Helper()
	for range draw.IntN(3) {
		_, _ = w.Dying(t, 1+draw.IntN(3), run)
	}
	return run(t.Context())
}

// TestAgainstAPlainModel draws histories at random: two operators ask, begin, look,
// finish and report, the customer approves, refuses, revokes and changes its mind
// about approval, time passes, and every step may die at any write and is repeated.
func TestAgainstAPlainModel(t *testing.T) {
	seeds := uint64(5)
	if testing.Short() {
		seeds = 2
	}
	for seed := range seeds {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			model(t, rand.New(rand.NewPCG(seed, 6)), 200)
		})
	}
}

func model(t *testing.T, draw *rand.Rand, steps int) {
	w := newStaffed(t)
	p := &plain{trail: map[string]int{}}
	denied, allowed := 0, 0
	for n := range steps {
		w.Add(time.Duration(1+draw.IntN(20)) * time.Minute)
		if draw.IntN(25) == 0 {
			w.Add(8 * 24 * time.Hour)
		}
		by := []string{"risto", "saara"}[draw.IntN(2)]
		var g *plainGrant
		if len(p.grants) > 0 {
			g = p.grants[max(0, len(p.grants)-1-draw.IntN(4))]
			if draw.IntN(2) == 0 { // one of which something may still become
				for _, other := range p.grants {
					if state, _ := other.at(w.Now()); state != "refused" && (state != "ended" || other.started && other.outcome == "") {
						g = other
					}
				}
			}
			if draw.IntN(4) > 0 {
				by = g.by
			}
		}
		var got, want error
		what := draw.IntN(12)
		switch {
		case what < 3 || g == nil:
			got, want = w.asks(t, draw, p, by, fmt.Sprint("q", n))
		case what == 3:
			p.approval = !p.approval
			_, got = instruction.Give(t.Context(), w.Tenant, instruction.Wish{Setting: instruction.Support(), Value: fmt.Appendf(nil, `{"approval":%v}`, p.approval), Source: instruction.API}, membertest.Actor("anna"), w.Now())
			p.trail["support-policy.changed"]++
		case what < 7:
			got, want = w.looks(t, draw, p, by, fmt.Sprint("r", n))
			if want == nil {
				allowed++
			} else {
				denied++
			}
		case what == 7:
			w.expire(t)
			for _, g := range p.grants {
				p.settle(g, w.Now())
			}
		default:
			got, want = w.steps(t, draw, p, g, by)
		}
		if !errors.Is(got, want) || (got == nil) != (want == nil) {
			t.Fatalf("step %d, kind %d: got %v, want %v", n, what, got, want)
		}
		w.matches(t, p)
	}
	counts := map[string]int{}
	for _, a := range w.Actions(t) {
		action, _, _ := strings.Cut(a, " ")
		counts[action]++
	}
	if diff := cmp.Diff(p.trail, counts); diff != "" {
		t.Errorf("audit trail (-want +got):\n%s", diff)
	}
	if len(counts) < 7 || allowed < 3 || denied < 3 {
		t.Errorf("%d kinds of entries, %d looks allowed, %d denied: the history is too dull", len(counts), allowed, denied)
	}
}

func (w *world) asks(t *testing.T, draw *rand.Rand, p *plain, by, request string) (got, want error) {
	t.Helper()
	x := wish(request)
	x.Limit = time.Duration(1+draw.IntN(480)) * time.Minute
	var made grant.Grant
	got = w.until(t, draw, func(ctx context.Context) (err error) {
		made, err = grant.Ask(ctx, w.Tenant, x, operator(by), w.Now())
		return err
	})
	held := 0
	if p.owes(by, w.Now()) {
		return got, grant.ErrOwed
	}
	for _, g := range p.grants {
		_, because := g.at(w.Now())
		if written := g.state == "ended" || g.state == "refused"; g.by == by && !written && because != "expired" {
			held++
		}
	}
	if held >= 10 {
		return got, grant.ErrTooMany
	}
	state := "approved"
	if p.approval {
		state = "asked"
	}
	p.grants = append(p.grants, &plainGrant{id: made.ID, by: by, state: state, approval: p.approval, until: w.Now().Add(grant.Patience), limit: x.Limit})
	p.trail["grant.asked"]++
	return got, nil
}

func (w *world) looks(t *testing.T, draw *rand.Rand, p *plain, by, request string) (got, want error) {
	t.Helper()
	got = w.until(t, draw, func(ctx context.Context) error { return w.see(ctx, request, grant.FindingsView, by) })
	for _, g := range p.grants {
		if state, _ := g.at(w.Now()); g.by == by && state == "active" {
			p.trail["grant.viewed"]++
			return got, nil
		}
	}
	return got, grant.ErrNoGrant
}

// steps takes a step of one grant.
func (w *world) steps(t *testing.T, draw *rand.Rand, p *plain, g *plainGrant, by string) (got, want error) {
	t.Helper()
	now := w.Now()
	state, because := g.at(now)
	what := []string{"approve", "refuse", "start", "revoke", "finish", "report"}[draw.IntN(6)]
	if draw.IntN(2) == 0 { // what comes next
		what = map[string]string{"asked": "approve", "approved": "start", "refused": "finish", "active": "revoke", "ended": "report"}[state]
	}
	outcome := fmt.Sprint("Looked there and found ", draw.IntN(2))
	got = w.until(t, draw, func(ctx context.Context) (err error) {
		switch what {
		case "approve":
			_, err = grant.Approve(ctx, w.Tenant, g.id, membertest.Actor("anna"), now)
		case "refuse":
			_, err = grant.Refuse(ctx, w.Tenant, g.id, membertest.Actor("anna"), now)
		case "start":
			_, err = grant.Start(ctx, w.Tenant, g.id, operator(by), now)
		case "revoke":
			_, err = grant.Revoke(ctx, w.Tenant, g.id, membertest.Actor("olga"), now)
		case "finish":
			_, err = grant.Finish(ctx, w.Tenant, g.id, operator(by), now)
		case "report":
			_, err = grant.Report(ctx, w.Tenant, g.id, outcome, operator(by), now)
		}
		return err
	})
	over := state == "ended" || state == "refused"
	switch {
	case (what == "start" || what == "finish" || what == "report") && by != g.by:
		return got, grant.ErrNone
	case what == "approve" || what == "refuse":
		to := map[string]string{"approve": "approved", "refuse": "refused"}[what]
		switch {
		case g.approval && state == to:
		case state != "asked":
			return got, grant.ErrState
		default:
			g.state, g.until = to, now.Add(grant.Patience)
			p.trail["grant."+to]++
		}
	case what == "start" && (state == "active" || state == "asked" && g.anew):
	case what == "start" && state != "approved":
		return got, grant.ErrState
	case what == "start" && p.owes(by, now):
		return got, grant.ErrOwed
	case what == "start" && p.approval && !g.approval: // nobody had to approve it
		g.state, g.approval, g.anew, g.until = "asked", true, true, now.Add(grant.Patience)
		p.trail["grant.asked"]++
	case what == "start":
		g.state, g.started, g.until = "active", true, now.Add(g.limit)
		p.trail["grant.started"]++
	case what == "revoke" && !over:
		p.end(g, "revoked", "grant.revoked")
	case what == "finish" && !over:
		p.end(g, "finished", "grant.ended")
	case what == "revoke" || what == "finish":
		p.settle(g, now)
	case g.outcome == outcome:
	case state != "ended" || !g.started || g.outcome != "":
		return got, grant.ErrState
	default:
		if g.state != "ended" {
			p.end(g, because, "grant.ended")
		}
		g.outcome = outcome
		p.trail["grant.reported"]++
	}
	return got, nil
}

func (w *world) matches(t *testing.T, p *plain) {
	t.Helper()
	live := 0
	for _, g := range p.grants {
		got, err := grant.Get(t.Context(), w.Tenant, g.id, w.Now())
		if err != nil {
			t.Fatal(err)
		}
		state, because := g.at(w.Now())
		want := fmt.Sprint(state, " ", because, " ", g.started, " ", g.outcome)
		if have := fmt.Sprint(got.State, " ", got.Because, " ", !got.Started.IsZero(), " ", got.Outcome); have != want {
			t.Fatalf("a grant is %q, want %q", have, want)
		}
		if state != "ended" && state != "refused" {
			live++
		}
	}
	if got, err := grant.Live(t.Context(), w.Tenant, w.Now()); err != nil || len(got) != live {
		t.Fatalf("the customer watches %d, %v, want %d", len(got), err, live)
	}
}

// TestSeeIsToldBeforeItIsSeen stops a look at each of its writes: where it does not
// succeed nothing may be shown, and where it does the trail tells.
func TestSeeIsToldBeforeItIsSeen(t *testing.T) {
	for at := 1; at <= 2; at++ {
		w := newStaffed(t)
		w.begun(t, "q1", "risto")
		w.Actions(t)
		look := func(ctx context.Context) error { return w.see(ctx, "r1", grant.FindingsView, "risto") }
		if _, err := w.Dying(t, at, look); err == nil {
			t.Errorf("dead at hook %d: it was seen", at)
		}
		if err := look(t.Context()); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff([]string{"grant.viewed risto"}, w.Actions(t)); diff != "" {
			t.Errorf("dead at hook %d, audit trail (-want +got):\n%s", at, diff)
		}
		if err := look(t.Context()); err != nil { // once the entry was moved
			t.Error(err)
		}
		if got := w.Actions(t); len(got) != 0 {
			t.Errorf("the same look is told again: %v", got)
		}
	}
}

func TestNothingPersonalIsStoredInPlain(t *testing.T) {
	w := newStaffed(t)
	g := w.begun(t, "q1", "risto")
	if err := w.see(t.Context(), "r1", grant.FindingsView, "risto"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%v %+v %#v %v %+v %#v %v %+v %#v", g, g, g, wish("q"), wish("q"), wish("q"), operator("risto"), operator("risto"), operator("risto"))
	for _, c := range []string{"grants", "trail"} {
		docs, err := w.doc().Collection(c).Documents(t.Context()).GetAll()
		if err != nil || len(docs) == 0 {
			t.Fatalf("%d documents of %s, %v", len(docs), c, err)
		}
		for _, d := range docs {
			for name, v := range d.Data() {
				fmt.Fprintf(&b, " %s=%s %v", name, v, v)
			}
		}
	}
	for _, s := range []string{"Tuulikki", "risto@", "198.51.100", "Answer the question"} {
		if strings.Contains(b.String(), s) {
			t.Errorf("%q shows", s)
		}
	}
	for field, v := range map[string]any{"sealed": []byte("open"), "state": "eternal", "until": "never"} {
		if _, err := w.doc().Collection("grants").Doc(g.ID).Update(t.Context(), []cloud.Update{{Path: field, Value: v}}); err != nil {
			t.Fatal(err)
		}
		if err := w.see(t.Context(), "r2", grant.FindingsView, "risto"); err == nil {
			t.Errorf("a grant whose %s was tampered with lets its operator look", field)
		}
	}
}
