package account_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/account"
)

// plain is what an account should be, worked out the plain way.
type plain struct {
	state                           account.State
	password                        string // "" for none
	app, passkey, linked, operator  bool
	codes                           int
	sessions                        map[int]*plainSession // by number
	attempts                        map[int]bool          // those that can go on
	resetLetters                    map[int]time.Time     // number => when it ends
	lastOwn                         int
	epochBumps, signIns, rejections int
}

type plainSession struct {
	full          bool
	created, seen time.Time
}

// complete is the rule of the package comment.
func (p *plain) complete() bool {
	if p.operator {
		return p.passkey && (p.password == "" || p.app || p.passkey)
	}
	if p.password != "" {
		return p.app || p.passkey
	}
	return p.passkey || p.linked
}

// changed ends all sessions but one, all attempts and all letters.
func (p *plain) changed(own int) {
	for n := range p.sessions {
		if n != own {
			delete(p.sessions, n)
		}
	}
	clear(p.attempts)
	clear(p.resetLetters)
	p.epochBumps++
	if p.state == account.Invited && p.complete() {
		p.state = account.Active
	}
}

func (p *plain) alive(n int, now time.Time) bool {
	s := p.sessions[n]
	if s == nil {
		return false
	}
	most, rest := 12*time.Hour, time.Hour
	if p.operator {
		most, rest = 8*time.Hour, 15*time.Minute
	}
	if !s.full {
		most = 30 * time.Minute
	}
	usable := p.state == account.Active || !s.full && p.state == account.Invited
	return usable && now.Sub(s.created) < most && now.Sub(s.seen) < rest
}

// run is a model beside the real thing.
type run struct {
	t *testing.T
	*person
	m       plain
	random  *rand.Rand
	tokens  map[int]account.SignIn
	tries   map[int]account.Token
	letters map[int]account.Token
	next    int
}

// TestModel drives one account at random and compares it with the model after each step.
func TestModel(t *testing.T) {
	signIns, changes, refusals := 0, 0, 0
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			w := newWorld(t)
			p := w.enrolling(t, "maija@esimerkki.example", false)
			r := &run{t: t, person: p, random: rand.New(rand.NewPCG(seed, 1)), tokens: map[int]account.SignIn{}, tries: map[int]account.Token{}, letters: map[int]account.Token{}}
			r.m = plain{state: account.Invited, sessions: map[int]*plainSession{}, attempts: map[int]bool{}, resetLetters: map[int]time.Time{}}
			// The session that enrolling began.
			r.begun(account.SignIn{Token: p.token, Session: p.session}, false)
			for step := range 500 {
				name := r.step()
				if t.Failed() {
					t.Fatalf("at step %d: %s", step, name)
				}
				r.compare(name)
			}
			signIns += r.m.signIns
			changes += r.m.epochBumps
			refusals += r.m.rejections
		})
	}
	if signIns < 40 || changes < 100 || refusals < 200 {
		t.Errorf("little happened: %d sign-ins, %d changes, %d refusals", signIns, changes, refusals)
	}
}

// begun notes a session.
func (r *run) begun(in account.SignIn, full bool) {
	r.next++
	r.tokens[r.next] = in
	r.m.sessions[r.next] = &plainSession{full: full, created: r.w.Now(), seen: r.w.Now()}
	r.m.lastOwn = r.next
	if full {
		r.m.signIns++
	}
}

// own is a session that was given out, alive or not.
func (r *run) own() (int, account.Session) {
	n := r.m.lastOwn
	if r.random.IntN(4) == 0 {
		n = 1 + r.random.IntN(r.next)
	}
	return n, r.tokens[n].Session
}

// want compares an outcome with the model's.
func (r *run) want(err error, refusedBy ...error) {
	r.t.Helper()
	if len(refusedBy) == 0 {
		if err != nil {
			r.t.Errorf("got %v, want success", err)
		}
		return
	}
	r.m.rejections++
	for _, e := range refusedBy {
		if errors.Is(err, e) {
			return
		}
	}
	r.t.Errorf("got %v, want one of %v", err, refusedBy)
}

// may returns why a change in a session is refused, or nothing.
func (r *run) may(n int) []error {
	now := r.w.Now()
	switch s := r.m.sessions[n]; {
	case !r.m.alive(n, now):
		return []error{account.ErrSession}
	case s.full && now.Sub(s.created) >= 15*time.Minute:
		return []error{account.ErrStale}
	}
	return nil
}

func (r *run) compare(name string) {
	r.t.Helper()
	a, err := r.w.Get(r.t.Context(), r.id)
	if err != nil {
		r.t.Fatal(err)
	}
	got := fmt.Sprintf("%v password %v app %v passkey %v linked %v operator %v codes %d", a.State, !a.Password.IsZero(), !a.TOTP.IsZero(), len(a.Passkeys) > 0, len(a.Identities) > 0, a.Operator, a.RecoveryCodes)
	want := fmt.Sprintf("%v password %v app %v passkey %v linked %v operator %v codes %d", r.m.state, r.m.password != "", r.m.app, r.m.passkey, r.m.linked, r.m.operator, r.m.codes)
	if diff := cmp.Diff(want, got); diff != "" {
		r.t.Fatalf("after %s (-want +got):\n%s", name, diff)
	}
	list, err := r.w.Sessions(r.t.Context(), r.id)
	if err != nil {
		r.t.Fatal(err)
	}
	alive := 0
	for n := range r.m.sessions {
		if r.m.alive(n, r.w.Now()) {
			alive++
		}
	}
	if len(list) != alive {
		r.t.Fatalf("after %s: %d sessions, want %d", name, len(list), alive)
	}
}
