package partner

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
)

// colleague is a person of an organisation as stored.
type colleague struct {
	exists bool
	document.Colleague
	account member.Account
}

func colleagueOf(snap *firestore.DocumentSnapshot, organisation string, key *seal.Key) (colleague, error) {
	c := colleague{exists: snap.Exists(), account: member.Account{ID: snap.Ref.ID}}
	if !c.exists {
		return c, nil
	}
	if err := snap.DataTo(&c.Colleague); err != nil {
		return c, err
	}
	p, err := c.Person(organisation, snap.Ref.ID, key)
	c.account.Email, c.account.Name = p.Email, p.Name
	return c, err
}

// told is what the trail keeps of a person; nil of who was never there.
func (c colleague) told() map[string]any {
	if !c.exists {
		return nil
	}
	return map[string]any{"email": c.account.Email, "name": c.account.Name, "role": c.Role, "state": c.State}
}

func (c colleague) active() bool { return c.exists && c.State == document.MemberActive }

func (c colleague) manages() bool { return c.active() && c.Role == manager }

func (c colleague) person() Person {
	return Person{Account: c.account.ID, Email: c.account.Email, Name: c.account.Name, Manager: c.Role == manager, Since: c.Since.UTC()}
}

// read reads the actor and a person of an organisation, which must exist.
func (s step) read(tx *firestore.Transaction, id, account string) (actor, person colleague, err error) {
	by := s.by.Account
	if s.by.Service || !handle.Named(by) {
		by = account // whose standing is not looked at
	}
	members := s.organisation(id).Collection("members")
	docs, err := tx.GetAll([]*firestore.DocumentRef{s.organisation(id), members.Doc(by), members.Doc(account)})
	if err != nil {
		return actor, person, err
	}
	if !docs[0].Exists() {
		return actor, person, ErrNone
	}
	if by == s.by.Account {
		if actor, err = colleagueOf(docs[1], id, s.key); err != nil {
			return actor, person, err
		}
	}
	person, err = colleagueOf(docs[2], id, s.key)
	return actor, person, err
}

// managed refuses an actor who does not manage an organisation, which must exist.
// Operators manage all.
func (s step) managed(tx *firestore.Transaction, id string) error {
	account := s.by.Account
	switch {
	case s.by.Service:
		account = "service" // whose standing is not looked at
	case !handle.Named(account):
		return ErrForbidden
	}
	actor, _, err := s.read(tx, id, account)
	if err == nil && !s.by.Service && !actor.manages() {
		err = ErrForbidden
	}
	return err
}

// spare refuses to take the last manager away.
func (s step) spare(tx *firestore.Transaction, id string) error {
	docs, err := tx.Documents(handle.People(s.db).Collection("organisations").Doc(id).Collection("members").Where("role", "==", manager)).GetAll()
	if err != nil {
		return err
	}
	n := 0
	for _, snap := range docs {
		c, err := colleagueOf(snap, id, s.key)
		if err != nil {
			return err
		}
		if c.manages() {
			n++
		}
	}
	if n <= 1 {
		return ErrLastManager
	}
	return nil
}

// Add has a person work for an organisation, as a manager or as staff, or changes
// which of the two a person is who does. It takes a manager of it, or an operator.
func Add(ctx context.Context, db *store.DB, id string, a member.Account, isManager bool, by member.Actor, now time.Time) (Person, error) {
	a, err := clean(a)
	if err != nil {
		return Person{}, err
	}
	return place(ctx, db, id, a.ID, isManager, by, now, func(colleague) (member.Account, error) { return a, nil })
}

// Regrade makes one who works for an organisation a manager or staff. It takes a
// manager of it, or an operator.
func Regrade(ctx context.Context, db *store.DB, id, account string, isManager bool, by member.Actor, now time.Time) (Person, error) {
	if !handle.Named(account) {
		return Person{}, ErrNobody
	}
	return place(ctx, db, id, account, isManager, by, now, func(was colleague) (member.Account, error) {
		if !was.active() {
			return member.Account{}, ErrNobody
		}
		return was.account, nil
	})
}

// place makes a person a manager or staff of an organisation; who says who it is, from
// what the person was.
func place(ctx context.Context, db *store.DB, id, account string, isManager bool, by member.Actor, now time.Time, who func(was colleague) (member.Account, error)) (Person, error) {
	if !handle.Named(id) {
		return Person{}, ErrNone
	}
	s, err := newStep(ctx, db, by, now)
	if err != nil {
		return Person{}, err
	}
	var out colleague
	err = s.run(ctx, "add to organisation", func(tx *firestore.Transaction) error {
		actor, was, err := s.read(tx, id, account)
		if err != nil {
			return err
		}
		if !s.by.Service && !actor.manages() && !s.lowered(was, account, isManager) {
			return ErrForbidden
		}
		a, err := who(was)
		if err != nil {
			return err
		}
		out, err = s.place(tx, id, a, was, isManager)
		return err
	})
	if err != nil {
		return Person{}, err
	}
	return out.person(), nil
}

// place writes what a person becomes.
func (s step) place(tx *firestore.Transaction, id string, a member.Account, was colleague, isManager bool) (colleague, error) {
	var err error
	out := was
	switch {
	case was.active() && was.Role == role(isManager):
		return out, nil
	case was.manages():
		err = s.spare(tx, id)
	case !was.active():
		err = s.room(tx, a.ID)
	}
	if err != nil {
		return out, err
	}
	action := trail.OrganisationRegraded
	if !was.active() {
		out.Since, action = s.now, trail.OrganisationJoined
	}
	out.account, out.Role, out.State, out.Version = a, role(isManager), document.MemberActive, was.Version+1
	return out, s.write(tx, id, a, was, out.Colleague, action)
}

