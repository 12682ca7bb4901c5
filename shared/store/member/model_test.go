package member_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

// plain is what should be stored, worked out the plain way.
type plain struct {
	members map[string]*plainMember // by first name
	tokens  []*plainToken
	trail   map[string]int
}

type plainMember struct {
	state string
	role  tenant.Role
}

type plainToken struct {
	token   member.Token
	name    string
	role    tenant.Role
	by      string
	expires time.Time
	state   string // open, used, dead
}

func rank(r tenant.Role) int {
	return map[tenant.Role]int{tenant.Owner: 4, tenant.Admin: 3, tenant.Analyst: 2, tenant.Auditor: 1}[r]
}

// can is the rank with which a person acts.
func (p *plain) can(name string) int {
	if m := p.members[name]; m != nil && m.state == "active" {
		return rank(m.role)
	}
	return 0
}

func (p *plain) owners() int {
	n := 0
	for _, m := range p.members {
		if m.state == "active" && m.role == tenant.Owner {
			n++
		}
	}
	return n
}

// anOwner is the first of the active owners.
func (p *plain) anOwner() string {
	for _, name := range slices.Sorted(maps.Keys(p.members)) {
		if p.can(name) == 4 {
			return name
		}
	}
	return ""
}

// alter is what the model says of a change, and makes it.
func (p *plain) alter(what, by, target string, role tenant.Role) error {
	m, can, self := p.members[target], p.can(by), by == target
	if !self && can < 3 {
		return member.ErrForbidden
	}
	if m == nil {
		return member.ErrNone
	}
	is := *m
	action := map[string]string{"role": "member.changed", "remove": "member.removed", "suspend": "member.suspended", "restore": "member.restored"}[what]
	if m.state == "removed" && what != "remove" {
		return member.ErrNone
	}
	switch what {
	case "role":
		is.role = role
	case "remove":
		is.state = "removed"
	case "suspend":
		is.state = "suspended"
	case "restore":
		is.state = "active"
	}
	if is == *m {
		return nil
	}
	switch {
	case self && what == "role" && rank(role) > rank(m.role):
		return member.ErrRaise
	case self && what == "remove":
	case self && what != "role":
		return member.ErrSelf
	case self && can > 0:
	case can < 3 || can < 4 && (m.role == tenant.Owner || is.role == tenant.Owner):
		return member.ErrForbidden
	}
	if m.state == "active" && m.role == tenant.Owner && (is.state != "active" || is.role != tenant.Owner) && p.owners() == 1 {
		return member.ErrLastOwner
	}
	*m = is
	p.trail[action]++
	return nil
}

// until repeats something that dies at ever another write until it is not
// disturbed, and returns what it answered then.
func (w *world) until(t *testing.T, draw *rand.Rand, run func(context.Context) error) error {
	t.Helper()
	for range draw.IntN(3) {
		_, _ = w.Dying(t, 1+draw.IntN(6), run)
	}
	return run(t.Context())
}

// TestAgainstAPlainModel draws histories at random: people are invited, accept,
// change each other's roles, leave, are suspended and restored, by whoever tries;
// every step may die at any write and is repeated. Members, invitations and trail
// must be the model's.
func TestAgainstAPlainModel(t *testing.T) {
	seeds := uint64(8)
	if testing.Short() {
		seeds = 2
	}
	for seed := range seeds {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			model(t, rand.New(rand.NewPCG(seed, 5)), 150)
		})
	}
}

