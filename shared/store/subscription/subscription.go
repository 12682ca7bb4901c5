// Package subscription keeps which customer at Stripe a tenant is, and what the tenant
// has subscribed to as it was read there last. It is the only writer of both; but that a
// subscription is to be looked at, store/contract and fleet note too.
//
// A reading begins with [Begin] and ends with [Apply]: of two that overlap the one
// that began later holds, so that nothing older is put in the place of something
// newer, whatever order messages came in. What is to be told to owners is kept with
// the change that it tells of, until [Told].
package subscription

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"regexp"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/billing"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// Errors of this package.
var (
	// ErrNone means that the customer is no tenant's.
	ErrNone = errors.New("the customer is no tenant's")
	// ErrOther means that the tenant is another customer already, or the customer
	// another tenant.
	ErrOther = errors.New("the tenant is another customer already")
	errForm  = errors.New("a subscription is not in the expected form")
)

// Record is what a tenant has at Stripe.
type Record struct {
	Customer string // empty for a tenant that never asked for a subscription
	billing.Entitlement
	Version int64 // rises with each change
	// Owed are the letters to owners that are still to be written.
	Owed []Owed
}

// Owed is a letter to a tenant's owners that is still to be written.
type Owed struct {
	Name  string // its own among the tenant's
	Kind  letter.Kind
	Until time.Time // zero where the letter names no time
	Count int       // 0 where the letter counts nothing
}

// customerForm is what Stripe calls customers.
var customerForm = regexp.MustCompile(`^cus_[A-Za-z0-9]{1,120}$`)

func doc(t handle.Tenant) *firestore.DocumentRef {
	return handle.Doc(t).Collection("billing").Doc("subscription")
}

func customers(db handle.DB) *firestore.CollectionRef {
	return handle.Vahti(db).Collection("customers")
}

// Alive reports whether the tenant may still pay for a subscription.
func (r Record) Alive() bool {
	return r.Subscription != "" && r.Standing != billing.Ended && r.Standing != billing.Agreed
}

// Of returns what a tenant has. One without a subscription has what was agreed.
func Of(ctx context.Context, t *store.Tenant) (Record, error) {
	snap, err := doc(t.Handle()).Get(ctx)
	d, err := stored(snap, err)
	if err != nil {
		return Record{}, fmt.Errorf("read subscription: %w", err)
	}
	return recordOf(d), nil
}

// stored reads the document; one that is missing is empty.
func stored(snap *firestore.DocumentSnapshot, err error) (d document.Subscription, _ error) {
	if status.Code(err) == codes.NotFound || err == nil && !snap.Exists() {
		return d, nil
	}
	if err != nil {
		return d, err
	}
	if snap.DataTo(&d) != nil {
		return d, errForm
	}
	return d, nil
}

func recordOf(d document.Subscription) Record {
	r := Record{Customer: d.Customer, Version: d.Version, Entitlement: billing.Entitlement{
		Standing: billing.Standing(d.Standing), Subscription: d.Subscription, Plan: tenant.Plan(d.Plan), Seats: d.Seats,
		Began: utc(d.Began), Since: utc(d.Since), Until: utc(d.Until), Cancels: utc(d.Cancels), Dispute: d.Dispute,
	}}
	if r.Standing == "" {
		r.Standing = billing.Agreed
	}
	for _, o := range d.Owed {
		r.Owed = append(r.Owed, Owed{o.Name, letter.Kind(o.Kind), utc(o.Until), o.Count})
	}
	return r
}

// utc keeps the zero time zero.
func utc(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC()
}

// Link notes which customer at Stripe a tenant is. A repeat changes nothing; another
// customer, or another tenant, is ErrOther.
func Link(ctx context.Context, t *store.Tenant, customer string, now time.Time) error {
	return link(ctx, t, "", customer, now)
}

