package member

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// MaxPage is how many members or invitations a page holds at most.
const MaxPage = 200

// page returns the limit that is kept of one that was asked for.
func page(limit int) int {
	if limit < 1 || limit > MaxPage {
		return MaxPage
	}
	return limit
}

// List lists the members in a state in the order of their IDs, page by page. An
// empty cursor asks for the first page, an empty next one says that it was the
// last.
func List(ctx context.Context, t *store.Tenant, state State, cursor string, limit int) (list []Member, next string, err error) {
	key, err := t.Key(ctx)
	if err != nil {
		return nil, "", err
	}
	q := handle.Doc(t.Handle()).Collection("members").Where("state", "==", string(state)).OrderBy(firestore.DocumentID, firestore.Asc)
	docs, next, err := read(ctx, q, cursor, page(limit))
	if err != nil {
		return nil, "", fmt.Errorf("list members: %w", err)
	}
	for _, snap := range docs {
		r, err := rowOf(snap, key)
		if err != nil {
			return nil, "", fmt.Errorf("list members: %w", err)
		}
		list = append(list, r.member())
	}
	return list, next, nil
}

// Owners lists the persons who are owners of a tenant, in the order of their IDs.
func Owners(ctx context.Context, t *store.Tenant) ([]Member, error) {
	var out []Member
	for cursor := ""; ; {
		list, next, err := List(ctx, t, Active, cursor, MaxPage)
		if err != nil {
			return nil, err
		}
		for _, m := range list {
			if m.Role == tenant.Owner && m.Kind == Person {
				out = append(out, m)
			}
		}
		if cursor = next; next == "" {
			return out, nil
		}
	}
}

// read reads one page of a query in the order of names.
func read(ctx context.Context, q firestore.Query, cursor string, limit int) ([]*firestore.DocumentSnapshot, string, error) {
	if cursor != "" {
		if !handle.Named(cursor) {
			return nil, "", ErrCursor
		}
		q = q.StartAfter(cursor)
	}
	docs, err := q.Limit(limit + 1).Documents(ctx).GetAll()
	if err != nil || len(docs) <= limit {
		return docs, "", err
	}
	return docs[:limit], docs[limit-1].Ref.ID, nil
}

// Get returns one member, or ErrNone.
func Get(ctx context.Context, t *store.Tenant, id string) (Member, error) {
	if !handle.Named(id) {
		return Member{}, ErrNone
	}
	key, err := t.Key(ctx)
	if err != nil {
		return Member{}, err
	}
	docs, err := handle.Vahti(handle.DBOf(t.Handle())).GetAll(ctx, []*firestore.DocumentRef{handle.Doc(t.Handle()).Collection("members").Doc(id)})
	if err != nil {
		return Member{}, fmt.Errorf("read member: %w", err)
	}
	r, err := rowOf(docs[0], key)
	if err != nil {
		return Member{}, fmt.Errorf("read member: %w", err)
	}
	if !r.exists {
		return Member{}, ErrNone
	}
	return r.member(), nil
}

// Open is an invitation that was neither accepted nor taken back.
type Open struct {
	ID       string
	Email    string
	Role     tenant.Role
	Language string
	By       string // who invited, by sign-in name; empty for Vahti
	Created  time.Time
	Expires  time.Time // in the past for one that nobody accepted in time
}

// String keeps an invitation out of formatted errors.
func (Open) String() string { return "[invitation]" }

// GoString implements fmt.GoStringer for the same reason.
func (Open) GoString() string { return "[invitation]" }

// LogValue implements slog.LogValuer.
func (o Open) LogValue() slog.Value { return slog.StringValue(o.ID) }

// Invitations lists the open invitations, in no order that means anything, page by
// page as List does.
func Invitations(ctx context.Context, t *store.Tenant, cursor string, limit int) (list []Open, next string, err error) {
	key, err := t.Key(ctx)
	if err != nil {
		return nil, "", err
	}
	q := handle.Doc(t.Handle()).Collection("invitations").Where("state", "==", document.InvitationOpen).OrderBy(firestore.DocumentID, firestore.Asc)
	docs, next, err := read(ctx, q, cursor, page(limit))
	if err != nil {
		return nil, "", fmt.Errorf("list invitations: %w", err)
	}
	for _, snap := range docs {
		var d document.Invitation
		if err := snap.DataTo(&d); err != nil {
			return nil, "", fmt.Errorf("list invitations: %w", err)
		}
		one, err := openOf(snap.Ref.ID, d, key)
		if err != nil {
			return nil, "", fmt.Errorf("list invitations: %w", err)
		}
		list = append(list, one)
	}
	return list, next, nil
}

func openOf(id string, d document.Invitation, key *seal.Key) (Open, error) {
	who, err := d.Person(id, key)
	return Open{ID: id, Email: who.Email, Role: tenant.Role(d.Role), Language: d.Language, By: who.By, Created: d.Created.UTC(), Expires: d.Expires.UTC()}, err
}

// GetInvitation returns one open invitation, or ErrNoInvitation. It stays as it is until
// it is accepted, replaced or taken back, and then is open no more.
func GetInvitation(ctx context.Context, t *store.Tenant, id string) (Open, error) {
	if !validName(id) {
		return Open{}, ErrNoInvitation
	}
	key, err := t.Key(ctx)
	if err != nil {
		return Open{}, err
	}
	docs, err := handle.Vahti(handle.DBOf(t.Handle())).GetAll(ctx, []*firestore.DocumentRef{handle.Doc(t.Handle()).Collection("invitations").Doc(id)})
	if err != nil {
		return Open{}, fmt.Errorf("read invitation: %w", err)
	}
	var d document.Invitation
	if !docs[0].Exists() {
		return Open{}, ErrNoInvitation
	}
	if err := docs[0].DataTo(&d); err != nil {
		return Open{}, fmt.Errorf("read invitation: %w", err)
	}
	if d.State != document.InvitationOpen {
		return Open{}, ErrNoInvitation
	}
	one, err := openOf(id, d, key)
	if err != nil {
		return Open{}, fmt.Errorf("read invitation: %w", err)
	}
	return one, nil
}
