package scan

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/klauspost/compress/s2"

	"vahti.ai/vahti/shared/archive"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/tenant"
)

// While a scan reads, the answers are kept, sealed, in chunks: whoever goes on
// with the slot, in a follow-up or after a crash, begins where the last chunk ends.
// A scan that is over sooner than journalDelay leaves none.
//
// Chunks become longer, and whoever goes on puts those that it found together in
// one, which begins its own: however long a slot takes, going on with it opens as
// many objects as instances worked on it and the last of them left.

const (
	journalPrefix = archive.Journal
	// journalDelay is how long a scan reads before its answers are kept, and
	// journalPause how long a chunk is at least open. It grows by as much with every
	// so many chunks, until a chunk is open for longestPause: that is how much of its
	// answers a killed instance loses.
	journalDelay  = time.Second
	journalPause  = 200 * time.Millisecond
	journalChunks = 50
	longestPause  = 2 * time.Second
	// maxEntry bounds one entry of a chunk, in bytes.
	maxEntry = 128 << 20
)

// chunkHead begins a chunk. In one that others were put together in, the head of
// each stands before its entries.
type chunkHead struct {
	// Kept is the generation of what was kept when the reading began: changes
	// that Graph told are changes to that.
	Kept int64 `json:"kept"`
	// Fence is the fencing number of the instance that was told the entries. A chunk's
	// first head leaves it to the name.
	Fence int64 `json:"fence,omitempty"`
	// After are the chunks before this instance's first, in order.
	After []string `json:"after,omitempty"`
}

// chunk is an object that is being written. It is compressed before the archive
// does so, several times as fast: a large tenant's answers all go through here.
type chunk struct {
	*s2.Writer
	object *archive.Writer
}

func (c *chunk) close() error {
	if err := c.Writer.Close(); err != nil {
		c.object.Abort()
		return err
	}
	return c.object.Close()
}

func (c *chunk) abort() {
	c.object.Abort()
	_ = c.Writer.Close() // ends what it runs; nothing can be written any more
}

// journal keeps the answers of one instance's reading.
type journal struct {
	ctx     context.Context
	objects *archive.Tenant
	prefix  string // of this instance's chunks
	head    chunkHead

	mu    sync.Mutex
	chunk *chunk
	spare *s2.Writer // of a closed chunk, for the next one
	n     int        // chunks begun
	err   error      // why no more is kept
	full  bool       // the open chunk holds entries
	kept  int        // chunks that are durable

	from  chunkHead // of the entry that was repeated last
	spent []string  // chunks whose entries were repeated

	stop chan struct{}
	wait sync.WaitGroup
}

// newJournal begins a journal. fence tells apart the instances that work on a
// slot, one after the other. What earlier ones kept is repeated first; start then
// has what is added become durable.
func newJournal(ctx context.Context, objects *archive.Tenant, slot tenant.Slot, fence int64, head chunkHead) *journal {
	return &journal{ctx: ctx, objects: objects, prefix: fmt.Sprintf("%s%08d-", slotJournal(slot), fence), head: head, stop: make(chan struct{})}
}

// start has the answers kept, the first of them after a delay. What was repeated is
// durable before anything else is, and the chunks that it was in are deleted.
func (j *journal) start(delay time.Duration) {
	if j.n > 0 {
		j.flush()
		j.mu.Lock()
		whole := j.err == nil
		j.mu.Unlock()
		if whole {
			// What is left of them nobody reads, and it goes with the journal.
			j.wait.Go(func() { _ = j.objects.Delete(j.ctx, j.spent...) })
		}
	}
	j.wait.Go(func() { j.turn(delay) })
}

func slotJournal(slot tenant.Slot) string { return journalPrefix + slot.Key() + "/" }

// add keeps an entry. A journal that failed keeps no more and stops no scan.
func (j *journal) add(e graph.Entry) {
	raw := e.Raw
	e.Raw = nil
	head, err := json.Marshal(e)
	j.mu.Lock()
	defer j.mu.Unlock()
	j.put(head, raw, err)
}

