package member

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// Access is what an account may do in a tenant.
type Access struct {
	Tenant tenant.ID
	State  tenant.State // the tenant's
	Role   tenant.Role
	// Via is the organisation for which the person acts; zero for a membership of
	// the person's own.
	Via    Standing
	Member string // the name of the membership
}

// maxStandings is how many organisations of one person are looked at.
const maxStandings = 30

// Of returns what an account may do in the tenant that a text names: by a
// membership of its own, or else by the highest that the person's organisations
// have. Who is suspended may nothing, whatever the organisations have. Where there
// is nothing the answer is ErrNotFound, whether there is such a tenant or not, at
// the same cost.
func Of(ctx context.Context, db *store.DB, account string, standings []Standing, text string) (Access, error) {
	id, err := tenantid.Parse(text)
	if err != nil || !named(account) {
		return Access{}, ErrNotFound
	}
	h, err := handle.Of(db.Handle(), id)
	if err != nil {
		return Access{}, err
	}
	standings, err = usable(standings)
	if err != nil {
		return Access{}, err
	}
	refs := append([]*firestore.DocumentRef{handle.Doc(h)}, memberships(handle.Doc(h), account, standings)...)
	docs, err := handle.Vahti(db.Handle()).GetAll(ctx, refs)
	if err != nil {
		return Access{}, fmt.Errorf("read membership: %w", err)
	}
	return accessOf(id, docs[0], docs[1:], standings)
}

// Authorize asks within a transaction, before it writes, whether an actor has a
// permission in a tenant: ErrForbidden where not, ErrNotFound where there is no such
// tenant. It returns where the tenant stands in its life.
func Authorize(tx *firestore.Transaction, t handle.Tenant, by Actor, p tenant.Permission) (tenant.State, error) {
	if by.Key != "" {
		return authorizeKey(tx, handle.Doc(t), by, p)
	}
	var standings []Standing
	if by.Via.Organisation != "" {
		standings = []Standing{by.Via}
	}
	if _, err := usable(standings); err != nil || by.Service || !named(by.Account) {
		return "", ErrForbidden
	}
	docs, err := tx.GetAll(append([]*firestore.DocumentRef{handle.Doc(t)}, memberships(handle.Doc(t), by.Account, standings)...))
	if err != nil {
		return "", err
	}
	state, err := stateOf(docs[0])
	if err != nil {
		return "", err
	}
	a, err := accessOf(handle.ID(t), docs[0], docs[1:], standings)
	if errors.Is(err, ErrNotFound) || err == nil && !a.Role.Allows(p) {
		return state, ErrForbidden
	}
	return state, err
}

// authorizeKey is Authorize for a script: its key must not have been revoked meanwhile.
// Whether its time is over was judged when it came.
func authorizeKey(tx *firestore.Transaction, doc *firestore.DocumentRef, by Actor, p tenant.Permission) (tenant.State, error) {
	if by.Service || by.Account != "" || by.Via.Organisation != "" || !handle.Named(by.Key) || !p.ForKeys() {
		return "", ErrForbidden
	}
	docs, err := tx.GetAll([]*firestore.DocumentRef{doc, doc.Collection("keys").Doc(by.Key)})
	if err != nil {
		return "", err
	}
	state, err := stateOf(docs[0])
	if err != nil {
		return "", err
	}
	var d document.APIKey
	if docs[1].Exists() {
		if err := docs[1].DataTo(&d); err != nil {
			return "", fmt.Errorf("read API key: %w", err)
		}
	}
	if d.Revoked != nil || !slices.Contains(d.Permissions, string(p)) {
		return state, ErrForbidden
	}
	return state, nil
}

// usable refuses more organisations than are looked at, and names that cannot be
// an organisation's.
func usable(standings []Standing) ([]Standing, error) {
	if len(standings) > maxStandings {
		return nil, fmt.Errorf("read membership: a person of more than %d organisations", maxStandings)
	}
	for _, s := range standings {
		if !handle.Named(s.Organisation) || len(s.Organisation) > maxID {
			return nil, fmt.Errorf("read membership: an organisation has no usable name")
		}
	}
	return standings, nil
}

// memberships are the documents below a tenant that may give an account something.
func memberships(doc *firestore.DocumentRef, account string, standings []Standing) []*firestore.DocumentRef {
	refs := []*firestore.DocumentRef{doc.Collection("members").Doc(account)}
	for _, s := range standings {
		refs = append(refs, doc.Collection("members").Doc(partner(s.Organisation)))
	}
	return refs
}

