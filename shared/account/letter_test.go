package account_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/password"
)

func TestReset(t *testing.T) {
	w := newWorld(t)
	p := w.member(t, "maija@esimerkki.example")
	l, send, e, err := w.AskReset(t.Context(), "MAIJA@esimerkki.example", p.from)
	if err != nil || !send || l.To != p.email || e.Account != p.id {
		t.Fatalf("got %v, %v, %v", send, e, err)
	}
	if _, err := w.Reset(t.Context(), l.Token, "kuu", p.from); !errors.Is(err, password.ErrShort) {
		t.Errorf("got %v, want %v", err, password.ErrShort)
	}
	if _, err := w.Reset(t.Context(), l.Token, better, p.from); err != nil {
		t.Fatal(err)
	}
	if p.alive(t, p.token) {
		t.Error("a session outlives a reset")
	}
	if _, err := w.Reset(t.Context(), l.Token, good, p.from); !errors.Is(err, account.ErrToken) {
		t.Errorf("the letter again: got %v, want %v", err, account.ErrToken)
	}
	if _, _, err := w.Password(t.Context(), p.email, good, p.from); !errors.Is(err, account.ErrRefused) {
		t.Errorf("the old password: got %v, want %v", err, account.ErrRefused)
	}
	p.signIn(t, better) // with the second factor as before
}

func TestLettersThatAreNotGood(t *testing.T) {
	w := newWorld(t)
	p := w.member(t, "maija@esimerkki.example")
	letter := func() account.Token {
		l, send, _, err := w.AskReset(t.Context(), p.email, p.from)
		if err != nil || !send {
			t.Fatal(send, err)
		}
		return l.Token
	}
	tests := []struct {
		name string
		make func() account.Token
	}{
		{"no token", func() account.Token { return "x" }},
		{"an attempt", func() account.Token { return p.attempt(t, good) }},
		{"older than another change", func() account.Token {
			l := letter()
			p.signIn(t, good)
			p.addCodes(t)
			return l
		}},
		{"older than an hour", func() account.Token {
			l := letter()
			w.Add(time.Hour)
			return l
		}},
		{"of a locked account", func() account.Token {
			l := letter()
			if _, err := w.Lock(t.Context(), p.id); err != nil {
				t.Fatal(err)
			}
			return l
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := w.Reset(t.Context(), tt.make(), better, p.from); !errors.Is(err, account.ErrToken) {
				t.Errorf("got %v, want %v", err, account.ErrToken)
			}
		})
	}
}

// TestAskingTellsNothing compares what asking for a letter costs and answers.
func TestAskingTellsNothing(t *testing.T) {
	w := newWorld(t)
	w.member(t, "maija@esimerkki.example")
	w.operator(t, "vahti@vahti.example")
	w.enrolling(t, "kutsuttu@esimerkki.example", false)
	tests := []struct {
		name, email string
		send        bool
	}{
		{"an account", "maija@esimerkki.example", true},
		{"none", "kukaan@esimerkki.example", false},
		{"one without a password", "vahti@vahti.example", false},
		{"one that is not set up", "kutsuttu@esimerkki.example", false},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := w.data.Stats()
			l, send, _, err := w.AskReset(t.Context(), tt.email, home(fmt.Sprint(20+i)))
			after := w.data.Stats()
			if err != nil || send != tt.send || (l == account.Letter{}) == send {
				t.Errorf("got %v, %v, want %v", send, err, tt.send)
			}
			if reads, writes := after.Reads-before.Reads, after.Writes-before.Writes; reads != 4 || writes != 3 {
				t.Errorf("it took %d reads and %d writes, want 4 and 3 whether there is an account or not", reads, writes)
			}
		})
	}
	for range 2 {
		if _, _, _, err := w.AskReset(t.Context(), "kukaan@esimerkki.example", home("1")); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, _, err := w.AskReset(t.Context(), "kukaan@esimerkki.example", home("2")); !errors.Is(err, account.ErrWait) {
		t.Errorf("a fourth letter within an hour: got %v, want %v", err, account.ErrWait)
	}
}

