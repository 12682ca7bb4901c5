package console

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/notice"
	"vahti.ai/vahti/shared/store/instruction"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// ours is the form of what holds for the tenant, as the page has it.
func (h *house) ours(t *testing.T) url.Values {
	t.Helper()
	body := h.get(t, h.path("/notifications"), h.ada).Body.String()
	found := regexp.MustCompile(`name="version" value="([^"]*)">`).FindStringSubmatch(body)
	if found == nil {
		t.Fatal("the page has no form")
	}
	return url.Values{"version": {found[1]}, "atOnce": {"critical"}, "digest": {"weekly"}, "hour": {"7"}, "weekday": {"5"}, "zone": {"Europe/Stockholm"},
		"from": {"22:00"}, "to": {"06:30"}, "held": {"yes"}, "webhook": {"https://hooks.example/vahti"}}
}

func TestNotify(t *testing.T) {
	h := newHouse(t)
	tests := []struct {
		name, field, value string
		who                newcomer
		want               int
		says               string
	}{
		{"all of it", "", "", h.ada, 303, ""},
		{"no zone", "zone", "Mars/Olympus", h.ada, 422, "Check the time zone"},
		{"no time", "from", "25:00", h.ada, 422, "Check the time zone"},
		{"no hour", "hour", "x", h.ada, 422, "Check the time zone"},
		{"a private webhook", "webhook", "https://10.0.0.1/", h.ada, 422, "names a public host"},
		{"a webhook without TLS", "webhook", "http://hooks.example/", h.ada, 422, "names a public host"},
		{"another severity", "atOnce", "dreadful", h.ada, 422, "Check the time zone"},
		{"seen before", "version", "old", h.ada, 409, "changed meanwhile"},
		{"by an analyst", "", "", h.ana, 403, "Your role does not allow this"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			form := h.ours(t)
			if tt.field != "" {
				form.Set(tt.field, tt.value)
				form.Set("held", "") // whatever is wrong, it is no repeat
			}
			if w := h.post(t, h.path("/notifications"), form, tt.who); w.Code != tt.want || !strings.Contains(w.Body.String(), tt.says) {
				t.Errorf("got %d, want %d and %q", w.Code, tt.want, tt.says)
			}
		})
	}
	value, _, err := instruction.Read(t.Context(), h.tenant, notice.Setting(false))
	if err != nil {
		t.Fatal(err)
	}
	got, err := instruction.ParseNotify(value)
	want := instruction.Notify{AtOnce: "critical", Digest: "weekly", Hour: 7, Weekday: 5, Zone: "Europe/Stockholm", Quiet: &instruction.Quiet{From: "22:00", To: "06:30", Critical: true}, Webhook: "https://hooks.example/vahti"}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("kept: %v (-want +got):\n%s", err, diff)
	}
	if body := h.get(t, h.path("/notifications"), h.aku).Body.String(); strings.Contains(body, "hooks.example") || !strings.Contains(body, "Europe/Stockholm") {
		t.Error("an auditor sees the webhook's address, or not what holds")
	}
	if body := h.get(t, h.path("/settings"), h.ada).Body.String(); !strings.Contains(body, "1. Notifications") {
		t.Error("the change is not listed as an instruction")
	}
}

func TestPrefer(t *testing.T) {
	h := newHouse(t)
	form := url.Values{"kind": {"findings-alert", "consent-lost", "support-began"}, "digest": {"weekly"}}
	for range 2 {
		if w := h.post(t, h.path("/notifications/mine"), form, h.aku); w.Code != http.StatusSeeOther {
			t.Fatalf("got %d", w.Code)
		}
	}
	got, _, err := letter.Reader{Tenant: h.tenant.ID().String(), Account: string(h.aku.account.ID)}.Preferences(t.Context(), h.db)
	want := letter.Preferences{Muted: []letter.Kind{letter.Digest, letter.MailFailed, letter.HookFailed}, Digest: letter.Weekly}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("preferences: %v (-want +got):\n%s", err, diff)
	}
	told := slices.DeleteFunc(h.told(t), func(a trail.Action) bool { return a != trail.PreferencesChanged })
	if len(told) != 1 {
		t.Errorf("the audit trail tells of %d changes, want 1: at once, and of a form sent twice once", len(told))
	}
	if body := h.get(t, h.path("/trail"), h.mia).Body.String(); !strings.Contains(body, "changed which letters they get") || !strings.Contains(body, h.aku.account.Email) {
		t.Error("the page of the audit trail does not show who changed it")
	}
	if w := h.post(t, h.path("/notifications/mine"), url.Values{"digest": {"hourly"}}, h.aku); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("an hourly digest: got %d", w.Code)
	}
}

