package stripe

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	api "github.com/stripe/stripe-go/v76"
	portals "github.com/stripe/stripe-go/v76/billingportal/session"
	"github.com/stripe/stripe-go/v76/checkout/session"
	customers "github.com/stripe/stripe-go/v76/customer"
	invoices "github.com/stripe/stripe-go/v76/invoice"
	subscriptions "github.com/stripe/stripe-go/v76/subscription"
	"github.com/stripe/stripe-go/v76/webhook"
)

const testKey = "sk_test_own"

// world is a stand-in whose clock the test moves, and the real client before it.
type world struct {
	*Server
	address string
	backend api.Backend
	mu      sync.Mutex
	at      time.Time
	fault   func(*http.Request) Fault
}

func newWorld(t *testing.T, change ...func(*Config)) *world {
	t.Helper()
	w := &world{at: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)}
	c := Config{Key: testKey, Sign: []string{"whsec_1"}, Now: w.now, Prices: []Price{{"price_1", "vahti_starter", "starter", 100}, {"price_2", "vahti_premium", "premium", 400}},
		Fault: func(r *http.Request) Fault {
			if w.fault == nil {
				return Fault{}
			}
			return w.fault(r)
		}}
	for _, f := range change {
		f(&c)
	}
	var err error
	if w.Server, err = Open(c); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	if w.address, err = w.Serve(); err != nil {
		t.Fatal(err)
	}
	w.backend = api.GetBackendWithConfig(api.APIBackend, &api.BackendConfig{URL: api.String(w.address), MaxNetworkRetries: api.Int64(2), LeveledLogger: &api.LeveledLogger{Level: api.LevelNull}})
	return w
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.at
}

func (w *world) days(n int) {
	w.mu.Lock()
	w.at = w.at.AddDate(0, 0, n)
	w.mu.Unlock()
	w.Tick()
}

// begin has a customer subscribe for three people.
func (w *world) begin(customer string, trial int) error {
	w.Server.mu.Lock()
	defer w.Server.mu.Unlock()
	return w.Server.begin(&page{Customer: customer, Price: "price_1", Trial: trial, Created: w.config.Now().Unix()}, 3, false)
}

