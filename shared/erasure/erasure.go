// Package erasure erases a tenant everywhere and proves that nothing is left: every
// document below its name in every database, what is about it elsewhere, its objects,
// its dead letters, the accounts of people who belong to nothing else any more, and
// its data key. It writes the letters that go with the end of an agreement, keeps a
// numbered tombstone and the customer's certificate in the ledger, and applies the
// ledger again after a database was restored from a backup.
//
// # In which order, and why
//
//  1. The tenant's own document says that the erasure began. From this write on no
//     handle gives the tenant to anybody, export included.
//  2. The ledger, which is a database of its own that no restore touches, gets the
//     tombstone with its number. From this write on the erasure is taken up again
//     whatever becomes of the other databases.
//  3. To whom the certificate goes is noted, sealed with the people's key.
//  4. The data key is destroyed. What is left, here and in every backup, is unreadable
//     from now on; so a crash at any later point leaves nothing readable, and at any
//     earlier one the ledger and the tenant's document both say that there is more to
//     do. The key comes before the documents because it is one step where they are many.
//  5. People's accounts are erased that belong to no tenant and no organisation but
//     this one. Memberships say whose they are, so they come before the documents.
//  6. Everything else is deleted page by page as it is listed, the tenant's own document
//     last: as long as anything is left there is a document that says so.
//  7. All of it is read back, documents that lie below missing ones included. What
//     turns up is deleted and read back again.
//  8. The secret that held the key is deleted, and the certificate is kept.
//
// Each step may be repeated, and each is repeated whenever an erasure is taken up. A large
// tenant's takes several runs: what a run deleted the next does not meet, and what the
// certificate counts is noted in the tombstone before it is deleted. Each erasure has its
// share of a run's time and the next its own.
package erasure

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/anomaly"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/contract"
	"vahti.ai/vahti/shared/tenant"
)

// ErrLeft means that something of a tenant is left although everything was deleted,
// several times over: somebody goes on writing it.
var ErrLeft = errors.New("something is left of the tenant")

// Objects are the sealed objects of all tenants.
type Objects struct {
	List  func(context.Context, *store.Tenant) ([]string, error)
	Erase func(context.Context, *store.Tenant) error
}

// Letters takes out the dead letters about a tenant, or about one of the customers at
// Stripe that it is, or counts them where keep is set, and returns how many there were.
type Letters func(ctx context.Context, id tenant.ID, keep bool, customers ...string) (int, error)

// Settings are what an Eraser needs besides the databases.
type Settings struct {
	Objects Objects
	Dead    Letters
	Pager   anomaly.Pager
	// Paying reports whether the tenant may still pay for a subscription, and has that
	// ended: nobody pays for what is erased. Nil where nobody pays.
	Paying func(context.Context, *store.Tenant) (bool, error)
	// Site is where people reach Vahti, as https://HOST without a slash behind it.
	Site string
	// Few and Share say how many erasures one run may begin: more than Few, and more than
	// Share of all tenants, stop it. They are to be 5 and 0.02.
	Few   int
	Share float64
}

// Eraser erases tenants. It needs every database and may delete in each.
type Eraser struct {
	Settings
	db     *store.DB
	people *account.Store
	now    func() time.Time
	log    *slog.Logger
}

// New returns an Eraser. now is the clock.
func New(db *store.DB, people *account.Store, s Settings, now func() time.Time, log *slog.Logger) (*Eraser, error) {
	h := db.Handle()
	if handle.Vahti(h) == nil || handle.Advice(h) == nil || handle.Audit(h) == nil || handle.People(h) == nil || handle.Ledger(h) == nil || handle.Keys(h) == nil {
		return nil, errors.New("an eraser needs every database and the keys")
	}
	if s.Few < 1 || s.Share <= 0 || s.Share >= 1 {
		return nil, errors.New("how many tenants may be erased at a time is not said")
	}
	return &Eraser{Settings: s, db: db, people: people, now: func() time.Time { return now().UTC().Truncate(time.Microsecond) }, log: log}, nil
}

