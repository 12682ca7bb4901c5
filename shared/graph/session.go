package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"vahti.ai/vahti/shared/snapshot"
)

// session is one Read.
type session struct {
	r      *Reader
	tenant string
	s      *snapshot.Snapshot
	order  Order
	asked  []snapshot.Resource // wanted, and what they need
	tasks  []*task
	flight flight // the pacer's
	meter  meter
	floor  *floor
	gather *gatherer

	granted []string // as the first token told

	mu   sync.Mutex
	conn *connection
}

// task is the reading of one row.
type task struct {
	row     Row
	asked   string // Row.asked, before the filter was made
	mode    mode
	kept    Kept
	touched []string
	resumed *progress // nil where the reading begins

	cost  cost
	tries int    // as in call
	level int    // how many answers came before what it asks for, for the floor
	link  string // to what changes from now on
	f     *failure
	late  bool // parents are left whose turn it was

	// Of session.mu.
	waits  int     // how many of those before it are not read
	then   []*task // those that come after it
	unsure bool    // one of those before it was late: not all parents may be known
}

// plan makes the tasks, each resource once: those wanted and what they need. Of
// what is read in full nothing is left in the snapshot. Resources without a row
// are recorded as unread.
func (x *session) plan() {
	byResource := map[snapshot.Resource]*task{}
	seen := map[snapshot.Resource]bool{}
	var add func(snapshot.Resource)
	add = func(resource snapshot.Resource) {
		if seen[resource] {
			return
		}
		seen[resource] = true
		x.asked = append(x.asked, resource)
		row, ok := x.r.rows[resource]
		if !ok {
			x.s.SetUnread(resource, snapshot.Unread{Reason: "Vahti does not know how to read it"})
			return
		}
		for _, need := range row.Needs {
			add(need)
		}
		byResource[resource] = x.task(row)
		x.tasks = append(x.tasks, byResource[resource])
	}
	for _, resource := range x.order.Want {
		add(resource)
	}
	for _, t := range x.tasks {
		for _, before := range slices.Concat(t.row.Needs, t.row.Uses) {
			if b := byResource[before]; b != nil && b != t {
				t.waits++
				b.then = append(b.then, t)
			}
		}
	}
	slices.SortStableFunc(x.tasks, func(a, b *task) int { return a.rank() - b.rank() })
}

// rank puts first what others wait for: lists that are asked for after a link to
// their changes, then what names parents.
func (t *task) rank() int {
	switch {
	case t.row.Delta:
		return 0
	case len(t.then) > 0:
		return 1
	}
	return 2
}

func (x *session) task(row Row) *task {
	t := &task{row: row, asked: row.asked()}
	t.resumed = x.order.Resume.of(row.Resource)
	kept, loaded := x.order.Kept[row.Resource]
	touched, isTouched := x.order.Touched[row.Resource]
	t.kept, t.touched = kept, touched
	if loaded && (x.s.Has(row.Resource) || t.resumed != nil) {
		t.mode = modeOf(row, kept, touched, isTouched, x.s.Now)
	}
	if t.resumed != nil {
		t.mode = t.resumed.mode(t.mode)
		t.link = t.resumed.link
		t.cost.items.Add(int64(t.resumed.items))
		t.cost.alone.Add(int64(t.resumed.alone))
	}
	if t.mode == inFull && !t.resumed.begun() {
		forget(row.Key, x.s)
	}
	if row.FilterOf != nil {
		t.row.Filter = row.FilterOf(x.s)
	}
	return t
}

// begin takes the tenant's credential, an earlier one where it was kept.
func (x *session) begin() error {
	source := x.r.kept.get(x.tenant)
	if source == nil {
		var err error
		if source, err = x.r.creds.For(x.tenant); err != nil {
			return fmt.Errorf("read tenant: %w", err)
		}
		x.r.kept.put(x.tenant, source)
	}
	conn, err := x.r.connect(source, 1)
	if err != nil {
		return errors.New("read tenant: the connection to Graph cannot be made")
	}
	x.conn = conn
	return nil
}

func (x *session) connection() *connection {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.conn
}

// renew replaces the credential that Graph did not accept by one that knows no
// token yet. Requests refused at the same time share the new one.
func (x *session) renew(generation int) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.conn.generation != generation {
		return nil
	}
	source, err := x.r.creds.For(x.tenant)
	if err != nil {
		return err
	}
	conn, err := x.r.connect(source, x.conn.generation+1)
	if err != nil {
		return err
	}
	x.r.kept.put(x.tenant, source)
	x.conn = conn
	return nil
}

// giveUp records everything as unread because there is no token.
func (x *session) giveUp(err error) {
	f := failure{kind: late}
	var refused *TokenError
	if errors.As(err, &refused) {
		x.r.kept.drop(x.tenant)
		f = failure{kind: tokenless, aadsts: refused.Code}
	}
	for _, t := range x.tasks {
		x.finish(t, 0, &f)
	}
}

