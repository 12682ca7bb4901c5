package seal

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"
	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/tenant"
)

// A key is rotated by a further version of its secret, which holds every key of the
// version before and one more, with which everything is sealed from then on. The key for
// hashes stays, because documents are named by them. Nothing waits for anything: an
// instance that still holds the version before seals with its own key, which every
// later version opens, and one that meets what was sealed with a key that it has not
// fetches the newest version, once.
//
// Versions that are made at the same moment must not both count, or what is sealed with
// the one would be unreadable to whoever holds the other. So a version names the one it
// was made of, and counts where that is the one that counted before; of several made of
// the same, the first counts.

// held is one version as Secret Manager holds it.
type held struct {
	data   []byte
	number int
}

// numberOf returns the number in a version's name; 0 for none.
func numberOf(name string) int {
	n, _ := strconv.Atoi(name[strings.LastIndex(name, "/")+1:])
	return n
}

// after returns which version a version was made of.
func (h held) after() int {
	var s stored
	if json.Unmarshal(h.data, &s) != nil {
		return 0 // who parses it says so
	}
	return s.After
}

// current reads the version of a key that counts.
func (k *Keys) current(ctx context.Context, name string) (held, error) {
	latest, err := k.version(ctx, name, "latest")
	if err != nil || latest.number <= 1 || latest.after() == latest.number-1 {
		return latest, err
	}
	// Somebody else made one at the same moment, once: all are looked at in their order.
	var counts held
	for n := 1; n <= latest.number; n++ {
		v, err := k.version(ctx, name, strconv.Itoa(n))
		if errors.Is(err, errAbsent) || errors.Is(err, ErrNoKey) || errors.Is(err, errWithheld) {
			continue // destroyed, because a later one has all its keys
		}
		if err != nil {
			return held{}, err // one that may count: no other may stand in for it
		}
		if counts.number == 0 || v.after() == counts.number {
			counts = v
		}
	}
	if counts.number == 0 {
		return held{}, errors.New("read data key: no version of it can be read")
	}
	return counts, nil
}

// renewTime is how long fetching the newest version may take.
const renewTime = 10 * time.Second

// once lets fetch be called once at a time, and not again at once where it brought
// nothing new.
func (k *Keys) once(fetch func(context.Context) (*Key, error)) func() (*Key, error) {
	var mu sync.Mutex
	var key *Key
	var err error
	var until time.Time
	return func() (*Key, error) {
		mu.Lock()
		defer mu.Unlock()
		if now := k.now(); now.After(until) {
			ctx, cancel := context.WithTimeout(context.Background(), renewTime)
			defer cancel()
			key, err = fetch(ctx)
			until = now.Add(renewTime)
		}
		return key, err
	}
}

// tinkPrefix is the first byte of what Tink sealed; the id of the key follows it.
const tinkPrefix = 1

// unknown reports whether something was sealed with a key that this version has not.
func (k *Key) unknown(sealed []byte) bool {
	return k.renew != nil && len(sealed) > 5 && sealed[0] == tinkPrefix && !k.ids[binary.BigEndian.Uint32(sealed[1:5])]
}

// Older reports whether something was sealed with an older of the keys that this one
// opens with. What a newer one sealed, or none of them, is not.
func (k *Key) Older(sealed []byte) bool {
	if len(sealed) <= 5 || sealed[0] != tinkPrefix {
		return false
	}
	id := binary.BigEndian.Uint32(sealed[1:5])
	return k.ids[id] && id != k.seals
}

// Rotate adds a key to a tenant's and seals with it from now on. It returns the number
// of the version that counts then; one that another made at the same moment is as good.
func (k *Keys) Rotate(ctx context.Context, id tenant.ID) (int, error) {
	if id.IsZero() {
		return 0, tenant.ErrZero
	}
	n, err := k.rotate(ctx, secretID(id))
	if err != nil {
		return 0, err
	}
	_, err = k.fetch(ctx, id, k.now())
	return n, err
}

