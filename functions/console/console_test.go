package console

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// wall is the clock of these tests.
var wall = time.Date(2026, 11, 22, 16, 30, 0, 0, time.UTC)

func TestRoutes(t *testing.T) {
	c, err := newConsole(parts{})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, r := range c.routes() {
		kind := ""
		for name, set := range map[string]bool{"open": r.open != nil, "page": r.page != nil, "act": r.act != nil} {
			if set && kind != "" {
				t.Errorf("%s is %s and %s", r.pattern, kind, name)
			}
			if set {
				kind = name
			}
		}
		method, path, _ := strings.Cut(r.pattern, " ")
		ofTenant := strings.HasPrefix(path, "/tenants/{tenant}")
		switch {
		case ofTenant != (r.needs != "") || ofTenant == (r.who != ""):
			t.Errorf("%s: what is about a tenant takes a permission in it, and nothing else does", r.pattern)
		case method != http.MethodPost && kind == "act":
			t.Errorf("%s: what is done takes a form", r.pattern)
		case (r.who == anyone) != (kind == "open"):
			t.Errorf("%s: only what is open is for anyone", r.pattern)
		case r.view != "" && kind == "act":
			t.Errorf("%s: an operator looks and does nothing", r.pattern)
		case r.needs != "" && r.needs.Validate() != nil:
			t.Errorf("%s: %q is no permission", r.pattern, r.needs)
		}
		fresh := ""
		if r.fresh {
			fresh = "fresh"
		}
		needs := cmp.Or(string(r.needs), string(r.who))
		b.WriteString(strings.TrimRight(fmt.Sprintf("%-58s %-16s %-12s %-5s %s", r.pattern, needs, cmp.Or(string(r.view), "-"), kind, fresh), " ") + "\n")
	}
	golden(t, "routes.txt", b.String())
}

func TestOtherTenantsAreNotThere(t *testing.T) {
	mine, theirs, absent := tenanttest.ID(t), tenanttest.ID(t), tenanttest.ID(t)
	other := sampleTenant()
	other.profile.Name = "Someone Else Oy"
	other.findings[0].ID = "0theirs"
	s := newSite(t, memory{mine: sampleTenant(), theirs: other})
	want := s.get(t, "/tenants/"+absent.String(), mine)
	if want.Code != http.StatusNotFound {
		t.Fatalf("a tenant that does not exist: got %v, want 404", want.Code)
	}
	for _, path := range []string{
		"/tenants/" + theirs.String(),
		"/tenants/" + theirs.String() + "/findings/0theirs",
		"/tenants/" + theirs.String() + "/findings/0mfa",
		"/tenants/" + mine.String() + "/findings/0theirs", // their finding under my name
		"/tenants/" + absent.String() + "/findings/0mfa",
		"/tenants/" + mine.String() + "%2F..%2F" + theirs.String(),
		"/tenants/" + strings.ToUpper(mine.String()),
		"/tenants/" + mine.String() + "/findings/..%2F..%2F" + theirs.String() + "%2Ffindings%2F0theirs",
		"/tenants/" + mine.String() + "/findings/__all__",
		"/tenants/" + mine.String() + "/findings/%2e",
		"/tenants/" + mine.String() + "/",
		"/tenants/" + theirs.String() + "/timeline",
		"/tenants/" + mine.String() + "/timeline?before=yesterday",
		"/tenants/" + mine.String() + "/timeline?kind=none",
		"/tenants/" + mine.String() + "/findings/0mfa/exception",
		"/nothing",
	} {
		got := s.get(t, path, mine)
		if got.Code != http.StatusNotFound || got.Body.String() != want.Body.String() {
			t.Errorf("%s: got %v, want the same 404 as of a tenant that does not exist", path, got.Code)
		}
	}
	list := s.get(t, "/", mine)
	if body := list.Body.String(); !strings.Contains(body, "Aallokko Oy") || strings.Contains(body, "Someone Else") {
		t.Error("the list holds something else than the principal's tenant")
	}
}

func TestHeaders(t *testing.T) {
	id := tenanttest.ID(t)
	s := newSite(t, memory{id: sampleTenant()})
	for _, path := range []string{"/", "/tenants/" + id.String(), "/tenants/" + id.String() + "/findings/0mfa", "/nothing"} {
		h := s.get(t, path, id).Header()
		for header, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
			"X-Content-Type-Options":  "nosniff",
			"Referrer-Policy":         "same-origin",
			"Cache-Control":           "no-store",
			"Content-Type":            "text/html; charset=utf-8",
		} {
			if got := h.Get(header); got != want {
				t.Errorf("%s %s: got %q, want %q", path, header, got, want)
			}
		}
		if h.Get("Permissions-Policy") == "" {
			t.Errorf("%s: no Permissions-Policy", path)
		}
	}
}

