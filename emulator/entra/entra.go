// Package entra stands in for Microsoft Entra ID's token service on one machine: client credentials, over TLS with an
// authority of its own, for the real azidentity client, with Entra's own error codes. The tokens it issues are those
// that the stand-in of Microsoft Graph accepts.
package entra

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// Client is an application registration. It proves itself by its secret or, where Assertion is set, by a token of
// another issuer that Assertion accepts.
type Client struct {
	ID        string
	Secret    string                 // empty: no secret is accepted
	Assertion func(jwt string) error // nil: no assertion is accepted
}

// Config says who may ask for tokens.
type Config struct {
	CertDir string // folder in which the certificate of the authority is written, as ca.pem
	Clients []Client
	Now     func() time.Time // stamps tokens and expires them; nil means time.Now

	// Throttle is asked at each request for a token of a tenant; a positive answer refuses it with 429 and that
	// Retry-After, in whole seconds. Nil means never.
	Throttle func(tenant string) time.Duration
}

// Server is the stand-in. Its methods may be called concurrently.
type Server struct {
	cfg    Config
	key    *rsa.PrivateKey
	keyID  string
	http   *http.Server
	caFile string

	mu        sync.Mutex
	authority string             // base URL without a slash at the end; empty before Serve
	tenants   map[string]consent // by lower-case id
	served    sync.WaitGroup

	verifiedMu sync.RWMutex
	verified   map[string]verified // by token
}

// consent is what a tenant has granted.
type consent struct {
	given bool // false once it was withdrawn
	roles []string
}

// Open makes keys and writes the certificate of the authority, both new at each start.
func Open(cfg Config) (*Server, error) {
	if cfg.CertDir == "" || len(cfg.Clients) == 0 {
		return nil, errors.New("entra configuration: a folder for the certificate and a client are required")
	}
	for _, c := range cfg.Clients {
		if c.ID == "" || c.Secret == "" && c.Assertion == nil {
			return nil, errors.New("entra configuration: a client needs an id, and a secret or an assertion")
		}
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	cfg.Clients = slices.Clone(cfg.Clients)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, fmt.Errorf("make signing key: %w", err)
	}
	caPEM, tlsConfig, err := newCertificates(time.Now())
	if err != nil {
		return nil, fmt.Errorf("make certificates: %w", err)
	}
	s := &Server{
		cfg:      cfg,
		key:      key,
		keyID:    keyID(&key.PublicKey),
		caFile:   filepath.Join(cfg.CertDir, "ca.pem"),
		tenants:  make(map[string]consent),
		verified: make(map[string]verified),
	}
	if err := os.MkdirAll(cfg.CertDir, 0o700); err != nil {
		return nil, fmt.Errorf("write certificate: %w", err)
	}
	if err := os.WriteFile(s.caFile, caPEM, 0o644); err != nil {
		return nil, fmt.Errorf("write certificate: %w", err)
	}
	s.http = &http.Server{
		Handler:           s.routes(),
		TLSConfig:         tlsConfig,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		ErrorLog:          log.New(io.Discard, "", 0), // handshakes that clients break off
	}
	return s, nil
}

// Serve opens a loopback port. The URL is what azidentity takes as ActiveDirectoryAuthorityHost; the file holds the
// certificate that its HTTP client must trust. Further calls return the same.
func (s *Server) Serve() (authorityURL, caFile string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.authority == "" {
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return "", "", fmt.Errorf("listen: %w", err)
		}
		s.authority = "https://" + ln.Addr().String()
		s.served.Go(func() { _ = s.http.ServeTLS(ln, "", "") }) // ends with Close
	}
	return s.authority + "/", s.caFile, nil
}

// AddTenant makes a tenant that has consented to every client, with these application roles, such as
// "User.Read.All". For a tenant that is there it replaces the roles; tokens that it has keep theirs.
func (s *Server) AddTenant(id string, roles []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tenants[strings.ToLower(id)] = consent{given: true, roles: slices.Clone(roles)}
}

// RemoveTenant withdraws a tenant's consent, as when its admin deletes the enterprise application: it gets no further
// token, and those it has are refused.
func (s *Server) RemoveTenant(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.tenants[strings.ToLower(id)]; ok {
		s.tenants[strings.ToLower(id)] = consent{}
	}
}

func (s *Server) tenant(id string) (c consent, exists bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, exists = s.tenants[strings.ToLower(id)]
	return c, exists
}

func (s *Server) base() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.authority
}

// Close ends the service, giving requests under way a moment.
func (s *Server) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	err := s.http.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = s.http.Close()
	}
	s.served.Wait()
	if err != nil {
		return fmt.Errorf("close token service: %w", err)
	}
	return nil
}
