package erasure

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/contract"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// erase begins the erasure of a tenant, or takes it up, and ends it.
func (e *Eraser) erase(ctx context.Context, d contract.Ending) error {
	t, err := e.db.Tenant(d.Tenant)
	if err != nil {
		return err
	}
	if waits, err := e.paying(ctx, t, d.Standing); err != nil || waits {
		return err
	}
	if d.Standing, err = contract.Begin(ctx, t, e.now()); err != nil {
		return err
	}
	stone, err := e.ledger().bury(ctx, d, e.now())
	if err != nil {
		return err
	}
	// Before anything is deleted: a backup from before this moment knows nothing of it.
	if err := e.marks(ctx, stone.Number, 0); err != nil {
		return err
	}
	_, err = e.finish(ctx, d.Tenant, stone)
	return err
}

// patience is how long an erasure waits for a subscription to be cancelled.
const patience = 7 * 24 * time.Hour

// paying reports whether an erasure that is due waits for a later run because the tenant
// may still pay for something: which customer of Stripe it is, is erased with it. It
// waits a week at most, and then those on call see to the payments.
func (e *Eraser) paying(ctx context.Context, t *store.Tenant, s contract.Standing) (bool, error) {
	if e.Paying == nil || !s.Erasing.IsZero() {
		return false, nil
	}
	pays, err := e.Paying(ctx, t)
	if err != nil || !pays {
		return false, err
	}
	if due := s.Due(); due.IsZero() || e.now().Sub(due) < patience {
		e.log.InfoContext(ctx, "an erasure waits for a subscription to end", "tenant", t.ID().String())
		return true, nil
	}
	e.page(ctx, "erased-tenant-pays", t.ID().String(), 1, "Cancel the customer's subscription at Stripe by hand.")
	return false, nil
}

// finish does every step of an erasure whose tombstone stands. Repeated after its end
// it erases what a backup brought back.
func (e *Eraser) finish(ctx context.Context, id tenant.ID, stone document.Tombstone) (document.Tombstone, error) {
	j := &job{Eraser: e, id: id, stone: stone}
	for _, step := range []struct {
		doing string
		do    func(context.Context) error
	}{
		{"note whom to tell", j.notice},
		{"destroy the key", j.key},
		{"count", j.survey},
		{"erase accounts", j.accounts},
		{"delete", j.clear},
		{"keep the certificate", j.certify},
		{"write the letters", j.certificates},
	} {
		err := ctx.Err()
		if err == nil {
			err = step.do(ctx)
		}
		if err != nil && ctx.Err() != nil && j.deleted.Load() > 0 {
			err = errors.Join(errGoesOn, err)
		}
		if err != nil {
			return j.stone, fmt.Errorf("%s: %w", step.doing, err)
		}
	}
	return j.stone, nil
}

// errGoesOn means that an erasure came further in its turn and not to its end.
var errGoesOn = errors.New("the erasure goes on in the next run")

// turn is the context of one erasure's turn of several that wait: an even share of the
// time that is left to them and to what follows. So a tenant whose erasure takes several
// runs keeps no other waiting.
func turn(ctx context.Context, waiting int) (context.Context, context.CancelFunc) {
	deadline, ok := ctx.Deadline()
	if !ok {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, time.Until(deadline)/time.Duration(waiting+1))
}

// job is one tenant's erasure under way.
type job struct {
	*Eraser
	id    tenant.ID
	stone document.Tombstone
	// customers are those at Stripe that the tenant is, as survey found them.
	customers []string
	// deleted is how many documents were deleted so far.
	deleted atomic.Int64
}

// change changes the job's tombstone.
func (j *job) change(ctx context.Context, change func(*document.Tombstone) bool) (err error) {
	stone, err := j.ledger().change(ctx, j.stone.Number, change)
	if err == nil {
		j.stone = stone
	}
	return err
}

// key destroys the tenant's data key.
func (j *job) key(ctx context.Context) error {
	if err := handle.Keys(j.db.Handle()).Destroy(ctx, j.id); err != nil {
		return err
	}
	if !j.stone.KeyGone.IsZero() {
		return nil
	}
	now := j.now()
	return j.change(ctx, func(t *document.Tombstone) bool {
		if !t.KeyGone.IsZero() {
			return false
		}
		t.KeyGone = now
		return true
	})
}

