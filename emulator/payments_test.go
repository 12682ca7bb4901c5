package main

import (
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestOwnersSubscribe goes the way of an owner with a browser: from the console to
// Stripe's stand-in and back, to a trial that the webhook told of, and to the page on
// which it is cancelled.
func TestOwnersSubscribe(t *testing.T) {
	r := start(t)
	people, err := peopleOf(filepath.Join("tenants", "aalto-pienyritys"), 4)
	if err != nil || len(people) == 0 {
		t.Fatalf("the sample tenant has no people: %v", err)
	}
	v := r.visitor(t)
	_, _, home := v.signIn(t, "/", people[0].UPN)
	_, rest, ok := strings.Cut(home, `href="/tenants/`)
	if !ok {
		t.Fatalf("no tenant is listed:\n%s", home)
	}
	id, _, _ := strings.Cut(rest, `"`)
	id, _, _ = strings.Cut(id, "?")
	plan := "/tenants/" + id + "/plan?lang=en"
	status, _, body := v.get(t, plan)
	if status != http.StatusOK || !strings.Contains(body, "There is no subscription: everything is as was agreed with Vahti.") || !strings.Contains(body, `value="premium"`) {
		t.Fatalf("the plan: got status %d:\n%s", status, body)
	}
	status, at, body := v.do(t, http.MethodPost, plan, url.Values{"plan": {"premium"}, "seats": {"12"}, "email": {"laskut@kirjanpito.example"}})
	if status != http.StatusOK || !strings.HasPrefix(at.Path, "/emulator/stripe/checkout/") || at.Host != strings.TrimPrefix(r.address, "http://") || !strings.Contains(body, "the first 14 days free") {
		t.Fatalf("subscribing leads to %s, status %d:\n%s", at, status, body)
	}
	status, at, _ = v.do(t, http.MethodPost, at.RequestURI(), url.Values{"seats": {"12"}, "card": {"good"}})
	if status != http.StatusOK || at.Path != "/tenants/"+id+"/plan" || at.Query().Get("confirming") == "" {
		t.Fatalf("back from Stripe: got to %s, status %d", at, status)
	}
	shows := func(text string) {
		t.Helper()
		for end := time.Now().Add(30 * time.Second); ; time.Sleep(200 * time.Millisecond) {
			_, _, body := v.get(t, plan)
			if strings.Contains(body, text) {
				return
			}
			if time.Now().After(end) {
				t.Fatalf("the plan never says %q:\n%s", text, body)
			}
		}
	}
	shows("The trial is free until")
	shows("Premium for 12 people")
	_, at, body = v.do(t, http.MethodPost, "/tenants/"+id+"/plan/management?lang=en", url.Values{})
	_, sub, ok := strings.Cut(body, `name="subscription" value="`)
	if !strings.HasPrefix(at.Path, "/emulator/stripe/portal/") || !ok {
		t.Fatalf("managing leads to %s:\n%s", at, body)
	}
	sub, _, _ = strings.Cut(sub, `"`)
	v.do(t, http.MethodPost, at.RequestURI(), url.Values{"do": {"cancel"}, "subscription": {sub}})
	shows("It is cancelled and ends")
}
