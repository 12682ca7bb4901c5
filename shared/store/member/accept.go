package member

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/internal/email"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// Offer is what an invitation says to whoever holds its token.
type Offer struct {
	Tenant   tenant.ID
	ID       string // of the invitation
	Email    string
	Role     tenant.Role
	Language string
	By       string // who invites, by sign-in name; empty for Vahti
	Expires  time.Time
}

// String keeps an offer out of formatted errors.
func (Offer) String() string { return "[offer]" }

// GoString implements fmt.GoStringer for the same reason.
func (Offer) GoString() string { return "[offer]" }

// LogValue implements slog.LogValuer.
func (Offer) LogValue() slog.Value { return slog.StringValue("[offer]") }

// Look returns what an invitation offers while it can be accepted. Whatever else a
// token may be, the answer is ErrInvitation.
func Look(ctx context.Context, db *store.DB, token Token, now time.Time) (Offer, error) {
	s, snap, err := heldBy(ctx, db, token, Actor{}, now)
	if err != nil {
		return Offer{}, err
	}
	var d document.Invitation
	if err := snap.DataTo(&d); err != nil {
		return Offer{}, fmt.Errorf("read invitation: %w", err)
	}
	if d.State != document.InvitationOpen || !s.now.Before(d.Expires) {
		return Offer{}, ErrInvitation
	}
	who, err := d.Person(snap.Ref.ID, s.key)
	if err != nil {
		return Offer{}, fmt.Errorf("read invitation: %w", err)
	}
	return Offer{Tenant: handle.ID(s.t), ID: snap.Ref.ID, Email: who.Email, Role: tenant.Role(d.Role), Language: d.Language, By: who.By, Expires: d.Expires.UTC()}, nil
}

// heldBy finds the invitation of a token. It takes one read to find none, whether
// there is such a tenant or not.
func heldBy(ctx context.Context, db *store.DB, token Token, by Actor, now time.Time) (*step, *firestore.DocumentSnapshot, error) {
	id, name, err := token.parse()
	if err != nil {
		return nil, nil, err
	}
	t, err := db.Tenant(id)
	if err != nil {
		return nil, nil, err
	}
	snap, err := handle.Doc(t.Handle()).Collection("invitations").Doc(name).Get(ctx)
	if status.Code(err) == codes.NotFound {
		return nil, nil, ErrInvitation
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read invitation: %w", err)
	}
	s, err := newStep(ctx, t, by, now)
	return s, snap, err
}

// Accept makes the person of an account a member by the token of an invitation. The
// account's e-mail address must be the invited one, or the answer is ErrOtherPerson.
// The same account may repeat it and gets the same; to everybody else a token that
// was used is no token. Who is a member already keeps the role.
func Accept(ctx context.Context, db *store.DB, token Token, a Account, address string, now time.Time) (Access, error) {
	a, err := a.clean()
	if err != nil {
		return Access{}, err
	}
	s, held, err := heldBy(ctx, db, token, Actor{Account: a.ID, Name: a.Email, Address: address}, now)
	if err != nil {
		return Access{}, err
	}
	var d document.Invitation
	if err := held.DataTo(&d); err != nil {
		return Access{}, fmt.Errorf("accept invitation: %w", err)
	}
	names, by := []string{a.ID}, Actor{Service: true}
	if d.Through != "" {
		if by, err = inviter(ctx, db, d); err != nil {
			return Access{}, err
		}
		names = append(names, d.Through, d.Inviter)
	}
	var out row
	err = s.run(ctx, "accept invitation", func(tx *firestore.Transaction) error {
		rows, docs, err := s.read(tx, names, held.Ref, s.review(1))
		if err != nil {
			return orGone(err)
		}
		if !docs[0].Exists() {
			return ErrInvitation
		}
		var d document.Invitation
		if err := docs[0].DataTo(&d); err != nil {
			return err
		}
		out, err = s.accept(tx, held.Ref, d, a, by, rows, docs[1].Exists())
		return err
	})
	if err != nil {
		return Access{}, err
	}
	return s.access(out), nil
}

// inviter is who made an invitation, as what the person is now: one who invited for an
// organisation and works for it no longer cannot act for it, and one whose account signs
// in no more is nobody. The answer lies in another database than the transaction that it
// is for.
func inviter(ctx context.Context, db *store.DB, d document.Invitation) (Actor, error) {
	by := Actor{Account: d.Inviter}
	if signs, err := CanSignIn(ctx, db, d.Inviter); err != nil {
		return by, fmt.Errorf("accept invitation: %w", err)
	} else if !signs {
		return Actor{}, nil
	}
	organisation, ok := strings.CutPrefix(d.Through, prefix)
	if !ok {
		return by, nil
	}
	snap, err := handle.People(db.Handle()).Collection("organisations").Doc(organisation).Collection("members").Doc(d.Inviter).Get(ctx)
	if status.Code(err) == codes.NotFound {
		return by, nil
	}
	if err != nil {
		return by, fmt.Errorf("accept invitation: read inviter: %w", err)
	}
	var c document.Colleague
	if err := snap.DataTo(&c); err != nil {
		return by, fmt.Errorf("accept invitation: read inviter: %w", err)
	}
	if c.State == document.MemberActive {
		by.Via = Standing{Organisation: organisation, Manager: c.Role == document.Manager}
	}
	return by, nil
}

