package signin

import (
	"encoding/base32"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"vahti.ai/vahti/shared/account/factor"
)

// visitor is a browser.
type visitor struct {
	w       *world
	client  *http.Client
	address string
	lang    string
}

func (w *world) visitor(t testing.TB) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visitor{w: w, address: home, lang: "en",
		client: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
	to     string // where the browser is sent, without the site's own address
}

func (v *visitor) do(t testing.TB, method, path string, form url.Values, changes ...func(*http.Request)) answer {
	t.Helper()
	to := path
	if strings.HasPrefix(path, "/") {
		to = v.w.base + path
	}
	r, err := http.NewRequestWithContext(t.Context(), method, to, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Accept-Language", v.lang)
	r.Header.Set("User-Agent", "Firefox of the test")
	r.Header.Set("X-Forwarded-For", v.address)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for _, change := range changes {
		change(r)
	}
	resp, err := v.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range resp.Cookies() {
		planted.add(c.Value)
	}
	return answer{resp.StatusCode, resp.Header, string(body), strings.TrimPrefix(resp.Header.Get("Location"), v.w.base)}
}

func (v *visitor) get(t testing.TB, path string) answer {
	t.Helper()
	return v.do(t, http.MethodGet, path, nil)
}

func (v *visitor) post(t testing.TB, path string, pairs ...string) answer {
	t.Helper()
	return v.do(t, http.MethodPost, path, values(pairs...))
}

func values(pairs ...string) url.Values {
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return form
}

// wants fails unless the answer has a status and says, or leads to, a text.
func (a answer) wants(t testing.TB, status int, text string) {
	t.Helper()
	if a.status != status || !strings.Contains(a.body, text) && a.to != text {
		t.Fatalf("got %d to %q, want %d with %q:\n%s", a.status, a.to, status, text, a.body)
	}
}

// byPassword signs a person in by password and app.
func (v *visitor) byPassword(t testing.TB, p *somebody) {
	t.Helper()
	v.post(t, "/signin/password", "email", p.email, "password", good, "return", "/account").wants(t, http.StatusSeeOther, "/signin/second")
	v.post(t, "/signin/totp", "code", v.w.code(t, p)).wants(t, http.StatusSeeOther, "/account")
}

// byPasskey signs a person in by a passkey.
func (v *visitor) byPasskey(t testing.TB, p *somebody) answer {
	t.Helper()
	return v.post(t, "/signin/passkey", "response", v.signs(t, p, "/signin/passkey/options"), "return", "/account")
}

// signs is what the person's device answers to the options asked for.
func (v *visitor) signs(t testing.TB, p *somebody, path string, pairs ...string) string {
	t.Helper()
	options := v.post(t, path, pairs...)
	options.wants(t, http.StatusOK, "publicKey")
	response, err := p.device.Get([]byte(options.body))
	if err != nil {
		t.Fatal(err)
	}
	return string(response)
}

// signedIn reports whether the browser has a session that is good.
func (v *visitor) signedIn(t testing.TB) bool {
	t.Helper()
	return v.get(t, "/account").status == http.StatusOK
}

// appOf is an authenticator app with a secret as it is shown.
func appOf(t testing.TB, text string) factor.TOTP {
	t.Helper()
	secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ReplaceAll(text, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return factor.TOTP{Secret: secret}
}
