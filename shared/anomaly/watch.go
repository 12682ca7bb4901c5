package anomaly

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"cloud.google.com/go/firestore"
	"golang.org/x/sync/errgroup"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/trail"
	tenants "vahti.ai/vahti/shared/tenant"
)

const (
	// stride is how much of the trails one step covers at most: what came in while
	// nobody watched is gone through in several.
	stride = 6 * time.Hour
	// reach is how far back of what is new events are read, so that each new one has
	// its whole window before it. An entry may come into the trail somewhat after what
	// it tells of.
	reach = Longest + 15*time.Minute
	// patience is how long the bookmark waits for a book that could not be sealed.
	patience = 24 * time.Hour
	// maxEvents is how many events a step judges at most, so that they fit in memory
	// whatever happens. Long before that the rules have found something.
	maxEvents = 100_000
	// maxRaised is how many anomalies of one rule and hour a step raises.
	maxRaised = 20
	parallel  = 8
)

// Watch reads what comes into the audit trails of all tenants and of the service.
type Watch struct {
	db    *store.DB
	rules []Rule
	pager Pager
	now   func() time.Time
	log   *slog.Logger
}

// NewWatch returns a watch by the rules. now is the wall clock.
func NewWatch(db *store.DB, rules []Rule, pager Pager, now func() time.Time, log *slog.Logger) *Watch {
	return &Watch{db, rules, pager, now, log}
}

// Book is a trail into which something came.
type Book struct {
	Tenant tenants.ID // zero: the service's own
	// Since is when the first of it came.
	Since time.Time
}

// Step is a part of what came in since the bookmark.
type Step struct {
	// Books are those with entries that are settled and so can be sealed.
	Books  []Book
	Events []Event // that a rule is about
	// Last says that nothing more has come in.
	Last    bool
	after   time.Time // the bookmark
	through time.Time // to where it moves
}

