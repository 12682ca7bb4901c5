package console

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store/exception"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// acceptance is a form as somebody filled it in.
func acceptance(reason string, with ...string) url.Values {
	return url.Values{"request": {"FORM"}, "reason": {reason}, "owner": {"Kirsi Koski"}, "until": {"2027-01-31"}, "with": with}
}

const goodReason = "Its vendor ships the narrower permission in spring."

// TestAccept sends forms and looks at what became of the findings.
func TestAccept(t *testing.T) {
	with := func(field, value string) url.Values {
		v := acceptance(goodReason)
		v.Set(field, value)
		return v
	}
	tests := []struct {
		name     string
		path     string // of the finding
		form     url.Values
		change   func(*kept)
		want     int
		says     string // by the page that refuses
		accepted []finding.ID
		until    time.Time
	}{
		{name: "one", path: "0app0", form: acceptance(goodReason), want: 303, accepted: []finding.ID{"0app0"}, until: time.Date(2027, 1, 31, 23, 59, 0, 0, time.UTC)},
		{name: "about the tenant", path: "0mfa", form: acceptance(goodReason), want: 303, accepted: []finding.ID{"0mfa"}},
		{name: "several", path: "0app0", form: acceptance(goodReason, "0app1", "0app2"), want: 303, accepted: []finding.ID{"0app0", "0app1", "0app2"}},
		{name: "of two checks", path: "0app0", form: acceptance(goodReason, "0mfa"), want: 422, says: "did not fit the findings"},
		{name: "one that is not there", path: "0app0", form: acceptance(goodReason, "0theirs"), want: 422, says: "did not fit the findings"},
		{name: "too many", path: "0app0", form: acceptance(goodReason, make([]string, 100)...), want: 422, says: "at most 100 findings"},
		{name: "of no finding", path: "0none", form: acceptance(goodReason), want: 404, says: "There is no such page"},
		{name: "of no name", path: "%2e%2e", form: acceptance(goodReason), want: 404, says: "There is no such page"},
		{name: "resolved", path: "0expiry", form: acceptance(goodReason), want: 409, says: "no longer open"},
		{name: "accepted already", path: "0accepted", form: acceptance(goodReason), want: 409, says: "accepted already"},
		{name: "short reason", path: "0app0", form: acceptance("  because "), want: 422, says: "10 to 1000 characters"},
		{name: "long reason", path: "0app0", form: acceptance(strings.Repeat("ä", 1001)), want: 422, says: "10 to 1000 characters"},
		{name: "the longest reason, of lines", path: "0app0", form: acceptance(strings.Repeat("ä\r\n", 499) + "äö"), want: 303, accepted: []finding.ID{"0app0"}},
		{name: "nobody answers", path: "0app0", form: with("owner", "  "), want: 422, says: "who answers for it"},
		{name: "no date", path: "0app0", form: with("until", ""), want: 422, says: "Choose an end date"},
		{name: "no date at all", path: "0app0", form: with("until", "31.1.2027"), want: 422, says: "Choose an end date"},
		{name: "yesterday", path: "0app0", form: with("until", "2026-11-21"), want: 422, says: "Choose an end date"},
		{name: "today", path: "0app0", form: with("until", "2026-11-22"), want: 303, accepted: []finding.ID{"0app0"}},
		{name: "the last day", path: "0app0", form: with("until", "2027-11-21"), want: 303, accepted: []finding.ID{"0app0"}},
		{name: "a day too late", path: "0app0", form: with("until", "2027-11-22"), want: 422, says: "Choose an end date"},
		{name: "a recording's last day", path: "0app0", form: with("until", "2020-12-30"), want: 303, accepted: []finding.ID{"0app0"},
			change: func(k *kept) {
				at := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
				k.about.Recorded = &at
			}},
		{name: "without a name of its own", path: "0app0", form: with("request", ""), want: 422, says: "did not fit the findings"},
		{name: "tenant that left", path: "0app0", form: acceptance(goodReason), want: 409, says: "that is not watched", change: func(k *kept) { k.about.State = tenant.Terminated }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			id := tenanttest.ID(t)
			k := sampleTenant()
			if test.change != nil {
				test.change(k)
			}
			before := len(k.accepted)
			s := newSite(t, memory{id: k})
			of := "/tenants/" + id.String() + "/findings/" + test.path
			w := s.post(t, of+"/exception", test.form, adminOf(id))
			if w.Code != test.want || !strings.Contains(w.Body.String(), test.says) {
				t.Fatalf("got %v, want %v and %q:\n%s", w.Code, test.want, test.says, w.Body)
			}
			if got := len(k.accepted) - before; got != len(test.accepted) {
				t.Fatalf("%d findings were accepted, want %d", got, len(test.accepted))
			}
			if test.want != http.StatusSeeOther {
				return
			}
			if got := w.Header().Get("Location"); got != of {
				t.Errorf("got the location %q, want %q", got, of)
			}
			for _, f := range test.accepted {
				e := findingOf(k, f).Exception
				if e == nil || e.By != "aino" || e.Owner != "Kirsi Koski" || e.Reason != strings.ReplaceAll(test.form.Get("reason"), "\r\n", "\n") {
					t.Errorf("%s: got %#v", f, e)
				}
				if !test.until.IsZero() && !e.Expires.Equal(test.until) {
					t.Errorf("%s: until %v, want %v", f, e.Expires, test.until)
				}
			}
			page := s.getAs(t, of, adminOf(id)).Body.String()
			for _, want := range []string{"finding-excepted", "Kirsi Koski", "Accepted by aino", "203.0.113.9", "Take the acceptance back"} {
				if !strings.Contains(page, want) {
					t.Errorf("the finding's page lacks %q", want)
				}
			}
		})
	}
}

