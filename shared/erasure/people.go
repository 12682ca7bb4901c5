package erasure

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/belonging"
	"vahti.ai/vahti/shared/internal/handle"
)

// organisation begins the names of partner organisations among members.
const organisation = "org-"

// lonely lists the accounts of the tenant's members who belong to no other tenant and
// to no organisation, and are no operators. Of members who were removed it is the same.
func (j *job) lonely(ctx context.Context) ([]string, error) {
	members, err := handle.Vahti(j.db.Handle()).Collection("tenants").Doc(j.id.String()).Collection("members").DocumentRefs(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("list members: %w", err)
	}
	candidates := append([]string(nil), j.stone.Accounts...)
	for _, m := range members {
		if !strings.HasPrefix(m.ID, organisation) && !contains(candidates, m.ID) {
			candidates = append(candidates, m.ID)
		}
	}
	search := j.search()
	var out []string
	for _, id := range candidates {
		belongs, err := search.Anywhere(ctx, account.ID(id))
		if err != nil {
			return nil, err
		}
		if !belongs {
			out = append(out, id)
		}
	}
	return out, nil
}

// search looks for what accounts belong to besides the tenant.
func (j *job) search() belonging.Search {
	return belonging.Search{DB: j.db, People: j.people, But: j.id, Now: j.now()}
}

// accounts erases the accounts that the tombstone names, unless they belong to
// something by now, and says so in the service's own book.
func (j *job) accounts(ctx context.Context) error {
	search := j.search()
	for _, id := range j.stone.Accounts {
		_, err := j.people.Get(ctx, account.ID(id))
		belongs, gone := false, errors.Is(err, account.ErrNotFound)
		if err == nil {
			belongs, err = search.Anywhere(ctx, account.ID(id))
		}
		if err == nil && !belongs || gone {
			err = search.End(ctx, account.ID(id), fmt.Sprintf("erased-%d-%s", j.stone.Number, id), "the last tenant that it belonged to was erased")
		}
		if err != nil {
			return err
		}
	}
	return nil
}
