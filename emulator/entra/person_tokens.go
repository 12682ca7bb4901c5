package entra

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"maps"
	mathrand "math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

const (
	// idLifetime is how long an ID token is valid, minLifetime and maxLifetime an access token at least and at most.
	idLifetime  = time.Hour
	minLifetime = time.Hour
	maxLifetime = 90 * time.Minute
)

// tokens makes what a redeemed code stands for.
func (s *site) tokens(c code, client Client, p Person, proof string) (*tokenBody, error) {
	lifetime := minLifetime + mathrand.N(maxLifetime-minLifetime).Truncate(time.Second)
	access := s.common(p, c.scopes.resource(), lifetime)
	maps.Copy(access, map[string]any{
		"azp": client.ID, "azpacr": proof, "scp": c.scopes.scp(), "oid": p.ObjectID, "uti": c.unique, "sid": c.session.sid,
	})
	if len(p.Roles) > 0 {
		access["roles"] = p.Roles
	}
	if c.scopes.profile {
		access["name"], access["preferred_username"] = p.Name, p.UPN
	}
	token, err := s.signFalsely(access, c.misbehave)
	if err != nil {
		return nil, err
	}
	seconds := int(lifetime.Seconds())
	body := &tokenBody{Type: "Bearer", Scope: c.scopes.String(), ExpiresIn: seconds, ExtExpires: seconds, Token: token}
	if c.scopes.openid {
		if body.IDToken, err = s.idToken(c, client, p); err != nil {
			return nil, err
		}
	}
	return body, nil
}

// common are the claims of every token of a person, version 2.0.
func (s *site) common(p Person, aud string, lifetime time.Duration) map[string]any {
	now := s.cfg.Now()
	return map[string]any{
		"ver": "2.0", "iss": s.issuer(p.TenantID), "aud": aud, "sub": pairwise(p, aud), "tid": p.TenantID,
		"iat": now.Add(-backdate).Unix(), "nbf": now.Add(-backdate).Unix(), "exp": now.Add(lifetime).Unix(),
		"uti": random(16),
	}
}

// pairwise is a person's name towards one application.
func pairwise(p Person, aud string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(aud) + "\x00" + p.TenantID + "\x00" + p.ObjectID))
	return encode(sum[:])
}

func (s *site) idToken(c code, client Client, p Person) (string, error) {
	claims := s.common(p, client.ID, idLifetime)
	if c.nonce != "" {
		claims["nonce"] = c.nonce
	}
	if c.scopes.profile {
		claims["name"], claims["preferred_username"], claims["oid"] = p.Name, p.UPN, p.ObjectID
	}
	if p.Email != "" && (c.scopes.email || p.Guest) {
		claims["email"] = p.Email
	}
	wanted := slices.DeleteFunc(slices.Clone(c.wanted), func(name string) bool { return name == "wids" }) // a registration alone asks for it
	for _, name := range append(slices.Clone(client.OptionalClaims), wanted...) {
		if value := optional(name, c, p); value != nil {
			claims[name] = value
		}
	}
	if c.misbehave == Replayed {
		s.mu.Lock()
		earlier := s.replay[strings.ToLower(client.ID)]
		s.mu.Unlock()
		if earlier != "" {
			return earlier, nil
		}
	}
	switch c.misbehave {
	case WrongNonce:
		claims["nonce"] = random(16)
	case MissingNonce:
		delete(claims, "nonce")
	}
	token, err := s.signFalsely(claims, c.misbehave)
	if err != nil {
		return "", err
	}
	if c.misbehave == Honest {
		s.mu.Lock()
		s.replay[strings.ToLower(client.ID)] = token
		s.mu.Unlock()
	}
	return token, nil
}

// optional is the value of an optional claim, nil where there is none.
func optional(name string, c code, p Person) any {
	switch name {
	case "acct": // whether the person is a guest
		if p.Guest {
			return 1
		}
		return 0
	case "amr":
		return []string{"pwd", "mfa"}
	case "auth_time":
		return c.session.at.Unix()
	case "email":
		if p.Email != "" {
			return p.Email
		}
	case "login_hint":
		return p.hint()
	case "sid":
		return c.session.sid
	case "wids":
		return p.directoryRoles()
	}
	return nil
}

// signFalsely signs claims, in the way that a misbehaviour asks for.
func (s *site) signFalsely(claims map[string]any, m Misbehaviour) (string, error) {
	now := s.cfg.Now()
	tenant, _ := claims["tid"].(string)
	switch m {
	case Expired:
		claims["iat"], claims["nbf"], claims["exp"] = now.Add(-2*time.Hour).Unix(), now.Add(-2*time.Hour).Unix(), now.Add(-time.Hour).Unix()
	case NotYetValid:
		claims["iat"], claims["nbf"], claims["exp"] = now.Add(time.Hour).Unix(), now.Add(time.Hour).Unix(), now.Add(2*time.Hour).Unix()
	case WrongAudience:
		claims["aud"] = uuid.NewSHA1(uuid.NameSpaceURL, fmt.Append(nil, claims["aud"])).String()
	case WrongIssuer:
		claims["iss"] = s.issuer(s.otherTenant(tenant))
	case ForeignIssuer:
		claims["iss"] = "https://login.authority.example/" + tenant + "/v2.0"
	case TenantMismatch:
		claims["tid"] = s.otherTenant(tenant)
	}
	key := s.ring.current()
	switch m {
	case WrongKey:
		stranger, err := s.stranger()
		if err != nil {
			return "", err
		}
		stranger.id = key.id
		key = stranger
	case UnknownKeyID:
		key.id = random(20)
	case NoAlgorithm:
		signed, err := unsigned(header{Type: "JWT", Algorithm: "none", KeyID: key.id}, claims)
		return signed + ".", err
	case SymmetricSignature:
		return key.signSymmetrically(claims)
	}
	return key.sign(claims)
}

// signSymmetrically signs with the public key as if it were a shared secret.
func (k signingKey) signSymmetrically(claims any) (string, error) {
	der, err := x509.MarshalPKIXPublicKey(&k.key.PublicKey)
	if err != nil {
		return "", fmt.Errorf("encode public key: %w", err)
	}
	signed, err := unsigned(header{Type: "JWT", Algorithm: "HS256", KeyID: k.id}, claims)
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
	mac.Write([]byte(signed))
	return signed + "." + encode(mac.Sum(nil)), nil
}

// otherTenant is a tenant that is not this one: one that is served, where there is one.
func (s *Server) otherTenant(tenant string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	other := ""
	for id := range s.tenants {
		if id != tenant && (other == "" || id < other) {
			other = id
		}
	}
	return cmp.Or(other, uuid.NewSHA1(uuid.NameSpaceURL, []byte(tenant)).String())
}
