// Package partner keeps the partner organisations that serve several customers, and
// the people who work for them: managers, who also say who else does, and staff. A
// tenant's owner gives an organisation a role there, by member.Engage; what one of
// its people may do in the tenant is no more than that, and no more than the person's
// standing here.
//
// Organisations belong to no tenant. They lie in the database of the people who sign
// in, sealed with its key, and the audit trail tells of them in the service's book. The
// books of the tenants in which an organisation has a role tell who works for it, by
// Tell.
package partner

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
)

// Why a wish is refused, in words for the person who has it.
var (
	ErrNone        = errors.New("there is no such organisation")
	ErrNobody      = errors.New("there is no such person in the organisation")
	ErrForbidden   = errors.New("only a manager of the organisation can do this")
	ErrTitle       = errors.New("give the organisation a name of 1 to 200 characters")
	ErrRequest     = errors.New("the wish carries no name of its own by which a repeat is known")
	ErrLastManager = errors.New("an organisation keeps at least one manager; make somebody else one first")
	ErrColleague   = errors.New("this person works for the organisation already")
	ErrTooMany     = errors.New("a person works for at most 30 organisations")
	ErrCursor      = errors.New("the page asked for does not exist")
)

// The limits.
const (
	MaxOrganisations = 30 // of one person; member.Of looks at no more
	MaxPage          = 200
	maxTitle         = 200 // characters
	maxRequest       = 200 // bytes
)

// Organisation is a partner.
type Organisation struct {
	ID      string
	Name    string
	Created time.Time
}

// String keeps an organisation's name out of formatted errors.
func (o Organisation) String() string { return "[organisation]" }

// GoString implements fmt.GoStringer for the same reason.
func (o Organisation) GoString() string { return "[organisation]" }

// LogValue implements slog.LogValuer.
func (o Organisation) LogValue() slog.Value { return slog.StringValue(o.ID) }

// Person is somebody who works for an organisation.
type Person struct {
	Account string
	Email   string
	Name    string
	Manager bool // otherwise staff
	Since   time.Time
}

// String keeps a person out of formatted errors.
func (Person) String() string { return "[person]" }

// GoString implements fmt.GoStringer for the same reason.
func (Person) GoString() string { return "[person]" }

// LogValue implements slog.LogValuer.
func (p Person) LogValue() slog.Value { return slog.StringValue(p.Account) }

const (
	manager = document.Manager
	staff   = "staff"
)

func role(isManager bool) string {
	if isManager {
		return manager
	}
	return staff
}

// step is one change under way.
type step struct {
	db  handle.DB
	key *seal.Key
	by  member.Actor
	now time.Time
}

func newStep(ctx context.Context, db *store.DB, by member.Actor, now time.Time) (step, error) {
	s := step{db: db.Handle(), by: by, now: now.UTC().Truncate(time.Microsecond)}
	if handle.People(s.db) == nil || handle.Keys(s.db) == nil {
		return s, errors.New("this function has no access to the people who sign in")
	}
	var err error
	s.key, err = handle.Keys(s.db).CreatePeople(ctx)
	return s, err
}

func (s step) organisation(id string) *firestore.DocumentRef {
	return handle.People(s.db).Collection("organisations").Doc(id)
}

