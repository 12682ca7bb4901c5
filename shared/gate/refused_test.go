package gate_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"

	"vahti.ai/vahti/emulator/entra"
	"vahti.ai/vahti/emulator/entra/browser"
	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/anomaly"
	"vahti.ai/vahti/shared/auth/oidc"
	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/apikey"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// told returns what a trail tells of some actions, one line each.
func told(t *testing.T, book trail.Book, actions ...trail.Action) []string {
	t.Helper()
	var out []string
	for r, err := range book.Export(context.WithoutCancel(t.Context()), start.Add(-time.Hour), start.Add(100*time.Hour)) {
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range actions {
			if r.Action == a {
				out = append(out, fmt.Sprintf("%s by %s %s at %s: %s %s", a, r.By, r.Account, r.At.Sub(start), r.Target, r.After))
			}
		}
	}
	return out
}

// TestDenied: who asks for more than the role or the key allows is in the tenant's
// trail, once for each permission and hour however often and of whichever instance.
func TestDenied(t *testing.T) {
	w := newWorld(t)
	owner, auditor := w.person(t, false), w.person(t, false)
	w.join(t, w.mine, owner, tenant.Owner, nil)
	w.join(t, w.mine, auditor, tenant.Auditor, owner)
	k, text, err := apikey.Create(t.Context(), w.mine, apikey.Wish{Name: "nightly", Permissions: []tenant.Permission{tenant.Read}, Expires: start.Add(90 * time.Hour)},
		member.Actor{Account: owner.ID, Name: owner.Email}, w.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	r := w.request(t, nil)
	r.Header.Set("Authorization", "Bearer "+string(text))
	script, err := w.Request(r)
	if err != nil {
		t.Fatal(err)
	}
	p := w.in(t, auditor)
	ask := func(p gate.Principal, need tenant.Permission, target string, fresh bool) {
		t.Helper()
		for range 3 {
			if _, err := w.Enter(t.Context(), p, gate.Wish{Tenant: w.mine.ID().String(), Need: need, Target: target, Fresh: fresh}); !errors.Is(err, gate.ErrForbidden) {
				t.Errorf("%s: got %v, want %v", need, err, gate.ErrForbidden)
			}
		}
	}
	ask(p, tenant.Decide, "findings/one/exception", false)
	other := &gate.Gate{DB: w.DB, Accounts: w.accounts, Cookies: w.Cookies, Now: w.Clock.Now}
	w.Add(10 * time.Minute)
	if _, err := other.Enter(t.Context(), p, gate.Wish{Tenant: w.mine.ID().String(), Need: tenant.Decide, Target: "findings/two/exception"}); !errors.Is(err, gate.ErrForbidden) {
		t.Errorf("another instance: got %v, want %v", err, gate.ErrForbidden)
	}
	ask(p, tenant.ManageKeys, "", false)
	ask(script, tenant.Decide, "findings/one/exception", false)
	ask(script, tenant.Read, "settings", true) // a key proves nothing lately
	w.Add(time.Hour)
	ask(p, tenant.Decide, "findings/one/exception", false)
	// What is allowed, and what a person is asked to prove again, is no refusal.
	for _, wish := range []gate.Wish{{Need: tenant.Read}, {Need: tenant.Read, Fresh: true}} {
		wish.Tenant = w.mine.ID().String()
		if _, err := w.Enter(t.Context(), p, wish); err != nil && !errors.Is(err, gate.ErrStepUp) {
			t.Error(err)
		}
	}
	want := []string{
		"access.denied by member " + auditor.ID + ` at 0s: findings/one/exception {"needs":"decide"}`,
		"access.denied by member " + auditor.ID + ` at 10m0s: tenant {"needs":"keys.manage"}`,
		"access.denied by key " + k.ID + ` at 10m0s: findings/one/exception {"needs":"decide"}`,
		"access.denied by key " + k.ID + ` at 10m0s: settings {"needs":"read"}`,
		"access.denied by member " + auditor.ID + ` at 1h10m0s: findings/one/exception {"needs":"decide"}`,
	}
	if diff := cmp.Diff(lines(want), lines(told(t, trail.Of(w.mine), trail.AccessDenied))); diff != "" {
		t.Errorf("refusals (-want +told):\n%s", diff)
	}
	if got := told(t, trail.Of(w.foreign), trail.AccessDenied); got != nil {
		t.Errorf("another tenant's trail tells %q", got)
	}
}

// TestDeniedInEachTenant: a partner's person who is refused in two tenants is in the
// trails of both.
func TestDeniedInEachTenant(t *testing.T) {
	w := newWorld(t)
	who := w.person(t, false)
	for _, h := range []*store.Tenant{w.mine, w.foreign} {
		owner := w.person(t, false)
		w.join(t, h, owner, tenant.Owner, nil)
		w.join(t, h, who, tenant.Auditor, owner)
	}
	p := w.in(t, who)
	for _, h := range []*store.Tenant{w.mine, w.foreign} {
		if _, err := w.Enter(t.Context(), p, gate.Wish{Tenant: h.ID().String(), Need: tenant.Decide}); !errors.Is(err, gate.ErrForbidden) {
			t.Errorf("got %v, want %v", err, gate.ErrForbidden)
		}
		if got := told(t, trail.Of(h), trail.AccessDenied); len(got) != 1 {
			t.Errorf("got %q, want one refusal", got)
		}
	}
}

// TestRefusedIsTold: who asks for one tenant that is not theirs is in the service's
// trail once an hour however often; who tries many at once raises an alert, and fills
// no more of the trail than the groups there are.
func TestRefusedIsTold(t *testing.T) {
	w := newWorld(t)
	ask := func(p gate.Principal, text string) {
		t.Helper()
		if _, err := w.Enter(t.Context(), p, gate.Wish{Tenant: text, Need: tenant.Read}); !errors.Is(err, gate.ErrNotFound) {
			t.Errorf("got %v, want %v", err, gate.ErrNotFound)
		}
	}
	mistaken, prober, partner := w.person(t, false), w.person(t, false), w.person(t, false)
	p := w.in(t, mistaken)
	for range 7 { // in seven minutes, and on another instance, too
		ask(p, w.mine.ID().String())
		w.Add(time.Minute)
	}
	other := &gate.Gate{DB: w.DB, Accounts: w.accounts, Cookies: w.Cookies, Now: w.Clock.Now}
	if _, err := other.Enter(t.Context(), p, gate.Wish{Tenant: w.mine.ID().String(), Need: tenant.Read}); !errors.Is(err, gate.ErrNotFound) {
		t.Error(err)
	}
	if got := told(t, trail.Service(w.DB), trail.AccessRefused); len(got) != 1 || !strings.HasPrefix(got[0], "access.refused by member "+mistaken.ID+" at 0s: tenants/group-") {
		t.Errorf("got %q, want one refusal", got)
	}
	p = w.in(t, prober)
	for range 100 {
		ask(p, tenanttest.ID(t).String())
	}
	for i := range 100 {
		if err := w.Manage(t.Context(), w.in(t, partner), fmt.Sprint("partner-", i), false); !errors.Is(err, gate.ErrNotFound) {
			t.Errorf("got %v, want %v", err, gate.ErrNotFound)
		}
	}
	var events []anomaly.Event
	for r, err := range trail.Service(w.DB).Export(context.WithoutCancel(t.Context()), start.Add(-time.Hour), start.Add(time.Hour)) {
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, anomaly.Event{At: r.At, Action: r.Action, By: r.By, Account: r.Account, Target: r.Target})
	}
	entries := map[string]int{}
	for _, e := range events {
		if e.Action == trail.AccessRefused {
			entries[e.Account]++
		}
	}
	if entries[prober.ID] < 10 || entries[prober.ID] > 16 || entries[partner.ID] < 10 || entries[partner.ID] > 16 {
		t.Errorf("a hundred tries are %d entries, of organisations %d, want about 16 and no more", entries[prober.ID], entries[partner.ID])
	}
	rules, err := anomaly.Rules()
	if err != nil {
		t.Fatal(err)
	}
	var raised []string
	for _, a := range anomaly.Judge(rules, events) {
		raised = append(raised, a.Rule+" "+a.Subject)
	}
	want := []string{"access-probe " + prober.ID, "access-probe " + partner.ID}
	slices.Sort(want)
	slices.Sort(raised)
	if diff := cmp.Diff(want, raised); diff != "" {
		t.Errorf("anomalies (-want +got):\n%s", diff)
	}
}

