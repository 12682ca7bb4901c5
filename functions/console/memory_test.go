package console

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/tenant"
)

// memory is a reader of tenants kept in memory.
type memory map[tenant.ID]*kept

// kept is what memory has of one tenant.
type kept struct {
	about    store.About
	profile  tenant.Profile
	settings []byte
	findings []finding.Finding
	story    map[finding.ID][]store.Step
	events   []store.Event // the latest first
	scores   []store.Score
	accepted []finding.Exception // what was accepted, the newest first
	scans    []store.Scan        // in any order
	advice   map[finding.ID]store.Advice
	grants   []grant.Grant
	// fail, when set, is asked before every read, by the method's name.
	fail func(ctx context.Context, method string) error
}

// Tenant implements reader.
func (m memory) Tenant(id tenant.ID) (tenantReader, error) {
	if id.IsZero() {
		return nil, tenant.ErrZero
	}
	return inMemory{m[id]}, nil
}

// Decider implements reader.
func (m memory) Decider(id tenant.ID) (decider, error) {
	if id.IsZero() {
		return nil, tenant.ErrZero
	}
	return inMemory{m[id]}, nil
}

// inMemory implements tenantReader; kept is nil for a tenant that does not exist.
type inMemory struct{ kept *kept }

func (m inMemory) missing(ctx context.Context, method string) (bool, error) {
	if m.kept == nil {
		return true, nil
	}
	if m.kept.fail != nil {
		if err := m.kept.fail(ctx, method); err != nil {
			return false, fmt.Errorf("read %s: %w", method, err)
		}
	}
	return false, nil
}

var errMissing = fmt.Errorf("read: %w", store.ErrNotFound)

func (m inMemory) About(ctx context.Context) (store.About, error) {
	missing, err := m.missing(ctx, "About")
	if err != nil || missing {
		return store.About{}, cmp.Or(err, errMissing)
	}
	return m.kept.about, nil
}

func (m inMemory) Profile(ctx context.Context, _ store.About) (tenant.Profile, error) {
	missing, err := m.missing(ctx, "Profile")
	if err != nil || missing {
		return tenant.Profile{}, cmp.Or(err, errors.New("no key"))
	}
	return m.kept.profile, nil
}

func (m inMemory) Settings(ctx context.Context) ([]byte, error) {
	missing, err := m.missing(ctx, "Settings")
	if err != nil || missing {
		return nil, err
	}
	return m.kept.settings, nil
}

func (m inMemory) Findings(ctx context.Context) ([]finding.Finding, error) {
	missing, err := m.missing(ctx, "Findings")
	if err != nil || missing {
		return nil, err
	}
	out := slices.Clone(m.kept.findings)
	slices.SortFunc(out, func(a, b finding.Finding) int {
		return cmp.Or(cmp.Compare(a.Check, b.Check), cmp.Compare(a.Resource, b.Resource))
	})
	return out, nil
}

func (m inMemory) Finding(ctx context.Context, id finding.ID) (finding.Finding, error) {
	missing, err := m.missing(ctx, "Finding")
	if err != nil || missing {
		return finding.Finding{}, cmp.Or(err, errMissing)
	}
	for _, f := range m.kept.findings {
		if f.ID == id {
			return f, nil
		}
	}
	return finding.Finding{}, errMissing
}

func (m inMemory) FindingsOf(ctx context.Context, check string) ([]finding.Finding, error) {
	all, err := m.Findings(ctx)
	return slices.DeleteFunc(all, func(f finding.Finding) bool { return f.Check != check }), err
}

func (m inMemory) Story(ctx context.Context, id finding.ID) ([]store.Step, error) {
	missing, err := m.missing(ctx, "Story")
	if err != nil || missing {
		return nil, err
	}
	return m.kept.story[id], nil
}

func (m inMemory) Exceptions(ctx context.Context) ([]finding.Exception, error) {
	missing, err := m.missing(ctx, "Exceptions")
	if err != nil || missing {
		return nil, err
	}
	return m.kept.accepted, nil
}

func (m inMemory) Timeline(ctx context.Context, limit int, before time.Time) ([]store.Event, error) {
	missing, err := m.missing(ctx, "Timeline")
	if err != nil || missing {
		return nil, err
	}
	var out []store.Event
	for _, e := range m.kept.events {
		if !before.IsZero() && !e.Written.Before(before) {
			continue
		}
		if n := len(out); n >= limit && !e.Written.Equal(out[n-1].Written) {
			break
		}
		out = append(out, e)
	}
	return out, nil
}

func (m inMemory) Scores(ctx context.Context, since time.Time) ([]store.Score, error) {
	missing, err := m.missing(ctx, "Scores")
	if err != nil || missing {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(m.kept.scores), func(s store.Score) bool { return s.At.Before(since) }), nil
}

func (m inMemory) Scans(ctx context.Context, limit int) ([]store.Scan, error) {
	missing, err := m.missing(ctx, "Scans")
	if err != nil || missing {
		return nil, err
	}
	out := slices.Clone(m.kept.scans)
	slices.SortFunc(out, func(a, b store.Scan) int { return b.Claimed.Compare(a.Claimed) })
	return out[:min(limit, len(out))], nil
}

func (m inMemory) Advice(ctx context.Context, id finding.ID) (store.Advice, error) {
	missing, err := m.missing(ctx, "Advice")
	if err != nil || missing {
		return store.Advice{}, cmp.Or(err, errMissing)
	}
	a, ok := m.kept.advice[id]
	if !ok {
		return store.Advice{}, errMissing
	}
	return a, nil
}

func (m inMemory) Grant(ctx context.Context, id string) (grant.Grant, error) {
	missing, err := m.missing(ctx, "Grant")
	if err != nil || missing {
		return grant.Grant{}, cmp.Or(err, grant.ErrNone)
	}
	at := slices.IndexFunc(m.kept.grants, func(g grant.Grant) bool { return g.ID == id })
	if at < 0 {
		return grant.Grant{}, grant.ErrNone
	}
	return m.kept.grants[at], nil
}
