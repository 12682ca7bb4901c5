package console

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

func TestAccepted(t *testing.T) {
	tests := []struct {
		name   string
		header []string
		want   text.Language
	}{
		{"nothing", nil, text.English},
		{"one", []string{"fi"}, text.Finnish},
		{"a region", []string{"sv-FI"}, text.Swedish},
		{"upper case", []string{"FI-fi"}, text.Finnish},
		{"the first of equals", []string{"sv, fi, en"}, text.Swedish},
		{"the heaviest", []string{"en;q=0.5, fi;q=0.9, sv;q=0.7"}, text.Finnish},
		{"as a browser asks", []string{"fi-FI,fi;q=0.9,en-US;q=0.8,en;q=0.7"}, text.Finnish},
		{"none that is known", []string{"de-DE, et;q=0.8, *;q=0.1"}, text.English},
		{"the best that is known", []string{"de, sv;q=0.3, en;q=0.2"}, text.Swedish},
		{"refused", []string{"fi;q=0, sv;q=0.1"}, text.Swedish},
		{"over several lines", []string{"en;q=0.1", "fi;q=0.2"}, text.Finnish},
		{"spaces", []string{" fi ; q = 0.4 , sv ; q = 0.5"}, text.Swedish},
		{"no weight", []string{"fi;q=much, sv;q=NaN, en;q=2"}, text.English},
		{"noise", []string{";;,,=,-"}, text.English},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := accepted(test.header); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
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
			if n := strings.Count(body, ` aria-current="true"`); n != 1 || !strings.Contains(body, ` aria-current="true">`+languageNames[test.want]) {
				t.Errorf("%d languages are marked as chosen, want %s alone", n, languageNames[test.want])
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