// access is what a membership gives its person.
func (s *step) access(r row) Access {
	return Access{Tenant: handle.ID(s.t), State: s.state, Role: tenant.Role(r.Role), Member: r.id}
}

// orGone has an erased tenant look like an invitation that is not there.
func orGone(err error) error {
	if errors.Is(err, ErrNotFound) {
		return ErrInvitation
	}
	return err
}

// accept is the transaction of Accept. rows are the account's membership and, unless
// Vahti invited, that by which the inviter did and the inviter's own: an invitation is
// worth what its inviter may do now, and Vahti's nothing once there is an owner.
func (s *step) accept(tx *firestore.Transaction, ref *firestore.DocumentRef, d document.Invitation, a Account, by Actor, rows []row, reviewed bool) (row, error) {
	was, role := rows[0], tenant.Role(d.Role)
	switch {
	case d.State == document.InvitationAccepted && d.Account == a.ID && was.active():
		return was, nil
	case d.State != document.InvitationOpen || !s.now.Before(d.Expires):
		return was, ErrInvitation
	case !by.Service && !by.authority(rows[1:]).Allows(needed(role)):
		return was, ErrInvitation
	}
	who, err := d.Person(ref.ID, s.key)
	if err != nil {
		return was, err
	}
	switch {
	case !email.Same(who.Email, a.Email): // it may be kept as it was typed
		return was, ErrOtherPerson
	case d.Inviter == a.ID:
		return was, ErrRaise
	case was.exists && was.State == document.MemberSuspended:
		return was, ErrInvitation
	}
	if by.Service && !was.active() {
		// Vahti invites the first owner alone.
		if err := s.unfounded(tx); errors.Is(err, ErrFounded) {
			return was, ErrInvitation
		} else if err != nil {
			return was, err
		}
	}
	used := []firestore.Update{{Path: "state", Value: document.InvitationAccepted}, {Path: "account", Value: a.ID}}
	if err := tx.Update(ref, used); err != nil {
		return was, err
	}
	if err := s.tellAccepted(tx, ref.ID, who.Email, d.Role, was); err != nil || was.active() {
		return was, err
	}
	return s.join(tx, was, a, role, who.By, reviewed)
}

// tellAccepted tells of an invitation that was used, also by who was a member before.
func (s *step) tellAccepted(tx *firestore.Transaction, id, email, role string, was row) error {
	before, err := json.Marshal(map[string]any{"email": email, "role": role})
	if err != nil {
		return err
	}
	after, err := json.Marshal(map[string]any{"account": was.id, "joined": !was.active()})
	if err != nil {
		return err
	}
	return s.tell(tx, "invitation-"+id+"-accepted", "invitations/"+id, trail.InvitationAccepted, before, after)
}

// join makes an account a member, and plans the yearly review with the first one.
func (s *step) join(tx *firestore.Transaction, was row, a Account, role tenant.Role, invitedBy string, reviewed bool) (row, error) {
	if !reviewed {
		if err := s.plan(tx, 1, s.now); err != nil {
			return was, err
		}
	}
	is := row{id: a.ID, person: document.MemberPerson{Email: a.Email, Name: a.Name, InvitedBy: invitedBy}}
	is.Member = document.Member{Kind: string(Person), State: document.MemberActive, Role: string(role), Since: s.now, Confirmed: s.now}
	return s.write(tx, was, is, trail.MemberAdded)
}

// Found makes an account the first owner of a tenant that has none. The same
// account may repeat it; to others the answer is then ErrFounded.
func Found(ctx context.Context, t *store.Tenant, a Account, address string, now time.Time) (Access, error) {
	a, err := a.clean()
	if err != nil {
		return Access{}, err
	}
	s, err := newStep(ctx, t, Actor{Account: a.ID, Name: a.Email, Address: address}, now)
	if err != nil {
		return Access{}, err
	}
	var out row
	err = s.run(ctx, "found", func(tx *firestore.Transaction) error {
		rows, docs, err := s.read(tx, []string{a.ID}, s.review(1))
		if err != nil {
			return err
		}
		if out = rows[0]; out.owner() {
			return nil
		}
		if err := s.unfounded(tx); err != nil {
			return err
		}
		out, err = s.join(tx, out, a, tenant.Owner, "", docs[0].Exists())
		return err
	})
	if err != nil {
		return Access{}, err
	}
	return s.access(out), nil
}