// accessOf judges a tenant and the memberships of an account and its organisations.
func accessOf(id tenant.ID, about *firestore.DocumentSnapshot, docs []*firestore.DocumentSnapshot, standings []Standing) (Access, error) {
	state, err := stateOf(about)
	if err != nil {
		return Access{}, err
	}
	best := Access{Tenant: id, State: state}
	for i, snap := range docs {
		var d document.Member
		if !snap.Exists() {
			continue
		}
		if err := snap.DataTo(&d); err != nil {
			return Access{}, fmt.Errorf("read membership: %w", err)
		}
		role := tenant.Role(d.Role)
		if err := role.Validate(); err != nil {
			return Access{}, fmt.Errorf("read membership: %w", err)
		}
		switch {
		case i == 0 && d.State == document.MemberSuspended:
			return Access{}, ErrNotFound
		case d.State != document.MemberActive:
		case i == 0:
			best.Role, best.Member = role, snap.Ref.ID
			return best, nil
		default:
			if role = role.Lower(standings[i-1].most()); role.Above(best.Role) {
				best.Role, best.Member, best.Via = role, snap.Ref.ID, standings[i-1]
			}
		}
	}
	if best.Member == "" {
		return Access{}, ErrNotFound
	}
	return best, nil
}

// Tenants lists the tenants in which an account may do something, page by page:
// those of its own memberships first, then those of its organisations. An empty
// cursor asks for the first page, an empty next one says that it was the last. A
// page may hold fewer than limit.
func Tenants(ctx context.Context, db *store.DB, account string, standings []Standing, cursor string, limit int) (page []Access, next string, err error) {
	if !named(account) {
		return nil, "", nil
	}
	if standings, err = usable(standings); err != nil {
		return nil, "", err
	}
	holders := []string{account}
	for _, s := range standings {
		holders = append(holders, partner(s.Organisation))
	}
	at, after, err := parseCursor(cursor, len(holders))
	if err != nil {
		return nil, "", err
	}
	client := handle.Vahti(db.Handle())
	for ; at < len(holders) && len(page) < limit; at++ {
		want := limit - len(page)
		q := client.CollectionGroup("members").Where("holder", "==", holders[at]).OrderBy(firestore.DocumentID, firestore.Asc)
		if !after.IsZero() {
			q = q.StartAfter(client.Collection("tenants").Doc(after.String()).Collection("members").Doc(holders[at]))
		}
		docs, err := q.Limit(want).Documents(ctx).GetAll()
		if err != nil {
			return nil, "", fmt.Errorf("list tenants: %w", err)
		}
		found, last, err := tenantsOf(ctx, client, docs, account, standings, at)
		if err != nil {
			return nil, "", err
		}
		if page = append(page, found...); len(docs) == want {
			return page, strconv.Itoa(at) + "." + last.String(), nil
		}
		after = tenant.ID{}
	}
	if at < len(holders) {
		return page, strconv.Itoa(at) + ".", nil
	}
	return page, "", nil
}

// tenantsOf judges the tenants of memberships found. Of several ways into one
// tenant, the first lists it. It returns the last tenant looked at, too.
func tenantsOf(ctx context.Context, client *firestore.Client, found []*firestore.DocumentSnapshot, account string, standings []Standing, at int) ([]Access, tenant.ID, error) {
	var last tenant.ID
	var ids []tenant.ID
	var refs []*firestore.DocumentRef
	for _, snap := range found {
		doc := snap.Ref.Parent.Parent
		if doc == nil {
			continue // a collection of this name elsewhere
		}
		id, err := tenantid.Parse(doc.ID)
		if err != nil {
			continue
		}
		last = id
		ids = append(ids, id)
		refs = append(append(refs, doc), memberships(doc, account, standings)...)
	}
	if len(refs) == 0 {
		return nil, last, nil
	}
	docs, err := client.GetAll(ctx, refs)
	if err != nil {
		return nil, last, fmt.Errorf("list tenants: %w", err)
	}
	var out []Access
	for i, id := range ids {
		docs := docs[i*(len(standings)+2):][:len(standings)+2]
		a, err := accessOf(id, docs[0], docs[1:], standings)
		if err != nil || listedBefore(docs[1:], at) {
			continue // ErrNotFound, or damaged, which Of tells whoever goes there
		}
		out = append(out, a)
	}
	return out, last, nil
}

// listedBefore reports whether one of the first n memberships lists the tenant.
func listedBefore(docs []*firestore.DocumentSnapshot, n int) bool {
	for _, snap := range docs[:n] {
		if holder, err := snap.DataAt("holder"); err == nil && holder != "" {
			return true
		}
	}
	return false
}

// parseCursor reads where a listing of tenants goes on: in which of the holders'
// memberships, and after which tenant.
func parseCursor(cursor string, holders int) (int, tenant.ID, error) {
	if cursor == "" {
		return 0, tenant.ID{}, nil
	}
	number, text, ok := strings.Cut(cursor, ".")
	at, err := strconv.Atoi(number)
	if !ok || err != nil || at < 0 || at >= holders || strconv.Itoa(at) != number {
		return 0, tenant.ID{}, ErrCursor
	}
	if text == "" {
		return at, tenant.ID{}, nil
	}
	id, err := tenantid.Parse(text)
	if err != nil {
		return 0, tenant.ID{}, ErrCursor
	}
	return at, id, nil
}
