package partner

import (
	"context"
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
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
)

// tokenPrefix begins the tokens of organisations' invitations. No tenant's name has a
// hyphen.
const tokenPrefix = "org-"

// Holds reports whether a token is, by its form, one of an organisation's invitation
// rather than a tenant's.
func Holds(token member.Token) bool { return strings.HasPrefix(string(token), tokenPrefix) }

// Offer is what an invitation says to whoever holds its token.
type Offer struct {
	Organisation string // its name
	Email        string
	Manager      bool
	Language     string
	By           string // who invites, by sign-in name
	Expires      time.Time
}

// String keeps an offer out of formatted errors.
func (Offer) String() string { return "[offer]" }

// GoString implements fmt.GoStringer for the same reason.
func (Offer) GoString() string { return "[offer]" }

// LogValue implements slog.LogValuer.
func (Offer) LogValue() slog.Value { return slog.StringValue("[offer]") }

// held is the invitation that a token speaks of.
type held struct {
	step
	organisation, name string
}

// heldBy finds what a token is for; member.ErrInvitation where it is none.
func heldBy(ctx context.Context, db *store.DB, token member.Token, by member.Actor, now time.Time) (held, error) {
	to, name, err := token.Split()
	if err != nil {
		return held{}, err
	}
	id, ok := strings.CutPrefix(to, tokenPrefix)
	if !ok || !handle.Named(id) {
		return held{}, member.ErrInvitation
	}
	s, err := newStep(ctx, db, by, now)
	return held{s, id, name}, err
}

func (h held) ref() *firestore.DocumentRef {
	return h.step.organisation(h.organisation).Collection("invitations").Doc(h.name)
}

// Look returns what an invitation offers while it can be accepted. Whatever else a
// token may be, the answer is member.ErrInvitation.
func Look(ctx context.Context, db *store.DB, token member.Token, now time.Time) (Offer, error) {
	h, err := heldBy(ctx, db, token, member.Actor{}, now)
	if err != nil {
		return Offer{}, err
	}
	snap, err := h.ref().Get(ctx)
	if status.Code(err) == codes.NotFound {
		return Offer{}, member.ErrInvitation
	}
	var d document.Invitation
	if err == nil {
		err = snap.DataTo(&d)
	}
	if err != nil {
		return Offer{}, fmt.Errorf("read invitation: %w", err)
	}
	if d.State != document.InvitationOpen || !h.now.Before(d.Expires) {
		return Offer{}, member.ErrInvitation
	}
	who, err := d.Person(h.name, h.key)
	if err != nil {
		return Offer{}, fmt.Errorf("read invitation: %w", err)
	}
	o, err := Get(ctx, db, h.organisation)
	if errors.Is(err, ErrNone) {
		return Offer{}, member.ErrInvitation
	}
	return Offer{Organisation: o.Name, Email: who.Email, Manager: d.Role == manager, Language: d.Language, By: who.By, Expires: d.Expires.UTC()}, err
}

// Accept has the person of an account work for an organisation, by the token of an
// invitation. The account's e-mail address must be the invited one, or the answer is
// member.ErrOtherPerson. The same account may repeat it; to everybody else a token
// that was used is no token. Who works there already keeps what he is.
func Accept(ctx context.Context, db *store.DB, token member.Token, a member.Account, address string, now time.Time) error {
	a, err := clean(a)
	if err != nil {
		return err
	}
	h, err := heldBy(ctx, db, token, member.Actor{Account: a.ID, Name: a.Email, Address: address}, now)
	if err != nil {
		return err
	}
	return h.run(ctx, "accept invitation", func(tx *firestore.Transaction) error { return h.accept(tx, a) })
}

// accept is the transaction of Accept. An invitation is worth what its inviter may do
// now.
func (h held) accept(tx *firestore.Transaction, a member.Account) error {
	docs, err := tx.GetAll([]*firestore.DocumentRef{h.ref()})
	if err != nil {
		return err
	}
	var d document.Invitation
	if !docs[0].Exists() {
		return member.ErrInvitation
	}
	if err := docs[0].DataTo(&d); err != nil {
		return err
	}
	inviter := d.Inviter
	if inviter == "" { // an operator invited
		inviter = a.ID
	}
	by, was, signs, err := h.pair(tx, inviter, a.ID)
	if err != nil {
		return err
	}
	switch {
	case d.State == document.InvitationAccepted && d.Account == a.ID && was.active():
		return nil
	case d.State != document.InvitationOpen || !h.now.Before(d.Expires):
		return member.ErrInvitation
	case d.Inviter != "" && !(by.manages() && signs):
		return member.ErrInvitation
	}
	who, err := d.Person(h.name, h.key)
	if err != nil {
		return err
	}
	if !email.Same(who.Email, a.Email) { // it may be kept as it was typed
		return member.ErrOtherPerson
	}
	used := []firestore.Update{{Path: "state", Value: document.InvitationAccepted}, {Path: "account", Value: a.ID}}
	if !was.active() {
		if err := h.room(tx, a.ID); err != nil {
			return err
		}
	}
	if err := tx.Update(h.ref(), used); err != nil {
		return err
	}
	err = h.tell(tx, "invitation-"+h.name+"-accepted", "organisations/"+h.organisation+"/invitations/"+h.name, trail.InvitationAccepted,
		map[string]any{"email": who.Email, "role": d.Role}, map[string]any{"account": a.ID, "joined": !was.active()})
	if err != nil || was.active() {
		return err
	}
	is := document.Colleague{Role: d.Role, State: document.MemberActive, Since: h.now, Version: was.Version + 1}
	return h.write(tx, h.organisation, a, was, is, trail.OrganisationJoined)
}

// pair reads two people of the organisation, which must exist, and whether the first of
// them can sign in.
func (h held) pair(tx *firestore.Transaction, one, other string) (a, b colleague, signs bool, err error) {
	o := h.step.organisation(h.organisation)
	account := handle.People(h.db).Collection("accounts").Doc(one)
	docs, err := tx.GetAll([]*firestore.DocumentRef{o, o.Collection("members").Doc(one), o.Collection("members").Doc(other), account})
	if err != nil {
		return a, b, false, err
	}
	if !docs[0].Exists() {
		return a, b, false, member.ErrInvitation
	}
	if a, err = colleagueOf(docs[1], h.organisation, h.key); err != nil {
		return a, b, false, err
	}
	if b, err = colleagueOf(docs[2], h.organisation, h.key); err != nil {
		return a, b, false, err
	}
	signs, err = member.SignsIn(docs[3])
	return a, b, signs, err
}
