// Package pubsub stands in for Google Cloud Pub/Sub on one machine: topics are published to over the real gRPC
// protocol by the real client, and push subscriptions are delivered over HTTP in Google's wrapped format, with
// acknowledgement deadlines, exponential back-off, dead letter topics and, where asked for, duplicates and reordering.
// Pull subscriptions hold their messages until an operator pulls and acknowledges them.
//
// A message is stored before Publish answers and removed after every subscription has acknowledged it, so delivery is
// at least once. The store survives the death of the process (kill -9) but not a power cut: nothing is synced to the
// disk until Close, which is what makes it fast.
package pubsub

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"
)

// Subscription declares one subscription.
type Subscription struct {
	Name, Topic string // short ids, without the project

	// Endpoint is the URL that messages are posted to. Empty makes it a pull subscription, of which what is said
	// below about pushes does not hold.
	Endpoint string

	// AckDeadline is the time limit of one push request, or for acknowledging what was pulled, 10 s to 600 s. Zero
	// means 10 s.
	AckDeadline time.Duration

	// MinBackoff and MaxBackoff bound the wait after a failed push, which doubles from one failure to the next. Zero
	// means Google's defaults for a retry policy, 10 s and 600 s.
	MinBackoff, MaxBackoff time.Duration

	// MaxAttempts is the number of failed pushes after which a message moves to DeadLetterTopic. Zero means never;
	// then DeadLetterTopic must be empty too.
	MaxAttempts     int
	DeadLetterTopic string

	MaxInFlight int // concurrent pushes; zero means 32

	// Retention is the age after which an unacknowledged message is dropped and counted as expired. Zero means 7 days.
	Retention time.Duration
}

// Config says what a Server serves and where it keeps it.
type Config struct {
	Path    string // file of the store, created when absent
	Project string // project id in resource names

	Topics        []string // short ids that exist from the start
	Subscriptions []Subscription

	// Now stamps messages and measures their age against retention; waiting always follows the machine's own clock.
	// Nil means time.Now.
	Now func() time.Time

	// Rand draws, in [0,1), which messages suffer a fault. It is never called concurrently. Nil means a random source.
	Rand func() float64

	// Duplicate is the probability, per message and subscription, of a second delivery of the same message.
	Duplicate float64
	// Reorder is the probability, per message and subscription, of being held back for up to half a second.
	Reorder float64
	// Delay is the longest that a message is held back on its way; each is for an evenly drawn part of it.
	Delay time.Duration

	Transport http.RoundTripper   // carries pushes; nil means one with keep-alives and no proxy
	Grants    map[string][]string // identity to the short ids of the topics it may publish to
	Pulls     map[string][]string // identity to the short ids of the subscriptions it may pull
	Logger    *slog.Logger        // nil means silence
}

// Stats counts messages. Published, Delivered, Redelivered, DeadLettered and Expired count from Open on; Queued and
// InFlight are of this moment and all are read together, so Queued+InFlight == 0 means that nothing is on its way.
// Apart from Published and DeadLettered, a message counts once for each push subscription of its topic; pull
// subscriptions count for nothing.
type Stats struct {
	Published    int64 // accepted by Publish, whether or not the topic has subscriptions
	Delivered    int64 // acknowledged, and the acknowledgement recorded
	Redelivered  int64 // pushes beyond the first of the same message
	DeadLettered int64 // moved to a dead letter topic, or published to one
	Expired      int64 // dropped for their age
	Queued       int64 // waiting for a push or a further one
	InFlight     int64 // being pushed, or acknowledged and not yet recorded
}

const (
	defaultAckDeadline = 10 * time.Second
	maxAckDeadline     = 600 * time.Second
	defaultMinBackoff  = 10 * time.Second
	defaultMaxBackoff  = 600 * time.Second
	defaultMaxInFlight = 32
	defaultRetention   = 7 * 24 * time.Hour
	closeGrace         = 3 * time.Second
)

// Server is the stand-in. Its methods may be called concurrently.
type Server struct {
	cfg    Config
	store  *store
	client *http.Client
	seq    atomic.Uint64 // of the newest message

	randMu sync.Mutex // guards cfg.Rand

	mu      sync.Mutex // guards what follows, and every queue
	stats   Stats
	topics  map[string][]*subscription
	subs    map[string]*subscription
	servers []*grpc.Server
	started bool
	closed  bool

	stop      context.CancelFunc // ends the dispatchers
	stopping  context.Context
	abort     context.CancelFunc // cuts the pushes still under way
	pushing   context.Context
	loops     sync.WaitGroup
	pushes    sync.WaitGroup
	listeners sync.WaitGroup
}