func (w *world) customer(t *testing.T) *api.Customer {
	t.Helper()
	c, err := customers.Client{B: w.backend, Key: testKey}.New(&api.CustomerParams{Email: api.String("a@b.example")})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// kinds are the types of the events that wait, which are then forgotten.
func (w *world) kinds(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, body := range w.Take() {
		var e struct{ Type string }
		if err := json.Unmarshal(body, &e); err != nil {
			t.Fatal(err)
		}
		out = append(out, e.Type)
	}
	return out
}

// TestLife moves the clock through a subscription's life, read by the real client.
func TestLife(t *testing.T) {
	w := newWorld(t)
	c := w.customer(t)
	if err := w.begin(c.ID, 14); err != nil {
		t.Fatal(err)
	}
	client := subscriptions.Client{B: w.backend, Key: testKey}
	steps := []struct {
		name   string
		do     func() error
		days   int
		status api.SubscriptionStatus
		told   []string
	}{
		{"begun", nil, 0, api.SubscriptionStatusTrialing, []string{"customer.subscription.created", "checkout.session.completed"}},
		{"three days before the end", nil, 11, api.SubscriptionStatusTrialing, []string{"customer.subscription.trial_will_end"}},
		{"paid", nil, 3, api.SubscriptionStatusActive, []string{"invoice.created", "invoice.finalized", "charge.succeeded", "invoice.paid", "invoice.payment_succeeded", "customer.subscription.updated", "customer.subscription.updated"}},
		{"another card", func() error { return w.Card(c.ID, false) }, 1, api.SubscriptionStatusActive, []string{"customer.updated"}},
		{"not paid", nil, 29, api.SubscriptionStatusPastDue, []string{"invoice.created", "invoice.finalized", "charge.failed", "invoice.payment_failed", "customer.subscription.updated", "customer.subscription.updated"}},
		{"tried again twice", nil, 8, api.SubscriptionStatusPastDue, []string{"charge.failed", "invoice.payment_failed", "charge.failed", "invoice.payment_failed"}},
		{"mended", func() error { return w.Card(c.ID, true) }, 0, api.SubscriptionStatusActive, []string{"customer.updated", "charge.succeeded", "invoice.paid", "invoice.payment_succeeded", "customer.subscription.updated"}},
		{"cancelled for later", func() error {
			_, err := client.Update(w.only(), &api.SubscriptionParams{CancelAtPeriodEnd: api.Bool(true)})
			return err
		}, 0, api.SubscriptionStatusActive, []string{"customer.subscription.updated"}},
		{"over", nil, 24, api.SubscriptionStatusCanceled, []string{"customer.subscription.deleted"}},
	}
	for _, step := range steps {
		if step.do != nil {
			if err := step.do(); err != nil {
				t.Fatalf("%s: %v", step.name, err)
			}
		}
		w.days(step.days)
		u, err := client.Get(w.only(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if u.Status != step.status || u.Customer.ID != c.ID || u.Items.Data[0].Quantity != 3 || u.CurrentPeriodEnd == 0 {
			t.Errorf("%s: got %s for %d until %d, want %s", step.name, u.Status, u.Items.Data[0].Quantity, u.CurrentPeriodEnd, step.status)
		}
		if diff := cmp.Diff(step.told, w.kinds(t)); diff != "" {
			t.Errorf("%s, events (-want +got):\n%s", step.name, diff)
		}
	}
}

// only is the one subscription there is.
func (w *world) only() string {
	w.Server.mu.Lock()
	defer w.Server.mu.Unlock()
	for id := range w.state.Subscriptions {
		return id
	}
	return ""
}

// TestNeverPaid: what becomes of a subscription when payments were tried for the last
// time.
func TestNeverPaid(t *testing.T) {
	for final, want := range map[string]string{"": Cancel, Unpaid: Unpaid, PastDue: PastDue} {
		w := newWorld(t, func(c *Config) { c.Final = final })
		c := w.customer(t)
		if err := w.begin(c.ID, 7); err != nil {
			t.Fatal(err)
		}
		if err := w.Card(c.ID, false); err != nil {
			t.Fatal(err)
		}
		w.days(7)
		w.days(21)
		if got := w.state.Subscriptions[w.only()].Status; got != PastDue {
			t.Errorf("%s: before the last try it is %s", final, got)
		}
		w.days(1)
		if got := w.state.Subscriptions[w.only()].Status; got != want {
			t.Errorf("%s: after the last try it is %s, want %s", final, got, want)
		}
	}
}

// TestLatestBill: a subscription stands as its latest bill does, whatever is open from
// before, and an older one that is paid changes nothing.
func TestLatestBill(t *testing.T) {
	w := newWorld(t, func(c *Config) { c.Final = PastDue })
	c := w.customer(t)
	if err := w.begin(c.ID, 0); err != nil {
		t.Fatal(err)
	}
	stands := func(when, want string, open int) {
		t.Helper()
		n := 0
		for _, i := range w.state.Invoices {
			if i.Status == "open" {
				n++
			}
		}
		if got := w.state.Subscriptions[w.only()].Status; got != want || n != open {
			t.Errorf("%s: it is %s with %d open bills, want %s with %d", when, got, n, want, open)
		}
	}
	replace := func(works bool) {
		t.Helper()
		if err := w.Replace(c.ID, works); err != nil {
			t.Fatal(err)
		}
	}
	pay := func(bill string) {
		t.Helper()
		if _, err := (invoices.Client{B: w.backend, Key: testKey}).Pay(bill, nil); err != nil {
			t.Fatal(err)
		}
	}
	replace(false)
	w.days(55)
	stands("never paid", PastDue, 1)
	first := w.state.Subscriptions[w.only()].Latest
	replace(true)
	stands("another card", PastDue, 1)
	w.days(10)
	stands("the next is paid", "active", 1)
	replace(false)
	w.days(30)
	stands("the one after is not", PastDue, 2)
	replace(true)
	pay(first)
	stands("the first is paid", PastDue, 1)
	pay(w.state.Subscriptions[w.only()].Latest)
	stands("the latest is paid", "active", 0)
}

// TestDeletedCustomers: a customer that is deleted is told of as that, what it has ends,
// and nothing can be done with it any more.
func TestDeletedCustomers(t *testing.T) {
	w := newWorld(t)
	c, other := w.customer(t), w.customer(t)
	if err := errors.Join(w.begin(c.ID, 7), w.begin(other.ID, 7)); err != nil {
		t.Fatal(err)
	}
	w.Take()
	clients := customers.Client{B: w.backend, Key: testKey}
	if gone, err := clients.Del(c.ID, nil); err != nil || !gone.Deleted {
		t.Fatalf("deleted: got %v, %v", gone, err)
	}
	if diff := cmp.Diff([]string{"customer.subscription.deleted", "customer.deleted"}, w.kinds(t)); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	if gone, err := clients.Get(c.ID, nil); err != nil || !gone.Deleted || gone.Email != "" {
		t.Errorf("asked for: got %v, %v", gone, err)
	}
	if alive, err := clients.Get(other.ID, nil); err != nil || alive.Deleted {
		t.Errorf("another: got %v, %v", alive, err)
	}
	for _, u := range w.state.Subscriptions {
		if (u.Status == Cancel) != (u.Customer == c.ID) {
			t.Errorf("a subscription of %s is %s", u.Customer, u.Status)
		}
	}
	refusals := map[string]func() error{
		"a change": func() error {
			_, err := clients.Update(c.ID, &api.CustomerParams{Email: api.String("b@b.example")})
			return err
		},
		"a page to subscribe on": func() error {
			_, err := session.Client{B: w.backend, Key: testKey}.New(&api.CheckoutSessionParams{Mode: api.String("subscription"), Customer: api.String(c.ID), SuccessURL: api.String("https://x.example"),
				LineItems: []*api.CheckoutSessionLineItemParams{{Price: api.String("price_1"), Quantity: api.Int64(1)}}})
			return err
		},
		"a page to manage on": func() error {
			_, err := portals.Client{B: w.backend, Key: testKey}.New(&api.BillingPortalSessionParams{Customer: api.String(c.ID)})
			return err
		},
		"to be deleted again": func() error { _, err := clients.Del(c.ID, nil); return err },
	}
	for name, ask := range refusals {
		var got *api.Error
		if err := ask(); !errors.As(err, &got) || got.Code != api.ErrorCodeResourceMissing {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if w.begin(c.ID, 0) == nil || w.Card(c.ID, true) == nil || w.Delete(c.ID) == nil {
		t.Error("something can be done with it")
	}
}

// TestErrors: refusals are what the real client makes errors of.
func TestErrors(t *testing.T) {
	w := newWorld(t)
	c := w.customer(t)
	if err := w.begin(c.ID, 7); err != nil {
		t.Fatal(err)
	}
	if err := w.Card(c.ID, false); err != nil {
		t.Fatal(err)
	}
	w.days(8)
	bill := ""
	for id := range w.state.Invoices {
		bill = id
	}
	subs, sessions := subscriptions.Client{B: w.backend, Key: testKey}, session.Client{B: w.backend, Key: testKey}
	tests := []struct {
		name   string
		ask    func() error
		status int
		kind   api.ErrorType
		code   api.ErrorCode
	}{
		{"what is not there", func() error { _, err := subs.Get("sub_none", nil); return err }, 404, api.ErrorTypeInvalidRequest, api.ErrorCodeResourceMissing},
		{"another key", func() error {
			_, err := subscriptions.Client{B: w.backend, Key: "sk_other"}.Get("sub_none", nil)
			return err
		}, 401, api.ErrorTypeInvalidRequest, ""},
		{"a card that fails", func() error { _, err := invoices.Client{B: w.backend, Key: testKey}.Pay(bill, nil); return err }, 402, api.ErrorTypeCard, api.ErrorCodeCardDeclined},
		{"a price that is none", func() error {
			_, err := sessions.New(&api.CheckoutSessionParams{Mode: api.String("subscription"), Customer: api.String(c.ID), SuccessURL: api.String("https://x.example"),
				LineItems: []*api.CheckoutSessionLineItemParams{{Price: api.String("price_none"), Quantity: api.Int64(1)}}})
			return err
		}, 400, api.ErrorTypeInvalidRequest, api.ErrorCodeResourceMissing},
		{"an unknown parameter", func() error {
			_, err := sessions.New(&api.CheckoutSessionParams{Mode: api.String("subscription"), AllowPromotionCodes: api.Bool(true)})
			return err
		}, 400, api.ErrorTypeInvalidRequest, api.ErrorCodeParameterUnknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got *api.Error
			if err := tt.ask(); !errors.As(err, &got) {
				t.Fatalf("got %v", err)
			}
			if got.HTTPStatusCode != tt.status || got.Type != tt.kind || got.Code != tt.code {
				t.Errorf("got %d %s %s, want %d %s %s", got.HTTPStatusCode, got.Type, got.Code, tt.status, tt.kind, tt.code)
			}
		})
	}
}

// TestFaults: a request that is throttled, or whose answer is lost, is repeated by the
// real client, and done once.
func TestFaults(t *testing.T) {
	for _, fault := range []Fault{{Status: 429}, {Status: 503}, {Status: 503, After: true}} {
		w := newWorld(t)
		n := 0
		w.fault = func(*http.Request) Fault {
			if n++; n == 1 {
				return fault
			}
			return Fault{}
		}
		c, err := customers.Client{B: w.backend, Key: testKey}.New(&api.CustomerParams{Email: api.String("a@b.example")})
		if fault.Status == 429 { // which stripe-go repeats only where it is about a lock
			var refused *api.Error
			if !errors.As(err, &refused) || refused.Code != api.ErrorCodeRateLimit {
				t.Errorf("429: got %v", err)
			}
			continue
		}
		if err != nil || c.Email != "a@b.example" || len(w.state.Customers) != 1 {
			t.Errorf("%+v: got %v and %d customers", fault, err, len(w.state.Customers))
		}
	}
}

// TestIdempotency: the same key is the same request, for a day.
func TestIdempotency(t *testing.T) {
	w := newWorld(t)
	clients := customers.Client{B: w.backend, Key: testKey}
	ask := func(key, email string) (*api.Customer, error) {
		p := &api.CustomerParams{Email: api.String(email)}
		p.SetIdempotencyKey(key)
		return clients.New(p)
	}
	first, err := ask("k1", "a@b.example")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := ask("k1", "a@b.example"); err != nil || again.ID != first.ID || again.LastResponse.Header.Get("Idempotent-Replayed") != "true" {
		t.Errorf("again: got %v, %v", again, err)
	}
	var refused *api.Error
	if _, err := ask("k1", "other@b.example"); !errors.As(err, &refused) || refused.Type != api.ErrorTypeIdempotency {
		t.Errorf("another by the same key: got %v", err)
	}
	if other, err := ask("k2", "a@b.example"); err != nil || other.ID == first.ID {
		t.Errorf("by another key: got %v, %v", other, err)
	}
	w.days(1)
	if later, err := ask("k1", "a@b.example"); err != nil || later.ID == first.ID {
		t.Errorf("a day later: got %v, %v", later, err)
	}
}

// TestPages: a list comes in pages, whole and in order, as the real client reads it.
func TestPages(t *testing.T) {
	w := newWorld(t)
	want := map[string]bool{}
	for range 23 {
		c := w.customer(t)
		if err := w.begin(c.ID, 7); err != nil {
			t.Fatal(err)
		}
		want[c.ID] = true
		w.days(0)
	}
	p := &api.SubscriptionListParams{}
	p.Limit = api.Int64(5)
	got := map[string]bool{}
	for i := (subscriptions.Client{B: w.backend, Key: testKey}).List(p); i.Next(); {
		got[i.Subscription().Customer.ID] = true
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("customers (-want +got):\n%s", diff)
	}
}

// TestWebhooks: events are signed as the real client verifies it, and are sent until
// they are taken; doubled, delayed and shuffled as asked.
func TestWebhooks(t *testing.T) {
	var mu sync.Mutex
	seen := map[string]int{}
	var order []string
	refuse := 3
	hooks := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		body := new(strings.Builder)
		if _, err := io.Copy(body, r.Body); err != nil {
			t.Error(err)
		}
		mu.Lock()
		defer mu.Unlock()
		if refuse--; refuse >= 0 {
			rw.WriteHeader(http.StatusInternalServerError)
			return
		}
		e, err := webhook.ConstructEventWithOptions([]byte(body.String()), r.Header.Get("Stripe-Signature"), "whsec_1", webhook.ConstructEventOptions{IgnoreAPIVersionMismatch: true, IgnoreTolerance: true})
		if err != nil {
			t.Error(err)
		}
		seen[e.ID]++
		order = append(order, e.ID)
	}))
	defer hooks.Close()
	w := newWorld(t, func(c *Config) {
		c.Double, c.Delay, c.Shuffle, c.Sign = 0.5, 0.3, true, []string{"whsec_old", "whsec_1"}
	})
	for range 20 {
		if err := w.begin(w.customer(t).ID, 0); err != nil {
			t.Fatal(err)
		}
	}
	n := w.Waiting()
	w.Deliver(hooks.URL)
	for round := 0; w.Waiting() > 0 && round < 100; round++ {
		w.Flush(context.WithoutCancel(t.Context()))
		w.mu.Lock()
		w.at = w.at.Add(time.Second)
		w.mu.Unlock()
	}
	doubled := 0
	for _, times := range seen {
		if times > 1 {
			doubled++
		}
	}
	if len(seen) != n || doubled == 0 || slices.IsSorted(order) {
		t.Errorf("of %d events %d came, %d of them doubled, in order: %v", n, len(seen), doubled, slices.IsSorted(order))
	}
}

// TestState: what happened is there again after a start.
func TestState(t *testing.T) {
	file := filepath.Join(t.TempDir(), "stripe.json")
	w := newWorld(t, func(c *Config) { c.Path = file })
	c := w.customer(t)
	if err := w.begin(c.ID, 7); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	again := newWorld(t, func(c *Config) { c.Path = file })
	if diff := cmp.Diff(w.state, again.state); diff != "" {
		t.Errorf("state (-was +is):\n%s", diff)
	}
}
