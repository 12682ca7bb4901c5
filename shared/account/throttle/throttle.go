// Package throttle slows down those who guess. It counts tries by who is tried and
// from where, in one document per key, so that no document is everybody's.
//
// What is limited, and how it cannot be turned against the person who is tried:
//
//   - Pair, one account from one address: after 5 tries a wait that doubles from 30
//     seconds to an hour. It stops whoever guesses from there and nobody else.
//   - Account, one account from everywhere: after 10 tries a wait that doubles from a
//     second to 15 minutes, and after 100 in a row a day. It stops who guesses from
//     many addresses. A person who signed in from an address within 90 days is not
//     held up by it there, a passkey or Entra is not asked, and a new password that
//     was set by a link lifts it: nobody can be locked out for good.
//   - Address, one address for everything: after 100 tries that failed within an hour,
//     a wait that doubles from 10 seconds to 15 minutes. Many people may be behind one.
//   - Code, the second factor of one account: after 5 tries a wait that doubles from 30
//     seconds to an hour, and after 100 in a row a day. Only who knows the password
//     comes that far.
//   - Ceremony, passkeys asked for from one address, which a page does by itself: after
//     300 within an hour a wait that doubles from 10 seconds to 15 minutes.
//   - Mail, letters to one address of mail: after 3 an hour a wait of an hour.
//
// A try that is refused is not counted and makes no wait longer.
package throttle

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/account/internal/people"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store"
)

// Kind is what is limited.
type Kind string

// The kinds.
const (
	Pair    Kind = "pair"
	Account Kind = "account"
	Address Kind = "address"
	Code    Kind = "code"
	Mail    Kind = "mail"

	Ceremony Kind = "ceremony"
)

// rule is the limit of a kind.
type rule struct {
	free    int           // tries without a wait
	first   time.Duration // the wait after the next try; it doubles
	longest time.Duration
	window  time.Duration // after so long without a try all is forgotten
	// Past most tries in a row the wait is a day; 0 for never.
	most int
	// refund takes back the one try that succeeded and no more: who has an account of
	// their own must not be able to clear what they did to others.
	refund bool
}

const day = 24 * time.Hour

func ruleOf(k Kind) (rule, bool) {
	rules := map[Kind]rule{
		Pair:    {free: 5, first: 30 * time.Second, longest: time.Hour, window: day},
		Account: {free: 10, first: time.Second, longest: 15 * time.Minute, window: 2 * day, most: 100},
		Address: {free: 100, first: 10 * time.Second, longest: 15 * time.Minute, window: time.Hour, refund: true},
		Code:    {free: 5, first: 30 * time.Second, longest: time.Hour, window: 2 * day, most: 100},
		Mail:    {free: 3, first: time.Hour, longest: time.Hour, window: time.Hour},

		Ceremony: {free: 300, first: 10 * time.Second, longest: 15 * time.Minute, window: time.Hour},
	}
	r, ok := rules[k]
	return r, ok
}

// wait is how long to wait after so many tries.
func (r rule) wait(tries int) time.Duration {
	switch {
	case tries < r.free:
		return 0
	case r.most > 0 && tries >= r.most:
		return day
	}
	w := r.first
	for range tries - r.free {
		if w *= 2; w >= r.longest {
			return r.longest
		}
	}
	return min(w, r.longest)
}

// document is throttles/{hash of kind and key}.
type document struct {
	Tries   int       `firestore:"tries"`
	Until   time.Time `firestore:"until"` // no try before
	Last    time.Time `firestore:"last"`
	Known   time.Time `firestore:"known"`   // of a pair: until when the person is known there
	Expires time.Time `firestore:"expires"` // when all is forgotten
}

// Limiter limits tries.
type Limiter struct {
	db  people.DB
	now func() time.Time
}

// New returns a Limiter.
func New(db *store.DB, now func() time.Time) (*Limiter, error) {
	d, err := people.Of(db)
	if err != nil {
		return nil, err
	}
	return &Limiter{d, now}, nil
}

// Key is one kind and who or what it is about: an address, an account, or both. It
// is stored as a keyed hash.
type Key struct {
	Kind Kind
	Of   string
}

// String keeps what a key is about out of formatted errors.
func (k Key) String() string { return "[" + string(k.Kind) + "]" }

// GoString implements fmt.GoStringer for the same reason.
func (k Key) GoString() string { return k.String() }

