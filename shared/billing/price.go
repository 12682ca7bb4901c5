package billing

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v76"

	"vahti.ai/vahti/shared/tenant"
)

// Price is what a plan costs for each person that is watched.
type Price struct {
	ID       string
	Plan     tenant.Plan
	Currency string // as Stripe writes it, "eur"
	Amount   int64  // for a person and a period, in the currency's smallest unit
	Interval string // the period: "day", "week", "month" or "year"
}

// price is a price as Stripe has it.
type price struct {
	ID        string            `json:"id"`
	LookupKey string            `json:"lookup_key"`
	Metadata  map[string]string `json:"metadata"`
	Currency  string            `json:"currency"`
	Amount    int64             `json:"unit_amount"`
	Recurring *struct {
		Interval string `json:"interval"`
	} `json:"recurring"`
}

// plan is the plan that a price is of; empty for one that is none of Vahti's.
func (p price) plan() tenant.Plan {
	for _, text := range []string{p.Metadata[metaPlan], strings.TrimPrefix(p.LookupKey, lookup)} {
		if plan := tenant.Plan(text); plan != "" && plan.Validate() == nil {
			return plan
		}
	}
	return ""
}

// pricesKept is how long prices are taken for unchanged.
const pricesKept = 10 * time.Minute

// Prices returns what is sold now, in the order of tenant.Plans.
func (c *Client) Prices(ctx context.Context) ([]Price, error) {
	if kept := c.keptPrices(); kept != nil {
		return kept, nil
	}
	params := &stripe.PriceListParams{Active: stripe.Bool(true)}
	params.Limit = stripe.Int64(100)
	for _, p := range tenant.Plans() {
		params.LookupKeys = append(params.LookupKeys, stripe.String(lookup+string(p)))
	}
	var list struct {
		stripe.APIResource
		Data []price `json:"data"`
	}
	if err := c.call(ctx, http.MethodGet, "/v1/prices", params, &list); err != nil {
		return nil, err
	}
	var out []Price
	for _, p := range list.Data {
		if plan := p.plan(); plan != "" && p.Recurring != nil {
			out = append(out, Price{p.ID, plan, p.Currency, p.Amount, p.Recurring.Interval})
		}
	}
	at := func(p Price) int { return slices.Index(tenant.Plans(), p.Plan) }
	slices.SortFunc(out, func(a, b Price) int { return at(a) - at(b) })
	c.mu.Lock()
	defer c.mu.Unlock()
	c.prices, c.read = out, c.now()
	return slices.Clone(out), nil
}

// keptPrices are the prices that were read a moment ago; nil for none.
func (c *Client) keptPrices() []Price {
	c.mu.Lock()
	defer c.mu.Unlock()
	if age := c.now().Sub(c.read); len(c.prices) == 0 || age < 0 || age >= pricesKept {
		return nil
	}
	return slices.Clone(c.prices)
}

// priceOf returns the price of a plan, or ErrPlan.
func (c *Client) priceOf(ctx context.Context, plan tenant.Plan) (Price, error) {
	all, err := c.Prices(ctx)
	if err != nil {
		return Price{}, err
	}
	at := slices.IndexFunc(all, func(p Price) bool { return p.Plan == plan })
	if at < 0 {
		return Price{}, ErrPlan
	}
	return all[at], nil
}
