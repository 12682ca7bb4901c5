package letter

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

// Why is why nothing is sent to an address any more.
type Why string

// The reasons.
const (
	HardBounce Why = "hard-bounce" // the address does not exist or refuses for good
	Complaint  Why = "complaint"   // the reader marked a letter as unwanted
	Turned     Why = "turned-off"  // Postmark was told to send nothing to it
)

// SuppressedFor is how long the suppression of an address is kept that goes with no
// tenant: since a letter last came back, or since it ended. Whoever is written to after
// that and cannot be reached is suppressed anew.
const SuppressedFor = 400 * 24 * time.Hour

// suppression is suppressions/{keyed hash of the address}, and beside it, as
// suppressions/{the same}-{tenant}, the notice of it to each tenant that writes there.
type suppression struct {
	Why    string     `firestore:"why"`
	At     time.Time  `firestore:"at"`               // when it began
	Last   time.Time  `firestore:"last"`             // what says so last: an older end does not end it
	Tenant string     `firestore:"tenant,omitempty"` // whose letter it was; of a notice, whose admins hear of it
	Tell   *time.Time `firestore:"tell,omitempty"`   // from when on the tenant's admins are to be told; missing once they were
	Lifted *time.Time `firestore:"lifted,omitempty"` // when it ended
	// Of is, in a notice, the name of the suppression that it tells of.
	Of string `firestore:"of,omitempty"`
	// Expires is when Firestore removes one without a tenant.
	Expires *time.Time `firestore:"expires,omitempty"`
}

// expires is when a suppression goes that goes with no tenant; nil for one that does.
func expires(tenant string, last time.Time) *time.Time {
	if tenant != "" {
		return nil
	}
	at := last.Add(SuppressedFor).UTC()
	return &at
}

func addressHash(key *seal.Key, address string) string {
	return key.Hash("address", strings.ToLower(strings.TrimSpace(address)))
}

func suppressions(ctx context.Context, db *store.DB, address string) (*firestore.DocumentRef, error) {
	key, err := peoplesKey(ctx, db)
	if err != nil {
		return nil, err
	}
	return handle.People(db.Handle()).Collection("suppressions").Doc(addressHash(key, address)), nil
}

// Suppress has nothing sent to an address any more; tenant is the ID, as text, of the
// customer whose letter showed it and whose admins are to hear of it, or empty. A repeat
// changes nothing, and neither does one that is older than the end of an earlier
// suppression.
func Suppress(ctx context.Context, db *store.DB, address string, why Why, tenant string, at time.Time) error {
	ref, err := suppressions(ctx, db, address)
	if err != nil {
		return err
	}
	d := suppression{Why: string(why), At: at.UTC(), Last: at.UTC(), Tenant: tenant, Expires: expires(tenant, at)}
	err = handle.Retry(ctx, func(ctx context.Context) error {
		_, err := ref.Create(ctx, d)
		return err
	})
	if status.Code(err) == codes.AlreadyExists {
		err = renew(ctx, ref, d)
	}
	if err == nil && tenant != "" {
		err = tell(ctx, ref, tenant, at)
	}
	if err != nil {
		return fmt.Errorf("suppress address: %w", err)
	}
	return nil
}

// Withheld notes that a letter about a customer was not sent because its address is
// suppressed, maybe by the letter of another: the customer's admins, by its ID as text,
// are to hear of it once. Where the address is not suppressed it does nothing.
func Withheld(ctx context.Context, db *store.DB, address, tenant string, now time.Time) error {
	ref, err := suppressions(ctx, db, address)
	if err == nil {
		err = tell(ctx, ref, tenant, now)
	}
	if err != nil {
		return fmt.Errorf("note withheld letter: %w", err)
	}
	return nil
}

// tell has a tenant's admins hear of a suppression, once for each time that it began.
func tell(ctx context.Context, of *firestore.DocumentRef, tenant string, now time.Time) error {
	return handle.Retry(ctx, func(ctx context.Context) error {
		notice := of.Parent.Doc(of.ID + "-" + tenant)
		var d, have suppression
		snap, err := of.Get(ctx)
		if status.Code(err) == codes.NotFound {
			return nil
		}
		if err == nil {
			err = snap.DataTo(&d)
		}
		if err != nil || d.Lifted != nil {
			return err
		}
		at := now.UTC()
		snap, err = notice.Get(ctx)
		if status.Code(err) == codes.NotFound {
			_, err := notice.Create(ctx, suppression{Why: d.Why, At: d.At, Last: d.At, Tenant: tenant, Tell: &at, Of: of.ID})
			return contended(err)
		}
		if err == nil {
			err = snap.DataTo(&have)
		}
		if err != nil || !have.At.Before(d.At) {
			return err
		}
		_, err = notice.Update(ctx, []firestore.Update{{Path: "why", Value: d.Why}, {Path: "at", Value: d.At}, {Path: "last", Value: d.At}, {Path: "tell", Value: at}},
			firestore.LastUpdateTime(snap.UpdateTime))
		return contended(err)
	})
}