// Next reads what follows the bookmark. ok is false where there is nothing: no
// entry has come in, ever. A book that cannot be read is logged and its events are
// left out. It writes nothing, and the same is read again until Done is called.
func (w *Watch) Next(ctx context.Context) (s Step, ok bool, err error) {
	if s.after, err = w.bookmark(ctx); err != nil {
		return s, false, err
	}
	if s.after.IsZero() {
		if s.after, err = w.first(ctx); err != nil || s.after.IsZero() {
			return s, false, err
		}
	}
	now := w.now().UTC().Truncate(time.Microsecond)
	settled := now.Add(-trail.Settled)
	s.through = s.after.Add(stride)
	until := s.through
	if !s.through.Before(settled) {
		s.through, until, s.Last = later(s.after, settled), now, true
	}
	news, err := w.arrivals(ctx, &s, until)
	if err != nil {
		return s, false, err
	}
	s.Events, err = w.events(ctx, news)
	return s, err == nil, err
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// span is the events of one book that are to be read.
type span struct {
	of          tenants.ID
	first, last time.Time // when they happened
}

// arrivals lists what came in until a moment: the books to seal, into s, and of
// which books events are to be read. What does not say when it came in is shown by
// no listing; the verification tells of it.
func (w *Watch) arrivals(ctx context.Context, s *Step, until time.Time) ([]span, error) {
	books, spans := map[tenants.ID]bool{}, map[tenants.ID]*span{}
	var order []*span
	q := handle.Audit(w.db.Handle()).CollectionGroup("entries").Where("arrived", ">", s.after.Add(-reach)).Where("arrived", "<=", until).
		OrderBy("arrived", firestore.Asc).Select("arrived", "at", "action")
	for docs, err := range pages(ctx, q) {
		if err != nil {
			return nil, fmt.Errorf("read what came into the audit trails: %w", err)
		}
		for _, snap := range docs {
			var d struct {
				Arrived time.Time `firestore:"arrived"`
				At      time.Time `firestore:"at"`
				Action  string    `firestore:"action"`
			}
			of, err := owner(snap.Ref)
			if err != nil || snap.DataTo(&d) != nil {
				w.log.ErrorContext(ctx, "entry of the audit trail skipped", "error", errForm)
				continue
			}
			if d.Arrived.After(s.after) && !d.Arrived.After(s.through) && !books[of] {
				books[of] = true
				s.Books = append(s.Books, Book{of, d.Arrived.UTC()})
			}
			if !w.wanted(trail.Action(d.Action)) || d.At.Before(d.Arrived.Add(-reach)) || d.At.After(d.Arrived.Add(reach)) {
				continue // one so late is outside every window
			}
			p := spans[of]
			if p == nil {
				p = &span{of, d.At, d.At}
				spans[of] = p
				order = append(order, p)
			}
			p.first, p.last = earlier(p.first, d.At), later(p.last, d.At)
		}
	}
	out := make([]span, len(order))
	for i, p := range order {
		out[i] = *p
	}
	return out, nil
}

var errForm = errors.New("an entry of the audit trail is not in the expected form")

// owner is whose book an entry lies in; the zero ID for the service's own.
func owner(ref *firestore.DocumentRef) (tenants.ID, error) {
	book := ref.Parent.Parent
	switch {
	case book == nil || book.Parent == nil || book.Parent.Parent != nil:
		return tenants.ID{}, errForm
	case book.Parent.ID == "service" && book.ID == "book":
		return tenants.ID{}, nil
	case book.Parent.ID != "tenants":
		return tenants.ID{}, errForm
	}
	return tenantid.Parse(book.ID)
}

// wanted reports whether a rule is about an action.
func (w *Watch) wanted(a trail.Action) bool {
	for _, r := range w.rules {
		for _, b := range r.Actions {
			if a == b {
				return true
			}
		}
	}
	return false
}

// events reads what rules are about, of several books at a time.
func (w *Watch) events(ctx context.Context, spans []span) ([]Event, error) {
	if len(spans) == 0 {
		return nil, nil
	}
	key, err := handle.Keys(w.db.Handle()).People(ctx)
	if err != nil && !errors.Is(err, seal.ErrNoKey) {
		return nil, fmt.Errorf("read events: %w", err)
	}
	hash := func(address string) string {
		if address == "" || key == nil { // nobody has ever signed in
			return ""
		}
		return key.Hash("anomaly-address", address)
	}
	all := make([][]Event, len(spans))
	var g errgroup.Group
	g.SetLimit(parallel)
	for i, p := range spans {
		g.Go(func() error {
			var err error
			all[i], err = w.eventsOf(ctx, p, hash)
			if err == nil {
				return nil
			}
			w.log.ErrorContext(ctx, "events of an audit trail not read", "tenant", p.of.String(), "error", err)
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	var out []Event
	for _, list := range all {
		out = append(out, list...)
	}
	if len(out) > maxEvents {
		w.log.ErrorContext(ctx, "more events than can be judged", "events", len(out))
		out = out[:maxEvents]
	}
	return out, nil
}

// eventsOf reads the events of one book. Of an entry that cannot be unsealed there
// is no more than what was done.
func (w *Watch) eventsOf(ctx context.Context, p span, hash func(string) string) ([]Event, error) {
	book, err := w.book(p.of)
	if err != nil {
		return nil, err
	}
	var out []Event
	for r, err := range book.Export(ctx, p.first, p.last.Add(time.Microsecond)) {
		if err != nil {
			return nil, err
		}
		if !w.wanted(r.Action) {
			continue
		}
		if len(out) == maxEvents {
			return out, nil
		}
		out = append(out, Event{At: r.At, Action: r.Action, By: r.By, Account: r.Account, Tenant: p.of.String(), Target: r.Target, Address: r.Address, From: hash(r.Address)})
	}
	return out, nil
}

// book is a tenant's book, or the service's own for the zero ID.
func (w *Watch) book(of tenants.ID) (trail.Book, error) {
	if of.IsZero() {
		return trail.Service(w.db), nil
	}
	t, err := w.db.Tenant(of)
	if err != nil {
		return trail.Book{}, err
	}
	return trail.Of(t), nil
}

// Done moves the bookmark behind a step. It waits a day for books that could not be
// sealed, and then goes on: what is not sealed is told by the verification. moved is
// false where it stays where it was.
func (w *Watch) Done(ctx context.Context, s Step, unsealed ...Book) (moved bool, err error) {
	to, oldest := s.through, w.now().Add(-patience)
	for _, b := range unsealed {
		if b.Since.After(oldest) {
			to = earlier(to, b.Since.Add(-time.Microsecond))
		}
	}
	if !to.After(s.after) {
		return false, nil
	}
	return true, w.move(ctx, to)
}

// Judge raises what the rules find in a step. Of one rule and hour it raises some:
// who attacks from thousands of addresses must not drown what else there is.
func (w *Watch) Judge(ctx context.Context, s Step) error {
	var errs []error
	type of struct {
		rule string
		hour time.Time
	}
	raised := map[of]int{}
	for _, a := range Judge(w.rules, s.Events) {
		like := of{a.Rule, a.Hour}
		if raised[like]++; raised[like] > maxRaised {
			if raised[like] == maxRaised+1 {
				w.log.ErrorContext(ctx, "more anomalies of a rule than are told", "rule", a.Rule)
			}
			continue
		}
		if err := w.Raise(ctx, a); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