// survey counts what there is before anything is deleted, and names the accounts that
// go with the tenant. What lies where the retention table knows of nothing is counted
// when it is found, before any of it is deleted. So what a certificate counts is the same
// however often the erasure is stopped. A repeat adds accounts that a backup brought back.
func (j *job) survey(ctx context.Context) error {
	accounts, err := j.lonely(ctx)
	if err != nil {
		return err
	}
	if j.customers, err = j.billed(ctx); err != nil {
		return err
	}
	counts := map[string]int64{}
	if j.stone.Counts == nil {
		found, err := j.left(ctx)
		if err != nil {
			return err
		}
		counts = found.of
		letters, err := j.Dead(ctx, j.id, true, j.customers...)
		if err != nil {
			return err
		}
		if counts["data key"] = 1; letters > 0 {
			counts["dead letters"] = int64(letters)
		}
	}
	var more []string
	for _, a := range accounts {
		if !contains(j.stone.Accounts, a) {
			more = append(more, a)
		}
	}
	if j.stone.Counts != nil && len(more) == 0 {
		return nil
	}
	return j.change(ctx, func(t *document.Tombstone) bool {
		if t.Counts == nil {
			t.Counts = counts
		}
		for _, a := range more {
			if !contains(t.Accounts, a) {
				t.Accounts = append(t.Accounts, a)
			}
		}
		if len(t.Accounts) > 0 && t.Done.IsZero() {
			t.Counts["people:accounts"] = int64(len(t.Accounts))
		}
		return true
	})
}

// billed lists the customers at Stripe that the tenant is, by their IDs.
func (j *job) billed(ctx context.Context) ([]string, error) {
	docs, err := handle.Vahti(j.db.Handle()).Collection("customers").Where("tenant", "==", j.id.String()).Select().Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("list customers: %w", err)
	}
	var out []string
	for _, snap := range docs {
		out = append(out, snap.Ref.ID)
	}
	return out, nil
}

func contains(list []string, one string) bool {
	for _, s := range list {
		if s == one {
			return true
		}
	}
	return false
}

// rounds is how often everything is deleted and read back before it counts as left.
const rounds = 5

// clear deletes everything and reads back that nothing is left.
func (j *job) clear(ctx context.Context) error {
	t, err := j.db.Tenant(j.id)
	if err != nil {
		return err
	}
	// As long as it is known which customers at Stripe the tenant is.
	if len(j.customers) > 0 {
		if _, err := j.Dead(ctx, j.id, false, j.customers...); err != nil {
			return err
		}
	}
	for range rounds {
		found, err := j.sweep(ctx)
		if err != nil {
			return err
		}
		if found.empty() {
			left, err := j.Dead(ctx, j.id, true, j.customers...)
			if err != nil {
				return err
			}
			if left == 0 {
				return handle.Keys(j.db.Handle()).Remove(ctx, j.id)
			}
		}
		if err := j.Objects.Erase(ctx, t); err != nil {
			return err
		}
		if _, err := j.Dead(ctx, j.id, false, j.customers...); err != nil {
			return err
		}
		// As long as anything else is left, the tenant's own document says so.
		if found.empty(root) {
			if err := j.delete(ctx, handle.Vahti(j.db.Handle()).Collection("tenants").Doc(j.id.String())); err != nil {
				return err
			}
		}
	}
	return ErrLeft
}

// recheckAfter is how long after its end an erasure is looked at once more, for what a
// message on its way may have written.
const recheckAfter = 24 * time.Hour

// recheck looks once more at erasures that ended a day ago.
func (e *Eraser) recheck(ctx context.Context, note func(string, tenant.ID, error)) error {
	docs, err := handle.Ledger(e.db.Handle()).Collection("tombstones").Where("recheck", "<=", e.now()).OrderBy("recheck", firestore.Asc).Limit(ending).Documents(ctx).GetAll()
	if err != nil {
		return fmt.Errorf("list ended erasures: %w", err)
	}
	for i, snap := range docs {
		var t document.Tombstone
		if err := snap.DataTo(&t); err != nil {
			return fmt.Errorf("list ended erasures: %w", err)
		}
		id, err := tenantid.Parse(t.Tenant)
		if err == nil {
			own, end := turn(ctx, len(docs)-i)
			_, err = e.finish(own, id, t)
			end()
		}
		if err == nil {
			_, err = e.ledger().change(ctx, t.Number, func(t *document.Tombstone) bool {
				t.Recheck = nil
				return true
			})
		}
		note("look once more", id, err)
	}
	return nil
}

// ending is how many tombstones are looked at in one run.
const ending = 200

// count counts all tenants.
func (e *Eraser) count(ctx context.Context) (int, error) {
	n, err := count(ctx, handle.Vahti(e.db.Handle()).Collection("tenants").Query)
	if err != nil {
		return 0, fmt.Errorf("count tenants: %w", err)
	}
	return int(n), nil
}
