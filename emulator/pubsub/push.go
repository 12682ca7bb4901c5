package pubsub

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"
	"go.etcd.io/bbolt"
	"google.golang.org/protobuf/proto"
)

// dispatch starts the pushes of one subscription as they become due, until the server closes.
func (s *Server) dispatch(sub *subscription) {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for s.stopping.Err() == nil {
		it, wait := s.take(sub)
		if it != nil {
			s.pushes.Go(func() { s.deliver(it) })
			continue
		}
		if wait < 0 {
			wait = time.Hour
		}
		timer.Reset(wait)
		select {
		case <-s.stopping.Done():
		case <-sub.wake:
		case <-timer.C:
		}
	}
}

// take moves the next due item, if any, from queued to in flight.
func (s *Server) take(sub *subscription) (*item, time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	it, wait := sub.next(time.Now())
	if it == nil {
		return nil, wait
	}
	sub.inFlight++
	s.stats.Queued--
	s.stats.InFlight++
	return it, 0
}

// deliver pushes one item and records how it ended.
func (s *Server) deliver(it *item) {
	if s.cfg.Now().Sub(it.rec.published) > it.sub.Retention {
		s.freeSlot(it.sub)
		s.finish(it, func(st *Stats) { st.Expired++ })
		return
	}
	m, err := s.store.message(it.sub.Name, it.rec.seq)
	if err != nil {
		s.cfg.Logger.Error("read queued message", "subscription", it.sub.Name, "error", err)
		s.freeSlot(it.sub)
		s.requeue(it, it.sub.MaxBackoff)
		return
	}
	ok := s.push(it, m)
	s.freeSlot(it.sub)
	if ok {
		s.finish(it, func(st *Stats) { st.Delivered++ })
		return
	}
	s.fail(it, m)
}

func (s *Server) freeSlot(sub *subscription) {
	s.mu.Lock()
	sub.inFlight--
	s.mu.Unlock()
	sub.signal()
}

// pushBody is Google's wrapped format of a push request.
type pushBody struct {
	Message         pushMessage `json:"message"`
	Subscription    string      `json:"subscription"`
	DeliveryAttempt int         `json:"deliveryAttempt,omitempty"`
}

type pushMessage struct {
	Attributes   map[string]string `json:"attributes"`
	Data         []byte            `json:"data"`
	MessageID    string            `json:"messageId"`
	MessageID2   string            `json:"message_id"`
	OrderingKey  string            `json:"orderingKey,omitempty"`
	PublishTime  string            `json:"publishTime"`
	PublishTime2 string            `json:"publish_time"`
}

func (s *Server) body(sub *subscription, m *pubsubpb.PubsubMessage, attempt int) ([]byte, error) {
	published := m.GetPublishTime().AsTime().Format("2006-01-02T15:04:05.000Z07:00")
	b := pushBody{
		Message: pushMessage{
			Attributes:   m.GetAttributes(),
			Data:         m.GetData(),
			MessageID:    m.GetMessageId(),
			MessageID2:   m.GetMessageId(),
			OrderingKey:  m.GetOrderingKey(),
			PublishTime:  published,
			PublishTime2: published,
		},
		Subscription: subscriptionName(s.cfg.Project, sub.Name),
	}
	if b.Message.Attributes == nil {
		b.Message.Attributes = map[string]string{}
	}
	if b.Message.Data == nil {
		b.Message.Data = []byte{}
	}
	if sub.MaxAttempts > 0 {
		b.DeliveryAttempt = attempt
	}
	return json.Marshal(b)
}

// push makes one push request and reports whether the message was acknowledged.
func (s *Server) push(it *item, m *pubsubpb.PubsubMessage) bool {
	s.mu.Lock()
	attempt := it.rec.failed + 1
	if it.rec.pushes > 0 {
		s.stats.Redelivered++
	}
	it.rec.pushes++
	s.mu.Unlock()

	log := s.cfg.Logger.With("subscription", it.sub.Name, "message", m.GetMessageId(), "attempt", attempt)
	body, err := s.body(it.sub, m, attempt)
	if err != nil {
		log.Error("encode push", "error", err)
		return false
	}
	ctx, cancel := context.WithTimeout(s.pushing, it.sub.AckDeadline)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, it.sub.Endpoint, bytes.NewReader(body))
	if err != nil {
		log.Error("build push", "error", err)
		return false
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "CloudPubSub-Google")
	resp, err := s.client.Do(req)
	if err != nil {
		log.Warn("push failed", "error", err)
		return false
	}
	defer resp.Body.Close()
	drain(resp.Body)
	if !acknowledges(resp.StatusCode) {
		log.Warn("push refused", "status", resp.StatusCode)
		return false
	}
	return true
}

