// Package storage stands in for Google Cloud Storage on one machine: one bucket's
// objects over the JSON API, for the real client, with one port per identity and
// what that identity may do.
//
// It serves uploads in one request (media and multipart) and resumable ones with
// repeated parts and questions for their state, whole and ranged reading, metadata,
// listing with a prefix page by page, deleting, preconditions on generations, and
// checksums both ways. What it does not know it refuses instead of passing over it.
// Not there: more than one bucket and its settings, changing metadata, copying,
// composing, versions and soft deletion, delimiters, ACLs, encryption keys of the
// caller's own, gzip transcoding, notifications, the XML API and gRPC. Nothing is
// deleted by age.
//
// Objects outlive the process: what they are stands in a bbolt file, their content
// in a file each, and an object is replaced in one step. Like the other stand-ins
// it survives the death of the process, not a power cut. A resumable upload that was
// under way is lost with the process.
package storage

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// Config says where a Server keeps its objects and what it does wrong.
type Config struct {
	Path   string // bbolt file, created when absent; content lies in the folder Path + ".objects"
	Bucket string // the bucket's name

	Faults Faults
	Rand   func() float64 // draws faults, from 0 to 1, never two at a time; needed where there are any
}

// Faults are the probabilities of wrong answers; their sum is at most 1.
type Faults struct {
	Unavailable float64 // 503, nothing was done
	TooMany     float64 // 429, nothing was done
	Cut         float64 // it was done, and the connection breaks before or amid the answer
}

// Grant is what an identity may do with objects. As with Google, replacing takes
// Create and Delete, and only who may list is told that an object does not exist.
type Grant struct{ Get, List, Create, Delete bool }

// Server is the stand-in. Its methods may be called concurrently.
type Server struct {
	config   Config
	store    *store
	sessions sessions
	chance   sync.Mutex // one draw at a time

	mu      sync.Mutex
	closed  bool
	servers []*http.Server
	serving sync.WaitGroup
}

// Open opens or creates the store.
func Open(cfg Config) (*Server, error) {
	if cfg.Path == "" || cfg.Bucket == "" {
		return nil, errors.New("storage configuration: path and bucket are required")
	}
	if cfg.Faults != (Faults{}) && cfg.Rand == nil {
		return nil, errors.New("storage configuration: faults need a source of chance")
	}
	st, err := openStore(cfg.Path)
	if err != nil {
		return nil, fmt.Errorf("open object store: %w", err)
	}
	return &Server{config: cfg, store: st, sessions: sessions{open: map[string]*session{}}}, nil
}

// Serve opens a loopback port on which the caller is the given identity. A nil
// grant allows everything.
func (s *Server) Serve(identity string, grant *Grant) (addr string, err error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("listen for %s: %w", identity, err)
	}
	may := Grant{Get: true, List: true, Create: true, Delete: true}
	if grant != nil {
		may = *grant
	}
	srv := &http.Server{
		Handler:           &service{server: s, identity: identity, may: may},
		ReadHeaderTimeout: time.Minute,
		ErrorLog:          log.New(io.Discard, "", 0), // connections cut on purpose
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		_ = ln.Close()
		return "", fmt.Errorf("serve %s: the server is closed", identity)
	}
	s.servers = append(s.servers, srv)
	s.serving.Go(func() { _ = srv.Serve(ln) }) // ends with Close; before that a failed accept shows at the client
	return ln.Addr().String(), nil
}

// Close ends all requests and closes the store.
func (s *Server) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	servers := s.servers
	s.mu.Unlock()
	for _, srv := range servers {
		_ = srv.Close()
	}
	s.serving.Wait()
	s.sessions.drop()
	if err := s.store.close(); err != nil {
		return fmt.Errorf("close object store: %w", err)
	}
	return nil
}
