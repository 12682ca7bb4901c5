package account_test

import (
	"errors"
	"testing"
	"time"

	"vahti.ai/vahti/shared/account"
)

func (p *person) alive(t *testing.T, token account.Token) bool {
	t.Helper()
	_, _, err := p.w.Lookup(t.Context(), token)
	if err != nil && !errors.Is(err, account.ErrSession) {
		t.Fatal(err)
	}
	return err == nil
}

func TestHowLongSessionsLast(t *testing.T) {
	tests := []struct {
		name     string
		operator bool
		every    time.Duration // a use
		want     time.Duration // the last use that is let in, at most
	}{
		{"a member who works", false, 20 * time.Minute, 12*time.Hour - 20*time.Minute},
		{"a member who rests an hour", false, time.Hour, 0},
		{"an operator who works", true, 6 * time.Minute, 8*time.Hour - 6*time.Minute},
		{"an operator who rests a quarter", true, 15 * time.Minute, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			var p *person
			if tt.operator {
				p = w.operator(t, "vahti@vahti.example")
			} else {
				p = w.member(t, "maija@esimerkki.example")
				p.signIn(t, good)
			}
			began, last := w.Now(), time.Duration(0)
			for {
				w.Add(tt.every)
				if !p.alive(t, p.token) {
					break
				}
				last = w.Now().Sub(began)
			}
			if last != tt.want {
				t.Errorf("the last use was after %v, want %v", last, tt.want)
			}
		})
	}
}

func TestUseIsWrittenSeldom(t *testing.T) {
	w := newWorld(t)
	p := w.member(t, "maija@esimerkki.example")
	p.signIn(t, good)
	before := w.data.Stats()
	for range 100 {
		w.Add(6 * time.Second) // ten minutes in all
		if !p.alive(t, p.token) {
			t.Fatal("the session ended")
		}
	}
	after := w.data.Stats()
	if writes := after.Writes - before.Writes; writes != 2 {
		t.Errorf("100 uses in ten minutes took %d writes, want 2", writes)
	}
	if reads := after.Reads - before.Reads; reads > 204 {
		t.Errorf("100 uses took %d reads, want 2 each", reads)
	}
}

func TestEnding(t *testing.T) {
	w := newWorld(t)
	p := w.member(t, "maija@esimerkki.example")
	other := w.member(t, "kalle@esimerkki.example")
	first := p.signIn(t, good)
	second := p.signIn(t, good)
	third := p.signIn(t, good)
	list, err := w.Sessions(t.Context(), p.id)
	if err != nil || len(list) != 4 || list[0].ID != third.Session.ID || list[0].Address != p.from.Address {
		t.Fatalf("got %d sessions, %v, want those of setting up and three", len(list), err)
	}
	if _, err := w.SignOut(t.Context(), first.Token, p.from); err != nil || p.alive(t, first.Token) {
		t.Errorf("signed out: %v, and it is alive: %v", err, p.alive(t, first.Token))
	}
	if _, err := w.SignOut(t.Context(), first.Token, p.from); err != nil {
		t.Errorf("signed out again: %v", err)
	}
	if _, err := w.End(t.Context(), other.session, second.Session.ID, p.from); !errors.Is(err, account.ErrSession) || !p.alive(t, second.Token) {
		t.Errorf("another's session: got %v, want %v", err, account.ErrSession)
	}
	if _, err := w.End(t.Context(), third.Session, second.Session.ID, p.from); err != nil || p.alive(t, second.Token) {
		t.Errorf("one's own: %v", err)
	}
	fourth := p.signIn(t, good)
	if _, err := w.EndOthers(t.Context(), fourth.Session, p.from); err != nil || p.alive(t, third.Token) || !p.alive(t, fourth.Token) {
		t.Errorf("all others: %v; another is alive: %v, one's own: %v", err, p.alive(t, third.Token), p.alive(t, fourth.Token))
	}
	if _, err := w.EndAll(t.Context(), p.id); err != nil || p.alive(t, fourth.Token) {
		t.Errorf("all: %v", err)
	}
	if !other.alive(t, other.token) {
		t.Error("the session of another ended")
	}
	for _, bad := range []string{"", "x/y", "0000"} {
		if _, err := w.End(t.Context(), other.session, bad, p.from); !errors.Is(err, account.ErrSession) {
			t.Errorf("session %q: got %v, want %v", bad, err, account.ErrSession)
		}
	}
}

// TestSigningInAgain gives another session in place of the one there was, which is
// what dangerous changes ask for.
func TestSigningInAgain(t *testing.T) {
	w := newWorld(t)
	p := w.member(t, "maija@esimerkki.example")
	before := p.signIn(t, good)
	w.Add(15 * time.Minute)
	if before.Session.Fresh(w.Now()) {
		t.Error("a session is fresh after a quarter of an hour")
	}
	if _, err := w.SetPassword(t.Context(), p.session, good, better, p.from); !errors.Is(err, account.ErrStale) {
		t.Errorf("got %v, want %v", err, account.ErrStale)
	}
	if _, err := w.AddApp(t.Context(), p.session); !errors.Is(err, account.ErrStale) {
		t.Errorf("got %v, want %v", err, account.ErrStale)
	}
	p.from.Session = before.Token
	after := p.signIn(t, good)
	if p.alive(t, before.Token) || !p.alive(t, after.Token) {
		t.Errorf("the one before is alive: %v, the one after: %v", p.alive(t, before.Token), p.alive(t, after.Token))
	}
	if _, err := w.SetPassword(t.Context(), p.session, good, better, p.from); err != nil {
		t.Errorf("after signing in again: %v", err)
	}
}

