package firestore

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const (
	idleTimeout  = 60 * time.Second
	totalTimeout = 270 * time.Second
	sweepEvery   = 5 * time.Second

	// contended is how long a document over which transactions conflicted is handed to one of them after the other,
	// instead of letting them all read it and all but one fail.
	contended = 5 * time.Second
	// turnWait is how long one such read waits at most. Waiting spares retries; safety does not rest on it, so two
	// transactions that wait for each other only lose this time.
	turnWait = 250 * time.Millisecond
	maxHot   = 10_000
)

// A transaction remembers what it read. A commit that changes any of it dooms the transaction, which then answers
// ABORTED to whatever comes next: so each one that commits has seen the database as it was at one moment, its commit.
// A read-only transaction holds a snapshot instead and cannot be doomed.
type transaction struct {
	id string
	db database

	snapshot *bolt.Tx // of a read-only transaction
	readTime time.Time
	calls    sync.Mutex // one call at a time uses the snapshot

	// The rest belongs to the registry and is guarded by its lock.
	keys    map[string]struct{} // documents read, by key
	queries []registered
	doomed  bool
	begun   time.Time
	used    time.Time
	active  int // calls under way
	done    chan struct{}
}

func (t *transaction) readOnly() bool { return t.snapshot != nil }

// registered is a query a transaction ran. seq tells whether a commit was judged against it already.
type registered struct {
	query *plan
	seq   uint64
}

// registry knows the transactions that are open.
type registry struct {
	idle, total time.Duration
	instance    [8]byte // begins the IDs of this process
	stop        chan struct{}
	swept       sync.WaitGroup

	mu   sync.Mutex
	next uint64
	seq  uint64 // rises with each registered query
	open map[string]*transaction
	hot  map[hotKey]time.Time // until when a document is contended
}

type hotKey struct {
	db  database
	key string
}

func newRegistry(idle, total time.Duration) *registry {
	r := &registry{
		idle: idle, total: total,
		stop: make(chan struct{}),
		open: map[string]*transaction{},
		hot:  map[hotKey]time.Time{},
		seq:  1, // 0 is never a sequence number: announce takes it for "not yet"
	}
	_, _ = rand.Read(r.instance[:]) // never fails
	r.swept.Go(r.sweep)
	return r
}

// sweep ends transactions that were left alone, so that their snapshots do not pin the file.
func (r *registry) sweep() {
	tick := time.NewTicker(min(sweepEvery, r.idle))
	defer tick.Stop()
	for {
		select {
		case <-r.stop:
			return
		case now := <-tick.C:
			r.expire(now)
		}
	}
}

func (r *registry) expire(now time.Time) {
	r.mu.Lock()
	var old []*transaction
	for _, t := range r.open {
		if t.active == 0 && (now.Sub(t.used) > r.idle || now.Sub(t.begun) > r.total) {
			old = append(old, t)
			r.removeLocked(t)
		}
	}
	for k, until := range r.hot {
		if now.After(until) {
			delete(r.hot, k)
		}
	}
	r.mu.Unlock()
	for _, t := range old {
		t.release()
	}
}

// close ends every transaction.
func (r *registry) close() {
	close(r.stop)
	r.swept.Wait()
	r.mu.Lock()
	all := r.open
	r.open = map[string]*transaction{}
	r.mu.Unlock()
	for _, t := range all {
		close(t.done)
		t.release()
	}
}

// begin opens a transaction; with a snapshot it is a read-only one.
func (r *registry) begin(db database, snapshot *bolt.Tx, readTime time.Time) *transaction {
	now := time.Now()
	t := &transaction{
		db: db, snapshot: snapshot, readTime: readTime,
		keys:  map[string]struct{}{},
		begun: now, used: now,
		done: make(chan struct{}),
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.next++
	t.id = string(binary.BigEndian.AppendUint64(r.instance[:], r.next))
	r.open[t.id] = t
	return t
}

// use finds an open transaction and keeps it open until the caller's matching leave.
func (r *registry) use(db database, id []byte) (*transaction, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	t := r.open[string(id)]
	if t == nil || t.db != db {
		return nil, errTransactionGone()
	}
	t.active++
	t.used = time.Now()
	return t, nil
}

func (r *registry) leave(t *transaction) {
	r.mu.Lock()
	defer r.mu.Unlock()
	t.active--
	t.used = time.Now()
}

// end closes a transaction, whatever became of it.
func (r *registry) end(t *transaction) {
	r.mu.Lock()
	open := r.open[t.id] == t
	if open {
		r.removeLocked(t)
	}
	r.mu.Unlock()
	if open {
		t.release()
	}
}

func (r *registry) removeLocked(t *transaction) {
	delete(r.open, t.id)
	close(t.done)
}

func (t *transaction) release() {
	if t.snapshot == nil {
		return
	}
	t.calls.Lock()
	defer t.calls.Unlock()
	_ = t.snapshot.Rollback() // of a read-only snapshot: nothing to undo
}

// known reports whether id looks like one of this process's.
func (r *registry) known(id []byte) bool {
	return len(id) == 16 && string(id[:8]) == string(r.instance[:])
}

// checkDoomed answers ABORTED for a transaction whose reads were overtaken.
func (r *registry) checkDoomed(t *transaction) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if t.doomed {
		return errContention()
	}
	return nil
}

