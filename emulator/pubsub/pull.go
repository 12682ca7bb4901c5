package pubsub

import (
	"container/heap"
	"context"
	"strconv"
	"strings"
	"time"

	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"
	"go.etcd.io/bbolt"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
)

// pullWait is how long a pull waits for a message before it answers with none.
const pullWait = 200 * time.Millisecond

// maxModify is the longest that a pulled message can be kept to oneself at once.
const maxModify = 600 * time.Second

// pulled is a message that waits for its acknowledgement.
type pulled struct {
	ackID string
	rec   *record
}

// lease takes up to limit due items of a pull subscription: they come back when the acknowledgement deadline has
// passed. wait tells how long to wait for the next one where there is none; it is negative where none is known.
func (s *Server) lease(sub *subscription, limit int) (out []pulled, expired []*record, wait time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	for len(sub.queue) > 0 && len(out) < limit {
		it := sub.queue[0]
		if wait = it.notBefore.Sub(now); wait > 0 {
			return out, expired, wait
		}
		if s.cfg.Now().Sub(it.rec.published) > sub.Retention {
			heap.Pop(&sub.queue)
			expired = append(expired, it.rec)
			continue
		}
		it.rec.pushes++
		it.notBefore = now.Add(sub.AckDeadline)
		heap.Fix(&sub.queue, 0)
		out = append(out, pulled{ackID(it.rec), it.rec})
	}
	return out, expired, -1
}

// ackID names one delivery of a message: one that was delivered again since is not acknowledged by it.
func ackID(r *record) string {
	return strconv.FormatUint(r.seq, 10) + "-" + strconv.Itoa(r.pushes)
}

// held returns where in its queue the message of a delivery is, or -1. Server.mu is held.
func (sub *subscription) held(id string) int {
	seq, _, ok := strings.Cut(id, "-")
	n, err := strconv.ParseUint(seq, 10, 64)
	if !ok || err != nil {
		return -1
	}
	for i, it := range sub.queue {
		if it.rec.seq == n && ackID(it.rec) == id {
			return i
		}
	}
	return -1
}

// pullSubscription returns the subscription that a request of whoever may pull it names.
func (p *subscriber) pullSubscription(name string) (*subscription, error) {
	id, err := parseName(name, p.s.cfg.Project, "subscriptions")
	if refused := p.caller.mayPull(id); refused != nil {
		return nil, refused
	}
	if err != nil {
		return nil, err
	}
	sub, ok := p.s.subs[id] // written by Open alone
	if !ok {
		return nil, status.Errorf(codes.NotFound, "Resource not found (resource=%s).", id)
	}
	if !sub.pull() {
		return nil, status.Errorf(codes.FailedPrecondition, "The subscription is a push subscription (resource=%s).", id)
	}
	return sub, nil
}

// Pull implements the method of that name. It waits for a message, though not for long.
func (p *subscriber) Pull(ctx context.Context, req *pubsubpb.PullRequest) (*pubsubpb.PullResponse, error) {
	sub, err := p.pullSubscription(req.GetSubscription())
	if err != nil {
		return nil, err
	}
	if req.GetMaxMessages() <= 0 {
		return nil, invalid("The number of messages to pull must be positive.")
	}
	end := time.Now().Add(pullWait)
	for {
		taken, expired, wait := p.s.lease(sub, min(int(req.GetMaxMessages()), maxMessages))
		for _, r := range expired {
			if err := p.s.store.update(func(tx *bbolt.Tx) error { return deleteEntry(tx, sub.Name, r.seq) }); err != nil {
				return nil, status.Error(codes.Unavailable, "an expired message could not be removed")
			}
		}
		left := time.Until(end)
		if len(taken) > 0 || left <= 0 {
			return p.answer(sub, taken)
		}
		if wait < 0 || wait > left {
			wait = left
		}
		select {
		case <-ctx.Done():
			return nil, status.FromContextError(ctx.Err()).Err()
		case <-p.s.stopping.Done():
			return nil, status.Error(codes.Unavailable, errClosed.Error())
		case <-sub.wake:
		case <-time.After(wait):
		}
	}
}

func (p *subscriber) answer(sub *subscription, taken []pulled) (*pubsubpb.PullResponse, error) {
	resp := &pubsubpb.PullResponse{}
	for _, t := range taken {
		m, err := p.s.store.message(sub.Name, t.rec.seq)
		if err != nil {
			continue // acknowledged in this moment
		}
		resp.ReceivedMessages = append(resp.ReceivedMessages, &pubsubpb.ReceivedMessage{AckId: t.ackID, Message: m})
	}
	return resp, nil
}

// Acknowledge implements the method of that name: what it names is not delivered again. Deliveries whose message was
// delivered again since, or acknowledged, are passed over.
func (p *subscriber) Acknowledge(_ context.Context, req *pubsubpb.AcknowledgeRequest) (*emptypb.Empty, error) {
	sub, err := p.pullSubscription(req.GetSubscription())
	if err != nil {
		return nil, err
	}
	if len(req.GetAckIds()) == 0 {
		return nil, invalid("The request names no ack id.")
	}
	var done []*item
	p.s.mu.Lock()
	for _, id := range req.GetAckIds() {
		if i := sub.held(id); i >= 0 {
			done = append(done, heap.Remove(&sub.queue, i).(*item))
		}
	}
	p.s.mu.Unlock()
	err = p.s.store.update(func(tx *bbolt.Tx) error {
		for _, it := range done {
			if err := deleteEntry(tx, sub.Name, it.rec.seq); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		p.s.mu.Lock()
		defer p.s.mu.Unlock()
		for _, it := range done {
			sub.queue.add(it)
		}
		return nil, status.Error(codes.Unavailable, "the acknowledgement could not be stored")
	}
	return &emptypb.Empty{}, nil
}

// ModifyAckDeadline implements the method of that name; zero seconds gives messages back at once.
func (p *subscriber) ModifyAckDeadline(_ context.Context, req *pubsubpb.ModifyAckDeadlineRequest) (*emptypb.Empty, error) {
	sub, err := p.pullSubscription(req.GetSubscription())
	if err != nil {
		return nil, err
	}
	wait := time.Duration(req.GetAckDeadlineSeconds()) * time.Second
	if len(req.GetAckIds()) == 0 || wait < 0 || wait > maxModify {
		return nil, invalid("The request names no ack id, or a deadline that is not in 0..%d seconds.", int(maxModify/time.Second))
	}
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	now := time.Now()
	for _, id := range req.GetAckIds() {
		if i := sub.held(id); i >= 0 {
			sub.queue[i].notBefore = now.Add(wait)
			heap.Fix(&sub.queue, i)
		}
	}
	sub.signal()
	return &emptypb.Empty{}, nil
}
