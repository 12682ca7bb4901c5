// Package seal keeps personal data readable only with the tenant's own data
// key. The key lives in Secret Manager; destroying it makes every copy of the
// tenant's data unreadable, backups included.
//
// A key has two parts: an AEAD that seals, and a key for hashes by which
// something sealed can be found again.
package seal

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"log/slog"
	"strings"
	"sync"
	"time"

	secretmanager "cloud.google.com/go/secretmanager/apiv1"
	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"
	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/tenant"
)

// ErrNoKey means that the tenant has no key: it was never created or it is known
// to be destroyed, and nothing sealed with it can be read again. A key that is
// only disabled is another error.
var ErrNoKey = errors.New("the tenant has no data key")

// errAbsent is ErrNoKey of a key that was never made, and so may be made now.
var errAbsent = fmt.Errorf("%w: none was made", ErrNoKey)

// Key seals and unseals the personal data of one tenant, or of the people who sign
// in. It is safe for concurrent use.
type Key struct {
	owner string // whose: a tenant's ID, or people
	aead  tink.AEAD
	ids   map[uint32]bool // of the keys that it opens with
	seals uint32          // of the key that it seals with
	// renew fetches the newest version, for what another instance sealed with a key that
	// this version has not; see rotate.go. nil where there is none.
	renew func() (*Key, error)
	// hash hides its key in a closure: fmt prints fields of structs whose methods
	// it cannot call, bytes among them.
	hash func(parts ...string) string
}

// macSize is the length of keys for hashes, in bytes.
const macSize = 32

// stored is a key as Secret Manager holds it.
type stored struct {
	AEAD json.RawMessage `json:"aead"` // a Tink keyset
	MAC  []byte          `json:"mac"`  // macSize bytes
	// After is the version that this one was made of by adding a key; 0 for one that was
	// made anew. See rotate.go.
	After int `json:"after,omitempty"`
}

// redacted stands wherever a key or the keys are printed.
const redacted = "[key]"

// String, Format, LogValue and MarshalJSON keep a key out of logs and errors,
// whatever verb prints it.
func (Key) String() string { return redacted }

// Format implements fmt.Formatter.
func (Key) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, redacted) }

// LogValue implements slog.LogValuer.
func (Key) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalJSON implements json.Marshaler.
func (Key) MarshalJSON() ([]byte, error) { return json.Marshal(redacted) }

// Seal encrypts plain. place says where the result will stand, such as
// "findings/ID"; what is sealed for one place cannot be opened at another.
func (k *Key) Seal(plain []byte, place string) ([]byte, error) {
	b, err := k.aead.Encrypt(plain, k.context(place))
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return b, nil
}

// Open decrypts what Seal made for the same tenant and place.
func (k *Key) Open(sealed []byte, place string) ([]byte, error) {
	b, err := k.aead.Decrypt(sealed, k.context(place))
	if err != nil && k.unknown(sealed) {
		if newer, failed := k.renew(); failed == nil && !newer.unknown(sealed) {
			b, err = newer.aead.Decrypt(sealed, k.context(place))
		}
	}
	if err != nil {
		return nil, fmt.Errorf("unseal: not sealed for this place with this tenant's key")
	}
	return b, nil
}

func (k *Key) context(place string) []byte { return []byte(k.owner + "/" + place) }

var hashEncoding = base32.NewEncoding("0123456789abcdefghijklmnopqrstuv").WithPadding(base32.NoPadding)

// Hash returns a name for the parts that only the holder of the key can tell
// from another: the same parts give the same name.
func (k *Key) Hash(parts ...string) string { return k.hash(parts...) }

func keyedHash(key []byte, parts ...string) string {
	m := hmac.New(sha256.New, key)
	for _, p := range parts {
		fmt.Fprintf(m, "%d:%s", len(p), p)
	}
	return hashEncoding.EncodeToString(m.Sum(nil)[:20])
}

// Keys fetches keys from Secret Manager and remembers them for a few minutes.
type Keys struct {
	client *secretmanager.Client
	parent string // projects/P
	ttl    time.Duration
	now    func() time.Time

	mu     sync.Mutex
	cache  map[tenant.ID]cached
	order  []remembered // the oldest first; one that was remembered anew stands here again
	people cached
}

type cached struct {
	key   *Key
	until time.Time
}

type remembered struct {
	id    tenant.ID
	until time.Time
}

const (
	// cacheTime is how long a key is remembered: a destroyed key is forgotten by
	// every instance within it.
	cacheTime = 5 * time.Minute
	// cacheSize is how many tenants' keys are remembered at most: an instance that works
	// on thousands one after the other has no use for most of them, and its collector
	// would go over all of them again and again.
	cacheSize = 512
)

// NewKeys returns the keys of a project. now is the clock, time.Now in production.
func NewKeys(client *secretmanager.Client, project string, now func() time.Time) *Keys {
	return &Keys{client: client, parent: "projects/" + project, ttl: cacheTime, now: now, cache: map[tenant.ID]cached{}}
}

