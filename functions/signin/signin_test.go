package signin

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/entra"
	"vahti.ai/vahti/emulator/entra/browser"
	"vahti.ai/vahti/shared/store/trail"
)

// toMicrosoft begins a sign-in and returns the address at Microsoft.
func (v *visitor) toMicrosoft(t testing.TB, path string, pairs ...string) string {
	t.Helper()
	a := v.post(t, path, pairs...)
	if a.status != http.StatusSeeOther || !strings.HasPrefix(a.to, mounted+"/common/oauth2/v2.0/authorize?") {
		t.Fatalf("got %d to %q, want to go to Microsoft", a.status, a.to)
	}
	return v.w.base + a.to
}

// atMicrosoft signs somebody in there and returns the address of the answer.
func (v *visitor) atMicrosoft(t testing.TB, address, upn string) string {
	t.Helper()
	answer, err := browser.SignIn(t.Context(), v.client, address, upn)
	if err != nil {
		t.Fatal(err)
	}
	return answer.URL.String()
}

func TestMicrosoft(t *testing.T) {
	w := newWorld(t)
	w.person(t, "anna", means{microsoft: true})
	v := w.visitor(t)
	back := v.atMicrosoft(t, v.toMicrosoft(t, "/signin/microsoft", "return", "/tenants/x?a=b"), "anna@aalto.example")
	v.get(t, back).wants(t, http.StatusSeeOther, "/tenants/x?a=b")
	if !v.signedIn(t) {
		t.Fatal("nobody is signed in")
	}
	if got := told(t, trail.Service(w.db)); !slices.Contains(got, "signin.succeeded") {
		t.Errorf("the audit trail tells %v", got)
	}
	v.post(t, "/signout").wants(t, http.StatusSeeOther, "/signin?done=out")
	if v.signedIn(t) {
		t.Error("somebody is signed in after signing out")
	}
	v.get(t, "/signin?done=out").wants(t, http.StatusOK, "You are signed out.")
}

func TestMicrosoftOpensNoOtherAccount(t *testing.T) {
	w := newWorld(t)
	tests := []struct {
		name, upn string
		before    func(*testing.T)
	}{
		// Elias has an account of his address; nobody linked it.
		{"unlinked", "elias@aalto.example", func(t *testing.T) { w.person(t, "elias", means{password: true}) }},
		{"nobody's", "nils@nordwind.example", func(*testing.T) {}},
		{"locked", "anna@aalto.example", func(t *testing.T) {
			p := w.person(t, "anna", means{microsoft: true})
			if _, err := w.accounts.Lock(t.Context(), p.id); err != nil {
				t.Fatal(err)
			}
		}},
		{"an operator's", "anna@aalto.example", func(t *testing.T) {
			a, err := w.accounts.ByEmail(t.Context(), "anna@aalto.example")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.accounts.Erase(t.Context(), a.ID); err != nil {
				t.Fatal(err)
			}
			w.person(t, "anna", means{operator: true, microsoft: true})
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.before(t)
			v := w.visitor(t)
			back := v.atMicrosoft(t, v.toMicrosoft(t, "/signin/microsoft"), tt.upn)
			v.get(t, back).wants(t, http.StatusForbidden, "No account of Vahti opens with this Microsoft account")
			if v.signedIn(t) {
				t.Error("somebody is signed in")
			}
		})
	}
}

// TestMisbehaviour signs in where Microsoft's answers are false in every way there is.
func TestMisbehaviour(t *testing.T) {
	w := newWorld(t)
	w.person(t, "anna", means{microsoft: true})
	first := w.visitor(t)
	first.get(t, first.atMicrosoft(t, first.toMicrosoft(t, "/signin/microsoft"), "anna@aalto.example")).wants(t, http.StatusSeeOther, "/")
	for _, m := range entra.Misbehaviours() {
		t.Run(m.String(), func(t *testing.T) {
			w.entra.Misbehave(m)
			v := w.visitor(t)
			a := v.get(t, v.atMicrosoft(t, v.toMicrosoft(t, "/signin/microsoft"), "anna@aalto.example"))
			if in := v.signedIn(t); in != (m == entra.Honest) {
				t.Errorf("signed in is %v, after %d", in, a.status)
			}
			if m != entra.Honest && (a.status != http.StatusBadRequest && a.status != http.StatusForbidden || !strings.Contains(a.body, "<h1>")) {
				t.Errorf("got %d, want a page that says that it was refused", a.status)
			}
		})
	}
}

