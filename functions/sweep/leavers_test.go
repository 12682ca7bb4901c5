package sweep

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/anomaly"
	"vahti.ai/vahti/shared/retention"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// person makes an account, whose person a member can be.
func (w *world) person(t testing.TB, name string, operator bool) member.Account {
	t.Helper()
	a, _, _, err := w.people.Create(t.Context(), account.New{Email: name + "@esimerkki.example", Name: name, Language: "fi", Operator: operator})
	if err != nil {
		t.Fatal(err)
	}
	return member.Account{ID: string(a.ID), Email: a.Email, Name: a.Name}
}

// enter makes the person of an account a member.
func (w *world) enter(t testing.TB, in *store.Tenant, a member.Account) {
	t.Helper()
	i := must(member.Invite(t.Context(), in, member.Invitation{Email: a.Email, Role: tenant.Analyst, Language: "fi"}, actor("olga"), w.Now()))(t)
	must(member.Accept(t.Context(), w.db, i.Token, a, address, w.Now()))(t)
}

// leave removes a member.
func (w *world) leave(t testing.TB, of *store.Tenant, a member.Account) {
	t.Helper()
	must(member.Remove(t.Context(), of, a.ID, actor("olga"), w.Now()))(t)
}

// there reports whether an account is kept.
func (w *world) there(t testing.TB, a member.Account) bool {
	t.Helper()
	is, err := w.people.Get(t.Context(), account.ID(a.ID))
	if err != nil && !errors.Is(err, account.ErrNotFound) {
		t.Fatal(err)
	}
	return err == nil && is.State != account.Removed
}

// gone is of how many accounts the service's own book tells that they are no more.
func (w *world) gone(t testing.TB) map[string]int {
	t.Helper()
	w.settled(t)
	out := map[string]int{}
	for e, err := range trail.Service(w.db).Export(t.Context(), time.Time{}, w.Now()) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Action == trail.AccountRemoved {
			out[e.Account]++
		}
	}
	return out
}

// TestLeavers: with the last membership that is deleted goes the account, and only of
// those who belong to nothing by then.
func TestLeavers(t *testing.T) {
	w := newWorld(t)
	one, two := w.tenant(t, 1), w.tenant(t, 2)
	leavers := map[string]member.Account{}
	for _, name := range []string{"nobody", "member elsewhere", "suspended elsewhere", "left both", "operator", "colleague", "back", "invited here", "invited elsewhere", "invited by a partner", "invited in vain"} {
		leavers[name] = w.person(t, "p"+string(rune('a'+len(leavers))), name == "operator")
		w.enter(t, one, leavers[name])
	}
	stranger := w.person(t, "stranger", false) // made an account and accepted nothing
	must(member.Invite(t.Context(), one, member.Invitation{Email: stranger.Email, Role: tenant.Analyst, Language: "fi"}, actor("olga"), w.Now()))(t)
	for _, name := range []string{"member elsewhere", "suspended elsewhere", "left both"} {
		w.enter(t, two, leavers[name])
	}
	must(member.Suspend(t.Context(), two, leavers["suspended elsewhere"].ID, actor("olga"), w.Now()))(t)
	vahti := member.Actor{Service: true, Name: "op@vahti.example"}
	o := must(partner.Create(t.Context(), w.db, "r1", "Kumppani Oy", leavers["colleague"], vahti, w.Now()))(t)
	for _, a := range leavers {
		w.leave(t, one, a)
	}
	w.leave(t, two, leavers["left both"])

	w.Add(retention.Of("removed members").Keep - time.Hour)
	w.mustSweep(t)
	for name, a := range leavers {
		if !w.there(t, a) {
			t.Errorf("%s: the account is gone before its time", name)
		}
	}
	w.Add(anomaly.RoundEvery)
	w.enter(t, one, leavers["back"])
	invite := func(in *store.Tenant, name string) member.Invited {
		return must(member.Invite(t.Context(), in, member.Invitation{Email: leavers[name].Email, Role: tenant.Analyst, Language: "fi"}, actor("olga"), w.Now()))(t)
	}
	invite(one, "invited here")
	invite(two, "invited elsewhere")
	if err := member.Withdraw(t.Context(), two, invite(two, "invited in vain").ID, actor("olga"), w.Now()); err != nil {
		t.Fatal(err)
	}
	if err := partner.Invite(t.Context(), w.db, o.ID, partner.Invitation{Request: "r2", Email: leavers["invited by a partner"].Email, Language: "fi", Site: "https://vahti.example"}, vahti, w.Now()); err != nil {
		t.Fatal(err)
	}
	w.mustSweep(t)
	got := map[string]bool{}
	for name, a := range leavers {
		got[name] = w.there(t, a)
	}
	want := map[string]bool{"nobody": false, "member elsewhere": true, "suspended elsewhere": true, "left both": false, "operator": true, "colleague": true,
		"back": true, "invited here": true, "invited elsewhere": true, "invited by a partner": true, "invited in vain": false}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("accounts that are kept (-want +got):\n%s", diff)
	}

	// Who did not come goes with the invitation.
	w.Add(member.InvitationLife + retention.Of("invitations").Keep)
	w.visit(t)
	for name, keeps := range map[string]bool{"invited here": false, "invited elsewhere": false, "back": true, "member elsewhere": true} {
		if w.there(t, leavers[name]) != keeps {
			t.Errorf("%s: kept %v once the invitations are deleted", name, !keeps)
		}
	}
	if w.there(t, stranger) {
		t.Error("the account of somebody who never accepted outlives the invitation")
	}
	told := map[string]int{stranger.ID: 1}
	for _, name := range []string{"nobody", "left both", "invited here", "invited elsewhere", "invited in vain"} {
		told[leavers[name].ID] = 1
	}
	if diff := cmp.Diff(told, w.gone(t)); diff != "" {
		t.Errorf("the service's book tells of (-want +got):\n%s", diff)
	}
	w.secret(t)
}

