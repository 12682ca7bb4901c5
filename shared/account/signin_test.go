package account_test

import (
	"encoding/base32"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/account/password"
)

func fromText(t testing.TB, text string) factor.TOTP {
	t.Helper()
	secret, err := base32.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return factor.TOTP{Secret: secret}
}

func identity(n int) account.Identity {
	return account.Identity{Tenant: "00000000-0000-0000-0000-00000000000A", Object: fmt.Sprintf("00000000-0000-0000-0000-%012d", n)}
}

// TestWaysToSignIn signs in in each way, and looks at what the session tells.
func TestWaysToSignIn(t *testing.T) {
	tests := []struct {
		name string
		in   func(*testing.T, *person) (account.SignIn, account.Event, error)
		want []account.Method
	}{
		{"password and app", func(t *testing.T, p *person) (account.SignIn, account.Event, error) {
			return p.w.Code(t.Context(), p.attempt(t, good), p.code(t), p.from)
		}, []account.Method{account.ByPassword, account.ByTOTP}},
		{"password and recovery code", func(t *testing.T, p *person) (account.SignIn, account.Event, error) {
			return p.w.Recovery(t.Context(), p.attempt(t, good), string(p.codes[3]), p.from)
		}, []account.Method{account.ByPassword, account.ByRecovery}},
		{"password and passkey", func(t *testing.T, p *person) (account.SignIn, account.Event, error) {
			return p.passkey(t, p.attempt(t, good))
		}, []account.Method{account.ByPassword, account.ByPasskey}},
		{"passkey", func(t *testing.T, p *person) (account.SignIn, account.Event, error) {
			return p.passkey(t, "")
		}, []account.Method{account.ByPasskey}},
		{"Entra", func(t *testing.T, p *person) (account.SignIn, account.Event, error) {
			return p.w.Entra(t.Context(), identity(1), p.from)
		}, []account.Method{account.ByEntra}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			p := w.member(t, "maija@esimerkki.example")
			p.addPasskey(t, p.device)
			p.addCodes(t)
			if _, err := w.Link(t.Context(), p.session, identity(1), p.from); err != nil {
				t.Fatal(err)
			}
			in, e, err := tt.in(t, p)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, in.Session.Methods); diff != "" || in.Session.Level != account.Full {
				t.Errorf("methods (-want +got):\n%s", diff)
			}
			if e.Kind != account.SignedIn || e.Account != p.id || e.Address != p.from.Address {
				t.Errorf("got event %+v", e)
			}
			got, who, err := w.Lookup(t.Context(), in.Token)
			if err != nil || who.ID != p.id || who.Email != p.email || got.ID != in.Session.ID || got.Agent != "Firefox" {
				t.Errorf("looked up: %v, %v, %v", got, who, err)
			}
		})
	}
}

// TestRefused compares what whoever tries is told, and what it costs, with and
// without an account.
func TestRefused(t *testing.T) {
	w := newWorld(t)
	w.member(t, "maija@esimerkki.example")
	locked := w.member(t, "lukittu@esimerkki.example")
	if _, err := w.Lock(t.Context(), locked.id); err != nil {
		t.Fatal(err)
	}
	w.operator(t, "vahti@vahti.example")
	w.enrolling(t, "kutsuttu@esimerkki.example", false)
	tests := []struct{ name, email, plain, reason string }{
		{"a wrong password", "maija@esimerkki.example", "väärä salasana", "wrong password, or none set"},
		{"no account", "kukaan@esimerkki.example", good, "no account of that e-mail address"},
		{"locked, a right password", "lukittu@esimerkki.example", good, "the account is not active"},
		{"locked, a wrong password", "lukittu@esimerkki.example", "väärä", "wrong password, or none set"},
		{"no password", "vahti@vahti.example", good, "wrong password, or none set"},
		{"invited", "kutsuttu@esimerkki.example", good, "wrong password, or none set"},
		{"no address", "maija", good, "no account of that e-mail address"},
		{"no password given", "maija@esimerkki.example", "", "wrong password, or none set"},
		{"a very long one", "maija@esimerkki.example", string(make([]byte, 1<<20)), "wrong password, or none set"},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			from := home(fmt.Sprint(10 + i))
			before := w.data.Stats()
			_, e, err := w.Password(t.Context(), tt.email, tt.plain, from)
			after := w.data.Stats()
			if !errors.Is(err, account.ErrRefused) || err.Error() != account.ErrRefused.Error() {
				t.Errorf("got %v, want %v", err, account.ErrRefused)
			}
			if e.Kind != account.SignInRefused || e.Reason != tt.reason {
				t.Errorf("got %v because %q, want %q", e.Kind, e.Reason, tt.reason)
			}
			if reads, writes := after.Reads-before.Reads, after.Writes-before.Writes; reads != 5 || writes != 3 {
				t.Errorf("it took %d reads and %d writes, want 5 and 3 whatever the reason", reads, writes)
			}
		})
	}
}

// TestSameTime measures the first step with and without an account at the cost of
// production.
func TestSameTime(t *testing.T) {
	w := newWorld(t)
	w.Store = w.open(t, password.DefaultCost())
	w.member(t, "maija@esimerkki.example")
	times := map[string][]time.Duration{}
	for i := range 20 {
		for _, email := range []string{"maija@esimerkki.example", "kukaan@esimerkki.example"} {
			began := time.Now()
			if _, _, err := w.Password(t.Context(), email, "väärä salasana", home(fmt.Sprint(i))); !errors.Is(err, account.ErrRefused) {
				t.Fatal(err)
			}
			times[email] = append(times[email], time.Since(began))
			w.Add(time.Hour)
		}
	}
	var medians []time.Duration
	for _, all := range times {
		slices.Sort(all)
		medians = append(medians, all[len(all)/2])
	}
	slices.Sort(medians)
	t.Logf("median times: %v", medians)
	if medians[1] > 3*medians[0] {
		t.Errorf("median times differ: %v", medians)
	}
}

