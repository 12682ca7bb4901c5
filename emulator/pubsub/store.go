package pubsub

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"
	"go.etcd.io/bbolt"
	"google.golang.org/protobuf/proto"
)

// The store has two buckets: topics (name to nothing) and queue (one bucket per subscription, sequence number to
// entry). A message with several subscriptions is stored once for each. An entry is the number of failed pushes in
// four bytes and the message in protocol buffer form.
var (
	topicsBucket = []byte("topics")
	queueBucket  = []byte("queue")
)

var errClosed = errors.New("the server is closed")

// maxCombined bounds how many changes share one transaction.
const maxCombined = 1024

// store keeps messages in a bbolt file. All changes pass through one goroutine, which joins those that wait into a
// single transaction: a commit costs far more than a change.
type store struct {
	db *bbolt.DB

	mu      sync.RWMutex // held for reading while changes is sent to
	closed  bool
	changes chan change
	ended   chan struct{}
}

// change is one change and who hears of its outcome. done runs on the writing goroutine, in commit order, and must
// not submit a change itself.
type change struct {
	apply func(*bbolt.Tx) error
	done  func(error)
}

func openStore(path string) (*store, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{
		Timeout:         5 * time.Second,
		NoSync:          true,
		NoGrowSync:      true,
		NoFreelistSync:  true,
		FreelistType:    bbolt.FreelistMapType,
		InitialMmapSize: 64 << 20,
	})
	if err != nil {
		return nil, err
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		for _, name := range [][]byte{topicsBucket, queueBucket} {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	st := &store{db: db, changes: make(chan change, maxCombined), ended: make(chan struct{})}
	go st.write()
	return st, nil
}

// submit hands over a change; done is called exactly once.
func (st *store) submit(c change) {
	st.mu.RLock()
	if st.closed {
		st.mu.RUnlock()
		c.done(errClosed)
		return
	}
	st.changes <- c
	st.mu.RUnlock()
}

// update is submit that waits.
func (st *store) update(apply func(*bbolt.Tx) error) error {
	result := make(chan error, 1)
	st.submit(change{apply: apply, done: func(err error) { result <- err }})
	return <-result
}

func (st *store) write() {
	defer close(st.ended)
	var batch []change
	for c := range st.changes {
		batch = append(batch[:0], c)
	gather:
		for len(batch) < maxCombined {
			select {
			case c, open := <-st.changes:
				if !open {
					break gather
				}
				batch = append(batch, c)
			default:
				break gather
			}
		}
		st.commit(batch)
		clear(batch)
	}
}

// commit applies a batch in one transaction; where that fails, each change has one of its own, so that a change that
// cannot be made fails alone.
func (st *store) commit(batch []change) {
	err := st.db.Update(func(tx *bbolt.Tx) error {
		for _, c := range batch {
			if err := c.apply(tx); err != nil {
				return err
			}
		}
		return nil
	})
	for _, c := range batch {
		if err != nil && len(batch) > 1 {
			c.done(st.db.Update(c.apply))
			continue
		}
		c.done(err)
	}
}

// close writes what was submitted, syncs and closes the file.
func (st *store) close() error {
	st.mu.Lock()
	if st.closed {
		st.mu.Unlock()
		return nil
	}
	st.closed = true
	close(st.changes)
	st.mu.Unlock()
	<-st.ended
	return errors.Join(st.db.Sync(), st.db.Close())
}

// topics stores the declared topics and returns all there are.
func (st *store) topics(declared []string) ([]string, error) {
	var all []string
	err := st.update(func(tx *bbolt.Tx) error {
		all = nil
		b := tx.Bucket(topicsBucket)
		for _, t := range declared {
			if err := b.Put([]byte(t), nil); err != nil {
				return err
			}
		}
		return b.ForEach(func(k, _ []byte) error {
			all = append(all, string(k))
			return nil
		})
	})
	return all, err
}

func addTopic(tx *bbolt.Tx, topic string) error {
	return tx.Bucket(topicsBucket).Put([]byte(topic), nil)
}

// lastSeq is the highest sequence number ever stored; message ids are never used twice.
func (st *store) lastSeq() uint64 {
	var seq uint64
	_ = st.db.View(func(tx *bbolt.Tx) error {
		seq = tx.Bucket(queueBucket).Sequence()
		return nil
	})
	return seq
}

func noteSeq(tx *bbolt.Tx, seq uint64) error {
	b := tx.Bucket(queueBucket)
	if seq <= b.Sequence() {
		return nil
	}
	return b.SetSequence(seq)
}

func seqKey(seq uint64) []byte { return binary.BigEndian.AppendUint64(nil, seq) }

func encodeEntry(failed int, m *pubsubpb.PubsubMessage) ([]byte, error) {
	head := binary.BigEndian.AppendUint32(nil, uint32(failed))
	return proto.MarshalOptions{Deterministic: true}.MarshalAppend(head, m)
}

func decodeEntry(v []byte) (failed int, m *pubsubpb.PubsubMessage, err error) {
	if len(v) < 4 {
		return 0, nil, errors.New("entry is shorter than its head")
	}
	m = new(pubsubpb.PubsubMessage)
	if err := proto.Unmarshal(v[4:], m); err != nil {
		return 0, nil, err
	}
	return int(binary.BigEndian.Uint32(v)), m, nil
}

func putEntry(tx *bbolt.Tx, sub string, seq uint64, entry []byte) error {
	b, err := tx.Bucket(queueBucket).CreateBucketIfNotExists([]byte(sub))
	if err != nil {
		return err
	}
	return b.Put(seqKey(seq), entry)
}

func deleteEntry(tx *bbolt.Tx, sub string, seq uint64) error {
	b := tx.Bucket(queueBucket).Bucket([]byte(sub))
	if b == nil {
		return nil
	}
	return b.Delete(seqKey(seq))
}

// setFailed records the number of failed pushes of a message that is still queued.
func setFailed(tx *bbolt.Tx, sub string, seq uint64, failed int) error {
	b := tx.Bucket(queueBucket).Bucket([]byte(sub))
	if b == nil {
		return nil
	}
	old := b.Get(seqKey(seq))
	if len(old) < 4 {
		return nil
	}
	entry := binary.BigEndian.AppendUint32(make([]byte, 0, len(old)), uint32(failed))
	return b.Put(seqKey(seq), append(entry, old[4:]...))
}

// message reads a queued message.
func (st *store) message(sub string, seq uint64) (m *pubsubpb.PubsubMessage, err error) {
	err = st.db.View(func(tx *bbolt.Tx) error {
		b := tx.Bucket(queueBucket).Bucket([]byte(sub))
		if b == nil {
			return fmt.Errorf("no queue of subscription %s", sub)
		}
		v := b.Get(seqKey(seq))
		if v == nil {
			return fmt.Errorf("no message %d in subscription %s", seq, sub)
		}
		_, m, err = decodeEntry(v)
		return err
	})
	return m, err
}

// pending lists what a subscription has not acknowledged, oldest first.
func (st *store) pending(sub string) ([]*record, error) {
	var out []*record
	err := st.db.View(func(tx *bbolt.Tx) error {
		b := tx.Bucket(queueBucket).Bucket([]byte(sub))
		if b == nil {
			return nil
		}
		return b.ForEach(func(k, v []byte) error {
			failed, m, err := decodeEntry(v)
			if err != nil {
				return fmt.Errorf("message of subscription %s: %w", sub, err)
			}
			out = append(out, &record{
				seq:       binary.BigEndian.Uint64(k),
				published: m.GetPublishTime().AsTime(),
				failed:    failed,
				pushes:    failed,
				copies:    1,
			})
			return nil
		})
	})
	return out, err
}
