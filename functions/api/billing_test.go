package api

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/standintest/scannedtest"
	standin "vahti.ai/vahti/emulator/stripe"
	"vahti.ai/vahti/shared/billing"
	"vahti.ai/vahti/shared/store/contract"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/subscription"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// stripesPages is where Stripe's pages are in these tests.
const stripesPages = "https://pay.vahti.example"

// withStripe puts Stripe's stand-in behind the API.
func (w *world) withStripe(t testing.TB) {
	t.Helper()
	var err error
	w.stripe, err = standin.Open(standin.Config{Key: "sk_test_standin", Now: w.Now, Prices: []standin.Price{
		{ID: "price_1", LookupKey: "vahti_starter", Plan: "starter", Amount: 150}, {ID: "price_2", LookupKey: "vahti_premium", Plan: "premium", Amount: 450}}})
	must(t, err)
	t.Cleanup(func() { _ = w.stripe.Close() })
	w.stripe.At(stripesPages + "/emulator/stripe")
	address, err := w.stripe.Serve()
	must(t, err)
	w.server.stripe, err = billing.NewClient(billing.Config{
		Key: func(context.Context) (string, error) { return "sk_test_standin", nil }, Endpoint: address, Pages: []string{stripesPages}, Now: w.Now})
	must(t, err)
	w.server.trial = 14
}

// paying is what is asked of routes about what is paid.
func (w *inhabited) paying() []attempt {
	get := func(who, path string) ask { return ask{who: who, path: path} }
	post := func(who, path string, body any) ask {
		return ask{who: who, method: http.MethodPost, path: path, body: body}
	}
	wish := func(plan string, seats int) map[string]any { return map[string]any{"plan": plan, "seats": seats} }
	mailed := wish("premium", 10)
	mailed["email"] = planted
	return []attempt{
		{"what is subscribed to", get(owner, "/subscription"), http.StatusOK, "", `"standing":"agreed"`},
		{"what is subscribed to, as an admin", get(admin, "/subscription"), http.StatusForbidden, forbidden, ""},
		{"what is subscribed to, as a stranger", get(stranger, "/subscription"), http.StatusNotFound, notFound, ""},
		{"plans", get(owner, "/plans"), http.StatusOK, "", `"plan":"premium","shortestInterval":900,"currency":"eur","amount":450,"period":"month"`},
		{"plans as an analyst", get(analyst, "/plans"), http.StatusForbidden, forbidden, ""},
		{"manage what there is not", post(owner, "/subscription/portal", nil), http.StatusConflict, conflict, ""},
		{"subscribe to what is not sold", post(owner, "/subscription/checkout", wish("standard", 10)), http.StatusUnprocessableEntity, invalid, ""},
		{"subscribe for nobody", post(owner, "/subscription/checkout", wish("premium", 0)), http.StatusUnprocessableEntity, invalid, "body.seats"},
		{"subscribe with bills to nowhere", post(owner, "/subscription/checkout", mailed), http.StatusUnprocessableEntity, invalid, ""},
		{"subscribe as an admin", post(admin, "/subscription/checkout", wish("premium", 10)), http.StatusForbidden, forbidden, ""},
		{"subscribe", post(owner, "/subscription/checkout", wish("premium", 10)), http.StatusCreated, "", `"url":"` + stripesPages + `/emulator/stripe/checkout/`},
		{"manage", post(owner, "/subscription/portal", nil), http.StatusCreated, "", `"url":"` + stripesPages + `/emulator/stripe/portal/`},
	}
}

// subscribed has the tenant subscribe, and asks again.
func (w *inhabited) subscribed(t *testing.T, got produced) {
	t.Helper()
	r, err := subscription.Of(t.Context(), w.one)
	must(t, err)
	reading, err := subscription.Begin(t.Context(), w.one, r.Customer)
	must(t, err)
	e := billing.Entitlement{Standing: billing.Paid, Subscription: "sub_1", Plan: tenant.Premium, Seats: 10, Began: w.Now(), Until: w.Now().AddDate(0, 1, 0)}
	must(t, only(subscription.Apply(t.Context(), w.one, reading, func(billing.Entitlement, time.Time) billing.Entitlement { return e }, w.Now())))
	rec := w.attempt(t, got, ask{who: owner, method: http.MethodPost, path: "/subscription/checkout", body: map[string]any{"plan": "premium", "seats": 10}})
	if rec.Code != http.StatusConflict {
		t.Errorf("a second subscription: got %d: %s", rec.Code, rec.Body)
	}
	rec = w.attempt(t, got, ask{who: owner, path: "/subscription"})
	if want := `"exceeded":false`; !strings.Contains(rec.Body.String(), want) {
		t.Errorf("got %s, want %s in it", rec.Body, want)
	}
	scannedtest.Count(t, w.db, w.one, w.Now, 11)
	rec = w.attempt(t, got, ask{who: owner, path: "/subscription"})
	want := `"standing":"paid","plan":"premium","seats":10,"people":11,"exceeded":true,"until":"` + e.Until.UTC().Format("2006-01-02T")
	if !strings.Contains(rec.Body.String(), want) {
		t.Errorf("got %s, want %s in it", rec.Body, want)
	}
}