// TestOnlyByTLS: what came by TLS comes by nothing else for a year, pages and what is
// refused alike; one's own machine, where there is none, is left alone.
func TestOnlyByTLS(t *testing.T) {
	id := tenanttest.ID(t)
	for secure, want := range map[bool]string{true: "max-age=31536000; includeSubDomains", false: ""} {
		now := func() time.Time { return wall }
		r := memory{id: sampleTenant()}
		door := newMemoryDoor(t, now, r)
		c, err := newConsole(parts{reader: r, door: door, own: testChecks(), secure: secure, rate: 1e6, now: now, unique: func() string { return "FORM" }})
		if err != nil {
			t.Fatal(err)
		}
		s := site{c.handler(), door}
		for _, path := range []string{"/", "/tenants/" + id.String(), "/style.css", "/nothing"} {
			if got := s.get(t, path, id).Header().Get("Strict-Transport-Security"); got != want {
				t.Errorf("secure %v, %s: got %q, want %q", secure, path, got, want)
			}
		}
	}
}

func TestMethods(t *testing.T) {
	id := tenanttest.ID(t)
	s := newSite(t, memory{id: sampleTenant()})
	for _, path := range []string{"/", "/tenants/" + id.String(), "/style.css", "/nothing"} {
		for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions, http.MethodTrace} {
			r := httptest.NewRequestWithContext(t.Context(), method, path, nil)
			s.door.admit(r, auditorOf(id))
			w := s.do(r)
			if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
				t.Errorf("%s %s: got %v, Allow %q", method, path, w.Code, w.Header().Get("Allow"))
			}
		}
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodHead, "/", nil)
	s.door.admit(r, auditorOf(id))
	if w := s.do(r); w.Code != http.StatusOK {
		t.Errorf("HEAD /: got %v, want 200", w.Code)
	}
}

// TestErrors is about who reads an error: browsers a page in plain words,
// others a problem document, and neither what went wrong inside.
func TestErrors(t *testing.T) {
	id := tenanttest.ID(t)
	tests := []struct {
		name, accept, method string
		err                  error
		status               int
		contentType, says    string
	}{
		{"browser", "text/html", "Findings", errors.New("inner secret"), 500, "text/html; charset=utf-8", "Something went wrong"},
		{"program", "application/json", "Findings", errors.New("inner secret"), 500, "application/problem+json", "Internal Server Error"},
		{"nothing accepted", "", "Findings", errors.New("inner secret"), 500, "application/problem+json", "Internal Server Error"},
		{"anything accepted", "*/*", "Findings", errors.New("inner secret"), 500, "application/problem+json", "Internal Server Error"},
		{"html refused", "text/html;q=0, */*", "Findings", errors.New("inner secret"), 500, "application/problem+json", "Internal Server Error"},
		{"too slow", "text/html", "Findings", context.DeadlineExceeded, 504, "text/html; charset=utf-8", "That took too long"},
		{"not there", "text/html", "About", store.ErrNotFound, 404, "text/html; charset=utf-8", "There is no such page"},
		{"not there for a program", "application/json", "About", store.ErrNotFound, 404, "application/problem+json", "There is no such page."},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			one := sampleTenant()
			one.fail = func(_ context.Context, method string) error {
				if method == test.method {
					return test.err
				}
				return nil
			}
			s := newSite(t, memory{id: one})
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/tenants/"+id.String(), nil)
			s.door.admit(r, auditorOf(id))
			if test.accept != "" {
				r.Header.Set("Accept", test.accept)
			}
			w := s.do(r)
			body := w.Body.String()
			if w.Code != test.status || w.Header().Get("Content-Type") != test.contentType || !strings.Contains(body, test.says) {
				t.Errorf("got %v %q %q", w.Code, w.Header().Get("Content-Type"), body)
			}
			if strings.Contains(body, "inner secret") || strings.Contains(body, "not found") {
				t.Errorf("the answer tells what went wrong inside: %q", body)
			}
			if test.contentType == "application/problem+json" {
				var p serve.Problem
				if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || p.Status != test.status {
					t.Errorf("problem: got %+v, %v", p, err)
				}
			}
		})
	}
}

