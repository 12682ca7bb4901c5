package trail

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store/document"
)

const (
	// Settled is how long an entry has been in the trail before it is sealed. The
	// database stamps an entry when it begins to write it, and may show it later than
	// one with a later stamp; no write takes so long, and no two clocks of the service
	// differ by as much.
	Settled = 10 * time.Minute
	// linkSize is how many entries a link covers at most: with its link they can be
	// deleted in one transaction.
	linkSize = 400
	// sealPage is how many entries are read at a time to be sealed or compared.
	sealPage = 5 * linkSize
)

// Sealed says what one call of Seal did.
type Sealed struct {
	Links, Entries int
	// Number is that of the chain's last link, 0 where there is none.
	Number int64
	// Broken says that the chain as it stood is not as it was written, or shorter than
	// it was. The call went on behind it: what is wrong stays for Verify to tell.
	Broken bool
}

// Seal makes links of the entries that have been in the trail for the time Settled.
// Where there is nothing to seal it writes nothing. It may be repeated, stopped
// anywhere, and made by several at once: links are numbered and created only once.
// now is the wall clock's.
func (b Book) Seal(ctx context.Context, now time.Time) (Sealed, error) {
	var out Sealed
	doc, key, err := b.reach(ctx)
	if err != nil {
		return out, err
	}
	var taken int64
	for {
		s := sealer{doc: doc, key: key, now: now, out: &out}
		err := s.run(ctx, b, taken)
		if !errors.Is(err, errTaken) {
			return out, err
		}
		taken = s.next.Number // by another call at work, whose link is read now
	}
}

// sealer goes on from the end of a chain.
type sealer struct {
	doc  *firestore.DocumentRef
	key  *seal.Key
	now  time.Time
	out  *Sealed
	last link // made by this run, or zero
	next draft
}

// run makes what links there are to make; errTaken says that another made one
// meanwhile. taken is the number at which that happened before.
func (s *sealer) run(ctx context.Context, b Book, taken int64) error {
	// The copy of the end is read first: the chain is never behind it.
	anchor, _, err := b.anchor(ctx)
	if err != nil {
		return err
	}
	end, err := chainEnd(ctx, s.doc, s.key)
	if err != nil {
		return err
	}
	number := max(end.number, anchor.Number, taken) // the numbers of what was removed stay empty
	s.out.Number = number
	s.out.Broken = s.out.Broken || number > end.number || !end.sound() || number > 0 && anchor.Number == number && anchor.Digest != end.last.digest
	s.next = follow(end.last, number, s.now)
	if anchor.Number == number { // what stands there may be another link than there was
		s.next.Previous = anchor.Digest
	}
	for snap, err := range pages(ctx, arrived(s.doc, end.last.through(), s.now.Add(-Settled)), sealPage) {
		if err != nil {
			return fmt.Errorf("read audit trail: %w", err)
		}
		s.next.cover(snap)
		if len(s.next.Names) < linkSize {
			continue
		}
		if err := s.write(ctx); err != nil {
			return err
		}
	}
	if len(s.next.Names) > 0 {
		if err := s.write(ctx); err != nil {
			return err
		}
	}
	if s.last.Number == 0 {
		return nil
	}
	return b.keepAnchor(ctx, s.last)
}

// write makes the link under way and begins the next.
func (s *sealer) write(ctx context.Context) error {
	l, err := createLink(ctx, s.doc, s.key, s.next.TrailLink)
	if err != nil {
		return err
	}
	s.out.Links++
	s.out.Entries += len(l.Names)
	s.out.Number = l.Number
	s.last, s.next = l, follow(l, l.Number, s.now)
	return nil
}

// arrived is the entries behind a place in the order in which they arrived, up to a
// moment.
func arrived(doc *firestore.DocumentRef, from spot, until time.Time) firestore.Query {
	q := doc.Collection("entries").Where("arrived", "<=", until).OrderBy("arrived", firestore.Asc).OrderBy(firestore.DocumentID, firestore.Asc)
	if from.name == "" {
		return q
	}
	return q.StartAfter(from.at, from.name)
}

// draft is a link under way.
type draft struct{ document.TrailLink }

// follow begins the link after a number, behind what the newest sound link covers.
func follow(last link, number int64, now time.Time) draft {
	previous := ""
	if last.Number == number {
		previous = last.digest
	}
	return draft{document.TrailLink{
		Number: number + 1, Made: now.UTC().Truncate(time.Microsecond), Previous: previous,
		After: last.Through.UTC(), AfterName: last.ThroughName, Through: last.Through.UTC(), ThroughName: last.ThroughName,
	}}
}

// cover adds an entry. Where one does not say when it happened, its arrival counts.
func (d *draft) cover(snap *firestore.DocumentSnapshot) {
	fields := snap.Data()
	arrived, _ := fields["arrived"].(time.Time)
	at, ok := fields["at"].(time.Time)
	if !ok {
		at = arrived
	}
	if len(d.Names) == 0 || at.Before(d.Oldest) {
		d.Oldest = at.UTC()
	}
	if len(d.Names) == 0 || at.After(d.Newest) {
		d.Newest = at.UTC()
	}
	sum := digest(snap)
	d.Names = append(d.Names, snap.Ref.ID)
	d.Digests = append(d.Digests, sum[:]...)
	d.Through, d.ThroughName = arrived.UTC(), snap.Ref.ID
}