// TestPaidOnce: a page at Stripe that is asked for twice by one name is made once; one of
// another name is another.
func TestPaidOnce(t *testing.T) {
	w := inhabit(t)
	made := func(path, name string, body any) PaymentPage {
		t.Helper()
		rec := w.do(t, ask{who: owner, method: http.MethodPost, path: path, body: body, header: map[string]string{"Idempotency-Key": name + path[len("/subscription/"):]}})
		if rec.Code != http.StatusCreated {
			t.Fatalf("%s: got %d: %s", path, rec.Code, rec.Body)
		}
		return read[PaymentPage](t, rec)
	}
	wish := map[string]any{"plan": "premium", "seats": 10}
	for _, path := range []string{"/subscription/checkout", "/subscription/portal"} {
		body := map[string]any{"/subscription/checkout": wish}[path]
		first := made(path, "page-one", body)
		asked := len(w.stripe.Requests())
		if again := made(path, "page-one", body); again != first || len(w.stripe.Requests()) != asked {
			t.Errorf("%s: asked again by its name it is made anew", path)
		}
		if other := made(path, "page-two", body); other == first {
			t.Errorf("%s: by another name it is the same page", path)
		}
	}
	all, err := trail.Read(t.Context(), w.one)
	must(t, err)
	var told []string
	for _, e := range all {
		if e.Action == trail.PaymentOpened {
			told = append(told, e.Target+" "+e.Account)
		}
	}
	slices.Sort(told)
	want := []string{"subscription/checkout owner", "subscription/checkout owner", "subscription/portal owner", "subscription/portal owner"}
	if !slices.Equal(told, want) {
		t.Errorf("the trail tells of %q, want %q", told, want)
	}
}

// TestUnpaidDoesNotGoOn: what ended with its subscription an owner cannot have go on.
func TestUnpaidDoesNotGoOn(t *testing.T) {
	w := inhabit(t)
	wish := contract.Termination{Request: "subscription-sub_1-1", Why: contract.BySubscription}
	must(t, only(contract.Terminate(t.Context(), w.one, wish, member.Actor{Service: true}, w.Now())))
	rec := w.do(t, ask{who: owner, method: http.MethodDelete, path: "/termination"})
	if rec.Code != http.StatusConflict || !strings.Contains(rec.Body.String(), "choose a plan") {
		t.Errorf("got %d: %s", rec.Code, rec.Body)
	}
	holdsProblem(t, rec, conflict)
	if rec := w.do(t, ask{who: owner, path: "/contract"}); !strings.Contains(rec.Body.String(), `"state":"terminated"`) {
		t.Errorf("got %s", rec.Body)
	}
}

// TestScanAskedOnce: a scan that is asked for twice by one name is asked for once.
func TestScanAskedOnce(t *testing.T) {
	w := inhabit(t)
	w.Add(6 * time.Minute)
	a := ask{who: analyst, method: http.MethodPost, path: "/scans", header: map[string]string{"Idempotency-Key": "scan-one"}}
	for range 2 {
		if rec := w.do(t, a); rec.Code != http.StatusAccepted {
			t.Fatalf("got %d: %s", rec.Code, rec.Body)
		}
	}
	if w.ticks != 1 {
		t.Errorf("%d ticks were published, want 1", w.ticks)
	}
}

// TestStripeLeadsElsewhere: where Stripe's answer leads to another page than Stripe's,
// nobody is sent there.
func TestStripeLeadsElsewhere(t *testing.T) {
	w := inhabit(t)
	wish := ask{who: owner, method: http.MethodPost, path: "/subscription/checkout", body: map[string]any{"plan": "premium", "seats": 3}}
	for _, base := range []string{
		"https://evil.example", "http://pay.vahti.example", "https://pay.vahti.example.evil.example", "https://pay.vahti.example:444", "https://evil@pay.vahti.example", "javascript://pay.vahti.example", "//pay.vahti.example",
	} {
		w.stripe.At(base)
		rec := w.do(t, wish)
		if rec.Code != http.StatusInternalServerError || strings.Contains(rec.Body.String(), "evil") {
			t.Errorf("%s: got %d: %s", base, rec.Code, rec.Body)
		}
	}
	w.stripe.At(stripesPages)
	if rec := w.do(t, wish); rec.Code != http.StatusCreated {
		t.Errorf("got %d: %s", rec.Code, rec.Body)
	}
}

// TestBillsGoToTheOwner: without another address, bills go to the owner who asks, and
// that is all that Stripe learns of anybody.
func TestBillsGoToTheOwner(t *testing.T) {
	w := inhabit(t)
	rec := w.do(t, ask{who: owner, method: http.MethodPost, path: "/subscription/checkout", body: map[string]any{"plan": "starter", "seats": 3}})
	if rec.Code != http.StatusCreated {
		t.Fatalf("got %d: %s", rec.Code, rec.Body)
	}
	email := strings.ReplaceAll(personOf(owner).Email, "@", "%40")
	found := false
	for _, r := range w.stripe.Requests() {
		found = found || strings.Contains(r.Body, email)
		for _, secret := range []string{"Aallokko", "00000000-0000", personOf(owner).Name + "+"} {
			if strings.Contains(r.Body, secret) {
				t.Errorf("%s %s tells Stripe %q", r.Method, r.Path, secret)
			}
		}
	}
	if !found {
		t.Error("Stripe has no address for bills")
	}
}
