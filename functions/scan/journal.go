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

const (
	journalPrefix = archive.Journal
	// journalDelay is how long a scan reads before its answers are kept, and
	// journalPause how long a chunk is at least open.
	journalDelay = time.Second
	journalPause = 200 * time.Millisecond
	// maxEntry bounds one entry of a chunk, in bytes.
	maxEntry = 128 << 20
)

// chunkHead begins a chunk.
type chunkHead struct {
	// Kept is the generation of what was kept when the reading began: changes
	// that Graph told are changes to that.
	Kept int64 `json:"kept"`
	// After are the chunks that were there when this instance began, in order.
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
	delay   time.Duration

	mu    sync.Mutex
	chunk *chunk
	spare *s2.Writer // of a closed chunk, for the next one
	n     int        // chunks begun
	err   error      // why no more is kept
	full  bool       // the open chunk holds entries
	kept  int        // chunks that are durable

	stop, done chan struct{}
}

// newJournal begins a journal. fence tells apart the instances that work on a
// slot, one after the other.
func newJournal(ctx context.Context, objects *archive.Tenant, slot tenant.Slot, fence int64, head chunkHead, delay time.Duration) *journal {
	j := &journal{
		ctx: ctx, objects: objects, prefix: fmt.Sprintf("%s%08d-", slotJournal(slot), fence), head: head, delay: delay,
		stop: make(chan struct{}), done: make(chan struct{}),
	}
	go j.turn()
	return j
}

func slotJournal(slot tenant.Slot) string { return journalPrefix + slot.Key() + "/" }

// add keeps an entry. A journal that failed keeps no more and stops no scan.
func (j *journal) add(e graph.Entry) {
	raw := e.Raw
	e.Raw = nil
	head, err := json.Marshal(e)
	j.mu.Lock()
	defer j.mu.Unlock()
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
func (j *journal) turn() {
	defer close(j.done)
	wait := j.delay
	for {
		t := time.NewTimer(wait)
		select {
		case <-j.stop:
			t.Stop()
			return
		case <-t.C:
		}
		j.flush()
		wait = journalPause
	}
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
	<-j.done
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

// clearJournal deletes every slot's chunks: none of them is needed once a scan is
// over.
func clearJournal(ctx context.Context, objects *archive.Tenant) error {
	names, err := objects.List(ctx, journalPrefix)
	if err != nil || len(names) == 0 {
		return err
	}
	return objects.Delete(ctx, names...)
}
