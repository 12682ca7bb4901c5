// Package archive keeps what is too large for a document: sealed objects of one
// tenant in Cloud Storage. Content is compressed and then sealed with the
// tenant's data key in chunks, so that writing and reading take a few megabytes
// of memory whatever the size, and destroying the key makes every copy of an
// object unreadable.
//
// Bucket.Tenant returns a handle that holds the tenant's prefix and key; like
// store's, it has no method that takes another tenant or a path. What an object
// holds cannot be read under another name, of another tenant, cut short or put
// together of two; that an older object stands in place of a newer one cannot be
// told from its content.
//
// Names are not sealed: they, sizes and times are what Cloud Storage sees. The
// characters allowed leave little room for personal data, and a name must hold
// none.
package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"cloud.google.com/go/storage"
	"github.com/googleapis/gax-go/v2"
	"github.com/klauspost/compress/zstd"
	"google.golang.org/api/googleapi"

	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

var (
	// ErrNotFound means that there is no object of the name.
	ErrNotFound = errors.New("no such object")
	// ErrDamaged means that an object is not, or not wholly, what was sealed under
	// its name with the tenant's key. It stays so however often it is read.
	ErrDamaged = errors.New("the object is damaged or was not sealed for this place")
	// ErrChanged means that the object was replaced meanwhile.
	ErrChanged = errors.New("the object was replaced meanwhile")
	// ErrName means that a name cannot be one of a tenant's objects.
	ErrName = errors.New("not the name of an object")
)

// Journal is how the names begin of objects that need not be kept: the bucket
// deletes them two days after they were written.
const Journal = "journal/"

const (
	// window is how far back compression looks, in bytes. With it a writer holds
	// about as much as with the chunks.
	window = 256 << 10
	// How patiently a request is repeated that Cloud Storage did not answer or
	// answered that it cannot now. Uploads are repeated part by part.
	firstWait = 100 * time.Millisecond
	longWait  = 5 * time.Second
	patience  = 30 * time.Second
)

// Bucket is the bucket of sealed objects as one function's identity sees it. It
// hands out tenants' handles and nothing else.
type Bucket struct {
	bucket   *storage.BucketHandle
	now      func() time.Time
	presses  spares[*press]
	decoders spares[*zstd.Decoder]
}

// Open connects to a bucket. address is where Cloud Storage answers, empty for
// Google's own; see endpoint.HTTPOptions.
func Open(ctx context.Context, bucket, address string) (*Bucket, error) {
	options, err := endpoint.HTTPOptions(address, "/storage/v1/")
	if err != nil {
		return nil, fmt.Errorf("open bucket: %w", err)
	}
	client, err := storage.NewClient(ctx, append(options, storage.WithJSONReads())...)
	if err != nil {
		return nil, fmt.Errorf("open bucket: %w", err)
	}
	// Everything may be repeated: an upload without a condition stores the same
	// again, one with a condition finds out whether it was its own, and what is
	// deleted twice is deleted.
	client.SetRetry(
		storage.WithBackoff(gax.Backoff{Initial: firstWait, Max: longWait, Multiplier: 2}),
		storage.WithPolicy(storage.RetryAlways),
		storage.WithMaxRetryDuration(patience),
		storage.WithErrorFunc(passing),
	)
	return &Bucket{bucket: client.Bucket(bucket), now: time.Now, presses: newSpares(newPress), decoders: newSpares(newDecoder)}, nil
}

// Tenant is one tenant's objects.
type Tenant struct {
	bucket *Bucket
	of     *store.Tenant
}

// Tenant returns the handle of one tenant's objects.
func (b *Bucket) Tenant(t *store.Tenant) *Tenant { return &Tenant{b, t} }

// prefix is where the tenant's objects lie; it refuses the zero ID.
func (t *Tenant) prefix() (string, error) {
	if t.of == nil || t.of.ID().IsZero() {
		return "", tenant.ErrZero
	}
	return "tenants/" + t.of.ID().String() + "/", nil
}

// object returns the place of a name.
func (t *Tenant) object(name string) (*storage.ObjectHandle, error) {
	prefix, err := t.prefix()
	if err != nil {
		return nil, err
	}
	if !named(name) {
		return nil, ErrName
	}
	return t.bucket.bucket.Object(prefix + name), nil
}

// place returns the place of a name, and the key that seals there.
func (t *Tenant) place(ctx context.Context, name string) (*storage.ObjectHandle, *seal.Key, error) {
	object, err := t.object(name)
	if err != nil {
		return nil, nil, err
	}
	key, err := t.of.Key(ctx)
	return object, key, err
}

// maxName is how many bytes a name may have below the tenant's prefix; Cloud
// Storage allows 1024 with it.
const maxName = 900

// named reports whether a name can be one of a tenant's objects: parts of letters,
// digits and - _ . ~ : joined by slashes, none of them empty or of dots that lead
// elsewhere.
func named(name string) bool {
	if len(name) > maxName || strings.Trim(name, characters+"/") != "" {
		return false
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == "" || part == "." || part == ".." {
			return false
		}
	}
	return true
}

// characters are what parts of names are made of.
const characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~:"

// passing reports whether an error may pass when a request is repeated. The client's
// own rule gives up on an upload whose answer is lost.
func passing(err error) bool {
	if code := statusOf(err); code != 0 {
		return code == http.StatusRequestTimeout || code == http.StatusTooManyRequests || code >= 500
	}
	return storage.ShouldRetry(err) || errors.Is(err, io.EOF)
}

// failed returns the error of a request: the context's own where it ended, so that
// callers can tell, otherwise a status alone. What the service said may hold names
// and content.
func failed(ctx context.Context, doing string, err error) error {
	if cause := ctx.Err(); cause != nil {
		return fmt.Errorf("%s: %w", doing, cause)
	}
	if code := statusOf(err); code != 0 {
		return fmt.Errorf("%s: status %d", doing, code)
	}
	return fmt.Errorf("%s: not answered", doing)
}

// statusOf returns the HTTP status that an error tells of; 0 where it tells none.
func statusOf(err error) int {
	var answer *googleapi.Error
	if errors.As(err, &answer) {
		return answer.Code
	}
	return 0
}