func errTransactionGone() error {
	return status.Error(codes.InvalidArgument, "The referenced transaction has expired or is no longer valid.")
}

func errContention() error {
	return status.Error(codes.Aborted, "Too much contention on these documents. Please try again.")
}

// readKeys notes that t is about to read documents. For contended ones it first waits for its turn.
func (r *registry) readKeys(ctx context.Context, t *transaction, keys [][]byte) error {
	var timeout <-chan time.Time
	for {
		r.mu.Lock()
		holder := r.holderLocked(t, keys)
		if holder == nil {
			for _, k := range keys {
				t.keys[string(k)] = struct{}{}
			}
			r.mu.Unlock()
			return nil
		}
		r.mu.Unlock()
		if timeout == nil {
			timer := time.NewTimer(turnWait)
			defer timer.Stop()
			timeout = timer.C
		}
		select {
		case <-holder.done:
		case <-timeout:
			keys = r.coolFor(t, keys)
		case <-ctx.Done():
			return status.FromContextError(ctx.Err()).Err()
		}
	}
}

// coolFor notes keys as read without a turn and leaves nothing to wait for.
func (r *registry) coolFor(t *transaction, keys [][]byte) [][]byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, k := range keys {
		t.keys[string(k)] = struct{}{}
	}
	return nil
}

// holderLocked finds a transaction that has read one of keys while that one is contended.
func (r *registry) holderLocked(t *transaction, keys [][]byte) *transaction {
	if len(r.hot) == 0 {
		return nil
	}
	now := time.Now()
	for _, k := range keys {
		if until, ok := r.hot[hotKey{t.db, string(k)}]; !ok || now.After(until) {
			continue
		}
		for _, other := range r.open {
			if other != t && other.db == t.db && !other.doomed {
				if _, ok := other.keys[string(k)]; ok {
					return other
				}
			}
		}
	}
	return nil
}

// readQuery notes that t is about to run a query.
func (r *registry) readQuery(t *transaction, q *plan) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seq++
	t.queries = append(t.queries, registered{query: q, seq: r.seq})
}

// A change is what a commit does to one document. before and after are nil where there is no document, and can be read
// only until the commit is written.
type change struct {
	key           []byte
	path          path
	before, after record
}

// announce dooms every transaction but by that has read something of changes. It is called twice: before the commit can
// be seen, so that no doomed transaction sees it, and after, for those that came between and read what was there before.
// Those are judged without before and after, which are gone by then. It returns the registry's sequence number, which
// the second call takes as since.
func (r *registry) announce(db database, by *transaction, changes []change, since uint64) uint64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, t := range r.open {
		if t == by || t.db != db || t.readOnly() || t.doomed {
			continue
		}
		for i := range changes {
			if r.conflictsLocked(t, &changes[i], since) {
				t.doomed = true
				break
			}
		}
	}
	return r.seq
}

func (r *registry) conflictsLocked(t *transaction, c *change, since uint64) bool {
	if _, ok := t.keys[string(c.key)]; ok {
		if len(r.hot) < maxHot {
			r.hot[hotKey{t.db, string(c.key)}] = time.Now().Add(contended)
		}
		return true
	}
	for _, q := range t.queries {
		switch {
		case since == 0:
			if q.query.touches(c.path, c.before, c.after) {
				return true
			}
		case q.seq > since:
			if q.query.covers(c.path) {
				return true
			}
		}
	}
	return false
}