func TestUnreadableTenant(t *testing.T) {
	tests := []struct {
		name string
		fail func(context.Context) error
	}{
		{"error", func(context.Context) error { return errors.New("unreadable") }},
		{"panic", func(context.Context) error { panic("of a person's name") }},
	}
	for _, test := range tests {
		for _, method := range []string{"About", "Profile", "Scans"} {
			t.Run(test.name+" in "+method, func(t *testing.T) {
				good, bad := tenanttest.ID(t), tenanttest.ID(t)
				broken := sampleTenant()
				broken.profile.Name = "Broken Oy"
				broken.fail = func(ctx context.Context, m string) error {
					if m == method {
						return test.fail(ctx)
					}
					return nil
				}
				w := newSite(t, memory{good: sampleTenant(), bad: broken}).get(t, "/", bad, good)
				body := w.Body.String()
				if w.Code != http.StatusOK || !strings.Contains(body, "Aallokko Oy") || !strings.Contains(body, "could not be shown right now") {
					t.Errorf("got %v, want the good tenant and a note about the other", w.Code)
				}
				if strings.Contains(body, "http-equiv=\"refresh\"") {
					t.Error("the page asks again although no first scan is on its way")
				}
			})
		}
	}
}

// TestLogs has everything fail that can and looks for people in what is logged.
func TestLogs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func(was *os.File) { os.Stderr = was; _ = file.Close() }(os.Stderr)
	os.Stderr = file

	id := tenanttest.ID(t)
	one := sampleTenant()
	broken := ""
	one.fail = func(_ context.Context, method string) error {
		switch {
		case method == broken && method == "Finding":
			return fmt.Errorf("finding of %v: unreadable", one.findings[0].Evidence.Subjects["policies"].Shown)
		case method == broken:
			return errors.New("unreadable")
		}
		return nil
	}
	s := newSite(t, memory{id: one})
	for _, broken = range []string{"", "About", "Profile", "Settings", "Scans", "Findings", "Finding", "Story", "Advice", "Timeline", "Scores", "Exceptions", "Accept", "Withdraw"} {
		for _, path := range []string{"/", "/tenants/" + id.String(), "/tenants/" + id.String() + "/findings/0mfa", "/tenants/" + id.String() + "/findings/0accepted", "/tenants/" + id.String() + "/timeline"} {
			s.getAs(t, path, adminOf(id))
		}
		of := "/tenants/" + id.String() + "/findings/0"
		s.post(t, of+"mfa/exception", acceptance("Kirsi Koski is on leave and will fix it."), adminOf(id))
		s.post(t, of+"app0/exception", acceptance("too short"), adminOf(id))
		s.post(t, of+"app0/exception", acceptance("Kirsi Koski is on leave and will fix it."), auditorOf(id))
		s.post(t, of+"mfa/withdrawal", url.Values{"exception": {"FORM-0mfa"}}, adminOf(id))
		s.post(t, of+"mfa/exception", url.Values{"a": {"%zz"}}, adminOf(id), func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader("owner=Kirsi%zz")) })
	}
	logged, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(logged), "\n"); n < 12 {
		t.Errorf("%d lines were logged; every failure should be", n)
	}
	secrets := []string{"Kirsi", "Liisa", "matti.meri", "ville.virtanen", "203.0.113.9", "192.0.2.17", "Its vendor", "aino", "account-", "Aallokko", one.profile.EntraID}
	for _, f := range one.findings {
		for _, list := range f.Evidence.Subjects {
			for _, s := range list.Shown {
				for _, text := range []string{s.Name, s.ID, s.Note} {
					if text != "" {
						secrets = append(secrets, text)
					}
				}
			}
		}
	}
	for _, secret := range secrets {
		if strings.Contains(string(logged), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
	if !strings.Contains(string(logged), `"message":"explanation could not be shown"`) || !strings.Contains(string(logged), id.String()) {
		t.Error("the log does not say what failed and for whom")
	}
}

// TestAdviceMayFail is about the page of a finding when the database of
// explanations is out of reach.
func TestAdviceMayFail(t *testing.T) {
	id := tenanttest.ID(t)
	one := sampleTenant()
	one.fail = func(_ context.Context, method string) error {
		if method == "Advice" {
			return errors.New("unreadable")
		}
		return nil
	}
	w := newSite(t, memory{id: one}).get(t, "/tenants/"+id.String()+"/findings/0mfa", id)
	if w.Code != http.StatusOK || strings.Contains(w.Body.String(), "Explained by AI") {
		t.Errorf("got %v, want the page without an explanation", w.Code)
	}
}

func TestRequestGivenUp(t *testing.T) {
	id := tenanttest.ID(t)
	s := newSite(t, memory{id: sampleTenant()})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil)
	s.door.admit(r, auditorOf(id))
	if w := s.do(r); w.Code == http.StatusOK {
		t.Error("a request that was given up answered a page")
	}
}

// findingOf returns the sample's finding with an ID.
func findingOf(k *kept, id finding.ID) *finding.Finding {
	for i := range k.findings {
		if k.findings[i].ID == id {
			return &k.findings[i]
		}
	}
	return nil
}