// Open opens or creates the store and puts what it holds back in its queues, messages that were in flight when a
// former process ended included. Nothing is pushed before Start.
func Open(cfg Config) (*Server, error) {
	cfg = withDefaults(cfg)
	if err := validate(cfg); err != nil {
		return nil, err
	}
	st, err := openStore(cfg.Path)
	if err != nil {
		return nil, fmt.Errorf("open message store: %w", err)
	}
	s := &Server{
		cfg:   cfg,
		store: st,
		client: &http.Client{
			Transport:     cfg.Transport,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		topics: make(map[string][]*subscription),
		subs:   make(map[string]*subscription),
	}
	s.stopping, s.stop = context.WithCancel(context.Background())
	s.pushing, s.abort = context.WithCancel(context.Background())
	if err := s.load(); err != nil {
		return nil, errors.Join(fmt.Errorf("load message store: %w", err), st.close())
	}
	return s, nil
}

func withDefaults(cfg Config) Config {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Rand == nil {
		cfg.Rand = rand.Float64
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if cfg.Transport == nil {
		cfg.Transport = &http.Transport{
			DialContext:         (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
			MaxIdleConnsPerHost: 256,
			IdleConnTimeout:     90 * time.Second,
			DisableCompression:  true,
		}
	}
	cfg.Subscriptions = slices.Clone(cfg.Subscriptions)
	for i := range cfg.Subscriptions {
		sub := &cfg.Subscriptions[i]
		if sub.AckDeadline == 0 {
			sub.AckDeadline = defaultAckDeadline
		}
		if sub.MinBackoff == 0 {
			sub.MinBackoff = defaultMinBackoff
		}
		if sub.MaxBackoff == 0 {
			sub.MaxBackoff = max(defaultMaxBackoff, sub.MinBackoff)
		}
		if sub.MaxInFlight == 0 {
			sub.MaxInFlight = defaultMaxInFlight
		}
		if sub.Retention == 0 {
			sub.Retention = defaultRetention
		}
	}
	return cfg
}

// validate reports every problem of the configuration at once.
func validate(cfg Config) error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if cfg.Path == "" {
		bad("no path for the message store")
	}
	if cfg.Project == "" {
		bad("no project")
	}
	if !probability(cfg.Duplicate) || !probability(cfg.Reorder) {
		bad("duplicate %v and reorder %v must lie in 0..1", cfg.Duplicate, cfg.Reorder)
	}
	for _, t := range cfg.Topics {
		if !validID(t) {
			bad("topic %q: not a valid id", t)
		}
	}
	seen := make(map[string]bool)
	for _, sub := range cfg.Subscriptions {
		for _, problem := range subscriptionProblems(sub, cfg.Topics) {
			bad("subscription %q: %s", sub.Name, problem)
		}
		if seen[sub.Name] {
			bad("subscription %q: declared twice", sub.Name)
		}
		seen[sub.Name] = true
	}
	if len(errs) > 0 {
		return fmt.Errorf("pubsub configuration: %w", errors.Join(errs...))
	}
	return nil
}

func probability(p float64) bool { return p >= 0 && p <= 1 }

func subscriptionProblems(sub Subscription, topics []string) []string {
	var out []string
	check := func(ok bool, problem string) {
		if !ok {
			out = append(out, problem)
		}
	}
	u, err := url.Parse(sub.Endpoint)
	check(validID(sub.Name), "not a valid id")
	check(slices.Contains(topics, sub.Topic), "its topic is not declared")
	check(sub.Endpoint == "" || err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "", "the endpoint is not an http URL")
	check(sub.AckDeadline >= defaultAckDeadline && sub.AckDeadline <= maxAckDeadline, "the ack deadline is not in 10s..600s")
	check(sub.MinBackoff > 0 && sub.MaxBackoff >= sub.MinBackoff, "the back-off must be positive and its maximum no less than its minimum")
	check(sub.MaxAttempts >= 0, "negative attempts")
	check((sub.MaxAttempts > 0) == (sub.DeadLetterTopic != ""), "attempts and dead letter topic go together")
	check(sub.DeadLetterTopic == "" || slices.Contains(topics, sub.DeadLetterTopic), "its dead letter topic is not declared")
	check(sub.MaxInFlight > 0, "negative number of concurrent pushes")
	check(sub.Retention > 0, "negative retention")
	return out
}

// load fills topics and queues from the configuration and the store.
func (s *Server) load() error {
	stored, err := s.store.topics(s.cfg.Topics)
	if err != nil {
		return err
	}
	for _, t := range stored {
		s.topics[t] = nil
	}
	s.seq.Store(s.store.lastSeq())
	for _, decl := range s.cfg.Subscriptions {
		sub := newSubscription(decl)
		s.subs[decl.Name] = sub
		s.topics[decl.Topic] = append(s.topics[decl.Topic], sub)
		records, err := s.store.pending(decl.Name)
		if err != nil {
			return err
		}
		now := time.Now()
		for _, r := range records {
			sub.queue.add(&item{sub: sub, rec: r, notBefore: now})
		}
		if !sub.pull() {
			s.stats.Queued += int64(len(records))
		}
	}
	return nil
}

// Start begins pushing. Further calls do nothing.
func (s *Server) Start() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.started || s.closed {
		return
	}
	s.started = true
	for _, sub := range s.subs {
		if !sub.pull() {
			s.loops.Go(func() { s.dispatch(sub) })
		}
	}
}

// Stats returns the counters as they stand together at one moment.
func (s *Server) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stats
}

// Close stops accepting and pushing, gives pushes under way a few seconds to end, and syncs the store to the disk.
// What was not acknowledged is pushed again after the next Open.
func (s *Server) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	servers := s.servers
	s.mu.Unlock()

	s.stop()
	s.loops.Wait()
	ended := make(chan struct{})
	go func() {
		s.pushes.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(closeGrace):
		s.abort()
		<-ended
	}
	s.abort()
	for _, g := range servers {
		g.Stop()
	}
	s.listeners.Wait()
	s.client.CloseIdleConnections()
	if err := s.store.close(); err != nil {
		return fmt.Errorf("close message store: %w", err)
	}
	return nil
}

// draw is one fault draw.
func (s *Server) draw() float64 {
	s.randMu.Lock()
	defer s.randMu.Unlock()
	return s.cfg.Rand()
}

// drain reads a little of a body so that its connection can be used again.
func drain(body io.Reader) { _, _ = io.CopyN(io.Discard, body, 64<<10) }
