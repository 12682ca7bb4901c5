// Package stripe is a stand-in for Stripe: its API as far as Vahti uses it, the pages
// on which a customer subscribes and changes a subscription, and webhooks. It keeps
// state, and as its clock is moved on, what becomes due happens: trials end, periods
// are renewed, cards fail, payments are tried again, cancelled subscriptions end.
//
// The real client, stripe-go, works against it, and errors are of Stripe's own form.
// What it answers is compared with Stripe's own mock where that is at hand. It is
// less than Stripe: one currency, one item in a subscription, no proration, bills that
// are final at once.
package stripe

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	mrand "math/rand/v2"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Price is what is sold, for each seat and month.
type Price struct {
	ID        string
	LookupKey string
	Plan      string // in the metadata
	Amount    int64  // in cents
}

// Fault is what goes wrong with a request to the API.
type Fault struct {
	Status int  // such as 429 or 500; 0 for nothing
	After  bool // the request is worked on first, and its answer lost
}

// What becomes of a subscription when a payment was tried for the last time.
const (
	Cancel  = "canceled"
	Unpaid  = "unpaid"
	PastDue = "past_due"
)

// Config is how the stand-in behaves.
type Config struct {
	Path   string   // a file that keeps the state; empty for none
	Key    string   // the API key
	Prices []Price  // what is sold
	Sign   []string // the webhooks' signing secrets: each signs
	Now    func() time.Time
	// Version is the API's version of which events are: the one that stripe-go has, or
	// a later one, which has periods on a subscription's items.
	Version string
	// Final is what becomes of a subscription that is never paid; Cancel where empty.
	Final string
	// Double, Delay: how likely an event is sent twice, or not before the next time.
	Double, Delay float64
	Shuffle       bool        // events are sent in any order
	Rand          *mrand.Rand // draws these; nil for a random one
	// Fault, when set, says what goes wrong with a request.
	Fault func(*http.Request) Fault
	HTTP  *http.Client // sends webhooks; nil for the usual
}

// Request is a request that the API got.
type Request struct {
	Method, Path string
	Header       http.Header
	Body         string // the form, also of a GET's query
}

// Server is the stand-in.
type Server struct {
	config Config

	mu       sync.Mutex
	state    state
	webhook  string // where events go; empty for nowhere
	base     string // where the pages are, without a slash at the end
	requests []Request
	closers  []func() error
}

// state is everything that is kept.
type state struct {
	Seq           int                      `json:"seq"`
	Customers     map[string]*customer     `json:"customers"`
	Subscriptions map[string]*subscription `json:"subscriptions"`
	Invoices      map[string]*invoice      `json:"invoices"`
	Charges       map[string]*charge       `json:"charges"`
	Disputes      map[string]*dispute      `json:"disputes"`
	Sessions      map[string]*page         `json:"sessions"`
	Events        []*event                 `json:"events"` // still to be sent
	Answers       map[string]kept          `json:"answers"`
}

// Open opens a stand-in.
func Open(c Config) (*Server, error) {
	if c.Rand == nil {
		var seed [32]byte
		_, _ = rand.Read(seed[:])
		c.Rand = mrand.New(mrand.NewChaCha8(seed)) //nolint:gosec // draws when an event is sent
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.HTTP == nil {
		c.HTTP = &http.Client{Timeout: 30 * time.Second}
	}
	s := &Server{config: c, base: "http://localhost/emulator/stripe"}
	if c.Path != "" {
		raw, err := os.ReadFile(c.Path)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, errors.New("the state of Stripe's stand-in cannot be read")
		}
		if err == nil && json.Unmarshal(raw, &s.state) != nil {
			return nil, errors.New("the state of Stripe's stand-in is damaged")
		}
	}
	s.state.fill()
	return s, nil
}

func (s *state) fill() {
	made(&s.Customers)
	made(&s.Subscriptions)
	made(&s.Invoices)
	made(&s.Charges)
	made(&s.Disputes)
	made(&s.Sessions)
	made(&s.Answers)
}

func made[V any](m *map[string]V) {
	if *m == nil {
		*m = map[string]V{}
	}
}

// Serve serves the API on a port of this machine and returns its address, such as
// http://127.0.0.1:1234.
func (s *Server) Serve() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("serve Stripe's stand-in: %w", err)
	}
	server := &http.Server{Handler: s.API(), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(l) }()
	s.closers = append(s.closers, server.Close)
	return "http://" + l.Addr().String(), nil
}

// Deliver says where events are sent from now on; to nowhere, they wait.
func (s *Server) Deliver(webhook string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.webhook = webhook
}

// At says where people reach the pages that Pages serves.
func (s *Server) At(base string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.base = base
}

// Requests returns what the API was asked so far.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.requests...)
}

// Run has what is due happen and sends events, until ctx ends.
func (s *Server) Run(ctx context.Context) {
	every := time.NewTicker(500 * time.Millisecond)
	defer every.Stop()
	for {
		s.Tick()
		s.Flush(ctx)
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
	}
}

// Close ends the stand-in and keeps its state.
func (s *Server) Close() error {
	var errs []error
	for _, c := range s.closers {
		errs = append(errs, c())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return errors.Join(append(errs, s.save())...)
}

// save writes the state whole or not at all.
func (s *Server) save() error {
	if s.config.Path == "" {
		return nil
	}
	raw, err := json.Marshal(s.state)
	if err != nil {
		return err
	}
	fresh := s.config.Path + ".new"
	if err := os.WriteFile(fresh, raw, 0o600); err != nil {
		return fmt.Errorf("keep the state of Stripe's stand-in in %s: not written", filepath.Base(s.config.Path))
	}
	return os.Rename(fresh, s.config.Path)
}

// id names something new.
func (s *Server) id(prefix string) string {
	s.state.Seq++
	return fmt.Sprintf("%s_standin%08d", prefix, s.state.Seq)
}

// chance draws.
func (s *Server) chance(p float64) bool { return p > 0 && s.config.Rand.Float64() < p }

// price returns a price by its ID.
func (s *Server) price(id string) (Price, bool) {
	for _, p := range s.config.Prices {
		if p.ID == id {
			return p, true
		}
	}
	return Price{}, false
}

// never is later than anything that is due.
const never = int64(math.MaxInt64)
