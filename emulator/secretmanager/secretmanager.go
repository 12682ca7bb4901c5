// Package secretmanager stands in for Google Secret Manager on one machine: secrets, their versions and their states
// over the real gRPC protocol, for the real client, with one port per identity and what that identity may do.
//
// Secrets outlive the process. Payloads lie outside the database, one file each, so that destroying a version
// overwrites its value and leaves no copy in the database's free pages. Like the other stand-ins it survives the death
// of the process, not a power cut.
package secretmanager

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"

	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"
	"google.golang.org/grpc"
)

// Config says where a Server keeps its secrets.
type Config struct {
	Path    string // bbolt file, created when absent; payloads lie in the folder Path + ".payloads"
	Project string // project id in resource names
}

// Grant lets an identity act on the secrets whose id begins with Prefix. A grant with a right other than Access also
// lets it read and list their metadata.
type Grant struct {
	Prefix     string
	Access     bool // read values
	Create     bool // create secrets and change their labels
	AddVersion bool
	Destroy    bool // enable, disable and destroy versions; delete secrets
}

func (g Grant) manages() bool { return g.Create || g.AddVersion || g.Destroy }

// Server is the stand-in. Its methods may be called concurrently.
type Server struct {
	project string
	store   *store

	mu        sync.Mutex
	closed    bool
	servers   []*grpc.Server
	listeners sync.WaitGroup
}

// Open opens or creates the store.
func Open(cfg Config) (*Server, error) {
	if cfg.Path == "" || cfg.Project == "" {
		return nil, errors.New("secretmanager configuration: path and project are required")
	}
	st, err := openStore(cfg.Path)
	if err != nil {
		return nil, fmt.Errorf("open secret store: %w", err)
	}
	return &Server{project: cfg.Project, store: st}, nil
}

// Serve opens a loopback gRPC port on which the caller is the given identity, with the rights of its grants. Nil
// grants allow everything, an empty list nothing.
func (s *Server) Serve(identity string, grants []Grant) (addr string, err error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("listen for %s: %w", identity, err)
	}
	g := grpc.NewServer()
	secretmanagerpb.RegisterSecretManagerServiceServer(g, &service{
		project: s.project,
		store:   s.store,
		caller:  caller{all: grants == nil, grants: slices.Clone(grants)},
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		_ = ln.Close()
		return "", fmt.Errorf("serve %s: the server is closed", identity)
	}
	s.servers = append(s.servers, g)
	s.listeners.Go(func() { _ = g.Serve(ln) }) // ends with Stop; before that a failed accept shows at the client
	return ln.Addr().String(), nil
}

// Close ends all calls and closes the store.
func (s *Server) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	servers := s.servers
	s.mu.Unlock()
	for _, g := range servers {
		g.Stop()
	}
	s.listeners.Wait()
	if err := s.store.close(); err != nil {
		return fmt.Errorf("close secret store: %w", err)
	}
	return nil
}

// caller is what the identity of a port may do.
type caller struct {
	all    bool
	grants []Grant
}

func (c caller) may(secretID string, right func(Grant) bool) bool {
	return c.all || slices.ContainsFunc(c.grants, func(g Grant) bool {
		return strings.HasPrefix(secretID, g.Prefix) && right(g)
	})
}

func (c caller) managesAny() bool { return c.all || slices.ContainsFunc(c.grants, Grant.manages) }
