package console

import (
	"context"
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

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

// withStripe returns a client of Stripe's stand-in.
func (h *house) withStripe(t *testing.T) *billing.Client {
	t.Helper()
	var err error
	h.stripe, err = standin.Open(standin.Config{Key: "sk_test_standin", Now: h.now, Prices: []standin.Price{
		{ID: "price_1", LookupKey: "vahti_starter", Plan: "starter", Amount: 150}, {ID: "price_2", LookupKey: "vahti_standard", Plan: "standard", Amount: 250},
		{ID: "price_3", LookupKey: "vahti_premium", Plan: "premium", Amount: 450}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.stripe.Close() })
	h.stripe.At(stripesPages)
	address, err := h.stripe.Serve()
	if err != nil {
		t.Fatal(err)
	}
	c, err := billing.NewClient(billing.Config{
		Key: func(context.Context) (string, error) { return "sk_test_standin", nil }, Endpoint: address, Pages: []string{stripesPages}, Now: h.now})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// subscribed puts an entitlement in the place of what the tenant has.
func (h *house) subscribed(t *testing.T, e billing.Entitlement) {
	t.Helper()
	r, err := subscription.Of(t.Context(), h.tenant)
	if err != nil {
		t.Fatal(err)
	}
	reading, err := subscription.Begin(t.Context(), h.tenant, r.Customer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := subscription.Apply(t.Context(), h.tenant, reading, func(billing.Entitlement, time.Time) billing.Entitlement { return e }, h.now()); err != nil {
		t.Fatal(err)
	}
}

func TestSubscribe(t *testing.T) {
	h := newHouse(t)
	form := func(plan, seats, email string) url.Values {
		return url.Values{"plan": {plan}, "seats": {seats}, "email": {email}}
	}
	tests := []struct {
		name string
		who  newcomer
		path string
		form url.Values
		want int
		says string // in the page, or where it leads
	}{
		{"management of nothing", h.mia, "/plan/management", url.Values{}, 409, "There is no subscription yet."},
		{"no plan", h.mia, "/plan", form("", "10", "laskut@aallokko.example"), 422, "Choose one of the plans."},
		{"a plan that is none", h.mia, "/plan", form("gold", "10", "laskut@aallokko.example"), 422, "Choose one of the plans."},
		{"nobody", h.mia, "/plan", form("premium", "0", "laskut@aallokko.example"), 422, "Choose for how many people"},
		{"words", h.mia, "/plan", form("premium", "many", "laskut@aallokko.example"), 422, `value="many"`},
		{"too many", h.mia, "/plan", form("premium", "1000001", "laskut@aallokko.example"), 422, "Choose for how many people"},
		{"no address", h.mia, "/plan", form("premium", "10", "nobody"), 422, "Give an e-mail address"},
		{"by an administrator", h.ada, "/plan", form("premium", "10", "laskut@aallokko.example"), 403, "Your role does not allow this"},
		{"by an operator", h.otto, "/plan", form("premium", "10", "laskut@aallokko.example"), 404, "There is no such page"},
		{"a plan", h.mia, "/plan", form("premium", "10", "laskut@aallokko.example"), 303, stripesPages + "/checkout/cs_test_"},
		{"management", h.mia, "/plan/management", url.Values{}, 303, stripesPages + "/portal/bps_"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := h.post(t, h.path(test.path), test.form, test.who)
			shown := w.Body.String()
			if test.want == 303 {
				shown = w.Header().Get("Location")
			} else {
				wellFormed(t, shown)
			}
			if w.Code != test.want || !strings.Contains(shown, test.says) {
				t.Fatalf("got %v, want %v and %q:\n%s", w.Code, test.want, test.says, shown)
			}
		})
	}
	told := 0
	for _, r := range h.stripe.Requests() {
		if strings.Contains(r.Body, "laskut%40aallokko.example") {
			told++
		}
		for _, secret := range []string{"Aallokko", "mia@", "mia%40", "00000000-0000"} {
			if strings.Contains(r.Body, secret) {
				t.Errorf("%s tells Stripe %q", r.Path, secret)
			}
		}
	}
	if told != 1 {
		t.Errorf("Stripe was told the address for bills %d times, want once", told)
	}
	got := h.payments(t)
	want := []trail.Entry{
		h.mia.actor().Who().Entry(trail.Entry{Action: trail.PaymentOpened, Target: "subscription/checkout", After: json.RawMessage(`{"email":"laskut@aallokko.example","plan":"premium","seats":10}`)}),
		h.mia.actor().Who().Entry(trail.Entry{Action: trail.PaymentOpened, Target: "subscription/portal"}),
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(trail.Entry{}, "At", "Address")); diff != "" {
		t.Errorf("who was sent to Stripe (-want +told):\n%s", diff)
	}
}

// payments are the entries of the audit trail about pages at Stripe.
func (h *house) payments(t *testing.T) (out []trail.Entry) {
	t.Helper()
	all, err := trail.Read(t.Context(), h.tenant)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		if e.Action == trail.PaymentOpened {
			out = append(out, e)
		}
	}
	slices.SortFunc(out, func(a, b trail.Entry) int { return strings.Compare(a.Target, b.Target) }) // several are of one moment
	return out
}

// TestNobodyIsSentElsewhere: an answer of Stripe's that leads to another page is none.
func TestNobodyIsSentElsewhere(t *testing.T) {
	h := newHouse(t)
	form := url.Values{"plan": {"premium"}, "seats": {"3"}, "email": {"laskut@aallokko.example"}}
	h.stripe.At("https://pay.vahti.example.evil.example")
	w := h.post(t, h.path("/plan"), form, h.mia)
	if w.Code != http.StatusInternalServerError || w.Header().Get("Location") != "" || strings.Contains(w.Body.String(), "evil") {
		t.Errorf("got %v to %q", w.Code, w.Header().Get("Location"))
	}
	if got := h.payments(t); len(got) > 0 {
		t.Errorf("the trail tells of a page to which nobody was sent: %v", got)
	}
}

// TestUnpaidDoesNotGoOn: what ended with its subscription is not offered to go on but by
// a plan, in each language, and whoever asks all the same is told so.
func TestUnpaidDoesNotGoOn(t *testing.T) {
	h := newHouse(t)
	end := func(why contract.Why, by member.Actor) {
		t.Helper()
		if _, err := contract.Terminate(t.Context(), h.tenant, contract.Termination{Request: string(why), Why: why}, by, h.now()); err != nil {
			t.Fatal(err)
		}
	}
	goOn := h.path("/agreement/continuation")
	end(contract.ByCustomer, member.Actor{Account: string(h.mia.account.ID)})
	if body := h.get(t, h.path("/agreement"), h.mia).Body.String(); !strings.Contains(body, `action="`+goOn) || strings.Contains(body, "Choose a plan first") {
		t.Errorf("what an owner ended is not offered to go on: %s", body)
	}
	if w := h.post(t, goOn, url.Values{}, h.mia); w.Code != http.StatusSeeOther {
		t.Fatalf("got %v: %s", w.Code, w.Body)
	}
	end(contract.BySubscription, member.Actor{Service: true})
	for lang, says := range map[string]string{"en": "Choose a plan first", "fi": "Valitse ensin tilaus", "sv": "Välj först ett abonnemang"} {
		body := h.get(t, h.path("/agreement")+"?lang="+lang, h.mia).Body.String()
		wellFormed(t, body)
		if strings.Contains(body, goOn) || !strings.Contains(body, says) || !strings.Contains(body, `href="`+h.path("/plan")) {
			t.Errorf("%s: %s", lang, body)
		}
	}
	w := h.post(t, goOn, url.Values{}, h.mia)
	if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "The agreement ended with its subscription. Choose a plan first, and it goes on.") {
		t.Errorf("got %v: %s", w.Code, w.Body)
	}
	if s, err := contract.Of(t.Context(), h.tenant); err != nil || s.State != tenant.Terminated {
		t.Errorf("the agreement stands at %v: %v", s.State, err)
	}
}

// TestConfirming comes back from paying: the page loads itself again for a minute until
// there is a subscription, offers none meanwhile, and then says what to do.
func TestConfirming(t *testing.T) {
	h := newHouse(t)
	if w := h.post(t, h.path("/plan"), url.Values{"plan": {"premium"}, "seats": {"3"}, "email": {"laskut@aallokko.example"}}, h.mia); w.Code != http.StatusSeeOther {
		t.Fatalf("got %v: %s", w.Code, w.Body)
	}
	asked := h.stripe.Requests()
	form, err := url.ParseQuery(asked[len(asked)-1].Body)
	if err != nil {
		t.Fatal(err)
	}
	success, err := url.Parse(form.Get("success_url"))
	if err != nil || success.Path != h.path("/plan") || form.Get("cancel_url") != publicURL+h.path("/plan") {
		t.Fatalf("Stripe leads back to %q, or to %q: %v", success, form.Get("cancel_url"), err)
	}
	next := regexp.MustCompile(`<meta http-equiv="refresh" content="3;url=([^"]+)">`)
	const confirmed, late, offer = "Your payment is being confirmed.", "Stripe has not confirmed the payment yet.", `name="seats"`
	loads := 0
	at := success.RequestURI()
	for ; loads < 100; loads++ {
		w := h.get(t, at, h.mia)
		body := w.Body.String()
		wellFormed(t, body)
		if w.Code != http.StatusOK || strings.Contains(body, offer) {
			t.Fatalf("%s: got %v: %s", at, w.Code, body)
		}
		to := next.FindStringSubmatch(body)
		if to == nil {
			break
		}
		if !strings.Contains(body, confirmed) || strings.Contains(body, late) {
			t.Errorf("%s does not say that the payment is being confirmed: %s", at, body)
		}
		at = html.UnescapeString(to[1])
	}
	if loads != 20 {
		t.Errorf("the page loaded itself %d times, want 20", loads)
	}
	tests := []struct {
		name, query, lang string
		want              string
		offers            bool
	}{
		{"a minute later", strings.TrimPrefix(at, h.path("/plan")), "", late, false},
		{"in Finnish", "?confirming=7&lang=fi", "fi", `content="3;url=/tenants/`, false},
		{"no number", "?confirming=soon", "", late, false},
		{"a number that is none", "?confirming=-1", "", late, false},
		{"a large number", "?confirming=99999999999999999999", "", late, false},
		{"not from Stripe", "", "", "There is no subscription", true},
	}
	for _, test := range tests {
		body := h.get(t, h.path("/plan")+test.query, h.mia).Body.String()
		if !strings.Contains(body, test.want) || strings.Contains(body, offer) != test.offers {
			t.Errorf("%s: want %q, and an offer %v: %s", test.name, test.want, test.offers, body)
		}
		if to := next.FindStringSubmatch(body); test.lang != "" && (to == nil || !strings.Contains(to[1], "lang="+test.lang)) {
			t.Errorf("%s: the next page is %q", test.name, to)
		}
	}
	h.subscribed(t, billing.Entitlement{Standing: billing.Paid, Subscription: "sub_1", Plan: tenant.Premium, Seats: 3, Until: wall.AddDate(0, 1, 0)})
	body := h.get(t, success.RequestURI(), h.mia).Body.String()
	if strings.Contains(body, "refresh") || strings.Contains(body, confirmed) || !strings.Contains(body, "Paid until") {
		t.Errorf("once it is confirmed: %s", body)
	}
}

// TestPlanPages shows the page in every standing.
func TestPlanPages(t *testing.T) {
	h := newHouse(t)
	began, until := wall.AddDate(0, -2, 0), wall.AddDate(0, 0, 9)
	e := billing.Entitlement{Standing: billing.Trial, Subscription: "sub_1", Plan: tenant.Standard, Seats: 25, Began: began, Until: until}
	with := func(change func(*billing.Entitlement)) *billing.Entitlement {
		out := e
		change(&out)
		return &out
	}
	if err := subscription.Link(t.Context(), h.tenant, "cus_1", wall); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		file, query string
		have        *billing.Entitlement
		people      int // that a scan counted; 0 for none
	}{
		{"plan", "", nil, 0},
		{"plan-sv", "?lang=sv", nil, 24},
		{"plan-trial", "", &e, 0},
		{"plan-exceeded", "", &e, 26},
		{"plan-exceeded-fi", "?lang=fi", &e, 0},
		{"plan-exceeded-sv", "?lang=sv", &e, 0},
		{"plan-paid-fi", "?lang=fi", with(func(e *billing.Entitlement) { e.Standing, e.Cancels = billing.Paid, until }), 25},
		{"plan-in-debt-sv", "?lang=sv", with(func(e *billing.Entitlement) { e.Standing, e.Since = billing.InDebt, until.Add(-billing.Grace) }), 0},
		{"plan-halted", "", with(func(e *billing.Entitlement) {
			e.Standing, e.Since, e.Until, e.Dispute = billing.Halted, began, time.Time{}, "dp_1"
		}), 0},
		{"plan-ended-fi", "?lang=fi", with(func(e *billing.Entitlement) { e.Standing, e.Since, e.Until = billing.Ended, began, time.Time{} }), 0},
	}
	for _, test := range tests {
		if test.people > 0 {
			scannedtest.Count(t, h.db, h.tenant, h.now, test.people)
			h.clock.Add(time.Minute)
		}
		if test.have != nil {
			h.subscribed(t, *test.have)
		}
		w := h.get(t, h.path("/plan")+test.query, h.mia)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: got %v: %s", test.file, w.Code, w.Body)
		}
		wellFormed(t, w.Body.String())
		golden(t, test.file+".html", h.plain(w.Body.String()))
		const want = "default-src 'none'; style-src 'self'; form-action 'self' " + stripesPages + "; frame-ancestors 'none'; base-uri 'none'"
		if got := w.Header().Get("Content-Security-Policy"); got != want {
			t.Errorf("%s: got the policy %q, want %q", test.file, got, want)
		}
	}
	if got := h.get(t, h.path("/settings"), h.mia).Header().Get("Content-Security-Policy"); strings.Contains(got, stripesPages) {
		t.Errorf("another page lets forms lead to Stripe: %q", got)
	}
	_ = h.stripe.Close()
	h.subscribed(t, billing.Entitlement{Standing: billing.Ended, Subscription: "sub_2", Since: began})
	h.clock.Add(11 * time.Minute) // the prices that were read are too old
	if w := h.get(t, h.path("/plan"), h.mia); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Stripe cannot be reached just now.") {
		t.Errorf("without Stripe: got %v: %s", w.Code, w.Body)
	}
}
