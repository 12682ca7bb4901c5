package subscription

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/url"
	"time"

	"vahti.ai/vahti/shared/billing"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
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
// begins. The tenant becomes a customer at Stripe where it is none, and another where
// Stripe has deleted the one it was. The caller has seen to it that whoever asks may
// bind the tenant. A page of which the audit trail cannot tell leads nowhere.
func Subscribe(ctx context.Context, c *billing.Client, t *store.Tenant, w Wish, by trail.Who, now time.Time) (string, error) {
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
		if wish.Customer, err = become(ctx, c, t, email, about.Language, "", now); err != nil {
			return "", err
		}
	}
	to, err := c.Subscribe(ctx, wish)
	if errors.Is(err, billing.ErrNone) {
		if gone, asked := c.Gone(ctx, wish.Customer); asked != nil || !gone {
			return "", errors.Join(err, asked)
		}
		if wish.Customer, err = become(ctx, c, t, email, about.Language, wish.Customer, now); err != nil {
			return "", err
		}
		to, err = c.Subscribe(ctx, wish)
	}
	if err != nil {
		return "", err
	}
	if err := opened(ctx, t, "checkout", map[string]any{"plan": w.Plan, "seats": w.Seats, "email": email}, by, now); err != nil {
		return "", err
	}
	return to, nil
}

// become makes a tenant a customer at Stripe, in the place of one that is gone where was
// names one, and returns which it is then.
func become(ctx context.Context, c *billing.Client, t *store.Tenant, email, language, was string, now time.Time) (string, error) {
	customer, err := c.Customer(ctx, t.ID(), email, language, was)
	if err != nil {
		return "", err
	}
	if err = link(ctx, t, was, customer, now); !errors.Is(err, ErrOther) {
		return customer, err
	}
	r, err := Of(ctx, t) // somebody was faster
	return r.Customer, err
}

// Manage returns the address of the page at Stripe on which a tenant's subscription is
// changed or cancelled, and how it is paid is mended. The audit trail tells of it as of
// Subscribe's.
func Manage(ctx context.Context, c *billing.Client, t *store.Tenant, back string, by trail.Who, now time.Time) (string, error) {
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
	to, err := c.Manage(ctx, r.Customer, about.Language, back)
	if errors.Is(err, billing.ErrNone) {
		if gone, asked := c.Gone(ctx, r.Customer); asked != nil || !gone {
			return "", errors.Join(err, asked)
		}
		return "", ErrNotYet
	}
	if err != nil {
		return "", err
	}
	if err := opened(ctx, t, "portal", nil, by, now); err != nil {
		return "", err
	}
	return to, nil
}

// opened tells the audit trail for whom a page at Stripe was made: what is done there
// Vahti hears from Stripe, which does not say by whom.
func opened(ctx context.Context, t *store.Tenant, page string, what map[string]any, by trail.Who, now time.Time) error {
	e := trail.Entry{At: now.UTC(), Action: trail.PaymentOpened, Target: "subscription/" + page}
	if what != nil {
		var err error
		if e.After, err = json.Marshal(what); err != nil {
			return err
		}
	}
	return trail.Of(t).Add(ctx, "payment-"+rand.Text(), by.Entry(e))
}