// Run does whatever is due: letters, erasures, those that were begun and not ended,
// the ledger where a database is behind it, and one more look at what was erased a day
// ago. One tenant's error stops no other; the first is returned in the end.
func (e *Eraser) Run(ctx context.Context) error {
	var failed error
	note := func(doing string, id tenant.ID, err error) {
		if err == nil {
			return
		}
		e.log.ErrorContext(ctx, "an erasure went wrong", "doing", doing, "tenant", id.String(), "error", err)
		if failed == nil {
			failed = fmt.Errorf("%s: %w", doing, err)
		}
	}
	// First of all: nobody is served before.
	behind, err := e.apply(ctx, note)
	note("apply the ledger", tenant.ID{}, err)
	if errors.Is(err, errLedger) || behind {
		return failed // what begins now would be numbered past what is not applied
	}
	due, err := e.endings(ctx, note)
	if err != nil {
		note("list ended agreements", tenant.ID{}, err)
		return failed
	}
	if stop, err := e.tooMany(ctx, due); err != nil || stop {
		note("judge how many are due", tenant.ID{}, err)
		due = begun(due)
	}
	for i, d := range due {
		if ctx.Err() != nil {
			return errors.Join(failed, ctx.Err())
		}
		own, end := turn(ctx, len(due)-i)
		err := e.erase(own, d)
		end()
		if ctx.Err() == nil && errors.Is(err, errGoesOn) {
			e.goesOn(ctx, d.Tenant)
			continue
		}
		if errors.Is(err, contract.ErrEarly) || errors.Is(err, store.ErrNotFound) {
			continue // it went on after all, or another run was here
		}
		note("erase", d.Tenant, err)
	}
	note("look once more", tenant.ID{}, e.recheck(ctx, note))
	if len(due) > 0 {
		_, err := e.apply(ctx, note)
		note("apply the ledger", tenant.ID{}, err)
	}
	return failed
}

// goesOn tells that an erasure has not ended because its time did.
func (e *Eraser) goesOn(ctx context.Context, id tenant.ID) {
	e.log.InfoContext(ctx, "an erasure goes on in the next run", "tenant", id.String())
}

// begun are those whose erasure is under way already.
func begun(all []contract.Ending) []contract.Ending {
	var out []contract.Ending
	for _, d := range all {
		if !d.Erasing.IsZero() {
			out = append(out, d)
		}
	}
	return out
}

// endings writes the letters of agreements that ended, and returns the tenants whose
// erasure is due or under way.
func (e *Eraser) endings(ctx context.Context, note func(string, tenant.ID, error)) ([]contract.Ending, error) {
	var due []contract.Ending
	now := e.now()
	for d, err := range contract.Endings(ctx, e.db) {
		if errors.Is(err, contract.ErrListing) {
			return nil, err
		}
		if err != nil {
			note("look at an ended agreement", d.Tenant, err)
			continue
		}
		if d.Erasing.IsZero() {
			if d.Standing, err = e.tell(ctx, d, now); err != nil {
				note("write letters", d.Tenant, err)
			}
			at := d.Due()
			if at.IsZero() || now.Before(at) {
				e.late(ctx, d, now)
				continue
			}
		}
		e.late(ctx, d, now)
		due = append(due, d)
	}
	return due, nil
}

// lateness is how long before the end of the time for it an erasure counts as late.
const lateness = 14 * 24 * time.Hour

// late tells those on call of an erasure that is not done and soon has to be.
func (e *Eraser) late(ctx context.Context, d contract.Ending, now time.Time) {
	if latest := d.Latest(); latest.IsZero() || now.Before(latest.Add(-lateness)) {
		return
	}
	e.page(ctx, "erasure-late", d.Tenant.String(), 1, "Find out why the erasure does not end: the log of erase says where it stopped.")
}

// tooMany reports whether more erasures are to begin than may in one run, and tells
// those on call. An order to erase many tenants at once is more likely a fault.
func (e *Eraser) tooMany(ctx context.Context, due []contract.Ending) (bool, error) {
	fresh := len(due) - len(begun(due))
	if fresh <= e.Few {
		return false, nil
	}
	all, err := e.count(ctx)
	if err != nil {
		return true, err
	}
	if float64(fresh) <= e.Share*float64(all) {
		return false, nil
	}
	e.page(ctx, "erasures-stopped", "erase", fresh, "Look whether so many customers ended their agreements. If so, run erase with a higher limit.")
	e.log.ErrorContext(ctx, "erasures were stopped", "due", fresh, "tenants", all)
	return true, nil
}

// page tells those on call, once an hour at most by the alert's name.
func (e *Eraser) page(ctx context.Context, rule, subject string, count int, do string) {
	hour := e.now().Truncate(time.Hour)
	a := anomaly.Alert{Name: rule + "-" + hour.Format("20060102T15") + "-" + subject, Rule: rule, Subject: subject, Severity: anomaly.Critical, Count: count, Hour: hour, Do: do}
	if err := e.Pager.Page(ctx, a); err != nil {
		e.log.ErrorContext(ctx, "those on call could not be told", "rule", rule, "error", err)
	}
}
