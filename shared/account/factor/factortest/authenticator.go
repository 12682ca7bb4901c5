// Package factortest has a passkey device and an authenticator app in software, for
// the tests of what is built on package factor.
package factortest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/fxamacker/cbor/v2"
)

// The algorithms of COSE that the device signs with.
const (
	ES256 = -7
	EdDSA = -8
)

// Authenticator is a passkey device together with its browser. It keeps its keys in
// memory and does what the options ask for, its faults apart.
type Authenticator struct {
	// Origin is the address of the page that asks.
	Origin string
	// Algorithm is the one it signs with, where the options offer it.
	Algorithm int
	// Unverified leaves out asking the person for a PIN or a finger.
	Unverified bool
	// Counting makes the device count its signatures, as those do that cannot be copied.
	Counting bool
	// Forgetful makes keys that cannot be found without being named.
	Forgetful bool
	// Mallory damages signatures.
	Mallory bool

	mu   sync.Mutex
	keys []key
}

// New returns a device at a page that counts and signs with ES256.
func New(origin string) *Authenticator {
	return &Authenticator{Origin: origin, Algorithm: ES256, Counting: true}
}

type key struct {
	id, handle []byte
	site       string
	signer     crypto.Signer
	count      uint32
	found      bool // without being named
}

// options are the parts of both kinds of options that a device looks at.
type options struct {
	PublicKey struct {
		Challenge string `json:"challenge"`
		Site      struct {
			ID string `json:"id"`
		} `json:"rp"`
		SiteID string `json:"rpId"`
		User   struct {
			ID string `json:"id"`
		} `json:"user"`
		Parameters []struct {
			Alg int `json:"alg"`
		} `json:"pubKeyCredParams"`
		Exclude   []descriptor `json:"excludeCredentials"`
		Allow     []descriptor `json:"allowCredentials"`
		Selection struct {
			ResidentKey string `json:"residentKey"`
		} `json:"authenticatorSelection"`
	} `json:"publicKey"`
}

type descriptor struct {
	ID string `json:"id"`
}

var b64 = base64.RawURLEncoding

// The flags of what a device says.
const (
	present  = 1 << 0
	verified = 1 << 2
	attested = 1 << 6
)

// Create makes a passkey and answers as navigator.credentials.create does.
func (a *Authenticator) Create(raw []byte) ([]byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	var o options
	if err := json.Unmarshal(raw, &o); err != nil {
		return nil, fmt.Errorf("options: %w", err)
	}
	for _, e := range o.PublicKey.Exclude {
		if slices.ContainsFunc(a.keys, func(k key) bool { return b64.EncodeToString(k.id) == e.ID }) {
			return nil, errors.New("this device has a passkey of this account already")
		}
	}
	if a.Forgetful && o.PublicKey.Selection.ResidentKey == "required" {
		return nil, errors.New("this device cannot keep a passkey that is found without being named")
	}
	handle, err := b64.DecodeString(o.PublicKey.User.ID)
	if err != nil {
		return nil, fmt.Errorf("user: %w", err)
	}
	k := key{id: make([]byte, 32), handle: handle, site: o.PublicKey.Site.ID, found: !a.Forgetful}
	_, _ = rand.Read(k.id)
	if !slices.ContainsFunc(o.PublicKey.Parameters, func(p struct {
		Alg int `json:"alg"`
	}) bool {
		return p.Alg == a.Algorithm
	}) {
		return nil, errors.New("no algorithm in common")
	}
	public, err := k.generate(a.Algorithm)
	if err != nil {
		return nil, err
	}
	data := a.data(&k, attested)
	data = append(data, make([]byte, 16)...)                      // no model is told
	data = binary.BigEndian.AppendUint16(data, uint16(len(k.id))) //nolint:gosec // an ID of a few bytes
	data = append(append(data, k.id...), public...)
	object, err := encode(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})
	if err != nil {
		return nil, err
	}
	client, err := a.client("webauthn.create", o.PublicKey.Challenge)
	if err != nil {
		return nil, err
	}
	a.keys = append(a.keys, k)
	return answer(k.id, map[string]any{"clientDataJSON": b64.EncodeToString(client), "attestationObject": b64.EncodeToString(object), "transports": []string{"internal"}})
}

