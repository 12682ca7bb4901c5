// Package auth turns what a request carries into the person behind it. Today
// that is a short-lived token which the front door signs; it names the tenants
// the bearer may see and those it may decide for, and the IDs it names are the
// only ones a handler gets.
package auth

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/tenant"
)

// ErrUnauthenticated means that the request carries no valid token. Which rule
// it broke is not told.
var ErrUnauthenticated = errors.New("no valid token")

// Principal is who a request comes from and what it may see. Handlers take it
// as a parameter and keep it nowhere.
type Principal struct {
	Subject string      // by which the person signs in
	Address string      // from which network address; empty where it is not told
	Tenants []tenant.ID // to see
	Admin   []tenant.ID // of those, the ones it may decide for
}

// String, GoString and LogValue keep a principal out of logs and errors.
func (Principal) String() string { return "[principal]" }

// GoString implements fmt.GoStringer.
func (p Principal) GoString() string { return p.String() }

// LogValue implements slog.LogValuer.
func (p Principal) LogValue() slog.Value { return slog.StringValue(p.String()) }

// Tenant returns the ID that text names if the principal may see that tenant.
func (p Principal) Tenant(text string) (tenant.ID, bool) {
	for _, id := range p.Tenants {
		if id.String() == text {
			return id, true
		}
	}
	return tenant.ID{}, false
}

// MayDecide reports whether the principal may decide for a tenant, such as accept
// a finding. Seeing a tenant does not suffice.
func (p Principal) MayDecide(id tenant.ID) bool {
	return !id.IsZero() && slices.Contains(p.Admin, id)
}

// Verifier checks tokens of one issuer for one audience.
type Verifier struct {
	key    ed25519.PublicKey
	parser *jwt.Parser
}

// The issuer of the front door's tokens and the longest life they may have.
const (
	Issuer   = "vahti-front-door"
	maxLife  = 5 * time.Minute
	leeway   = 5 * time.Second
	jwtAlgo  = "EdDSA"
	bearer   = "Bearer "
	maxToken = 64 << 10 // bytes; a partner may watch hundreds of tenants
)

// NewVerifier returns a verifier of tokens signed with the private half of key
// (base64, 32 bytes) for the audience. now is the clock.
func NewVerifier(key, audience string, now func() time.Time) (*Verifier, error) {
	raw, err := base64.StdEncoding.DecodeString(key)
	if err != nil || len(raw) != ed25519.PublicKeySize {
		return nil, fmt.Errorf("front door key is not %d bytes of base64", ed25519.PublicKeySize)
	}
	return &Verifier{key: raw, parser: jwt.NewParser(
		jwt.WithValidMethods([]string{jwtAlgo}), jwt.WithAudience(audience), jwt.WithIssuer(Issuer),
		jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithLeeway(leeway), jwt.WithTimeFunc(now), jwt.WithStrictDecoding())}, nil
}

type claims struct {
	jwt.RegisteredClaims
	Tenants []string `json:"tenants"`
	Admin   []string `json:"admin"` // to see and to decide for; need not stand among Tenants, too
	Address string   `json:"ip"`
}

// Verify returns the principal of a token.
func (v *Verifier) Verify(token string) (Principal, error) {
	// Base64 is decoded past line breaks, so that one token could be written in many ways.
	if len(token) > maxToken || strings.ContainsAny(token, "\r\n") {
		return Principal{}, ErrUnauthenticated
	}
	var c claims
	if _, err := v.parser.ParseWithClaims(token, &c, v.keyFor); err != nil {
		return Principal{}, ErrUnauthenticated
	}
	if c.IssuedAt == nil || c.Subject == "" || c.ExpiresAt.Sub(c.IssuedAt.Time) > maxLife {
		return Principal{}, ErrUnauthenticated
	}
	p := Principal{Subject: c.Subject}
	for _, text := range c.Tenants {
		id, err := tenantid.Parse(text)
		if err != nil {
			return Principal{}, ErrUnauthenticated
		}
		p.Tenants = append(p.Tenants, id)
	}
	for _, text := range c.Admin {
		id, err := tenantid.Parse(text)
		if err != nil {
			return Principal{}, ErrUnauthenticated
		}
		if p.Admin = append(p.Admin, id); !slices.Contains(p.Tenants, id) {
			p.Tenants = append(p.Tenants, id)
		}
	}
	if c.Address != "" {
		at, err := netip.ParseAddr(c.Address)
		if err != nil {
			return Principal{}, ErrUnauthenticated
		}
		p.Address = at.Unmap().String()
	}
	return p, nil
}

// keyFor returns the key for a token, which may not ask for rules of its own:
// RFC 7515 has it refused when they are not understood.
func (v *Verifier) keyFor(t *jwt.Token) (any, error) {
	if _, ok := t.Header["crit"]; ok {
		return nil, ErrUnauthenticated
	}
	return v.key, nil
}

// Request returns the principal of a request's bearer token. A request with two
// Authorization headers is nobody's.
func (v *Verifier) Request(r *http.Request) (Principal, error) {
	headers := r.Header.Values("Authorization")
	if len(headers) != 1 {
		return Principal{}, ErrUnauthenticated
	}
	token, ok := strings.CutPrefix(headers[0], bearer)
	if !ok {
		return Principal{}, ErrUnauthenticated
	}
	return v.Verify(token)
}
