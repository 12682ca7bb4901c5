package entra

import (
	"crypto/sha256"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"vahti.ai/vahti/emulator/entra/browser"
)

const fuzzBase = "http://127.0.0.1:8080" + mountPath

func fuzzed(f *testing.F) (*Server, http.Handler) {
	f.Helper()
	s, err := Open(Config{CertDir: f.TempDir(), Clients: []Client{{ID: clientID, Secret: secret, RedirectURIs: []string{callback}, Scopes: []string{"access"}, Permissions: []string{"User.Read.All"}}}})
	if err != nil {
		f.Fatal(err)
	}
	if err := s.AddPerson(anna()); err != nil {
		f.Fatal(err)
	}
	h, err := s.SignIn(fuzzBase)
	if err != nil {
		f.Fatal(err)
	}
	return s, h
}

// FuzzAuthorize: whatever a browser is sent with, without somebody signing in it brings back no code, and it is sent to
// no address but the client's.
func FuzzAuthorize(f *testing.F) {
	_, h := fuzzed(f)
	good := "client_id=" + clientID + "&redirect_uri=" + url.QueryEscape(callback) + "&response_type=code&scope=openid&code_challenge_method=S256&code_challenge=" + strings.Repeat("A", 43)
	for _, query := range []string{"", good, good + "&prompt=none", good + "&prompt=none&response_mode=form_post", good + "&claims={}", good + "&state=%0d%0a<x>", good + "&find=x&login_hint=y", good + "&redirect_uri=http://evil.example"} {
		f.Add(query, "common", uint8(0))
		f.Add(query, tenantID, uint8(1))
		f.Add(query, tenantID, uint8(2))
		f.Add(query, "", uint8(3))
	}
	paths := []string{"/oauth2/v2.0/authorize", "/adminconsent", "/v2.0/adminconsent", "/oauth2/v2.0/logout"}
	f.Fuzz(func(t *testing.T, query, tenant string, path uint8) {
		target, err := url.ParseRequestURI(mountPath + "/" + url.PathEscape(tenant) + paths[int(path)%len(paths)] + "?" + query)
		if err != nil {
			t.Skip("no server would read it")
		}
		r := httptest.NewRequest(http.MethodGet, fuzzBase+"/x", nil)
		r.URL = target
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code >= 500 {
			t.Fatalf("got status %d: %s", w.Code, w.Body)
		}
		to := w.Header().Get("Location")
		u, err := url.Parse(to)
		if err != nil {
			t.Fatalf("sent to %q: %v", to, err)
		}
		ours := strings.HasPrefix(to, "http://app.example/callback?") || strings.HasPrefix(to, mountPath+"/") // a path made plain
		if to != "" && !ours || u.Query().Has("code") || strings.Contains(w.Body.String(), `name="code"`) {
			t.Errorf("sent to %q with %s", to, w.Body)
		}
		if strings.Contains(w.Body.String(), "<x>") {
			t.Errorf("the page repeats what it was sent: %s", w.Body)
		}
	})
}

// FuzzForms: whatever is posted by a browser in which nobody has signed in, no consent comes of it, and a code comes of
// nothing but a person's choice.
func FuzzForms(f *testing.F) {
	s, h := fuzzed(f)
	request := url.Values{"client_id": {clientID}, "redirect_uri": {callback}, "response_type": {"code"}, "scope": {"openid"},
		"code_challenge_method": {"S256"}, "code_challenge": {strings.Repeat("A", 43)}}.Encode()
	for _, flow := range []string{"code", "consent", "consent-2", "x"} {
		f.Add(url.Values{"flow": {flow}, "request": {request}, "person": {tenantID + "/" + anna().ObjectID}}.Encode(), true)
		f.Add(url.Values{"flow": {flow}, "request": {request}, "decision": {"accept"}, "permission": {"User.Read.All"}}.Encode(), false)
		f.Add(url.Values{"flow": {flow}, "request": {"%zz"}, "cancel": {"1"}}.Encode(), true)
	}
	f.Fuzz(func(t *testing.T, body string, login bool) {
		path := "/consent"
		if login {
			path = "/login"
		}
		r := httptest.NewRequest(http.MethodPost, fuzzBase+"/"+tenantID+path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		to := w.Header().Get("Location")
		if w.Code >= 500 || to != "" && !strings.HasPrefix(to, "http://app.example/callback?") {
			t.Fatalf("got status %d to %q: %s", w.Code, to, w.Body)
		}
		if _, consented, _ := s.consent(tenantID, clientID); consented {
			t.Fatal("the tenant has consented")
		}
		form, _ := url.ParseQuery(body)
		if u, err := url.Parse(to); err == nil && u.Query().Has("code") && (!login || form.Get("person") != tenantID+"/"+anna().ObjectID) {
			t.Errorf("a code for %q", body)
		}
	})
}

// FuzzToken: whatever a client posts, tokens come of nothing but a code, with its verifier and the client's secret, once.
func FuzzToken(f *testing.F) {
	s, h := fuzzed(f)
	verifier := strings.Repeat("v", 43)
	good := func(code string) url.Values {
		return url.Values{"grant_type": {"authorization_code"}, "client_id": {clientID}, "client_secret": {secret}, "code": {code},
			"redirect_uri": {callback}, "code_verifier": {verifier}}
	}
	for _, name := range []string{"", "grant_type", "client_id", "client_secret", "code", "redirect_uri", "code_verifier"} {
		form := good("1.code")
		form.Del(name)
		f.Add(form.Encode())
	}
	f.Add("grant_type=client_credentials&client_id=" + clientID)
	f.Add("%zz")
	f.Fuzz(func(t *testing.T, body string) {
		s.mu.Lock()
		s.codes["1.code"] = &code{client: clientID, tenant: tenantID, redirectURI: callback, challenge: challengeOf(verifier), person: anna().key(),
			scopes: scopes{openid: true}, expires: s.cfg.Now().Add(codeLifetime)}
		s.mu.Unlock()
		post := func() *httptest.ResponseRecorder {
			r := httptest.NewRequest(http.MethodPost, fuzzBase+"/"+tenantID+"/oauth2/v2.0/token", strings.NewReader(body))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			return w
		}
		w := post()
		if w.Code >= 500 {
			t.Fatalf("got status %d: %s", w.Code, w.Body)
		}
		form, err := url.ParseQuery(body)
		asked := err == nil
		for name, values := range good("1.code") {
			asked = asked && (slices.Equal(form[name], values) || name == "client_id" && strings.EqualFold(form.Get(name), clientID))
		}
		if w.Code == http.StatusOK && !asked {
			t.Errorf("tokens for %q", body)
		}
		if again := post(); again.Code == http.StatusOK {
			t.Errorf("tokens again for %q", body)
		}
	})
}

func challengeOf(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return encode(sum[:])
}

// TestFuzzSeedIsGood: the seed that the fuzz tests start from is a request that is answered.
func TestFuzzSeedIsGood(t *testing.T) {
	w := mount(t)
	verifier := strings.Repeat("v", 43)
	params := url.Values{"client_id": {clientID}, "redirect_uri": {callback}, "response_type": {"code"}, "scope": {"openid"},
		"code_challenge_method": {"S256"}, "code_challenge": {challengeOf(verifier)}}
	answer, err := browser.SignIn(t.Context(), window(t), w.base+"/common/oauth2/v2.0/authorize?"+params.Encode(), annaUPN)
	if err != nil || !verifies(verifier, params.Get("code_challenge")) || answer.Params().Get("code") == "" {
		t.Errorf("got %v, %v", answer.Params(), err)
	}
}
