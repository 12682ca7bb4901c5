package trail

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
)

// Kept is how long every entry is kept at the least.
const Kept = 365 * 24 * time.Hour

// Why nothing is removed.
var (
	ErrYoung  = errors.New("entries of the audit trail are kept for at least 365 days")
	ErrBroken = errors.New("the chain of the audit trail is not as it was written; verify it")
)

// Expired says what one call of Expire did.
type Expired struct{ Links, Entries int }

// Expire removes the links that were made before a moment and cover nothing newer,
// each with its entries, and refuses a moment that is less than Kept ago with
// ErrYoung. An entry that was never sealed stays. First a link at the chain's end
// says how much is removed, so that the rest can still be verified; then it is
// removed, link by link. It may be repeated and stopped anywhere. It goes by what
// sound links say alone: one that was changed ends it with ErrBroken. now is the
// wall clock's. It takes the right to delete in the audit database, which only
// retention has.
func (b Book) Expire(ctx context.Context, before, now time.Time) (Expired, error) {
	var out Expired
	if before.After(now.Add(-Kept)) {
		return out, ErrYoung
	}
	doc, key, err := b.reach(ctx)
	if err != nil {
		return out, err
	}
	old, err := b.lastOld(ctx, doc, key, before)
	if err != nil || old.Number == 0 {
		return out, err
	}
	if err := retire(ctx, doc, key, old, now); err != nil {
		return out, err
	}
	for snap, err := range pages(ctx, doc.Collection("chain").OrderBy(firestore.DocumentID, firestore.Asc).EndAt(linkName(old.Number)), 1) {
		if err != nil {
			return out, fmt.Errorf("read chain: %w", err)
		}
		l := linkOf(key, snap)
		if !l.sound {
			return out, ErrBroken
		}
		if err := b.remove(ctx, doc, l); err != nil {
			return out, err
		}
		out.Links++
		out.Entries += len(l.Names)
	}
	return out, nil
}

// lastOld finds the last link that can be removed with all before it; a zero one
// where there is none.
func (b Book) lastOld(ctx context.Context, doc *firestore.DocumentRef, key *seal.Key, before time.Time) (link, error) {
	var old link
	said, err := retirement(ctx, doc, key)
	if err != nil {
		return old, err
	}
	const linkPage = 10
	for snap, err := range pages(ctx, doc.Collection("chain").OrderBy(firestore.DocumentID, firestore.Asc), linkPage) {
		if err != nil {
			return old, fmt.Errorf("read chain: %w", err)
		}
		l := linkOf(key, snap)
		switch {
		case !l.sound, old.Number > 0 && l.Number != old.Number+1, old.Number == 0 && l.Number > said.Retired+1:
			return link{}, ErrBroken
		case !l.Made.Before(before), !l.Newest.Before(before):
			return old, nil
		}
		old = l
	}
	return old, nil
}

// retire makes the link that says what is removed, unless one says so already.
func retire(ctx context.Context, doc *firestore.DocumentRef, key *seal.Key, old link, now time.Time) error {
	for {
		said, err := retirement(ctx, doc, key)
		if err != nil {
			return err
		}
		if said.Retired >= old.Number {
			return nil
		}
		end, err := chainEnd(ctx, doc, key)
		if err != nil {
			return err
		}
		if !end.sound() {
			return ErrBroken
		}
		d := follow(end.last, end.number, now)
		d.Retired, d.RetiredDigest = old.Number, old.digest
		if _, err := createLink(ctx, doc, key, d.TrailLink); !errors.Is(err, errTaken) {
			return err
		}
	}
}

// remove deletes a link and its entries together.
func (b Book) remove(ctx context.Context, doc *firestore.DocumentRef, l link) error {
	err := handle.Audit(b.db).RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		for _, name := range l.Names {
			if err := tx.Delete(doc.Collection("entries").Doc(name)); err != nil {
				return err
			}
		}
		return tx.Delete(doc.Collection("chain").Doc(linkName(l.Number)))
	})
	if err != nil {
		return fmt.Errorf("remove what is old: %w", err)
	}
	return nil
}