// RotatePeople is Rotate for the key of the people who sign in.
func (k *Keys) RotatePeople(ctx context.Context) (int, error) {
	n, err := k.rotate(ctx, peopleSecret)
	if err != nil {
		return 0, err
	}
	_, err = k.fetchPeople(ctx, k.now())
	return n, err
}

func (k *Keys) rotate(ctx context.Context, name string) (int, error) {
	was, err := k.current(ctx, name)
	if err != nil {
		return 0, err
	}
	data, err := grown(was)
	if err != nil {
		return 0, err
	}
	if err := k.add(ctx, name, data); err != nil {
		return 0, err
	}
	now, err := k.current(ctx, name)
	return now.number, err
}

// grown is a version with one more key than another, with which it seals.
func grown(was held) ([]byte, error) {
	bad := errors.New("the data key is not in the expected form")
	var s stored
	if err := json.Unmarshal(was.data, &s); err != nil || len(s.MAC) != macSize {
		return nil, bad
	}
	h, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(s.AEAD)))
	if err != nil {
		return nil, bad
	}
	m := keyset.NewManagerFromHandle(h)
	id, err := m.Add(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, fmt.Errorf("rotate data key: %w", err)
	}
	if err := m.SetPrimary(id); err != nil {
		return nil, fmt.Errorf("rotate data key: %w", err)
	}
	if h, err = m.Handle(); err != nil {
		return nil, fmt.Errorf("rotate data key: %w", err)
	}
	var b bytes.Buffer
	if err := insecurecleartextkeyset.Write(h, keyset.NewJSONWriter(&b)); err != nil {
		return nil, fmt.Errorf("rotate data key: %w", err)
	}
	s.AEAD, s.After = b.Bytes(), was.number
	return json.Marshal(s)
}

// settled is how long after a rotation no instance holds the version before any more.
const settled = 2 * cacheTime

// Tidy destroys the versions of a tenant's key that are not needed any more: every one
// but that which counts, which has all their keys, once it has counted for so long that
// no instance holds another. It returns how many it destroyed.
func (k *Keys) Tidy(ctx context.Context, id tenant.ID) (int, error) {
	if id.IsZero() {
		return 0, tenant.ErrZero
	}
	return k.tidy(ctx, secretID(id))
}

// TidyPeople is Tidy for the key of the people who sign in.
func (k *Keys) TidyPeople(ctx context.Context) (int, error) { return k.tidy(ctx, peopleSecret) }

func (k *Keys) tidy(ctx context.Context, name string) (destroyed int, err error) {
	counts, err := k.current(ctx, name)
	if err != nil {
		return 0, err
	}
	secret := k.parent + "/secrets/" + name + "/versions/"
	v, err := k.client.GetSecretVersion(ctx, &secretmanagerpb.GetSecretVersionRequest{Name: secret + strconv.Itoa(counts.number)})
	if err != nil {
		return 0, failed(ctx, "look at data key", err)
	}
	if k.now().Sub(v.GetCreateTime().AsTime()) < settled {
		return 0, nil
	}
	for n := 1; n < counts.number; n++ {
		v, err := k.client.GetSecretVersion(ctx, &secretmanagerpb.GetSecretVersionRequest{Name: secret + strconv.Itoa(n)})
		if status.Code(err) == codes.NotFound || err == nil && v.GetState() == secretmanagerpb.SecretVersion_DESTROYED {
			continue
		}
		if err != nil {
			return destroyed, failed(ctx, "look at data key", err)
		}
		if _, err := k.client.DestroySecretVersion(ctx, &secretmanagerpb.DestroySecretVersionRequest{Name: v.GetName()}); err != nil {
			return destroyed, failed(ctx, "destroy an old version of a data key", err)
		}
		destroyed++
	}
	return destroyed, nil
}
