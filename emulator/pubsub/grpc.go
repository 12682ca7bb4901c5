package pubsub

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strings"

	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"
	"go.etcd.io/bbolt"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"
)

// maxReceive lies above maxRequestBytes, so that a request that is too large is refused with Pub/Sub's own status.
const maxReceive = 32 << 20

// Serve opens a loopback gRPC port on which the caller is the given identity. It may publish to the topics granted to
// it, pull the subscriptions granted to it and nothing else; with all it is the operator, who may also publish anywhere, create topics, read topics and
// subscriptions, and pull. The address serves as PUBSUB_EMULATOR_HOST.
func (s *Server) Serve(identity string, all bool) (addr string, err error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("listen for %s: %w", identity, err)
	}
	g := grpc.NewServer(grpc.MaxRecvMsgSize(maxReceive))
	caller := caller{identity: identity, all: all, topics: slices.Clone(s.cfg.Grants[identity]), pulls: slices.Clone(s.cfg.Pulls[identity])}
	pubsubpb.RegisterPublisherServer(g, &publisher{s: s, caller: caller})
	pubsubpb.RegisterSubscriberServer(g, &subscriber{s: s, caller: caller})

	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		_ = ln.Close()
		return "", fmt.Errorf("serve %s: %w", identity, errClosed)
	}
	s.servers = append(s.servers, g)
	s.listeners.Go(func() {
		if err := g.Serve(ln); err != nil {
			s.cfg.Logger.Error("serve Pub/Sub", "identity", identity, "error", err)
		}
	})
	return ln.Addr().String(), nil
}

// caller is who speaks on a port.
type caller struct {
	identity string
	all      bool
	topics   []string
	pulls    []string
}

func (c caller) mayPull(subscription string) error {
	if c.all || slices.Contains(c.pulls, subscription) {
		return nil
	}
	return status.Error(codes.PermissionDenied, "User not authorized to perform this action.")
}

func (c caller) operator() error {
	if c.all {
		return nil
	}
	return status.Error(codes.PermissionDenied, "User not authorized to perform this action.")
}

func (c caller) mayPublish(topic string) error {
	if c.all || slices.Contains(c.topics, topic) {
		return nil
	}
	return status.Error(codes.PermissionDenied, "User not authorized to perform this action.")
}

type publisher struct {
	pubsubpb.UnimplementedPublisherServer
	s      *Server
	caller caller
}

func (p *publisher) Publish(_ context.Context, req *pubsubpb.PublishRequest) (*pubsubpb.PublishResponse, error) {
	topic, err := parseName(req.GetTopic(), p.s.cfg.Project, "topics")
	if err != nil {
		return nil, err
	}
	if err := p.s.mustHaveTopic(topic); err != nil {
		return nil, err
	}
	if err := p.caller.mayPublish(topic); err != nil {
		return nil, err
	}
	ids, err := p.s.publish(topic, req.GetMessages())
	if err != nil {
		return nil, err
	}
	return &pubsubpb.PublishResponse{MessageIds: ids}, nil
}

func (p *publisher) GetTopic(_ context.Context, req *pubsubpb.GetTopicRequest) (*pubsubpb.Topic, error) {
	if err := p.caller.operator(); err != nil {
		return nil, err
	}
	topic, err := parseName(req.GetTopic(), p.s.cfg.Project, "topics")
	if err != nil {
		return nil, err
	}
	if err := p.s.mustHaveTopic(topic); err != nil {
		return nil, err
	}
	return &pubsubpb.Topic{Name: req.GetTopic(), State: pubsubpb.Topic_ACTIVE}, nil
}

