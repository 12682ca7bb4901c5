package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store/document"
)

// Step is one entry of a finding's story.
type Step struct {
	Kind     finding.Kind
	At       time.Time // by the tenant's clock
	Written  time.Time // by the wall clock
	Slot     string
	Version  int
	Reason   string
	From, To finding.Facts
	By       finding.Attribution // who made it; zero where nobody could be named
	// Exception names the exception that began or ended, and Because says why it
	// ended; empty for a change that a scan saw.
	Exception string
	Because   finding.EndReason
}

// History reads what scans changed of a finding, oldest first.
func (t *Tenant) History(ctx context.Context, id finding.ID) ([]Step, error) {
	steps, err := t.Story(ctx, id)
	return slices.DeleteFunc(steps, func(s Step) bool { return s.Exception != "" }), err
}

// Story reads everything that became of a finding, oldest first: what scans
// changed, and when it was accepted and returned. A finding that is not there has
// no story.
func (t *Tenant) Story(ctx context.Context, id finding.ID) ([]Step, error) {
	if !handle.Named(string(id)) {
		return nil, ErrNotFound
	}
	docs, err := t.doc().Collection("findings").Doc(string(id)).Collection("history").OrderBy("version", firestore.Asc).Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("read history: %w", err)
	}
	var key *seal.Key
	out := make([]Step, len(docs))
	for i, doc := range docs {
		var d document.Change
		if err := doc.DataTo(&d); err != nil {
			return nil, fmt.Errorf("read history: %w", err)
		}
		if len(d.By) > 0 && key == nil {
			if key, err = t.Key(ctx); err != nil {
				return nil, err
			}
		}
		if out[i], err = stepOf(d, id, doc.Ref.ID, key); err != nil {
			return nil, fmt.Errorf("read history: %w", err)
		}
	}
	slices.SortStableFunc(out, func(a, b Step) int {
		return cmp.Or(cmp.Compare(a.Version, b.Version), cmp.Compare(rank(a), rank(b)), a.Written.Compare(b.Written))
	})
	return out, nil
}

// rank puts what a scan changed before what became of exceptions at that version.
func rank(s Step) int {
	if s.Exception == "" {
		return 0
	}
	return 1
}

func stepOf(d document.Change, id finding.ID, name string, key *seal.Key) (Step, error) {
	s := Step{Kind: finding.Kind(d.Kind), At: d.At.UTC(), Written: d.Written.UTC(), Slot: d.Slot, Version: d.Version, Reason: d.Reason,
		Exception: d.Exception, Because: finding.EndReason(d.Because)}
	if len(d.From) > 0 {
		if err := document.DecodeFacts(d.From, &s.From); err != nil {
			return s, err
		}
	}
	if err := document.DecodeFacts(d.To, &s.To); err != nil {
		return s, err
	}
	var err error
	s.By, err = d.Attribution(string(id), name, key)
	return s, err
}
