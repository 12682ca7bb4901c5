package billing

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/sync/errgroup"

	"vahti.ai/vahti/shared/billing"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/restore"
	"vahti.ai/vahti/shared/store/subscription"
)

// parallel is how many messages are published at the same time.
const parallel = 32

// reconcile has every customer looked at, each by a message of its own, so that one
// tenant's error stops no other; and then looks at Stripe for subscriptions that no
// tenant is known to have. It fails where one of the two could not be listed to its
// end.
func (b *Biller) reconcile(ctx context.Context) error {
	return errors.Join(b.lookAtAll(ctx), b.lookForLost(ctx))
}

func (b *Biller) lookAtAll(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(parallel)
	n := 0
	for customer, err := range subscription.Customers(ctx, b.DB) {
		if err != nil {
			return errors.Join(err, g.Wait())
		}
		n++
		g.Go(func() error { return b.Publish(ctx, queue.Billing{Customer: customer}) })
	}
	if err := g.Wait(); err != nil {
		return fmt.Errorf("look at all customers: %w", err)
	}
	b.Log.InfoContext(ctx, "customers are looked at", "customers", n)
	return nil
}

// lookForLost goes through the subscriptions at Stripe. Those whose customer is known
// were seen to above.
func (b *Biller) lookForLost(ctx context.Context) error {
	strays := 0
	for s, err := range b.Stripe.Subscriptions(ctx) {
		if err != nil {
			return err
		}
		switch _, err := subscription.TenantOf(ctx, b.DB, s.Customer); {
		case err == nil:
			continue
		case !errors.Is(err, subscription.ErrNone):
			b.Log.ErrorContext(ctx, "customer not looked for", "error", err)
			continue
		}
		found, err := b.adopt(ctx, s)
		if err != nil {
			b.Log.ErrorContext(ctx, "subscription of an unknown customer not seen to", "error", err)
		}
		if !found {
			strays++
		}
	}
	if strays > 0 {
		b.Log.WarnContext(ctx, "subscriptions of no tenant", "subscriptions", strays)
	}
	return nil
}

// adopt links a customer with the tenant that the subscription's metadata names, where
// that is no customer yet. What begins after its tenant was erased, on a page that was
// open still, is cancelled: nobody would be served for it.
func (b *Biller) adopt(ctx context.Context, s billing.Remote) (bool, error) {
	t, err := subscription.Named(ctx, b.DB, s.Tenant)
	if errors.Is(err, subscription.ErrNone) {
		erased, err := restore.Erased(ctx, b.DB, s.Tenant)
		if err != nil || !erased {
			return false, err
		}
		if err := b.Stripe.Cancel(ctx, s.ID); err != nil {
			return false, err
		}
		b.Log.WarnContext(ctx, "subscription of an erased tenant cancelled")
		return true, nil
	}
	if err != nil {
		return false, err
	}
	if err := subscription.Link(ctx, t, s.Customer, b.Now()); err != nil {
		return false, err
	}
	b.Log.WarnContext(ctx, "customer linked anew", "tenant", t.ID().String())
	return true, b.Publish(ctx, queue.Billing{Customer: s.Customer})
}
