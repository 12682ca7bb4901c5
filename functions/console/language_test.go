package console

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"vahti.ai/vahti/shared/browser"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// TestReadersLanguage: a page is in the language that its reader chose for an account,
// whatever the tenant's, and in another one when asked for.
func TestReadersLanguage(t *testing.T) {
	id := tenanttest.ID(t)
	of := "/tenants/" + id.String()
	tests := []struct {
		name, path string
		status     int
		want       text.Language
	}{
		{"list", "/", 200, text.Finnish},
		{"tenant", of, 200, text.Finnish},
		{"finding", of + "/findings/0mfa", 200, text.Finnish},
		{"as asked", of + "?lang=en", 200, text.English},
		{"a page that is not there", of + "/findings/none", 404, text.Finnish},
		{"nothing", "/nothing", 404, text.Finnish},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k := sampleTenant()
			k.about.Language = "sv"
			s := newSite(t, memory{id: k})
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, tt.path, nil)
			r.Header.Set("Accept", "text/html")
			r.Header.Set("Accept-Language", "en")
			who := auditorOf(id)
			who.Language = "fi"
			s.door.admit(r, who)
			w := s.do(r)
			if got := w.Header().Get("Content-Language"); w.Code != tt.status || got != string(tt.want) {
				t.Errorf("got %d in %q, want %d in %q", w.Code, got, tt.status, tt.want)
			}
		})
	}
}

// TestLanguages asks for pages in every way a language can be chosen, and looks
// at the page's language and at what its links keep of the choice.
func TestLanguages(t *testing.T) {
	id := tenanttest.ID(t)
	of := "/tenants/" + id.String()
	tests := []struct {
		name, path, tenants, accept string
		status                      int
		want                        text.Language
		kept                        bool
	}{
		{"list by default", "/", "fi", "", 200, text.English, false},
		{"list as the browser asks", "/", "", "sv-SE,en;q=0.5", 200, text.Swedish, false},
		{"list as asked", "/?lang=fi", "", "sv", 200, text.Finnish, true},
		{"tenant that says nothing", of, "", "fi", 200, text.English, false},
		{"tenant that says something odd", of, "de", "fi", 200, text.Finnish, false},
		{"tenant in its language", of, "fi", "sv", 200, text.Finnish, false},
		{"tenant as asked", of + "?lang=sv", "fi", "", 200, text.Swedish, true},
		{"tenant in English as asked", of + "?lang=en", "fi", "fi", 200, text.English, true},
		{"a language there is not", of + "?lang=de", "fi", "", 200, text.Finnish, false},
		{"no language at all", of + "?lang=%22%3E%3Cscript%3E", "sv", "", 200, text.Swedish, false},
		{"upper case", of + "?lang=FI", "sv", "", 200, text.Swedish, false},
		{"finding in the tenant's language", of + "/findings/0mfa", "sv", "fi", 200, text.Swedish, false},
		{"finding as asked", of + "/findings/0mfa?lang=fi", "sv", "", 200, text.Finnish, true},
		{"error as the browser asks", "/nothing", "fi", "sv", 404, text.Swedish, false},
		{"error as asked", of + "/nothing?lang=fi", "sv", "sv", 404, text.Finnish, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			k := sampleTenant()
			k.about.Language = test.tenants
			s := newSite(t, memory{id: k})
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, test.path, nil)
			r.Header.Set("Accept", "text/html")
			s.door.admit(r, auditorOf(id))
			if test.accept != "" {
				r.Header.Set("Accept-Language", test.accept)
			}
			w := s.do(r)
			body := w.Body.String()
			if w.Code != test.status || !strings.Contains(body, `<html lang="`+string(test.want)+`">`) || w.Header().Get("Content-Language") != string(test.want) {
				t.Errorf("got %v in %q, want %v in %q", w.Code, w.Header().Get("Content-Language"), test.status, test.want)
			}
			if n := strings.Count(body, ` aria-current="true"`); n != 1 || !strings.Contains(body, ` aria-current="true">`+browser.LanguageName(test.want)) {
				t.Errorf("%d languages are marked as chosen, want %s alone", n, browser.LanguageName(test.want))
			}
			links := regexp.MustCompile(`href="(/[^"]*)"`).FindAllStringSubmatch(body, -1)
			for _, link := range links {
				want := test.kept && link[1] != "/style.css"
				if kept := strings.HasSuffix(link[1], "?lang="+string(test.want)); kept != want {
					t.Errorf("the link %s keeps the language: %v, want %v", link[1], kept, want)
				}
			}
			if len(links) < 2 {
				t.Error("the page has no links")
			}
		})
	}
}