// visit has the sweep visit every tenant.
func (w *world) visit(t testing.TB) {
	t.Helper()
	w.Add(anomaly.RoundEvery)
	w.mustSweep(t)
}

// dyingVisit tidies a tenant and dies at the given hook, 0 for never, and returns how
// many hooks it passed.
func (w *world) dyingVisit(t *testing.T, of *store.Tenant, at int) int {
	t.Helper()
	one := w.another(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	w.mu.Lock()
	w.seen, w.at, w.die = 0, at, cancel
	w.mu.Unlock()
	err := one.tidy(ctx, of.ID())
	w.mu.Lock()
	defer w.mu.Unlock()
	if (err == nil) != (at == 0 || w.seen < at) {
		t.Errorf("dead at hook %d of %d: got %v", at, w.seen, err)
	}
	w.at = 0
	return w.seen
}

// TestLeaversKilled stops a visit at each of its writes: the next one ends the account
// and the membership, and tells of it once.
func TestLeaversKilled(t *testing.T) {
	for at, hooks := 0, 0; at <= hooks; at++ {
		w := newWorld(t)
		one := w.tenant(t, 1)
		leaver, back := w.person(t, "leaver", false), w.person(t, "back", false)
		w.enter(t, one, leaver)
		w.enter(t, one, back)
		w.settled(t)
		w.leave(t, one, leaver)
		w.Add(time.Hour)
		w.leave(t, one, back)
		w.settled(t)
		w.Add(retention.Of("removed members").Keep + anomaly.RoundEvery)
		hooks = max(hooks, w.dyingVisit(t, one, at))
		wasGone := !w.there(t, back)
		w.Add(anomaly.RoundEvery)
		if !wasGone {
			must(member.Invite(t.Context(), one, member.Invitation{Email: back.Email, Role: tenant.Analyst, Language: "fi"}, actor("olga"), w.Now()))(t)
		}
		w.mustSweep(t)
		if w.there(t, leaver) {
			t.Errorf("after hook %d of %d: the account is kept", at, hooks)
		}
		want := map[string]int{leaver.ID: 1}
		if wasGone {
			want[back.ID] = 1
		}
		if diff := cmp.Diff(want, w.gone(t)); diff != "" {
			t.Errorf("after hook %d of %d: the service's book tells of (-want +got):\n%s", at, hooks, diff)
		}
		if _, ok := w.members(t, one)[leaver.ID]; ok {
			t.Errorf("after hook %d of %d: the membership is kept", at, hooks)
		}
	}
}

// TestColleagueLeaves: who left a partner, and belongs to nothing, is kept as long as a
// member who was removed, and no longer.
func TestColleagueLeaves(t *testing.T) {
	w := newWorld(t)
	one := w.tenant(t, 1)
	vahti := member.Actor{Service: true, Name: "op@vahti.example"}
	manager, leaver, client := w.person(t, "manager", false), w.person(t, "leaver", false), w.person(t, "member", false)
	o := must(partner.Create(t.Context(), w.db, "r1", "Kumppani Oy", manager, vahti, w.Now()))(t)
	w.enter(t, one, client)
	for _, a := range []member.Account{leaver, client} {
		must(partner.Add(t.Context(), w.db, o.ID, a, false, vahti, w.Now()))(t)
		if err := partner.Remove(t.Context(), w.db, o.ID, a.ID, vahti, w.Now()); err != nil {
			t.Fatal(err)
		}
	}
	kept := func() (out []bool) {
		for _, a := range []member.Account{manager, leaver, client} {
			snap, err := w.client[store.PeopleDatabase].Doc("organisations/" + o.ID + "/members/" + a.ID).Get(t.Context())
			if (err == nil) != snap.Exists() {
				t.Fatal(err)
			}
			out = append(out, snap.Exists() && w.there(t, a))
		}
		return out
	}
	w.Add(retention.Of("removed members").Keep - time.Minute)
	w.mustSweep(t)
	if diff := cmp.Diff([]bool{true, true, true}, kept()); diff != "" {
		t.Errorf("before their time (-want +got):\n%s", diff)
	}
	w.visit(t)
	if diff := cmp.Diff([]bool{true, false, true}, kept()); diff != "" {
		t.Errorf("after it (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]int{leaver.ID: 1}, w.gone(t)); diff != "" {
		t.Errorf("the service's book tells of (-want +got):\n%s", diff)
	}
}
