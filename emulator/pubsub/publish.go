package pubsub

import (
	"math/rand/v2"
	"strconv"
	"time"

	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"
	"go.etcd.io/bbolt"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// maxHold is the longest time that a duplicate or a reordered message is held back.
const maxHold = 500 * time.Millisecond

// Publish publishes one message to a topic, named by its short id, and returns the message's id. Errors carry gRPC
// status codes, as those of the protocol do.
func (s *Server) Publish(topic string, data []byte, attributes map[string]string) (id string, err error) {
	ids, err := s.publish(topic, []*pubsubpb.PubsubMessage{{Data: data, Attributes: attributes}})
	if err != nil {
		return "", err
	}
	return ids[0], nil
}

// publish stores messages for every subscription of the topic and returns their ids once they are stored. It sets the
// id and the publish time of the messages it is given.
func (s *Server) publish(topic string, messages []*pubsubpb.PubsubMessage) ([]string, error) {
	if err := checkMessages(messages); err != nil {
		return nil, err
	}
	subs, err := s.announce(topic, len(messages))
	if err != nil {
		return nil, err
	}
	out := newOutgoing(subs, len(messages))
	ids := make([]string, len(messages))
	for i, m := range messages {
		if ids[i], err = s.add(out, m); err != nil {
			s.retract(pushed(subs) * len(messages))
			return nil, status.Errorf(codes.Internal, "encode message: %v", err)
		}
	}
	result := make(chan error, 1)
	s.store.submit(change{apply: out.put, done: func(err error) {
		if err == nil {
			s.enqueue(out, len(messages))
			if s.buries(topic) {
				s.count(func(st *Stats) { st.DeadLettered += int64(len(messages)) })
			}
		}
		result <- err
	}})
	if err := <-result; err != nil {
		s.retract(pushed(subs) * len(messages))
		s.cfg.Logger.Error("store messages", "topic", topic, "error", err)
		return nil, status.Error(codes.Unavailable, "the messages could not be stored")
	}
	return ids, nil
}

// announce counts messages as queued before they are, so that nobody sees a quiet server while they are being stored.
func (s *Server) announce(topic string, n int) ([]*subscription, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, status.Error(codes.Unavailable, errClosed.Error())
	}
	subs, ok := s.topics[topic]
	if !ok {
		return nil, status.Errorf(codes.NotFound, "Resource not found (resource=%s).", topic)
	}
	s.stats.Queued += int64(pushed(subs) * n)
	return subs, nil
}

// buries reports whether a topic is one for dead letters.
func (s *Server) buries(topic string) bool {
	for _, sub := range s.subs { // written by Open alone
		if sub.DeadLetterTopic == topic {
			return true
		}
	}
	return false
}

func (s *Server) count(f func(*Stats)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f(&s.stats)
}

func (s *Server) retract(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stats.Queued -= int64(n)
}

// outgoing is a set of messages on its way into the queues of the subscriptions of one topic.
type outgoing struct {
	subs    []*subscription
	entries []outgoingEntry
}

type outgoingEntry struct {
	seq       uint64
	published time.Time
	value     []byte
}

func newOutgoing(subs []*subscription, n int) *outgoing {
	return &outgoing{subs: subs, entries: make([]outgoingEntry, 0, n)}
}

// add gives a message its id and time.
func (s *Server) add(out *outgoing, m *pubsubpb.PubsubMessage) (id string, err error) {
	e := outgoingEntry{seq: s.seq.Add(1), published: s.cfg.Now()}
	m.MessageId = strconv.FormatUint(e.seq, 10)
	m.PublishTime = timestamppb.New(e.published)
	if len(out.subs) > 0 {
		if e.value, err = encodeEntry(0, m); err != nil {
			return "", err
		}
	}
	out.entries = append(out.entries, e)
	return m.MessageId, nil
}

func (out *outgoing) put(tx *bbolt.Tx) error {
	for _, e := range out.entries {
		if err := noteSeq(tx, e.seq); err != nil {
			return err
		}
		for _, sub := range out.subs {
			if err := putEntry(tx, sub.Name, e.seq, e.value); err != nil {
				return err
			}
		}
	}
	return nil
}

// enqueue makes stored messages due, which are counted as queued already, and counts published ones.
func (s *Server) enqueue(out *outgoing, published int) {
	now := time.Now()
	var items []*item
	for _, e := range out.entries {
		for _, sub := range out.subs {
			items = append(items, s.deliveries(sub, &record{seq: e.seq, published: e.published, copies: 1}, now)...)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stats.Published += int64(published)
	s.stats.Queued += int64(len(items) - len(out.entries)*len(out.subs)) // the duplicates
	for _, it := range items {
		it.sub.queue.add(it)
	}
	for _, sub := range out.subs {
		sub.signal()
	}
}

// deliveries plans the pushes of a record: one, or two where a duplicate was drawn, and later than due where a delay or
// a place further back was.
func (s *Server) deliveries(sub *subscription, r *record, now time.Time) []*item {
	it := &item{sub: sub, rec: r, notBefore: now}
	items := []*item{it}
	if sub.pull() {
		return items
	}
	if s.cfg.Delay > 0 {
		now = now.Add(time.Duration(s.draw() * float64(s.cfg.Delay)))
		it.notBefore = now
	}
	if s.cfg.Reorder > 0 && s.draw() < s.cfg.Reorder {
		it.notBefore = now.Add(hold())
	}
	if s.cfg.Duplicate > 0 && s.draw() < s.cfg.Duplicate {
		r.copies++
		items = append(items, &item{sub: sub, rec: r, notBefore: now.Add(hold())})
	}
	return items
}

func hold() time.Duration { return time.Duration(rand.Float64() * float64(maxHold)) }