// secretID is the name of a tenant's key; the identity table grants by its prefix.
func secretID(id tenant.ID) string { return "tenant-" + id.String() }

// String, Format and LogValue keep the keys and whose they are out of logs.
func (*Keys) String() string { return redacted }

// Format implements fmt.Formatter.
func (*Keys) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, redacted) }

// LogValue implements slog.LogValuer.
func (*Keys) LogValue() slog.Value { return slog.StringValue(redacted) }

// Of returns a tenant's key, or ErrNoKey.
func (k *Keys) Of(ctx context.Context, id tenant.ID) (*Key, error) {
	if id.IsZero() {
		return nil, tenant.ErrZero
	}
	now := k.now()
	k.mu.Lock()
	c, ok := k.cache[id]
	k.mu.Unlock()
	if ok && now.Before(c.until) {
		return c.key, nil
	}
	return k.fetch(ctx, id, now)
}

// fetch reads a tenant's key and remembers it.
func (k *Keys) fetch(ctx context.Context, id tenant.ID, now time.Time) (*Key, error) {
	v, err := k.current(ctx, secretID(id))
	if err != nil {
		return nil, err
	}
	key, err := parseKey(id.String(), v.data)
	if err != nil {
		return nil, err
	}
	key.renew = k.once(func(ctx context.Context) (*Key, error) { return k.fetch(ctx, id, k.now()) })
	k.remember(id, key, now)
	return key, nil
}

func (k *Keys) remember(id tenant.ID, key *Key, now time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	until := now.Add(k.ttl)
	k.cache[id] = cached{key, until}
	k.order = append(k.order, remembered{id, until})
	for len(k.order) > cacheSize || now.After(k.order[0].until) {
		first := k.order[0]
		k.order = k.order[1:]
		if k.cache[first.id].until.Equal(first.until) {
			delete(k.cache, first.id)
		}
	}
}

// Create makes the tenant's key unless it has one, and returns the one it has.
func (k *Keys) Create(ctx context.Context, id tenant.ID) (*Key, error) {
	key, err := k.Of(ctx, id)
	if !errors.Is(err, errAbsent) { // a destroyed key is not made anew
		return key, err
	}
	data, err := newKey()
	if err != nil {
		return nil, err
	}
	if err := k.create(ctx, secretID(id), data); err != nil {
		return nil, err
	}
	return k.Of(ctx, id)
}

// Directory returns the hash by which a tenant is found from its Entra id, in
// whichever case that is written. Its key is made on first use.
func (k *Keys) Directory(ctx context.Context, entraID string) (string, error) {
	const name = "directory-key"
	data, err := k.access(ctx, name)
	if errors.Is(err, errAbsent) {
		fresh := make([]byte, macSize)
		_, _ = rand.Read(fresh)
		if err := k.create(ctx, name, fresh); err != nil {
			return "", err
		}
		data, err = k.access(ctx, name)
	}
	if err != nil {
		return "", fmt.Errorf("read directory key: %w", err)
	}
	if len(data) != macSize {
		return "", errors.New("the directory key is not in the expected form")
	}
	return keyedHash(data, strings.ToLower(entraID)), nil
}

// peopleSecret is the name of the key of the people who sign in, who are the same
// people in several tenants.
const peopleSecret = "people-key"

// People returns the key that seals the accounts of the people who sign in, or
// ErrNoKey.
func (k *Keys) People(ctx context.Context) (*Key, error) {
	now := k.now()
	k.mu.Lock()
	c := k.people
	k.mu.Unlock()
	if c.key != nil && now.Before(c.until) {
		return c.key, nil
	}
	return k.fetchPeople(ctx, now)
}

// fetchPeople reads the key of the people who sign in and remembers it.
func (k *Keys) fetchPeople(ctx context.Context, now time.Time) (*Key, error) {
	v, err := k.current(ctx, peopleSecret)
	if err != nil {
		return nil, err
	}
	key, err := parseKey("people", v.data)
	if err != nil {
		return nil, err
	}
	key.renew = k.once(func(ctx context.Context) (*Key, error) { return k.fetchPeople(ctx, k.now()) })
	k.mu.Lock()
	defer k.mu.Unlock()
	k.people = cached{key, now.Add(k.ttl)}
	return key, nil
}