func TestPasswordAloneOpensNothing(t *testing.T) {
	w := newWorld(t)
	p := w.member(t, "maija@esimerkki.example")
	attempt := p.attempt(t, good)
	if _, _, err := w.Lookup(t.Context(), attempt); !errors.Is(err, account.ErrSession) {
		t.Errorf("an attempt is a session: %v", err)
	}
	if _, _, err := w.Code(t.Context(), attempt, "000000", p.from); !errors.Is(err, account.ErrRefused) {
		t.Errorf("a wrong code: got %v, want %v", err, account.ErrRefused)
	}
	if _, _, err := w.Recovery(t.Context(), attempt, "00000-00000-00000-00000-00000", p.from); !errors.Is(err, account.ErrRefused) {
		t.Errorf("a wrong recovery code: got %v, want %v", err, account.ErrRefused)
	}
	if _, _, err := w.Code(t.Context(), p.token, p.code(t), p.from); !errors.Is(err, account.ErrToken) {
		t.Errorf("the token of a session: got %v, want %v", err, account.ErrToken)
	}
	if _, _, err := w.Code(t.Context(), attempt, p.code(t), p.from); err != nil {
		t.Errorf("after wrong ones: %v", err)
	}
	w.Add(time.Minute)
	if _, _, err := w.Code(t.Context(), attempt, p.code(t), p.from); !errors.Is(err, account.ErrToken) {
		t.Errorf("the attempt again: got %v, want %v", err, account.ErrToken)
	}
	late := p.attempt(t, good)
	w.Add(5 * time.Minute)
	if _, _, err := w.Code(t.Context(), late, p.code(t), p.from); !errors.Is(err, account.ErrToken) {
		t.Errorf("an attempt after five minutes: got %v, want %v", err, account.ErrToken)
	}
}

// TestAttemptDiesWithItsPassword lets a thief be between the steps while the person
// changes the password.
func TestAttemptDiesWithItsPassword(t *testing.T) {
	w := newWorld(t)
	p := w.member(t, "maija@esimerkki.example")
	thief := p.attempt(t, good)
	if _, err := w.SetPassword(t.Context(), p.session, good, better, p.from); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.Code(t.Context(), thief, p.code(t), home("66")); !errors.Is(err, account.ErrToken) {
		t.Errorf("got %v, want %v", err, account.ErrToken)
	}
}

// TestOnce lets many use one thing at the same time.
func TestOnce(t *testing.T) {
	tests := []struct {
		name string
		make func(*testing.T, *person) func(n int) error
	}{
		{"a code of the app", func(t *testing.T, p *person) func(int) error {
			var attempts []account.Token
			for range 5 {
				attempts = append(attempts, p.attempt(t, good))
			}
			return func(n int) error {
				_, _, err := p.w.Code(t.Context(), attempts[n], p.code(t), p.from)
				return err
			}
		}},
		{"a recovery code", func(t *testing.T, p *person) func(int) error {
			var attempts []account.Token
			for range 5 {
				attempts = append(attempts, p.attempt(t, good))
			}
			return func(n int) error {
				_, _, err := p.w.Recovery(t.Context(), attempts[n], string(p.codes[0]), p.from)
				return err
			}
		}},
		{"an answer of a passkey", func(t *testing.T, p *person) func(int) error {
			options, ceremony, err := p.w.AskPasskey(t.Context(), "", p.from)
			if err != nil {
				t.Fatal(err)
			}
			response, err := p.device.Get(options)
			if err != nil {
				t.Fatal(err)
			}
			return func(int) error {
				_, _, err := p.w.Passkey(t.Context(), ceremony, response, p.from)
				return err
			}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			p := w.member(t, "maija@esimerkki.example")
			p.device.Counting = false // so that nothing but the token says that it was used
			p.addPasskey(t, p.device)
			p.addCodes(t)
			use := tt.make(t, p)
			var good atomic.Int32
			var all sync.WaitGroup
			for n := range 5 {
				all.Go(func() {
					err := use(n)
					if err == nil {
						good.Add(1)
					} else if !errors.Is(err, account.ErrRefused) && !errors.Is(err, account.ErrToken) {
						t.Errorf("got %v", err)
					}
				})
			}
			all.Wait()
			if good.Load() != 1 {
				t.Errorf("%d of 5 signed in, want 1", good.Load())
			}
		})
	}
}

// TestCostIsRaised signs in after passwords have become dearer.
func TestCostIsRaised(t *testing.T) {
	w := newWorld(t)
	p := w.member(t, "maija@esimerkki.example")
	w.Store = w.open(t, password.Cost{Memory: 128, Passes: 1, Threads: 1})
	kept := w.data.Stats().Writes
	p.attempt(t, good)
	first := w.data.Stats().Writes - kept
	p.attempt(t, good)
	if second := w.data.Stats().Writes - kept - first; second != first-1 {
		t.Errorf("%d writes and then %d, want the first to store the password anew", first, second)
	}
	p.signIn(t, good)
}
