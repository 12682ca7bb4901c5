package console

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/custom"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// operators are the checks of an operator: one more, one with an ID that the
// sample tenant takes as well, and nothing translated.
func operators(t *testing.T) []*check.Check {
	t.Helper()
	one := func(id, title string) string {
		return `{"id":"` + id + `","title":{"en":"` + title + `"},"category":"devices","severity":"high","because":{"en":"B."},"risk":{"en":"R."},` +
			`"portal":{"en":"P."},"since":"2026-11","source":"S","expression":"resources[\"v1.0/users\"].size() > 0"}`
	}
	checks, err := custom.Parse([]byte("[" + one("custom-everyone", "Every company keeps this") + "," + one("custom-invitations", "The operator's own") + "]"))
	if err != nil {
		t.Fatal(err)
	}
	return checks
}

func TestCatalogue(t *testing.T) {
	tests := []struct {
		name, settings string
		fail           error
		whole          bool
		want           []string // the checks that are not Vahti's
	}{
		{name: "nothing declared", whole: true, want: []string{"custom-everyone", "custom-invitations"}},
		{name: "no checks of its own", settings: `{"language":"fi"}`, whole: true, want: []string{"custom-everyone", "custom-invitations"}},
		{name: "a check whose ID the operator took", settings: sampleSettings, whole: true, want: []string{"custom-everyone", "custom-invitations"}},
		{name: "a check of its own", settings: strings.ReplaceAll(sampleSettings, "custom-invitations", "custom-ours"), whole: true, want: []string{"custom-everyone", "custom-invitations", "custom-ours"}},
		{name: "no JSON", settings: "{", want: []string{"custom-everyone", "custom-invitations"}},
		{name: "a check that is none", settings: `{"customChecks":[{"id":"Aino"}]}`, want: []string{"custom-everyone", "custom-invitations"}},
		{name: "unreadable", fail: errors.New("unreadable"), want: []string{"custom-everyone", "custom-invitations"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c, err := newConsole(parts{own: testChecks(), operators: operators(t)})
			if err != nil {
				t.Fatal(err)
			}
			k, whole := c.catalogue(t.Context(), inMemory{&kept{settings: []byte(test.settings), fail: func(context.Context, string) error { return test.fail }}}, tenanttest.ID(t))
			if diff := gocmp.Diff(test.want, sortedKeys(k.custom)); diff != "" || whole != test.whole {
				t.Errorf("whole is %v, want %v; custom checks (-want +got):\n%s", whole, test.whole, diff)
			}
			if got, want := len(k.checks), len(testChecks())+len(test.want); got != want || len(k.byID) != want {
				t.Errorf("got %d checks, want %d", got, want)
			}
			if title := k.byID["custom-invitations"].Title; title != "The operator's own" {
				t.Errorf("the operator's check was replaced by %q", title)
			}
		})
	}
}

// TestCustomChecks shows an operator's and a tenant's checks like Vahti's own,
// with a mark.
func TestCustomChecks(t *testing.T) {
	id := tenanttest.ID(t)
	k := sampleTenant()
	k.about.Language = "fi"
	s := siteWith(t, memory{id: k}, operators(t)[:1])
	of := "/tenants/" + id.String()
	body := s.get(t, of, id).Body.String()
	for _, want := range []string{
		`<p class="what"><a href="` + of + `/findings/0invitations">Kukaan ei kutsu vieraita</a> <span class="chip custom">mukautettu</span></p>`,
		`<a href="` + of + `/findings/0invitations">Kukaan ei kutsu vieraita</a> <span class="chip custom">mukautettu</span>` + "\n<p>Lauseke ei pidä paikkaansa.</p>",
		`<p class="what"><span lang="en">Every company keeps this</span> <span class="chip custom">mukautettu</span></p>`,
		`<h3>Laitteet</h3>`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the tenant's page does not say %q", want)
		}
	}
	if n := strings.Count(body, `class="chip custom"`); n != 3 {
		t.Errorf("%d checks and findings are marked as custom, want 3", n)
	}
	body = s.get(t, of+"/findings/0invitations?lang=sv", id).Body.String()
	for _, want := range []string{
		`<h1><span lang="en">Nobody invites guests</span></h1>`, `<span class="chip custom">anpassad</span>`, `<dt>Anpassad kontroll</dt>`,
		`<dt>ISO/IEC 27001:2022, bilaga A (stödjer)</dt><dd><span class="id">A.5.16</span></dd>`, "12 av 60 lästa hittills.",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the finding's page does not say %q", want)
		}
	}
}

