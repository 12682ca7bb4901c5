package console

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store/grant"
)

// askForAccess is a form to ask for support access, as filled in.
func askForAccess(form, tenant string) url.Values {
	return url.Values{"request": {form}, "tenant": {tenant}, "purpose": {"service-issue"}, "reason": {"The customer’s scan has failed\r\ntwice."}, "goal": {"Find out why the scan fails."},
		"view": {"scans", "findings", "summary"}, "method": {"interface"}, "hours": {"2"}}
}

func TestAskForAccess(t *testing.T) {
	h := newHouse(t)
	id := h.tenant.ID().String()
	with := func(form, field string, value ...string) url.Values {
		v := askForAccess(form, id)
		v[field] = value
		return v
	}
	tests := []struct {
		name string
		who  newcomer
		form url.Values
		want int
		says string
		mine int
	}{
		{"no tenant", h.otto, askForAccess("FORM-0001", "none"), 422, "There is no such tenant.", 0},
		{"no purpose", h.otto, with("FORM-0001", "purpose", "curiosity"), 422, "Choose a purpose.", 0},
		{"no reason", h.otto, with("FORM-0001", "reason", "Because."), 422, "Give a reason of 10 to 1000 characters.", 0},
		{"no goal", h.otto, with("FORM-0001", "goal", " "), 422, "Give a goal of 10 to 1000 characters.", 0},
		{"no view", h.otto, with("FORM-0001", "view"), 422, "parts that the purpose can need", 0},
		{"a view too many", h.otto, with("FORM-0001", "view", "scans", "members"), 422, "parts that the purpose can need", 0},
		{"no method", h.otto, with("FORM-0001", "method", "telepathy"), 422, "could not be used", 0},
		{"nine hours", h.otto, with("FORM-0001", "hours", "9"), 422, "at most 8 hours", 0},
		{"no hours", h.otto, with("FORM-0001", "hours", "many"), 422, "at most 8 hours", 0},
		{"a form without a name", h.otto, askForAccess("", id), 422, "could not be used", 0},
		{"before onboarding", h.otto, func() url.Values {
			v := with("FORM-0001", "purpose", string(grant.QualityAssurance))
			v["view"] = []string{"summary"}
			return v
		}(), 409, "first 30 days", 0},
		{"asked", h.otto, askForAccess("FORM-0001", " "+id), 303, "", 1},
		{"the same form again", h.otto, askForAccess("FORM-0001", id), 303, "", 1},
		{"another form", h.otto, askForAccess("FORM-0002", id), 303, "", 2},
		{"an owner", h.mia, askForAccess("FORM-0003", id), 404, "There is no such page", 2},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := h.post(t, "/support", test.form, test.who)
			if w.Code != test.want || !strings.Contains(w.Body.String(), test.says) {
				t.Fatalf("got %v, want %v and %q:\n%s", w.Code, test.want, test.says, w.Body)
			}
			if w.Code == 422 {
				wellFormed(t, w.Body.String())
				if !strings.Contains(w.Body.String(), `name="tenant" required maxlength="64" autocomplete="off" value="`+test.form.Get("tenant")+`"`) {
					t.Error("the page forgot the tenant")
				}
			}
			mine, err := grant.Owing(t.Context(), h.db, string(h.otto.account.ID))
			if err != nil || len(mine) != test.mine {
				t.Errorf("got %d support accesses, %v; want %d", len(mine), err, test.mine)
			}
		})
	}
	if n := len(h.letters(t, h.mia.account.Email)); n > 0 {
		t.Errorf("%d letters about what nobody has to approve", n)
	}
}

