package member

import (
	"context"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// ChangeRole gives a member another role and returns it as it is then. Only owners
// make and change owners and organisations, nobody raises himself, and the last
// owner stays one. A member that has the role already is returned as it is.
func ChangeRole(ctx context.Context, t *store.Tenant, id string, role tenant.Role, by Actor, now time.Time) (Member, error) {
	return ChangeRoleOf(ctx, t, id, AnyVersion, role, by, now)
}

// AnyVersion stands for whichever version a member has.
const AnyVersion = -1

// ChangeRoleOf is ChangeRole of a member that was read in a version: ErrChanged where it
// has another by now.
func ChangeRoleOf(ctx context.Context, t *store.Tenant, id string, version int, role tenant.Role, by Actor, now time.Time) (Member, error) {
	if role.Validate() != nil {
		return Member{}, ErrRole
	}
	return alter(ctx, t, "change role", id, by, now, func(was row) (document.Member, trail.Action, error) {
		if !was.is(version) {
			return was.Member, "", ErrChanged
		}
		is := was.Member
		if was.State == document.MemberRemoved {
			return is, "", ErrNone
		}
		if was.Kind == string(Organisation) && role == tenant.Owner {
			return is, "", ErrPartnerRole
		}
		is.Role = string(role)
		return is, trail.MemberChanged, nil
	})
}

// Remove ends a membership: somebody else's, or one's own. One that has ended is
// returned as it is.
func Remove(ctx context.Context, t *store.Tenant, id string, by Actor, now time.Time) (Member, error) {
	return RemoveOf(ctx, t, id, AnyVersion, by, now)
}

// RemoveOf is Remove of a member that was read in a version: ErrChanged where it has
// another by now.
func RemoveOf(ctx context.Context, t *store.Tenant, id string, version int, by Actor, now time.Time) (Member, error) {
	return alter(ctx, t, "remove member", id, by, now, func(was row) (document.Member, trail.Action, error) {
		if !was.is(version) {
			return was.Member, "", ErrChanged
		}
		is := was.Member
		is.State = document.MemberRemoved
		return is, trail.MemberRemoved, nil
	})
}

// Suspend takes from a member what the membership gives, until it is restored.
func Suspend(ctx context.Context, t *store.Tenant, id string, by Actor, now time.Time) (Member, error) {
	return alter(ctx, t, "suspend member", id, by, now, suspended)
}

func suspended(was row) (document.Member, trail.Action, error) {
	is := was.Member
	if was.State == document.MemberRemoved {
		return is, "", ErrNone
	}
	is.State = document.MemberSuspended
	return is, trail.MemberSuspended, nil
}

// Restore gives a suspended member back what the membership gives. By an owner it
// counts as a confirmation, so whom a review has not confirmed only owners restore. Who
// was removed is invited again instead.
func Restore(ctx context.Context, t *store.Tenant, id string, by Actor, now time.Time) (Member, error) {
	return alter(ctx, t, "restore member", id, by, now, func(was row) (document.Member, trail.Action, error) {
		is := was.Member
		if was.State == document.MemberRemoved {
			return is, "", ErrNone
		}
		is.State = document.MemberActive
		return is, trail.MemberRestored, nil
	})
}

// restored is who is restored by an actor with a role, who does not confirm in the
// owners' place.
func (s *step) restored(tx *firestore.Transaction, role tenant.Role, is row) (row, error) {
	if role.Allows(tenant.ManageOwners) {
		is.Confirmed = s.now
		return is, nil
	}
	all, err := reviewsOf(tx.Documents(s.reviews()).GetAll())
	if err == nil && is.Confirmed.Before(Opening(all)) {
		err = ErrForbidden
	}
	return is, err
}

// wish says what a member is to become.
type wish func(was row) (document.Member, trail.Action, error)

func alter(ctx context.Context, t *store.Tenant, doing, id string, by Actor, now time.Time, w wish) (Member, error) {
	s, err := newStep(ctx, t, by, now)
	if err != nil {
		return Member{}, err
	}
	actors, err := s.actors()
	if err != nil {
		return Member{}, err
	}
	if !handle.Named(id) {
		return Member{}, ErrNone
	}
	if err := s.meet(ctx, id); err != nil {
		return Member{}, err
	}
	var out row
	err = s.run(ctx, doing, func(tx *firestore.Transaction) error {
		rows, _, err := s.read(tx, append(actors, id))
		if err != nil {
			return err
		}
		out, err = s.alter(tx, s.authority(rows), rows[2], w)
		return err
	})
	if err != nil {
		return Member{}, err
	}
	return out.member(), nil
}

// alter makes the wish of an actor with a role come true.
func (s *step) alter(tx *firestore.Transaction, role tenant.Role, was row, w wish) (row, error) {
	self := s.self(was.id)
	if !self && !role.Allows(tenant.ManageMembers) { // not told who is a member
		return was, ErrForbidden
	}
	if !was.exists {
		return was, ErrNone
	}
	changed, action, err := w(was)
	if err != nil {
		return was, err
	}
	if changed.Role == was.Role && changed.State == was.State {
		return was, nil
	}
	is := was
	is.Member = changed
	if err := s.may(role, self, was, is); err != nil {
		return was, err
	}
	if action == trail.MemberRestored {
		if is, err = s.restored(tx, role, is); err != nil {
			return was, err
		}
	}
	return s.apply(tx, was, is, action)
}

// may refuses what the actor may not make of a member.
func (s *step) may(role tenant.Role, self bool, was, is row) error {
	needs := tenant.ManageMembers
	if was.Role == string(tenant.Owner) || is.Role == string(tenant.Owner) || was.Kind == string(Organisation) {
		needs = tenant.ManageOwners
	}
	switch {
	case self && tenant.Role(is.Role).Above(tenant.Role(was.Role)):
		return ErrRaise
	case self && is.State == document.MemberRemoved && was.Kind == string(Person):
		return nil // everybody may leave
	case self && is.State == document.MemberRemoved && role == tenant.Admin && s.by.Via.Manager:
		return nil // and so may an organisation
	case self && is.State != was.State:
		return ErrSelf
	case self && was.active() && was.Kind == string(Person):
		return nil // everybody may have less
	case !role.Allows(needs):
		return ErrForbidden
	}
	return nil
}

// apply writes what a member becomes, unless the tenant would lose its last owner.
func (s *step) apply(tx *firestore.Transaction, was, is row, action trail.Action) (row, error) {
	if was.owner() && !is.owner() {
		n, err := s.owners(tx)
		if err != nil {
			return was, err
		}
		if n <= 1 {
			return was, ErrLastOwner
		}
	}
	return s.write(tx, was, is, action)
}

// Engage gives a partner organisation a role in the tenant, which only owners do. One
// that has the role is returned as it is; what else becomes of one that is a member is
// for ChangeRoleOf and Restore: ErrEngaged. Remove takes the role back.
func Engage(ctx context.Context, t *store.Tenant, organisation, title string, role tenant.Role, by Actor, now time.Time) (Member, error) {
	if role.Validate() != nil || role == tenant.Owner {
		return Member{}, ErrPartnerRole
	}
	title, err := name(title)
	if err != nil {
		return Member{}, err
	}
	s, err := newStep(ctx, t, by, now)
	if err != nil {
		return Member{}, err
	}
	actors, err := s.actors()
	if err != nil {
		return Member{}, err
	}
	if !handle.Named(organisation) || len(organisation) > maxID {
		return Member{}, ErrNone
	}
	if err := s.meet(ctx, partner(organisation)); err != nil {
		return Member{}, err
	}
	var out row
	err = s.run(ctx, "engage organisation", func(tx *firestore.Transaction) error {
		rows, _, err := s.read(tx, append(actors, partner(organisation)))
		if err != nil {
			return err
		}
		if !s.authority(rows).Allows(tenant.ManageOwners) {
			return ErrForbidden
		}
		was := rows[2]
		if out = was; was.active() && was.Role == string(role) {
			return nil
		}
		if was.exists && was.State != document.MemberRemoved {
			return ErrEngaged
		}
		is := was
		is.Member = document.Member{Kind: string(Organisation), State: document.MemberActive, Role: string(role), Since: s.now, Confirmed: s.now}
		is.person = document.MemberPerson{Name: title, InvitedBy: by.Name}
		out, err = s.write(tx, was, is, trail.MemberAdded)
		return err
	})
	if err != nil {
		return Member{}, err
	}
	return out.member(), nil
}

// Refresh takes over a member's name and e-mail address from the account, whose
// person has changed them. It does nothing where they are the same.
func Refresh(ctx context.Context, t *store.Tenant, a Account, address string, now time.Time) (Member, error) {
	a, err := a.clean()
	if err != nil {
		return Member{}, err
	}
	s, err := newStep(ctx, t, Actor{Account: a.ID, Name: a.Email, Address: address}, now)
	if err != nil {
		return Member{}, err
	}
	var out row
	err = s.run(ctx, "refresh member", func(tx *firestore.Transaction) error {
		rows, _, err := s.read(tx, []string{a.ID})
		if err != nil {
			return err
		}
		if out = rows[0]; !out.exists || out.State == document.MemberRemoved {
			return ErrNone
		}
		is := out
		is.person.Email, is.person.Name = a.Email, a.Name
		if is.person == out.person {
			return nil
		}
		out, err = s.write(tx, out, is, trail.MemberChanged)
		return err
	})
	if err != nil {
		return Member{}, err
	}
	return out.member(), nil
}

// clean returns the account in the form in which it is kept.
func (a Account) clean() (Account, error) {
	if !named(a.ID) {
		return a, ErrAccount
	}
	var err error
	if a.Email, err = Email(a.Email); err != nil {
		return a, err
	}
	a.Name, err = name(a.Name)
	return a, err
}