// TestDecisionsRepeat sends each form twice, as a double click does.
func TestDecisionsRepeat(t *testing.T) {
	id := tenanttest.ID(t)
	k := sampleTenant()
	s := newSite(t, memory{id: k})
	of := "/tenants/" + id.String() + "/findings/0app0"
	for range 2 {
		if w := s.post(t, of+"/exception", acceptance(goodReason), adminOf(id)); w.Code != http.StatusSeeOther {
			t.Fatalf("accept: got %v", w.Code)
		}
	}
	if n := len(k.accepted); n != 2 || findingOf(k, "0app0").State != finding.Excepted {
		t.Fatalf("got %d acceptances, want the sample's and one more", n)
	}
	for range 2 {
		if w := s.post(t, of+"/withdrawal", url.Values{"exception": {"FORM-0app0"}}, adminOf(id)); w.Code != http.StatusSeeOther || w.Header().Get("Location") != of {
			t.Fatalf("withdraw: got %v to %q", w.Code, w.Header().Get("Location"))
		}
	}
	if findingOf(k, "0app0").State != finding.Open || len(k.story["0app0"]) != 2 {
		t.Errorf("got %v and %d steps, want an open finding and two", findingOf(k, "0app0").State, len(k.story["0app0"]))
	}
	k.accepted[1].Because = finding.Expired
	if w := s.post(t, "/tenants/"+id.String()+"/findings/0accepted/withdrawal", url.Values{"exception": {"second"}}, adminOf(id)); w.Code != http.StatusSeeOther {
		t.Errorf("withdraw what has ended: got %v, want 303", w.Code)
	}
	if w := s.post(t, of+"/withdrawal", url.Values{"exception": {"none"}}, adminOf(id)); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "There is no such acceptance.") {
		t.Errorf("withdraw what there is not: got %v", w.Code)
	}
}

// TestWhatWasTypedIsKept: a form that is refused comes back as it was filled in.
func TestWhatWasTypedIsKept(t *testing.T) {
	id := tenanttest.ID(t)
	s := newSite(t, memory{id: sampleTenant()})
	of := "/tenants/" + id.String() + "/findings/0app0"
	form := url.Values{"request": {"MINE"}, "reason": {"<short"}, "owner": {`"Kirsi" & co`}, "until": {"2027-01-31"}, "with": {"0app1"}}
	w := s.post(t, of+"/exception?lang=fi", form, adminOf(id))
	body := w.Body.String()
	for _, want := range []string{
		`name="request" value="MINE"`, "&lt;short</textarea>", `value="&#34;Kirsi&#34; &amp; co"`, `value="2027-01-31"`, `name="with" value="0app1" checked`, `name="with" value="0app2">`,
		`<details open>`, "Kirjoita perustelu, jonka pituus on 10–1000 merkkiä.", `<a href="` + of + `?lang=sv"`, `action="` + of + `/exception?lang=fi"`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	wellFormed(t, body)
}

// TestWhoMayDecide sends good forms as people who may not, and from elsewhere.
func TestWhoMayDecide(t *testing.T) {
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) {
			r.Header.Del("Sec-Fetch-Site")
			r.Header.Set(name, value)
		}
	}
	tests := []struct {
		name   string
		who    func(mine, theirs tenant.ID) somebody
		change func(*http.Request)
		want   int
	}{
		{"owner", func(m, _ tenant.ID) somebody { return memberOf(tenant.Owner, m) }, nil, 303},
		{"analyst", func(m, _ tenant.ID) somebody { return memberOf(tenant.Analyst, m) }, nil, 303},
		{"administrator", func(m, _ tenant.ID) somebody { return adminOf(m) }, nil, 303},
		{"auditor", func(m, _ tenant.ID) somebody { return auditorOf(m) }, nil, 403},
		{"administrator of another", func(m, o tenant.ID) somebody {
			s := auditorOf(m)
			s.roles[o] = tenant.Admin
			return s
		}, nil, 403},
		{"who may not even see", func(_, o tenant.ID) somebody { return adminOf(o) }, nil, 404},
		{"nobody", func(m, _ tenant.ID) somebody { return adminOf(m) }, func(r *http.Request) { r.Header.Del("Cookie") }, 401},
		{"from another site", func(m, _ tenant.ID) somebody { return adminOf(m) }, header("Sec-Fetch-Site", "cross-site"), 403},
		{"from a neighbour", func(m, _ tenant.ID) somebody { return adminOf(m) }, header("Sec-Fetch-Site", "same-site"), 403},
		{"from another origin", func(m, _ tenant.ID) somebody { return adminOf(m) }, header("Origin", "https://evil.example"), 403},
		{"from no origin", func(m, _ tenant.ID) somebody { return adminOf(m) }, header("Origin", "null"), 403},
		{"from its own origin", func(m, _ tenant.ID) somebody { return adminOf(m) }, header("Origin", "https://example.com"), 303},
		{"no form", func(m, _ tenant.ID) somebody { return adminOf(m) }, func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, 415},
		{"by another method", func(m, _ tenant.ID) somebody { return adminOf(m) }, func(r *http.Request) { r.Method = http.MethodPut }, 405},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			mine, theirs := tenanttest.ID(t), tenanttest.ID(t)
			k := sampleTenant()
			s := newSite(t, memory{mine: k, theirs: sampleTenant()})
			of := "/tenants/" + mine.String() + "/findings/"
			sent := func(r *http.Request) {
				if test.change != nil {
					test.change(r)
				}
			}
			for path, form := range map[string]url.Values{
				of + "0app0/exception":      acceptance(goodReason),
				of + "0accepted/withdrawal": {"exception": {"second"}},
			} {
				w := s.post(t, path, form, test.who(mine, theirs), sent)
				if w.Code != test.want {
					t.Errorf("%s: got %v, want %v", path, w.Code, test.want)
				}
			}
			decided := findingOf(k, "0app0").State == finding.Excepted || findingOf(k, "0accepted").State == finding.Open
			if decided != (test.want == 303) {
				t.Errorf("something was decided: %v", decided)
			}
		})
	}
}