// TestSupportFromBeginningToEnd takes one support access through its life, each form
// sent twice.
func TestSupportFromBeginningToEnd(t *testing.T) {
	h := newHouse(t)
	twice := func(path string, form url.Values, who newcomer, want int) {
		t.Helper()
		for range 2 {
			if w := h.post(t, path, form, who); w.Code != want {
				t.Fatalf("%s: got %v, want %v:\n%s", path, w.Code, want, w.Body)
			}
		}
	}
	kinds := func(who newcomer) (out []letter.Kind) {
		for _, l := range h.letters(t, who.account.Email) {
			if l.Link != publicURL+h.path("/support") || l.By != h.otto.account.Email || l.Tenant != "Aallokko Oy" {
				t.Error("a letter leads elsewhere, or does not say who asks")
			}
			out = append(out, l.Kind)
		}
		return out
	}
	h.post(t, h.path("/support"), url.Values{"approval": {"yes"}}, h.mia)
	twice("/support", askForAccess("FORM-0001", h.tenant.ID().String()), h.otto, 303)
	for _, who := range []newcomer{h.mia, h.ada} {
		if got := kinds(who); len(got) != 1 || got[0] != letter.SupportAsked {
			t.Errorf("%s has letters %v", who.account.Email, got)
		}
	}
	if got := kinds(h.ana); len(got) > 0 {
		t.Errorf("an analyst has letters %v", got)
	}
	mine, err := grant.Owing(t.Context(), h.db, string(h.otto.account.ID))
	if err != nil || len(mine) != 1 {
		t.Fatal(len(mine), err)
	}
	of := "/support/" + h.tenant.ID().String() + "/" + mine[0].Grant
	twice(of+"/start", nil, h.otto, 409) // nobody has approved it
	twice(h.path("/support/"+mine[0].Grant+"/approval"), nil, h.ada, 303)
	if w := h.get(t, h.path(""), h.otto); w.Code != http.StatusNotFound {
		t.Errorf("before it begins: got %v, want 404", w.Code)
	}
	twice(of+"/start", nil, h.otto, 303)
	if got := kinds(h.mia); len(got) != 2 {
		t.Errorf("the owner has letters %v", got)
	}
	for _, l := range h.letters(t, h.mia.account.Email) {
		if l.Kind != letter.SupportBegan {
			continue
		}
		said, err := l.Compose()
		want := h.otto.account.Email + " of Vahti's support may see data of Aallokko Oy until " + h.now().Add(2*time.Hour).UTC().Format("2.1.2006 15:04 UTC") + `.

You can see what was looked at, and end it at any time.

See the access:
` + publicURL + h.path("/support") + `

Vahti sent this message. It cannot be answered.
`
		if diff := cmp.Diff(want, said.Text); diff != "" || err != nil {
			t.Errorf("the letter that access has begun (-want +got): %v\n%s", err, diff)
		}
	}
	body := h.get(t, h.path(""), h.otto).Body.String()
	if !strings.Contains(body, "Aallokko Oy") || !strings.Contains(body, "incident or service issue investigation. It ends") || strings.Contains(body, h.path("/members")) {
		t.Error("the operator does not see the tenant, or more of it than is covered")
	}
	if desk := h.get(t, "/support", h.otto).Body.String(); !strings.Contains(desk, `href="`+h.path("")+`"`) {
		t.Error("the desk does not lead to the tenant")
	}
	h.later(5 * time.Minute)
	twice(of+"/end", nil, h.otto, 303)
	if w := h.get(t, h.path(""), h.otto); w.Code != http.StatusNotFound {
		t.Errorf("after its end: got %v, want 404", w.Code)
	}
	if w := h.post(t, "/support", askForAccess("FORM-0002", h.tenant.ID().String()), h.otto); w.Code != 409 || !strings.Contains(w.Body.String(), "outcome of your former support access first") {
		t.Errorf("asked while an outcome is owed: got %v", w.Code)
	}
	twice(of+"/outcome", url.Values{"outcome": {"Short."}}, h.otto, 422)
	twice(of+"/outcome", url.Values{"outcome": {"A permission was missing."}}, h.otto, 303)
	g, err := grant.Get(t.Context(), h.tenant, mine[0].Grant, h.now())
	if err != nil || g.Outcome != "A permission was missing." {
		t.Errorf("the outcome is not kept: %v", err)
	}
}

