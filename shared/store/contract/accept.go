package contract

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
)

// ErrVersion means that what is to be accepted is no version of the agreement.
var ErrVersion = errors.New("say which version of the agreement is accepted")

// Text is a version of the agreement, and where it was read.
type Text struct{ Version, Page string }

// Acceptance is that somebody accepted a version of the agreement for a tenant. It is
// kept as long as the tenant: the audit trail keeps its entries for a year.
type Acceptance struct {
	Text
	At      time.Time
	Account string
	Email   string // the person's, then
	Address string // network address
}

// String keeps who it was out of formatted errors.
func (a Acceptance) String() string { return fmt.Sprintf("[acceptance %s]", a.Version) }

// GoString implements fmt.GoStringer for the same reason.
func (a Acceptance) GoString() string { return a.String() }

// LogValue implements slog.LogValuer.
func (a Acceptance) LogValue() slog.Value { return slog.StringValue(a.String()) }

// Accept accepts a version of the agreement for a tenant. Accepting it again changes
// nothing, whoever does. Only a person of the customer's can, with the permission
// tenant.Contract.
func Accept(ctx context.Context, t *store.Tenant, text Text, by member.Actor, now time.Time) error {
	switch {
	case by.Service:
		return fmt.Errorf("accept agreement: %w", member.ErrForbidden)
	case !handle.Named(text.Version):
		return ErrVersion
	}
	key, err := t.Key(ctx)
	if err != nil {
		return fmt.Errorf("accept agreement: %w", err)
	}
	_, err = change(ctx, t, by, now, "accept agreement", func(s *step) (trail.Action, error) {
		if slices.ContainsFunc(s.c.Accepted, func(a document.Acceptance) bool { return a.Version == text.Version }) {
			return "", nil
		}
		a := document.Acceptance{Version: text.Version, At: s.now, Account: by.Account}
		if err := a.Seal(document.AcceptancePerson{Email: by.Name, Address: by.Address, Page: text.Page}, key); err != nil {
			return "", err
		}
		s.c.Accepted = append(slices.Clone(s.c.Accepted), a)
		var err error
		s.target = "agreements/" + text.Version
		s.after, err = json.Marshal(map[string]string{"version": text.Version, "address": text.Page})
		return trail.AgreementAccepted, err
	})
	return err
}

// Accepted lists which versions of the agreement were accepted for a tenant, the first
// first; store.ErrNotFound where there is no such tenant.
func Accepted(ctx context.Context, t *store.Tenant) ([]Acceptance, error) {
	d, err := stored(ctx, t)
	if err != nil || d.Contract == nil || len(d.Contract.Accepted) == 0 {
		return nil, err
	}
	key, err := t.Key(ctx)
	if err != nil {
		return nil, fmt.Errorf("read agreement: %w", err)
	}
	var out []Acceptance
	for _, a := range d.Contract.Accepted {
		p, err := a.Person(key)
		if err != nil {
			return nil, fmt.Errorf("read agreement: %w", err)
		}
		out = append(out, Acceptance{Text: Text{a.Version, p.Page}, At: a.At.UTC(), Account: a.Account, Email: p.Email, Address: p.Address})
	}
	return out, nil
}
