package billing

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/stripe/stripe-go/v76"
)

// page is how many things Stripe lists at a time.
const page = 100

// ref names a thing at Stripe, where an answer has its ID or the thing itself.
type ref string

// UnmarshalJSON implements json.Unmarshaler.
func (r *ref) UnmarshalJSON(raw []byte) error {
	if raw = bytes.TrimSpace(raw); len(raw) > 0 && raw[0] == '{' {
		var whole struct {
			ID string `json:"id"`
		}
		err := json.Unmarshal(raw, &whole)
		*r = ref(whole.ID)
		return err
	}
	return json.Unmarshal(raw, (*string)(r))
}

// seconds is a moment as Stripe writes it; zero where there is none.
type seconds int64

func (s seconds) time() time.Time {
	if s <= 0 {
		return time.Time{}
	}
	return time.Unix(int64(s), 0).UTC()
}

// subscription is a subscription as Stripe has it, of an old version of the API or of
// one that has periods on its items.
type subscription struct {
	ID          string            `json:"id"`
	Customer    ref               `json:"customer"`
	Status      string            `json:"status"`
	Created     seconds           `json:"created"`
	TrialEnd    seconds           `json:"trial_end"`
	PeriodEnd   seconds           `json:"current_period_end"`
	CancelAt    seconds           `json:"cancel_at"`
	AtPeriodEnd bool              `json:"cancel_at_period_end"`
	EndedAt     seconds           `json:"ended_at"`
	Metadata    map[string]string `json:"metadata"`
	Items       struct {
		Data []item `json:"data"`
	} `json:"items"`
}

// item is what is bought within a subscription.
type item struct {
	Price     price   `json:"price"`
	Quantity  int     `json:"quantity"`
	PeriodEnd seconds `json:"current_period_end"`
}

// subscription returns it as Vahti knows one. Of several items the one with a plan
// counts.
func (s subscription) subscription() Subscription {
	var bought item
	for _, i := range s.Items.Data {
		if i.Price.plan() != "" || bought.Price.ID == "" {
			bought = i
		}
		if i.Price.plan() != "" {
			break
		}
	}
	out := Subscription{
		ID: s.ID, Customer: string(s.Customer), Status: Status(s.Status), Plan: bought.Price.plan(), Seats: bought.Quantity, Created: s.Created.time(),
		TrialEnd: s.TrialEnd.time(), PeriodEnd: cmp.Or(s.PeriodEnd, bought.PeriodEnd).time(), Ended: s.EndedAt.time(),
	}
	if s.EndedAt == 0 && (s.AtPeriodEnd || s.CancelAt != 0) {
		out.Cancels = cmp.Or(s.CancelAt.time(), out.PeriodEnd)
	}
	return out
}

// Account reads a customer with its subscriptions, as they are at this moment. One
// that Stripe does not know has none.
func (c *Client) Account(ctx context.Context, customer string) (Account, error) {
	a := Account{Customer: customer}
	for s, err := range c.subscriptions(ctx, &stripe.SubscriptionListParams{Customer: stripe.String(customer), Status: stripe.String("all")}) {
		if none(err) != nil {
			return a, err
		}
		if err != nil {
			break
		}
		one := s.subscription()
		if one.Status == PastDue || one.Status == Unpaid {
			if one.Unpaid, err = c.unpaid(ctx, one.ID); err != nil {
				return a, err
			}
		}
		a.Subscriptions = append(a.Subscriptions, one)
	}
	var err error
	switch {
	case len(a.Subscriptions) == 0:
		a.Gone, err = c.Gone(ctx, customer)
	case a.Live() > 0:
		a.Dispute, err = c.dispute(ctx, customer)
	}
	return a, err
}

// Gone reports whether Stripe says that a customer was deleted. Of one that it does not
// know, as one of another account, it says no such thing.
func (c *Client) Gone(ctx context.Context, customer string) (bool, error) {
	var v struct {
		stripe.APIResource
		Deleted bool `json:"deleted"`
	}
	err := c.call(ctx, http.MethodGet, "/v1/customers/"+url.PathEscape(customer), &stripe.CustomerParams{}, &v)
	return v.Deleted && err == nil, none(err)
}

// none makes nothing of what is not there.
func none(err error) error {
	if err == ErrNone { //nolint:errorlint // as call returns it
		return nil
	}
	return err
}

