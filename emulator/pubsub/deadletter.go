package pubsub

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"go.etcd.io/bbolt"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// DeadLetter is a message that was refused as often as its subscription allows. It is kept for seven days.
type DeadLetter struct {
	ID           string // id in the dead letter topic; what Replay takes
	MessageID    string // id that the message had when it was refused
	Topic        string // short id of the topic it was published to
	Subscription string // short id of the subscription that refused it
	Attempts     int    // failed pushes
	PublishTime  time.Time
	Attributes   map[string]string
	Data         []byte
}

// DeadLetters lists the dead letters, oldest first.
func (s *Server) DeadLetters() ([]DeadLetter, error) {
	var out []DeadLetter
	err := s.store.dead(func(seq uint64, e deadEntry) error {
		m, err := e.message()
		if err != nil {
			return err
		}
		out = append(out, DeadLetter{
			ID:           strconv.FormatUint(seq, 10),
			MessageID:    m.GetMessageId(),
			Topic:        e.Topic,
			Subscription: e.Subscription,
			Attempts:     e.Attempts,
			PublishTime:  m.GetPublishTime().AsTime(),
			Attributes:   m.GetAttributes(),
			Data:         m.GetData(),
		})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list dead letters: %w", err)
	}
	return out, nil
}

// Replay puts a dead letter back in the queue of the subscription that refused it, under its own message id and with
// no failed attempts. The error's status is NOT_FOUND where there is no such dead letter or subscription.
func (s *Server) Replay(id string) error {
	seq, err := strconv.ParseUint(id, 10, 64)
	if err != nil {
		return status.Errorf(codes.InvalidArgument, "%q is no message id", id)
	}
	var revived revival
	result := make(chan error, 1)
	s.store.submit(change{
		apply: func(tx *bbolt.Tx) error {
			var err error
			revived, err = s.revive(tx, seq)
			return err
		},
		done: func(err error) {
			if err == nil {
				s.resume(revived)
			}
			result <- err
		},
	})
	if err := <-result; err != nil {
		return fmt.Errorf("replay message %s: %w", id, err)
	}
	return nil
}

type revival struct {
	sub *subscription
	rec *record
}

// revive moves a dead letter to its old queue in the store.
func (s *Server) revive(tx *bbolt.Tx, deadSeq uint64) (revival, error) {
	v := tx.Bucket(deadBucket).Get(seqKey(deadSeq))
	if v == nil {
		return revival{}, status.Error(codes.NotFound, "no such dead letter")
	}
	var e deadEntry
	if err := json.Unmarshal(v, &e); err != nil {
		return revival{}, err
	}
	sub := s.subs[e.Subscription] // written by Open alone
	if sub == nil {
		return revival{}, status.Error(codes.NotFound, "its subscription is gone")
	}
	m, err := e.message()
	if err != nil {
		return revival{}, err
	}
	seq, err := strconv.ParseUint(m.GetMessageId(), 10, 64)
	if err != nil {
		return revival{}, err
	}
	entry, err := encodeEntry(0, m)
	if err != nil {
		return revival{}, err
	}
	if err := putEntry(tx, sub.Name, seq, entry); err != nil {
		return revival{}, err
	}
	rec := &record{seq: seq, published: s.cfg.Now(), pushes: e.Attempts, copies: 1} // its retention begins anew
	return revival{sub: sub, rec: rec}, tx.Bucket(deadBucket).Delete(seqKey(deadSeq))
}

// resume queues a revived message for delivery.
func (s *Server) resume(r revival) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stats.Queued++
	r.sub.queue.add(&item{sub: r.sub, rec: r.rec, notBefore: time.Now()})
	r.sub.signal()
}