// TestFormsAreForAdministrators looks for forms where there should be none.
func TestFormsAreForAdministrators(t *testing.T) {
	id := tenanttest.ID(t)
	k := sampleTenant()
	s := newSite(t, memory{id: k})
	of := "/tenants/" + id.String() + "/findings/"
	tests := []struct {
		name, finding string
		who           somebody
		state         tenant.State
		want          bool
	}{
		{"open, administrator", "0app0", adminOf(id), tenant.Active, true},
		{"open, member", "0app0", auditorOf(id), tenant.Active, false},
		{"accepted, administrator", "0accepted", adminOf(id), tenant.Active, true},
		{"accepted, member", "0accepted", auditorOf(id), tenant.Active, false},
		{"resolved, administrator", "0expiry", adminOf(id), tenant.Active, false},
		{"open, the tenant left", "0app0", adminOf(id), tenant.Terminated, false},
		{"accepted, the tenant left", "0accepted", adminOf(id), tenant.Terminated, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			k.about.State = test.state
			if got := strings.Contains(s.getAs(t, of+test.finding, test.who).Body.String(), `action="/tenants/`); got != test.want {
				t.Errorf("a form is shown: %v, want %v", got, test.want)
			}
		})
	}
}

// TestRefusedForPrograms: whoever is no browser gets a problem document.
func TestRefusedForPrograms(t *testing.T) {
	id := tenanttest.ID(t)
	s := newSite(t, memory{id: sampleTenant()})
	tests := []struct {
		name string
		form url.Values
		who  somebody
		want serve.Problem
	}{
		{"reason", acceptance("short"), adminOf(id), serve.Problem{Type: "about:blank", Title: "Unprocessable Entity", Status: 422, Detail: exception.ErrReason.Error() + "."}},
		{"rights", acceptance(goodReason), auditorOf(id), serve.Problem{Type: "about:blank", Title: "Forbidden", Status: 403, Detail: "Your role does not allow this."}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := s.post(t, "/tenants/"+id.String()+"/findings/0app0/exception", test.form, test.who, func(r *http.Request) { r.Header.Set("Accept", "application/json") })
			var got serve.Problem
			if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || got != test.want || w.Code != test.want.Status {
				t.Errorf("got %+v, %v; want %+v", got, err, test.want)
			}
		})
	}
}

// TestBodyLimit: the largest form there can be fits, and no larger one is read.
func TestBodyLimit(t *testing.T) {
	id := tenanttest.ID(t)
	k := sampleTenant()
	s := newSite(t, memory{id: k})
	var with []string
	for i := range 99 {
		f := sampleApplications()[0]
		f.ID = finding.ID(fmt.Sprintf("%064d", i))
		f.Resource = string(f.ID)
		k.findings, with = append(k.findings, f), append(with, string(f.ID))
	}
	function := serve.New(name, serve.Limits{Time: 10 * time.Second, Body: maxForm}, func(context.Context) (http.Handler, error) { return s.handler, nil })
	for size, want := range map[int]int{1000: http.StatusSeeOther, 70_000: http.StatusRequestEntityTooLarge} {
		form := acceptance(strings.Repeat("𐍈", size), with...)
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/tenants/"+id.String()+"/findings/0app0/exception", strings.NewReader(form.Encode()))
		r.ContentLength = -1
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		s.door.admit(r, adminOf(id))
		w := httptest.NewRecorder()
		function.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%d characters: got %v, want %v", size, w.Code, want)
		}
	}
}
