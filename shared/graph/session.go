package graph

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"vahti.ai/vahti/shared/snapshot"
)

// session is one Read.
type session struct {
	r      *Reader
	tenant string
	s      *snapshot.Snapshot
	asked  []snapshot.Resource // wanted, and what they need
	slots  chan struct{}       // requests in flight
	gate   gate
	meter  meter

	mu    sync.Mutex
	conn  *connection
	floor int
}

// plan returns the rows to read, each once: those wanted and what they need.
// Resources without a row are recorded as unread.
func (x *session) plan(want []snapshot.Resource) []Row {
	var rows []Row
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
		if row.FilterOf != nil {
			row.Filter = row.FilterOf(x.s)
		}
		rows = append(rows, row)
	}
	for _, resource := range want {
		add(resource)
	}
	return rows
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
func (x *session) giveUp(plan []Row, err error) {
	f := failure{kind: late}
	var refused *TokenError
	if errors.As(err, &refused) {
		x.r.kept.drop(x.tenant)
		f = failure{kind: tokenless, aadsts: refused.Code}
	}
	for _, row := range plan {
		x.finish(row, 0, &f)
	}
}

// run reads the plan's rows, each in its own time: batched ones first together,
// those with parents once their parents are known.
func (x *session) run(ctx context.Context, plan []Row) {
	done := make(map[snapshot.Resource]chan struct{}, len(plan))
	batched := map[string]int{} // by version
	for _, row := range plan {
		done[row.Resource] = make(chan struct{})
		if row.Batched {
			batched[row.version()]++
		}
	}
	for _, n := range batched {
		x.addFloor((n + maxBatch - 1) / maxBatch)
	}

	var wg sync.WaitGroup
	start := func(row Row, first *answer) {
		defer close(done[row.Resource])
		x.read(ctx, row, first)
	}
	batches, alone := batches(plan)
	for _, row := range alone {
		wg.Go(func() {
			for _, before := range append(row.Needs[:len(row.Needs):len(row.Needs)], row.Uses...) {
				if ch, ok := done[before]; ok {
					<-ch
				}
			}
			start(row, nil)
		})
	}
	for _, rows := range batches {
		wg.Go(func() {
			urls := make([]string, len(rows))
			for i, row := range rows {
				urls[i] = row.relative("")
			}
			answers := x.batch(ctx, rows[0].version(), urls)
			var each sync.WaitGroup
			for i, row := range rows {
				each.Go(func() { start(row, answers[i]) })
			}
			each.Wait()
		})
	}
	wg.Wait()
}

// read reads one row and records how it went.
func (x *session) read(ctx context.Context, row Row, first *answer) {
	var entities int
	var f *failure
	switch row.Key.Kind() {
	case snapshot.Singleton:
		if f = x.object(ctx, row, first); f == nil {
			entities = 1
		}
	case snapshot.Collection:
		c := collection{row: row, progress: func(n int) { x.progress(row, n, false) }}
		f = x.collect(ctx, &c, first)
		entities = c.entities
		if pages := row.pages(entities); row.Batched {
			x.addFloor(pages - 1)
		} else {
			x.addFloor(pages)
		}
	default:
		entities, f = x.underParents(ctx, row)
	}
	x.finish(row, entities, f)
}

func (x *session) finish(row Row, entities int, f *failure) {
	if f != nil {
		x.s.SetUnread(row.Resource, f.unread(row))
	}
	x.progress(row, entities, true)
}

func (x *session) progress(row Row, entities int, done bool) {
	if x.r.cfg.Progress != nil {
		x.r.cfg.Progress(Progress{Resource: row.Resource, Entities: entities, Done: done})
	}
}

func (x *session) addFloor(n int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.floor += n
}

func (x *session) stats() Stats {
	out := Stats{
		Requests:    int(x.meter.requests.Load()),
		Subrequests: int(x.meter.subrequests.Load()),
		Bytes:       x.meter.bytes.Load(),
		Unread:      map[snapshot.Resource]snapshot.Unread{},
	}
	x.mu.Lock()
	out.Floor = x.floor
	x.mu.Unlock()
	for _, resource := range x.asked {
		if why, missing := x.s.Missing(resource); missing {
			out.Unread[resource] = why
		}
	}
	return out
}
