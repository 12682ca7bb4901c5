// Package postmark stands in for Postmark on one machine: it takes messages over the
// real HTTP API, lets them be searched for, keeps the recipients to whom nothing is
// sent any more, and calls the webhook with what became of a message. Nothing leaves
// the machine; Page is the inbox in which people read what was sent.
//
// Messages are kept in memory, the newest some thousands, and are gone with the
// process.
package postmark

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// Fault is what goes wrong with one request to send.
type Fault string

// The faults.
const (
	None     Fault = ""
	Busy     Fault = "busy"     // 429: too many requests; nothing is sent
	Broken   Fault = "broken"   // 500; nothing is sent
	Upkeep   Fault = "upkeep"   // 503 with error code 100; nothing is sent
	Lost     Fault = "lost"     // it is sent, and the connection ends before the answer
	LostTo   Fault = "lost-to"  // it is sent, and the answer is 500
	Unheard  Fault = "unheard"  // the connection ends and nothing is sent
	Slow     Fault = "slow"     // it is sent, and the answer takes Config.Slowness
	Unsigned Fault = "unsigned" // error code 400: the sender is not known
)

// Config says how a Server behaves. All but Token may be left out.
type Config struct {
	Token string // of the server, which requests must carry
	// Fate is asked before each request to send.
	Fate func() Fault
	// Slowness is how long a slow answer takes.
	Slowness time.Duration
	// Backoff lies between two tries of a webhook call: Postmark's own are minutes.
	Backoff time.Duration
	Now     func() time.Time
}

// Header is a header of a message.
type Header struct{ Name, Value string }

// Message is a message that was sent.
type Message struct {
	ID                     string
	At                     time.Time
	From, To, Subject, Tag string
	Text, HTML             string
	Stream                 string
	Headers                []Header
	Metadata               map[string]string
	TrackOpens             bool
	TrackLinks             string
	Events                 []string // what became of it, in order
}

// webhook is who is told what became of messages.
type webhook struct{ address, user, password string }

// Server is the stand-in. Its methods may be called concurrently.
type Server struct {
	cfg  Config
	stop context.CancelFunc
	ctx  context.Context //nolint:containedctx // ends the calls that are under way when the server closes

	mu         sync.Mutex
	sent       []Message
	suppressed map[string]string // address => why
	hook       webhook
	bounces    int
	refusals   int
	servers    []*serving
	calls      sync.WaitGroup
	client     *http.Client
}

// kept is how many messages are kept.
const kept = 5000

// Open returns a server.
func Open(cfg Config) (*Server, error) {
	if cfg.Token == "" {
		return nil, errors.New("postmark configuration: a server token is required")
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Backoff == 0 {
		cfg.Backoff = time.Second
	}
	if cfg.Slowness == 0 {
		cfg.Slowness = 2 * time.Second
	}
	ctx, stop := context.WithCancel(context.Background())
	return &Server{cfg: cfg, ctx: ctx, stop: stop, suppressed: map[string]string{}, client: &http.Client{Timeout: 30 * time.Second}}, nil
}

// Serve opens a loopback port that speaks Postmark's API and returns its address.
func (s *Server) Serve() (string, error) {
	l, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return "", fmt.Errorf("listen: %w", err)
	}
	s.serve(l)
	return "http://" + l.Addr().String(), nil
}

// serving is one port that is listened on.
type serving struct {
	*http.Server
	port *net.TCPListener
	gate sync.RWMutex // held for reading while a request is worked on
	over bool         // no request is taken any more
}

func (s *Server) serve(l *net.TCPListener) {
	v := &serving{port: l}
	api := s.api()
	v.Server = &http.Server{ReadHeaderTimeout: 10 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v.gate.RLock()
		defer v.gate.RUnlock()
		if v.over {
			panic(http.ErrAbortHandler)
		}
		api.ServeHTTP(w, r)
	})}
	s.mu.Lock()
	s.servers = append(s.servers, v)
	s.mu.Unlock()
	go func() { _ = v.Serve(l) }()
}

// Settle ends all connections and returns once nothing that was sent before is worked
// on any more, or ever will be. The addresses stay.
func (s *Server) Settle() error {
	s.mu.Lock()
	before := s.servers
	s.servers = nil
	s.mu.Unlock()
	for _, v := range before {
		l, err := v.settle()
		if err != nil {
			return fmt.Errorf("listen again: %w", err)
		}
		s.serve(l)
	}
	return nil
}

// settle ends what one port serves and returns the port, on which nobody waits. It is
// never let go, or somebody else could have it.
func (v *serving) settle() (*net.TCPListener, error) {
	port, err := v.port.File()
	if err != nil {
		return nil, err
	}
	defer port.Close()
	_ = v.Close()
	v.gate.Lock()
	v.over = true
	v.gate.Unlock()
	again, err := net.FileListener(port)
	if err != nil {
		return nil, err
	}
	l := again.(*net.TCPListener)
	for {
		_ = l.SetDeadline(time.Now().Add(time.Millisecond))
		waiting, err := l.Accept()
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return l, l.SetDeadline(time.Time{})
		}
		if err != nil {
			return nil, errors.Join(err, l.Close())
		}
		_ = waiting.Close()
	}
}

// Hook has the webhook called at an address with basic authentication.
func (s *Server) Hook(address, user, password string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hook = webhook{address, user, password}
}

// Close ends all calls.
func (s *Server) Close() error {
	s.stop()
	s.mu.Lock()
	servers := s.servers
	s.mu.Unlock()
	var errs []error
	for _, h := range servers {
		errs = append(errs, h.Close())
	}
	s.calls.Wait()
	return errors.Join(errs...)
}

// Sent returns what was sent, oldest first.
func (s *Server) Sent() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := slices.Clone(s.sent)
	for i := range out {
		out[i].Events = slices.Clone(out[i].Events)
	}
	return out
}

// Deactivate has nothing sent to an address any more, as after a bounce.
func (s *Server) Deactivate(address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.suppressed[strings.ToLower(address)] = "HardBounce"
}

// Refusals returns how many messages were refused for what they are.
func (s *Server) Refusals() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.refusals
}

// accept keeps a message as sent and returns its ID.
func (s *Server) accept(m Message) string {
	m.ID, m.At = newID(), s.cfg.Now().UTC()
	s.mu.Lock()
	s.sent = append(s.sent, m)
	if len(s.sent) > kept {
		s.sent = slices.Clone(s.sent[len(s.sent)-kept:])
	}
	s.mu.Unlock()
	if strings.HasSuffix(m.To, "@bounce-testing.postmarkapp.com") {
		_ = s.Play(m.ID, BounceEvent) // Postmark's own address for trying it
	}
	return m.ID
}

// inactive says why nothing is sent to an address; empty where it is.
func (s *Server) inactive(address string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.suppressed[strings.ToLower(address)]
}

// newID is a random UUID, which Postmark names messages by.
func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