func (p *publisher) CreateTopic(_ context.Context, req *pubsubpb.Topic) (*pubsubpb.Topic, error) {
	if err := p.caller.operator(); err != nil {
		return nil, err
	}
	topic, err := parseName(req.GetName(), p.s.cfg.Project, "topics")
	if err != nil {
		return nil, err
	}
	if p.s.mustHaveTopic(topic) == nil {
		return nil, status.Errorf(codes.AlreadyExists, "Resource already exists in the project (resource=%s).", topic)
	}
	if err := p.s.store.update(func(tx *bbolt.Tx) error { return addTopic(tx, topic) }); err != nil {
		return nil, status.Error(codes.Unavailable, "the topic could not be stored")
	}
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if _, ok := p.s.topics[topic]; !ok {
		p.s.topics[topic] = nil
	}
	return &pubsubpb.Topic{Name: req.GetName(), State: pubsubpb.Topic_ACTIVE}, nil
}

// ListTopics lists by name; the page token is the last name of the page before.
func (p *publisher) ListTopics(_ context.Context, req *pubsubpb.ListTopicsRequest) (*pubsubpb.ListTopicsResponse, error) {
	if err := p.caller.operator(); err != nil {
		return nil, err
	}
	project, ok := strings.CutPrefix(req.GetProject(), "projects/")
	if !ok || project == "" || strings.Contains(project, "/") {
		return nil, invalid("Invalid project name given (name=%s).", req.GetProject())
	}
	if project != p.s.cfg.Project {
		return nil, status.Errorf(codes.NotFound, "Requested project not found (project=%s).", project)
	}
	size := int(req.GetPageSize())
	if size < 0 {
		return nil, invalid("Negative page size.")
	}
	if size == 0 || size > maxMessages {
		size = maxMessages
	}
	resp := new(pubsubpb.ListTopicsResponse)
	for _, id := range p.s.topicIDs() {
		if id <= req.GetPageToken() {
			continue
		}
		if len(resp.Topics) == size {
			resp.NextPageToken = resp.Topics[size-1].GetName()[len(topicName(project, "")):]
			break
		}
		resp.Topics = append(resp.Topics, &pubsubpb.Topic{Name: topicName(project, id), State: pubsubpb.Topic_ACTIVE})
	}
	return resp, nil
}

func (s *Server) mustHaveTopic(topic string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.topics[topic]; !ok {
		return status.Errorf(codes.NotFound, "Resource not found (resource=%s).", topic)
	}
	return nil
}

func (s *Server) topicIDs() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := make([]string, 0, len(s.topics))
	for id := range s.topics {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

type subscriber struct {
	pubsubpb.UnimplementedSubscriberServer
	s      *Server
	caller caller
}

func (p *subscriber) GetSubscription(_ context.Context, req *pubsubpb.GetSubscriptionRequest) (*pubsubpb.Subscription, error) {
	if err := p.caller.operator(); err != nil {
		return nil, err
	}
	id, err := parseName(req.GetSubscription(), p.s.cfg.Project, "subscriptions")
	if err != nil {
		return nil, err
	}
	sub, ok := p.s.subs[id] // written by Open alone
	if !ok {
		return nil, status.Errorf(codes.NotFound, "Resource not found (resource=%s).", id)
	}
	out := &pubsubpb.Subscription{
		Name:                     req.GetSubscription(),
		Topic:                    topicName(p.s.cfg.Project, sub.Topic),
		PushConfig:               &pubsubpb.PushConfig{PushEndpoint: sub.Endpoint}, // an empty endpoint: it is pulled
		AckDeadlineSeconds:       int32(sub.AckDeadline.Seconds()),
		MessageRetentionDuration: durationpb.New(sub.Retention),
		RetryPolicy: &pubsubpb.RetryPolicy{
			MinimumBackoff: durationpb.New(sub.MinBackoff),
			MaximumBackoff: durationpb.New(sub.MaxBackoff),
		},
		State: pubsubpb.Subscription_ACTIVE,
	}
	if sub.MaxAttempts > 0 {
		out.DeadLetterPolicy = &pubsubpb.DeadLetterPolicy{
			DeadLetterTopic:     topicName(p.s.cfg.Project, sub.DeadLetterTopic),
			MaxDeliveryAttempts: int32(sub.MaxAttempts),
		}
	}
	return out, nil
}
