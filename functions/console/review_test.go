package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/store/member"
)

// openReview opens the yearly review after everybody had joined.
func (h *house) openReview(t *testing.T) {
	t.Helper()
	h.later(time.Minute)
	if r, err := member.OpenReview(t.Context(), h.tenant, h.now()); err != nil || r.State != member.Opened {
		t.Fatalf("the review is %v, %v", r.State, err)
	}
	h.later(time.Minute)
}

func TestReview(t *testing.T) {
	h := newHouse(t)
	if body := h.get(t, h.path("/review"), h.mia).Body.String(); !strings.Contains(body, "The next review opens 22 November 2026") || strings.Contains(body, `action="/tenants/`) {
		t.Error("the page offers to confirm before there is a review")
	}
	if w := h.post(t, h.path("/review"), url.Values{"member": {string(h.ada.account.ID)}}, h.mia); w.Code != 409 || !strings.Contains(w.Body.String(), "no open review") {
		t.Errorf("confirm without a review: got %v", w.Code)
	}
	h.openReview(t)
	golden(t, "review.html", h.ordered(h.get(t, h.path("/review"), h.mia).Body.String()))
	wellFormed(t, h.get(t, h.path("/review"), h.mia).Body.String())

	one := func(who ...newcomer) url.Values {
		v := url.Values{}
		for _, w := range who {
			v.Add("member", string(w.account.ID))
		}
		return v
	}
	tests := []struct {
		name  string
		who   newcomer
		path  string
		form  url.Values
		want  int
		says  string
		waits []newcomer // who is not confirmed afterwards
	}{
		{"two of four", h.mia, "", one(h.mia, h.ada), 303, "", []newcomer{h.ana, h.aku}},
		{"one again and one more", h.mia, "", one(h.ada, h.ana), 303, "", []newcomer{h.aku}},
		{"nobody", h.mia, "", nil, 303, "", []newcomer{h.aku}},
		{"who is no member", h.mia, "", url.Values{"member": {"nobody"}}, 409, "no such member any more", []newcomer{h.aku}},
		{"too many", h.mia, "", url.Values{"member": strings.Split(strings.Repeat("x,", 101), ",")}, 422, "at most 100", []newcomer{h.aku}},
		{"by an administrator", h.ada, "", one(h.aku), 403, "Your role does not allow this", []newcomer{h.aku}},
		{"removed", h.mia, "/" + string(h.aku.account.ID) + "/removal", one(h.ada), 303, "", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for range 2 {
				w := h.post(t, h.path("/review"+test.path), test.form, test.who)
				if w.Code != test.want || !strings.Contains(w.Body.String(), test.says) {
					t.Fatalf("got %v, want %v and %q", w.Code, test.want, test.says)
				}
				if to := w.Header().Get("Location"); w.Code == 303 && to != h.path("/review") {
					t.Errorf("got on to %q", to)
				}
			}
			body := h.get(t, h.path("/review"), h.mia).Body.String()
			for _, who := range []newcomer{h.mia, h.ada, h.ana, h.aku} {
				want := false
				for _, w := range test.waits {
					want = want || w.account.ID == who.account.ID
				}
				if strings.Contains(body, `value="`+string(who.account.ID)+`"`) != want {
					t.Errorf("%s waits: %v, want %v", who.account.Name, !want, want)
				}
			}
		})
	}
	if body := h.get(t, h.path("/review"), h.mia).Body.String(); !strings.Contains(body, "Everybody is confirmed.") {
		t.Error("the page does not say that nothing is left to do")
	}
	for path, who := range map[string]newcomer{"/review": h.ada, "/review?x=1": h.ana} {
		if w := h.get(t, h.path(path), who); w.Code != http.StatusForbidden {
			t.Errorf("the page for %s: got %v, want 403", who.account.Name, w.Code)
		}
	}
}

// ordered is plain with a list, whose order follows from drawn names, put in order.
func (h *house) ordered(body string) string {
	return sortedList(h.plain(body), "<ul class=\"findings\">\n")
}