// TestBrokenSettings is about pages of a tenant whose settings nobody can read.
func TestBrokenSettings(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func(was *os.File) { os.Stderr = was; _ = file.Close() }(os.Stderr)
	os.Stderr = file

	tests := []struct {
		name, settings string
		err            error
	}{
		{name: "no JSON", settings: `{"customChecks":[{"id":"Aino Aalto`},
		{name: "a check that is none", settings: strings.ReplaceAll(sampleSettings, "guests", "Aino Aalto")},
		{name: "an expression that is wrong", settings: strings.ReplaceAll(sampleSettings, "allowInvitesFrom ==", "Aino Aalto")},
		{name: "unreadable", settings: sampleSettings, err: errors.New("unreadable")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			id := tenanttest.ID(t)
			k := sampleTenant()
			k.settings = []byte(test.settings)
			k.fail = func(_ context.Context, method string) error {
				if method == "Settings" {
					return test.err
				}
				return nil
			}
			s := newSite(t, memory{id: k})
			for path, want := range map[string]string{
				"/":                       `<span class="reached">`,
				"/tenants/" + id.String(): "settings could not be read",
				"/tenants/" + id.String() + "/findings/0mfa":         "Multifactor authentication is required",
				"/tenants/" + id.String() + "/findings/0invitations": "The expression does not hold.",
			} {
				w := s.get(t, path, id)
				if body := w.Body.String(); w.Code != http.StatusOK || !strings.Contains(body, want) || strings.Contains(body, "Nobody invites guests") {
					t.Errorf("%s: got %v, want a page without the tenant's own checks that says %q", path, w.Code, want)
				}
			}
		})
	}
	logged, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(logged), "Aino") || strings.Count(string(logged), `"message":"settings `) < 4*len(tests) {
		t.Errorf("the log holds what a customer wrote, or too little:\n%s", logged)
	}
}

var shownScore = regexp.MustCompile(`<p class="score">(?:<span class="reached"[^>]*>([^<]*)</span>)`)

// TestScores looks for the score of the last scan with verdicts on both pages.
func TestScores(t *testing.T) {
	v := func(check string, verdict finding.Verdict) store.Verdict {
		return store.Verdict{Check: check, Verdict: verdict}
	}
	tests := []struct {
		name     string
		verdicts []store.Verdict
		want     string
	}{
		{"all pass", []store.Verdict{v("t-mfa", finding.Pass), v("t-expiry", finding.Pass)}, "100"},
		{"by weight", []store.Verdict{v("t-mfa", finding.Fail), v("t-legacy", finding.Pass)}, "33.3"},
		{"what could not be told is not kept", []store.Verdict{v("t-expiry", finding.Pass), v("t-banned", finding.Unknown)}, "25"},
		{"what does not apply is not asked", []store.Verdict{v("t-expiry", finding.Pass), v("t-banned", finding.NotApplicable)}, "100"},
		{"the tenant's own count", []store.Verdict{v("custom-invitations", finding.Fail), v("t-expiry", finding.Pass)}, "50"},
		{"checks that are gone do not count", []store.Verdict{v("t-gone", finding.Fail), v("t-expiry", finding.Pass)}, "100"},
		{"nothing was asked", []store.Verdict{v("t-banned", finding.NotApplicable), v("t-new", finding.Fail)}, "–"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			id := tenanttest.ID(t)
			k := sampleTenant()
			k.scans[0].Verdicts = test.verdicts
			s := newSite(t, memory{id: k})
			for _, path := range []string{"/", "/tenants/" + id.String()} {
				body := s.get(t, path, id).Body.String()
				m := shownScore.FindStringSubmatch(body)
				if m == nil || m[1] != test.want {
					t.Errorf("%s: got %q, want the score %s", path, m, test.want)
				}
				if heard := strings.Contains(body, "no score, because nothing was asked"); test.want == "–" && !heard {
					t.Errorf("%s: a dash stands there without words", path)
				}
				if !strings.Contains(body, "a critical check counts 10, a high one 5, a medium one 3 and a low one 1.") {
					t.Errorf("%s does not say how a score is computed", path)
				}
			}
		})
	}
}

// TestCategoryScores compares the scores at the headings with those of package
// check.
func TestCategoryScores(t *testing.T) {
	id := tenanttest.ID(t)
	body := newSite(t, memory{id: sampleTenant()}).get(t, "/tenants/"+id.String(), id).Body.String()
	got := map[string]string{}
	for _, m := range regexp.MustCompile(`<div class="head"><h3>([^<]*)</h3><p class="score small-score">.*?<span class="reached"[^>]*>([^<]*)</span>`).FindAllStringSubmatch(body, -1) {
		got[m[1]] = m[2]
	}
	want := map[string]string{
		"Conditional access": "33.3", "Identity": "100", "Administrator roles": "–", "Applications": "0", "Guests": "75", "Other": "–",
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