// TestKeyThatEnded: who has the secret of a key that holds no longer is in the tenant's
// trail; who only has something like it is in the service's, whatever it names, and at
// the same cost.
func TestKeyThatEnded(t *testing.T) {
	w := newWorld(t)
	owner := w.person(t, false)
	w.join(t, w.mine, owner, tenant.Owner, nil)
	k, text, err := apikey.Create(t.Context(), w.mine, apikey.Wish{Name: "nightly", Permissions: []tenant.Permission{tenant.Read}, Expires: start.Add(time.Hour)},
		member.Actor{Account: owner.ID, Name: owner.Email}, w.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	with := func(text string) {
		t.Helper()
		r := w.request(t, nil)
		r.Header.Set("Authorization", "Bearer "+text)
		if _, err := w.Request(r); !errors.Is(err, gate.ErrUnknown) || err.Error() != gate.ErrUnknown.Error() {
			t.Errorf("got %v, want %v", err, gate.ErrUnknown)
		}
	}
	for range 3 {
		with(string(text[:len(text)-1]))
		with(apikey.Prefix + "nothing")
	}
	if got := told(t, trail.Service(w.DB), trail.TokenRefused); len(got) != 1 || !strings.Contains(got[0], "at 0s: key ") {
		t.Errorf("the service's trail tells %q, want one refusal of a key", got)
	}
	if got := told(t, trail.Of(w.mine), trail.KeyRefused); got != nil {
		t.Errorf("the tenant's trail tells %q of a key that is good", got)
	}
	w.Add(2 * time.Hour)
	for range 3 {
		with(string(text))
	}
	want := []string{"key.refused by key " + k.ID + " at 2h0m0s: keys/" + k.ID + " "}
	if diff := cmp.Diff(want, told(t, trail.Of(w.mine), trail.KeyRefused)); diff != "" {
		t.Errorf("refusals (-want +told):\n%s", diff)
	}
}

// TestKeyRestsWithItsMaker: a key is worth what whoever made it may do, by a membership
// of their own or for a partner organisation. One that rests looks as one that was
// revoked, and the tenant's trail tells why.
func TestKeyRestsWithItsMaker(t *testing.T) {
	w := newWorld(t)
	owner, maker := w.person(t, false), w.person(t, false)
	w.join(t, w.mine, owner, tenant.Owner, nil)
	w.join(t, w.mine, maker, tenant.Admin, owner)
	by := member.Actor{Account: owner.ID, Name: owner.Email}
	create := func(permissions ...tenant.Permission) (apikey.Key, apikey.Text) {
		t.Helper()
		k, text, err := apikey.Create(t.Context(), w.mine, apikey.Wish{Name: "nightly", Permissions: permissions, Expires: start.Add(90 * time.Hour)},
			member.Actor{Account: maker.ID, Name: maker.Email}, w.Clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		return k, text
	}
	reads, readText := create(tenant.Read)
	_, decideText := create(tenant.Read, tenant.Configure)
	opens := func(text apikey.Text) bool {
		t.Helper()
		w.Clock.Add(time.Minute)
		r := w.request(t, nil)
		r.Header.Set("Authorization", "Bearer "+string(text))
		_, err := w.Request(r)
		if err != nil && (!errors.Is(err, gate.ErrUnknown) || err.Error() != gate.ErrUnknown.Error()) {
			t.Errorf("got %v, want %v", err, gate.ErrUnknown)
		}
		return err == nil
	}
	steps := []struct {
		name         string
		change       func() error
		read, decide bool
	}{
		{"the maker is an admin", func() error { return nil }, true, true},
		{"an auditor", func() error {
			_, err := member.ChangeRole(t.Context(), w.mine, maker.ID, tenant.Auditor, by, w.Clock.Now())
			return err
		}, true, false},
		{"locked", func() error {
			_, err := w.accounts.Lock(t.Context(), account.ID(maker.ID))
			return err
		}, false, false},
		{"unlocked", func() error {
			_, err := w.accounts.Unlock(t.Context(), account.ID(maker.ID))
			return err
		}, true, false},
		{"suspended", func() error {
			_, err := member.Suspend(t.Context(), w.mine, maker.ID, by, w.Clock.Now())
			return err
		}, false, false},
		{"back", func() error {
			_, err := member.Restore(t.Context(), w.mine, maker.ID, by, w.Clock.Now())
			return err
		}, true, false},
		{"removed", func() error {
			_, err := member.Remove(t.Context(), w.mine, maker.ID, by, w.Clock.Now())
			return err
		}, false, false},
		{"a partner's manager", func() error {
			w.Standings = func(context.Context, string) ([]member.Standing, error) {
				return []member.Standing{{Organisation: "msp", Manager: true}}, nil
			}
			_, err := member.Engage(t.Context(), w.mine, "msp", "Kumppani Oy", tenant.Admin, by, w.Clock.Now())
			return err
		}, true, true},
		{"gone from the partner", func() error {
			w.Standings = func(context.Context, string) ([]member.Standing, error) { return nil, nil }
			return nil
		}, false, false},
	}
	for _, s := range steps {
		if err := s.change(); err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		if read, decide := opens(readText), opens(decideText); read != s.read || decide != s.decide {
			t.Errorf("%s: the keys open %v and %v, want %v and %v", s.name, read, decide, s.read, s.decide)
		}
	}
	var told []string
	for r, err := range trail.Of(w.mine).Export(t.Context(), start, start.Add(100*time.Hour)) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Action == trail.KeyRefused && r.Account == reads.ID {
			told = append(told, r.Reason)
		}
	}
	if diff := cmp.Diff([]string{"whoever made the key may not do any more what it carries"}, told); diff != "" {
		t.Errorf("refusals (-want +told):\n%s", diff)
	}
}

// TestTokensAreTold: a token that holds is in the trail of the tenant that its person
// looks into, once a day; one that does not is in the service's, with the account where
// Entra's signature says whose it is.
func TestTokensAreTold(t *testing.T) {
	w := newWorld(t)
	e := w.atEntra(t)
	who := w.person(t, false)
	e.knows(t, objectOf(w.made))
	good := e.token(t, objectOf(w.made))
	w.join(t, w.mine, who, tenant.Owner, nil)
	e.knows(t, objectOf(99))
	nobodys := e.token(t, objectOf(99))
	with := func(token string) (gate.Principal, error) {
		r := w.request(t, nil)
		r.Header.Set("Authorization", "Bearer "+token)
		return w.Request(r)
	}
	p, err := with(good)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := w.Enter(t.Context(), p, gate.Wish{Tenant: w.mine.ID().String(), Need: tenant.Read}); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"tenant.opened by member " + who.ID + " at 0s: tenant "}, told(t, trail.Of(w.mine), trail.TenantOpened)); diff != "" {
		t.Errorf("uses (-want +told):\n%s", diff)
	}
	refused := func(token string) {
		t.Helper()
		for range 3 {
			if _, err := with(token); !errors.Is(err, gate.ErrUnknown) || err.Error() != gate.ErrUnknown.Error() {
				t.Errorf("got %v, want %v", err, gate.ErrUnknown)
			}
		}
	}
	refused(good[:len(good)-4] + "AAAA")
	refused(nobodys)
	if _, err := w.accounts.Lock(t.Context(), account.ID(who.ID)); err != nil {
		t.Fatal(err)
	}
	refused(good)
	want := []string{"token.refused by   at 0s: token ", "token.refused by  " + who.ID + " at 0s: accounts/" + who.ID + " "}
	if diff := cmp.Diff(lines(want), lines(told(t, trail.Service(w.DB), trail.TokenRefused))); diff != "" {
		t.Errorf("refusals (-want +told):\n%s", diff)
	}
}

