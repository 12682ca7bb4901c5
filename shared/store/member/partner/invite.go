package partner

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"strconv"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
)

// Invitation is the wish to have a person work for an organisation.
type Invitation struct {
	Email    string
	Manager  bool   // otherwise staff
	Language string // en, fi or sv, in which the person is written to
	// Request is the wish's own name: a repeat of it invites nobody again.
	Request string
	// Site is where people reach Vahti, without a slash at its end: the letter leads
	// there.
	Site string
}

// String keeps an invitation out of formatted errors.
func (Invitation) String() string { return "[invitation]" }

// GoString implements fmt.GoStringer for the same reason.
func (Invitation) GoString() string { return "[invitation]" }

// LogValue implements slog.LogValuer.
func (Invitation) LogValue() slog.Value { return slog.StringValue("[invitation]") }

// Invite invites a person by e-mail to work for an organisation, which its managers
// do, and operators. The letter with the link is written beside the invitation; its
// token is known to nobody else. It can be accepted once, within
// member.InvitationLife; a former one to the same address is replaced.
func Invite(ctx context.Context, db *store.DB, id string, i Invitation, by member.Actor, now time.Time) error {
	var err error
	if i.Email, err = member.Email(i.Email); err != nil {
		return err
	}
	switch {
	case i.Language != "en" && i.Language != "fi" && i.Language != "sv":
		return member.ErrLanguage
	case i.Request == "" || len(i.Request) > maxRequest:
		return ErrRequest
	case !handle.Named(id):
		return ErrNone
	}
	s, err := newStep(ctx, db, by, now)
	if err != nil {
		return err
	}
	o, err := Get(ctx, db, id)
	if err != nil {
		return err
	}
	out, err := s.offer(ctx, db, o, i)
	if err != nil {
		return err
	}
	return s.run(ctx, "invite to organisation", func(tx *firestore.Transaction) error {
		if err := s.managed(tx, id); err != nil {
			return err
		}
		return s.invite(tx, id, out)
	})
}

// offered is an invitation with its letter, ready to be written.
type offered struct {
	Invitation
	name   string
	doc    document.Invitation
	letter letter.Draft
}

func (s step) offer(ctx context.Context, db *store.DB, o Organisation, i Invitation) (offered, error) {
	token, name := member.NewToken(tokenPrefix + o.ID)
	d := document.Invitation{State: document.InvitationOpen, Role: role(i.Manager), Language: i.Language, Email: s.key.Hash("email", i.Email), Inviter: s.by.Account,
		Created: s.now, Expires: s.now.Add(member.InvitationLife),
		Request: s.key.Hash("request", o.ID, s.by.Account, i.Request, i.Email, strconv.FormatBool(i.Manager), i.Language)}
	if err := d.Seal(name, document.InvitationPerson{Email: i.Email, By: s.by.Name}, s.key); err != nil {
		return offered{}, err
	}
	l, err := letter.NewDraft(ctx, db, letter.Letter{Name: "invitation-" + name, Kind: letter.Partner, To: i.Email, Language: i.Language, Tenant: o.Name, By: s.by.Name,
		Link: i.Site + "/invitations?token=" + url.QueryEscape(string(token)), Until: d.Expires}, s.now)
	return offered{i, name, d, l}, err
}

// invite writes an invitation with its letter and takes back those it replaces.
func (s step) invite(tx *firestore.Transaction, id string, o offered) error {
	doc := handle.People(s.db).Collection("organisations").Doc(id)
	same, err := tx.Documents(doc.Collection("invitations").Where("request", "==", o.doc.Request).Limit(1)).GetAll()
	if err != nil || len(same) > 0 {
		return err
	}
	there, err := tx.Documents(doc.Collection("members").Where("email", "==", o.doc.Email)).GetAll()
	if err != nil {
		return err
	}
	for _, snap := range there {
		if c, err := colleagueOf(snap, id, s.key); err != nil || c.active() {
			if err == nil {
				err = ErrColleague
			}
			return err
		}
	}
	former, err := tx.Documents(doc.Collection("invitations").Where("email", "==", o.doc.Email)).GetAll()
	if err != nil {
		return err
	}
	replaced := 0
	for _, snap := range former {
		var d document.Invitation
		if err := snap.DataTo(&d); err != nil {
			return err
		}
		if d.State != document.InvitationOpen {
			continue
		}
		replaced++
		if err := tx.Update(snap.Ref, []firestore.Update{{Path: "state", Value: document.InvitationReplaced}}); err != nil {
			return err
		}
	}
	if err := tx.Create(doc.Collection("invitations").Doc(o.name), o.doc); err != nil {
		return err
	}
	if err := o.letter.Create(tx); err != nil {
		return err
	}
	return s.tell(tx, "invitation-"+o.name+"-created", "organisations/"+id+"/invitations/"+o.name, trail.InvitationSent,
		nil, map[string]any{"email": o.Email, "role": o.doc.Role, "language": o.Language, "expires": o.doc.Expires, "replaced": replaced})
}

