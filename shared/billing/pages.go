package billing

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"

	"github.com/stripe/stripe-go/v76"

	"vahti.ai/vahti/shared/tenant"
)

// Customer makes a customer at Stripe and returns its ID, in the place of one that is
// gone where was names one. Within a day a repeat for the same tenant with the same
// address returns the same.
func (c *Client) Customer(ctx context.Context, id tenant.ID, email, language, was string) (string, error) {
	params := &stripe.CustomerParams{Email: stripe.String(email), PreferredLocales: stripe.StringSlice([]string{language})}
	params.AddMetadata(metaTenant, id.String())
	digest := sha256.Sum256([]byte(email + "\x00" + language + "\x00" + was))
	params.SetIdempotencyKey("customer-" + id.String() + "-" + hex.EncodeToString(digest[:8]))
	var v struct {
		stripe.APIResource
		ID string `json:"id"`
	}
	if err := c.call(ctx, http.MethodPost, "/v1/customers", params, &v); err != nil {
		return "", err
	}
	return v.ID, nil
}

// Wish is a subscription that somebody wants.
type Wish struct {
	Tenant   tenant.ID
	Customer string
	Plan     tenant.Plan
	Seats    int
	Language string // of Stripe's page: en, fi or sv
	Trial    int    // days that are free; 0 for none
	// Return is the page of Vahti's to come back to, and Paid where to once the page is
	// filled in; Return where Paid is empty.
	Return, Paid string
}

// Check refuses a wish that nobody can have.
func (w Wish) Check() error {
	switch {
	case w.Plan == "" || w.Plan.Validate() != nil:
		return ErrPlan
	case w.Seats < 1 || w.Seats > MaxSeats:
		return ErrSeats
	}
	return nil
}

// Subscribe makes the page at Stripe on which a subscription begins, and returns its
// address. Nothing is bought before the page is filled in.
func (c *Client) Subscribe(ctx context.Context, w Wish) (string, error) {
	if err := w.Check(); err != nil {
		return "", err
	}
	sold, err := c.priceOf(ctx, w.Plan)
	if err != nil {
		return "", err
	}
	params := &stripe.CheckoutSessionParams{
		Mode: stripe.String("subscription"), Customer: stripe.String(w.Customer), Locale: stripe.String(w.Language),
		ClientReferenceID: stripe.String(w.Tenant.String()), SuccessURL: stripe.String(cmp.Or(w.Paid, w.Return)), CancelURL: stripe.String(w.Return),
		LineItems:        []*stripe.CheckoutSessionLineItemParams{{Price: stripe.String(sold.ID), Quantity: stripe.Int64(int64(w.Seats))}},
		SubscriptionData: &stripe.CheckoutSessionSubscriptionDataParams{Metadata: map[string]string{metaTenant: w.Tenant.String()}},
	}
	if w.Trial > 0 {
		params.SubscriptionData.TrialPeriodDays = stripe.Int64(int64(w.Trial))
	}
	return c.session(ctx, "/v1/checkout/sessions", params)
}

// Manage makes the page at Stripe on which a subscription is changed or cancelled and
// the way to pay is mended, and returns its address.
func (c *Client) Manage(ctx context.Context, customer, language, back string) (string, error) {
	params := &stripe.BillingPortalSessionParams{Customer: stripe.String(customer), Locale: stripe.String(language), ReturnURL: stripe.String(back)}
	return c.session(ctx, "/v1/billing_portal/sessions", params)
}

// session makes a page at Stripe.
func (c *Client) session(ctx context.Context, path string, params stripe.ParamsContainer) (string, error) {
	var v struct {
		stripe.APIResource
		URL string `json:"url"`
	}
	if err := c.call(ctx, http.MethodPost, path, params, &v); err != nil {
		return "", err
	}
	return c.within(v.URL)
}

// Cancel ends a subscription at once. One that is over stays so.
func (c *Client) Cancel(ctx context.Context, subscription string) error {
	var v struct{ stripe.APIResource }
	return none(c.call(ctx, http.MethodDelete, "/v1/subscriptions/"+url.PathEscape(subscription), &stripe.SubscriptionCancelParams{}, &v))
}
