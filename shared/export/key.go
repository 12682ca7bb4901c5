package export

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
)

// Key signs exports. The public keys of those that signed earlier stay known, so that
// old exports can still be verified.
type Key struct {
	private ed25519.PrivateKey
	public  []PublicKey // the one that signs first
}

// String keeps a key out of logs and formatted errors.
func (*Key) String() string { return "[key]" }

// GoString implements fmt.GoStringer for the same reason.
func (*Key) GoString() string { return "[key]" }

// LogValue implements slog.LogValuer.
func (*Key) LogValue() slog.Value { return slog.StringValue("[key]") }

// PublicKey verifies exports.
type PublicKey struct {
	ID  string // the thumbprint of RFC 7638
	Key ed25519.PublicKey
}

// errKey tells nothing of what it could not read.
var errKey = errors.New("the key of exports is not in the expected form")

// The types of PEM blocks.
const (
	privateBlock = "PRIVATE KEY"
	publicBlock  = "PUBLIC KEY"
)

// ParseKey reads the key from the text in which Secret Manager keeps it: PEM, the key
// that signs first, and behind it those that signed before, private or public.
func ParseKey(text []byte) (*Key, error) {
	k := &Key{}
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		public, private, err := parseBlock(block)
		if err != nil {
			return nil, err
		}
		if len(k.public) == 0 {
			k.private = private
		}
		k.public = append(k.public, publicKey(public))
	}
	if k.private == nil {
		return nil, errKey
	}
	return k, nil
}

func parseBlock(block *pem.Block) (ed25519.PublicKey, ed25519.PrivateKey, error) {
	switch block.Type {
	case privateBlock:
		parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
		private, ok := parsed.(ed25519.PrivateKey)
		if err != nil || !ok {
			return nil, nil, errKey
		}
		public, ok := private.Public().(ed25519.PublicKey)
		if !ok {
			return nil, nil, errKey
		}
		return public, private, nil
	case publicBlock:
		parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
		public, ok := parsed.(ed25519.PublicKey)
		if err != nil || !ok {
			return nil, nil, errKey
		}
		return public, nil, nil
	}
	return nil, nil, errKey
}

// NewKey makes a key, as the text in which it is kept. Earlier is the text of the key
// that it takes the place of; empty for none.
func NewKey(earlier []byte) ([]byte, error) {
	var before []PublicKey
	if len(earlier) > 0 {
		was, err := ParseKey(earlier)
		if err != nil {
			return nil, err
		}
		before = was.public
	}
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	out := pem.EncodeToMemory(&pem.Block{Type: privateBlock, Bytes: der})
	for _, k := range before {
		text, err := k.PEM()
		if err != nil {
			return nil, err
		}
		out = append(out, text...)
	}
	return out, nil
}

// PEM returns the key as openssl reads it.
func (k PublicKey) PEM() ([]byte, error) {
	der, err := x509.MarshalPKIXPublicKey(k.Key)
	if err != nil {
		return nil, fmt.Errorf("write a public key: %w", err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: publicBlock, Bytes: der}), nil
}

func publicKey(key ed25519.PublicKey) PublicKey {
	// The members that RFC 7638 asks for, in their order.
	sum := sha256.Sum256([]byte(`{"crv":"Ed25519","kty":"OKP","x":"` + base64.RawURLEncoding.EncodeToString(key) + `"}`))
	return PublicKey{base64.RawURLEncoding.EncodeToString(sum[:]), key}
}

// Public returns the public keys, the one that signs now first.
func (k *Key) Public() []PublicKey { return append([]PublicKey{}, k.public...) }

// sign returns the signature of a manifest.
func (k *Key) sign(manifest []byte) []byte { return ed25519.Sign(k.private, manifest) }

// jwk is a public key as RFC 8037 has it.
type jwk struct {
	Type      string `json:"kty"`
	Curve     string `json:"crv"`
	X         string `json:"x"`
	ID        string `json:"kid"`
	Use       string `json:"use"`
	Algorithm string `json:"alg"`
}

// JWKS returns keys as RFC 7517 has them.
func JWKS(keys []PublicKey) ([]byte, error) {
	set := struct {
		Keys []jwk `json:"keys"`
	}{[]jwk{}}
	for _, k := range keys {
		set.Keys = append(set.Keys, jwk{"OKP", "Ed25519", base64.RawURLEncoding.EncodeToString(k.Key), k.ID, "sig", "EdDSA"})
	}
	raw, err := json.MarshalIndent(set, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write public keys: %w", err)
	}
	return append(raw, '\n'), nil
}

// ParseJWKS reads public keys. Keys of other types are not looked at; the ID of each is
// worked out anew.
func ParseJWKS(raw []byte) ([]PublicKey, error) {
	var set struct {
		Keys []jwk `json:"keys"`
	}
	if json.Unmarshal(raw, &set) != nil {
		return nil, errors.New("the public keys are not in the expected form")
	}
	var out []PublicKey
	for _, k := range set.Keys {
		x, err := base64.RawURLEncoding.DecodeString(k.X)
		if k.Type != "OKP" || k.Curve != "Ed25519" || err != nil || len(x) != ed25519.PublicKeySize {
			continue
		}
		out = append(out, publicKey(x))
	}
	if len(out) == 0 {
		return nil, errors.New("there is no Ed25519 key among the public keys")
	}
	return out, nil
}
