package deliver

import (
	"context"
	"errors"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/notice"
)

// each does something about each of some, so many at the same time; an error ends
// nothing but what it is about and is logged. It returns how many there were.
func each[T any](d *deliverer, what string, atOnce int, some []T, of func(T) string, do func(T) error) (failed int) {
	var g errgroup.Group
	var errs atomic.Int64
	g.SetLimit(atOnce)
	for _, x := range some {
		g.Go(func() error {
			if err := do(x); err != nil {
				errs.Add(1)
				d.log.Error("what is due was not done", "due", what, "tenant", of(x), "error", err)
			}
			return nil
		})
	}
	_ = g.Wait()
	return int(errs.Load())
}

// pages does something about all that is due, a page of a list after the other. What
// failed stays at the list's beginning and is passed over: it stands before no other.
func pages[T any](ctx context.Context, d *deliverer, what string, list func(passed int) ([]T, error), of func(T) string, do func(T) error) error {
	passed := 0
	var errs []error
	for range rounds {
		due, err := list(passed)
		errs = append(errs, err)
		passed += each(d, what, parallel, due, of, do)
		if len(due) < batch || ctx.Err() != nil {
			break
		}
	}
	return errors.Join(append(errs, ctx.Err())...)
}

func tenantOf(p notice.Place) string { return p.Tenant.String() }

// news tells news of scans that have ended. What cannot be told is put off.
func (d *deliverer) news(ctx context.Context) error {
	waiting, err := notice.Waiting(ctx, d.db, d.now(), batch)
	if err != nil {
		return err
	}
	each(d, "news", parallel, waiting, tenantOf, func(p notice.Place) error {
		_, err := d.desk.Tell(ctx, p)
		if err != nil && ctx.Err() == nil {
			err = errors.Join(err, d.desk.PutOff(ctx, p))
		}
		return err
	})
	return ctx.Err()
}

// digests makes the digests that are due.
func (d *deliverer) digests(ctx context.Context) error {
	list := func(passed int) ([]notice.Place, error) { return notice.Digests(ctx, d.db, d.now(), passed, batch) }
	return pages(ctx, d, "digest", list, tenantOf, func(p notice.Place) error { return d.desk.Digest(ctx, p) })
}

// failing tells tenants' people about addresses that letters come back from.
func (d *deliverer) failing(ctx context.Context) error {
	list := func(passed int) ([]letter.Untold, error) { return letter.ToTell(ctx, d.db, d.now(), passed, batch) }
	return pages(ctx, d, "suppression", list, func(u letter.Untold) string { return u.Tenant }, func(u letter.Untold) error {
		if err := d.desk.Failing(ctx, u); err != nil {
			return err
		}
		return u.Told(ctx)
	})
}

// lost tells the people of tenants whose consent was withdrawn.
func (d *deliverer) lost(ctx context.Context) error {
	list := func(passed int) ([]notice.Loss, error) { return d.desk.Lost(ctx, passed, batch) }
	return pages(ctx, d, "lost consent", list, func(l notice.Loss) string { return l.Tenant.String() }, func(l notice.Loss) error { return d.desk.TellLoss(ctx, l) })
}
