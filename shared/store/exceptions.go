package store

import (
	"context"
	"fmt"
	"slices"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store/document"
)

// Exceptions reads every exception the tenant ever had, newest first.
func (t *Tenant) Exceptions(ctx context.Context) ([]finding.Exception, error) {
	docs, err := all[document.Exception](ctx, t.doc().Collection("exceptions").Query)
	if err != nil {
		return nil, fmt.Errorf("read exceptions: %w", err)
	}
	return t.exceptionsOf(ctx, docs)
}

// ActiveExceptions reads the exceptions that have not ended. Some may have
// expired: a scan ends them.
func (t *Tenant) ActiveExceptions(ctx context.Context) ([]finding.Exception, error) {
	docs, err := all[document.Exception](ctx, t.doc().Collection("exceptions").Where("state", "==", document.ExceptionActive).OrderBy(firestore.DocumentID, firestore.Asc))
	if err != nil {
		return nil, fmt.Errorf("read exceptions: %w", err)
	}
	return t.exceptionsOf(ctx, docs)
}

func (t *Tenant) exceptionsOf(ctx context.Context, docs []document.Exception) ([]finding.Exception, error) {
	if len(docs) == 0 {
		return nil, nil
	}
	key, err := t.Key(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]finding.Exception, len(docs))
	for i, d := range docs {
		if out[i], err = d.Exception(key); err != nil {
			return nil, fmt.Errorf("read exception: %w", err)
		}
	}
	slices.SortFunc(out, func(a, b finding.Exception) int {
		if c := b.Written.Compare(a.Written); c != 0 {
			return c
		}
		return slices.Compare([]string{a.ID}, []string{b.ID})
	})
	return out, nil
}

// except returns stored findings as people see them.
func (t *Tenant) except(ctx context.Context, stored []finding.Finding) ([]finding.Finding, error) {
	if !slices.ContainsFunc(stored, func(f finding.Finding) bool { return f.State == finding.Open }) {
		return stored, nil
	}
	active, err := t.ActiveExceptions(ctx)
	if err != nil || len(active) == 0 {
		return stored, err
	}
	about, err := t.About(ctx)
	if err != nil {
		return nil, err
	}
	now := t.now()
	if about.Recorded != nil {
		now = *about.Recorded
	}
	return finding.Except(stored, active, now), nil
}
