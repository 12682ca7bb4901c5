package console

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

// somebody is who asks, with the roles that they have.
type somebody struct {
	gate.Principal
	roles map[tenant.ID]tenant.Role
}

// member is somebody with one role in each of some tenants.
func memberOf(role tenant.Role, ids ...tenant.ID) somebody {
	s := somebody{Principal: gate.Principal{Way: gate.BySession, Name: "aino", Address: "203.0.113.9", Session: "session", Proved: wall}, roles: map[tenant.ID]tenant.Role{}}
	for _, id := range ids {
		s.roles[id] = role
	}
	return s
}

// auditorOf may see tenants, adminOf may decide for them, too.
func auditorOf(ids ...tenant.ID) somebody { return memberOf(tenant.Auditor, ids...) }
func adminOf(ids ...tenant.ID) somebody   { return memberOf(tenant.Admin, ids...) }

// operatorNamed is somebody of Vahti's own, by account.
func operatorNamed(account string) somebody {
	return somebody{Principal: gate.Principal{Way: gate.BySession, Account: account, Name: "otto@vahti.example", Operator: true, Session: "session", Proved: wall}}
}

// inMemoryDoor is a doorkeeper that knows everybody by a cookie.
type inMemoryDoor struct {
	db     *store.DB // without databases: its handles name tenants and read nothing
	now    func() time.Time
	grants func(tenant.ID) []grant.Grant

	mu    sync.Mutex
	known map[string]somebody // by account
}

const memoryCookie = "person"

func newMemoryDoor(t testing.TB, now func() time.Time, r reader) *inMemoryDoor {
	t.Helper()
	db, err := store.Open(t.Context(), "nowhere", nil)
	if err != nil {
		t.Fatal(err)
	}
	d := &inMemoryDoor{db: db, now: now, known: map[string]somebody{}, grants: func(tenant.ID) []grant.Grant { return nil }}
	if m, ok := r.(memory); ok {
		d.grants = func(id tenant.ID) []grant.Grant {
			if m[id] == nil {
				return nil
			}
			return m[id].grants
		}
	}
	return d
}

// admit makes a request somebody's.
func (d *inMemoryDoor) admit(r *http.Request, who somebody) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if who.Account == "" {
		who.Account = "account-" + strconv.Itoa(len(d.known))
	}
	d.known[who.Account] = who
	r.AddCookie(&http.Cookie{Name: memoryCookie, Value: who.Account})
}

// Session implements doorkeeper.
func (d *inMemoryDoor) Session(r *http.Request) (gate.Principal, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	cookie, err := r.Cookie(memoryCookie)
	if err != nil {
		return gate.Principal{}, gate.ErrUnknown
	}
	who, ok := d.known[cookie.Value]
	if !ok {
		return gate.Principal{}, gate.ErrUnknown
	}
	return who.Principal, nil
}

// find returns the ID that a text names among some.
func find(text string, ids []tenant.ID) (tenant.ID, bool) {
	at := slices.IndexFunc(ids, func(id tenant.ID) bool { return id.String() == text })
	if at < 0 {
		return tenant.ID{}, false
	}
	return ids[at], true
}

// Enter implements doorkeeper.
func (d *inMemoryDoor) Enter(ctx context.Context, p gate.Principal, w gate.Wish) (gate.Entry, error) {
	if err := ctx.Err(); err != nil {
		return gate.Entry{}, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if p.Operator {
		return d.under(p, w)
	}
	roles := d.known[p.Account].roles
	id, ok := find(w.Tenant, sortedIDs(roles))
	switch {
	case !ok:
		return gate.Entry{}, gate.ErrNotFound
	case !roles[id].Allows(w.Need):
		return gate.Entry{}, gate.ErrForbidden
	case w.Fresh && d.now().Sub(p.Proved) > 15*time.Minute:
		return gate.Entry{}, gate.ErrStepUp
	}
	t, err := d.db.Tenant(id)
	return gate.Entry{Tenant: t, State: tenant.Active, Role: roles[id]}, err
}

// Manage implements doorkeeper.
func (d *inMemoryDoor) Manage(ctx context.Context, p gate.Principal, organisation string, lately bool) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case p.Operator || !slices.Contains(p.Standings, member.Standing{Organisation: organisation, Manager: true}):
		return gate.ErrNotFound
	case lately && d.now().Sub(p.Proved) > 15*time.Minute:
		return gate.ErrStepUp
	}
	return nil
}

// Refused implements doorkeeper. There is no trail.
func (d *inMemoryDoor) Refused(_ context.Context, _ gate.Principal, _ gate.Entry, _ gate.Wish, err error) error {
	return err
}

// Ask implements doorkeeper. What is asked for is kept by nobody.
func (d *inMemoryDoor) Ask(ctx context.Context, p gate.Principal, text string, w grant.Wish) (grant.Grant, error) {
	if err := ctx.Err(); err != nil {
		return grant.Grant{}, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	var ids []tenant.ID
	for _, one := range d.known {
		ids = append(ids, sortedIDs(one.roles)...)
	}
	if _, ok := find(text, ids); !p.Operator || !ok {
		return grant.Grant{}, gate.ErrNotFound
	}
	return grant.Grant{ID: w.Request, State: grant.Asked, Operator: p.Name, Account: p.Account, Purpose: w.Purpose, Reason: w.Reason, Goal: w.Goal, Views: w.Views,
		Method: w.Method, Limit: w.Limit, Asked: d.now()}, nil
}

// under lets an operator in under a grant.
func (d *inMemoryDoor) under(p gate.Principal, w gate.Wish) (gate.Entry, error) {
	var ids []tenant.ID
	for _, one := range d.known {
		ids = append(ids, sortedIDs(one.roles)...)
	}
	id, ok := find(w.Tenant, ids)
	if !ok {
		return gate.Entry{}, gate.ErrNotFound
	}
	for _, g := range d.grants(id) {
		if g.Account == p.Account && g.State == grant.Active && d.now().Before(g.Until) && slices.Contains(g.Views, w.View) {
			t, err := d.db.Tenant(id)
			return gate.Entry{Tenant: t, State: tenant.Active, Grant: g.ID}, err
		}
	}
	return gate.Entry{}, gate.ErrNotFound
}

// Tenants implements doorkeeper.
func (d *inMemoryDoor) Tenants(ctx context.Context, p gate.Principal, cursor string, limit int) (page []member.Access, next string, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	roles := d.known[p.Account].roles
	all := sortedIDs(roles)
	from := 0
	if cursor != "" {
		if from, err = strconv.Atoi(cursor); err != nil || from < 0 || from > len(all) {
			return nil, "", member.ErrCursor
		}
	}
	for _, id := range all[from:min(len(all), from+limit)] {
		page = append(page, member.Access{Tenant: id, State: tenant.Active, Role: roles[id], Member: p.Account})
	}
	if from+limit < len(all) {
		next = strconv.Itoa(from + limit)
	}
	return page, next, ctx.Err()
}

func sortedIDs(roles map[tenant.ID]tenant.Role) (ids []tenant.ID) {
	for id := range roles {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b tenant.ID) int { return cmp.Compare(a.String(), b.String()) })
	return ids
}
