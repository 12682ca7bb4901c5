package console

import (
	"net/http"
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/explain/brief"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// TestAdviceIsAboutWhatIsThere shows the check's own text in every case, and an
// explanation only where it is one of the finding as it is.
func TestAdviceIsAboutWhatIsThere(t *testing.T) {
	// made has the explanation be of the finding under a check with another text.
	made := func(k *kept, change func(*check.Check)) {
		other := *testChecks()[0]
		change(&other)
		a := k.advice["0mfa"]
		a.Facts, _ = brief.Of("en", &other, *findingOf(k, "0mfa")).Hash()
		k.advice["0mfa"] = a
	}
	tests := []struct {
		name   string
		change func(*kept)
		want   bool
	}{
		{name: "written", change: func(*kept) {}, want: true},
		{name: "none yet", change: func(k *kept) { delete(k.advice, "0mfa") }},
		{name: "refused", change: func(k *kept) {
			a := k.advice["0mfa"]
			a.Written = false
			k.advice["0mfa"] = a
		}},
		{name: "a fact has changed", change: func(k *kept) { findingOf(k, "0mfa").Evidence.Facts["enabledPolicies"] = int64(3) }},
		{name: "a fact is new", change: func(k *kept) { findingOf(k, "0mfa").Evidence.Facts["more"] = true }},
		{name: "only subjects have changed", change: func(k *kept) {
			findingOf(k, "0mfa").Evidence.Subjects = finding.Subjects{"policies": finding.List(finding.Subject{Name: "Another"})}
		}, want: true},
		{name: "the tenant reads another language", change: func(k *kept) { k.about.Language = "fi" }},
		{name: "the check had the same text", change: func(k *kept) { made(k, func(*check.Check) {}) }, want: true},
		{name: "the check had another risk", change: func(k *kept) { made(k, func(c *check.Check) { c.Risk = "Another." }) }},
		{name: "the check had another remedy", change: func(k *kept) { made(k, func(c *check.Check) { c.Fix.Portal = "Another." }) }},
		{name: "resolved", change: func(k *kept) { findingOf(k, "0mfa").State = finding.Resolved }},
		{name: "facts of no form", change: func(k *kept) { findingOf(k, "0mfa").Evidence.Facts["f"] = func() {} }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			id := tenanttest.ID(t)
			k := sampleTenant()
			test.change(k)
			w := newSite(t, memory{id: k}).get(t, "/tenants/"+id.String()+"/findings/0mfa", id)
			body := w.Body.String()
			own := testChecks()[0]
			l := locale{lang: text.Language(k.about.Language)}
			for _, english := range []string{own.Risk, own.Fix.Portal} {
				if said := l.of(own, english).HTML(); w.Code != http.StatusOK || !strings.Contains(body, string(said)) {
					t.Errorf("got %v, want the page with the check's own text %q", w.Code, said)
				}
			}
			why, steps := strings.Contains(body, l.say("Explained by AI (advice only; it does not change the verdict)")), strings.Contains(body, l.say("Steps suggested by AI"))
			if why != test.want || steps != test.want {
				t.Errorf("an explanation is shown: %v, its steps: %v; want %v", why, steps, test.want)
			}
		})
	}
}

// TestNoAdviceForAnOldCheck is about a check that is no longer made.
func TestNoAdviceForAnOldCheck(t *testing.T) {
	id := tenanttest.ID(t)
	k := sampleTenant()
	old := *testChecks()[0]
	old.ID = "t-gone"
	findingOf(k, "0mfa").Check = old.ID
	a := k.advice["0mfa"]
	a.Facts, _ = brief.Of("en", &old, *findingOf(k, "0mfa")).Hash()
	k.advice["0mfa"] = a
	w := newSite(t, memory{id: k}).get(t, "/tenants/"+id.String()+"/findings/0mfa", id)
	if body := w.Body.String(); w.Code != http.StatusOK || strings.Contains(body, "by AI") || !strings.Contains(body, "no longer makes this check") {
		t.Errorf("got %v, want the page without an explanation", w.Code)
	}
}