func model(t *testing.T, draw *rand.Rand, steps int) {
	w := newWorld(t)
	w.found(t, "olga")
	p := &plain{members: map[string]*plainMember{"olga": {"active", tenant.Owner}}, trail: map[string]int{"member.added": 1}}
	people := []string{"olga", "anna", "aapo", "aino", "ville", "eeva"}
	for _, name := range people {
		w.SignsIn(t, account(name).ID)
	}
	refused := 0
	for range steps {
		w.Add(time.Duration(draw.IntN(20)) * time.Hour)
		by, target, role := people[draw.IntN(len(people))], people[draw.IntN(len(people))], tenant.Roles()[draw.IntN(4)]
		if draw.IntN(3) > 0 { // so that something happens
			by = p.anOwner()
		}
		var what string
		var got, want error
		switch n := draw.IntN(12); {
		case n < 3:
			what = "invite"
			got, want = w.invites(t, draw, p, by, target, role)
		case n < 7 && len(p.tokens) > 0:
			what = "accept"
			k := p.tokens[len(p.tokens)-1-draw.IntN(min(3, len(p.tokens)))]
			target = k.name
			got, want = w.accepts(t, draw, p, k)
		default:
			what = []string{"role", "role", "remove", "suspend", "restore"}[draw.IntN(5)]
			got = w.until(t, draw, func(ctx context.Context) (err error) {
				id := account(target).ID
				switch what {
				case "role":
					_, err = member.ChangeRole(ctx, w.tenant, id, role, actor(by), w.Now())
				case "remove":
					_, err = member.Remove(ctx, w.tenant, id, actor(by), w.Now())
				case "suspend":
					_, err = member.Suspend(ctx, w.tenant, id, actor(by), w.Now())
				case "restore":
					_, err = member.Restore(ctx, w.tenant, id, actor(by), w.Now())
				}
				return err
			})
			// What died after it was applied and took the actor's right with it is
			// refused when it is repeated; only one's own steps can do that.
			want = p.alter(what, by, target, role)
		}
		if !errors.Is(got, want) || (got == nil) != (want == nil) {
			t.Fatalf("%s of %s as %s by %s: got %v, want %v", what, target, role, by, got, want)
		}
		if want != nil {
			refused++
		}
		w.matches(t, p)
	}
	counts := map[string]int{}
	for _, m := range w.actions(t) {
		var action string
		_, _ = fmt.Sscan(m, &action)
		counts[action]++
	}
	if diff := cmp.Diff(p.trail, counts); diff != "" {
		t.Errorf("audit trail (-want +got):\n%s", diff)
	}
	if refused < 10 || len(counts) < 5 {
		t.Errorf("%d refusals and %d kinds of entries: the history is too dull", refused, len(counts))
	}
}

func (w *world) matches(t *testing.T, p *plain) {
	t.Helper()
	want := map[string]string{}
	for name, m := range p.members {
		want[account(name).ID] = m.state + " " + string(m.role)
	}
	if diff := cmp.Diff(want, w.members(t)); diff != "" {
		t.Fatalf("members (-want +got):\n%s", diff)
	}
	for _, name := range slices.Sorted(maps.Keys(p.members)) {
		if got := rank(w.role(t, name)); got != p.can(name) {
			t.Fatalf("%s acts with rank %d, want %d", name, got, p.can(name))
		}
	}
	if p.owners() == 0 {
		t.Fatal("the tenant has no owner left")
	}
	open := 0
	for _, k := range p.tokens {
		if k.state == "open" {
			open++
		}
	}
	if list, _, err := member.Invitations(t.Context(), w.tenant, "", 0); err != nil || len(list) != open {
		t.Fatalf("got %d open invitations, %v, want %d", len(list), err, open)
	}
}

// invites invites somebody; what died on the way may have left an invitation whose
// token nobody has, and which the next one replaces.
func (w *world) invites(t *testing.T, draw *rand.Rand, p *plain, by, target string, role tenant.Role) (got, want error) {
	t.Helper()
	var made []member.Invited
	got = w.until(t, draw, func(ctx context.Context) error {
		i, err := member.Invite(ctx, w.tenant, invitation(target, role), actor(by), w.Now())
		if err == nil {
			made = append(made, i)
		}
		return err
	})
	m := p.members[target]
	switch can := p.can(by); {
	case can < 3 || role == tenant.Owner && can < 4:
		return got, member.ErrForbidden
	case m != nil && m.state != "removed":
		return got, member.ErrMember
	}
	for _, k := range p.tokens {
		if k.name == target && k.state == "open" {
			k.state = "dead"
		}
	}
	if len(made) > 0 {
		last := made[len(made)-1]
		p.tokens = append(p.tokens, &plainToken{last.Token, target, role, by, last.Expires, "open"})
	}
	// Tries that were applied and died each made an invitation of their own.
	docs, err := w.doc().Collection("invitations").Documents(t.Context()).GetAll()
	if err != nil {
		t.Fatal(err)
	}
	p.trail["invitation.sent"] = len(docs)
	return got, nil
}

func (w *world) accepts(t *testing.T, draw *rand.Rand, p *plain, k *plainToken) (got, want error) {
	t.Helper()
	got = w.until(t, draw, func(ctx context.Context) error {
		_, err := member.Accept(ctx, w.db, k.token, account(k.name), "192.0.2.8", w.Now())
		return err
	})
	m, can := p.members[k.name], p.can(k.by)
	switch {
	case k.state == "used" && p.can(k.name) > 0:
		return got, nil
	case k.state != "open" || !w.Now().Before(k.expires):
		return got, member.ErrInvitation
	case can < 3 || k.role == tenant.Owner && can < 4:
		return got, member.ErrInvitation
	case k.by == k.name:
		return got, member.ErrRaise
	case m != nil && m.state == "suspended":
		return got, member.ErrInvitation
	}
	k.state = "used"
	p.trail["invitation.accepted"]++
	if m == nil || m.state == "removed" {
		p.members[k.name] = &plainMember{"active", k.role}
		p.trail["member.added"]++
	}
	return got, nil
}
