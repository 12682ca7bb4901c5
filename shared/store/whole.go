package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store/document"
)

// streamed is how many documents are read at a time where everything is read. One page
// more is read while a page is worked on.
const streamed = 300

// stream reads a query's documents a page ahead of whoever takes them. An error ends it.
func stream(ctx context.Context, q firestore.Query) iter.Seq2[[]*firestore.DocumentSnapshot, error] {
	type page struct {
		snaps []*firestore.DocumentSnapshot
		err   error
	}
	return func(yield func([]*firestore.DocumentSnapshot, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		ahead := make(chan page)
		go func() {
			defer close(ahead)
			for {
				snaps, err := q.Limit(streamed).Documents(ctx).GetAll()
				select {
				case ahead <- page{snaps, err}:
				case <-ctx.Done():
					return
				}
				if err != nil || len(snaps) < streamed {
					return
				}
				q = q.StartAfter(snaps[len(snaps)-1])
			}
		}()
		for p := range ahead {
			if len(p.snaps) == 0 && p.err == nil {
				return
			}
			if !yield(p.snaps, p.err) || p.err != nil {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(nil, err)
		}
	}
}

// streamOf is stream one record at a time, each made of its document.
func streamOf[D, R any](ctx context.Context, what string, q firestore.Query, of func(name string, d D) (R, error)) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		var none R
		for snaps, err := range stream(ctx, q) {
			if err != nil {
				yield(none, fmt.Errorf("read %s: %w", what, err))
				return
			}
			for _, snap := range snaps {
				var d D
				var r R
				err := snap.DataTo(&d)
				if err == nil {
					r, err = of(snap.Ref.ID, d)
				}
				if err != nil {
					yield(none, fmt.Errorf("read %s: %w", what, err))
					return
				}
				if !yield(r, nil) {
					return
				}
			}
		}
	}
}

// keyed is streamOf where a record is sealed.
func keyed[D, R any](ctx context.Context, t *Tenant, what string, q firestore.Query, of func(key *seal.Key, name string, d D) (R, error)) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		key, err := t.Key(ctx)
		if err != nil {
			var none R
			yield(none, err)
			return
		}
		for r, err := range streamOf(ctx, what, q, func(name string, d D) (R, error) { return of(key, name, d) }) {
			if !yield(r, err) {
				return
			}
		}
	}
}

// mostKept is how many exceptions are kept while findings are streamed. Where more have
// not ended they are read page by page.
const mostKept = 2000

// EachFinding reads every finding in the order of their IDs, with their subjects, as
// people see them. It holds two pages at a time.
func (t *Tenant) EachFinding(ctx context.Context) iter.Seq2[finding.Finding, error] {
	return func(yield func(finding.Finding, error) bool) {
		covers, err := t.coverer(ctx)
		if err != nil {
			yield(finding.Finding{}, err)
			return
		}
		q := t.doc().Collection("findings").OrderBy(firestore.DocumentID, firestore.Asc)
		for snaps, err := range stream(ctx, q) {
			var list []finding.Finding
			if err == nil {
				list, err = covers.open(ctx, snaps)
			}
			if err != nil {
				yield(finding.Finding{}, fmt.Errorf("read findings: %w", err))
				return
			}
			for _, f := range list {
				if !yield(f, nil) {
					return
				}
			}
		}
	}
}

// coverer shows findings as people see them.
type coverer struct {
	t    *Tenant
	key  *seal.Key
	now  time.Time                          // by the tenant's clock
	kept map[finding.ID][]finding.Exception // nil where there are too many
}

func (t *Tenant) coverer(ctx context.Context) (*coverer, error) {
	key, err := t.Key(ctx)
	if err != nil {
		return nil, err
	}
	c := &coverer{t: t, key: key, now: t.now()}
	about, err := t.About(ctx)
	if err != nil {
		return nil, err
	}
	if about.Recorded != nil {
		c.now = *about.Recorded
	}
	docs, err := all[document.Exception](ctx, t.doc().Collection("exceptions").Where("state", "==", document.ExceptionActive).OrderBy(firestore.DocumentID, firestore.Asc).Limit(mostKept+1))
	if err != nil {
		return nil, fmt.Errorf("read exceptions: %w", err)
	}
	if len(docs) > mostKept {
		return c, nil
	}
	list, err := t.exceptionsOf(ctx, docs)
	if err != nil {
		return nil, err
	}
	c.kept = map[finding.ID][]finding.Exception{}
	for _, e := range list {
		c.kept[e.Finding] = append(c.kept[e.Finding], e)
	}
	return c, nil
}

func (c *coverer) open(ctx context.Context, snaps []*firestore.DocumentSnapshot) ([]finding.Finding, error) {
	docs := make([]document.Finding, len(snaps))
	for i, snap := range snaps {
		if err := snap.DataTo(&docs[i]); err != nil {
			return nil, err
		}
	}
	if c.kept == nil {
		return c.t.open(ctx, docs)
	}
	out := make([]finding.Finding, len(docs))
	var active []finding.Exception
	for i, d := range docs {
		var err error
		if out[i], err = d.Finding(c.key); err != nil {
			return nil, err
		}
		if out[i].State == finding.Open {
			active = append(active, c.kept[out[i].ID]...)
		}
	}
	if len(active) == 0 {
		return out, nil
	}
	return finding.Except(out, active, c.now), nil
}

