package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// MaxPage is how many scans, exceptions, steps or scores one page holds at most.
const MaxPage = 200

// bounded is a page's size as asked for.
func bounded(limit int) int {
	if limit <= 0 || limit > MaxPage {
		return MaxPage
	}
	return limit
}

// listed is a document with its name.
type listed[T any] struct {
	name string
	T    T
}

// page reads a query's documents, at most limit, behind the one named after in the
// query's collection; empty for the beginning. next is empty at the end. Among equal
// values only the document itself gives a query its place: where it is no more, the
// listing begins again behind nothing, and ErrOrder says so.
func page[T any](ctx context.Context, in *firestore.CollectionRef, q firestore.Query, after string, limit int) (out []listed[T], next string, err error) {
	if after != "" {
		if !handle.Named(after) {
			return nil, "", ErrOrder
		}
		snap, err := in.Doc(after).Get(ctx)
		if status.Code(err) == codes.NotFound {
			return nil, "", ErrOrder
		}
		if err != nil {
			return nil, "", err
		}
		q = q.StartAfter(snap)
	}
	snaps, err := q.Limit(limit + 1).Documents(ctx).GetAll()
	if err != nil {
		return nil, "", err
	}
	if len(snaps) > limit {
		snaps = snaps[:limit]
		next = snaps[limit-1].Ref.ID
	}
	out = make([]listed[T], len(snaps))
	for i, snap := range snaps {
		out[i].name = snap.Ref.ID
		if err := snap.DataTo(&out[i].T); err != nil {
			return nil, "", err
		}
	}
	return out, next, nil
}

// ScansPage reads a page of scans, the one claimed last first. after is the next of
// the page before; ErrOrder where there is no such place.
func (t *Tenant) ScansPage(ctx context.Context, after string, limit int) (scans []Scan, next string, err error) {
	in := t.doc().Collection("scans")
	docs, next, err := page[document.Scan](ctx, in, t.doc().Collection("scans").OrderBy("claimed", firestore.Desc), after, bounded(limit))
	if err != nil {
		return nil, "", fmt.Errorf("list scans: %w", err)
	}
	for _, d := range docs {
		s, err := scanOf(d.T)
		if err != nil {
			return nil, "", fmt.Errorf("list scans: %w", err)
		}
		scans = append(scans, s)
	}
	return scans, next, nil
}

// lightSuffix ends the name of a light pass's document.
const lightSuffix = "-" + document.LightScan

// ScanName names a scan among a tenant's.
func ScanName(s Scan) string {
	if s.Light {
		return s.Slot.Key() + lightSuffix
	}
	return s.Slot.Key()
}

// Scan reads the scan of that name, or ErrNotFound.
func (t *Tenant) Scan(ctx context.Context, name string) (Scan, error) {
	if _, err := tenant.ParseSlot(strings.TrimSuffix(name, lightSuffix)); err != nil || !handle.Named(name) {
		return Scan{}, ErrNotFound
	}
	d, err := get[document.Scan](ctx, t.doc().Collection("scans").Doc(name))
	if err != nil {
		return Scan{}, fmt.Errorf("read scan: %w", err)
	}
	return scanOf(d)
}

// ExceptionsPage reads a page of exceptions, in the order of their IDs, which means
// nothing and stays: those that have not ended, or all.
func (t *Tenant) ExceptionsPage(ctx context.Context, active bool, after string, limit int) (list []finding.Exception, next string, err error) {
	in := t.doc().Collection("exceptions")
	q := t.doc().Collection("exceptions").OrderBy(firestore.DocumentID, firestore.Asc)
	if active {
		q = t.doc().Collection("exceptions").Where("state", "==", document.ExceptionActive).OrderBy(firestore.DocumentID, firestore.Asc)
	}
	if after != "" && !handle.Named(after) {
		return nil, "", fmt.Errorf("list exceptions: %w", ErrOrder)
	}
	if after != "" {
		q = q.StartAfter(after) // not page's to do: the last one may have ended meanwhile
	}
	docs, next, err := page[document.Exception](ctx, in, q, "", bounded(limit))
	if err != nil {
		return nil, "", fmt.Errorf("list exceptions: %w", err)
	}
	if len(docs) == 0 {
		return nil, "", nil
	}
	key, err := t.Key(ctx)
	if err != nil {
		return nil, "", err
	}
	for _, d := range docs {
		e, err := d.T.Exception(key)
		if err != nil {
			return nil, "", fmt.Errorf("list exceptions: %w", err)
		}
		list = append(list, e)
	}
	return list, next, nil
}

// Exception reads one exception, or ErrNotFound.
func (t *Tenant) Exception(ctx context.Context, id string) (finding.Exception, error) {
	if !handle.Named(id) {
		return finding.Exception{}, ErrNotFound
	}
	d, err := get[document.Exception](ctx, t.doc().Collection("exceptions").Doc(id))
	if err != nil {
		return finding.Exception{}, fmt.Errorf("read exception: %w", err)
	}
	key, err := t.Key(ctx)
	if err != nil {
		return finding.Exception{}, err
	}
	e, err := d.Exception(key)
	if err != nil {
		return e, fmt.Errorf("read exception: %w", err)
	}
	return e, nil
}

// StoryPage is Story a page at a time. The story of a finding that is not there is
// empty.
func (t *Tenant) StoryPage(ctx context.Context, id finding.ID, after string, limit int) (steps []Step, next string, err error) {
	if !handle.Named(string(id)) {
		return nil, "", ErrNotFound
	}
	in := t.doc().Collection("findings").Doc(string(id)).Collection("history")
	// Names begin with the version, so that their order is that of the story.
	docs, next, err := page[document.Change](ctx, in, in.OrderBy(firestore.DocumentID, firestore.Asc), after, bounded(limit))
	if err != nil {
		return nil, "", fmt.Errorf("list history: %w", err)
	}
	var key *seal.Key
	for _, d := range docs {
		if len(d.T.By) > 0 && key == nil {
			if key, err = t.Key(ctx); err != nil {
				return nil, "", err
			}
		}
		s, err := stepOf(d.T, id, d.name, key)
		if err != nil {
			return nil, "", fmt.Errorf("list history: %w", err)
		}
		steps = append(steps, s)
	}
	slices.SortStableFunc(steps, func(a, b Step) int {
		return cmp.Or(cmp.Compare(a.Version, b.Version), cmp.Compare(rank(a), rank(b)), a.Written.Compare(b.Written))
	})
	return steps, next, nil
}

// ScoresPage is Scores a page at a time.
func (t *Tenant) ScoresPage(ctx context.Context, since time.Time, after string, limit int) (scores []Score, next string, err error) {
	in := t.doc().Collection("changes")
	q := t.doc().Collection("changes").Where("scored", ">=", since).OrderBy("scored", firestore.Asc)
	docs, next, err := page[document.Drift](ctx, in, q, after, bounded(limit))
	if err != nil {
		return nil, "", fmt.Errorf("list scores: %w", err)
	}
	for _, d := range docs {
		scores = append(scores, Score{At: d.T.At.UTC(), Score: d.T.Score})
	}
	return scores, next, nil
}
