package console

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/check/text"
)

// TestTooOften asks as one person until that is too much: others go on, and so does the
// person a little later.
func TestTooOften(t *testing.T) {
	h := newHouse(t)
	h.handler = h.serve(t, h.gate(t), perSecond)
	for i := range burst {
		if w := h.get(t, "/", h.aku); w.Code != http.StatusOK {
			t.Fatalf("page %d: got %d, want 200", i+1, w.Code)
		}
	}
	for l, want := range map[text.Language]string{text.English: "That was too often", text.Finnish: "Liian tiheään", text.Swedish: "För ofta"} {
		w := h.get(t, "/?lang="+string(l), h.aku)
		if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "1" || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: got %d, Retry-After %q, want 429, 1, %q in\n%s", l, w.Code, w.Header().Get("Retry-After"), want, w.Body)
		}
		wellFormed(t, w.Body.String())
	}
	if w := h.get(t, "/", h.ada); w.Code != http.StatusOK {
		t.Errorf("another person: got %d, want 200", w.Code)
	}
	if w := h.get(t, "/style.css", h.aku); w.Code != http.StatusOK {
		t.Errorf("the style sheet: got %d, want 200", w.Code)
	}
	h.later(time.Second)
	if w := h.get(t, "/", h.aku); w.Code != http.StatusOK {
		t.Errorf("a second later: got %d, want 200", w.Code)
	}
}

// TestCostlyPages: a tenant's trail is verified and summed up a few times at once whoever
// asks, and so many people are invited; other tenants are not held up.
func TestCostlyPages(t *testing.T) {
	h := newHouse(t)
	h.handler = h.serve(t, h.gate(t), perSecond)
	tests := []struct {
		name   string
		most   int
		status int
		ask    func(i int, who newcomer) *httptest.ResponseRecorder
	}{
		{"verification", 5, http.StatusOK, func(_ int, who newcomer) *httptest.ResponseRecorder {
			return h.get(t, h.path("/trail/verification"), who)
		}},
		{"summary", 10, http.StatusOK, func(_ int, who newcomer) *httptest.ResponseRecorder {
			return h.get(t, h.path("/trail/accesses"), who)
		}},
		{"invitation", 30, http.StatusSeeOther, func(i int, who newcomer) *httptest.ResponseRecorder {
			return h.post(t, h.path("/members"), invitation(fmt.Sprintf("FORM-%04d", i), fmt.Sprintf("uusi%d@aallokko.example", i), "auditor"), who)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for i := range tt.most {
				if w := tt.ask(i, []newcomer{h.mia, h.ada}[i%2]); w.Code != tt.status {
					t.Fatalf("%d: got %d, want %d", i+1, w.Code, tt.status)
				}
			}
			if w := tt.ask(tt.most, h.mia); w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" {
				t.Errorf("one more: got %d, want 429", w.Code)
			}
			if w := h.get(t, h.path("/members"), h.mia); w.Code != http.StatusOK {
				t.Errorf("another page: got %d, want 200", w.Code)
			}
			h.later(time.Minute)
			if w := tt.ask(tt.most, h.mia); w.Code != tt.status {
				t.Errorf("a minute later: got %d, want %d", w.Code, tt.status)
			}
		})
	}
}

// TestPartnerInvites: a partner invites so many at once; others are not held up.
func TestPartnerInvites(t *testing.T) {
	f := newFirm(t)
	f.handler = f.serve(t, f.gate(t), perSecond)
	invite := func(i int) int {
		return f.post(t, f.at("/invitations"), colleague(fmt.Sprintf("FORM-%04d", i), fmt.Sprintf("uusi%d@kumppani.example", i), "staff"), f.mira).Code
	}
	for i := range 30 {
		if got := invite(i); got != http.StatusSeeOther {
			t.Fatalf("%d: got %d, want 303", i+1, got)
		}
	}
	if got := invite(30); got != http.StatusTooManyRequests {
		t.Errorf("one more: got %d, want 429", got)
	}
	if w := f.post(t, f.path("/members"), invitation("FORM-0100", "uusi@aallokko.example", "auditor"), f.mia); w.Code != http.StatusSeeOther {
		t.Errorf("a tenant: got %d, want 303", w.Code)
	}
}
