package billing_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/billing"
	"vahti.ai/vahti/shared/tenant"
)

// clientOf returns a client of an API that answers each path with a text, and a path
// with a status that is asked for with a text of its own; what is not there is a 404 of
// Stripe's.
func clientOf(t *testing.T, answers map[string]string) *billing.Client {
	t.Helper()
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, ok := answers[r.URL.Path+"?status="+r.URL.Query().Get("status")]
		if !ok {
			text, ok = answers[r.URL.Path]
		}
		if !ok {
			w.WriteHeader(http.StatusNotFound)
			text = `{"error":{"type":"invalid_request_error","code":"resource_missing","message":"No such thing: 'planted'"}}`
		}
		_, _ = w.Write([]byte(text))
	}))
	t.Cleanup(api.Close)
	c, err := billing.NewClient(billing.Config{Key: func(context.Context) (string, error) { return "sk_test", nil }, Endpoint: api.URL, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const (
	plain = `"price":{"id":"price_1","metadata":{"plan":"premium"},"lookup_key":null,"recurring":{"interval":"month"}},"quantity":7`
	// none lists nothing.
	none = `{"object":"list","has_more":false,"data":[]}`
)

func listOf(objects ...string) string {
	return `{"object":"list","has_more":false,"data":[` + strings.Join(objects, ",") + `]}`
}

// TestVersions reads a subscription of the version that stripe-go has, of one that has
// periods on items alone, and with things whole in the place of their IDs.
func TestVersions(t *testing.T) {
	end := now.AddDate(0, 0, 20).Unix()
	want := billing.Subscription{ID: "sub_1", Customer: "cus_1", Status: billing.Active, Plan: tenant.Premium, Seats: 7, Created: days(-10), PeriodEnd: days(20)}
	head := fmt.Sprintf(`"id":"sub_1","status":"active","created":%d,`, days(-10).Unix())
	tests := []struct{ name, body string }{
		{"2023-10-16", fmt.Sprintf(`{%s"customer":"cus_1","current_period_end":%d,"items":{"data":[{%s}]}}`, head, end, plain)},
		{"with periods on items", fmt.Sprintf(`{%s"customer":"cus_1","items":{"data":[{%s,"current_period_end":%d}]}}`, head, plain, end)},
		{"with the customer whole", fmt.Sprintf(`{%s"customer":{"id":"cus_1","object":"customer"},"items":{"data":[{%s,"current_period_end":%d}]}}`, head, plain, end)},
		{"with something else besides", fmt.Sprintf(`{%s"customer":"cus_1","current_period_end":%d,"items":{"data":[{"price":{"id":"price_x"},"quantity":1},{%s}]}}`, head, end, plain)},
		{"by its lookup key", strings.Replace(strings.Replace(fmt.Sprintf(`{%s"customer":"cus_1","current_period_end":%d,"items":{"data":[{%s}]}}`, head, end, plain), `"plan":"premium"`, "", 1), `"lookup_key":null`, `"lookup_key":"vahti_premium"`, 1)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := clientOf(t, map[string]string{"/v1/subscriptions": listOf(tt.body), "/v1/charges": none})
			a, err := c.Account(t.Context(), "cus_1")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]billing.Subscription{want}, a.Subscriptions); diff != "" {
				t.Errorf("subscription (-want +got):\n%s", diff)
			}
		})
	}
}

// TestDebt: a debt is as old as the oldest bill that was tried, of those that came after
// the last that was paid.
func TestDebt(t *testing.T) {
	sub := fmt.Sprintf(`{"id":"sub_1","customer":"cus_1","status":"past_due","created":1,"current_period_start":%d,"items":{"data":[{%s}]}}`, days(-3).Unix(), plain)
	bill := func(at int, attempted bool) string {
		return fmt.Sprintf(`{"created":%d,"attempted":%v,"status_transitions":{"finalized_at":%d}}`, days(at-1).Unix(), attempted, days(at).Unix())
	}
	tests := []struct {
		name, open, paid string
		want             time.Time
	}{
		{"several bills", listOf(bill(-3, true), bill(-33, true), bill(-50, false)), none, days(-33)},
		{"one was paid before all of them", listOf(bill(-3, true), bill(-33, true)), listOf(bill(-60, true)), days(-33)},
		{"one was paid between them", listOf(bill(-3, true), bill(-33, true), bill(-150, true)), listOf(bill(-63, true)), days(-33)},
		{"the last was paid", listOf(bill(-33, true)), listOf(bill(-3, true)), time.Time{}},
		{"no bill that was tried", listOf(bill(-50, false)), none, time.Time{}},
		{"no bill", none, none, time.Time{}},
		{"bills that are not told", "", "", time.Time{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			answers := map[string]string{"/v1/subscriptions": listOf(sub), "/v1/charges": none}
			if tt.open != "" {
				answers["/v1/invoices?status=open"], answers["/v1/invoices?status=paid"] = tt.open, tt.paid
			}
			a, err := clientOf(t, answers).Account(t.Context(), "cus_1")
			if err != nil || len(a.Subscriptions) != 1 || !a.Subscriptions[0].Unpaid.Equal(tt.want) {
				t.Errorf("got %v, %v, want %v", a.Subscriptions, err, tt.want)
			}
		})
	}
}

