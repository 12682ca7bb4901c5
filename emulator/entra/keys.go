package entra

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
)

const algorithm = "RS256"

// signingKey is a key with the name it has in the published set.
type signingKey struct {
	key *rsa.PrivateKey
	id  string
}

func newSigningKey() (signingKey, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return signingKey{}, fmt.Errorf("make signing key: %w", err)
	}
	return signingKey{key, keyID(&key.PublicKey)}, nil
}

// keyring holds the published keys, the oldest first. One signs; the one after it is published before its turn, so
// that clients know it by then; those before it are published still for the tokens they signed.
type keyring struct {
	mu      sync.RWMutex
	keys    []signingKey
	signing int // index of the key that signs
}

func (r *keyring) current() signingKey {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.keys[r.signing]
}

func (r *keyring) published() []signingKey {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return slices.Clone(r.keys)
}

// find returns the published key of that name.
func (r *keyring) find(id string) (signingKey, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	i := slices.IndexFunc(r.keys, func(k signingKey) bool { return k.id == id })
	if i < 0 {
		return signingKey{}, false
	}
	return r.keys[i], true
}

// announce makes sure that the key whose turn is next is published.
func (r *keyring) announce() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.announceLocked()
}

func (r *keyring) announceLocked() error {
	if r.signing+1 < len(r.keys) {
		return nil
	}
	key, err := newSigningKey()
	if err != nil {
		return err
	}
	r.keys = append(r.keys, key)
	return nil
}

// rotate lets the next key sign and announces another. Of the keys that signed before, the last stays published.
func (r *keyring) rotate() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.announceLocked(); err != nil {
		return err
	}
	r.signing++
	if err := r.announceLocked(); err != nil {
		r.signing--
		return err
	}
	if retired := r.signing - 1; retired > 0 {
		r.keys = slices.Delete(r.keys, 0, retired)
		r.signing -= retired
	}
	return nil
}

// RotateKeys lets the next published key sign from now on, publishes another for the next time, and stops publishing
// all of those before but the last. Tokens that a key signed which is no longer published are refused.
func (s *Server) RotateKeys() error {
	if err := s.ring.rotate(); err != nil {
		return fmt.Errorf("rotate keys: %w", err)
	}
	s.verifiedMu.Lock()
	defer s.verifiedMu.Unlock()
	clear(s.verified)
	return nil
}

func keyID(key *rsa.PublicKey) string {
	sum := sha256.Sum256(key.N.Bytes())
	return encode(sum[:20])
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// random returns n bytes of chance, encoded.
func random(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return encode(b)
}

// jwk is the public key as a JSON web key.
func (k signingKey) jwk(issuer string) map[string]string {
	exponent := binary.BigEndian.AppendUint32(nil, uint32(k.key.E))
	for exponent[0] == 0 {
		exponent = exponent[1:]
	}
	return map[string]string{
		"kty": "RSA", "use": "sig", "alg": algorithm, "kid": k.id, "x5t": k.id,
		"n": encode(k.key.N.Bytes()), "e": encode(exponent), "issuer": issuer,
	}
}

type header struct {
	Type      string `json:"typ"`
	Algorithm string `json:"alg"`
	KeyID     string `json:"kid"`
}

// sign makes a token of claims with the key that signs now.
func (s *Server) sign(claims any) (string, error) { return s.ring.current().sign(claims) }

func (k signingKey) sign(claims any) (string, error) {
	signed, err := unsigned(header{Type: "JWT", Algorithm: algorithm, KeyID: k.id}, claims)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, k.key, crypto.SHA256, sum[:])
	if err != nil {
		return "", fmt.Errorf("sign token: %w", err)
	}
	return signed + "." + encode(signature), nil
}

// unsigned is what a signature is about.
func unsigned(h header, claims any) (string, error) {
	head, err := json.Marshal(h)
	if err != nil {
		return "", fmt.Errorf("encode token: %w", err)
	}
	body, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("encode token: %w", err)
	}
	return encode(head) + "." + encode(body), nil
}
