// Package exception writes what a customer accepts. A member accepts findings
// until a date; an exception ends when the date passes, when its finding gets
// worse than what was accepted, or when somebody takes it back. Findings
// themselves are not rewritten: whether one is excepted is worked out when it is
// read. Each step is one transaction that also holds the step of the finding's
// story, the event of the tenant's timeline and the entry of the audit trail.
package exception

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// Why a wish is refused, in words for the person who has it.
var (
	ErrNothing  = errors.New("choose at least one finding to accept")
	ErrTooMany  = errors.New("accept at most 100 findings at a time")
	ErrMixed    = errors.New("findings that are accepted together must be of one check")
	ErrNotFound = errors.New("there is no such finding")
	ErrNotOpen  = errors.New("only an open finding can be accepted")
	ErrReason   = errors.New("give a reason of 10 to 1000 characters")
	ErrOwner    = errors.New("name who answers for the exception, in at most 200 characters")
	ErrExpiry   = errors.New("choose an end after now and at most 365 days away")
	ErrOverlap  = errors.New("the finding is accepted already; withdraw that exception first")
	ErrRequest  = errors.New("the wish carries no name of its own by which a repeat is known")
	ErrInactive = errors.New("nothing can be accepted in a tenant that is not active")
	ErrNone     = errors.New("there is no such exception")
	ErrEnded    = errors.New("the exception has ended already")
)

// The limits of an acceptance.
const (
	MaxTogether = 100
	MinReason   = 10 // characters
	MaxReason   = 1000
	MaxOwner    = 200
	MaxDays     = 365
	maxRequest  = 200 // bytes
)

// Acceptance is a wish to accept findings of one check: those named by ID, or the
// check's findings about the resources named.
type Acceptance struct {
	// Request names the wish: the same one again, however often, is one.
	Request   string
	Findings  []finding.ID
	Check     string
	Resources []string
	Reason    string    // why, in the person's words
	Owner     string    // who answers for it
	Expires   time.Time // by the tenant's clock
	// Scale is the check's.
	Scale finding.Scale
}

// String keeps a wish out of formatted errors.
func (Acceptance) String() string { return "[acceptance]" }

// GoString implements fmt.GoStringer for the same reason.
func (Acceptance) GoString() string { return "[acceptance]" }

// LogValue implements slog.LogValuer.
func (Acceptance) LogValue() slog.Value { return slog.StringValue("[acceptance]") }

// Accept makes an exception for each finding of the wish, all or none, and returns
// them in the wish's order. A repeat of the same request returns those it made. It takes
// the permission tenant.Decide, or Vahti itself. now is the wall clock's; a recorded
// tenant has its own.
func Accept(ctx context.Context, t *store.Tenant, a Acceptance, by member.Actor, now time.Time) ([]finding.Exception, error) {
	a.Reason, a.Owner = strings.TrimSpace(a.Reason), strings.TrimSpace(a.Owner)
	key, err := t.Key(ctx)
	if err != nil {
		return nil, err
	}
	ids, err := a.validate(key)
	if err != nil {
		return nil, err
	}
	w := wish{t: t.Handle(), key: key, Acceptance: a, ids: ids, by: by.Who(), now: now}
	err = handle.Transact(ctx, handle.DBOf(w.t), func(_ context.Context, tx *firestore.Transaction) error {
		if err := authorize(tx, w.t, by, ErrInactive); err != nil {
			return err
		}
		return w.accept(tx)
	})
	if err != nil {
		return nil, fmt.Errorf("accept: %w", err)
	}
	return w.made, nil
}

// authorize refuses who may not decide on findings any more; gone is the answer where the
// tenant is.
func authorize(tx *firestore.Transaction, t handle.Tenant, by member.Actor, gone error) error {
	if by.Service {
		return nil
	}
	_, err := member.Authorize(tx, t, by, tenant.Decide)
	if errors.Is(err, member.ErrNotFound) {
		return gone
	}
	return err
}