// Allow asks whether a try may be made now under every one of the keys and counts it
// under each. Otherwise nothing is counted and wait is how long to wait; by is the
// key that asks for it. A try counts when it is allowed and not when it fails:
// otherwise guesses made side by side would all be let in before the first failed.
func (l *Limiter) Allow(ctx context.Context, keys ...Key) (wait time.Duration, by Kind, err error) {
	refs, err := l.refs(ctx, keys)
	if err != nil {
		return 0, "", err
	}
	err = l.db.Transact(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		now := l.now()
		docs, err := read(tx, refs)
		if err != nil {
			return err
		}
		wait, by = longest(keys, docs, now)
		if wait > 0 {
			return nil
		}
		for i, d := range docs {
			if err := tx.Set(refs[i], count(keys[i], d, now)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, "", fmt.Errorf("count a try: %w", err)
	}
	return wait, by, nil
}

// longest returns the longest wait that a key asks for. A person who is known where
// they are does not wait for what others did to their account.
func longest(keys []Key, docs []document, now time.Time) (wait time.Duration, by Kind) {
	known := false
	for i, k := range keys {
		known = known || k.Kind == Pair && docs[i].Known.After(now)
	}
	for i, k := range keys {
		if k.Kind == Account && known {
			continue
		}
		if w := docs[i].Until.Sub(now); w > wait {
			wait, by = w, k.Kind
		}
	}
	return wait, by
}

// count returns a key's document after one more try.
func count(k Key, d document, now time.Time) document {
	r, _ := ruleOf(k.Kind)
	if now.Sub(d.Last) >= r.window {
		d.Tries = 0
	}
	d.Tries++
	d.Last = now
	d.Until = now.Add(r.wait(d.Tries))
	d.Expires = latest(now.Add(r.window), d.Until, d.Known)
	return d
}

func latest(first time.Time, others ...time.Time) time.Time {
	for _, t := range others {
		if t.After(first) {
			first = t
		}
	}
	return first
}

// knownFor is how long a person stays known at an address they signed in from.
const knownFor = 90 * day

// Succeeded says that a try that was allowed under the keys was good: what was
// counted is forgotten, of an address this one try alone, and the person is known
// where they are.
func (l *Limiter) Succeeded(ctx context.Context, keys ...Key) error {
	refs, err := l.refs(ctx, keys)
	if err != nil {
		return err
	}
	err = l.db.Transact(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		now := l.now()
		docs, err := read(tx, refs)
		if err != nil {
			return err
		}
		after := map[Key]document{} // a key may be named once for each of its tries
		for i, k := range keys {
			r, _ := ruleOf(k.Kind)
			d, again := after[k]
			if !again {
				d = docs[i]
			}
			if r.refund {
				d.Tries = max(0, d.Tries-1)
			} else {
				d = document{Last: now, Known: d.Known}
			}
			if k.Kind == Pair {
				d.Known = now.Add(knownFor)
			}
			d.Expires = latest(now.Add(r.window), d.Until, d.Known)
			after[k] = d
		}
		for i, k := range keys {
			if err := tx.Set(refs[i], after[k]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("forget tries: %w", err)
	}
	return nil
}

// refs returns the keys' documents, each of a kind that there is.
func (l *Limiter) refs(ctx context.Context, keys []Key) ([]*firestore.DocumentRef, error) {
	key, err := l.db.Key(ctx)
	if err != nil {
		return nil, err
	}
	refs := make([]*firestore.DocumentRef, len(keys))
	for i, k := range keys {
		if _, ok := ruleOf(k.Kind); !ok {
			return nil, fmt.Errorf("no limit of the kind %q", k.Kind)
		}
		refs[i] = l.db.Collection("throttles").Doc(key.Hash("throttle", string(k.Kind), k.Of))
	}
	return refs, nil
}

func read(tx *firestore.Transaction, refs []*firestore.DocumentRef) ([]document, error) {
	docs := make([]document, len(refs))
	snaps, err := tx.GetAll(refs)
	if err != nil {
		return nil, err
	}
	for i, s := range snaps {
		if !s.Exists() {
			continue
		}
		if err := s.DataTo(&docs[i]); err != nil {
			return nil, err
		}
	}
	return docs, nil
}

// Sweep deletes what was forgotten, at most limit documents, and returns how many.
func (l *Limiter) Sweep(ctx context.Context, limit int) (int, error) {
	docs, err := l.db.Collection("throttles").Where("expires", "<", l.now()).OrderBy("expires", firestore.Asc).Limit(limit).Documents(ctx).GetAll()
	if err != nil {
		return 0, fmt.Errorf("list forgotten tries: %w", err)
	}
	deleted := 0
	for _, d := range docs {
		err := handle.Retry(ctx, func(ctx context.Context) error {
			_, err := d.Ref.Delete(ctx, firestore.LastUpdateTime(d.UpdateTime))
			return err
		})
		if code := status.Code(err); code == codes.FailedPrecondition || code == codes.NotFound {
			continue // a try was counted in the meantime, or another deleted it
		}
		if err != nil {
			return deleted, fmt.Errorf("delete forgotten tries: %w", err)
		}
		deleted++
	}
	return deleted, nil
}
