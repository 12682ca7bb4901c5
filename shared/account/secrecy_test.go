package account_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/throttle"
	"vahti.ai/vahti/shared/internal/handle"
)

// TestNothingPersonalIsStoredInPlain looks at every byte of every document, and at
// what is printed of every value.
func TestNothingPersonalIsStoredInPlain(t *testing.T) {
	w := newWorld(t)
	p := w.member(t, "maija@esimerkki.example")
	p.from = account.From{Address: "198.51.100.9", Agent: "Kalvoselain"}
	p.addPasskey(t, p.device)
	p.addCodes(t)
	if _, err := w.Link(t.Context(), p.session, identity(77), p.from); err != nil {
		t.Fatal(err)
	}
	in := p.signIn(t, good)
	attempt := p.attempt(t, good)
	setup, err := w.AddApp(t.Context(), p.session)
	if err != nil {
		t.Fatal(err)
	}
	reset, _, e, err := w.AskReset(t.Context(), p.email, p.from)
	if err != nil {
		t.Fatal(err)
	}
	mail, _, _, err := w.AskEmail(t.Context(), p.session, "salainen@toinen.example", p.from)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := w.AskReset(t.Context(), "kukaan@muualla.example", p.from); err != nil {
		t.Fatal(err)
	}
	a, err := w.Get(t.Context(), p.id)
	if err != nil {
		t.Fatal(err)
	}
	secrets := []string{"maija", "virtanen", "esimerkki", "salainen", "kukaan", "198.51.100.9", "kalvoselain", "puhelin", "argon2id", identity(77).Object,
		good, setup.Text, p.app.Text(), string(p.app.Secret), string(p.codes[0]), strings.ReplaceAll(string(p.codes[0]), "-", ""),
		string(in.Token), string(attempt), string(reset.Token), string(mail.Token), string(setup.Token), a.Passkeys[0].ID}
	kinds := map[string]int{}
	people := handle.People(w.db.Handle())
	for _, group := range []string{"accounts", "emails", "identities", "sessions", "tokens", "throttles"} {
		docs, err := people.CollectionGroup(group).Documents(t.Context()).GetAll()
		if err != nil {
			t.Fatal(err)
		}
		kinds[group] += len(docs)
		for _, d := range docs {
			var raw bytes.Buffer
			fmt.Fprint(&raw, d.Ref.Path)
			for name, v := range d.Data() {
				fmt.Fprintf(&raw, " %s=%s %v", name, v, v)
			}
			for i, s := range secrets {
				if bytes.Contains(bytes.ToLower(raw.Bytes()), []byte(strings.ToLower(s))) {
					t.Errorf("%s holds secret %d in plain", d.Ref.Path, i)
				}
			}
		}
	}
	for group, n := range kinds {
		if n == 0 {
			t.Errorf("no document of %s was looked at", group)
		}
	}
	for _, v := range []any{a, in, in.Session, in.Token, account.Attempt{Token: attempt}, setup, reset, mail, e, p.from, a.Identities[0],
		account.New{Email: p.email}, throttle.Key{Kind: throttle.Mail, Of: p.email}, &account.WaitError{}} {
		text := fmt.Sprintf("%v %+v %#v", v, v, v)
		if l, ok := v.(slog.LogValuer); ok {
			text += fmt.Sprint(l.LogValue())
		}
		if token, ok := v.(account.Token); ok {
			b, err := json.Marshal(token)
			if err != nil {
				t.Fatal(err)
			}
			text += string(b)
		}
		for i, s := range secrets {
			if strings.Contains(strings.ToLower(text), strings.ToLower(s)) {
				t.Errorf("%T shows secret %d: %s", v, i, text)
			}
		}
	}
}

// TestErased looks at what is left of a removed account.
func TestErased(t *testing.T) {
	w := newWorld(t)
	p := w.member(t, "maija@esimerkki.example")
	if _, err := w.Link(t.Context(), p.session, identity(1), p.from); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Erase(t.Context(), p.id); err != nil {
		t.Fatal(err)
	}
	a, err := w.Get(t.Context(), p.id)
	if err != nil {
		t.Fatal(err)
	}
	if want := (account.Account{ID: p.id, State: account.Removed, Created: start}); fmt.Sprintf("%+v", []any{a.Email, a.Name, a.Identities, a.Password}) !=
		fmt.Sprintf("%+v", []any{want.Email, want.Name, want.Identities, want.Password}) || a.State != want.State {
		t.Errorf("something is left: %v", a.State)
	}
	people := handle.People(w.db.Handle())
	for _, c := range []string{"emails", "identities"} {
		if docs, err := people.Collection(c).Documents(t.Context()).GetAll(); err != nil || len(docs) != 0 {
			t.Errorf("%d of %s are left, %v", len(docs), c, err)
		}
	}
	if _, made, _, err := w.Create(t.Context(), account.New{Email: p.email, Name: "Maija", Language: "fi"}); err != nil || !made {
		t.Errorf("the address is not free: %v, %v", made, err)
	}
}

func TestSweep(t *testing.T) {
	w := newWorld(t)
	p := w.member(t, "maija@esimerkki.example")
	p.signIn(t, good)
	if _, _, err := w.Password(t.Context(), "kukaan@esimerkki.example", good, home("66")); err == nil {
		t.Fatal("nobody signed in")
	}
	if n, err := w.Sweep(t.Context(), 100); err != nil || n > 3 {
		t.Errorf("right away: got %d, %v, want but steps that have expired", n, err)
	}
	if !p.alive(t, p.token) {
		t.Error("a session that can be used was swept")
	}
	w.Add(91 * 24 * 60 * 60 * 1e9)
	for range 20 {
		n, err := w.Sweep(t.Context(), 2)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			break
		}
	}
	people := handle.People(w.db.Handle())
	for _, c := range []string{"sessions", "tokens", "throttles"} {
		if docs, err := people.Collection(c).Documents(t.Context()).GetAll(); err != nil || len(docs) != 0 {
			t.Errorf("%d of %s are left, %v", len(docs), c, err)
		}
	}
	p.signIn(t, good)
}