// again keeps an entry of an earlier chunk, with the head that it stood under.
func (j *journal) again(from chunkHead, e graph.Entry) {
	raw := e.Raw
	e.Raw = nil
	head, err := json.Marshal(e)
	j.mu.Lock()
	defer j.mu.Unlock()
	if from.After = nil; from.Kept != j.from.Kept || from.Fence != j.from.Fence {
		j.from = from
		of, err := json.Marshal(from)
		j.put(nil, of, err) // an entry is never empty
	}
	j.put(head, raw, err)
}

// put writes the two parts of an entry, or what err says of them; the lock is held.
func (j *journal) put(head, raw []byte, err error) {
	if j.err != nil {
		return
	}
	if err == nil && j.chunk == nil {
		err = j.begin()
	}
	if err == nil {
		var lengths []byte
		lengths = binary.AppendUvarint(lengths, uint64(len(head)))
		lengths = binary.AppendUvarint(lengths, uint64(len(raw)))
		for _, part := range [][]byte{lengths, head, raw} {
			if _, err = j.chunk.Write(part); err != nil {
				break
			}
		}
	}
	j.full = true
	if err != nil {
		j.fail(err)
	}
}

// begin opens a chunk; the lock is held.
func (j *journal) begin() (err error) {
	name := fmt.Sprintf("%s%06d", j.prefix, j.n)
	object, err := j.objects.Create(j.ctx, name)
	if err != nil {
		return err
	}
	if j.spare == nil {
		j.spare = s2.NewWriter(nil, s2.WriterConcurrency(1), s2.WriterBlockSize(256<<10))
	}
	j.spare.Reset(object)
	j.chunk, j.spare = &chunk{j.spare, object}, nil
	j.n++
	head, err := json.Marshal(j.head)
	if err != nil {
		return err
	}
	_, err = j.chunk.Write(append(binary.AppendUvarint(nil, uint64(len(head))), head...))
	return err
}

// fail gives the journal up; the lock is held.
func (j *journal) fail(err error) {
	j.err = err
	if j.chunk != nil {
		j.chunk.abort()
		j.chunk = nil
	}
}

// turn closes chunk after chunk until the journal is ended.
func (j *journal) turn(delay time.Duration) {
	for chunks := 0; ; chunks++ {
		t := time.NewTimer(delay)
		select {
		case <-j.stop:
			t.Stop()
			return
		case <-t.C:
		}
		j.flush()
		delay = pauseAfter(chunks)
	}
}

// pauseAfter is how long a chunk is open that comes after so many.
func pauseAfter(chunks int) time.Duration {
	return min(journalPause*time.Duration(1+chunks/journalChunks), longestPause)
}

// flush makes what was added so far durable.
func (j *journal) flush() {
	j.mu.Lock()
	chunk := j.chunk
	if !j.full || chunk == nil || j.err != nil {
		j.mu.Unlock()
		return
	}
	j.chunk, j.full = nil, false
	j.mu.Unlock()
	err := chunk.close()
	j.mu.Lock()
	defer j.mu.Unlock()
	if err != nil {
		j.fail(err)
		return
	}
	j.spare = chunk.Writer
	j.kept++
}

// end ends the journal. With last what was added since the last chunk is kept too.
// It returns how many chunks were kept, and why the journal was given up, nil where
// it was not.
func (j *journal) end(last bool) (kept int, err error) {
	close(j.stop)
	j.wait.Wait()
	if last {
		j.flush()
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.chunk != nil {
		j.chunk.abort()
		j.chunk = nil
	}
	return j.kept, j.err
}

// abandon ends a journal that was not started: nothing of it can appear any more.
func (j *journal) abandon() {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.chunk != nil {
		j.chunk.abort()
		j.chunk = nil
	}
}

// clearJournal deletes every slot's chunks: none of them is needed once a scan is
// over.
func clearJournal(ctx context.Context, objects *archive.Tenant) error {
	names, err := objects.List(ctx, journalPrefix)
	if err != nil || len(names) == 0 {
		return err
	}
	return objects.Delete(ctx, names...)
}
