package factor_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"

	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/account/factor/factortest"
)

const origin = "https://vahti.example"

func site(t testing.TB) *factor.Passkeys {
	t.Helper()
	p, err := factor.NewPasskeys(factor.Site{Domain: "vahti.example", Name: "Vahti", Origins: []string{origin}})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func maija() factor.Owner {
	return factor.Owner{Handle: []byte("a-maija"), Email: "maija@esimerkki.example", Name: "Maija Virtanen"}
}

// register makes a passkey with a device and returns its owner with it.
func register(t *testing.T, p *factor.Passkeys, o factor.Owner, device *factortest.Authenticator) factor.Owner {
	t.Helper()
	options, state, err := p.Register(o, false)
	if err != nil {
		t.Fatal(err)
	}
	response, err := device.Create(options)
	if err != nil {
		t.Fatal(err)
	}
	k, err := p.Registered(o, state, response)
	if err != nil {
		t.Fatal(err)
	}
	o.Passkeys = append(o.Passkeys, k)
	return o
}

// verify signs in with a device.
func verify(t *testing.T, p *factor.Passkeys, o factor.Owner, named bool, device *factortest.Authenticator) (factor.Passkey, error) {
	t.Helper()
	ask := &o
	if !named {
		ask = nil
	}
	options, state, err := p.Ask(ask)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := device.Get(options)
	if err != nil {
		t.Fatal(err)
	}
	response, err := factor.ParseResponse(raw)
	if err != nil {
		return factor.Passkey{}, err
	}
	return p.Verify(o, state, response)
}

func TestPasskey(t *testing.T) {
	tests := []struct {
		name      string
		algorithm int
		named     bool
		counting  bool
	}{
		{"ES256, named", factortest.ES256, true, true},
		{"ES256, not named", factortest.ES256, false, true},
		{"EdDSA, named", factortest.EdDSA, true, false},
		{"EdDSA, not named", factortest.EdDSA, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, device := site(t), factortest.New(origin)
			device.Algorithm, device.Counting = tt.algorithm, tt.counting
			o := register(t, p, maija(), device)
			for range 3 {
				k, err := verify(t, p, o, tt.named, device)
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(k.ID(), o.Passkeys[0].ID()) || k.Synced() {
					t.Errorf("another passkey than the one that was used")
				}
				// It is kept as JSON.
				b, err := json.Marshal(k)
				if err != nil {
					t.Fatal(err)
				}
				o.Passkeys[0] = factor.Passkey{}
				if err := json.Unmarshal(b, &o.Passkeys[0]); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func TestPasskeyAttacks(t *testing.T) {
	tests := []struct {
		name  string
		named bool
		spoil func(*factortest.Authenticator)
		want  error
	}{
		{"a page elsewhere", true, func(d *factortest.Authenticator) { d.Origin = "https://vahti.example.evil.example" }, factor.ErrPasskey},
		{"a page without encryption", true, func(d *factortest.Authenticator) { d.Origin = "http://vahti.example" }, factor.ErrPasskey},
		{"the person was not verified", true, func(d *factortest.Authenticator) { d.Unverified = true }, factor.ErrPasskey},
		{"a wrong signature", true, func(d *factortest.Authenticator) { d.Mallory = true }, factor.ErrPasskey},
		{"somebody else's name", false, func(d *factortest.Authenticator) { d.Handles([]byte("a-kalle")) }, factor.ErrPasskey},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, device := site(t), factortest.New(origin)
			o := register(t, p, maija(), device)
			tt.spoil(device)
			if _, err := verify(t, p, o, tt.named, device); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestCopiedPasskeyIsNoticed(t *testing.T) {
	p, device := site(t), factortest.New(origin)
	o := register(t, p, maija(), device)
	copied := device.Copy()
	k, err := verify(t, p, o, true, device)
	if err != nil {
		t.Fatal(err)
	}
	o.Passkeys[0] = k
	if _, err := verify(t, p, o, true, copied); !errors.Is(err, factor.ErrCloned) {
		t.Errorf("got %v, want %v", err, factor.ErrCloned)
	}
	if _, err := verify(t, p, o, true, device); err != nil {
		t.Errorf("the device itself: %v", err)
	}
}

func TestResponseToAnotherCeremony(t *testing.T) {
	p, device := site(t), factortest.New(origin)
	o := register(t, p, maija(), device)
	options, _, err := p.Ask(&o)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := device.Get(options)
	if err != nil {
		t.Fatal(err)
	}
	response, err := factor.ParseResponse(raw)
	if err != nil {
		t.Fatal(err)
	}
	_, other, err := p.Ask(&o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Verify(o, other, response); !errors.Is(err, factor.ErrPasskey) {
		t.Errorf("got %v, want %v", err, factor.ErrPasskey)
	}
	if _, err := p.Verify(o, factor.State("x"), response); err == nil {
		t.Error("a state that is none is taken")
	}
	if _, err := p.Registered(o, other, raw); !errors.Is(err, factor.ErrPasskey) {
		t.Errorf("an answer of the other kind: got %v, want %v", err, factor.ErrPasskey)
	}
}

func TestRegistrationAttacks(t *testing.T) {
	p := site(t)
	device := factortest.New(origin)
	o := register(t, p, maija(), device)
	options, _, err := p.Register(o, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := device.Create(options); err == nil {
		t.Error("a device makes a second passkey of one account")
	}
	forgetful := factortest.New(origin)
	forgetful.Forgetful = true
	alone, _, err := p.Register(o, true)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := forgetful.Create(alone); err == nil {
		t.Error("an account whose only way is a passkey gets one that cannot be found")
	}
	tests := []struct {
		name  string
		spoil func(*factortest.Authenticator)
	}{
		{"a page elsewhere", func(d *factortest.Authenticator) { d.Origin = "https://evil.example" }},
		{"the person was not verified", func(d *factortest.Authenticator) { d.Unverified = true }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			other := factortest.New(origin)
			tt.spoil(other)
			options, state, err := p.Register(o, false)
			if err != nil {
				t.Fatal(err)
			}
			response, err := other.Create(options)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := p.Registered(o, state, response); !errors.Is(err, factor.ErrPasskey) {
				t.Errorf("got %v, want %v", err, factor.ErrPasskey)
			}
		})
	}
}

func TestNewPasskeysRefuses(t *testing.T) {
	if _, err := factor.NewPasskeys(factor.Site{Domain: "https://vahti.example", Name: "Vahti", Origins: []string{origin}}); err == nil {
		t.Error("an address is taken for a domain")
	}
	if _, err := factor.NewPasskeys(factor.Site{Domain: "vahti.example", Name: "Vahti"}); err == nil {
		t.Error("a site without pages is taken")
	}
}

func TestNothingIsShown(t *testing.T) {
	totp := factor.NewTOTP()
	o := register(t, site(t), maija(), factortest.New(origin))
	code := factor.NewRecoveryCodes()[0]
	secrets := []string{"maija", "Virtanen", totp.Text(), string(code), fmt.Sprint(totp.Secret), fmt.Sprint(o.Passkeys[0].ID())}
	for _, v := range []any{totp, o, code, o.Passkeys[0]} {
		text := fmt.Sprintf("%v %+v %#v", v, v, v)
		if l, ok := v.(slog.LogValuer); ok {
			text += fmt.Sprint(l.LogValue())
		}
		for _, s := range secrets {
			if strings.Contains(text, s) {
				t.Errorf("%T shows %s", v, text)
			}
		}
	}
}

func FuzzParseResponse(f *testing.F) {
	p, err := factor.NewPasskeys(factor.Site{Domain: "vahti.example", Name: "Vahti", Origins: []string{origin}})
	if err != nil {
		f.Fatal(err)
	}
	device := factortest.New(origin)
	options, state, err := p.Register(maija(), false)
	if err != nil {
		f.Fatal(err)
	}
	made, err := device.Create(options)
	if err != nil {
		f.Fatal(err)
	}
	asked, asking, err := p.Ask(nil)
	if err != nil {
		f.Fatal(err)
	}
	got, err := device.Get(asked)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(made)
	f.Add(got)
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if _, err := p.Registered(maija(), state, raw); err != nil && !errors.Is(err, factor.ErrPasskey) {
			t.Errorf("registered: %v", err)
		}
		r, err := factor.ParseResponse(raw)
		if err != nil {
			if !errors.Is(err, factor.ErrPasskey) {
				t.Errorf("parse: %v", err)
			}
			return
		}
		// Its owner has no passkey: nothing can be right.
		if _, err := p.Verify(maija(), asking, r); !errors.Is(err, factor.ErrPasskey) {
			t.Errorf("verify: %v", err)
		}
	})
}

func TestSiteAt(t *testing.T) {
	for address, domain := range map[string]string{"https://vahti.example": "vahti.example", "http://localhost:8080": "localhost", "http://127.0.0.1:8080": "localhost", "http://[::1]:8080": "localhost"} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := factor.SiteAt(u); got.Domain != domain || got.Name != "Vahti" || len(got.Origins) != 1 || got.Origins[0] != address {
			t.Errorf("%s: got %+v, want the domain %s", address, got, domain)
		}
	}
}
