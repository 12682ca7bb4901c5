// Package request remembers what was answered to a request that carries a name of
// its own, so that one that is sent twice does its work once and gets the first
// answer again. Names belong to a tenant and to whoever asks there; they are kept
// for a day, only as hashes, and the answers sealed.
package request

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
)

// Kept is how long a name is remembered.
const Kept = 24 * time.Hour

// patience is how long a request may take before whoever sends it again may do its
// work: it is longer than any request is let run.
const patience = time.Minute

// The bounds of a name, in bytes.
const (
	minKey = 8
	maxKey = 200
)

// Why a request is not taken up, in words for whoever sent it.
var (
	ErrName     = errors.New("name a request in 8 to 200 characters")
	ErrOther    = errors.New("another request was sent by this name; choose a new one")
	ErrUnderway = errors.New("the request by this name is still being worked on; send it again later")
)

// Name names a request among those of one account or key in a tenant.
type Name struct {
	Account string // who asks, by ID
	Key     string // as the caller chose it
}

// String keeps a name out of logs and errors.
func (Name) String() string { return "[request]" }

// GoString implements fmt.GoStringer for the same reason.
func (n Name) GoString() string { return n.String() }

// LogValue implements slog.LogValuer.
func (n Name) LogValue() slog.Value { return slog.StringValue(n.String()) }

// Answer is what a request was answered. It may hold personal data.
type Answer struct {
	ETag     string          `json:"etag,omitempty"`
	Location string          `json:"location,omitempty"`
	Body     json.RawMessage `json:"body"`
}

// String keeps an answer out of logs and errors.
func (Answer) String() string { return "[answer]" }

// GoString implements fmt.GoStringer for the same reason.
func (a Answer) GoString() string { return a.String() }

// LogValue implements slog.LogValuer.
func (a Answer) LogValue() slog.Value { return slog.StringValue(a.String()) }

// The states of a request.
const (
	begun  = "begun"
	done   = "done"
	failed = "failed" // without an effect that an answer could tell of
)

// requestDocument is tenants/{t}/requests/{keyed hash of the name}.
type requestDocument struct {
	Digest string    `firestore:"digest"` // keyed hash of what was asked
	State  string    `firestore:"state"`
	Holder string    `firestore:"holder"` // drawn anew for each claim
	Lapses time.Time `firestore:"lapses"` // when a claim counts as lost; wall clock
	Until  time.Time `firestore:"until"`  // when the name is forgotten; wall clock
	Sealed []byte    `firestore:"sealed,omitempty"`
}

// Claim is the right to do a request's work.
type Claim struct {
	t          handle.Tenant
	key        *seal.Key
	id, holder string
}

// Begin takes a request up. asked is what is asked, whole: the same name with
// something else is ErrOther. Where the request was answered before, that answer is
// returned and there is nothing to do; while it is worked on the answer is
// ErrUnderway; otherwise the claim is the caller's, who ends it with Done or Failed.
// One that is never ended can be claimed again after a minute. now is the wall
// clock's.
func Begin(ctx context.Context, t *store.Tenant, n Name, asked []byte, now time.Time) (c Claim, earlier *Answer, err error) {
	if n.Account == "" || len(n.Key) < minKey || len(n.Key) > maxKey {
		return c, nil, ErrName
	}
	key, err := t.Key(ctx)
	if err != nil {
		return c, nil, err
	}
	c = Claim{t: t.Handle(), key: key, id: key.Hash("request", n.Account, n.Key), holder: rand.Text()}
	digest := key.Hash("request-digest", string(asked))
	err = handle.Transact(ctx, handle.DBOf(c.t), func(_ context.Context, tx *firestore.Transaction) error {
		earlier, err = c.begin(tx, digest, now)
		return err
	})
	if err != nil {
		return Claim{}, nil, fmt.Errorf("begin request: %w", err)
	}
	return c, earlier, nil
}

// begin is the transaction of Begin. Run again after its answer was lost, it finds
// its own claim.
func (c *Claim) begin(tx *firestore.Transaction, digest string, now time.Time) (*Answer, error) {
	var d requestDocument
	snap, err := tx.Get(c.ref())
	switch {
	case status.Code(err) == codes.NotFound:
	case err != nil:
		return nil, err
	default:
		if err := snap.DataTo(&d); err != nil {
			return nil, err
		}
	}
	if now.Before(d.Until) {
		switch {
		case d.Digest != digest:
			return nil, ErrOther
		case d.State == done:
			return c.open(d.Sealed)
		case d.State == begun && d.Holder == c.holder:
			return nil, nil
		case d.State == begun && now.Before(d.Lapses):
			return nil, ErrUnderway
		}
	}
	return nil, tx.Set(c.ref(), requestDocument{Digest: digest, State: begun, Holder: c.holder, Lapses: now.Add(patience), Until: now.Add(Kept)})
}

// Done keeps what the request was answered.
func (c Claim) Done(ctx context.Context, a Answer) error {
	plain, err := json.Marshal(a)
	if err != nil {
		return errors.New("keep answer: not in a form that can be written")
	}
	sealed, err := c.key.Seal(plain, c.place())
	if err != nil {
		return fmt.Errorf("keep answer: %w", err)
	}
	if len(sealed) > document.MaxSealed {
		return errors.New("keep answer: it is too large")
	}
	return c.end(ctx, done, sealed)
}

// Failed lets the request be sent again at once.
func (c Claim) Failed(ctx context.Context) error { return c.end(ctx, failed, nil) }

// end writes how a claim ended, unless another has taken its place.
func (c Claim) end(ctx context.Context, state string, sealed []byte) error {
	err := handle.Transact(ctx, handle.DBOf(c.t), func(_ context.Context, tx *firestore.Transaction) error {
		snap, err := tx.Get(c.ref())
		if err != nil {
			return err
		}
		var d requestDocument
		if err := snap.DataTo(&d); err != nil {
			return err
		}
		if d.Holder != c.holder || d.State != begun {
			return nil
		}
		d.State, d.Sealed = state, sealed
		return tx.Set(c.ref(), d)
	})
	if err != nil {
		return fmt.Errorf("end request: %w", err)
	}
	return nil
}

func (c Claim) open(sealed []byte) (*Answer, error) {
	plain, err := c.key.Open(sealed, c.place())
	if err != nil {
		return nil, err
	}
	var a Answer
	if json.Unmarshal(plain, &a) != nil {
		return nil, errors.New("an answer is not in the expected form")
	}
	return &a, nil
}

func (c Claim) ref() *firestore.DocumentRef {
	return handle.Doc(c.t).Collection("requests").Doc(c.id)
}

func (c Claim) place() string { return "requests/" + c.id }
