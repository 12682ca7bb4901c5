package account_test

import (
	"errors"
	"slices"
	"testing"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/account/factor/factortest"
)

func TestOperatorsSignInByPasskeyAlone(t *testing.T) {
	w := newWorld(t)
	p := w.operator(t, "vahti@vahti.example")
	if _, err := w.SetPassword(t.Context(), p.session, "", good, p.from); err != nil {
		t.Fatal(err)
	}
	p.addApp(t)
	p.addCodes(t)
	if _, err := w.Link(t.Context(), p.session, identity(1), p.from); err != nil {
		t.Fatal(err)
	}
	a, _, err := w.Password(t.Context(), p.email, good, p.from)
	if err != nil || !slices.Equal(a.Factors, []account.Method{account.ByPasskey}) {
		t.Errorf("got %v, %v, want a passkey asked for", a.Factors, err)
	}
	tests := []struct {
		name string
		in   func() (account.SignIn, account.Event, error)
	}{
		{"by app", func() (account.SignIn, account.Event, error) {
			return w.Code(t.Context(), a.Token, p.code(t), p.from)
		}},
		{"by recovery code", func() (account.SignIn, account.Event, error) {
			return w.Recovery(t.Context(), a.Token, string(p.codes[0]), p.from)
		}},
		{"by Entra", func() (account.SignIn, account.Event, error) { return w.Entra(t.Context(), identity(1), p.from) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, e, err := tt.in()
			if !errors.Is(err, account.ErrRefused) || e.Reason != "not a way in which an operator signs in" {
				t.Errorf("got %v because %q, want %v", err, e.Reason, account.ErrRefused)
			}
		})
	}
	if _, _, err := p.passkey(t, a.Token); err != nil {
		t.Errorf("by password and passkey: %v", err)
	}
	if _, _, err := p.passkey(t, ""); err != nil {
		t.Errorf("by passkey: %v", err)
	}
}

// TestLockedOut tries every way into an account that is locked, with what was begun
// before it was.
func TestLockedOut(t *testing.T) {
	w := newWorld(t)
	p := w.member(t, "maija@esimerkki.example")
	p.addPasskey(t, p.device)
	if _, err := w.Link(t.Context(), p.session, identity(1), p.from); err != nil {
		t.Fatal(err)
	}
	attempt := p.attempt(t, good)
	tests := []struct {
		name string
		in   func(*testing.T) error
		want error
	}{
		{"by passkey", func(t *testing.T) error { _, _, err := p.passkey(t, ""); return err }, account.ErrRefused},
		{"by Entra", func(t *testing.T) error { _, _, err := w.Entra(t.Context(), identity(1), p.from); return err }, account.ErrRefused},
		{"by password", func(t *testing.T) error { _, _, err := w.Password(t.Context(), p.email, good, p.from); return err }, account.ErrRefused},
		{"by code", func(t *testing.T) error {
			_, _, err := w.Code(t.Context(), attempt, p.code(t), p.from)
			return err
		}, account.ErrRefused},
		{"by its session", func(t *testing.T) error { _, _, err := w.Lookup(t.Context(), p.token); return err }, account.ErrSession},
		{"by an invitation", func(t *testing.T) error { _, _, err := w.Enrol(t.Context(), p.id, p.from); return err }, account.ErrCondition},
	}
	if _, err := w.Lock(t.Context(), p.id); err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.in(t); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
	if _, err := w.Unlock(t.Context(), p.id); err != nil {
		t.Fatal(err)
	}
	if _, _, err := p.passkey(t, ""); err != nil {
		t.Errorf("unlocked: %v", err)
	}
}

func TestCopiedPasskey(t *testing.T) {
	w := newWorld(t)
	p := w.operator(t, "vahti@vahti.example")
	thief := *p
	thief.device, thief.from = p.device.Copy(), home("66")
	if _, _, err := p.passkey(t, ""); err != nil {
		t.Fatal(err)
	}
	_, e, err := thief.passkey(t, "")
	if !errors.Is(err, factor.ErrCloned) || e.Kind != account.PasskeyCopied || e.Account != p.id {
		t.Errorf("got %v, %v, want %v", err, e, factor.ErrCloned)
	}
}

func TestPasskeysAttacked(t *testing.T) {
	w := newWorld(t)
	p := w.operator(t, "vahti@vahti.example")
	other := w.operator(t, "toinen@vahti.example")
	tests := []struct {
		name  string
		spoil func(*factortest.Authenticator)
	}{
		{"a wrong signature", func(d *factortest.Authenticator) { d.Mallory = true }},
		{"another page", func(d *factortest.Authenticator) { d.Origin = "https://evil.example" }},
		{"no person", func(d *factortest.Authenticator) { d.Unverified = true }},
		{"another's name", func(d *factortest.Authenticator) { d.Handles([]byte(p.id)) }},
		{"nobody's name", func(d *factortest.Authenticator) { d.Handles([]byte("../../sessions")) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			mallory := *other
			mallory.device = other.device.Copy()
			tt.spoil(mallory.device)
			if _, e, err := mallory.passkey(t, ""); !errors.Is(err, account.ErrRefused) || e.Reason == "" {
				t.Errorf("got %v because %q, want %v", err, e.Reason, account.ErrRefused)
			}
		})
	}
}