// renew replaces a suppression that was lifted before.
func renew(ctx context.Context, ref *firestore.DocumentRef, d suppression) error {
	return handle.Retry(ctx, func(ctx context.Context) error {
		snap, err := ref.Get(ctx)
		if err != nil {
			return err
		}
		var have suppression
		if err := snap.DataTo(&have); err != nil {
			return err
		}
		tenant := d.Tenant
		if have.Lifted == nil {
			tenant = have.Tenant
		}
		updates := []firestore.Update{{Path: "last", Value: d.Last}, end(tenant, d.Last)}
		switch {
		case have.Lifted != nil && !have.Lifted.Before(d.At), have.Lifted == nil && !have.Last.Before(d.At):
			return nil
		case have.Lifted == nil:
			_, err = ref.Update(ctx, updates, firestore.LastUpdateTime(snap.UpdateTime))
			return contended(err)
		}
		updates = append(updates, []firestore.Update{{Path: "why", Value: d.Why}, {Path: "at", Value: d.At}, {Path: "lifted", Value: firestore.Delete}, {Path: "tenant", Value: d.Tenant}}...)
		_, err = ref.Update(ctx, updates, firestore.LastUpdateTime(snap.UpdateTime))
		return contended(err)
	})
}

// end is how a suppression comes to expire, or not to.
func end(tenant string, last time.Time) firestore.Update {
	if at := expires(tenant, last); at != nil {
		return firestore.Update{Path: "expires", Value: *at}
	}
	return firestore.Update{Path: "expires", Value: firestore.Delete}
}

// contended has a write tried again whose document another has changed meanwhile.
func contended(err error) error {
	if code := status.Code(err); code == codes.FailedPrecondition || code == codes.AlreadyExists {
		return status.Error(codes.Aborted, "changed meanwhile")
	}
	return err
}

// Lift ends the suppression of an address at a moment; one that began later stays.
func Lift(ctx context.Context, db *store.DB, address string, at time.Time) error {
	ref, err := suppressions(ctx, db, address)
	if err != nil {
		return err
	}
	err = handle.Retry(ctx, func(ctx context.Context) error {
		snap, err := ref.Get(ctx)
		if status.Code(err) == codes.NotFound {
			// What comes late and is older must not begin anew.
			lifted := at.UTC()
			_, err := ref.Create(ctx, suppression{At: lifted, Last: lifted, Lifted: &lifted, Expires: expires("", lifted)})
			return contended(err)
		}
		if err != nil {
			return err
		}
		var d suppression
		if err := snap.DataTo(&d); err != nil {
			return err
		}
		if at.Before(d.Last) || d.Lifted != nil && !d.Lifted.Before(at) {
			return nil
		}
		_, err = ref.Update(ctx, []firestore.Update{{Path: "lifted", Value: at.UTC()}, {Path: "tell", Value: firestore.Delete}, end(d.Tenant, at)}, firestore.LastUpdateTime(snap.UpdateTime))
		return contended(err)
	})
	if err != nil {
		return fmt.Errorf("lift suppression: %w", err)
	}
	return nil
}

// Suppressed reports whether nothing is sent to an address any more.
func Suppressed(ctx context.Context, db *store.DB, address string) (bool, error) {
	ref, err := suppressions(ctx, db, address)
	if err != nil {
		return false, err
	}
	snap, err := ref.Get(ctx)
	if status.Code(err) == codes.NotFound {
		return false, nil
	}
	var d suppression
	if err == nil {
		err = snap.DataTo(&d)
	}
	if err != nil {
		return false, fmt.Errorf("look for suppression: %w", err)
	}
	return d.Lifted == nil, nil
}

// Untold is a suppression that the tenant's admins are to hear of.
type Untold struct {
	Name   string // the same for the same suppression, another for one that came later
	Tenant string // the ID, as text
	ref    *firestore.DocumentRef
}