func TestChangeOfEmail(t *testing.T) {
	w := newWorld(t)
	p := w.member(t, "maija@esimerkki.example")
	w.member(t, "kalle@esimerkki.example")
	p.signIn(t, good)
	if l, send, _, err := w.AskEmail(t.Context(), p.session, "kalle@esimerkki.example", p.from); err != nil || send || l != (account.Letter{}) {
		t.Errorf("another's address: got %v, %v", send, err)
	}
	l, send, _, err := w.AskEmail(t.Context(), p.session, "Maija@toinen.example", p.from)
	if err != nil || !send || l.To != "maija@toinen.example" {
		t.Fatal(send, err)
	}
	if a, err := w.Get(t.Context(), p.id); err != nil || a.Email != "maija@esimerkki.example" {
		t.Errorf("before it is confirmed: %v, %v", a, err)
	}
	old, e, err := w.ConfirmEmail(t.Context(), l.Token, p.from)
	if err != nil || old != "maija@esimerkki.example" || e.Kind != account.EmailChanged || e.Email != old || e.NewEmail != "maija@toinen.example" {
		t.Fatal(e, err)
	}
	if _, _, err := w.ConfirmEmail(t.Context(), l.Token, p.from); !errors.Is(err, account.ErrToken) {
		t.Errorf("the letter again: got %v, want %v", err, account.ErrToken)
	}
	if _, err := w.ByEmail(t.Context(), old); !errors.Is(err, account.ErrNotFound) {
		t.Errorf("by the old address: got %v, want %v", err, account.ErrNotFound)
	}
	if a, err := w.ByEmail(t.Context(), "maija@toinen.example"); err != nil || a.ID != p.id {
		t.Errorf("by the new address: %v, %v", a, err)
	}
	p.email = "maija@toinen.example"
	p.signIn(t, good)
	// Two ask for one address: who confirms first has it.
	other := w.member(t, "liisa@esimerkki.example")
	mine, _, _, err := w.AskEmail(t.Context(), p.session, "jaettu@esimerkki.example", p.from)
	if err != nil {
		t.Fatal(err)
	}
	theirs, _, _, err := w.AskEmail(t.Context(), other.session, "jaettu@esimerkki.example", other.from)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.ConfirmEmail(t.Context(), theirs.Token, other.from); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.ConfirmEmail(t.Context(), mine.Token, p.from); !errors.Is(err, account.ErrExists) {
		t.Errorf("got %v, want %v", err, account.ErrExists)
	}
}

func TestInviteLetter(t *testing.T) {
	w := newWorld(t)
	p := w.operator(t, "vahti@vahti.example")
	if _, err := w.Invite(t.Context(), p.id); !errors.Is(err, account.ErrCondition) {
		t.Errorf("an account that is set up: got %v, want %v", err, account.ErrCondition)
	}
	if _, err := w.Reenrol(t.Context(), p.id); err != nil {
		t.Fatal(err)
	}
	l, err := w.Invite(t.Context(), p.id)
	if err != nil {
		t.Fatal(err)
	}
	w.Add(6 * 24 * time.Hour)
	in, _, err := w.AcceptInvite(t.Context(), l.Token, p.from)
	if err != nil || in.Session.Level != account.Enrolling {
		t.Fatal(err)
	}
	if _, _, err := w.AcceptInvite(t.Context(), l.Token, p.from); !errors.Is(err, account.ErrToken) {
		t.Errorf("the letter again: got %v, want %v", err, account.ErrToken)
	}
	if _, _, err := p.passkey(t, ""); !errors.Is(err, account.ErrRefused) {
		t.Errorf("the passkey from before: got %v, want %v", err, account.ErrRefused)
	}
}
