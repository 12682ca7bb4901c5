package entra

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

const (
	audience = "https://graph.microsoft.com"

	// backdate is how far before its issue a token is valid, for clocks that lag.
	backdate = 5 * time.Minute
	// maxVerified bounds the cache of verified tokens.
	maxVerified = 10_000
)

// Errors of Verify.
var (
	ErrInvalidToken = errors.New("the token is not one of ours")
	ErrExpired      = errors.New("the token has expired")
	ErrNoConsent    = errors.New("the tenant has not consented, or no longer does")
)

// claims are those of an app-only token, version 1.0, as Graph receives them.
type claims struct {
	Audience  string   `json:"aud"`
	Issuer    string   `json:"iss"`
	IssuedAt  int64    `json:"iat"`
	NotBefore int64    `json:"nbf"`
	Expires   int64    `json:"exp"`
	AppID     string   `json:"appid"`
	AppProof  string   `json:"appidacr"` // 1: a secret, 2: an assertion
	Provider  string   `json:"idp"`
	Kind      string   `json:"idtyp"`
	ObjectID  string   `json:"oid"`
	Roles     []string `json:"roles,omitempty"`
	Subject   string   `json:"sub"`
	Tenant    string   `json:"tid"`
	Unique    string   `json:"uti"`
	Version   string   `json:"ver"`
}

// verified is what a token that passed says.
type verified struct {
	tenant  string
	client  string
	roles   []string
	expires time.Time
}

func issuer(tenant string) string { return "https://sts.windows.net/" + tenant + "/" }

// issue signs a token that lives for 60 to 90 minutes, as Entra's do.
func (s *Server) issue(tenant, clientID, proof string, roles []string) (token string, lifetime time.Duration, err error) {
	lifetime = time.Hour + mathrand.N(30*time.Minute).Truncate(time.Second)
	now := s.cfg.Now()
	principal := uuid.NewSHA1(uuid.NameSpaceURL, []byte(issuer(tenant)+clientID)).String()
	token, err = s.sign(claims{
		Audience:  audience,
		Issuer:    issuer(tenant),
		IssuedAt:  now.Add(-backdate).Unix(),
		NotBefore: now.Add(-backdate).Unix(),
		Expires:   now.Add(lifetime).Unix(),
		AppID:     clientID,
		AppProof:  proof,
		Provider:  issuer(tenant),
		Kind:      "app",
		ObjectID:  principal,
		Roles:     roles,
		Subject:   principal,
		Tenant:    tenant,
		Unique:    random(16),
		Version:   "1.0",
	})
	return token, lifetime, err
}

// Verify reads an access token, with or without "Bearer " before it, and tells the tenant and the roles that it was
// issued for. The errors are ErrInvalidToken, ErrExpired and ErrNoConsent. What was verified once costs a look-up.
func (s *Server) Verify(bearer string) (tenant string, roles []string, err error) {
	if len(bearer) > 7 && strings.EqualFold(bearer[:7], "Bearer ") {
		bearer = bearer[7:]
	}
	s.verifiedMu.RLock()
	v, ok := s.verified[bearer]
	s.verifiedMu.RUnlock()
	if !ok {
		if v, err = s.check(bearer); err != nil {
			return "", nil, err
		}
		s.keep(bearer, v)
	}
	if !s.cfg.Now().Before(v.expires) {
		return "", nil, ErrExpired
	}
	if _, consented, _ := s.consent(v.tenant, v.client); !consented {
		return "", nil, ErrNoConsent
	}
	return v.tenant, slices.Clone(v.roles), nil
}

func (s *Server) keep(token string, v verified) {
	s.verifiedMu.Lock()
	defer s.verifiedMu.Unlock()
	if len(s.verified) >= maxVerified {
		now := s.cfg.Now()
		for t, old := range s.verified {
			if !now.Before(old.expires) {
				delete(s.verified, t)
			}
		}
	}
	if len(s.verified) >= maxVerified {
		clear(s.verified)
	}
	s.verified[token] = v
}

// check verifies all of a token but its age at the end and the tenant's consent.
func (s *Server) check(token string) (verified, error) {
	var c claims
	if err := s.readSigned(token, &c); err != nil {
		return verified{}, err
	}
	if c.Audience != audience || c.Issuer != issuer(c.Tenant) {
		return verified{}, ErrInvalidToken
	}
	if s.cfg.Now().Add(backdate).Before(time.Unix(c.NotBefore, 0)) {
		return verified{}, ErrInvalidToken
	}
	return verified{tenant: c.Tenant, client: c.AppID, roles: c.Roles, expires: time.Unix(c.Expires, 0)}, nil
}

// readSigned reads the claims of a token that a published key signed. The error is ErrInvalidToken.
func (s *Server) readSigned(token string, into any) error {
	parts := strings.Split(token, ".")
	if len(parts) != 3 || strings.ContainsAny(token, "\r\n") { // which base64 would overlook
		return ErrInvalidToken
	}
	var h header
	if decodePart(parts[0], &h) != nil || h.Algorithm != algorithm {
		return ErrInvalidToken
	}
	key, ok := s.ring.find(h.KeyID)
	signature, err := base64.RawURLEncoding.Strict().DecodeString(parts[2])
	if !ok || err != nil {
		return ErrInvalidToken
	}
	sum := sha256.Sum256([]byte(token[:len(parts[0])+1+len(parts[1])]))
	if rsa.VerifyPKCS1v15(&key.key.PublicKey, crypto.SHA256, sum[:], signature) != nil || decodePart(parts[1], into) != nil {
		return ErrInvalidToken
	}
	return nil
}

func decodePart(part string, into any) error {
	b, err := base64.RawURLEncoding.Strict().DecodeString(part)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, into); err != nil {
		return fmt.Errorf("decode token: %w", err)
	}
	return nil
}
