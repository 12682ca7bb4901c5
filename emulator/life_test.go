package main

import (
	"bytes"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/export"
)

// lived is a customer whose whole time with Vahti a test goes through.
type lived struct {
	running
	visitor

	tenant, upn string
}

// path is a page of the tenant, in English.
func (l *lived) path(page string) string { return "/tenants/" + l.tenant + page + "?lang=en" }

// later puts the clock forward by days and signs in anew: sessions do not last as long.
// What became due has a moment in which to be done, before more time passes: letters
// that wait for days are not sent any more.
func (l *lived) later(t *testing.T, days int) {
	t.Helper()
	if status, _, _ := l.visitor.do(t, http.MethodPost, "/emulator/clock", url.Values{"advance": {strconv.Itoa(24*days) + "h"}}); status != http.StatusOK {
		t.Fatalf("the clock: got status %d", status)
	}
	time.Sleep(3 * time.Second)
	l.visitor = l.running.visitor(t)
	l.visitor.signIn(t, "/", l.upn)
}

// shows waits until a page says something.
func (l *lived) shows(t *testing.T, page, text string) {
	t.Helper()
	for end := time.Now().Add(60 * time.Second); ; time.Sleep(200 * time.Millisecond) {
		_, _, body := l.visitor.get(t, l.path(page))
		if strings.Contains(body, text) {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%s never says %q:\n%s", page, text, body)
		}
	}
}

// atStripe does something on the page at which a subscription is managed.
func (l *lived) atStripe(t *testing.T, do string, form url.Values) {
	t.Helper()
	_, at, body := l.visitor.do(t, http.MethodPost, l.path("/plan/management"), url.Values{})
	if !strings.HasPrefix(at.Path, "/emulator/stripe/portal/") {
		t.Fatalf("managing leads to %s:\n%s", at, body)
	}
	field := func(name string) string {
		_, rest, _ := strings.Cut(body, `name="`+name+`" value="`)
		value, _, _ := strings.Cut(rest, `"`)
		return value
	}
	form.Set("do", do)
	form.Set("subscription", field("subscription"))
	if _, chosen, ok := strings.Cut(body, `" selected>`); ok && do == "change" && form.Get("price") == "" {
		_ = chosen
		before := body[:strings.Index(body, `" selected>`)]
		form.Set("price", before[strings.LastIndex(before, `value="`)+len(`value="`):])
	}
	if status, _, body := l.visitor.do(t, http.MethodPost, at.RequestURI(), form); status != http.StatusOK {
		t.Fatalf("%s at Stripe: got status %d:\n%s", do, status, body)
	}
}

// mailed waits for a letter of a kind to the owner.
func (l *lived) mailed(t *testing.T, kind string) {
	t.Helper()
	l.visitor.awaits(t, kind, func(all []message) bool {
		for _, m := range about(all, kind) {
			if m.to == l.upn {
				return true
			}
		}
		return false
	})
}

// TestWholeLife takes a customer from the first subscription to the certificate of its
// erasure, in every function's own process, while messages are doubled and out of
// order: trial, payment, more seats, a card that fails, the pause, the payment, the
// cancellation, the export and the end.
func TestWholeLife(t *testing.T) {
	if testing.Short() {
		t.Skip("three months take minutes")
	}
	l := &lived{running: start(t, "-tenant", "emulator/tenants/aalto-pienyritys", "-fault", "queue.duplicate=0.5,queue.reorder=0.5")}
	w := &places{running: l.running, names: map[string]string{}}
	people := w.people(t, "aalto-pienyritys", "Aalto")
	l.visitor, l.tenant = people[0], w.tenantOf(t, people[0])
	owner, err := peopleOf("tenants/aalto-pienyritys", 1)
	if err != nil {
		t.Fatal(err)
	}
	l.upn = owner[0].UPN

	_, at, _ := l.visitor.do(t, http.MethodPost, l.path("/plan"), url.Values{"plan": {"standard"}, "seats": {"12"}, "email": {"laskut@kirjanpito.example"}})
	if status, _, body := l.visitor.do(t, http.MethodPost, at.RequestURI(), url.Values{"seats": {"12"}, "card": {"good"}}); status != http.StatusOK {
		t.Fatalf("the checkout: got status %d:\n%s", status, body)
	}
	l.shows(t, "/plan", "The trial is free until")
	l.shows(t, "/plan", "Standard for 12 people")
	l.shows(t, "/plan", "9 of 12 watched people")
	l.later(t, 12)
	l.mailed(t, "trial-ending")
	l.later(t, 3)
	l.shows(t, "/plan", "Paid until")
	l.atStripe(t, "change", url.Values{"seats": {"20"}})
	l.shows(t, "/plan", "Standard for 20 people")
	l.atStripe(t, "card", url.Values{"card": {"bad"}})
	l.later(t, 31)
	l.shows(t, "/plan", "A payment did not go through.")
	l.mailed(t, "payment-failed")
	l.later(t, 15)
	l.shows(t, "/plan", "Scans are paused")
	l.mailed(t, "scans-paused")
	l.atStripe(t, "card", url.Values{"card": {"good"}})
	l.shows(t, "/plan", "Paid until")
	l.mailed(t, "scans-resumed")
	l.atStripe(t, "cancel", url.Values{})
	l.shows(t, "/plan", "It is cancelled and ends")
	l.later(t, 32)
	l.shows(t, "/plan", "The subscription ended")
	l.mailed(t, "subscription-ended")
	l.shows(t, "/agreement", "Everything can be exported until")
	l.exports(t)
	l.later(t, 26)
	l.mailed(t, "erasure-near")
	l.exports(t)
	l.visitor.do(t, http.MethodPost, "/emulator/clock", url.Values{"advance": {strconv.Itoa(8*24) + "h"}})
	l.mailed(t, "erased")
	gone := l.running.visitor(t)
	if status, _, _ := gone.signIn(t, "/", l.upn); status != http.StatusForbidden {
		t.Errorf("an account that belonged to nothing else signs in with status %d", status)
	}
}

// exports takes everything and verifies it.
func (l *lived) exports(t *testing.T) {
	t.Helper()
	_, _, published := l.visitor.get(t, "/export/keys")
	keys, err := export.ParseJWKS([]byte(published))
	if err != nil {
		t.Fatal(err)
	}
	status, _, body := l.visitor.do(t, http.MethodPost, "/export/tenants/"+l.tenant, url.Values{})
	if status != http.StatusOK {
		t.Fatalf("the export: got status %d", status)
	}
	v, err := export.Verify(bytes.NewReader([]byte(body)), int64(len(body)), keys)
	if err != nil || len(v.Problems) > 0 || v.Manifest.Tenant != l.tenant {
		t.Errorf("the export: got %q, %v", v.Problems, err)
	}
}