// TestGone: only a customer of whom Stripe says so was deleted.
func TestGone(t *testing.T) {
	tests := []struct {
		name    string
		answers map[string]string
		want    bool
	}{
		{"deleted, and nothing is listed", map[string]string{"/v1/subscriptions": none, "/v1/customers/cus_1": `{"id":"cus_1","object":"customer","deleted":true}`}, true},
		{"deleted, and not listed", map[string]string{"/v1/customers/cus_1": `{"id":"cus_1","object":"customer","deleted":true}`}, true},
		{"without a subscription", map[string]string{"/v1/subscriptions": none, "/v1/customers/cus_1": `{"id":"cus_1","object":"customer"}`}, false},
		{"not known", nil, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, err := clientOf(t, tt.answers).Account(t.Context(), "cus_1")
			if err != nil || a.Gone != tt.want {
				t.Errorf("got %v, want %v: %v", a.Gone, tt.want, err)
			}
		})
	}
}

// TestDisputes: only one that is not decided counts.
func TestDisputes(t *testing.T) {
	sub := fmt.Sprintf(`{"id":"sub_1","customer":"cus_1","status":"active","items":{"data":[{%s}]}}`, plain)
	for status, want := range map[string]string{"needs_response": "dp_1", "under_review": "dp_1", "warning_needs_response": "dp_1", "won": "", "lost": "", "warning_closed": ""} {
		c := clientOf(t, map[string]string{"/v1/subscriptions": listOf(sub), "/v1/charges": listOf(`{"id":"ch_1","disputed":false}`, `{"id":"ch_2","disputed":true}`), "/v1/disputes": listOf(`{"id":"dp_1","status":"` + status + `"}`)})
		if a, err := c.Account(t.Context(), "cus_1"); err != nil || a.Dispute != want {
			t.Errorf("%s: got %q, %v", status, a.Dispute, err)
		}
	}
}

// TestFailures: what Stripe refuses with is told without its text.
func TestFailures(t *testing.T) {
	if a, err := clientOf(t, nil).Account(t.Context(), "cus_1"); err != nil || len(a.Subscriptions) > 0 {
		t.Errorf("a customer who is not there: got %v, %v", a, err)
	}
	if _, err := clientOf(t, nil).Payer(t.Context(), "ch_1"); !errors.Is(err, billing.ErrNone) {
		t.Errorf("a payment that is not there: got %v", err)
	}
	tests := []struct {
		name, body string
		status     int
		want       string
	}{
		{"a card", `{"error":{"type":"card_error","code":"card_declined","message":"planted@b.example was declined"}}`, 402, "ask Stripe: Stripe refused: 402 card_error card_declined"},
		{"too many", `{"error":{"type":"invalid_request_error","code":"rate_limit","message":"planted"}}`, 429, "ask Stripe: Stripe refused: 429 invalid_request_error rate_limit"},
		{"a page", `<html>planted</html>`, 200, "ask Stripe: it cannot be reached, or answers in another form"},
		{"a page that fails", `<html>planted</html>`, 400, "ask Stripe: it cannot be reached, or answers in another form"},
		{"a list of another form", `{"data":"planted"}`, 200, "ask Stripe: it cannot be reached, or answers in another form"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(tt.status)
				_, _ = w.Write([]byte(tt.body))
			}))
			defer api.Close()
			c, err := billing.NewClient(billing.Config{Key: func(context.Context) (string, error) { return "sk_test", nil }, Endpoint: api.URL, Now: func() time.Time { return now }})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.Account(t.Context(), "cus_1"); err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

// TestAddresses: a key goes nowhere in plain but to this machine.
func TestAddresses(t *testing.T) {
	for address, want := range map[string]bool{
		"": true, "https://api.stripe.com": true, "http://127.0.0.1:4242": true, "http://localhost:1": true, "http://api.stripe.com": false, "https://key@api.stripe.com": false,
		"https://api.stripe.com/v1": false, "ftp://127.0.0.1": false, "api.stripe.com": false, "http://127.0.0.1.example": false,
	} {
		_, err := billing.NewClient(billing.Config{Endpoint: address})
		if (err == nil) != want {
			t.Errorf("endpoint %q: got %v", address, err)
		}
		if address == "" {
			continue
		}
		if _, err = billing.NewClient(billing.Config{Pages: []string{address}}); (err == nil) != want {
			t.Errorf("page %q: got %v", address, err)
		}
	}
}

// TestRedirectsAreNotFollowed: an answer of Stripe's that leads elsewhere is none.
func TestRedirectsAreNotFollowed(t *testing.T) {
	elsewhere := 0
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/elsewhere" {
			elsewhere++
			_, _ = w.Write([]byte(none))
			return
		}
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
	}))
	t.Cleanup(api.Close)
	c, err := billing.NewClient(billing.Config{Key: func(context.Context) (string, error) { return "sk_test", nil }, Endpoint: api.URL, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Account(t.Context(), "cus_1"); err == nil || elsewhere != 0 {
		t.Errorf("got %v, %d requests elsewhere, want an error and none", err, elsewhere)
	}
}