// CreatePeople makes the key of the people who sign in unless there is one, and
// returns the one there is.
func (k *Keys) CreatePeople(ctx context.Context) (*Key, error) {
	key, err := k.People(ctx)
	if !errors.Is(err, errAbsent) {
		return key, err
	}
	data, err := newKey()
	if err != nil {
		return nil, err
	}
	if err := k.create(ctx, peopleSecret, data); err != nil {
		return nil, err
	}
	return k.People(ctx)
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func checksum(data []byte) int64 { return int64(crc32.Checksum(data, castagnoli)) }

// access reads the first version of a secret that is never rotated: of two made at the
// same moment one must win everywhere.
func (k *Keys) access(ctx context.Context, name string) ([]byte, error) {
	v, err := k.version(ctx, name, "1")
	return v.data, err
}

// version reads one version of a secret. Its errors never hold what Secret Manager said
// beyond a status, so that no value can stand in them.
func (k *Keys) version(ctx context.Context, name, number string) (held, error) {
	version := k.parent + "/secrets/" + name + "/versions/" + number
	answer, err := k.client.AccessSecretVersion(ctx, &secretmanagerpb.AccessSecretVersionRequest{Name: version})
	switch status.Code(err) {
	case codes.OK:
		p := answer.GetPayload()
		if p.DataCrc32C != nil && p.GetDataCrc32C() != checksum(p.GetData()) {
			return held{}, errors.New("read data key: damaged on its way")
		}
		return held{p.GetData(), numberOf(answer.GetName())}, nil
	case codes.NotFound:
		return held{}, errAbsent
	case codes.FailedPrecondition:
		return held{}, k.withheld(ctx, version)
	}
	return held{}, failed(ctx, "read data key", err)
}

// errWithheld is what an identity gets of a version that cannot be read, for good or for
// now, where it may not look which of the two it is.
var errWithheld = errors.New("read data key: disabled or destroyed")

// withheld tells a key that is destroyed from one that is disabled and can come
// back; both refuse to be read with the same status. An identity that may not
// look at states is not told ErrNoKey, which others take for irrevocable.
func (k *Keys) withheld(ctx context.Context, version string) error {
	v, err := k.client.GetSecretVersion(ctx, &secretmanagerpb.GetSecretVersionRequest{Name: version})
	switch {
	case status.Code(err) == codes.PermissionDenied:
		return errWithheld
	case err != nil:
		return failed(ctx, "look at data key", err)
	case v.GetState() == secretmanagerpb.SecretVersion_DESTROYED:
		return ErrNoKey
	}
	return errors.New("read data key: disabled")
}

// failed returns the error of a call: the context's own where it ended, so that
// callers can tell, otherwise the status alone.
func failed(ctx context.Context, doing string, err error) error {
	if cause := ctx.Err(); cause != nil {
		return fmt.Errorf("%s: %w", doing, cause)
	}
	return fmt.Errorf("%s: %s", doing, status.Code(err))
}

func (k *Keys) create(ctx context.Context, name string, data []byte) error {
	_, err := k.client.CreateSecret(ctx, &secretmanagerpb.CreateSecretRequest{
		Parent: k.parent, SecretId: name,
		Secret: &secretmanagerpb.Secret{Replication: europe()},
	})
	if err != nil && status.Code(err) != codes.AlreadyExists {
		return failed(ctx, "create secret", err)
	}
	if err != nil { // made before, perhaps by an instance killed before it added the version
		if _, err := k.access(ctx, name); !errors.Is(err, errAbsent) {
			return err
		}
	}
	return k.add(ctx, name, data)
}

// add adds a version.
func (k *Keys) add(ctx context.Context, name string, data []byte) error {
	sum := checksum(data)
	_, err := k.client.AddSecretVersion(ctx, &secretmanagerpb.AddSecretVersionRequest{
		Parent:  k.parent + "/secrets/" + name,
		Payload: &secretmanagerpb.SecretPayload{Data: data, DataCrc32C: &sum},
	})
	if err != nil {
		return failed(ctx, "add data key", err)
	}
	return nil
}

// europe keeps every copy of a key within the EU.
func europe() *secretmanagerpb.Replication {
	var replicas []*secretmanagerpb.Replication_UserManaged_Replica
	for _, location := range []string{"europe-north1", "europe-west1"} {
		replicas = append(replicas, &secretmanagerpb.Replication_UserManaged_Replica{Location: location})
	}
	return &secretmanagerpb.Replication{Replication: &secretmanagerpb.Replication_UserManaged_{
		UserManaged: &secretmanagerpb.Replication_UserManaged{Replicas: replicas}}}
}

func newKey() ([]byte, error) {
	h, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, fmt.Errorf("make data key: %w", err)
	}
	var b bytes.Buffer
	if err := insecurecleartextkeyset.Write(h, keyset.NewJSONWriter(&b)); err != nil {
		return nil, fmt.Errorf("make data key: %w", err)
	}
	s := stored{AEAD: b.Bytes(), MAC: make([]byte, macSize)}
	_, _ = rand.Read(s.MAC)
	return json.Marshal(s)
}

func parseKey(owner string, data []byte) (*Key, error) {
	bad := errors.New("the data key is not in the expected form")
	var s stored
	if err := json.Unmarshal(data, &s); err != nil || len(s.MAC) != macSize {
		return nil, bad
	}
	h, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(s.AEAD)))
	if err != nil {
		return nil, bad
	}
	a, err := aead.New(h)
	if err != nil {
		return nil, bad
	}
	ids := map[uint32]bool{}
	for _, info := range h.KeysetInfo().GetKeyInfo() {
		ids[info.GetKeyId()] = true
	}
	return &Key{owner: owner, aead: a, ids: ids, seals: h.KeysetInfo().GetPrimaryKeyId(), hash: func(parts ...string) string { return keyedHash(s.MAC, parts...) }}, nil
}
