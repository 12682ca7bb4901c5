package store

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store/document"
)

// Event is one thing that differs from before in a tenant: what a scan saw, or
// that a finding was accepted or returned.
type Event struct {
	finding.Drift
	At      time.Time // by the tenant's clock
	Written time.Time // by the wall clock
	Slot    string    // of the scan that saw it; empty for what a person did
}

// Timeline reads the tenant's events, newest first: at least limit of them, if
// there are so many, and those that were written together with the last one.
// before, unless it is zero, is the Written of an event already had: older ones
// follow.
func (t *Tenant) Timeline(ctx context.Context, limit int, before time.Time) ([]Event, error) {
	q := t.doc().Collection("changes").OrderBy("written", firestore.Desc)
	if !before.IsZero() {
		q = q.StartAfter(before)
	}
	var out []Event
	for {
		docs, err := q.Limit(limit + 1).Documents(ctx).GetAll()
		if err != nil {
			return nil, fmt.Errorf("read timeline: %w", err)
		}
		for _, doc := range docs {
			events, written, err := t.eventsOf(ctx, doc)
			if err != nil {
				return nil, fmt.Errorf("read timeline: %w", err)
			}
			if n := len(out); n >= limit && (n == 0 || !written.Equal(out[n-1].Written)) {
				return out, nil
			}
			out = append(out, events...)
		}
		if len(docs) <= limit {
			return out, nil
		}
		q = q.StartAfter(docs[limit])
	}
}

// ChangesSince reads the events written at or after a moment of the wall clock,
// oldest first.
func (t *Tenant) ChangesSince(ctx context.Context, written time.Time) ([]Event, error) {
	docs, err := t.doc().Collection("changes").Where("written", ">=", written).OrderBy("written", firestore.Asc).Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("read changes: %w", err)
	}
	var out []Event
	for _, doc := range docs {
		events, _, err := t.eventsOf(ctx, doc)
		if err != nil {
			return nil, fmt.Errorf("read changes: %w", err)
		}
		out = append(out, events...)
	}
	return out, nil
}

func (t *Tenant) eventsOf(ctx context.Context, doc *firestore.DocumentSnapshot) ([]Event, time.Time, error) {
	var d document.Drift
	if err := doc.DataTo(&d); err != nil {
		return nil, time.Time{}, err
	}
	written := d.Written.UTC()
	if len(d.Sealed) == 0 {
		return nil, written, nil
	}
	key, err := t.Key(ctx)
	if err != nil {
		return nil, written, err
	}
	list, err := d.Drift(doc.Ref.ID, key)
	if err != nil {
		return nil, written, err
	}
	out := make([]Event, len(list))
	for i, drift := range list {
		out[i] = Event{Drift: drift, At: d.At.UTC(), Written: written, Slot: d.Slot}
	}
	return out, written, nil
}

// Score is the tenant's posture score from a moment of its clock on.
type Score struct {
	At    time.Time
	Score float64
}

// Scores reads how the score became what it is, oldest first: one point for each
// scan since a moment of the tenant's clock at which a verdict changed.
func (t *Tenant) Scores(ctx context.Context, since time.Time) ([]Score, error) {
	docs, err := all[document.Drift](ctx, t.doc().Collection("changes").Where("scored", ">=", since).OrderBy("scored", firestore.Asc))
	if err != nil {
		return nil, fmt.Errorf("read scores: %w", err)
	}
	out := make([]Score, len(docs))
	for i, d := range docs {
		out[i] = Score{At: d.At.UTC(), Score: d.Score}
	}
	return out, nil
}