// lowered reports that the wish came true before: a manager who made himself staff
// and asks again after the answer was lost.
func (s step) lowered(was colleague, account string, isManager bool) bool {
	return account == s.by.Account && was.active() && was.Role == role(isManager)
}

// Remove has a person work for an organisation no longer. It takes a manager of it,
// an operator or the person; the last manager stays. Who has left is no error.
func Remove(ctx context.Context, db *store.DB, id, account string, by member.Actor, now time.Time) error {
	if !handle.Named(id) || !handle.Named(account) {
		return ErrNone
	}
	s, err := newStep(ctx, db, by, now)
	if err != nil {
		return err
	}
	return s.run(ctx, "remove from organisation", func(tx *firestore.Transaction) error {
		actor, was, err := s.read(tx, id, account)
		if err != nil {
			return err
		}
		switch {
		case !s.by.Service && !actor.manages() && account != s.by.Account:
			return ErrForbidden
		case !was.exists:
			return ErrNobody
		case !was.active():
			return nil
		}
		if was.manages() {
			if err := s.spare(tx, id); err != nil {
				return err
			}
		}
		is := was.Colleague
		is.State = document.MemberRemoved
		is.Version++
		return s.write(tx, id, was.account, was, is, trail.OrganisationLeft)
	})
}

// Refresh takes over a person's name and e-mail address from the account, whose person
// has changed them, in every organisation that the person works for.
func Refresh(ctx context.Context, db *store.DB, a member.Account, address string, now time.Time) error {
	a, err := clean(a)
	if err != nil {
		return err
	}
	s, err := newStep(ctx, db, member.Actor{Account: a.ID, Name: a.Email, Address: address}, now)
	if err != nil {
		return err
	}
	standings, err := Of(ctx, db, a.ID)
	if err != nil {
		return err
	}
	for _, of := range standings {
		err := s.run(ctx, "refresh person of organisation", func(tx *firestore.Transaction) error {
			_, was, err := s.read(tx, of.Organisation, a.ID)
			if err != nil || !was.active() || was.account == a {
				return err
			}
			is := was.Colleague
			is.Version++
			return s.write(tx, of.Organisation, a, was, is, trail.OrganisationChanged)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Of returns the organisations that a person works for, and as what.
func Of(ctx context.Context, db *store.DB, account string) ([]member.Standing, error) {
	people := handle.People(db.Handle())
	if people == nil {
		return nil, errors.New("this function has no access to the people who sign in")
	}
	if !handle.Named(account) {
		return nil, nil
	}
	docs, err := people.CollectionGroup("members").Where("holder", "==", account).OrderBy(firestore.DocumentID, firestore.Asc).Limit(MaxOrganisations).Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("read organisations of a person: %w", err)
	}
	var out []member.Standing
	for _, snap := range docs {
		var d document.Colleague
		if err := snap.DataTo(&d); err != nil {
			return nil, fmt.Errorf("read organisations of a person: %w", err)
		}
		o := snap.Ref.Parent.Parent
		if o == nil || o.Parent.ID != "organisations" || snap.Ref.ID != account || d.State != document.MemberActive || d.Role != manager && d.Role != staff {
			return nil, errors.New("read organisations of a person: not in the expected form")
		}
		out = append(out, member.Standing{Organisation: o.ID, Manager: d.Role == manager})
	}
	return out, nil
}

// List lists who works for an organisation, in the order of accounts, page by page.
// An empty cursor asks for the first page, an empty next one says that it was the
// last. Whoever asks must work there, or be an operator.
func List(ctx context.Context, db *store.DB, id string, by member.Actor, cursor string, limit int) (list []Person, next string, err error) {
	if limit < 1 || limit > MaxPage {
		limit = MaxPage
	}
	if !handle.Named(id) || !by.Service && !handle.Named(by.Account) {
		return nil, "", ErrNone
	}
	s, err := newStep(ctx, db, by, time.Time{})
	if err != nil {
		return nil, "", err
	}
	if !by.Service {
		docs, err := handle.People(s.db).GetAll(ctx, []*firestore.DocumentRef{s.organisation(id).Collection("members").Doc(by.Account)})
		if err != nil {
			return nil, "", fmt.Errorf("list organisation: %w", err)
		}
		if c, err := colleagueOf(docs[0], id, s.key); err != nil || !c.active() {
			return nil, "", errors.Join(ErrNone, err)
		}
	}
	q := handle.People(s.db).Collection("organisations").Doc(id).Collection("members").Where("state", "==", document.MemberActive).OrderBy(firestore.DocumentID, firestore.Asc)
	if cursor != "" {
		if !handle.Named(cursor) {
			return nil, "", ErrCursor
		}
		q = q.StartAfter(cursor)
	}
	docs, err := q.Limit(limit + 1).Documents(ctx).GetAll()
	if err != nil {
		return nil, "", fmt.Errorf("list organisation: %w", err)
	}
	if len(docs) > limit {
		docs = docs[:limit]
		next = docs[limit-1].Ref.ID
	}
	for _, snap := range docs {
		c, err := colleagueOf(snap, id, s.key)
		if err != nil {
			return nil, "", fmt.Errorf("list organisation: %w", err)
		}
		list = append(list, c.person())
	}
	return list, next, nil
}