// Get signs with a passkey and answers as navigator.credentials.get does.
func (a *Authenticator) Get(raw []byte) ([]byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	var o options
	if err := json.Unmarshal(raw, &o); err != nil {
		return nil, fmt.Errorf("options: %w", err)
	}
	at := slices.IndexFunc(a.keys, func(k key) bool {
		if k.site != o.PublicKey.SiteID {
			return false
		}
		if len(o.PublicKey.Allow) == 0 {
			return k.found
		}
		return slices.ContainsFunc(o.PublicKey.Allow, func(d descriptor) bool { return d.ID == b64.EncodeToString(k.id) })
	})
	if at < 0 {
		return nil, errors.New("this device has no passkey for that")
	}
	k := &a.keys[at]
	if a.Counting {
		k.count++
	}
	data := a.data(k, 0)
	client, err := a.client("webauthn.get", o.PublicKey.Challenge)
	if err != nil {
		return nil, err
	}
	signature, err := k.sign(data, client)
	if err != nil {
		return nil, err
	}
	if a.Mallory {
		signature[len(signature)-1] ^= 1
	}
	parts := map[string]any{"clientDataJSON": b64.EncodeToString(client), "authenticatorData": b64.EncodeToString(data), "signature": b64.EncodeToString(signature)}
	if k.found {
		parts["userHandle"] = b64.EncodeToString(k.handle)
	}
	return answer(k.id, parts)
}

// Copy returns another device with the same keys and counters.
func (a *Authenticator) Copy() *Authenticator {
	a.mu.Lock()
	defer a.mu.Unlock()
	return &Authenticator{Origin: a.Origin, Algorithm: a.Algorithm, Counting: a.Counting, Forgetful: a.Forgetful, keys: slices.Clone(a.keys)}
}

// Handles changes whose keys they are said to be.
func (a *Authenticator) Handles(handle []byte) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := range a.keys {
		a.keys[i].handle = handle
	}
}

func (a *Authenticator) data(k *key, flags byte) []byte {
	site := sha256.Sum256([]byte(k.site))
	flags |= present
	if !a.Unverified {
		flags |= verified
	}
	return binary.BigEndian.AppendUint32(append(site[:], flags), k.count)
}

func (a *Authenticator) client(what, challenge string) ([]byte, error) {
	return json.Marshal(map[string]any{"type": what, "challenge": challenge, "origin": a.Origin, "crossOrigin": false})
}

// generate makes the key pair and returns the public key after COSE.
func (k *key) generate(algorithm int) ([]byte, error) {
	if algorithm == EdDSA {
		public, private, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			return nil, err
		}
		k.signer = private
		return encode(map[int]any{1: 1, 3: EdDSA, -1: 6, -2: []byte(public)})
	}
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	k.signer = private
	point, err := private.PublicKey.Bytes()
	if err != nil {
		return nil, err
	}
	return encode(map[int]any{1: 2, 3: ES256, -1: 1, -2: point[1:33], -3: point[33:]})
}

func (k *key) sign(data, client []byte) ([]byte, error) {
	hash := sha256.Sum256(client)
	message := append(slices.Clone(data), hash[:]...)
	if _, ok := k.signer.(ed25519.PrivateKey); ok {
		return k.signer.Sign(rand.Reader, message, crypto.Hash(0))
	}
	digest := sha256.Sum256(message)
	return k.signer.Sign(rand.Reader, digest[:], crypto.SHA256)
}

func encode(v any) ([]byte, error) {
	mode, err := cbor.CTAP2EncOptions().EncMode()
	if err != nil {
		return nil, err
	}
	return mode.Marshal(v)
}

func answer(id []byte, response map[string]any) ([]byte, error) {
	name := b64.EncodeToString(id)
	return json.Marshal(map[string]any{"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": map[string]any{}})
}
