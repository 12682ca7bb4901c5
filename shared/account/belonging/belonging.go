// Package belonging says whether an account belongs to anything, and ends those that do
// not. An account belongs to the tenants whose member its person is, suspended ones among
// them, to partner organisations, to Vahti where the person is an operator, and to those
// whose invitation the person can accept.
package belonging

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// Search is a search for what accounts belong to. It needs the databases of tenants and
// of people, and the keys of both.
type Search struct {
	DB     *store.DB
	People *account.Store
	// But is a tenant that does not count; zero for none.
	But tenant.ID
	Now time.Time
}

// Anywhere reports whether an account belongs to anything. Of an account that there is
// not, only what names it counts.
func (s Search) Anywhere(ctx context.Context, id account.ID) (bool, error) {
	of, err := partner.Of(ctx, s.DB, string(id))
	if err != nil || len(of) > 0 {
		return len(of) > 0, err
	}
	a, err := s.People.Get(ctx, id)
	if err != nil && !errors.Is(err, account.ErrNotFound) {
		return false, err
	}
	if a.Operator {
		return true, nil
	}
	a.ID = id
	for _, belongs := range []func(context.Context, account.Account) (bool, error){s.active, s.suspended, s.invited} {
		if yes, err := belongs(ctx, a); err != nil || yes {
			return yes, err
		}
	}
	return false, nil
}

// active reports whether the account is an active member of a tenant.
func (s Search) active(ctx context.Context, a account.Account) (bool, error) {
	docs, err := handle.Vahti(s.DB.Handle()).CollectionGroup("members").Where("holder", "==", string(a.ID)).OrderBy(firestore.DocumentID, firestore.Asc).Documents(ctx).GetAll()
	if err != nil {
		return false, fmt.Errorf("list memberships: %w", err)
	}
	for _, snap := range docs {
		if t := snap.Ref.Parent.Parent; t != nil && t.ID != s.But.String() {
			return true, nil
		}
	}
	return false, nil
}

// tenantsAtOnce is how many tenants are asked at a time for a suspended membership.
const tenantsAtOnce = 300

// suspended reports whether the account's membership in a tenant is suspended, which no
// index tells: such a person belongs to that tenant all the same.
func (s Search) suspended(ctx context.Context, a account.Account) (bool, error) {
	vahti := handle.Vahti(s.DB.Handle())
	tenants := vahti.Collection("tenants")
	for next := tenants.OrderBy(firestore.DocumentID, firestore.Asc).Select().Limit(tenantsAtOnce); ; {
		docs, err := next.Documents(ctx).GetAll()
		if err != nil {
			return false, fmt.Errorf("list tenants: %w", err)
		}
		var refs []*firestore.DocumentRef
		for _, snap := range docs {
			if snap.Ref.ID != s.But.String() {
				refs = append(refs, snap.Ref.Collection("members").Doc(string(a.ID)))
			}
		}
		if len(refs) > 0 {
			found, err := vahti.GetAll(ctx, refs)
			if err != nil {
				return false, fmt.Errorf("read memberships: %w", err)
			}
			for _, snap := range found {
				if !snap.Exists() {
					continue
				}
				var m document.Member
				if err := snap.DataTo(&m); err != nil {
					return false, fmt.Errorf("read memberships: %w", err)
				}
				if m.State != document.MemberRemoved {
					return true, nil
				}
			}
		}
		if len(docs) < tenantsAtOnce {
			return false, nil
		}
		next = tenants.OrderBy(firestore.DocumentID, firestore.Asc).Select().StartAfter(docs[len(docs)-1]).Limit(tenantsAtOnce)
	}
}

// invited reports whether the account's person can accept an invitation. Addresses are
// hashed with the key of whoever invites: there is no other way than to look at all that
// can be accepted, which are those of a few days.
func (s Search) invited(ctx context.Context, a account.Account) (bool, error) {
	if a.Email == "" {
		return false, nil
	}
	h := s.DB.Handle()
	for _, client := range []*firestore.Client{handle.Vahti(h), handle.People(h)} {
		docs, err := client.CollectionGroup("invitations").Where("expires", ">", s.Now.UTC()).OrderBy("expires", firestore.Asc).Documents(ctx).GetAll()
		if err != nil {
			return false, fmt.Errorf("list invitations: %w", err)
		}
		for _, snap := range docs {
			yes, err := s.invites(ctx, snap, a.Email)
			if err != nil {
				return false, fmt.Errorf("read invitation: %w", err)
			}
			if yes {
				return true, nil
			}
		}
	}
	return false, nil
}

// invites reports whether an invitation is open and to an address.
func (s Search) invites(ctx context.Context, snap *firestore.DocumentSnapshot, email string) (bool, error) {
	by := snap.Ref.Parent.Parent
	if by == nil || by.ID == s.But.String() {
		return false, nil
	}
	var d document.Invitation
	if err := snap.DataTo(&d); err != nil {
		return false, err
	}
	if d.State != document.InvitationOpen {
		return false, nil
	}
	key, err := s.key(ctx, by)
	if errors.Is(err, seal.ErrNoKey) || errors.Is(err, store.ErrNotFound) {
		return false, nil // it is erased, and leads nowhere
	}
	if err != nil {
		return false, err
	}
	return d.Email == key.Hash("email", email), nil
}

// key is the key of a tenant, or of the people for an organisation.
func (s Search) key(ctx context.Context, by *firestore.DocumentRef) (*seal.Key, error) {
	if by.Parent.ID != "tenants" {
		return handle.Keys(s.DB.Handle()).People(ctx)
	}
	id, err := tenantid.Parse(by.ID)
	if err != nil {
		return nil, err
	}
	t, err := s.DB.Tenant(id)
	if err != nil {
		return nil, err
	}
	return t.Key(ctx)
}

// Release ends the account of somebody whose membership, or invitation, is about to be
// deleted, as Leave does. It comes before the deletion: what is stopped in between is
// repeated with that.
func (s Search) Release(ctx context.Context, of member.Gone) error {
	id := of.Account
	if id == "" {
		a, err := s.People.ByEmail(ctx, of.Email)
		if errors.Is(err, account.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		id = string(a.ID)
	}
	_, err := s.Leave(ctx, id)
	return err
}

// Leave ends an account unless it belongs to something, says so in the service's own
// book, and reports whether the account is no more.
func (s Search) Leave(ctx context.Context, id string) (gone bool, err error) {
	if belongs, err := s.Anywhere(ctx, account.ID(id)); err != nil || belongs {
		return false, err
	}
	err = s.End(ctx, account.ID(id), "left-"+id, "the last membership that it had was deleted")
	return err == nil, err
}

// End ends an account that belongs to nothing, and says so in the service's own book by
// an entry of a name of its own. A repeat finishes what was begun, and tells nothing of
// an account that there is not.
func (s Search) End(ctx context.Context, id account.ID, entry, why string) error {
	_, err := s.People.Forget(ctx, id, func(ctx context.Context) error {
		e := trail.Entry{At: s.Now, Action: trail.AccountRemoved, Target: "accounts/" + string(id), Account: string(id), Reason: why}
		return trail.Service(s.DB).Add(ctx, entry, e)
	})
	return err
}
