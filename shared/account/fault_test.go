package account_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/account"
)

// deed is something that is done to a fresh account and what must hold of it: done
// wholly or not at all.
type deed struct {
	name string
	do   func(context.Context, *person) error
	done func(*testing.T, *person) bool
}

func deeds() []deed {
	get := func(t *testing.T, p *person) account.Account {
		a, err := p.w.Get(t.Context(), p.id)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	return []deed{
		{"set a password", func(ctx context.Context, p *person) error {
			_, err := p.w.SetPassword(ctx, p.session, "", good, p.from)
			return err
		}, func(t *testing.T, p *person) bool { return !get(t, p).Password.IsZero() }},
		{"link", func(ctx context.Context, p *person) error {
			_, err := p.w.Link(ctx, p.session, identity(1), p.from)
			return err
		}, func(t *testing.T, p *person) bool {
			a := get(t, p)
			found, err := p.w.ByIdentity(t.Context(), identity(1))
			if linked := err == nil && found.ID == p.id; linked != (len(a.Identities) == 1) || linked != (a.State == account.Active) {
				t.Errorf("half a link: found %v, %d kept, %v", linked, len(a.Identities), a.State)
			}
			return len(a.Identities) == 1
		}},
		{"lock", func(ctx context.Context, p *person) error {
			_, err := p.w.Lock(ctx, p.id)
			return err
		}, func(t *testing.T, p *person) bool { return get(t, p).State == account.Locked }},
		{"remove", func(ctx context.Context, p *person) error {
			_, err := p.w.Erase(ctx, p.id)
			return err
		}, func(t *testing.T, p *person) bool {
			a := get(t, p)
			_, err := p.w.ByEmail(t.Context(), p.email)
			if gone := errors.Is(err, account.ErrNotFound); gone != (a.State == account.Removed) || gone != (a.Name == "") {
				t.Errorf("half a removal: %v, %v, %q", gone, a.State, a.Name)
			}
			return a.State == account.Removed
		}},
		{"create", func(ctx context.Context, p *person) error {
			_, _, _, err := p.w.Create(ctx, account.New{Email: "uusi-" + p.email, Name: "Uusi", Language: "sv"})
			return err
		}, func(t *testing.T, p *person) bool {
			_, err := p.w.ByEmail(t.Context(), "uusi-"+p.email)
			return err == nil
		}},
	}
}

// TestDyingAnywhere kills the instance at each write, before it is applied and after,
// and then does it again.
func TestDyingAnywhere(t *testing.T) {
	for _, d := range deeds() {
		t.Run(d.name, func(t *testing.T) {
			w := newWorld(t)
			died := 0
			for at := 1; died == at-1; at++ {
				p := w.enrolling(t, fmt.Sprintf("maija%d@esimerkki.example", at), false)
				_, err := w.failing(t, at, nil, func(ctx context.Context) error { return d.do(ctx, p) })
				if err != nil {
					died = at
				}
				if done := d.done(t, p); err == nil && !done {
					t.Errorf("at %d: it was not done and says so not", at)
				}
				if err := d.do(t.Context(), p); err != nil || !d.done(t, p) {
					t.Errorf("at %d: again: %v, done %v", at, err, d.done(t, p))
				}
				if _, err := w.Unlink(t.Context(), p.session, identity(1), p.from); err == nil {
					t.Error("the last way to sign in was taken away")
				}
				if _, err := w.Erase(t.Context(), p.id); err != nil {
					t.Fatal(err)
				}
			}
			if died < 2 {
				t.Errorf("it died at %d hooks, want before and after its write", died)
			}
		})
	}
}

// TestLostAnswers lets each write be applied and its answer get lost or the write meet
// contention: the client tries again, and what can be done once is done once.
func TestLostAnswers(t *testing.T) {
	tests := []struct {
		name string
		do   func(context.Context, *person) error
	}{
		{"sign in with an app", func(ctx context.Context, p *person) error {
			a, _, err := p.w.Password(ctx, p.email, good, p.from)
			if err != nil {
				return err
			}
			code, err := p.app.Code(p.w.Now())
			if err != nil {
				return err
			}
			in, _, err := p.w.Code(ctx, a.Token, code, p.from)
			if err != nil {
				return err
			}
			_, _, err = p.w.Lookup(ctx, in.Token)
			return err
		}},
		{"sign in with a recovery code", func(ctx context.Context, p *person) error {
			a, _, err := p.w.Password(ctx, p.email, good, p.from)
			if err != nil {
				return err
			}
			code := p.codes[0]
			p.codes = p.codes[1:]
			in, _, err := p.w.Recovery(ctx, a.Token, string(code), p.from)
			if err != nil {
				return err
			}
			_, _, err = p.w.Lookup(ctx, in.Token)
			return err
		}},
		{"create", func(ctx context.Context, p *person) error {
			name := fmt.Sprintf("uusi%d@esimerkki.example", p.w.Now().Unix())
			a, made, _, err := p.w.Create(ctx, account.New{Email: name, Name: "Uusi", Language: "sv"})
			if err == nil && !made {
				return errors.New("it says that another made it")
			}
			if err != nil {
				return err
			}
			_, _, err = p.w.Enrol(ctx, a.ID, p.from)
			return err
		}},
		{"change the password", func(ctx context.Context, p *person) error {
			if _, err := p.w.SetPassword(ctx, p.session, good, better, p.from); err != nil {
				return err
			}
			_, err := p.w.SetPassword(ctx, p.session, better, good, p.from)
			return err
		}},
	}
	for _, tt := range tests {
		for name, fault := range map[string]error{
			"lost":       status.Error(codes.Unavailable, "the answer got lost"),
			"contention": status.Error(codes.Aborted, "contention"),
		} {
			t.Run(tt.name+", "+name, func(t *testing.T) {
				w := newWorld(t)
				p := w.member(t, "maija@esimerkki.example")
				p.addCodes(t)
				hooks := 1
				for at := 1; at <= hooks && at <= 6; at++ {
					p.signIn(t, good)
					w.Add(60e9)
					passed, err := w.failing(t, at, fault, func(ctx context.Context) error { return tt.do(ctx, p) })
					if err != nil {
						t.Errorf("at %d: %v", at, err)
					}
					hooks = max(hooks, passed)
				}
				if hooks < 4 {
					t.Errorf("only %d hooks were tried", hooks)
				}
			})
		}
	}
}

// TestSideBySide lets many want the same thing.
func TestSideBySide(t *testing.T) {
	w := newWorld(t)
	const many = 6
	var people []*person
	for i := range many {
		people = append(people, w.enrolling(t, fmt.Sprintf("maija%d@esimerkki.example", i), false))
	}
	tests := []struct {
		name  string
		do    func(n int) error
		wins  int32
		loses error
	}{
		{"one identity", func(n int) error {
			_, err := w.Link(t.Context(), people[n].session, identity(1), people[n].from)
			return err
		}, 1, account.ErrLinked},
		{"one address", func(int) error {
			_, made, _, err := w.Create(t.Context(), account.New{Email: "yksi@esimerkki.example", Name: "Yksi", Language: "fi"})
			if err == nil && !made {
				return account.ErrExists
			}
			return err
		}, 1, account.ErrExists},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var won atomic.Int32
			var all sync.WaitGroup
			for n := range many {
				all.Go(func() {
					if err := tt.do(n); err == nil {
						won.Add(1)
					} else if !errors.Is(err, tt.loses) {
						t.Errorf("got %v, want %v", err, tt.loses)
					}
				})
			}
			all.Wait()
			if won.Load() != tt.wins {
				t.Errorf("%d of %d got it, want %d", won.Load(), many, tt.wins)
			}
		})
	}
}