// StepOf is a step of a finding's story.
type StepOf struct {
	Finding finding.ID
	Step
}

// EachStep reads the stories of all findings, finding by finding.
func (t *Tenant) EachStep(ctx context.Context) iter.Seq2[StepOf, error] {
	// By name, from the tenant's own document to the first name behind all that lies
	// below it: a query of all tenants' histories that looks at one tenant's alone.
	client := handle.Vahti(handle.DBOf(t.handle))
	first, last := t.doc(), client.Collection("tenants").Doc(t.ID().String()+"0")
	q := client.CollectionGroup("history").OrderBy(firestore.DocumentID, firestore.Asc).StartAfter(first).EndBefore(last)
	return func(yield func(StepOf, error) bool) {
		key, err := t.Key(ctx)
		if err != nil {
			yield(StepOf{}, err)
			return
		}
		for snaps, err := range stream(ctx, q) {
			if err != nil {
				yield(StepOf{}, fmt.Errorf("read history: %w", err))
				return
			}
			for _, snap := range snaps {
				s, err := t.stepBelow(snap, key)
				if err != nil {
					yield(StepOf{}, fmt.Errorf("read history: %w", err))
					return
				}
				if !yield(s, nil) {
					return
				}
			}
		}
	}
}

// errElsewhere means that a document lies where no query may look.
var errElsewhere = errors.New("a step of a story lies outside of its tenant")

// stepBelow reads a step, which must lie below the tenant.
func (t *Tenant) stepBelow(snap *firestore.DocumentSnapshot, key *seal.Key) (StepOf, error) {
	var d document.Change
	of := snap.Ref.Parent.Parent
	if of == nil || !strings.HasPrefix(snap.Ref.Path, t.doc().Path+"/findings/") {
		return StepOf{}, errElsewhere
	}
	if err := snap.DataTo(&d); err != nil {
		return StepOf{}, err
	}
	s, err := stepOf(d, finding.ID(of.ID), snap.Ref.ID, key)
	return StepOf{finding.ID(of.ID), s}, err
}

// EachEvent reads the timeline of a period of the wall clock, oldest first. Zero times
// are no bounds.
func (t *Tenant) EachEvent(ctx context.Context, from, to time.Time) iter.Seq2[Event, error] {
	from, to = bounds(from, to)
	q := t.doc().Collection("changes").Where("written", ">=", from).Where("written", "<", to).OrderBy("written", firestore.Asc)
	return func(yield func(Event, error) bool) {
		for snaps, err := range stream(ctx, q) {
			if err != nil {
				yield(Event{}, fmt.Errorf("read timeline: %w", err))
				return
			}
			for _, snap := range snaps {
				events, _, err := t.eventsOf(ctx, snap)
				if err != nil {
					yield(Event{}, fmt.Errorf("read timeline: %w", err))
					return
				}
				for _, e := range events {
					if !yield(e, nil) {
						return
					}
				}
			}
		}
	}
}

// bounds gives a period the bounds that it does not have.
func bounds(from, to time.Time) (time.Time, time.Time) {
	if from.IsZero() {
		from = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	if to.IsZero() {
		to = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
	}
	return from, to
}

// EachScore reads the scores of a period of the tenant's clock, oldest first.
func (t *Tenant) EachScore(ctx context.Context, from, to time.Time) iter.Seq2[Score, error] {
	from, to = bounds(from, to)
	q := t.doc().Collection("changes").Where("scored", ">=", from).Where("scored", "<", to).OrderBy("scored", firestore.Asc)
	return streamOf(ctx, "scores", q, func(_ string, d document.Drift) (Score, error) {
		return Score{At: d.At.UTC(), Score: d.Score}, nil
	})
}

// EachException reads every exception that there ever was, in the order of their IDs.
func (t *Tenant) EachException(ctx context.Context) iter.Seq2[finding.Exception, error] {
	q := t.doc().Collection("exceptions").OrderBy(firestore.DocumentID, firestore.Asc)
	return keyed(ctx, t, "exceptions", q, func(key *seal.Key, _ string, d document.Exception) (finding.Exception, error) {
		return d.Exception(key)
	})
}

// EachScan reads the scans that were claimed in a period, the newest first.
func (t *Tenant) EachScan(ctx context.Context, from, to time.Time) iter.Seq2[Scan, error] {
	from, to = bounds(from, to)
	q := t.doc().Collection("scans").Where("claimed", ">=", from).Where("claimed", "<", to).OrderBy("claimed", firestore.Desc)
	return streamOf(ctx, "scans", q, func(_ string, d document.Scan) (Scan, error) { return scanOf(d) })
}

// EachAdvice reads every explanation, in the order of their findings' IDs.
func (t *Tenant) EachAdvice(ctx context.Context) iter.Seq2[Advice, error] {
	q := t.advice().OrderBy(firestore.DocumentID, firestore.Asc)
	return streamOf(ctx, "explanations", q, func(name string, d document.Advice) (Advice, error) { return adviceOf(name, d), nil })
}