// TestChangesEndOtherSessions holds every change of how a person signs in to it.
func TestChangesEndOtherSessions(t *testing.T) {
	tests := []struct {
		name   string
		change func(*testing.T, *person)
		own    bool // one's own session goes on
	}{
		{"password set", func(t *testing.T, p *person) {
			if _, err := p.w.SetPassword(t.Context(), p.session, good, better, p.from); err != nil {
				t.Fatal(err)
			}
		}, true},
		{"app added", func(t *testing.T, p *person) { p.addApp(t) }, true},
		{"passkey added", func(t *testing.T, p *person) { p.addPasskey(t, p.device) }, true},
		{"recovery codes made", func(t *testing.T, p *person) { p.addCodes(t) }, true},
		{"linked", func(t *testing.T, p *person) {
			if _, err := p.w.Link(t.Context(), p.session, identity(1), p.from); err != nil {
				t.Fatal(err)
			}
		}, true},
		{"app removed", func(t *testing.T, p *person) {
			p.addPasskey(t, p.device)
			other := p.signIn(t, good)
			if _, err := p.w.Remove(t.Context(), other.Session, account.ByTOTP, p.from); err != nil {
				t.Fatal(err)
			}
		}, true},
		{"made an operator", func(t *testing.T, p *person) {
			p.addPasskey(t, p.device)
			if _, err := p.w.SetOperator(t.Context(), p.id, true); err != nil {
				t.Fatal(err)
			}
		}, false},
		{"locked", func(t *testing.T, p *person) {
			if _, err := p.w.Lock(t.Context(), p.id); err != nil {
				t.Fatal(err)
			}
		}, false},
		{"locked and unlocked", func(t *testing.T, p *person) {
			if _, err := p.w.Lock(t.Context(), p.id); err != nil {
				t.Fatal(err)
			}
			if _, err := p.w.Unlock(t.Context(), p.id); err != nil {
				t.Fatal(err)
			}
		}, false},
		{"set up anew", func(t *testing.T, p *person) {
			if _, err := p.w.Reenrol(t.Context(), p.id); err != nil {
				t.Fatal(err)
			}
		}, false},
		{"removed", func(t *testing.T, p *person) {
			if _, err := p.w.Erase(t.Context(), p.id); err != nil {
				t.Fatal(err)
			}
		}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			p := w.member(t, "maija@esimerkki.example")
			other := p.signIn(t, good)
			p.signIn(t, good)
			tt.change(t, p)
			if p.alive(t, other.Token) {
				t.Error("another session goes on")
			}
			if got := p.alive(t, p.token); got != tt.own {
				t.Errorf("one's own goes on: %v, want %v", got, tt.own)
			}
		})
	}
}

func TestEnrollingSession(t *testing.T) {
	w := newWorld(t)
	p := w.enrolling(t, "maija@esimerkki.example", false)
	if p.session.Level != account.Enrolling {
		t.Errorf("got level %v", p.session.Level)
	}
	if _, _, err := w.Enrolled(t.Context(), p.session, p.from); !errors.Is(err, account.ErrCondition) {
		t.Errorf("before anything is set up: got %v, want %v", err, account.ErrCondition)
	}
	if _, err := w.SetPassword(t.Context(), p.session, "", good, p.from); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.Enrolled(t.Context(), p.session, p.from); !errors.Is(err, account.ErrCondition) {
		t.Errorf("with a password alone: got %v, want %v", err, account.ErrCondition)
	}
	if _, _, err := w.Password(t.Context(), p.email, good, p.from); !errors.Is(err, account.ErrRefused) {
		t.Errorf("a password alone signs in: got %v, want %v", err, account.ErrRefused)
	}
	p.addApp(t)
	before := p.token
	p.enrolled(t)
	if p.alive(t, before) || p.session.Level != account.Full {
		t.Errorf("the session of setting up goes on: %v; level %v", p.alive(t, before), p.session.Level)
	}
	if _, _, err := w.Enrol(t.Context(), p.id, p.from); !errors.Is(err, account.ErrCondition) {
		t.Errorf("an invitation opens an account that is set up: got %v, want %v", err, account.ErrCondition)
	}
	if _, _, err := w.Enrolled(t.Context(), p.session, p.from); !errors.Is(err, account.ErrCondition) {
		t.Errorf("a full session is made fresh without a sign-in: got %v, want %v", err, account.ErrCondition)
	}
	late := w.enrolling(t, "kalle@esimerkki.example", false)
	w.Add(30 * time.Minute)
	if late.alive(t, late.token) {
		t.Error("setting up goes on after half an hour")
	}
}

func BenchmarkLookup(b *testing.B) {
	w := newWorld(b)
	p := w.member(b, "maija@esimerkki.example")
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, _, err := w.Lookup(b.Context(), p.token); err != nil {
				b.Error(err)
				return
			}
		}
	})
}
