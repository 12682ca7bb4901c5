package erasure

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/member/partner"
	"vahti.ai/vahti/shared/store/trail"
)

// organisation begins the names of partner organisations among members.
const organisation = "org-"

// lonely lists the accounts of the tenant's members who belong to no other tenant and
// to no organisation, and are no operators. Of members who were removed it is the same.
func (j *job) lonely(ctx context.Context) ([]string, error) {
	vahti := handle.Vahti(j.db.Handle())
	members, err := vahti.Collection("tenants").Doc(j.id.String()).Collection("members").DocumentRefs(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("list members: %w", err)
	}
	candidates := append([]string(nil), j.stone.Accounts...)
	for _, m := range members {
		if !strings.HasPrefix(m.ID, organisation) && !contains(candidates, m.ID) {
			candidates = append(candidates, m.ID)
		}
	}
	var out []string
	for _, id := range candidates {
		belongs, err := j.belongs(ctx, vahti, id)
		if err != nil {
			return nil, err
		}
		if !belongs {
			out = append(out, id)
		}
	}
	return out, nil
}

// belongs reports whether an account belongs to anything but the tenant, or to Vahti.
func (j *job) belongs(ctx context.Context, vahti *firestore.Client, id string) (bool, error) {
	of, err := partner.Of(ctx, j.db, id)
	if err != nil || len(of) > 0 {
		return len(of) > 0, err
	}
	a, err := j.people.Get(ctx, account.ID(id))
	if err != nil && !errors.Is(err, account.ErrNotFound) {
		return false, err
	}
	if err == nil && a.Operator {
		return true, nil
	}
	docs, err := vahti.CollectionGroup("members").Where("holder", "==", id).OrderBy(firestore.DocumentID, firestore.Asc).Documents(ctx).GetAll()
	if err != nil {
		return false, fmt.Errorf("list memberships: %w", err)
	}
	for _, snap := range docs {
		if t := snap.Ref.Parent.Parent; t != nil && t.ID != j.id.String() {
			return true, nil
		}
	}
	return j.rests(ctx, vahti, id)
}

// rests reports whether the account's membership in another tenant is suspended, which
// no index tells: such a person belongs to that tenant all the same.
func (j *job) rests(ctx context.Context, vahti *firestore.Client, id string) (bool, error) {
	tenants := vahti.Collection("tenants")
	for next := tenants.OrderBy(firestore.DocumentID, firestore.Asc).Select().Limit(suspendedPage); ; {
		docs, err := next.Documents(ctx).GetAll()
		if err != nil {
			return false, fmt.Errorf("list tenants: %w", err)
		}
		var refs []*firestore.DocumentRef
		for _, snap := range docs {
			if snap.Ref.ID != j.id.String() {
				refs = append(refs, snap.Ref.Collection("members").Doc(id))
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
		if len(docs) < suspendedPage {
			return false, nil
		}
		next = tenants.OrderBy(firestore.DocumentID, firestore.Asc).Select().StartAfter(docs[len(docs)-1]).Limit(suspendedPage)
	}
}

const suspendedPage = 300

// accounts erases the accounts that the tombstone names, unless they belong to
// something by now, and says so in the service's own book.
func (j *job) accounts(ctx context.Context) error {
	vahti := handle.Vahti(j.db.Handle())
	for _, id := range j.stone.Accounts {
		a, err := j.people.Get(ctx, account.ID(id))
		if errors.Is(err, account.ErrNotFound) {
			if _, err := j.people.Forget(ctx, account.ID(id)); err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return err
		}
		if belongs, err := j.belongs(ctx, vahti, id); err != nil || belongs {
			if err != nil {
				return err
			}
			continue
		}
		if _, err := j.people.Forget(ctx, a.ID); err != nil {
			return err
		}
		e := trail.Entry{At: j.now(), Action: trail.AccountRemoved, Target: "accounts/" + id, Account: id, Reason: "the last tenant that it belonged to was erased"}
		if err := trail.Service(j.db).Add(ctx, fmt.Sprintf("erased-%d-%s", j.stone.Number, id), e); err != nil {
			return err
		}
	}
	return nil
}
