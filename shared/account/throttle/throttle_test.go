package throttle_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/shared/account/throttle"
	"vahti.ai/vahti/shared/store"
)

type world struct {
	*throttle.Limiter
	*standintest.Clock
}

func newWorld(t *testing.T) world {
	t.Helper()
	data, err := firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = data.Close() })
	addr, err := data.Serve("operator", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("FIRESTORE_EMULATOR_HOST", addr)
	db, err := store.Open(context.WithoutCancel(t.Context()), "throttle-test", standintest.Keys(t, "throttle-test"), store.PeopleDatabase)
	if err != nil {
		t.Fatal(err)
	}
	clock := standintest.NewClock(time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC))
	l, err := throttle.New(db, clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	return world{l, clock}
}

// guess tries to sign in from an address and returns how long to wait.
func (w world) guess(t *testing.T, account, address string) (time.Duration, throttle.Kind) {
	t.Helper()
	wait, by, err := w.Allow(t.Context(), keys(account, address)...)
	if err != nil {
		t.Fatal(err)
	}
	return wait, by
}

func keys(account, address string) []throttle.Key {
	return []throttle.Key{
		{Kind: throttle.Pair, Of: account + " " + address},
		{Kind: throttle.Account, Of: account},
		{Kind: throttle.Address, Of: address},
	}
}

func TestGuessingFromOnePlace(t *testing.T) {
	w := newWorld(t)
	guesses := 0
	for end := w.Now().Add(24 * time.Hour); w.Now().Before(end); {
		wait, by := w.guess(t, "maija", "192.0.2.66")
		if wait == 0 {
			guesses++
			continue
		}
		if by != throttle.Pair {
			t.Fatalf("held up by %v, want %v", by, throttle.Pair)
		}
		w.Add(wait)
	}
	if guesses < 25 || guesses > 40 {
		t.Errorf("%d guesses in a day, want some 30", guesses)
	}
	if wait, by := w.guess(t, "maija", "192.0.2.1"); wait > time.Minute {
		t.Errorf("the person waits %v by %v elsewhere", wait, by)
	}
}

func TestGuessingFromManyPlaces(t *testing.T) {
	w := newWorld(t)
	if err := w.Succeeded(t.Context(), keys("maija", "192.0.2.1")...); err != nil {
		t.Fatal(err)
	}
	guesses := 0
	for i, end := 0, w.Now().Add(72*time.Hour); w.Now().Before(end); i++ {
		wait, _ := w.guess(t, "maija", fmt.Sprintf("198.51.%d.%d", i/250, i%250))
		if wait == 0 {
			guesses++
			continue
		}
		w.Add(wait)
	}
	if guesses > 110 {
		t.Errorf("%d guesses in three days, want about a hundred at most", guesses)
	}
	if wait, _ := w.guess(t, "maija", "203.0.113.66"); wait != 0 {
		t.Fatalf("the last wait is not over: %v", wait)
	}
	if wait, by := w.guess(t, "maija", "192.0.2.1"); wait != 0 {
		t.Errorf("the person waits %v by %v where they are known", wait, by)
	}
	if wait, _ := w.guess(t, "maija", "192.0.2.2"); wait == 0 {
		t.Error("where they are not known they do not wait")
	}
	if err := w.Succeeded(t.Context(), throttle.Key{Kind: throttle.Account, Of: "maija"}); err != nil {
		t.Fatal(err)
	}
	if wait, by := w.guess(t, "maija", "192.0.2.2"); wait != 0 {
		t.Errorf("after a new password was set by a letter the person waits %v by %v", wait, by)
	}
}

func TestGuessingAtManyAccounts(t *testing.T) {
	w := newWorld(t)
	guesses := 0
	for i, end := 0, w.Now().Add(time.Hour); w.Now().Before(end); i++ {
		wait, by := w.guess(t, fmt.Sprintf("person %d", i), "192.0.2.66")
		if wait == 0 {
			guesses++
			if i%10 == 0 { // an account of their own does not clear what they do to others
				if err := w.Succeeded(t.Context(), keys("mallory", "192.0.2.66")...); err != nil {
					t.Fatal(err)
				}
			}
			continue
		}
		if by != throttle.Address {
			t.Fatalf("held up by %v, want %v", by, throttle.Address)
		}
		w.Add(wait)
	}
	if guesses < 100 || guesses > 150 {
		t.Errorf("%d guesses in an hour, want little more than a hundred", guesses)
	}
	if wait, by := w.guess(t, "maija", "192.0.2.1"); wait != 0 {
		t.Errorf("others wait %v by %v", wait, by)
	}
}

// TestOfficeBehindOneAddress lets a thousand people sign in from one address.
func TestOfficeBehindOneAddress(t *testing.T) {
	w := newWorld(t)
	for i := range 300 {
		name := fmt.Sprintf("person %d", i)
		if wait, by := w.guess(t, name, "192.0.2.1"); wait != 0 {
			t.Fatalf("person %d waits %v by %v", i, wait, by)
		}
		if err := w.Succeeded(t.Context(), keys(name, "192.0.2.1")...); err != nil {
			t.Fatal(err)
		}
	}
}

// TestSideBySide lets guesses be made at the same moment: no more are let in than one
// after another.
func TestSideBySide(t *testing.T) {
	w := newWorld(t)
	var allowed atomic.Int32
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			wait, _, err := w.Allow(t.Context(), throttle.Key{Kind: throttle.Code, Of: "maija"})
			if err != nil {
				t.Error(err)
			}
			if wait == 0 {
				allowed.Add(1)
			}
		})
	}
	all.Wait()
	if allowed.Load() != 5 {
		t.Errorf("%d of 20 were allowed, want 5", allowed.Load())
	}
}

func TestForgetting(t *testing.T) {
	tests := []struct {
		name  string
		kind  throttle.Kind
		tries int
		rest  time.Duration
		want  bool // allowed afterwards
	}{
		{"a pair at once", throttle.Pair, 5, 0, false},
		{"a pair after its wait", throttle.Pair, 5, 30 * time.Second, true},
		{"a code a day and more later", throttle.Code, 5, 48 * time.Hour, true},
		{"mail at once", throttle.Mail, 3, 59 * time.Minute, false},
		{"mail after an hour", throttle.Mail, 3, time.Hour, true},
		{"fewer than are free", throttle.Pair, 4, 0, true},
		{"pages", throttle.Ceremony, 299, 0, true},
		{"many pages", throttle.Ceremony, 300, 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			k := throttle.Key{Kind: tt.kind, Of: "maija"}
			for range tt.tries {
				if wait, _, err := w.Allow(t.Context(), k); err != nil || wait != 0 {
					t.Fatalf("held up early: %v, %v", wait, err)
				}
			}
			w.Add(tt.rest)
			wait, _, err := w.Allow(t.Context(), k)
			if err != nil || (wait == 0) != tt.want {
				t.Errorf("got a wait of %v, %v, want it allowed: %v", wait, err, tt.want)
			}
		})
	}
	if _, _, err := newWorld(t).Allow(t.Context(), throttle.Key{Kind: "?", Of: "x"}); err == nil {
		t.Error("a kind that is none is allowed")
	}
}
