package export

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor/factortest"
	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// browser makes a person who has signed in with a passkey, and returns the account and
// the cookie of the session.
func (w *world) browser(t *testing.T, called string, operator bool) (member.Account, *http.Cookie) {
	t.Helper()
	ctx := t.Context()
	a, _, _, err := w.accounts.Create(ctx, account.New{Email: called + "@aallokko.example", Name: called, Language: "en", Operator: operator})
	must(t, err)
	begun, _, err := w.accounts.Enrol(ctx, a.ID, account.From{})
	must(t, err)
	options, ceremony, err := w.accounts.AddPasskey(ctx, begun.Session)
	must(t, err)
	response, err := factortest.New("https://vahti.example").Create(options)
	must(t, err)
	_, err = w.accounts.ConfirmPasskey(ctx, begun.Session, ceremony, response, "key", account.From{})
	must(t, err)
	in, _, err := w.accounts.Enrolled(ctx, begun.Session, account.From{})
	must(t, err)
	rec := httptest.NewRecorder()
	must(t, w.cookies.Set(ctx, rec, gate.SessionCookie, []byte(in.Token), time.Hour))
	return member.Account{ID: string(a.ID), Email: a.Email, Name: a.Name}, rec.Result().Cookies()[0]
}

// TestPeople tries as every role, in the tenant and in another one, at each point of the
// tenant's life.
func TestPeople(t *testing.T) {
	w := newWorld(t)
	w.scan(t, 1)
	olga := member.Actor{Account: "olga", Name: person("olga").Email}
	cookies := map[string]*http.Cookie{"nobody": nil}
	accounts := map[string]member.Account{}
	for _, role := range tenant.Roles() {
		who, cookie := w.browser(t, string(role), false)
		cookies[string(role)], accounts[string(role)] = cookie, who
		invited := role
		if role == tenant.Owner { // owners are made of admins
			invited = tenant.Admin
		}
		i, err := member.Invite(t.Context(), w.one, member.Invitation{Email: who.Email, Role: invited, Language: "fi"}, olga, w.Now())
		must(t, err)
		_, err = member.Accept(t.Context(), w.db, i.Token, who, "", w.Now())
		must(t, err)
		if role == tenant.Owner {
			_, err := member.ChangeRole(t.Context(), w.one, who.ID, tenant.Owner, olga, w.Now())
			must(t, err)
		}
	}
	_, cookies["stranger"] = w.browser(t, "stranger", false)
	_, cookies["operator"] = w.browser(t, "operator", true)
	ask := func(h *store.Tenant, cookie *http.Cookie, site string) int {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, w.path(h), strings.NewReader(url.Values{"kind": {"findings"}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", site)
		if cookie != nil {
			r.AddCookie(cookie)
		}
		rec := httptest.NewRecorder()
		w.handler.ServeHTTP(rec, r)
		return rec.Code
	}
	for _, state := range []tenant.State{tenant.Active, tenant.Terminated, tenant.Erased} {
		w.state(t, state)
		for name, cookie := range cookies {
			want := http.StatusNotFound
			switch role := tenant.Role(name); {
			case name == "nobody":
				want = http.StatusUnauthorized
			case role.Allows(tenant.Export) && state != tenant.Erased:
				want = http.StatusOK
			}
			if got := ask(w.one, cookie, "same-origin"); got != want {
				t.Errorf("%s, %s: got %d, want %d", name, state, got, want)
			}
			foreign := http.StatusNotFound
			if name == "nobody" {
				foreign = http.StatusUnauthorized
			}
			if got := ask(w.other, cookie, "same-origin"); got != foreign {
				t.Errorf("%s, another tenant: got %d, want %d", name, got, foreign)
			}
		}
	}
	w.state(t, tenant.Active)
	if got := ask(w.one, cookies["owner"], "cross-site"); got != http.StatusUnauthorized {
		t.Errorf("a form of another site's: got %d", got)
	}
	made := map[string]int{}
	for _, e := range w.told(t, w.one) {
		if e.By != trail.Member {
			t.Errorf("%s by %q", e.Action, e.By)
		}
		if e.Action == trail.ExportMade {
			made[e.Account]++
		}
	}
	for role, a := range accounts {
		if made[a.ID] != 2 { // while it was active and after it was terminated
			t.Errorf("%s: %d exports are told, want 2", role, made[a.ID])
		}
	}
}
