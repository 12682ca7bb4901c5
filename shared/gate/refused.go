package gate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/apikey"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// groups is how many entries an hour the service's trail takes at most about one
// principal and one kind of thing.
const groups = 16

// The kinds of things that are searched for.
const (
	tenants  = "tenants"
	partners = "partners"
)

// refused notes in the service's trail that a principal asked for something that is
// not there or not its own, for it may be a search. What was asked for falls into one
// of a few groups by a hash that only Vahti can tell, and each group stands there once
// an hour: who tries many is in many groups however fast, who repeats one address is in
// one however often, and nobody can fill the trail.
func (g *Gate) refused(ctx context.Context, p Principal, kind, name string) error {
	key, err := handle.Keys(g.DB.Handle()).People(ctx)
	if err != nil {
		return fmt.Errorf("write audit trail: %w", err)
	}
	who, by := p.is()
	now := g.Now().UTC()
	group := kind + "/group-" + strconv.Itoa(int(key.Hash("refused", kind, name)[0])%groups)
	return g.once(ctx, nil, "refused-"+who+"-"+strings.ReplaceAll(group, "/", "-")+"-"+hourOf(now), trail.Entry{
		At: now, Action: trail.AccessRefused, By: by, Actor: p.Name, Account: who, Address: p.Address, Target: group,
	})
}

// is names a principal as the audit trail does.
func (p Principal) is() (who string, by trail.Kind) {
	switch {
	case p.key != nil:
		return p.key.id, trail.Key
	case p.Operator:
		return p.Account, trail.Operator
	}
	return p.Account, trail.Member
}

// Refused returns the error of what somebody did who was let in by a wish. Where it says
// that the role does not allow that, as where an admin would make an owner, it is in the
// tenant's trail first, as what Enter refuses is.
func (g *Gate) Refused(ctx context.Context, p Principal, e Entry, w Wish, err error) error {
	if e.Tenant == nil || !errors.Is(err, member.ErrForbidden) && !errors.Is(err, member.ErrRaise) {
		return err
	}
	if w.Need == tenant.ManageMembers {
		w.Need = tenant.ManageOwners // which is all that those are refused who have the other
	}
	if noted := g.denied(ctx, p, e.Tenant, w.Need, w.Target); noted != nil {
		return errors.Join(err, noted)
	}
	return err
}

// denied notes in a tenant's trail that somebody who may enter it asked for more than
// the role or the key allows. It is one entry for each of them, each permission and
// each hour, and tells of the first time: who asks on and on fills no trail.
func (g *Gate) denied(ctx context.Context, p Principal, t *store.Tenant, need tenant.Permission, target string) error {
	who, by := p.is()
	now := g.Now().UTC()
	after, err := json.Marshal(map[string]any{"needs": need})
	if err != nil {
		return fmt.Errorf("write audit trail: %w", err)
	}
	if target == "" {
		target = "tenant"
	}
	return g.once(ctx, t, "denied-"+who+"-"+string(need)+"-"+hourOf(now), trail.Entry{
		At: now, Action: trail.AccessDenied, By: by, Actor: p.Name, Account: who, Address: p.Address, Target: target, After: after,
	})
}

// ended notes in a tenant's trail that a key of its was used that was revoked or is
// past its end: once an hour. Whoever uses it has its secret.
func (g *Gate) ended(r *http.Request, k *apikey.Ended) error {
	return g.keyRefused(r, k.Tenant, k.Key, "-refused-", "")
}

// rests notes in a tenant's trail that a key of its was used that rests since whoever
// made it may not do any more what it carries: once an hour.
func (g *Gate) rests(r *http.Request, v apikey.Verified) error {
	return g.keyRefused(r, v.Tenant, v.Key, "-rests-", "whoever made the key may not do any more what it carries")
}

func (g *Gate) keyRefused(r *http.Request, of tenant.ID, key, how, reason string) error {
	t, err := g.DB.Tenant(of)
	if err != nil {
		return err
	}
	now := g.Now().UTC()
	return g.once(r.Context(), t, "key-"+key+how+hourOf(now), trail.Entry{
		At: now, Action: trail.KeyRefused, By: trail.Key, Actor: "key " + key, Account: key, Address: g.Address(r), Target: "keys/" + key, Reason: reason,
	})
}

// buckets is how many entries an hour the service's trail takes at most about tokens
// and keys of whoever cannot be told.
const buckets = 64

// unheld notes in the service's trail that a token or a key did not hold. Who it is of
// is known where Entra's signature says it; such an account has one entry an hour. Of
// all others the addresses share a few, so that nobody can fill the trail from however
// many of them; and of a key it is not told whether there is such a tenant, which
// costs the same.
func (g *Gate) unheld(r *http.Request, what Way, of account.ID) error {
	now, at := g.Now().UTC(), g.Address(r)
	e := trail.Entry{At: now, Action: trail.TokenRefused, Account: string(of), Address: at, Target: string(what)}
	name := string(of)
	if of == "" {
		sum := sha256.Sum256([]byte(at))
		name = hex.EncodeToString([]byte{sum[0] % buckets})
	} else {
		e.Target = "accounts/" + string(of)
	}
	return g.once(r.Context(), nil, "token-refused-"+name+"-"+hourOf(now), e)
}

func hourOf(t time.Time) string { return t.Format("2006010215") }

// once adds an entry to a tenant's trail, or the service's where there is none; this
// instance asks the database for it one time.
func (g *Gate) once(ctx context.Context, t *store.Tenant, name string, e trail.Entry) error {
	book, told := trail.Service(g.DB), "/"+name
	if t != nil {
		book, told = trail.Of(t), t.ID().String()+told
	}
	if !g.used.first(told) {
		return nil
	}
	err := book.Add(ctx, name, e)
	if err != nil {
		g.used.forget(told)
	}
	return err
}

// unknown is ErrUnknown, with what kept that from being noted.
func unknown(noted error) error {
	if noted == nil {
		return ErrUnknown
	}
	return errors.Join(ErrUnknown, noted)
}
