package entra

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strings"
)

// Client is an application registration. It proves itself by its secret or, where Assertion is set, by a token of
// another issuer that Assertion accepts.
type Client struct {
	ID        string
	Secret    string                 // empty: no secret is accepted
	Assertion func(jwt string) error // nil: no assertion is accepted

	Name string // as pages show it; empty means the ID
	// RedirectURIs are where browsers may be sent back to, compared letter by letter. None means that nobody can sign in.
	RedirectURIs []string
	// Scopes are what the application exposes as an API: "access" is asked for as "api://ID/access".
	Scopes []string
	// Permissions are the application permissions of Microsoft Graph that an administrator is asked to consent to.
	Permissions []string
	// OptionalClaims are claims of ID tokens beside those that every token has: acct, amr, auth_time, email,
	// login_hint, sid, wids. A request can ask for them too, by its parameter "claims", but not for wids, for which a
	// registration asks by its groupMembershipClaims.
	OptionalClaims []string
}

// String shows neither the secret nor what an assertion must be.
func (c Client) String() string { return "client " + c.ID }

// GoString is String.
func (c Client) GoString() string { return c.String() }

// LogValue is String.
func (c Client) LogValue() slog.Value { return slog.StringValue(c.String()) }

func (c Client) name() string {
	if c.Name == "" {
		return c.ID
	}
	return c.Name
}

func optionalClaims() []string {
	return []string{"acct", "amr", "auth_time", "email", "login_hint", "sid", "wids"}
}

func (c Client) validate() error {
	if c.ID == "" || c.Secret == "" && c.Assertion == nil {
		return errors.New("a client needs an id, and a secret or an assertion")
	}
	for _, raw := range c.RedirectURIs {
		u, err := url.Parse(raw)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || strings.Contains(raw, "#") {
			return fmt.Errorf("client %s: a redirect URI must be an http or https URL without a fragment", c.ID)
		}
	}
	for _, claim := range c.OptionalClaims {
		if !slices.Contains(optionalClaims(), claim) {
			return fmt.Errorf("client %s: %q is no optional claim; there are %v", c.ID, claim, optionalClaims())
		}
	}
	return nil
}

// Register makes an application known, in place of one with the same id. What tenants consented to stays.
func (s *Server) Register(c Client) error {
	if err := c.validate(); err != nil {
		return err
	}
	c.RedirectURIs, c.Scopes = slices.Clone(c.RedirectURIs), slices.Clone(c.Scopes)
	c.Permissions, c.OptionalClaims = slices.Clone(c.Permissions), slices.Clone(c.OptionalClaims)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clients[strings.ToLower(c.ID)] = c
	return nil
}

func (s *Server) client(id string) (Client, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.clients[strings.ToLower(id)]
	return c, ok
}