// subscriptions lists subscriptions page by page.
func (c *Client) subscriptions(ctx context.Context, params *stripe.SubscriptionListParams) iter.Seq2[subscription, error] {
	params.Limit = stripe.Int64(page)
	return func(yield func(subscription, error) bool) {
		for {
			var list struct {
				stripe.APIResource
				Data []subscription `json:"data"`
				More bool           `json:"has_more"`
			}
			if err := c.call(ctx, http.MethodGet, "/v1/subscriptions", params, &list); err != nil {
				yield(subscription{}, err)
				return
			}
			for _, s := range list.Data {
				if !yield(s, nil) {
					return
				}
			}
			if !list.More || len(list.Data) == 0 {
				return
			}
			params.StartingAfter = stripe.String(list.Data[len(list.Data)-1].ID)
		}
	}
}

// bill is what is asked of a subscription's bill.
type bill struct {
	Created   seconds `json:"created"`
	Attempted bool    `json:"attempted"`
	Moments   struct {
		Finalized seconds `json:"finalized_at"`
	} `json:"status_transitions"`
}

// bills lists the newest bills of a subscription in a state, the newest first.
func (c *Client) bills(ctx context.Context, subscription, status string, most int64) ([]bill, error) {
	params := &stripe.InvoiceListParams{Subscription: stripe.String(subscription), Status: stripe.String(status)}
	params.Limit = stripe.Int64(most)
	var list struct {
		stripe.APIResource
		Data []bill `json:"data"`
	}
	err := c.call(ctx, http.MethodGet, "/v1/invoices", params, &list)
	return list.Data, none(err)
}

// unpaid is since when a bill of a subscription that was tried waits for a payment: the
// oldest of those newer than the last that was paid. By its newest bill Stripe judges a
// subscription; what was left open before one that was paid is no debt of today's.
func (c *Client) unpaid(ctx context.Context, subscription string) (time.Time, error) {
	paid, err := c.bills(ctx, subscription, "paid", 1)
	if err != nil {
		return time.Time{}, err
	}
	open, err := c.bills(ctx, subscription, "open", page)
	if err != nil {
		return time.Time{}, err
	}
	var oldest seconds
	for _, b := range open {
		at := cmp.Or(b.Moments.Finalized, b.Created)
		if b.Attempted && (len(paid) == 0 || b.Created > paid[0].Created) && (oldest == 0 || at < oldest) {
			oldest = at
		}
	}
	return oldest.time(), nil
}

// dispute names the newest undecided dispute among a customer's last hundred payments.
func (c *Client) dispute(ctx context.Context, customer string) (string, error) {
	params := &stripe.ChargeListParams{Customer: stripe.String(customer)}
	params.Limit = stripe.Int64(page)
	var charges struct {
		stripe.APIResource
		Data []struct {
			ID       string `json:"id"`
			Disputed bool   `json:"disputed"`
		} `json:"data"`
	}
	if err := c.call(ctx, http.MethodGet, "/v1/charges", params, &charges); err != nil {
		return "", none(err)
	}
	for _, charge := range charges.Data {
		if !charge.Disputed {
			continue
		}
		params := &stripe.DisputeListParams{Charge: stripe.String(charge.ID)}
		var disputes struct {
			stripe.APIResource
			Data []struct {
				ID     string `json:"id"`
				Status string `json:"status"`
			} `json:"data"`
		}
		if err := c.call(ctx, http.MethodGet, "/v1/disputes", params, &disputes); err != nil {
			return "", none(err)
		}
		for _, d := range disputes.Data {
			if undecided(d.Status) {
				return d.ID, nil
			}
		}
	}
	return "", nil
}

// undecided reports whether a dispute's state is one in which it can still be won.
func undecided(status string) bool {
	switch status {
	case "needs_response", "under_review", "warning_needs_response", "warning_under_review":
		return true
	}
	return false
}

// Payer returns whose a payment was; ErrNone where it is nobody's.
func (c *Client) Payer(ctx context.Context, charge string) (customer string, err error) {
	var v struct {
		stripe.APIResource
		Customer ref `json:"customer"`
	}
	if err := c.call(ctx, http.MethodGet, "/v1/charges/"+url.PathEscape(charge), &stripe.ChargeParams{}, &v); err != nil {
		return "", err
	}
	if v.Customer == "" {
		return "", ErrNone
	}
	return string(v.Customer), nil
}

// Remote is a subscription as a listing of all has it.
type Remote struct {
	ID, Customer string
	Tenant       string // as its metadata says; empty where it says nothing
}

// Subscriptions lists every subscription that is not cancelled, whoever's, page by
// page.
func (c *Client) Subscriptions(ctx context.Context) iter.Seq2[Remote, error] {
	return func(yield func(Remote, error) bool) {
		for s, err := range c.subscriptions(ctx, &stripe.SubscriptionListParams{}) {
			if !yield(Remote{s.ID, string(s.Customer), s.Metadata[metaTenant]}, err) || err != nil {
				return
			}
		}
	}
}