// ForgetAddress deletes what is kept of an address to which nothing is sent, as is due
// once its person is forgotten. It may be repeated.
func ForgetAddress(ctx context.Context, db *store.DB, address string) error {
	ref, err := suppressions(ctx, db, address)
	if err != nil {
		return err
	}
	notices, err := handle.People(db.Handle()).Collection("suppressions").Where("of", "==", ref.ID).Documents(ctx).GetAll()
	if err != nil {
		return fmt.Errorf("forget address: %w", err)
	}
	refs := []*firestore.DocumentRef{ref}
	for _, snap := range notices {
		refs = append(refs, snap.Ref)
	}
	for _, ref := range refs {
		err := handle.Retry(ctx, func(ctx context.Context) error {
			_, err := ref.Delete(ctx)
			return err
		})
		if err != nil && status.Code(err) != codes.NotFound {
			return fmt.Errorf("forget address: %w", err)
		}
	}
	return nil
}

// ToTell lists the suppressions that a tenant's admins are to hear of, those that wait
// longest first, at most limit after so many that are passed over. Those that ended
// meanwhile are told to nobody. One that cannot be read stops no other, and is an error
// beside them.
func ToTell(ctx context.Context, db *store.DB, now time.Time, passed, limit int) (out []Untold, err error) {
	docs, err := handle.People(db.Handle()).Collection("suppressions").Where("tell", "<=", now.UTC()).OrderBy("tell", firestore.Asc).Offset(passed).Limit(limit).Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("list suppressions: %w", err)
	}
	for _, snap := range docs {
		var d suppression
		if snap.DataTo(&d) != nil {
			err = errForm
			continue
		}
		u := Untold{fmt.Sprintf("%s-%d", cmp.Or(d.Of, snap.Ref.ID), d.At.Unix()), d.Tenant, snap.Ref}
		stands, failed := d.stands(ctx, snap.Ref)
		switch {
		case failed == nil && stands:
			out = append(out, u)
			continue
		case failed == nil:
			failed = u.Told(ctx)
		}
		if failed != nil {
			err = failed
		}
	}
	return out, err
}

// stands reports whether what a notice tells of is so still.
func (d suppression) stands(ctx context.Context, ref *firestore.DocumentRef) (bool, error) {
	if d.Of == "" {
		return true, nil
	}
	snap, err := ref.Parent.Doc(d.Of).Get(ctx)
	if status.Code(err) == codes.NotFound {
		return false, nil
	}
	var of suppression
	if err == nil {
		err = snap.DataTo(&of)
	}
	if err != nil {
		return false, fmt.Errorf("look for suppression: %w", err)
	}
	return of.Lifted == nil && of.At.Equal(d.At), nil
}

// Told notes that the admins were told. It may be repeated.
func (u Untold) Told(ctx context.Context) error {
	err := handle.Retry(ctx, func(ctx context.Context) error {
		_, err := u.ref.Update(ctx, []firestore.Update{{Path: "tell", Value: firestore.Delete}})
		return err
	})
	if err != nil && status.Code(err) != codes.NotFound {
		return fmt.Errorf("note that a suppression was told: %w", err)
	}
	return nil
}

// Seen reports whether an event of Postmark's was dealt with before, by its name.
func Seen(ctx context.Context, db *store.DB, event string) (bool, error) {
	ref, err := eventRef(ctx, db, event)
	if err != nil {
		return false, err
	}
	_, err = ref.Get(ctx)
	if status.Code(err) == codes.NotFound {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for event: %w", err)
	}
	return true, nil
}

// See notes that an event was dealt with, which comes after all that it causes.
func See(ctx context.Context, db *store.DB, event string, now time.Time) error {
	ref, err := eventRef(ctx, db, event)
	if err != nil {
		return err
	}
	err = handle.Retry(ctx, func(ctx context.Context) error {
		_, err := ref.Create(ctx, map[string]any{"at": now.UTC(), "expires": now.Add(Kept).UTC()})
		return err
	})
	if err != nil && status.Code(err) != codes.AlreadyExists {
		return fmt.Errorf("note event: %w", err)
	}
	return nil
}

func eventRef(ctx context.Context, db *store.DB, event string) (*firestore.DocumentRef, error) {
	key, err := peoplesKey(ctx, db)
	if err != nil {
		return nil, err
	}
	return handle.People(db.Handle()).Collection("mailevents").Doc(key.Hash("event", event)), nil
}

// Customer is the customer whose letter it was.
func (u Untold) Customer() (tenant.ID, error) { return tenantid.Parse(u.Tenant) }