// link is Link for a tenant that was another customer before, where was names one: Stripe
// deleted that, and what is still told of it is about nobody. Where the tenant is a third
// customer meanwhile it is ErrOther.
func link(ctx context.Context, t *store.Tenant, was, customer string, now time.Time) error {
	if !customerForm.MatchString(customer) {
		return fmt.Errorf("link customer: %w", errForm)
	}
	h := t.Handle()
	own, whose := doc(h), customers(handle.DBOf(h)).Doc(customer)
	err := handle.Transact(ctx, handle.DBOf(h), func(_ context.Context, tx *firestore.Transaction) error {
		docs, err := tx.GetAll([]*firestore.DocumentRef{handle.Doc(h), own, whose})
		if err != nil {
			return err
		}
		if !docs[0].Exists() {
			return store.ErrNotFound
		}
		d, err := stored(docs[1], nil)
		if err != nil {
			return err
		}
		if docs[2].Exists() {
			var c document.Customer
			if docs[2].DataTo(&c) != nil {
				return errForm
			}
			if c.Tenant != t.ID().String() || c.Gone {
				return ErrOther
			}
		} else if err := tx.Create(whose, document.Customer{Tenant: t.ID().String(), At: now.UTC()}); err != nil {
			return err
		}
		switch d.Customer {
		case customer:
			return nil
		case was:
		default:
			return ErrOther
		}
		if was != "" {
			if err := tx.Update(customers(handle.DBOf(h)).Doc(was), []firestore.Update{{Path: "gone", Value: true}}); err != nil {
				return err
			}
		}
		d.Customer = customer
		return tx.Set(own, d)
	})
	if err != nil {
		return fmt.Errorf("link customer: %w", err)
	}
	return nil
}

// TenantOf returns which tenant a customer at Stripe is, or ErrNone.
func TenantOf(ctx context.Context, db *store.DB, customer string) (tenant.ID, error) {
	if !customerForm.MatchString(customer) {
		return tenant.ID{}, ErrNone
	}
	snap, err := customers(db.Handle()).Doc(customer).Get(ctx)
	if status.Code(err) == codes.NotFound {
		return tenant.ID{}, ErrNone
	}
	if err != nil {
		return tenant.ID{}, fmt.Errorf("read customer: %w", err)
	}
	return tenantOf(snap)
}

func tenantOf(snap *firestore.DocumentSnapshot) (tenant.ID, error) {
	var d document.Customer
	if snap.DataTo(&d) != nil {
		return tenant.ID{}, errForm
	}
	if d.Gone {
		return tenant.ID{}, ErrNone
	}
	return tenantid.Parse(d.Tenant)
}

// Named returns the tenant that text names, as a subscription's metadata has it, where
// there is such a tenant and it is no customer yet; otherwise ErrNone.
func Named(ctx context.Context, db *store.DB, text string) (*store.Tenant, error) {
	id, err := tenantid.Parse(text)
	if err != nil {
		return nil, ErrNone
	}
	t, err := db.Tenant(id)
	if err != nil {
		return nil, ErrNone
	}
	if _, err := t.About(ctx); errors.Is(err, store.ErrNotFound) {
		return nil, ErrNone
	} else if err != nil {
		return nil, err
	}
	r, err := Of(ctx, t)
	if err != nil {
		return nil, err
	}
	if r.Customer != "" {
		return nil, ErrNone
	}
	return t, nil
}

// listed is how many customers are read at a time.
const listed = 300

// Customers lists every customer that is a tenant's, by the customer's ID, page by
// page, without those that are gone. An error ends the listing.
func Customers(ctx context.Context, db *store.DB) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		q := customers(db.Handle()).OrderBy(firestore.DocumentID, firestore.Asc).Limit(listed)
		for {
			snaps, err := q.Documents(ctx).GetAll()
			if err != nil {
				yield("", fmt.Errorf("list customers: %w", err))
				return
			}
			for _, snap := range snaps {
				var d document.Customer
				if snap.DataTo(&d) == nil && d.Gone {
					continue
				}
				if !yield(snap.Ref.ID, nil) {
					return
				}
			}
			if len(snaps) < listed {
				return
			}
			q = q.StartAfter(snaps[len(snaps)-1])
		}
	}
}
