package member

import (
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// InvitationLife is how long an invitation can be accepted.
const InvitationLife = 7 * 24 * time.Hour

// Invitation is the wish to have a person as a member.
type Invitation struct {
	Email    string
	Role     tenant.Role
	Language string // en, fi or sv, in which the person is written to
}

// String keeps an invitation out of formatted errors.
func (Invitation) String() string { return "[invitation]" }

// GoString implements fmt.GoStringer for the same reason.
func (Invitation) GoString() string { return "[invitation]" }

// LogValue implements slog.LogValuer.
func (Invitation) LogValue() slog.Value { return slog.StringValue("[invitation]") }

// Invited is an invitation that was made.
type Invited struct {
	ID      string
	Token   Token // handed out this once
	Expires time.Time
}

// Invite invites a person by e-mail. It can be accepted once, within
// InvitationLife; a former one to the same address, and nobody else's, is replaced.
// Only owners invite owners. Vahti itself invites an owner of a tenant that has none:
// whichever it invited before, it invites no more.
func Invite(ctx context.Context, t *store.Tenant, i Invitation, by Actor, now time.Time) (Invited, error) {
	var err error
	if i.Email, err = Email(i.Email); err != nil {
		return Invited{}, err
	}
	switch {
	case i.Role.Validate() != nil:
		return Invited{}, ErrRole
	case i.Language != "en" && i.Language != "fi" && i.Language != "sv":
		return Invited{}, ErrLanguage
	}
	s, err := newStep(ctx, t, by, now)
	if err != nil {
		return Invited{}, err
	}
	actors, err := s.actors()
	if err != nil {
		return Invited{}, err
	}
	out := Invited{Expires: s.now.Add(InvitationLife)}
	out.Token, out.ID = NewToken(t.ID().String())
	err = s.run(ctx, "invite", func(tx *firestore.Transaction) error {
		rows, _, err := s.read(tx, actors)
		if err != nil {
			return err
		}
		if err := s.mayInvite(tx, s.authority(rows), i.Role); err != nil {
			return err
		}
		return s.invite(tx, i, out)
	})
	if err != nil {
		return Invited{}, err
	}
	return out, nil
}

// mayInvite refuses an actor who may not invite to a role.
func (s *step) mayInvite(tx *firestore.Transaction, actor, role tenant.Role) error {
	if s.by.Service {
		if role != tenant.Owner {
			return ErrForbidden
		}
		return s.unfounded(tx)
	}
	if !actor.Allows(needed(role)) {
		return ErrForbidden
	}
	return nil
}

// needed is the permission that it takes to invite to a role.
func needed(role tenant.Role) tenant.Permission {
	if role == tenant.Owner {
		return tenant.ManageOwners
	}
	return tenant.ManageMembers
}

// unfounded refuses a tenant that has an owner.
func (s *step) unfounded(tx *firestore.Transaction) error {
	n, err := s.owners(tx)
	if err == nil && n > 0 {
		err = ErrFounded
	}
	return err
}

// invite writes an invitation and takes back those it replaces.
func (s *step) invite(tx *firestore.Transaction, i Invitation, out Invited) error {
	hash := s.key.Hash("email", i.Email)
	members, err := tx.Documents(s.doc.Collection("members").Where("email", "==", hash)).GetAll()
	if err != nil {
		return err
	}
	for _, snap := range members {
		m, err := rowOf(snap, s.key)
		if err != nil {
			return err
		}
		if m.State != document.MemberRemoved {
			return ErrMember
		}
	}
	former, err := s.former(tx, hash)
	if err != nil {
		return err
	}
	var replaced []*firestore.DocumentRef
	for _, snap := range former {
		var d document.Invitation
		if err := snap.DataTo(&d); err != nil {
			return err
		}
		if snap.Ref.ID == out.ID { // a repeat of a transaction that was applied
			return nil
		}
		if d.State == document.InvitationOpen && (d.Email == hash || d.Through == "") {
			replaced = append(replaced, snap.Ref)
		}
	}
	for _, ref := range replaced {
		if err := tx.Update(ref, []firestore.Update{{Path: "state", Value: document.InvitationReplaced}}); err != nil {
			return err
		}
	}
	d := document.Invitation{State: document.InvitationOpen, Role: string(i.Role), Language: i.Language, Email: hash, Inviter: s.by.Account, Through: s.by.member(),
		Created: s.now, Expires: out.Expires}
	if err := d.Seal(out.ID, document.InvitationPerson{Email: i.Email, By: s.by.Name}, s.key); err != nil {
		return err
	}
	if err := tx.Create(s.doc.Collection("invitations").Doc(out.ID), d); err != nil {
		return err
	}
	after, err := json.Marshal(map[string]any{"email": i.Email, "role": i.Role, "language": i.Language, "expires": out.Expires, "replaced": len(replaced)})
	if err != nil {
		return err
	}
	return s.tell(tx, "invitation-"+out.ID+"-created", "invitations/"+out.ID, trail.InvitationSent, nil, after)
}

// former are the invitations among which those are that an invitation replaces: all to
// its address and, where Vahti invites, all that are open.
func (s *step) former(tx *firestore.Transaction, hash string) ([]*firestore.DocumentSnapshot, error) {
	list, err := tx.Documents(s.doc.Collection("invitations").Where("email", "==", hash)).GetAll()
	if err != nil || !s.by.Service {
		return list, err
	}
	open, err := tx.Documents(s.doc.Collection("invitations").Where("state", "==", document.InvitationOpen)).GetAll()
	if err != nil {
		return nil, err
	}
	return append(list, slices.DeleteFunc(open, func(snap *firestore.DocumentSnapshot) bool {
		return slices.ContainsFunc(list, func(known *firestore.DocumentSnapshot) bool { return known.Ref.ID == snap.Ref.ID })
	})...), nil
}

// Withdraw takes an open invitation back. One that was withdrawn before stays so.
func Withdraw(ctx context.Context, t *store.Tenant, id string, by Actor, now time.Time) error {
	s, err := newStep(ctx, t, by, now)
	if err != nil {
		return err
	}
	actors, err := s.actors()
	if err != nil {
		return err
	}
	if !validName(id) {
		return ErrNoInvitation
	}
	return s.run(ctx, "withdraw invitation", func(tx *firestore.Transaction) error {
		ref := s.doc.Collection("invitations").Doc(id)
		rows, docs, err := s.read(tx, actors, ref)
		if err != nil {
			return err
		}
		role := s.authority(rows)
		if !role.Allows(tenant.ManageMembers) {
			return ErrForbidden
		}
		var d document.Invitation
		if !docs[0].Exists() {
			return ErrNoInvitation
		}
		if err := docs[0].DataTo(&d); err != nil {
			return err
		}
		switch {
		case d.State == document.InvitationWithdrawn:
			return nil
		case d.State != document.InvitationOpen:
			return ErrNoInvitation
		case d.Role == string(tenant.Owner) && !role.Allows(tenant.ManageOwners):
			return ErrForbidden
		}
		if err := tx.Update(ref, []firestore.Update{{Path: "state", Value: document.InvitationWithdrawn}}); err != nil {
			return err
		}
		who, err := d.Person(id, s.key)
		if err != nil {
			return err
		}
		before, err := json.Marshal(map[string]any{"email": who.Email, "role": d.Role})
		if err != nil {
			return err
		}
		return s.tell(tx, "invitation-"+id+"-withdrawn", "invitations/"+id, trail.InvitationWithdrawn, before, nil)
	})
}

// validName reports whether a text can be an invitation's name.
func validName(id string) bool {
	if len(id) != 64 {
		return false
	}
	for _, c := range id {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