// Withdraw takes an open invitation back, which managers do, and operators. One that
// was withdrawn before stays so.
func Withdraw(ctx context.Context, db *store.DB, id, invitation string, by member.Actor, now time.Time) error {
	if !handle.Named(id) {
		return ErrNone
	}
	if !handle.Named(invitation) {
		return member.ErrNoInvitation
	}
	s, err := newStep(ctx, db, by, now)
	if err != nil {
		return err
	}
	return s.run(ctx, "withdraw invitation to organisation", func(tx *firestore.Transaction) error {
		if err := s.managed(tx, id); err != nil {
			return err
		}
		ref := s.organisation(id).Collection("invitations").Doc(invitation)
		docs, err := tx.GetAll([]*firestore.DocumentRef{ref})
		if err != nil {
			return err
		}
		var d document.Invitation
		if !docs[0].Exists() {
			return member.ErrNoInvitation
		}
		if err := docs[0].DataTo(&d); err != nil {
			return err
		}
		switch d.State {
		case document.InvitationWithdrawn:
			return nil
		case document.InvitationOpen:
		default:
			return member.ErrNoInvitation
		}
		who, err := d.Person(invitation, s.key)
		if err != nil {
			return err
		}
		if err := tx.Update(ref, []firestore.Update{{Path: "state", Value: document.InvitationWithdrawn}}); err != nil {
			return err
		}
		return s.tell(tx, "invitation-"+invitation+"-withdrawn", "organisations/"+id+"/invitations/"+invitation, trail.InvitationWithdrawn,
			map[string]any{"email": who.Email, "role": d.Role}, nil)
	})
}

// Open is an invitation that was neither accepted nor taken back.
type Open struct {
	ID      string
	Email   string
	Manager bool
	By      string // who invited, by sign-in name
	Expires time.Time
}

// String keeps an invitation out of formatted errors.
func (Open) String() string { return "[invitation]" }

// GoString implements fmt.GoStringer for the same reason.
func (Open) GoString() string { return "[invitation]" }

// LogValue implements slog.LogValuer.
func (o Open) LogValue() slog.Value { return slog.StringValue(o.ID) }

// Invitations lists the open invitations of an organisation, in no order that means
// anything and at most MaxPage; more says that there are others. Whoever asks must
// manage it, or be an operator; to others it is not there.
func Invitations(ctx context.Context, db *store.DB, id string, by member.Actor) (list []Open, more bool, err error) {
	s, err := newStep(ctx, db, by, time.Time{})
	if err != nil {
		return nil, false, err
	}
	if err := s.manager(ctx, id); err != nil {
		return nil, false, err
	}
	docs, err := handle.People(s.db).Collection("organisations").Doc(id).Collection("invitations").Where("state", "==", document.InvitationOpen).
		OrderBy(firestore.DocumentID, firestore.Asc).Limit(MaxPage + 1).Documents(ctx).GetAll()
	if err != nil {
		return nil, false, fmt.Errorf("list invitations: %w", err)
	}
	if len(docs) > MaxPage {
		docs, more = docs[:MaxPage], true
	}
	for _, snap := range docs {
		var d document.Invitation
		if err := snap.DataTo(&d); err != nil {
			return nil, false, fmt.Errorf("list invitations: %w", err)
		}
		who, err := d.Person(snap.Ref.ID, s.key)
		if err != nil {
			return nil, false, fmt.Errorf("list invitations: %w", err)
		}
		list = append(list, Open{ID: snap.Ref.ID, Email: who.Email, Manager: d.Role == manager, By: who.By, Expires: d.Expires.UTC()})
	}
	return list, more, nil
}

// manager refuses who does not manage an organisation, as if there were none.
func (s step) manager(ctx context.Context, id string) error {
	if !handle.Named(id) || !s.by.Service && !handle.Named(s.by.Account) {
		return ErrNone
	}
	if s.by.Service {
		return nil
	}
	docs, err := handle.People(s.db).GetAll(ctx, []*firestore.DocumentRef{s.organisation(id).Collection("members").Doc(s.by.Account)})
	if err != nil {
		return fmt.Errorf("read organisation: %w", err)
	}
	c, err := colleagueOf(docs[0], id, s.key)
	if err != nil {
		return fmt.Errorf("read organisation: %w", err)
	}
	if !c.manages() {
		return ErrNone
	}
	return nil
}