// TestTrailIsNotFilled: from thousands of addresses come few entries.
func TestTrailIsNotFilled(t *testing.T) {
	w := newWorld(t)
	for i := range 2000 {
		r := w.request(t, nil)
		r.RemoteAddr = fmt.Sprintf("10.1.%d.%d:1", i/250, i%250)
		r.Header.Set("Authorization", fmt.Sprintf("Bearer %s%d", apikey.Prefix, i))
		if _, err := w.Request(r); !errors.Is(err, gate.ErrUnknown) {
			t.Fatal(err)
		}
	}
	if got := len(told(t, trail.Service(w.DB), trail.TokenRefused)); got < 2 || got > 64 {
		t.Errorf("got %d entries of 2,000 addresses, want at most 64", got)
	}
}

// atEntra is Entra's stand-in, which the gate takes tokens of.
type atEntra struct {
	server *entra.Server
	base   string
}

const (
	clientID = "11111111-2222-3333-4444-555555555555"
	secret   = "a secret of the test"
	callback = origin + "/callback"
)

func (w *world) atEntra(t *testing.T) atEntra {
	t.Helper()
	server, err := entra.Open(entra.Config{CertDir: t.TempDir(), Clients: []entra.Client{{
		ID: clientID, Secret: secret, Name: "Vahti", RedirectURIs: []string{callback}, Scopes: []string{oidc.Scope}, OptionalClaims: []string{"auth_time"},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	mux := http.NewServeMux()
	site := httptest.NewServer(mux)
	t.Cleanup(site.Close)
	handler, err := server.SignIn(site.URL + "/entra")
	if err != nil {
		t.Fatal(err)
	}
	mux.Handle("/entra/", handler)
	server.NameTenant(entraID+"0", "Customer")
	w.Entra = oidc.New(oidc.Config{Authority: site.URL + "/entra", ClientID: clientID, Secret: func(context.Context) (string, error) { return secret, nil }, Redirect: callback, Now: time.Now})
	return atEntra{server, site.URL + "/entra"}
}

// knows adds a person.
func (e atEntra) knows(t *testing.T, object string) {
	t.Helper()
	if err := e.server.AddPerson(entra.Person{TenantID: entraID + "0", ObjectID: object, Name: "Some Body", UPN: object + "@customer.example"}); err != nil {
		t.Fatal(err)
	}
}

// token returns an access token for the API of a person's.
func (e atEntra) token(t *testing.T, object string) string {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	verifier := oauth2.GenerateVerifier()
	cfg := oauth2.Config{ClientID: clientID, ClientSecret: secret, RedirectURL: callback, Scopes: []string{"openid", "api://" + clientID + "/" + oidc.Scope}, Endpoint: oauth2.Endpoint{
		AuthURL: e.base + "/common/oauth2/v2.0/authorize", TokenURL: e.base + "/common/oauth2/v2.0/token", AuthStyle: oauth2.AuthStyleInParams,
	}}
	answer, err := browser.SignIn(t.Context(), &http.Client{Jar: jar}, cfg.AuthCodeURL("s", oauth2.S256ChallengeOption(verifier)), object+"@customer.example")
	if err != nil {
		t.Fatal(err)
	}
	token, err := cfg.Exchange(t.Context(), answer.Params().Get("code"), oauth2.VerifierOption(verifier))
	if err != nil {
		t.Fatal(err)
	}
	return token.AccessToken
}

// lines are lines in an order of their own.
func lines(all []string) []string {
	slices.Sort(all)
	return all
}
