package api

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/limit"
	"vahti.ai/vahti/shared/store/apikey"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/request"
	"vahti.ai/vahti/shared/tenant"
)

// common sends to every route what every route refuses alike.
func (w *inhabited) common(t *testing.T, got produced) {
	for _, r := range w.server.routes() {
		expect := func(what string, a ask, status int, k kind) {
			t.Run(what+" "+r.id, func(t *testing.T) {
				rec := w.attempt(t, got, a)
				if rec.Code != status {
					t.Fatalf("got %d, want %d: %s", rec.Code, status, rec.Body)
				}
				holdsProblem(t, rec, k)
			})
		}
		expect("nobody", w.sample(r, ""), http.StatusUnauthorized, unknown)
		a := w.sample(r, owner)
		if !strings.Contains(a.path, "?") {
			a.path += "?" + planted + "=1"
		} else {
			a.path += "&" + planted + "=1"
		}
		expect("an unknown parameter", a, http.StatusUnprocessableEntity, invalid)
		w.server.limits = limit.New(0, 1, w.Now)
		expect("too many", w.sample(r, owner), http.StatusTooManyRequests, tooMany)
		w.server.limits = limit.New(1e9, 1e9, w.Now)
		if r.ofTenant() {
			expect("a stranger", w.sample(r, stranger), http.StatusNotFound, notFound)
			expect("a key without it", w.sample(r, w.keyFor(t, r)), http.StatusForbidden, forbidden)
		}
		if r.fresh {
			w.door.proved = w.Now().Add(-time.Hour)
			expect("proved long ago", w.sample(r, owner), http.StatusForbidden, stepUp)
			w.door.proved = w.Now()
		}
		if r.body > 0 {
			a := w.sample(r, owner)
			a.body = "{" + planted
			expect("what is not JSON", a, http.StatusBadRequest, malformed)
			a.body = `{"` + strings.Repeat("x", int(r.body)) + `":1}`
			expect("too large", a, http.StatusRequestEntityTooLarge, tooLarge)
			a = w.sample(r, owner)
			a.header["Content-Type"] = "text/" + planted
			expect("another type", a, http.StatusUnsupportedMediaType, wrongMedia)
		}
	}
	for _, r := range w.server.routes() {
		if !slices.Contains(r.fails, underway) {
			continue
		}
		t.Run("under way "+r.id, func(t *testing.T) {
			a := w.sample(r, owner)
			a.header["Idempotency-Key"] = "under-way-" + r.id
			w.begin(t, r, a)
			rec := w.attempt(t, got, a)
			if rec.Code != http.StatusConflict || rec.Header().Get("Retry-After") == "" {
				t.Fatalf("got %d: %s", rec.Code, rec.Body)
			}
			holdsProblem(t, rec, underway)
		})
	}
}

// keyFor makes a key that does not carry what a route needs.
func (w *inhabited) keyFor(t *testing.T, r route) string {
	t.Helper()
	carries := tenant.Export
	by := member.Actor{Account: owner, Name: personOf(owner).Email}
	_, text, err := apikey.Create(t.Context(), w.one, apikey.Wish{Name: "not for " + r.id, Permissions: []tenant.Permission{carries}, Expires: w.Now().AddDate(0, 1, 0)}, by, w.Now())
	must(t, err)
	return string(text)
}

// begin takes a request up as if it were being worked on.
func (w *inhabited) begin(t *testing.T, r route, a ask) {
	t.Helper()
	who, err := w.door.Request(&http.Request{Header: http.Header{"Authorization": {"Bearer " + a.who}}})
	must(t, err)
	body, err := json.Marshal(a.body)
	must(t, err)
	name := request.Name{Account: caller(who), Key: a.header["Idempotency-Key"]}
	in, once := InTenant{w.one.ID().String()}, Once{name.Key}
	inputs := map[string]any{"acceptFindings": &AcceptIn{InTenant: in, Once: once}, "invite": &InviteIn{InTenant: in, Once: once}, "createKey": &CreateKeyIn{InTenant: in, Once: once},
		"makeWebhookSecret": &OnceIn{in, once}, "testWebhook": &OnceIn{in, once},
		"subscribe": &SubscribeIn{InTenant: in, Once: once}, "manageSubscription": &OnceIn{in, once}, "requestScan": &OnceIn{in, once}}
	must(t, json.Unmarshal([]byte(`{"Body":`+string(body)+`}`), inputs[r.id]))
	asked, err := json.Marshal([]any{r.id, inputs[r.id]})
	must(t, err)
	_, _, err = request.Begin(t.Context(), w.one, name, asked, w.Now())
	must(t, err)
}

// unavailable asks every route while the database answers nothing, and out of time.
func (w *inhabited) unavailable(t *testing.T, got produced) {
	late, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	for _, r := range w.server.routes() {
		t.Run("out of time "+r.id, func(t *testing.T) {
			a := w.sample(r, owner)
			w.server.gate = lateGate{w.door}
			defer func() { w.server.gate = w.door }()
			rec := w.doContext(t, late, a)
			w.noted(got, a, rec)
			if rec.Code != http.StatusGatewayTimeout {
				t.Fatalf("got %d: %s", rec.Code, rec.Body)
			}
			holdsProblem(t, rec, outOfTime)
		})
		t.Run("broken "+r.id, func(t *testing.T) {
			a := w.sample(r, owner)
			w.server.gate = brokenGate{w.door}
			defer func() { w.server.gate = w.door }()
			rec := w.attempt(t, got, a)
			if rec.Code != http.StatusInternalServerError {
				t.Fatalf("got %d: %s", rec.Code, rec.Body)
			}
			holdsProblem(t, rec, broken)
		})
	}
}
