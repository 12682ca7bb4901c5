package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/notice"
	"vahti.ai/vahti/shared/store/instruction"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// telling are attempts at what people are told: their own letters, and the webhook.
func (w *inhabited) telling() []attempt {
	send := func(who, method, path, tag string, body any) ask {
		a := ask{who: who, method: method, path: path, body: body}
		if tag != "" {
			a.header = map[string]string{"If-Match": tag}
		}
		return a
	}
	const put, post, remove = http.MethodPut, http.MethodPost, http.MethodDelete
	letters := func(kinds ...string) map[string]any {
		return map[string]any{"letters": append([]string{}, kinds...), "digest": "weekly"}
	}
	at := func(address string) map[string]any { return map[string]any{"address": address} }
	return []attempt{
		{"what one gets", ask{who: auditor, path: "/preferences"}, http.StatusOK, "", `"letters":["findings-alert","findings-digest","consent-lost","mail-failed","webhook-failed"],"partner":false`},
		{"what a key gets", ask{who: w.keyText, path: "/preferences"}, http.StatusConflict, conflict, "no person"},
		{"choose unread", send(auditor, put, "/preferences", "", letters()), http.StatusPreconditionRequired, unconditoned, ""},
		{"choose of another state", send(auditor, put, "/preferences", `"x"`, letters()), http.StatusPreconditionFailed, changed, ""},
		{"choose", send(auditor, put, "/preferences", `"0-false"`, letters("findings-digest")), http.StatusOK, "", `"letters":["findings-digest"],"digest":"weekly"`},
		{"choose what was read before", send(auditor, put, "/preferences", `"0-false"`, letters()), http.StatusPreconditionFailed, changed, ""},
		{"choose what is always sent", send(auditor, put, "/preferences", "*", letters("support-began")), http.StatusUnprocessableEntity, invalid, "body.letters"},
		{"choose for a key", send(w.keyText, put, "/preferences", "*", letters()), http.StatusConflict, conflict, "no person"},
		{"choose as an operator", send(operator, put, "/preferences", "*", letters()), http.StatusNotFound, notFound, ""},

		{"the webhook", ask{who: admin, path: "/webhook"}, http.StatusOK, "", `"secretMade":`},
		{"the webhook as an analyst", ask{who: analyst, path: "/webhook"}, http.StatusForbidden, forbidden, ""},
		{"direct it unread", send(admin, put, "/webhook", "", at("https://hooks.example/a")), http.StatusPreconditionRequired, unconditoned, ""},
		{"direct it from another state", send(admin, put, "/webhook", `"x"`, at("https://hooks.example/a")), http.StatusPreconditionFailed, changed, ""},
		{"direct it into a private network", send(admin, put, "/webhook", "*", at("https://10.0.0.1/")), http.StatusUnprocessableEntity, invalid, "public host"},
		{"direct it", send(admin, put, "/webhook", "*", at("https://hooks.example/a")), http.StatusOK, "", `"address":"https://hooks.example/a"`},
		{"its address is a setting", ask{who: admin, path: "/settings/notifications"}, http.StatusOK, "", `"webhook":"https://hooks.example/a"`},
		{"a new secret", send(admin, post, "/webhook/secret", "", nil), http.StatusCreated, "", `"secret":"vahti_`},
		{"a new secret as an analyst", send(analyst, post, "/webhook/secret", "", nil), http.StatusForbidden, forbidden, ""},
		{"a test", send(admin, post, "/webhook/test", "", nil), http.StatusCreated, "", `"name":"test-`},
		{"switch it on", send(admin, post, "/webhook/activation", "", nil), http.StatusOK, "", `"address":`},
		{"remove it unread", send(admin, remove, "/webhook", "", nil), http.StatusPreconditionRequired, unconditoned, ""},
		{"remove it in another state", send(admin, remove, "/webhook", `"x"`, nil), http.StatusPreconditionFailed, changed, ""},
		{"remove it as an analyst", send(analyst, remove, "/webhook", "*", nil), http.StatusForbidden, forbidden, ""},
		{"remove it", send(admin, remove, "/webhook", "*", nil), http.StatusNoContent, "", ""},
		{"remove what is not there", send(admin, remove, "/webhook", "*", nil), http.StatusNotFound, notFound, "no webhook"},
		{"a test without a secret", send(admin, post, "/webhook/test", "", nil), http.StatusConflict, conflict, "secret"},
		{"switch on what has no secret", send(admin, post, "/webhook/activation", "", nil), http.StatusConflict, conflict, "secret"},
		{"a message of before", send(admin, post, "/webhook/messages/test-one/replay", "", nil), http.StatusOK, "", `"name":"test-one"`},
	}
}

