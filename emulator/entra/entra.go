// Package entra stands in for Microsoft Entra ID on one machine: it is an OpenID Connect issuer at which people sign
// in by authorization code with PKCE, administrators consent to application permissions, and applications get tokens by
// client credentials, over TLS with an authority of its own for the real azidentity client. Parameters, claims and error
// codes are Entra's. The application tokens it issues are those that the stand-in of Microsoft Graph accepts.
//
// Signing in takes a choice and no password: the page lists the people of the served tenants. On demand the service
// misbehaves as an attacker would, see [Misbehaviour].
//
// It is stricter than Entra in one thing: every request for a code needs a challenge by S256. Refresh tokens, the
// implicit and the device flow do not exist here.
package entra

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Config says who may ask for tokens.
type Config struct {
	CertDir string // folder in which the certificate of the authority is written, as ca.pem
	Clients []Client
	Now     func() time.Time // stamps tokens and expires them; nil means time.Now

	// Throttle is asked at each request for a token of a tenant; a positive answer refuses it with 429 and that
	// Retry-After, in whole seconds. Nil means never.
	Throttle func(tenant string) time.Duration

	// OnConsent is told when an administrator has accepted: the tenant's id in lower case and the application
	// permissions that it granted, in the order of the client's. It is called before the browser is sent back, possibly
	// concurrently. Nil means that nobody is told.
	OnConsent func(tenant string, permissions []string)
}

// Server is the stand-in. Its methods may be called concurrently.
type Server struct {
	cfg  Config
	ring *keyring
	// stranger makes a key that is never published, the same each time.
	stranger func() (signingKey, error)
	pages    *template.Template
	http     *http.Server
	caFile   string
	served   sync.WaitGroup

	mu        sync.Mutex
	authority string            // base URL without a slash at the end; empty before Serve
	clients   map[string]Client // by lower-case id
	tenants   map[string]tenant // by lower-case id
	people    map[personKey]Person
	sessions  map[string]session   // by the value of the cookie
	codes     map[string]*code     // by the code
	revoked   map[string]time.Time // when tokens expire that are refused until then, by their unique id
	mode      Misbehaviour         // of every sign-in that asks for none
	replay    map[string]string    // the last good ID token, by lower-case client id

	verifiedMu sync.RWMutex
	verified   map[string]verified // by token
}

// Open makes keys and writes the certificate of the authority, both new at each start.
func Open(cfg Config) (*Server, error) {
	if cfg.CertDir == "" || len(cfg.Clients) == 0 {
		return nil, errors.New("entra configuration: a folder for the certificate and a client are required")
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	pages, err := parsePages()
	if err != nil {
		return nil, fmt.Errorf("parse pages: %w", err)
	}
	key, err := newSigningKey()
	if err != nil {
		return nil, err
	}
	caPEM, tlsConfig, err := newCertificates(time.Now())
	if err != nil {
		return nil, fmt.Errorf("make certificates: %w", err)
	}
	s := &Server{
		cfg:      cfg,
		ring:     &keyring{keys: []signingKey{key}},
		stranger: sync.OnceValues(newSigningKey),
		pages:    pages,
		caFile:   filepath.Join(cfg.CertDir, "ca.pem"),
		clients:  make(map[string]Client),
		tenants:  make(map[string]tenant),
		people:   make(map[personKey]Person),
		sessions: make(map[string]session),
		codes:    make(map[string]*code),
		revoked:  make(map[string]time.Time),
		replay:   make(map[string]string),
		verified: make(map[string]verified),
	}
	for _, c := range cfg.Clients {
		if err := s.Register(c); err != nil {
			return nil, fmt.Errorf("entra configuration: %w", err)
		}
	}
	if err := os.MkdirAll(cfg.CertDir, 0o700); err != nil {
		return nil, fmt.Errorf("write certificate: %w", err)
	}
	if err := os.WriteFile(s.caFile, caPEM, 0o644); err != nil {
		return nil, fmt.Errorf("write certificate: %w", err)
	}
	s.http = &http.Server{
		Handler:           (&site{Server: s, base: s.base}).routes(""),
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
