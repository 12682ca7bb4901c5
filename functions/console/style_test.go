package console

import (
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func TestStyle(t *testing.T) {
	s := newSite(t, memory{})
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/style.css", nil)
	w := s.do(r)
	tag := w.Header().Get("ETag")
	if w.Code != http.StatusOK || w.Body.String() != string(style) || tag == "" ||
		w.Header().Get("Content-Type") != "text/css; charset=utf-8" || w.Header().Get("Cache-Control") != "public, max-age=300" {
		t.Errorf("got %v %v", w.Code, w.Header())
	}
	r.Header.Set("If-None-Match", tag)
	if w := s.do(r); w.Code != http.StatusNotModified || w.Body.Len() != 0 {
		t.Errorf("with the tag: got %v and %d bytes, want 304 and none", w.Code, w.Body.Len())
	}
}

// TestContrast measures the colours of the style sheet, light and dark: text
// must reach the 4.5 to 1 that WCAG asks for at level AA.
func TestContrast(t *testing.T) {
	css := string(style)
	colour := regexp.MustCompile(`--([\w-]+): (#[0-9a-f]{6})`)
	light, dark := map[string]string{}, map[string]string{}
	cut := strings.Index(css, "@media (prefers-color-scheme: dark)")
	for _, m := range colour.FindAllStringSubmatch(css[:cut], -1) {
		light[m[1]], dark[m[1]] = m[2], m[2]
	}
	for _, m := range colour.FindAllStringSubmatch(css[cut:], -1) {
		dark[m[1]] = m[2]
	}
	pairs := [][2]string{
		{"ink", "page"}, {"ink", "card"}, {"ink", "soft"}, {"ink", "advice"}, {"ink", "unknown-soft"}, {"ink", "fail-soft"},
		{"muted", "page"}, {"muted", "card"}, {"muted", "soft"}, {"muted", "advice"}, {"link", "page"}, {"link", "unknown-soft"}, {"link", "fail-soft"}, {"link", "card"}, {"top-ink", "top"},
		{"critical-ink", "critical"}, {"high-ink", "high"}, {"medium-ink", "medium"}, {"low-ink", "low"}, {"info-ink", "info"},
		{"pass", "pass-soft"}, {"fail", "fail-soft"}, {"unknown", "unknown-soft"}, {"none", "none-soft"},
		{"card", "link"}, {"pass", "card"}, {"fail", "card"}, {"unknown", "card"},
	}
	for scheme, colours := range map[string]map[string]string{"light": light, "dark": dark} {
		for _, p := range pairs {
			t.Run(fmt.Sprintf("%s %s on %s", scheme, p[0], p[1]), func(t *testing.T) {
				a, b := luminance(t, colours[p[0]]), luminance(t, colours[p[1]])
				if ratio := (max(a, b) + .05) / (min(a, b) + .05); ratio < 4.5 {
					t.Errorf("got %.2f, want 4.5 or more", ratio)
				}
			})
		}
	}
}

// luminance is the relative luminance of "#rrggbb" as WCAG defines it.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	if len(colour) != 7 {
		t.Fatalf("%q is no colour", colour)
	}
	sum := 0.0
	for i, weight := range []float64{.2126, .7152, .0722} {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= .04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
