package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/entra/browser"
)

// running is the emulator as people use it.
type running struct {
	address string
}

// start runs the emulator until the test is over, and waits until it says where the
// console is.
func start(t *testing.T, args ...string) running {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cmd := emulator(ctx, append([]string{"-addr", "127.0.0.1:0"}, args...)...)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait()
	})
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		if _, address, ok := strings.Cut(lines.Text(), "console: "); ok {
			go func() { _, _ = io.Copy(io.Discard, stderr) }()
			return running{address: strings.TrimSuffix(strings.TrimSpace(address), "/")}
		}
	}
	t.Fatal("the emulator ended before it said where the console is")
	return running{}
}

// visitor is a person's browser.
type visitor struct {
	*http.Client
	home string
}

func (r running) visitor(t *testing.T) visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return visitor{&http.Client{Jar: jar, Timeout: 30 * time.Second}, r.address}
}

// get asks for a page, following redirects, and returns where it came to.
func (v visitor) get(t *testing.T, path string) (status int, at *url.URL, body string) {
	t.Helper()
	return v.do(t, http.MethodGet, path, nil)
}

func (v visitor) do(t *testing.T, method, path string, form url.Values) (status int, at *url.URL, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, v.home+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", v.home)
	}
	res, err := v.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Request.URL, string(raw)
}

// signIn signs a person in at Entra's stand-in, beginning at a page of Vahti's.
func (v visitor) signIn(t *testing.T, path, upn string) (status int, at *url.URL, body string) {
	t.Helper()
	status, at, _ = v.get(t, path)
	if status != http.StatusOK || at.Path != "/signin" {
		t.Fatalf("got status %d at %s, want to be asked to sign in", status, at)
	}
	// The first step leads to Entra; the redirect is left to the one who signs in.
	first := *v.Client
	first.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, v.home+"/signin/microsoft", strings.NewReader(url.Values{"return": {at.Query().Get("return")}}.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", v.home)
	res, err := first.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	answer, err := browser.SignIn(t.Context(), v.Client, res.Header.Get("Location"), upn)
	if err != nil {
		t.Fatal(err)
	}
	back, err := answer.Deliver(t.Context(), v.Client)
	if err != nil {
		t.Fatal(err)
	}
	defer back.Body.Close()
	raw, err := io.ReadAll(back.Body)
	if err != nil {
		t.Fatal(err)
	}
	return back.StatusCode, back.Request.URL, string(raw)
}

// TestPeopleSignIn goes the way of a person with a browser: nothing is shown before
// signing in, one's own tenant after it, and another's never.
func TestPeopleSignIn(t *testing.T) {
	r := start(t)
	mine, err := peopleOf(filepath.Join("tenants", "aalto-pienyritys"), 4)
	if err != nil || len(mine) == 0 {
		t.Fatalf("the sample tenant has no people: %v", err)
	}
	v := r.visitor(t)
	for _, path := range []string{"/", "/tenants/x", "/api/v1/tenants"} {
		status, at, body := v.get(t, path)
		if strings.Contains(body, "Aalto") || status == http.StatusOK && at.Path != "/signin" {
			t.Errorf("%s: got status %d at %s before signing in", path, status, at.Path)
		}
	}
	status, at, body := v.signIn(t, "/", mine[0].UPN)
	if status != http.StatusOK || at.Path != "/" || !strings.Contains(body, "Aalto Pienyritys Oy") || strings.Contains(body, "Nordwind") {
		t.Fatalf("signed in: got status %d at %s, own tenant shown %v, another's %v", status, at, strings.Contains(body, "Aalto"), strings.Contains(body, "Nordwind"))
	}
	_, _, href := v.get(t, "/")
	_, rest, _ := strings.Cut(href, `href="/tenants/`)
	own, _, _ := strings.Cut(rest, `"`)
	if status, _, body = v.get(t, "/tenants/"+own); status != http.StatusOK || !strings.Contains(body, mine[0].UPN) {
		t.Errorf("the tenant's page: got status %d, and the person's name shown %v", status, strings.Contains(body, mine[0].UPN))
	}
	if status, _, body = v.get(t, "/api/v1/tenants"); status != http.StatusOK || !strings.Contains(body, own) {
		t.Errorf("the API: got status %d", status)
	}
	if status, at, _ = v.do(t, http.MethodPost, "/signout", url.Values{}); status >= http.StatusBadRequest {
		t.Errorf("signing out: got status %d at %s", status, at)
	}
	if _, at, _ = v.get(t, "/tenants/"+own); at.Path != "/signin" {
		t.Errorf("signed out: got to %s", at.Path)
	}
}

// TestPartnerSeesSeveral: a person of the partner organisation sees each tenant that
// gave it a role, works there, and manages nothing.
func TestPartnerSeesSeveral(t *testing.T) {
	r := start(t)
	v := r.visitor(t)
	status, at, body := v.signIn(t, "/", "pia@partner.example")
	if status != http.StatusOK || !strings.Contains(body, "Aalto Pienyritys Oy") || !strings.Contains(body, "Nordwind") {
		t.Fatalf("got status %d at %s, want both tenants", status, at)
	}
	for _, m := range tenantLink.FindAllStringSubmatch(body, -1) {
		if status, _, _ := v.get(t, "/tenants/"+m[1]); status != http.StatusOK {
			t.Errorf("a tenant's page: got status %d", status)
		}
		if status, _, _ := v.get(t, "/tenants/"+m[1]+"/keys"); status != http.StatusForbidden {
			t.Errorf("a tenant's keys: got status %d, want 403", status)
		}
	}
}

// TestStrangersDoNotSignIn: somebody whom Entra knows and Vahti does not.
func TestStrangersDoNotSignIn(t *testing.T) {
	r := start(t)
	v := r.visitor(t)
	_, err := browser.SignIn(t.Context(), v.Client, r.address+"/signin", "nobody@elsewhere.example")
	if err == nil || errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want a refusal", err)
	}
}
