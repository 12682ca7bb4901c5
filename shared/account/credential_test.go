package account_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/account/factor/factortest"
	"vahti.ai/vahti/shared/account/password"
)

// TestWhatCannotBeRemoved holds that a safe way to sign in is always left.
func TestWhatCannotBeRemoved(t *testing.T) {
	const passkey = account.Method("the passkey")
	tests := []struct {
		name     string
		operator bool
		has      []account.Method
		remove   account.Method
		want     error
	}{
		{"the app beside a password", false, []account.Method{account.ByPassword, account.ByTOTP}, account.ByTOTP, account.ErrLast},
		{"the app beside a password and recovery codes", false, []account.Method{account.ByPassword, account.ByTOTP, account.ByRecovery}, account.ByTOTP, account.ErrLast},
		{"the app beside a password and Entra", false, []account.Method{account.ByPassword, account.ByTOTP, account.ByEntra}, account.ByTOTP, account.ErrLast},
		{"the app beside a password and a passkey", false, []account.Method{account.ByPassword, account.ByTOTP, passkey}, account.ByTOTP, nil},
		{"the password beside an app", false, []account.Method{account.ByPassword, account.ByTOTP}, account.ByPassword, account.ErrLast},
		{"the password beside Entra", false, []account.Method{account.ByPassword, account.ByTOTP, account.ByEntra}, account.ByPassword, nil},
		{"the password beside a passkey", false, []account.Method{account.ByPassword, passkey}, account.ByPassword, nil},
		{"the passkey beside a password", false, []account.Method{account.ByPassword, passkey}, passkey, account.ErrLast},
		{"the only passkey", false, []account.Method{passkey}, passkey, account.ErrLast},
		{"the only identity", false, []account.Method{account.ByEntra}, account.ByEntra, account.ErrLast},
		{"recovery codes", false, []account.Method{account.ByPassword, account.ByTOTP, account.ByRecovery}, account.ByRecovery, nil},
		{"recovery codes that are not there", false, []account.Method{account.ByPassword, account.ByTOTP}, account.ByRecovery, account.ErrNoFactor},
		{"an app that is not there", false, []account.Method{account.ByPassword, passkey}, account.ByTOTP, account.ErrNoFactor},
		{"an operator's passkey", true, []account.Method{passkey, account.ByPassword, account.ByTOTP, account.ByEntra}, passkey, account.ErrLast},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			p := w.enrolling(t, "maija@esimerkki.example", tt.operator)
			var err error
			for _, m := range tt.has {
				switch m {
				case account.ByPassword:
					_, err = w.SetPassword(t.Context(), p.session, "", good, p.from)
				case account.ByTOTP:
					p.addApp(t)
				case account.ByRecovery:
					p.addCodes(t)
				case account.ByEntra:
					_, err = w.Link(t.Context(), p.session, identity(1), p.from)
				case passkey:
					p.addPasskey(t, p.device)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			p.enrolled(t)
			a, err := w.Get(t.Context(), p.id)
			if err != nil {
				t.Fatal(err)
			}
			switch tt.remove {
			case passkey:
				_, err = w.RemovePasskey(t.Context(), p.session, a.Passkeys[0].ID, p.from)
			case account.ByEntra:
				_, err = w.Unlink(t.Context(), p.session, identity(1), p.from)
			default:
				_, err = w.Remove(t.Context(), p.session, tt.remove, p.from)
			}
			if !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			if after, err := w.Get(t.Context(), p.id); err != nil || tt.want != nil && after.State != account.Active {
				t.Errorf("afterwards: %v, %v", after.State, err)
			}
		})
	}
}

func TestSetPassword(t *testing.T) {
	tests := []struct {
		name, current, plain string
		want                 error
	}{
		{"another", good, better, nil},
		{"a wrong current one", "väärä salasana", better, account.ErrCurrent},
		{"no current one", "", better, account.ErrCurrent},
		{"a short one", good, "kuu", password.ErrShort},
		{"a common one", good, "Password2026!", password.ErrListed},
		{"one's name", good, "se on virtanen taas", password.ErrPersonal},
		{"the service", good, "vahti valvoo yötä", password.ErrService},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			p := w.member(t, "maija@esimerkki.example")
			if _, err := w.SetPassword(t.Context(), p.session, tt.current, tt.plain, p.from); !errors.Is(err, tt.want) {
				t.Fatalf("got %v, want %v", err, tt.want)
			}
			now := good
			if tt.want == nil {
				now = tt.plain
			}
			p.signIn(t, now)
		})
	}
}

func TestCurrentPasswordIsNotGuessed(t *testing.T) {
	w := newWorld(t)
	p := w.member(t, "maija@esimerkki.example")
	var waits int
	for range 10 {
		if _, err := w.SetPassword(t.Context(), p.session, "väärä salasana", better, p.from); errors.Is(err, account.ErrWait) {
			waits++
		}
	}
	if waits != 5 {
		t.Errorf("%d of 10 guesses were held up, want 5", waits)
	}
}