// TestPreferForPartner: who acts for a partner gets nothing before they choose, which
// the page says, and then what they chose.
func TestPreferForPartner(t *testing.T) {
	h := newHouse(t)
	pia := h.person(t, "pia@kumppani.example", false)
	id := h.world.partner(t, "Kumppani Oy", pia)
	if _, err := member.Engage(t.Context(), h.tenant, id, "Kumppani Oy", tenant.Admin, h.mia.actor(), wall); err != nil {
		t.Fatal(err)
	}
	checked := regexp.MustCompile(`name="kind" value="([^"]*)" checked`)
	page := func() (kinds []string) {
		body := h.get(t, h.path("/notifications"), pia).Body.String()
		wellFormed(t, body)
		if !strings.Contains(body, "nothing before you choose") {
			t.Error("the page does not say so")
		}
		for _, m := range checked.FindAllStringSubmatch(body, -1) {
			kinds = append(kinds, m[1])
		}
		return kinds
	}
	if got := page(); len(got) != 0 {
		t.Errorf("before a choice: %v", got)
	}
	if w := h.post(t, h.path("/notifications/mine"), url.Values{"kind": {"findings-alert", "webhook-failed"}}, pia); w.Code != http.StatusSeeOther {
		t.Fatalf("got %d", w.Code)
	}
	if diff := cmp.Diff([]string{"findings-alert", "webhook-failed"}, page()); diff != "" {
		t.Errorf("after it (-want +got):\n%s", diff)
	}
	got, _, err := letter.Reader{Tenant: h.tenant.ID().String(), Account: string(pia.account.ID)}.Preferences(t.Context(), h.db)
	if diff := cmp.Diff(letter.Preferences{Wanted: []letter.Kind{letter.FindingsAlert, letter.HookFailed}}, got); diff != "" || err != nil {
		t.Errorf("preferences: %v (-want +got):\n%s", err, diff)
	}
}

// TestWebhookPages makes a secret, which is shown once, sends a test and sends it anew.
func TestWebhookPages(t *testing.T) {
	h := newHouse(t)
	if w := h.post(t, h.path("/notifications"), h.ours(t), h.ada); w.Code != http.StatusSeeOther {
		t.Fatalf("got %d", w.Code)
	}
	if w := h.post(t, h.path("/notifications/test"), url.Values{"request": {"one"}}, h.ada); w.Code != http.StatusConflict {
		t.Errorf("a test without a secret: got %d", w.Code)
	}
	secret := regexp.MustCompile(`<code>(vahti_[\w-]{43})</code>`)
	first := h.post(t, h.path("/notifications/secret"), url.Values{"request": {"two"}}, h.ada)
	again := h.post(t, h.path("/notifications/secret"), url.Values{"request": {"two"}}, h.ada)
	if !secret.MatchString(first.Body.String()) || secret.MatchString(again.Body.String()) || secret.MatchString(h.get(t, h.path("/notifications"), h.ada).Body.String()) {
		t.Error("the secret is not shown once")
	}
	for range 2 {
		if w := h.post(t, h.path("/notifications/test"), url.Values{"request": {"three"}}, h.ada); w.Code != http.StatusSeeOther {
			t.Fatalf("a test: got %d", w.Code)
		}
	}
	if w := h.post(t, h.path("/notifications/calls/test-three/replay"), nil, h.ada); w.Code != http.StatusSeeOther {
		t.Errorf("sent anew: got %d", w.Code)
	}
	for _, path := range []string{"/notifications/calls/test-three/replay", "/notifications/secret", "/notifications/test", "/notifications/webhook"} {
		if w := h.post(t, h.path(path), url.Values{"request": {"four"}}, h.ana); w.Code != http.StatusForbidden {
			t.Errorf("%s by an analyst: got %d", path, w.Code)
		}
	}
	calls, err := notice.Calls(t.Context(), h.tenant, 10)
	if err != nil || len(calls) != 1 || calls[0].Kind != notice.TestEvent {
		t.Errorf("messages: %v, %v", calls, err)
	}
}
