package entra

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
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
	audience  = "https://graph.microsoft.com"
	algorithm = "RS256"

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

type header struct {
	Type      string `json:"typ"`
	Algorithm string `json:"alg"`
	KeyID     string `json:"kid"`
}

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
	roles   []string
	expires time.Time
}

func issuer(tenant string) string { return "https://sts.windows.net/" + tenant + "/" }

func keyID(key *rsa.PublicKey) string {
	sum := sha256.Sum256(key.N.Bytes())
	return encode(sum[:20])
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// issue signs a token that lives for 60 to 90 minutes, as Entra's do.
func (s *Server) issue(tenant, clientID, proof string, roles []string) (token string, lifetime time.Duration, err error) {
	lifetime = time.Hour + mathrand.N(30*time.Minute).Truncate(time.Second)
	now := s.cfg.Now()
	unique := make([]byte, 16)
	_, _ = rand.Read(unique) // never fails
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
		Unique:    encode(unique),
		Version:   "1.0",
	})
	return token, lifetime, err
}

func (s *Server) sign(c claims) (string, error) {
	head, err := json.Marshal(header{Type: "JWT", Algorithm: algorithm, KeyID: s.keyID})
	if err != nil {
		return "", err
	}
	body, err := json.Marshal(c)
	if err != nil {
		return "", err
	}
	signed := encode(head) + "." + encode(body)
	sum := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, s.key, crypto.SHA256, sum[:])
	if err != nil {
		return "", err
	}
	return signed + "." + encode(signature), nil
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
	if c, _ := s.tenant(v.tenant); !c.given {
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
	parts := strings.Split(token, ".")
	if len(parts) != 3 || strings.ContainsAny(token, "\r\n") { // which base64 would overlook
		return verified{}, ErrInvalidToken
	}
	var h header
	if decodePart(parts[0], &h) != nil || h.Algorithm != algorithm || h.KeyID != s.keyID {
		return verified{}, ErrInvalidToken
	}
	signature, err := base64.RawURLEncoding.Strict().DecodeString(parts[2])
	if err != nil {
		return verified{}, ErrInvalidToken
	}
	sum := sha256.Sum256([]byte(token[:len(parts[0])+1+len(parts[1])]))
	if rsa.VerifyPKCS1v15(&s.key.PublicKey, crypto.SHA256, sum[:], signature) != nil {
		return verified{}, ErrInvalidToken
	}
	var c claims
	if decodePart(parts[1], &c) != nil || c.Audience != audience || c.Issuer != issuer(c.Tenant) {
		return verified{}, ErrInvalidToken
	}
	if s.cfg.Now().Add(backdate).Before(time.Unix(c.NotBefore, 0)) {
		return verified{}, ErrInvalidToken
	}
	return verified{tenant: c.Tenant, roles: c.Roles, expires: time.Unix(c.Expires, 0)}, nil
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

// jwk is the public key as a JSON web key.
func (s *Server) jwk() map[string]string {
	exponent := binary.BigEndian.AppendUint32(nil, uint32(s.key.E))
	for exponent[0] == 0 {
		exponent = exponent[1:]
	}
	return map[string]string{
		"kty": "RSA", "use": "sig", "alg": algorithm, "kid": s.keyID, "x5t": s.keyID,
		"n": encode(s.key.N.Bytes()), "e": encode(exponent),
	}
}