// TestTakingOver tries to get into an account through Entra.
func TestTakingOver(t *testing.T) {
	w := newWorld(t)
	p := w.member(t, "maija@esimerkki.example")
	if _, _, err := w.Entra(t.Context(), identity(66), home("66")); !errors.Is(err, account.ErrNotFound) {
		t.Errorf("an identity that is linked to nobody: got %v, want %v", err, account.ErrNotFound)
	}
	if _, err := w.Link(t.Context(), p.session, identity(1), p.from); err != nil {
		t.Fatal(err)
	}
	upper := account.Identity{Tenant: strings.ToLower(identity(1).Tenant), Object: identity(1).Object}
	if _, _, err := w.Entra(t.Context(), upper, p.from); err != nil {
		t.Errorf("the same in small letters: %v", err)
	}
	mallory := w.member(t, "mallory@esimerkki.example")
	if _, err := w.Link(t.Context(), mallory.session, identity(1), mallory.from); !errors.Is(err, account.ErrLinked) {
		t.Errorf("another's identity: got %v, want %v", err, account.ErrLinked)
	}
	forged := mallory.session
	forged.Account = p.id
	if _, err := w.Link(t.Context(), forged, identity(66), mallory.from); !errors.Is(err, account.ErrSession) {
		t.Errorf("a session that is said to be another's: got %v, want %v", err, account.ErrSession)
	}
	if _, err := w.SetPassword(t.Context(), account.Session{ID: mallory.session.ID, Account: mallory.id, Level: account.Enrolling}, "", better, mallory.from); !errors.Is(err, account.ErrCurrent) {
		t.Errorf("a session that is said to set up: got %v, want %v", err, account.ErrCurrent)
	}
	if _, _, err := w.Enrol(t.Context(), p.id, home("66")); !errors.Is(err, account.ErrCondition) {
		t.Errorf("an invitation to somebody who has an account: got %v, want %v", err, account.ErrCondition)
	}
	if _, made, _, err := w.Create(t.Context(), account.New{Email: " MAIJA@esimerkki.example", Name: "Mallory", Language: "fi", Operator: true}); err != nil || made {
		t.Errorf("the address in capitals makes another account: %v, %v", made, err)
	}
	if a, err := w.Get(t.Context(), p.id); err != nil || a.Operator || a.Name != "Maija Virtanen" {
		t.Errorf("it changed the one there is: %v", err)
	}
	if _, err := w.Unlink(t.Context(), p.session, identity(1), p.from); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.Entra(t.Context(), identity(1), p.from); !errors.Is(err, account.ErrNotFound) {
		t.Errorf("after the link was removed: got %v, want %v", err, account.ErrNotFound)
	}
	if _, err := w.Link(t.Context(), mallory.session, identity(1), mallory.from); err != nil {
		t.Errorf("a link that became free: %v", err)
	}
}

func TestSteps(t *testing.T) {
	w := newWorld(t)
	p := w.member(t, "maija@esimerkki.example")
	other := w.member(t, "kalle@esimerkki.example")
	setup, err := w.AddApp(t.Context(), p.session)
	if err != nil {
		t.Fatal(err)
	}
	app := fromText(t, setup.Text)
	code := func() string {
		c, err := app.Code(w.Now())
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if _, err := w.ConfirmApp(t.Context(), other.session, setup.Token, code(), other.from); !errors.Is(err, account.ErrToken) {
		t.Errorf("another's app: got %v, want %v", err, account.ErrToken)
	}
	if _, err := w.ConfirmApp(t.Context(), p.session, setup.Token, "000000", p.from); !errors.Is(err, factor.ErrCode) {
		t.Errorf("a wrong code: got %v, want %v", err, factor.ErrCode)
	}
	if _, err := w.ConfirmApp(t.Context(), p.session, setup.Token, code(), p.from); err != nil {
		t.Fatal(err)
	}
	if _, err := w.ConfirmApp(t.Context(), p.session, setup.Token, code(), p.from); !errors.Is(err, account.ErrToken) {
		t.Errorf("the same step again: got %v, want %v", err, account.ErrToken)
	}
	if _, _, err := w.Code(t.Context(), p.attempt(t, good), code(), p.from); !errors.Is(err, account.ErrRefused) {
		t.Errorf("the code that confirmed the app signs in: got %v, want %v", err, account.ErrRefused)
	}
	options, ceremony, err := w.AddPasskey(t.Context(), p.session)
	if err != nil {
		t.Fatal(err)
	}
	response, err := p.device.Create(options)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.ConfirmPasskey(t.Context(), other.session, ceremony, response, "Puhelin", other.from); !errors.Is(err, account.ErrToken) {
		t.Errorf("another's ceremony: got %v, want %v", err, account.ErrToken)
	}
	if _, err := w.ConfirmPasskey(t.Context(), p.session, ceremony, response, " ", p.from); !errors.Is(err, account.ErrLabel) {
		t.Errorf("no label: got %v, want %v", err, account.ErrLabel)
	}
	w.Add(5 * time.Minute)
	if _, err := w.ConfirmPasskey(t.Context(), p.session, ceremony, response, "Puhelin", p.from); !errors.Is(err, account.ErrToken) {
		t.Errorf("after five minutes: got %v, want %v", err, account.ErrToken)
	}
	forgetful := factortest.New(page)
	forgetful.Forgetful = true
	p.addPasskey(t, forgetful)
	p.device = forgetful
	w.Add(time.Minute)
	if _, _, err := p.passkey(t, p.attempt(t, good)); err != nil {
		t.Errorf("a passkey that must be named, after the password: %v", err)
	}
}

func TestOperators(t *testing.T) {
	w := newWorld(t)
	p := w.member(t, "maija@esimerkki.example")
	if _, err := w.SetOperator(t.Context(), p.id, true); !errors.Is(err, account.ErrPasskey) {
		t.Errorf("without a passkey: got %v, want %v", err, account.ErrPasskey)
	}
	p.addPasskey(t, p.device)
	for range 2 {
		if _, err := w.SetOperator(t.Context(), p.id, true); err != nil {
			t.Errorf("with a passkey: %v", err)
		}
	}
	if a, err := w.Get(t.Context(), p.id); err != nil || !a.Operator {
		t.Errorf("got %v, %v", a.Operator, err)
	}
	if _, err := w.SetOperator(t.Context(), p.id, false); err != nil {
		t.Error(err)
	}
	p.signIn(t, good)
}
