package browser_test

import (
	"errors"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/entra"
	"vahti.ai/vahti/emulator/entra/browser"
)

const (
	tenantID = "11111111-2222-3333-4444-555555555555"
	clientID = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
)

// application serves an application: it sends browsers to the stand-in, and keeps what they come back with.
type application struct {
	*httptest.Server
	stand *entra.Server
	got   chan url.Values
	query url.Values // of the request for a code
}

func serve(t *testing.T) *application {
	t.Helper()
	a := &application{Server: httptest.NewUnstartedServer(nil), got: make(chan url.Values, 1)}
	base := "http://" + a.Listener.Addr().String()
	var err error
	a.stand, err = entra.Open(entra.Config{CertDir: t.TempDir(), Clients: []entra.Client{
		{ID: clientID, Secret: "secret", RedirectURIs: []string{base + "/callback"}, Permissions: []string{"A", "B"}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.stand.Close() })
	for _, p := range []entra.Person{
		{TenantID: tenantID, ObjectID: "1", Name: "Anna", UPN: "anna@aalto.example", Admin: true},
		{TenantID: tenantID, ObjectID: "2", Name: "Elias", UPN: "elias@aalto.example"},
	} {
		if err := a.stand.AddPerson(p); err != nil {
			t.Fatal(err)
		}
	}
	// Enough others that Zoe is on no first page.
	for c := range 26 {
		name := string(rune('A'+c)) + "oe"
		if err := a.stand.AddPerson(entra.Person{TenantID: tenantID, ObjectID: name, Name: name, UPN: name + "@aalto.example"}); err != nil {
			t.Fatal(err)
		}
	}
	a.query = url.Values{"client_id": {clientID}, "redirect_uri": {base + "/callback"}, "response_type": {"code"}, "scope": {"openid"},
		"state": {"the state"}, "code_challenge": {strings.Repeat("A", 43)}, "code_challenge_method": {"S256"}}
	handler, err := a.stand.SignIn(base + "/entra")
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/entra/", handler)
	mux.HandleFunc("GET /signin", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/entra/common/oauth2/v2.0/authorize?"+a.query.Encode(), http.StatusFound)
	})
	mux.HandleFunc("GET /loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) })
	mux.HandleFunc("GET /plain", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	mux.HandleFunc("/callback", func(_ http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err == nil {
			a.got <- r.Form
		}
	})
	a.Config.Handler = mux
	a.Start()
	t.Cleanup(a.Close)
	return a
}

func TestSignIn(t *testing.T) {
	tests := []struct{ name, upn, mode, prompt string }{
		{"redirected", "anna@aalto.example", "", ""},
		{"posted", "ELIAS@aalto.example", "form_post", ""},
		{"through the page of consent", "anna@aalto.example", "", "consent"},
		{"found by name", "Zoe@aalto.example", "", "login"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := serve(t)
			for name, value := range map[string]string{"response_mode": tt.mode, "prompt": tt.prompt} {
				if value != "" {
					a.query.Set(name, value)
				}
			}
			jar, err := cookiejar.New(nil)
			if err != nil {
				t.Fatal(err)
			}
			client := &http.Client{Jar: jar}
			answer, err := browser.SignIn(t.Context(), client, a.URL+"/signin", tt.upn)
			if err != nil {
				t.Fatal(err)
			}
			resp, err := answer.Deliver(t.Context(), client)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			got := <-a.got
			if diff := cmp.Diff(answer.Params(), got); diff != "" || got.Get("code") == "" || got.Get("state") != "the state" {
				t.Errorf("delivered %v (-answer +delivered):\n%s", got, diff)
			}
			// Signed in: no page is needed, and somebody else is not taken for who is.
			if tt.prompt == "" {
				if resp, err := client.Get(a.URL + "/signin"); err != nil {
					t.Fatal(err)
				} else {
					resp.Body.Close()
				}
				if tt.mode == "" {
					if again := <-a.got; again.Get("code") == "" {
						t.Errorf("signed in, got %v", again)
					}
				}
			}
			if _, err := browser.SignIn(t.Context(), client, a.URL+"/signin", "nobody@aalto.example"); !errors.Is(err, browser.ErrNotListed) {
				t.Errorf("somebody else: got %v, want ErrNotListed", err)
			}
		})
	}
}

func TestConsent(t *testing.T) {
	a := serve(t)
	start := a.URL + "/entra/" + tenantID + "/adminconsent?" + url.Values{"client_id": {clientID}, "redirect_uri": {a.URL + "/callback"}}.Encode()
	answer, err := browser.Consent(t.Context(), http.DefaultClient, start, "anna@aalto.example", "A")
	if err != nil || answer.Params().Get("tenant") != tenantID || answer.Form != nil {
		t.Errorf("consented: got %v, %v", answer, err)
	}
	for name, act := range map[string]func() (browser.Answer, error){
		"no administrator": func() (browser.Answer, error) {
			return browser.Consent(t.Context(), http.DefaultClient, start, "elias@aalto.example")
		},
		"declined": func() (browser.Answer, error) {
			return browser.Decline(t.Context(), http.DefaultClient, start, "anna@aalto.example")
		},
		"cancelled": func() (browser.Answer, error) { return browser.Cancel(t.Context(), http.DefaultClient, start) },
	} {
		if answer, err := act(); err != nil || answer.Params().Get("error") != "access_denied" {
			t.Errorf("%s: got %v, %v", name, answer, err)
		}
	}
}

func TestErrors(t *testing.T) {
	a := serve(t)
	var failure *browser.Failure
	if _, err := browser.SignIn(t.Context(), http.DefaultClient, a.URL+"/entra/common/oauth2/v2.0/authorize?client_id=x", "anna@aalto.example"); !errors.As(err, &failure) || failure.Code != "AADSTS700016" {
		t.Errorf("unknown client: got %v", err)
	}
	if _, err := browser.SignIn(t.Context(), http.DefaultClient, a.URL+"/plain", "anna@aalto.example"); !errors.Is(err, browser.ErrNoPage) {
		t.Errorf("no page: got %v", err)
	}
	if _, err := browser.SignIn(t.Context(), http.DefaultClient, "http://%zz/?code=hidden", "anna@aalto.example"); err == nil || strings.Contains(err.Error(), "hidden") {
		t.Errorf("no address: got %v, want an error without the address", err)
	}
	if _, err := browser.SignIn(t.Context(), http.DefaultClient, a.URL+"/loop", "anna@aalto.example"); err == nil {
		t.Error("going round: got no error")
	}
	a.Close()
	_, err := browser.SignIn(t.Context(), http.DefaultClient, a.URL+"/plain?code=hidden", "anna@aalto.example")
	if err == nil || strings.Contains(err.Error(), "hidden") {
		t.Errorf("nobody serves: got %v, want an error without the address", err)
	}
	_, err = browser.Answer{URL: &url.URL{Scheme: "http", Host: a.Listener.Addr().String(), RawQuery: "code=hidden"}}.Deliver(t.Context(), http.DefaultClient)
	if err == nil || strings.Contains(err.Error(), "hidden") {
		t.Errorf("nobody serves: got %v, want an error without the code", err)
	}
}

// FuzzPage: whatever the service answers, the driver comes to an end: an answer or an error.
func FuzzPage(f *testing.F) {
	for _, body := range []string{"", `<form id="choose" method="post" action="%zz"><button data-upn="u">`, `<form id="answer" action="://">`,
		`<form id="decide" action="/"><input type="checkbox" checked><button value="accept">`, `<p id="code">AADSTS1: x`, `<form id="search"><form id="choose"><select name="a"><option selected value="b">`} {
		f.Add(body, 200, "")
		f.Add(body, 302, "/x")
	}
	f.Fuzz(func(t *testing.T, body string, status int, location string) {
		client := &http.Client{Transport: answers{body, status, location}}
		answer, err := browser.SignIn(t.Context(), client, "http://entra.example/common/oauth2/v2.0/authorize", "u")
		if (err == nil) != (answer.URL != nil) {
			t.Errorf("got %v and %v", answer, err)
		}
	})
}

// answers is a service that answers everything alike.
type answers struct {
	body     string
	status   int
	location string
}

func (a answers) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	w.Header().Set("Location", a.location)
	w.WriteHeader(max(200, min(a.status, 599)))
	_, _ = w.WriteString(a.body)
	resp := w.Result()
	resp.Request = r
	return resp, nil
}