func (s step) run(ctx context.Context, doing string, f func(*firestore.Transaction) error) error {
	// The transactions of one database are like those of another.
	people := handle.New(handle.People(s.db), nil, nil, nil, nil)
	err := handle.Transact(ctx, people, func(_ context.Context, tx *firestore.Transaction) error { return f(tx) })
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

// tell writes an entry into the service's book. What there was not before, or is not any
// more, is nil.
func (s step) tell(tx *firestore.Transaction, name, target string, action trail.Action, before, after map[string]any) error {
	was, err := telling(before)
	if err != nil {
		return err
	}
	is, err := telling(after)
	if err != nil {
		return err
	}
	by := trail.Member
	if s.by.Service {
		by = trail.Operator
	}
	d, err := trail.NewServiceDraft(s.db, s.key, "organisation-"+name, trail.Entry{
		At: s.now, By: by, Actor: s.by.Name, Account: s.by.Account, Address: s.by.Address, Action: action, Target: target, Before: was, After: is})
	if err != nil {
		return err
	}
	return d.Create(tx)
}

// telling is what the trail keeps of something; null of what is not there.
func telling(of map[string]any) (json.RawMessage, error) {
	if of == nil {
		return nil, nil
	}
	return json.Marshal(of)
}

// Create makes an organisation with its first manager, which operators alone do. A
// repeat of the same request returns the one it made.
func Create(ctx context.Context, db *store.DB, request, title string, first member.Account, by member.Actor, now time.Time) (Organisation, error) {
	title = strings.TrimSpace(title)
	n := utf8.RuneCountInString(title)
	switch {
	case !by.Service:
		return Organisation{}, ErrForbidden
	case request == "" || len(request) > maxRequest:
		return Organisation{}, ErrRequest
	case n == 0 || n > maxTitle || !utf8.ValidString(title) || strings.ContainsFunc(title, unicode.IsControl):
		return Organisation{}, ErrTitle
	}
	first, err := clean(first)
	if err != nil {
		return Organisation{}, err
	}
	s, err := newStep(ctx, db, by, now)
	if err != nil {
		return Organisation{}, err
	}
	id := s.key.Hash("organisation", request)
	sealed, err := s.key.Seal([]byte(title), "organisations/"+id)
	if err != nil {
		return Organisation{}, err
	}
	out := Organisation{ID: id, Name: title, Created: s.now}
	err = s.run(ctx, "create organisation", func(tx *firestore.Transaction) error {
		docs, err := tx.GetAll([]*firestore.DocumentRef{s.organisation(id)})
		if err != nil {
			return err
		}
		if docs[0].Exists() {
			out, err = organisationOf(docs[0], s.key)
			return err
		}
		if err := s.room(tx, first.ID); err != nil {
			return err
		}
		if err := tx.Create(s.organisation(id), document.Organisation{Created: s.now, Sealed: sealed}); err != nil {
			return err
		}
		if err := s.tell(tx, id+"-created", "organisations/"+id, trail.OrganisationCreated, nil, map[string]any{"name": title}); err != nil {
			return err
		}
		return s.write(tx, id, first, colleague{}, document.Colleague{Role: manager, State: document.MemberActive, Since: s.now, Version: 1}, trail.OrganisationJoined)
	})
	return out, err
}

// clean returns an account in the form in which it is kept.
func clean(a member.Account) (member.Account, error) {
	if !handle.Named(a.ID) || len(a.ID) > 128 {
		return a, member.ErrAccount
	}
	var err error
	if a.Email, err = member.Email(a.Email); err != nil {
		return a, err
	}
	if a.Name = strings.TrimSpace(a.Name); a.Name == "" || utf8.RuneCountInString(a.Name) > maxTitle || !utf8.ValidString(a.Name) {
		return a, member.ErrName
	}
	return a, nil
}

func organisationOf(snap *firestore.DocumentSnapshot, key *seal.Key) (Organisation, error) {
	var d document.Organisation
	if err := snap.DataTo(&d); err != nil {
		return Organisation{}, err
	}
	title, err := key.Open(d.Sealed, "organisations/"+snap.Ref.ID)
	return Organisation{ID: snap.Ref.ID, Name: string(title), Created: d.Created.UTC()}, err
}

// write writes what a person is in an organisation, with its entry of the trail.
func (s step) write(tx *firestore.Transaction, id string, a member.Account, was colleague, d document.Colleague, action trail.Action) error {
	d.Holder = ""
	if d.State == document.MemberActive {
		d.Holder = a.ID
	}
	d.Email = s.key.Hash("email", a.Email)
	if err := d.Seal(id, a.ID, document.MemberPerson{Email: a.Email, Name: a.Name}, s.key); err != nil {
		return err
	}
	if err := tx.Set(s.organisation(id).Collection("members").Doc(a.ID), d); err != nil {
		return err
	}
	return s.tell(tx, fmt.Sprintf("%s-%s-%d", id, a.ID, d.Version), "organisations/"+id+"/members/"+a.ID, action,
		was.told(), colleague{exists: true, Colleague: d, account: a}.told())
}

// room refuses a person who works for too many organisations already.
func (s step) room(tx *firestore.Transaction, account string) error {
	docs, err := tx.Documents(handle.People(s.db).CollectionGroup("members").Where("holder", "==", account).Limit(MaxOrganisations)).GetAll()
	if err == nil && len(docs) >= MaxOrganisations {
		err = ErrTooMany
	}
	return err
}

// Get returns an organisation, or ErrNone.
func Get(ctx context.Context, db *store.DB, id string) (Organisation, error) {
	if !handle.Named(id) {
		return Organisation{}, ErrNone
	}
	s, err := newStep(ctx, db, member.Actor{}, time.Time{})
	if err != nil {
		return Organisation{}, err
	}
	docs, err := handle.People(s.db).GetAll(ctx, []*firestore.DocumentRef{s.organisation(id)})
	if err != nil {
		return Organisation{}, fmt.Errorf("read organisation: %w", err)
	}
	if !docs[0].Exists() {
		return Organisation{}, ErrNone
	}
	o, err := organisationOf(docs[0], s.key)
	if err != nil {
		return Organisation{}, fmt.Errorf("read organisation: %w", err)
	}
	return o, nil
}