// TestApprovalIsRequiredMeanwhile: a support access that nobody had to approve does not
// begin once the customer requires approval. Those who decide are asked, and told when
// it begins, by whom and until when.
func TestApprovalIsRequiredMeanwhile(t *testing.T) {
	h := newHouse(t)
	h.post(t, "/support", askForAccess("FORM-0001", h.tenant.ID().String()), h.otto)
	mine, err := grant.Owing(t.Context(), h.db, string(h.otto.account.ID))
	if err != nil || len(mine) != 1 {
		t.Fatal(len(mine), err)
	}
	h.later(5 * time.Minute)
	h.post(t, h.path("/support"), url.Values{"approval": {"yes"}}, h.mia)
	start := "/support/" + h.tenant.ID().String() + "/" + mine[0].Grant + "/start"
	for range 2 {
		if w := h.post(t, start, nil, h.otto); w.Code != http.StatusSeeOther {
			t.Errorf("begun: got %v, want back to the desk", w.Code)
		}
	}
	if w := h.get(t, h.path(""), h.otto); w.Code != http.StatusNotFound {
		t.Errorf("while it waits: got %v, want 404", w.Code)
	}
	letters := h.letters(t, h.mia.account.Email)
	if len(letters) != 1 || letters[0].Kind != letter.SupportAsked {
		t.Fatalf("the owner has %d letters, want one that asks", len(letters))
	}
	h.post(t, h.path("/support/"+mine[0].Grant+"/approval"), nil, h.mia)
	h.post(t, start, nil, h.otto)
	if w := h.get(t, h.path(""), h.otto); w.Code != http.StatusOK {
		t.Errorf("once it was approved: got %v, want 200", w.Code)
	}
	letters = h.letters(t, h.mia.account.Email)
	began := slices.IndexFunc(letters, func(l letter.Letter) bool { return l.Kind == letter.SupportBegan })
	if len(letters) != 2 || began < 0 {
		t.Fatalf("the owner has %d letters, want one more that it began", len(letters))
	}
	m, err := letters[began].Compose()
	if err != nil || !strings.Contains(m.Text, h.otto.account.Email) || !letters[began].Until.Equal(h.now().Add(2*time.Hour)) {
		t.Errorf("the letter does not say who has access and until when: %v, %v", letters[began].Until, err)
	}
}

func TestDesk(t *testing.T) {
	h := newHouse(t)
	ids := regexp.MustCompile(`((?:/support/TENANT/|outcome-))[0-9A-Za-z_-]{16,}`)
	h.grants(t)
	approved := h.asks(t, "approved", grant.ServiceIssue, grant.ScansView)
	if _, err := grant.Approve(t.Context(), h.tenant, approved.ID, h.mia.actor(), h.now()); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{"desk": "/support", "desk-fi": "/support?lang=fi"} {
		w := h.get(t, path, h.otto)
		if w.Code != http.StatusOK {
			t.Fatalf("got %v", w.Code)
		}
		golden(t, name+".html", ids.ReplaceAllString(h.plain(w.Body.String()), "${1}GRANT"))
		wellFormed(t, w.Body.String())
	}
	for _, who := range []newcomer{h.mia, h.out} {
		if w := h.get(t, "/support", who); w.Code != http.StatusNotFound || w.Body.String() != h.get(t, "/tenants/none", who).Body.String() {
			t.Errorf("somebody who is no operator: got %v, want the page that is not there", w.Code)
		}
	}
	other := h.person(t, "olli@vahti.example", true)
	mine, err := grant.Owing(t.Context(), h.db, string(h.otto.account.ID))
	if err != nil || len(mine) == 0 {
		t.Fatal(len(mine), err)
	}
	for _, m := range mine { // another operator's are nobody else's
		before, _ := grant.Get(t.Context(), h.tenant, m.Grant, h.now())
		h.post(t, "/support/"+h.tenant.ID().String()+"/"+m.Grant+"/end", nil, other)
		if after, _ := grant.Get(t.Context(), h.tenant, m.Grant, h.now()); after.State != before.State {
			t.Errorf("another operator ended it: %v", after.State)
		}
	}
}
