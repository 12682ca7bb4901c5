package billing

import (
	"context"
	"errors"
	"fmt"
	"time"

	"vahti.ai/vahti/shared/billing"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/contract"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/subscription"
	"vahti.ai/vahti/shared/tenant"
)

// vahti is who acts.
func vahti() member.Actor { return member.Actor{Service: true} }

// customer reads what a customer has and does what follows.
func (b *Biller) customer(ctx context.Context, customer string) error {
	id, err := subscription.TenantOf(ctx, b.DB, customer)
	if errors.Is(err, subscription.ErrNone) {
		b.Log.InfoContext(ctx, "customer of no tenant")
		return nil
	}
	if err != nil {
		return err
	}
	t, err := b.DB.Tenant(id)
	if err != nil {
		return err
	}
	about, err := t.About(ctx)
	if errors.Is(err, store.ErrNotFound) || err == nil && about.State == tenant.Erased {
		return b.farewell(ctx, customer)
	}
	if err != nil {
		return err
	}
	reading, err := subscription.Begin(ctx, t, customer)
	if errors.Is(err, subscription.ErrNone) {
		return nil // the tenant is another customer by now
	}
	if err != nil {
		return err
	}
	account, err := b.Stripe.Account(ctx, customer)
	if err != nil {
		return err
	}
	if account.Live() > 1 {
		b.Log.WarnContext(ctx, "customer has several subscriptions", "tenant", id.String(), "subscriptions", account.Live())
	}
	_, err = subscription.Apply(ctx, t, reading, func(known billing.Entitlement, now time.Time) billing.Entitlement {
		return billing.Entitle(account, known, now)
	}, b.Now())
	if err != nil && !errors.Is(err, subscription.ErrOvertaken) && !errors.Is(err, subscription.ErrNone) {
		return err
	}
	// Also behind another's reading: that one may have been stopped.
	return b.settle(ctx, t, about)
}

// farewell cancels what a tenant that is erased still pays for.
func (b *Biller) farewell(ctx context.Context, customer string) error {
	account, err := b.Stripe.Account(ctx, customer)
	if err != nil {
		return err
	}
	for _, s := range account.Subscriptions {
		if s.Status == billing.Canceled || s.Status == billing.IncompleteExpired {
			continue
		}
		if err := b.Stripe.Cancel(ctx, s.ID); err != nil {
			return err
		}
		b.Log.WarnContext(ctx, "subscription of an erased tenant cancelled")
	}
	return nil
}

// settle does what follows from what is known, until nothing else became known
// meanwhile: two at once end with what the newest reading asks for.
func (b *Biller) settle(ctx context.Context, t *store.Tenant, about store.About) error {
	for {
		r, err := subscription.Of(ctx, t)
		if err != nil {
			return err
		}
		stands, err := b.agree(ctx, t, r)
		if errors.Is(err, member.ErrNotFound) {
			return nil // its erasure is under way
		}
		if err != nil {
			return err
		}
		if err := b.tell(ctx, t, about, r, stands); err != nil {
			return err
		}
		again, err := subscription.Of(ctx, t)
		if err != nil || again.Version == r.Version {
			return err
		}
	}
}

// agree brings the agreement to where the subscription stands.
func (b *Biller) agree(ctx context.Context, t *store.Tenant, r subscription.Record) (contract.Standing, error) {
	s, err := contract.Of(ctx, t)
	if err != nil || r.Standing == billing.Agreed || r.Subscription == "" {
		return s, err
	}
	if !s.Erasing.IsZero() || s.State == tenant.Erased {
		return s, b.outlived(ctx, t, r)
	}
	now := b.Now()
	if r.Standing == billing.Ended {
		wish := contract.Termination{Request: fmt.Sprintf("subscription-%s-%d", r.Subscription, r.Since.Unix()), Why: contract.BySubscription}
		s, err := contract.Terminate(ctx, t, wish, vahti(), now)
		if err == nil && s.State != tenant.Terminated {
			// The customer took that back without a subscription: nothing is scanned unpaid.
			err = contract.Pause(ctx, t, vahti(), now)
		}
		return s, err
	}
	if s.State == tenant.Terminated {
		if !anew(s, r.Began) {
			return s, b.outlived(ctx, t, r)
		}
		if err := contract.Reinstate(ctx, t, vahti(), now); err != nil && !errors.Is(err, contract.ErrGoes) {
			return s, err
		}
	}
	switch {
	case r.Standing == billing.Halted:
		err = contract.Pause(ctx, t, vahti(), now)
	default:
		err = contract.Resume(ctx, t, vahti(), now)
	}
	return s, err
}

// anew reports whether a subscription that was made at a moment takes a termination
// back: what ended because of a subscription goes on with any that is alive; what the
// customer ended, only with one that was made after that.
func anew(s contract.Standing, began time.Time) bool {
	if s.Why == contract.BySubscription && s.Asked.IsZero() {
		return true
	}
	last := s.Terminated
	if s.Asked.After(last) {
		last = s.Asked
	}
	return began.After(last)
}

// outlived cancels a subscription whose agreement the customer ended: nobody pays for
// what is not done.
func (b *Biller) outlived(ctx context.Context, t *store.Tenant, r subscription.Record) error {
	if r.Standing == billing.Ended {
		return nil
	}
	if err := b.Stripe.Cancel(ctx, r.Subscription); err != nil {
		return err
	}
	b.Log.InfoContext(ctx, "subscription of an agreement that ended cancelled", "tenant", t.ID().String())
	return nil
}

// tell writes the letters that are owed to owners.
func (b *Biller) tell(ctx context.Context, t *store.Tenant, about store.About, r subscription.Record, stands contract.Standing) error {
	if len(r.Owed) == 0 {
		return nil
	}
	profile, err := t.Profile(ctx, about)
	if err != nil {
		return err
	}
	owners, err := member.Owners(ctx, t)
	if err != nil {
		return err
	}
	var told []string
	for _, o := range r.Owed {
		told = append(told, o.Name)
		until := o.Until
		if o.Kind == letter.SubscriptionEnded {
			if until = stands.Export; until.IsZero() {
				continue // the agreement goes on again: nothing ends any more
			}
		}
		for _, m := range owners {
			err := b.Write(ctx, letter.Letter{
				Name: fmt.Sprintf("billing-%s-%s-%s", t.ID(), o.Name, m.ID), Kind: o.Kind, To: m.Email, Language: about.Language,
				Tenant: profile.Name, Link: b.Site + "/tenants/" + t.ID().String() + "/plan", Until: until, Count: o.Count, Of: t.ID().String(), Reader: m.ID,
			})
			if err != nil {
				return err
			}
		}
	}
	return subscription.Told(ctx, t, told...)
}
