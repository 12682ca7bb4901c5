package letter

import (
	"context"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/outbox"
	"vahti.ai/vahti/shared/store"
)

const (
	// Kept is how long what is left of a letter is kept, so that its name stays used.
	// Postmark can be asked about a message for 45 days.
	Kept = 60 * 24 * time.Hour
	// Patience is how long a letter that nobody has to get is tried before it is given up.
	// What the agreement requires is tried for as long as it is kept.
	Patience = 3 * 24 * time.Hour
)

// Parcel is a letter that is to be sent now. Its methods are for one goroutine at a
// time.
type Parcel struct {
	Letter
	At        time.Time // when it was written
	Tries     int       // how often it was tried before
	Reference string    // what Postmark knows it by
	// Doubtful says that an earlier try was not heard of again: it may have been sent.
	Doubtful bool

	entry *outbox.Entry
}

// Due lists letters that are to be sent now, those that have waited longest first, at
// most limit. One that cannot be read is given up, so that it stops no other.
func Due(ctx context.Context, db *store.DB, now time.Time, limit int) ([]*Parcel, error) {
	key, err := peoplesKey(ctx, db)
	if err != nil {
		return nil, err
	}
	docs, err := handle.People(db.Handle()).Collection("letters").Where("due", "<=", now.UTC()).OrderBy("due", firestore.Asc).Limit(limit).Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("list letters: %w", err)
	}
	var out []*Parcel
	for _, snap := range docs {
		w, err := open(key, snap)
		var d waiting
		if err == nil {
			err = snap.DataTo(&d)
		}
		p := &Parcel{Letter: w.Letter, At: w.At, Tries: d.Tries, Reference: d.Reference, Doubtful: d.Claim != "", entry: outbox.Of(snap)}
		if err != nil {
			if err := p.Refused(ctx, "unreadable", now); err != nil {
				return out, err
			}
			continue
		}
		out = append(out, p)
	}
	return out, nil
}

// Ready is since when the letter could be sent.
func (p *Parcel) Ready() time.Time {
	if p.Hold.After(p.At) {
		return p.Hold
	}
	return p.At
}

// Late reports whether the letter has waited for so long that it is given up.
func (p *Parcel) Late(now time.Time) bool {
	return p.Kind.Optional() && now.Sub(p.Ready()) > Patience
}

// Claim takes the letter for one try, which must end before the lease does. False
// means that another has taken it.
func (p *Parcel) Claim(ctx context.Context, now time.Time) (bool, error) {
	return p.entry.Claim(ctx, p.Tries+1, now)
}

// Sent notes that the letter was handed over, and forgets what it says.
func (p *Parcel) Sent(ctx context.Context, receipt string, now time.Time) error {
	return p.end(ctx, now, firestore.Update{Path: "sent", Value: now.UTC()}, firestore.Update{Path: "receipt", Value: receipt})
}

// Refused notes that the letter is never sent and why, in a word, and forgets what it
// says.
func (p *Parcel) Refused(ctx context.Context, why string, now time.Time) error {
	return p.end(ctx, now, firestore.Update{Path: "refused", Value: why})
}

func (p *Parcel) end(ctx context.Context, now time.Time, how ...firestore.Update) error {
	return p.entry.Done(ctx, append(how, firestore.Update{Path: "expires", Value: now.Add(Kept).UTC()},
		firestore.Update{Path: "at", Value: firestore.Delete}, firestore.Update{Path: "sealed", Value: firestore.Delete})...)
}

// Again notes that the try was certainly not accepted: the letter is tried later, not
// before until.
func (p *Parcel) Again(ctx context.Context, until time.Time) error { return p.entry.Later(ctx, until) }

// writtenAtOnce is how many letters are looked for in one request.
const writtenAtOnce = 300

// Written reports which of the letters of some names their readers got or are to get:
// one that was given up is none of them, and neither is one whose name was forgotten,
// which is after Kept.
func Written(ctx context.Context, db *store.DB, names []string) (map[string]bool, error) {
	people := handle.People(db.Handle())
	out := map[string]bool{}
	for some := range slices.Chunk(names, writtenAtOnce) {
		refs := make([]*firestore.DocumentRef, len(some))
		for i, name := range some {
			if !handle.Named(name) {
				return nil, ErrName
			}
			refs[i] = people.Collection("letters").Doc(name)
		}
		snaps, err := people.GetAll(ctx, refs)
		if err != nil {
			return nil, fmt.Errorf("look for letters: %w", err)
		}
		for i, snap := range snaps {
			if !snap.Exists() {
				continue
			}
			var d waiting
			if snap.DataTo(&d) != nil {
				return nil, errForm
			}
			out[some[i]] = d.Refused == ""
		}
	}
	return out, nil
}

// Fate is what is known of a letter that was sent.
type Fate struct {
	Kind   Kind
	Tenant string // the ID of the customer it was about, as text; empty for none
}

// Find returns what is known of the letter with a reference; false where nothing is.
func Find(ctx context.Context, db *store.DB, reference string) (Fate, bool, error) {
	snap, err := find(ctx, db, reference)
	if snap == nil || err != nil {
		return Fate{}, false, err
	}
	var d waiting
	if snap.DataTo(&d) != nil {
		return Fate{}, false, errForm
	}
	return Fate{Kind(d.Kind), d.Tenant}, true, nil
}

func find(ctx context.Context, db *store.DB, reference string) (*firestore.DocumentSnapshot, error) {
	if !handle.Named(reference) {
		return nil, nil
	}
	docs, err := handle.People(db.Handle()).Collection("letters").Where("reference", "==", reference).Limit(1).Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("find letter: %w", err)
	}
	if len(docs) == 0 {
		return nil, nil
	}
	return docs[0], nil
}

// Delivered notes when the reader's server took the letter with a reference. One that
// is not known is passed over.
func Delivered(ctx context.Context, db *store.DB, reference string, at time.Time) error {
	snap, err := find(ctx, db, reference)
	if snap == nil || err != nil {
		return err
	}
	err = handle.Retry(ctx, func(ctx context.Context) error {
		_, err := snap.Ref.Update(ctx, []firestore.Update{{Path: "delivered", Value: at.UTC()}})
		return err
	})
	if err != nil && status.Code(err) != codes.NotFound {
		return fmt.Errorf("note delivery of a letter: %w", err)
	}
	return nil
}

// Wait is how long to wait after so many tries.
func Wait(tries int) time.Duration { return outbox.Wait(tries) }