// TestCallback takes answers of Microsoft's to where they do not belong.
func TestCallback(t *testing.T) {
	w := newWorld(t)
	w.person(t, "anna", means{microsoft: true})
	begun := func(t *testing.T) (*visitor, string) {
		v := w.visitor(t)
		return v, v.atMicrosoft(t, v.toMicrosoft(t, "/signin/microsoft"), "anna@aalto.example")
	}
	change := func(address, name, value string) string {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		q.Set(name, value)
		u.RawQuery = q.Encode()
		return u.String()
	}
	tests := []struct {
		name   string
		status int
		try    func(*testing.T) (*visitor, answer)
	}{
		{"in another browser", http.StatusBadRequest, func(t *testing.T) (*visitor, answer) {
			_, back := begun(t)
			other := w.visitor(t)
			return other, other.get(t, back)
		}},
		{"in another browser with a sign-in of its own", http.StatusBadRequest, func(t *testing.T) (*visitor, answer) {
			_, back := begun(t)
			other, _ := begun(t)
			return other, other.get(t, back)
		}},
		{"another state", http.StatusBadRequest, func(t *testing.T) (*visitor, answer) {
			v, back := begun(t)
			return v, v.get(t, change(back, "state", "else"))
		}},
		{"two states", http.StatusBadRequest, func(t *testing.T) (*visitor, answer) {
			v, back := begun(t)
			return v, v.get(t, back+"&state=else")
		}},
		{"another code", http.StatusForbidden, func(t *testing.T) (*visitor, answer) {
			v, back := begun(t)
			return v, v.get(t, change(back, "code", "else"))
		}},
		{"an error beside the code", http.StatusForbidden, func(t *testing.T) (*visitor, answer) {
			v, back := begun(t)
			return v, v.get(t, change(back, "error", "access_denied"))
		}},
		{"given up at Microsoft", http.StatusForbidden, func(t *testing.T) (*visitor, answer) {
			v := w.visitor(t)
			a, err := browser.Cancel(t.Context(), v.client, v.toMicrosoft(t, "/signin/microsoft"))
			if err != nil {
				t.Fatal(err)
			}
			return v, v.get(t, a.URL.String())
		}},
		{"too late", http.StatusBadRequest, func(t *testing.T) (*visitor, answer) {
			v, back := begun(t)
			w.Add(11 * time.Minute)
			return v, v.get(t, back)
		}},
		{"nothing", http.StatusBadRequest, func(t *testing.T) (*visitor, answer) {
			v := w.visitor(t)
			return v, v.get(t, callbackPath)
		}},
		{"a second time, after signing out", http.StatusBadRequest, func(t *testing.T) (*visitor, answer) {
			v, back := begun(t)
			v.get(t, back).wants(t, http.StatusSeeOther, "/")
			v.post(t, "/signout")
			return v, v.get(t, back)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v, a := tt.try(t)
			if a.status != tt.status || v.signedIn(t) {
				t.Errorf("got %d, want %d and nobody signed in", a.status, tt.status)
			}
		})
	}
}

// TestForms sends every form from another site, and without the form of a form.
func TestForms(t *testing.T) {
	w := newWorld(t)
	p := w.person(t, "anna", means{passkey: true})
	v := w.visitor(t)
	v.byPasskey(t, p)
	n := 0
	for _, r := range w.site.routes() {
		path, ok := strings.CutPrefix(r.pattern, "POST ")
		if !ok {
			continue
		}
		n++
		path = strings.ReplaceAll(path, "{tenant}", "x")
		v.do(t, http.MethodPost, path, nil, func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }).wants(t, http.StatusForbidden, "That was refused")
		v.do(t, http.MethodPost, path, nil, func(r *http.Request) {
			r.Header.Del("Sec-Fetch-Site")
			r.Header.Set("Origin", "https://attacker.example")
		}).wants(t, http.StatusForbidden, "That was refused")
		v.do(t, http.MethodPost, path, nil, func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }).wants(t, http.StatusUnsupportedMediaType, "could not be read")
	}
	if n < 20 {
		t.Errorf("only %d forms were tried", n)
	}
	if !v.signedIn(t) {
		t.Error("a form of another site has signed the person out")
	}
}

// TestSessionsEnd is about a new sign-in in a browser with a session: the former ends.
func TestSessionsEnd(t *testing.T) {
	w := newWorld(t)
	p := w.person(t, "anna", means{passkey: true})
	v := w.visitor(t)
	v.byPasskey(t, p)
	before := v.client.Jar.Cookies(must(url.Parse(w.base)))
	v.byPasskey(t, p)
	thief := w.visitor(t)
	thief.client.Jar.SetCookies(must(url.Parse(w.base)), before)
	if thief.signedIn(t) {
		t.Error("the session from before the new sign-in is good")
	}
	w.Add(13 * time.Hour)
	if v.signedIn(t) {
		t.Error("a session is good after 13 hours")
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestCookies(t *testing.T) {
	w := newWorld(t)
	p := w.person(t, "anna", means{passkey: true})
	v := w.visitor(t)
	a := v.byPasskey(t, p)
	found := false
	for _, c := range (&http.Response{Header: a.header}).Cookies() {
		if c.Name == "vahti-session" {
			found = c.HttpOnly && c.SameSite == http.SameSiteLaxMode && c.Path == "/" && c.MaxAge == int(12*time.Hour/time.Second)
		}
	}
	if !found {
		t.Errorf("the session's cookie is not as it should be: %v", a.header.Values("Set-Cookie"))
	}
}
