package browser_test

import (
	"html/template"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/browser"
	"vahti.ai/vahti/shared/check/text"
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
			r := &http.Request{Header: http.Header{"Accept-Language": test.header}}
			if got := browser.Accepted(r); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func FuzzAccepted(f *testing.F) {
	for _, seed := range []string{"fi, en;q=0.8", "sv-FI", "*", "en;q=,fi;q=2", ";;q=1", "fi;q=NaN"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		r := &http.Request{Header: http.Header{"Accept-Language": {header}, "Accept": {header}}}
		if l := browser.Accepted(r); !slices.Contains(text.Languages(), l) {
			t.Errorf("Accepted(%q) = %q", header, l)
		}
		if browser.Wanted(r) && !strings.Contains(strings.ToLower(header), "html") {
			t.Errorf("Wanted(%q) = true", header)
		}
	})
}

func TestWanted(t *testing.T) {
	tests := []struct {
		name   string
		accept []string
		want   bool
	}{
		{"a browser", []string{"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}, true},
		{"XHTML alone", []string{"application/xhtml+xml"}, true},
		{"a second line", []string{"application/json", "text/html;q=0.1"}, true},
		{"nothing", nil, false},
		{"anything", []string{"*/*"}, false},
		{"JSON", []string{"application/json"}, false},
		{"refused", []string{"text/html;q=0"}, false},
		{"noise", []string{";q=,text/html;q=x"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := browser.Wanted(&http.Request{Header: http.Header{"Accept": tt.accept}}); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// marked is an element that is not a moment.
type marked string

func (m marked) HTML() template.HTML { return template.HTML("<b>" + string(m) + "</b>") }

func TestSay(t *testing.T) {
	moment := browser.On(text.Finnish, time.Date(2026, 3, 7, 5, 4, 0, 0, time.FixedZone("", 7200)))
	const element = `<time datetime="2026-03-07T03:04:00Z">7. maaliskuuta 2026 klo 3.04 UTC</time>`
	tests := []struct {
		name   string
		to     string
		values []any
		want   any
	}{
		{"no value", "a < b", nil, "a < b"},
		{"strings and numbers", "{} of {}", []any{1, "<b>"}, "1 of <b>"},
		{"in another order", "{2} of {1}", []any{"a", "b"}, "b of a"},
		{"places in values", "{} {}", []any{"{}", "{1}"}, "{} {1}"},
		{"a value too few", "{} {}", []any{"a"}, "a {}"},
		{"a value too many", "{}", []any{"a", "b"}, "a"},
		{"a moment", "<{}> since {}", []any{"&", moment}, template.HTML("&lt;&amp;&gt; since " + element)},
		{"another element", "{}", []any{marked("x")}, template.HTML("<b>x</b>")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := browser.Say(tt.to, tt.values...)
			if err != nil || got != tt.want {
				t.Errorf("got %#v, %v, want %#v", got, err, tt.want)
			}
		})
	}
	if _, err := browser.Say("{}", 1.5); err == nil {
		t.Error("a value of another kind: got no error")
	}
}

func TestOn(t *testing.T) {
	at := time.Date(2026, 11, 28, 9, 5, 0, 0, time.UTC)
	for l, want := range map[text.Language]string{text.English: "28 November 2026, 09:05 UTC", text.Finnish: "28. marraskuuta 2026 klo 9.05 UTC", text.Swedish: "28 november 2026 kl. 09:05 UTC"} {
		if got := browser.On(l, at); got.Text != want || got.ISO != "2026-11-28T09:05:00Z" {
			t.Errorf("%s: got %+v, want %q", l, got, want)
		}
	}
	if got := browser.On(text.English, time.Time{}); got != (browser.Moment{}) {
		t.Errorf("no time: got %+v", got)
	}
}

func TestErrors(t *testing.T) {
	tests := []struct {
		name, kind, want, wantKind string
		status                     int
	}{
		{"a problem", "application/problem+json", "page of 404", "text/html", http.StatusNotFound},
		{"a page", "text/html; charset=utf-8", "body", "text/html; charset=utf-8", http.StatusOK},
		{"JSON", "application/json", "body", "application/json", http.StatusTeapot},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rec := httptest.NewRecorder()
			w := browser.Errors(rec, func(w http.ResponseWriter, status int) {
				w.Header().Set("Content-Type", "text/html")
				w.WriteHeader(status)
				_, _ = io.WriteString(w, "page of 404")
			})
			w.Header().Set("Content-Type", tt.kind)
			w.WriteHeader(tt.status)
			if n, err := io.WriteString(w, "body"); n != 4 || err != nil {
				t.Errorf("Write: got %d, %v", n, err)
			}
			if rec.Code != tt.status || rec.Body.String() != tt.want || rec.Header().Get("Content-Type") != tt.wantKind {
				t.Errorf("got %d %q %q", rec.Code, rec.Header().Get("Content-Type"), rec.Body)
			}
		})
	}
}