// validate checks what can be checked without the database and returns which
// findings are meant, each once.
func (a Acceptance) validate(key *seal.Key) ([]finding.ID, error) {
	ids := slices.Clone(a.Findings)
	for _, r := range a.Resources {
		ids = append(ids, finding.ID(key.Hash("finding", a.Check, r)))
	}
	seen := map[finding.ID]bool{}
	ids = slices.DeleteFunc(ids, func(id finding.ID) bool {
		again := seen[id]
		seen[id] = true
		return again
	})
	reason := utf8.RuneCountInString(a.Reason)
	switch {
	case a.Request == "" || len(a.Request) > maxRequest:
		return nil, ErrRequest
	case len(ids) == 0:
		return nil, ErrNothing
	case len(ids) > MaxTogether:
		return nil, ErrTooMany
	case slices.ContainsFunc(ids, func(id finding.ID) bool { return !handle.Named(string(id)) }):
		return nil, ErrNotFound
	case reason < MinReason || reason > MaxReason || !utf8.ValidString(a.Reason):
		return nil, ErrReason
	case a.Owner == "" || utf8.RuneCountInString(a.Owner) > MaxOwner || !utf8.ValidString(a.Owner):
		return nil, ErrOwner
	}
	return ids, nil
}

// wish is an acceptance under way.
type wish struct {
	Acceptance
	t    handle.Tenant
	key  *seal.Key
	ids  []finding.ID
	by   trail.Who
	now  time.Time
	made []finding.Exception
}

// accept is the transaction of Accept.
func (w *wish) accept(tx *firestore.Transaction) error {
	w.made = nil
	doc := handle.Doc(w.t)
	refs := []*firestore.DocumentRef{doc}
	for _, id := range w.ids {
		refs = append(refs, doc.Collection("findings").Doc(string(id)))
	}
	docs, err := tx.GetAll(refs)
	if err != nil {
		return err
	}
	var about document.Tenant
	if !docs[0].Exists() {
		return ErrInactive
	}
	if err := docs[0].DataTo(&about); err != nil {
		return err
	}
	if about.State != string(tenant.Active) {
		return ErrInactive
	}
	findings, err := w.findings(docs[1:])
	if err != nil {
		return err
	}
	kept, err := tx.Documents(doc.Collection("exceptions").Where("check", "==", findings[0].Check)).GetAll()
	if err != nil {
		return err
	}
	earlier, written, err := w.earlier(kept)
	if err != nil {
		return err
	}
	at := about.Clock(w.now)
	var fresh []accepted
	for _, f := range findings {
		id := w.key.Hash("exception", w.Request, f.ID)
		if e, ok := earlier[id]; ok {
			w.made = append(w.made, e)
			continue
		}
		if err := w.may(f, earlier, at); err != nil {
			return err
		}
		a, err := w.accepted(id, f, about.Recorded != nil, at, written)
		if err != nil {
			return err
		}
		fresh = append(fresh, a)
		w.made = append(w.made, a.exception)
	}
	return w.write(tx, fresh, at, written)
}

// findings reads the findings of the wish, which must be there and of one check.
func (w *wish) findings(docs []*firestore.DocumentSnapshot) ([]document.Finding, error) {
	out := make([]document.Finding, len(docs))
	for i, d := range docs {
		if !d.Exists() {
			return nil, ErrNotFound
		}
		if err := d.DataTo(&out[i]); err != nil {
			return nil, err
		}
		if out[i].Check != out[0].Check || w.Check != "" && out[i].Check != w.Check {
			return nil, ErrMixed
		}
	}
	return out, nil
}

// earlier reads the exceptions that the check has had, by ID, and returns when a
// new one is written: now, or just after the last one where the clock went back.
func (w *wish) earlier(docs []*firestore.DocumentSnapshot) (map[string]finding.Exception, time.Time, error) {
	out := make(map[string]finding.Exception, len(docs))
	written := w.now
	for _, snap := range docs {
		var d document.Exception
		if err := snap.DataTo(&d); err != nil {
			return nil, written, err
		}
		e, err := d.Exception(w.key)
		if err != nil {
			return nil, written, err
		}
		out[e.ID] = e
		written = after(written, e.Written)
		if d.EndWritten != nil {
			written = after(written, *d.EndWritten)
		}
	}
	return out, written, nil
}

// after returns at, or the moment after last where that is later. Moments are
// stored to the microsecond.
func after(at, last time.Time) time.Time {
	if next := last.Add(time.Microsecond); at.Before(next) {
		return next
	}
	return at
}

// may refuses what cannot be accepted now.
func (w *wish) may(f document.Finding, earlier map[string]finding.Exception, at time.Time) error {
	if f.State != string(finding.Open) {
		return ErrNotOpen
	}
	if !w.Expires.After(at) || w.Expires.After(at.AddDate(0, 0, MaxDays)) {
		return ErrExpiry
	}
	for _, e := range earlier {
		if e.Active() && string(e.Finding) == f.ID {
			return ErrOverlap
		}
	}
	return nil
}