// run reads the tasks, each as soon as those are read that it waits for.
func (x *session) run(ctx context.Context) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	x.gather = newGatherer(ctx, x)
	ready := slices.DeleteFunc(slices.Clone(x.tasks), func(t *task) bool { return t.waits > 0 })
	x.gather.start(func() {
		for _, t := range ready {
			x.gather.start(func() { x.read(ctx, t) })
		}
	})
	x.gather.wait.Wait()
}

// read reads one row, records how it went, and starts those that waited for it.
func (x *session) read(ctx context.Context, t *task) {
	var entities int
	var f *failure
	switch kind := t.row.Key.Kind(); {
	case t.resumed != nil && t.resumed.done:
		entities = t.resumed.entities
	case ctx.Err() != nil:
		f = &failure{kind: late}
	case kind == snapshot.PerParent:
		entities, f = x.underParents(ctx, t)
	case t.mode == onlyProbed:
		f = x.probe(ctx, t)
	case kind == snapshot.Singleton:
		if f = x.object(ctx, t, "", t.row); f == nil {
			entities = 1
		}
	default:
		entities, f = x.collection(ctx, t)
	}
	x.finish(t, entities, f)
	for _, next := range x.freed(t) {
		x.gather.start(func() { x.read(ctx, next) })
	}
}

// freed returns the tasks that waited for t alone.
func (x *session) freed(t *task) []*task {
	x.mu.Lock()
	defer x.mu.Unlock()
	var out []*task
	for _, next := range t.then {
		next.level = max(next.level, t.level+1)
		next.unsure = next.unsure || t.f.untimely()
		if next.waits--; next.waits == 0 {
			out = append(out, next)
		}
	}
	return out
}

func (x *session) finish(t *task, entities int, f *failure) {
	if t.f = f; f != nil {
		x.s.SetUnread(t.row.Resource, f.unread(t.row))
	}
	if f == nil && t.row.Resource == snapshot.Users.Resource() {
		x.r.pacer.sized(x.tenant, snapshot.Users.Len(x.s))
	}
	x.progress(t.row, entities, true)
}

func (x *session) progress(row Row, entities int, done bool) {
	if x.r.cfg.Progress != nil {
		x.r.cfg.Progress(Progress{Resource: row.Resource, Entities: entities, Done: done})
	}
}

// tell tells the journal of an answer that the snapshot holds now.
func (x *session) tell(e Entry) {
	if x.order.Journal != nil {
		x.order.Journal(e)
	}
}

// report says what the Read did.
func (x *session) report() Report {
	out := Report{
		Stats: Stats{
			Requests:    int(x.meter.requests.Load()),
			Subrequests: int(x.meter.subrequests.Load()),
			Bytes:       x.meter.bytes.Load(),
			Unread:      map[snapshot.Resource]snapshot.Unread{},
		},
		Kept:    map[snapshot.Resource]Kept{},
		Whole:   true,
		Turns:   true,
		Granted: x.granted,
	}
	out.Floor = min(x.floor.requests(), out.Requests)
	for _, resource := range x.asked {
		if why, missing := x.s.Missing(resource); missing {
			out.Unread[resource] = why
		}
	}
	for _, t := range x.tasks {
		out.Whole = out.Whole && !t.late && !t.f.untimely()
		out.Turns = out.Turns && !t.f.untimely() && (!t.late || snapshot.TakesTurns(t.row.Key))
		if t.f == nil && !snapshot.TakesTurns(t.row.Key) {
			out.Kept[t.row.Resource] = t.keep(x.s)
		}
	}
	out.Turns = out.Turns && !out.Whole
	out.Late = x.late()
	out.Closed = x.r.pacer.closed(x.tenant)
	out.Wait = x.waits(out.Closed)
	return out
}

// waits is how long the first of those that the time limit left out has to wait for
// its class to be open.
func (x *session) waits(closed map[Class]time.Duration) time.Duration {
	first, found := time.Duration(0), false
	for _, t := range x.tasks {
		if !t.late && !t.f.untimely() {
			continue
		}
		if left := max(closed[t.row.Class()], closed[AllClasses]); !found || left < first {
			first, found = left, true
		}
	}
	return first
}

// late returns what only the time limit left out, and what hangs under that.
func (x *session) late() []snapshot.Resource {
	var out []snapshot.Resource
	for grown := true; grown; {
		grown = false
		for _, t := range x.tasks {
			under := t.f != nil && t.f.kind == orphaned && slices.Contains(out, t.f.needs)
			if (under || t.late || t.unsure || t.f.untimely()) && !slices.Contains(out, t.row.Resource) {
				out, grown = append(out, t.row.Resource), true
			}
		}
	}
	slices.Sort(out)
	return out
}

// keep is what a later scan has to know of the row as it was read.
func (t *task) keep(s *snapshot.Snapshot) Kept {
	k := Kept{At: s.Now, Full: s.Now, Requests: t.cost.requests(), Asked: t.asked, Link: t.link}
	switch t.mode {
	case byChanges:
		k.Full, k.Requests = t.kept.Full, t.kept.Requests
	case onlyProbed:
		k.At, k.Full, k.Requests, k.Link = t.kept.At, t.kept.Full, t.kept.Requests, t.kept.Link
	}
	return k
}
