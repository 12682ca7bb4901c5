package subscription

import (
	"context"
	"errors"
	"net/url"
	"time"

	"vahti.ai/vahti/shared/billing"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

// Why nobody is sent to Stripe, in words for who wanted to go there.
var (
	ErrSubscribed = errors.New("there is a subscription; change that one instead")
	ErrNotYet     = errors.New("there is no subscription to manage yet")
)

// Wish is a subscription that an owner wants.
type Wish struct {
	Plan  tenant.Plan
	Seats int
	Email string // for bills
	// Trial is how many days are free for a tenant that never had a subscription.
	Trial int
	// Return is the page of Vahti's to come back to.
	Return string
}

// Confirming is the parameter with which whoever filled in Stripe's page comes back to
// Wish.Return: how often the page was loaded since, 1 at first. Stripe tells Vahti of
// the payment a moment later.
const Confirming = "confirming"

// String keeps a wish out of formatted errors.
func (Wish) String() string { return "[wish]" }

// GoString implements fmt.GoStringer for the same reason.
func (Wish) GoString() string { return "[wish]" }

// Subscribe returns the address of the page at Stripe on which a tenant's subscription
// begins. The tenant becomes a customer at Stripe where it is none. The caller has
// seen to it that whoever asks may bind the tenant.
func Subscribe(ctx context.Context, c *billing.Client, t *store.Tenant, w Wish, now time.Time) (string, error) {
	about, err := t.About(ctx)
	if err != nil {
		return "", err
	}
	email, err := member.Email(w.Email)
	if err != nil {
		return "", err
	}
	wish := billing.Wish{Tenant: t.ID(), Plan: w.Plan, Seats: w.Seats, Language: about.Language, Return: w.Return, Paid: w.Return + "?" + url.Values{Confirming: {"1"}}.Encode()}
	if err := wish.Check(); err != nil {
		return "", err
	}
	r, err := Of(ctx, t)
	if err != nil {
		return "", err
	}
	switch r.Standing {
	case billing.Agreed:
		wish.Trial = w.Trial
	case billing.Ended:
	default:
		return "", ErrSubscribed
	}
	if wish.Customer = r.Customer; wish.Customer == "" {
		if wish.Customer, err = c.Customer(ctx, t.ID(), email, about.Language); err != nil {
			return "", err
		}
		err = Link(ctx, t, wish.Customer, now)
		if errors.Is(err, ErrOther) { // somebody was faster
			if r, err = Of(ctx, t); err == nil {
				wish.Customer = r.Customer
			}
		}
		if err != nil {
			return "", err
		}
	}
	return c.Subscribe(ctx, wish)
}

// Manage returns the address of the page at Stripe on which a tenant's subscription is
// changed or cancelled, and how it is paid is mended.
func Manage(ctx context.Context, c *billing.Client, t *store.Tenant, back string) (string, error) {
	about, err := t.About(ctx)
	if err != nil {
		return "", err
	}
	r, err := Of(ctx, t)
	if err != nil {
		return "", err
	}
	if r.Customer == "" {
		return "", ErrNotYet
	}
	return c.Manage(ctx, r.Customer, about.Language, back)
}