// TestTelling: what the API changes about letters and the webhook is in the audit trail
// with what was before, and the webhook's address is a documented instruction.
func TestTelling(t *testing.T) {
	w := inhabit(t)
	ctx := t.Context()
	send := func(method, path string, body any) {
		t.Helper()
		rec := w.do(t, ask{who: admin, path: strings.TrimSuffix(path, "/secret")})
		rec = w.do(t, ask{who: admin, method: method, path: path, body: body, header: map[string]string{"If-Match": rec.Header().Get("ETag")}})
		if rec.Code >= 300 {
			t.Fatalf("%s %s: got %d: %s", method, path, rec.Code, rec.Body)
		}
	}
	send(http.MethodPut, "/preferences", map[string]any{"letters": []string{"findings-alert"}})
	send(http.MethodPut, "/webhook", map[string]any{"address": "https://hooks.example/a"})
	send(http.MethodPost, "/webhook/secret", nil)
	send(http.MethodDelete, "/webhook", nil)
	must(t, trail.MoveAll(ctx, w.db, w.one))
	all, err := trail.Read(ctx, w.one)
	must(t, err)
	got := map[string]int{}
	for _, e := range all {
		if e.Account != admin {
			continue
		}
		what := ""
		for _, part := range []string{string(e.Before), string(e.After)} {
			switch {
			case strings.Contains(part, "vahti_"):
				t.Error("the audit trail holds a secret")
			case strings.Contains(part, "findings-digest"):
				what += " digests"
			case strings.Contains(part, "hooks.example"):
				what += " an address"
			case strings.Contains(part, "secretMade"):
				what += " a secret"
			default:
				what += " none"
			}
		}
		got[string(e.Action)+":"+what]++
	}
	want := map[string]int{
		"preferences.changed: digests none": 1, "setting.changed: none an address": 1, "setting.changed: an address none": 1,
		"notification.redirected: a secret a secret": 1, "notification.redirected: a secret none": 1,
	}
	for what := range got {
		if want[what] == 0 {
			delete(got, what) // such as that the admin opened the tenant
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the audit trail (-want +got):\n%s", diff)
	}
	value, _, err := instruction.Read(ctx, w.one, notice.Setting(false))
	must(t, err)
	if n, err := instruction.ParseNotify(value); err != nil || n.Webhook != "" {
		t.Errorf("the webhook's address is %q still, %v", n.Webhook, err)
	}
	if state, err := notice.State(ctx, w.one); err != nil || !state.Made.IsZero() {
		t.Errorf("the secret of %v is kept, %v", state.Made, err)
	}
	list, _, err := instruction.List(ctx, w.one, "", 10)
	must(t, err)
	n := 0
	for _, i := range list {
		if i.Source == instruction.API && i.By == personOf(admin).Email {
			n++
		}
	}
	if n != 2 {
		t.Errorf("%d instructions say where messages go, want 2", n)
	}
}

// TestSecretOnce: a secret that is asked for twice by one name is made once and shown
// once, and a test is sent once.
func TestSecretOnce(t *testing.T) {
	w := inhabit(t)
	named := func(path, key string) ask {
		return ask{who: admin, method: http.MethodPost, path: path, header: map[string]string{"Idempotency-Key": key}}
	}
	first, again := read[WebhookSecret](t, w.do(t, named("/webhook/secret", "secret-one"))), read[WebhookSecret](t, w.do(t, named("/webhook/secret", "secret-one")))
	if !strings.HasPrefix(first.Secret, "vahti_") || again.Secret != "" || !again.Made.Equal(first.Made) {
		t.Errorf("shown first %v and again %v", first.Secret != "", again.Secret != "")
	}
	before := len(read[WebhookMessages](t, w.do(t, ask{who: admin, path: "/webhook/messages"})).Items)
	one, two := read[TestedWebhook](t, w.do(t, named("/webhook/test", "test-number-one"))), read[TestedWebhook](t, w.do(t, named("/webhook/test", "test-number-one")))
	after := len(read[WebhookMessages](t, w.do(t, ask{who: admin, path: "/webhook/messages"})).Items)
	if one != two || after != before+1 {
		t.Errorf("two tests of one name are %d messages", after-before)
	}
}

// TestPreferencesForPartner: who acts for a partner gets nothing before choosing it.
func TestPreferencesForPartner(t *testing.T) {
	w := inhabit(t)
	by := member.Actor{Account: owner, Name: personOf(owner).Email}
	must(t, only(member.Engage(t.Context(), w.one, "msp", "Kumppani Oy", tenant.Admin, by, w.Now())))
	w.server.gate = standing{w.door}
	before := w.do(t, ask{who: stranger, path: "/preferences"})
	if got := read[Preferences](t, before); len(got.Letters) != 0 || !got.Partner {
		t.Errorf("before: %+v", got)
	}
	rec := w.do(t, ask{who: stranger, method: http.MethodPut, path: "/preferences", body: map[string]any{"letters": []string{"findings-alert"}}, header: map[string]string{"If-Match": before.Header().Get("ETag")}})
	if diff := cmp.Diff(Preferences{Letters: []string{"findings-alert"}, Partner: true}, read[Preferences](t, rec)); diff != "" {
		t.Errorf("after (-want +got):\n%s", diff)
	}
	got, _, err := letter.Reader{Tenant: w.one.ID().String(), Account: stranger}.Preferences(t.Context(), w.db)
	if diff := cmp.Diff(letter.Preferences{Wanted: []letter.Kind{letter.FindingsAlert}}, got); diff != "" || err != nil {
		t.Errorf("kept: %v (-want +got):\n%s", err, diff)
	}
}

// standing is a door that knows everybody as a manager of a partner organisation.
type standing struct{ *door }

// Request implements gatekeeper.
func (s standing) Request(r *http.Request) (gate.Principal, error) {
	p, err := s.door.Request(r)
	p.Standings = []member.Standing{{Organisation: "msp", Manager: true}}
	return p, err
}
