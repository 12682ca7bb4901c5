package notice

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store"
)

// digest is tenants/{t}/digests/{cadence}: when the next one is due, and since when it
// tells what was news.
type digest struct {
	Due time.Time `firestore:"due"`
	// From is since when those are told who got none before.
	From time.Time `firestore:"from"`
	// Told is until when readers were told, by account: of those who get this digest, and
	// of those who got it until they chose the other. Who wants none is not among them.
	Told map[string]time.Time `firestore:"told,omitempty"`
}

// settled is how long after its time a digest is made: news that was told before then
// is written by then.
const settled = time.Minute

func digestRef(t *store.Tenant, c letter.Cadence) *firestore.DocumentRef {
	return handle.Doc(t.Handle()).Collection("digests").Doc(string(c))
}

// digests sees to it that the tenant's digests are due some time. It writes once in a
// tenant's life.
func (d *Desk) digests(ctx context.Context, h house) error {
	now := d.Now().UTC()
	for _, c := range []letter.Cadence{letter.Daily, letter.Weekly} {
		ref := digestRef(h.Tenant, c)
		_, err := ref.Get(ctx)
		if status.Code(err) == codes.NotFound {
			err = handle.Retry(ctx, func(ctx context.Context) error {
				_, err := ref.Create(ctx, digest{Due: Next(h.notify, c, now), From: now.Add(-time.Hour)})
				return err
			})
		}
		if err != nil && status.Code(err) != codes.AlreadyExists {
			return fmt.Errorf("plan digest: %w", err)
		}
	}
	return nil
}

// Digests lists the digests that are to be made now, of all tenants, oldest first, at
// most limit after so many that are passed over.
func Digests(ctx context.Context, db *store.DB, now time.Time, passed, limit int) ([]Place, error) {
	docs, err := handle.Vahti(db.Handle()).CollectionGroup("digests").Where("due", "<=", now.Add(-settled).UTC()).OrderBy("due", firestore.Asc).Offset(passed).Limit(limit).Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("list digests: %w", err)
	}
	return places(docs), nil
}

// Digest makes the digest that is due and plans the next one. It tells each reader what
// was news since they were told last and no letter told them at once; those for whom
// there is nothing get none. One that was missed for days is made once, for all of them.
func (d *Desk) Digest(ctx context.Context, p Place) error {
	t, err := d.DB.Tenant(p.Tenant)
	if err != nil {
		return err
	}
	other := letter.Weekly
	c := letter.Cadence(p.Name)
	switch c {
	case letter.Daily:
	case letter.Weekly:
		other = letter.Daily
	default:
		return errForm
	}
	refs := []*firestore.DocumentRef{digestRef(t, c), digestRef(t, other)}
	snaps, err := handle.Vahti(d.DB.Handle()).GetAll(ctx, refs)
	if err != nil {
		return fmt.Errorf("read digest: %w", err)
	}
	if !snaps[0].Exists() {
		return nil
	}
	var g, besides digest
	if err := snaps[0].DataTo(&g); err != nil {
		return fmt.Errorf("read digest: %w", err)
	}
	if snaps[1].Exists() {
		if err := snaps[1].DataTo(&besides); err != nil {
			return fmt.Errorf("read digest: %w", err)
		}
	}
	now := d.Now()
	if g.Due.After(now.Add(-settled)) {
		return nil // another has made it
	}
	h, err := enter(ctx, t)
	if errors.Is(err, errUnwatched) {
		return d.advance(ctx, snaps[0], digest{now.Add(7 * 24 * time.Hour).UTC(), g.Due, g.Told})
	}
	if err != nil {
		return err
	}
	told, err := d.summarise(ctx, h, c, g, besides.Told)
	if err != nil {
		return err
	}
	return d.advance(ctx, snaps[0], digest{Next(h.notify, c, now), g.Due, told})
}

// advance plans the next digest, unless another has.
func (d *Desk) advance(ctx context.Context, snap *firestore.DocumentSnapshot, next digest) error {
	err := handle.Retry(ctx, func(ctx context.Context) error {
		_, err := snap.Ref.Update(ctx, []firestore.Update{{Path: "due", Value: next.Due}, {Path: "from", Value: next.From}, {Path: "told", Value: next.Told}},
			firestore.LastUpdateTime(snap.UpdateTime))
		return err
	})
	if err != nil && status.Code(err) != codes.FailedPrecondition && status.Code(err) != codes.NotFound {
		return fmt.Errorf("plan digest: %w", err)
	}
	return nil
}

