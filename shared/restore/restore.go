// Package restore keeps functions from answering after a database was restored from a
// backup, until what the backup brought back of erased tenants is erased again.
//
// The ledger, which is not restored with the others, numbers the tenants that were
// erased. Every other database notes how far it knows the ledger. One that was restored
// knows less, and then each function that reads it answers 503 with Retry-After, so that
// pushes are not acknowledged either, until functions/erase has applied the ledger and
// noted it. A function that does not see a database can show nothing of it, and goes on.
package restore

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"time"

	"cloud.google.com/go/firestore"
	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
)

const (
	// openTime is how long an instance believes that the database is up to date, and
	// shutTime how long that it is not.
	openTime = time.Minute
	shutTime = 5 * time.Second
	// faith is how long the last good answer holds while the ledger cannot be read.
	faith = 10 * time.Minute
	// RetryAfter is how long whoever was refused is told to wait.
	RetryAfter = time.Minute
)

// ErrBehind means that the database was restored and the ledger is not applied yet.
var ErrBehind = errors.New("a restored database is being brought up to date")

// Databases returns the names of those that a backup may bring back.
func Databases() []string {
	return []string{store.VahtiDatabase, store.AdviceDatabase, store.AuditDatabase, store.PeopleDatabase}
}

// Gate lets requests through to next while the databases that the function reads, by
// their names, know the whole ledger, and answers the others with 503. It asks at the
// first request, with a read of the ledger and one of each database, and again every
// minute. db must have the ledger and each of them; now is the clock.
func Gate(db *store.DB, now func() time.Time, log *slog.Logger, next http.Handler, databases ...string) http.Handler {
	g := &gate{now: now, log: log, check: func(ctx context.Context) error { return Check(ctx, db, databases...) }}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := g.open(r.Context()); err != nil {
			w.Header().Set("Retry-After", strconv.Itoa(int(RetryAfter/time.Second)))
			w.Header().Set("Cache-Control", "no-store")
			http.Error(w, "the service is being brought up to date; try again in a minute", http.StatusServiceUnavailable)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// gate remembers the last answer.
type gate struct {
	now   func() time.Time
	log   *slog.Logger
	check func(context.Context) error

	mu    sync.Mutex
	asked time.Time // when it was asked last
	good  time.Time // when the answer was good last
	err   error
}

// open reports why nothing is answered; nil where everything is.
func (g *gate) open(ctx context.Context) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	holds := openTime
	if g.err != nil {
		holds = shutTime
	}
	if since := now.Sub(g.asked); !g.asked.IsZero() && since >= 0 && since < holds {
		return g.err
	}
	err := g.check(ctx)
	switch {
	case ctx.Err() != nil && err != nil:
		if g.asked.IsZero() || g.err != nil {
			return err // whoever asked hung up; the next asks again
		}
		return nil
	case err == nil:
		g.good = now
	case errors.Is(err, ErrBehind):
		g.log.ErrorContext(ctx, "requests are refused", "error", err)
	case !g.good.IsZero() && now.Sub(g.good).Abs() < faith:
		g.log.WarnContext(ctx, "the ledger cannot be read", "error", err)
		err = nil
	default:
		g.log.ErrorContext(ctx, "requests are refused: the ledger cannot be read", "error", err)
	}
	g.asked, g.err = now, err
	return err
}

// Check compares databases, by their names, with the ledger: ErrBehind where one of
// them knows less.
func Check(ctx context.Context, db *store.DB, databases ...string) error {
	h := db.Handle()
	if handle.Ledger(h) == nil || len(databases) == 0 {
		return errors.New("this function cannot read the ledger")
	}
	var head document.LedgerHead
	if err := read(ctx, handle.Ledger(h).Collection("heads").Doc("tombstones"), &head); err != nil {
		return fmt.Errorf("read the ledger: %w", err)
	}
	if head.Begun == 0 && head.Done == 0 {
		return nil
	}
	// Behind the ledger, which is written after them; see erasure.
	var group errgroup.Group
	for _, name := range databases {
		group.Go(func() error { return behind(ctx, h, name, head) })
	}
	return group.Wait()
}

// Erased reports whether the ledger has a tombstone of a tenant, by its ID as text: the
// erasure has begun, or is over.
func Erased(ctx context.Context, db *store.DB, tenant string) (bool, error) {
	ledger := handle.Ledger(db.Handle())
	if ledger == nil {
		return false, errors.New("this function cannot read the ledger")
	}
	if !handle.Named(tenant) {
		return false, nil
	}
	snaps, err := ledger.GetAll(ctx, []*firestore.DocumentRef{ledger.Collection("names").Doc(tenant)})
	if err != nil {
		return false, fmt.Errorf("read the ledger: %w", err)
	}
	return snaps[0].Exists(), nil
}

// behind compares one database with the ledger's head.
func behind(ctx context.Context, h handle.DB, name string, head document.LedgerHead) error {
	marked := map[string]*firestore.Client{
		store.VahtiDatabase: handle.Vahti(h), store.AdviceDatabase: handle.Advice(h), store.AuditDatabase: handle.Audit(h), store.PeopleDatabase: handle.People(h)}[name]
	if marked == nil {
		return fmt.Errorf("this function cannot read %s", name)
	}
	var mark document.LedgerMark
	if err := read(ctx, marked.Collection("ledger").Doc("mark"), &mark); err != nil {
		return fmt.Errorf("read how far %s knows the ledger: %w", name, err)
	}
	if !mark.Knows(head) {
		return fmt.Errorf("%s: %w", name, ErrBehind)
	}
	return nil
}

// read reads a document; one that is missing is empty.
func read(ctx context.Context, ref *firestore.DocumentRef, into any) error {
	snap, err := ref.Get(ctx)
	if status.Code(err) == codes.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return snap.DataTo(into)
}