// acknowledges reports whether a status is one of those that Pub/Sub takes as an acknowledgement.
func acknowledges(status int) bool {
	switch status {
	case http.StatusProcessing, http.StatusOK, http.StatusCreated, http.StatusAccepted, http.StatusNoContent:
		return true
	}
	return false
}

// finish is done with a message that was acknowledged or is too old, once its last copy is: it removes it from the
// store and then counts it.
func (s *Server) finish(it *item, count func(*Stats)) {
	s.mu.Lock()
	if it.rec.copies > 1 {
		it.rec.copies--
		it.rec.acked = true
		s.stats.InFlight--
		s.mu.Unlock()
		return
	}
	s.mu.Unlock()
	s.store.submit(change{
		apply: func(tx *bbolt.Tx) error { return deleteEntry(tx, it.sub.Name, it.rec.seq) },
		done: func(err error) {
			if err != nil {
				s.cfg.Logger.Error("record acknowledgement", "subscription", it.sub.Name, "error", err)
				s.requeue(it, it.sub.MinBackoff)
				return
			}
			s.mu.Lock()
			defer s.mu.Unlock()
			s.stats.InFlight--
			count(&s.stats)
		},
	})
}

// fail puts a message that was not acknowledged back in its queue, or in the dead letter topic when it has failed
// often enough. Of two copies only the last one comes back, and none once the other was acknowledged.
func (s *Server) fail(it *item, m *pubsubpb.PubsubMessage) {
	s.mu.Lock()
	rec := it.rec
	if rec.copies > 1 {
		rec.copies--
		rec.failed++
		s.stats.InFlight--
		s.mu.Unlock()
		return
	}
	acked := rec.acked
	if s.pushing.Err() == nil { // a push that Close cut short is no failure of its receiver
		rec.failed++
	}
	failed := rec.failed
	s.mu.Unlock()
	switch {
	case acked:
		s.finish(it, func(st *Stats) { st.Delivered++ })
	case it.sub.MaxAttempts > 0 && failed >= it.sub.MaxAttempts:
		s.bury(it, m, failed)
	default:
		s.store.submit(change{
			apply: func(tx *bbolt.Tx) error { return setFailed(tx, it.sub.Name, rec.seq, failed) },
			done: func(err error) {
				if err != nil {
					s.cfg.Logger.Error("record failed push", "subscription", it.sub.Name, "error", err)
				}
				s.requeue(it, it.sub.backoff(failed))
			},
		})
	}
}

// requeue makes an item in flight due again after a wait.
func (s *Server) requeue(it *item, wait time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stats.InFlight--
	s.stats.Queued++
	it.notBefore = time.Now().Add(wait)
	it.sub.queue.add(it)
	it.sub.signal()
}

// bury moves a message to the dead letter topic of its subscription, in one transaction.
func (s *Server) bury(it *item, m *pubsubpb.PubsubMessage, failed int) {
	subs, err := s.announce(it.sub.DeadLetterTopic, 1)
	if err != nil { // closing: it dies after the next Open
		s.requeue(it, it.sub.backoff(failed))
		return
	}
	again := func(what string, err error) {
		s.cfg.Logger.Error(what, "subscription", it.sub.Name, "error", err)
		s.retract(pushed(subs))
		s.requeue(it, it.sub.MaxBackoff)
	}
	forwarded := proto.Clone(m).(*pubsubpb.PubsubMessage)
	forwarded.Attributes = deadLetterAttributes(m, s.cfg.Project, it.sub.Name, failed)
	out := newOutgoing(subs, 1)
	if _, err := s.add(out, forwarded); err != nil {
		again("encode dead letter", err)
		return
	}
	s.store.submit(change{
		apply: func(tx *bbolt.Tx) error {
			if err := deleteEntry(tx, it.sub.Name, it.rec.seq); err != nil {
				return err
			}
			return out.put(tx)
		},
		done: func(err error) {
			if err != nil {
				again("store dead letter", err)
				return
			}
			s.enqueue(out, 0)
			s.count(func(st *Stats) {
				st.InFlight--
				st.DeadLettered++
			})
		},
	})
}

// deadLetterAttributes are a message's own attributes and those by which Pub/Sub tells where a dead letter came from.
func deadLetterAttributes(m *pubsubpb.PubsubMessage, project, sub string, failed int) map[string]string {
	attrs := make(map[string]string, len(m.GetAttributes())+4)
	for k, v := range m.GetAttributes() {
		attrs[k] = v
	}
	attrs["CloudPubSubDeadLetterSourceDeliveryCount"] = strconv.Itoa(failed)
	attrs["CloudPubSubDeadLetterSourceSubscription"] = sub
	attrs["CloudPubSubDeadLetterSourceSubscriptionProject"] = project
	attrs["CloudPubSubDeadLetterSourceTopicPublishTime"] = m.GetPublishTime().AsTime().Format(time.RFC3339Nano)
	return attrs
}