// awaiting is a reader who gets the digest that is made.
type awaiting struct {
	reader
	since time.Time // until when they were told before
}

// summarise writes the digest's letters and returns until when readers were told then;
// besides is what the other digest says of that.
func (d *Desk) summarise(ctx context.Context, h house, c letter.Cadence, g digest, besides map[string]time.Time) (map[string]time.Time, error) {
	all, err := d.readers(ctx, h.Tenant, letter.Digest)
	if err != nil {
		return nil, err
	}
	told := map[string]time.Time{}
	var readers []awaiting
	first := g.Due
	for _, r := range all {
		here, was := g.Told[r.account]
		there, elsewhere := besides[r.account]
		switch r.digest(h.notify.Digest) {
		case c:
			one := awaiting{r, g.From}
			if was || elsewhere {
				one.since = here
				if there.After(here) {
					one.since = there
				}
			}
			if one.since.Before(first) {
				first = one.since
			}
			readers, told[r.account] = append(readers, one), g.Due
		case letter.Daily, letter.Weekly:
			if here.After(there) {
				told[r.account] = here // the other digest goes on from there
			}
		}
	}
	if len(readers) == 0 {
		return told, nil
	}
	pieces, err := d.between(ctx, h.Tenant, first, g.Due)
	if err != nil {
		return nil, err
	}
	heard, err := d.heard(ctx, h, pieces, readers)
	if err != nil {
		return nil, err
	}
	for _, r := range readers {
		if err := d.digest(ctx, h, c, g.Due, r, pieces, heard); err != nil {
			return nil, err
		}
	}
	return told, nil
}

// digest writes one reader's digest, unless there is nothing to tell.
func (d *Desk) digest(ctx context.Context, h house, c letter.Cadence, due time.Time, r awaiting, pieces []piece, heard map[string]bool) error {
	var items []Item
	atOnce := 0
	for _, p := range pieces {
		if !p.told.After(r.since) {
			continue
		}
		for _, i := range p.items {
			if i.AtOnce && heard[letterName(alertName(h.ID(), p.name), r.reader)] {
				atOnce++
				continue
			}
			items = append(items, i)
		}
	}
	if len(items) == 0 {
		return nil
	}
	l := letter.Letter{
		Kind: letter.Digest, Language: h.language(r.reader), Tenant: h.name, Link: d.Site + "/tenants/" + h.ID().String() + "/timeline",
		Count: len(items), Sections: d.sections(items, h.language(r.reader)), Of: h.ID().String(),
	}
	if now := d.Now(); digestHold(h.notify, due, now).After(now) {
		l.Hold = digestHold(h.notify, due, now)
	}
	if atOnce > 0 && len(l.Sections) > 0 {
		last := &l.Sections[len(l.Sections)-1]
		last.Rows = append(last.Rows, letter.Row{Text: fmt.Sprintf(wordsOf(l.Language).atOnce, atOnce)})
	}
	return d.send(ctx, l, fmt.Sprintf("digest-%s-%s-%d", h.ID(), c, due.Unix()), r.reader)
}

// heard are the names of the letters that told some of the readers at once of news.
func (d *Desk) heard(ctx context.Context, h house, pieces []piece, readers []awaiting) (map[string]bool, error) {
	var names []string
	for _, p := range pieces {
		if !slices.ContainsFunc(p.items, func(i Item) bool { return i.AtOnce }) {
			continue
		}
		for _, r := range readers {
			if p.told.After(r.since) {
				names = append(names, letterName(alertName(h.ID(), p.name), r.reader))
			}
		}
	}
	return letter.Written(ctx, d.DB, names)
}

// piece is the news of one scan.
type piece struct {
	name  string
	told  time.Time
	items []Item
}

// between is what was news after one moment and until another, oldest first.
func (d *Desk) between(ctx context.Context, t *store.Tenant, from, until time.Time) ([]piece, error) {
	docs, err := handle.Doc(t.Handle()).Collection("news").Where("told", ">", from).Where("told", "<=", until).OrderBy("told", firestore.Asc).Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("read news: %w", err)
	}
	var out []piece
	for _, snap := range docs {
		var n news
		if err := snap.DataTo(&n); err != nil {
			return nil, fmt.Errorf("read news: %w", err)
		}
		items, err := n.items()
		if err != nil {
			return nil, err
		}
		out = append(out, piece{snap.Ref.ID, n.Told.UTC(), items})
	}
	return out, nil
}
