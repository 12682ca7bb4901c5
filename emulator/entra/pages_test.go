package entra

import (
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

var update = flag.Bool("update", false, "write what the pages look like now to testdata")

// golden compares with a file in testdata.
func golden(t *testing.T, file, got string) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got); run with -update if it should change:\n%s", file, diff)
	}
}

// settled puts names in place of what differs each time.
func settled(w *world, page string) string {
	page = strings.ReplaceAll(page, w.base, "BASE")
	for _, r := range []struct{ pattern, name string }{
		{`(Trace|Correlation) ID: [0-9a-f-]{36}`, "$1 ID: ID"},
		{`Timestamp: [0-9: -]{19}Z`, "Timestamp: TIME"},
		{`name="session" value="[^"]*"`, `name="session" value="TOKEN"`},
		{`name="code" value="[^"]*"`, `name="code" value="CODE"`},
		{`name="session_state" value="[^"]*"`, `name="session_state" value="ID"`},
	} {
		page = regexp.MustCompile(r.pattern).ReplaceAllString(page, r.name)
	}
	return page
}

func TestPages(t *testing.T) {
	w := mount(t)
	for i := range shownPeople + 3 {
		if err := w.s.AddPerson(Person{TenantID: otherTenant, ObjectID: fmt.Sprintf("c%d", i), Name: fmt.Sprintf("Person %02d", i), UPN: fmt.Sprintf("p%02d@nordwind.example", i)}); err != nil {
			t.Fatal(err)
		}
	}
	code := func(more url.Values) string {
		v := url.Values{"client_id": {clientID}, "redirect_uri": {callback}, "response_type": {"code"}, "scope": {"openid profile api://" + clientID + "/access"},
			"state": {`"><script>alert(1)</script>`}, "code_challenge": {strings.Repeat("A", 43)}, "code_challenge_method": {"S256"}}
		for name, values := range more {
			v[name] = values
		}
		return v.Encode()
	}
	consent := url.Values{"client_id": {clientID}, "redirect_uri": {callback}}.Encode()
	get := func(path, query string) func(*http.Client) (*http.Response, error) {
		return func(c *http.Client) (*http.Response, error) { return c.Get(w.base + path + "?" + query) }
	}
	choose := func(flow, query, person string) func(*http.Client) (*http.Response, error) {
		return func(c *http.Client) (*http.Response, error) {
			return c.PostForm(w.base+"/"+tenantID+"/login", url.Values{"flow": {flow}, "request": {query}, "person": {person}})
		}
	}
	admin, plain := tenantID+"/"+anna().ObjectID, tenantID+"/a0000000-0000-0000-0000-000000000002"
	tests := []struct {
		name string
		get  func(*http.Client) (*http.Response, error)
	}{
		{"sign-in", get("/organizations/oauth2/v2.0/authorize", code(nil))},
		{"sign-in-hinted", get("/"+tenantID+"/oauth2/v2.0/authorize", code(url.Values{"login_hint": {eliasUPN}, "misbehave": {"expired"}}))},
		{"sign-in-found", get("/common/oauth2/v2.0/authorize", code(url.Values{"find": {" NILS "}}))},
		{"sign-in-nobody", get("/common/oauth2/v2.0/authorize", code(url.Values{"find": {`<x>"`}}))},
		{"sign-in-admin", get("/"+tenantID+"/adminconsent", consent)},
		{"consent", choose("consent", consent, admin)},
		{"consent-person", choose("code", code(url.Values{"prompt": {"consent"}}), plain)},
		{"needs-admin", choose("consent", consent, plain)},
		{"failure", get("/common/oauth2/v2.0/authorize", "client_id="+url.QueryEscape("<script>"))},
		{"signed-out", get("/common/oauth2/v2.0/logout", "")},
		{"post", choose("code", code(url.Values{"response_mode": {"form_post"}}), admin)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			resp, err := tt.get(window(t))
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			body := readAll(t, resp)
			golden(t, tt.name+".html", settled(w, body))
			scripts := 0
			root, err := html.Parse(strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			for n := range root.Descendants() {
				if n.Type == html.ElementNode && n.Data == "script" {
					scripts++
				}
			}
			if want := map[bool]int{true: 1}[tt.name == "post"]; scripts != want {
				t.Errorf("%d scripts, want %d", scripts, want)
			}
			if policy := resp.Header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'") {
				t.Errorf("Content-Security-Policy: got %q", policy)
			}
		})
	}
}

// TestPageOfManyTenants: the page shows some of many tenants, and finds the others.
func TestPageOfManyTenants(t *testing.T) {
	w := mount(t)
	for i := range shownTenants {
		if err := w.s.AddPerson(Person{TenantID: fmt.Sprintf("t%03d", i), ObjectID: "o", Name: "Somebody", UPN: fmt.Sprintf("u@t%03d.example", i)}); err != nil {
			t.Fatal(err)
		}
	}
	q := request{}
	all, more := w.s.eligible("common", q)
	if len(all) != shownTenants || more != 2 {
		t.Errorf("got %d tenants and %d more", len(all), more)
	}
	q.find = "u@t049"
	if found, more := w.s.eligible("common", q); len(found) != 1 || found[0].ID != "t049" || more != 0 {
		t.Errorf("found %v and %d more", found, more)
	}
	q = request{loginHint: "u@t049.example"}
	if first, _ := w.s.eligible("common", q); first[0].ID != "t049" {
		t.Errorf("hinted at t049, first is %s", first[0].ID)
	}
}
