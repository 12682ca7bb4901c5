package signin

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// A sign-in stands in the trails of the tenants that the person belongs to as well,
// since it opens them: it succeeded, failed, or was not looked at.
const (
	// tellAtMost is in how many: the person's own tenants come first, then those of
	// the partner organisations. A person of more is told of in the others' trails
	// when they open them, as everybody is.
	tellAtMost = 20
	// tellFor is how long that may take. It goes on where the browser has gone, so
	// that nobody keeps a try out of a trail by hanging up.
	tellFor = 10 * time.Second
	// tellAtOnce is how many trails are written at a time.
	tellAtOnce = 10
)

// tellSignedIn writes that a person has signed in into the tenants' trails. The
// service's tells it already.
func (s *site) tellSignedIn(ctx context.Context, e account.Event, who account.Account) {
	s.tellTenants(ctx, "signin-"+s.now().UTC().Format("20060102T150405Z")+"-"+rand.Text(), trail.SignInSucceeded, e, func(context.Context) (account.Account, error) {
		return who, nil
	})
}

// tellRefused writes a refused try at an account into the tenants' trails: once a minute
// and account, so that whoever guesses at it cannot fill them.
func (s *site) tellRefused(ctx context.Context, action trail.Action, e account.Event) {
	s.tellTenants(ctx, s.minutely(action, string(e.Account)), action, e, func(ctx context.Context) (account.Account, error) {
		return s.accounts.Get(ctx, e.Account)
	})
}

// tellTenants writes an entry into the trails of the tenants that an account belongs to.
// A trail that cannot be written keeps nobody from signing in to the other tenants; the
// log says so, but for that of a tenant that is being erased, which is no more.
func (s *site) tellTenants(ctx context.Context, name string, action trail.Action, e account.Event, find func(context.Context) (account.Account, error)) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), tellFor)
	defer cancel()
	who, err := find(ctx)
	if err == nil && who.Operator {
		return // belongs to no tenant
	}
	var list []tenant.ID
	if err == nil {
		list, err = s.tenants(ctx, who.ID)
	}
	var out trail.Entry
	if err == nil {
		out, err = s.entryOf(action, e, who)
	}
	if err != nil {
		s.log.ErrorContext(ctx, "sign-in not told to the tenants", "account", string(e.Account), "error", err)
		return
	}
	var g errgroup.Group
	g.SetLimit(tellAtOnce)
	for _, id := range list {
		g.Go(func() error {
			s.tellTenant(ctx, id, name, out)
			return nil
		})
	}
	_ = g.Wait() // none returns an error
}

// tellTenant writes an entry into the trail of one tenant.
func (s *site) tellTenant(ctx context.Context, id tenant.ID, name string, e trail.Entry) {
	t, err := s.db.Tenant(id)
	if err == nil {
		err = trail.Of(t).Add(ctx, name, e)
	}
	if err != nil && !errors.Is(err, seal.ErrNoKey) {
		s.log.ErrorContext(ctx, "sign-in not told to a tenant", "tenant", id.String(), "error", err)
	}
}

// tenants are those that an account belongs to, at most tellAtMost.
func (s *site) tenants(ctx context.Context, id account.ID) ([]tenant.ID, error) {
	standings, err := partner.Of(ctx, s.db, string(id))
	if err != nil {
		return nil, err
	}
	var out []tenant.ID
	for cursor := ""; ; {
		var list []member.Access
		if list, cursor, err = member.Tenants(ctx, s.db, string(id), standings, cursor, tellAtMost-len(out)); err != nil {
			return nil, err
		}
		for _, in := range list {
			out = append(out, in.Tenant)
		}
		if cursor == "" || len(out) >= tellAtMost {
			return out, nil
		}
	}
}
