package member_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

// TestLife goes through what may become of a member, and what the trail tells.
func TestLife(t *testing.T) {
	w := newWorld(t)
	w.found(t, "olga")
	w.found(t, "olga") // again
	if _, err := member.Found(t.Context(), w.tenant, account("eeva"), "", w.Now()); !errors.Is(err, member.ErrFounded) {
		t.Errorf("a second founder: got %v, want %v", err, member.ErrFounded)
	}
	w.Add(time.Minute)
	token := w.invite(t, "Anna", tenant.Analyst, actor("olga"))
	offer, err := member.Look(t.Context(), w.db, token, w.Now())
	want := member.Offer{Tenant: w.tenant.ID(), ID: offer.ID, Email: "anna@esimerkki.example", Role: tenant.Analyst, Language: "fi",
		By: "olga@esimerkki.example", Expires: w.Now().Add(member.InvitationLife)}
	if err != nil || offer != want {
		t.Errorf("got offer %#v, %v", offer, err)
	}
	w.Add(time.Minute)
	for range 2 {
		got, err := member.Accept(t.Context(), w.db, token, account("anna"), "192.0.2.8", w.Now())
		want := member.Access{Tenant: w.tenant.ID(), State: tenant.Active, Role: tenant.Analyst, Member: "aanna"}
		if err != nil || got != want {
			t.Errorf("got %v, %v, want %v", got, err, want)
		}
	}
	if _, err := member.Look(t.Context(), w.db, token, w.Now()); !errors.Is(err, member.ErrInvitation) {
		t.Errorf("looking at a used invitation: got %v", err)
	}
	steps := []struct {
		name string
		do   func(context.Context) (member.Member, error)
		want string
	}{
		{"raised", func(ctx context.Context) (member.Member, error) {
			return member.ChangeRole(ctx, w.tenant, "aanna", tenant.Admin, actor("olga"), w.Now())
		}, "active admin"},
		{"suspended", func(ctx context.Context) (member.Member, error) {
			return member.Suspend(ctx, w.tenant, "aanna", actor("olga"), w.Now())
		}, "suspended admin"},
		{"restored", func(ctx context.Context) (member.Member, error) {
			return member.Restore(ctx, w.tenant, "aanna", actor("olga"), w.Now())
		}, "active admin"},
		{"renamed", func(ctx context.Context) (member.Member, error) {
			a := account("anna")
			a.Name = "Anna Toinen"
			return member.Refresh(ctx, w.tenant, a, "192.0.2.8", w.Now())
		}, "active admin"},
		{"lowered by himself", func(ctx context.Context) (member.Member, error) {
			return member.ChangeRole(ctx, w.tenant, "aanna", tenant.Auditor, actor("anna"), w.Now())
		}, "active auditor"},
		{"left", func(ctx context.Context) (member.Member, error) {
			return member.Remove(ctx, w.tenant, "aanna", actor("anna"), w.Now())
		}, "removed auditor"},
	}
	for _, tt := range steps {
		w.Add(time.Minute)
		for range 2 { // a repeat does nothing more
			m, err := tt.do(t.Context())
			if got := string(m.State) + " " + string(m.Role); err != nil || got != tt.want {
				t.Errorf("%s: got %q, %v, want %q", tt.name, got, err, tt.want)
			}
		}
	}
	w.Add(time.Minute)
	if _, err := member.Accept(t.Context(), w.db, token, account("anna"), "", w.Now()); !errors.Is(err, member.ErrInvitation) {
		t.Errorf("accepting again after leaving: got %v", err)
	}
	w.join(t, "anna", tenant.Auditor, actor("olga"))
	m, err := member.Get(t.Context(), w.tenant, "aanna")
	if err != nil || m.State != member.Active || m.Email != "anna@esimerkki.example" || m.InvitedBy != "olga@esimerkki.example" || !m.Since.Equal(w.Now()) || m.Version != 8 {
		t.Errorf("back again: got %+v, version %d, %v", m, m.Version, err)
	}
	wantTrail := []string{"member.added olga", "invitation.sent olga", "invitation.accepted anna", "member.added anna", "member.changed olga", "member.suspended olga",
		"member.restored olga", "member.changed anna", "member.changed anna", "member.removed anna", "invitation.accepted anna", "invitation.sent olga", "member.added anna"}
	if diff := cmp.Diff(wantTrail, w.actions(t)); diff != "" {
		t.Errorf("audit trail (-want +got):\n%s", diff)
	}
}

// TestOfAVersion: of many changes to a member that was read in one version, one is made.
func TestOfAVersion(t *testing.T) {
	w := staffed(t)
	w.join(t, "otto", tenant.Owner, actor("olga"))
	read := func() int {
		t.Helper()
		m, err := member.Get(t.Context(), w.tenant, "aanna")
		if err != nil {
			t.Fatal(err)
		}
		return m.Version
	}
	version := read()
	w.Add(time.Minute)
	errs := make([]error, 6)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			by := actor([]string{"olga", "otto"}[i%2])
			if i%3 == 0 {
				_, errs[i] = member.RemoveOf(t.Context(), w.tenant, "aanna", version, by, w.Now())
			} else {
				_, errs[i] = member.ChangeRoleOf(t.Context(), w.tenant, "aanna", version, []tenant.Role{tenant.Analyst, tenant.Owner}[i%2], by, w.Now())
			}
		})
	}
	all.Wait()
	made := 0
	for _, err := range errs {
		switch {
		case err == nil:
			made++
		case !errors.Is(err, member.ErrChanged):
			t.Errorf("got %v, want %v", err, member.ErrChanged)
		}
	}
	if made != 1 || read() != version+1 {
		t.Errorf("%d changes were made, to version %d; want one, to %d", made, read(), version+1)
	}
}

// TestWhoMayWhat asks each kind of actor to do each thing to each kind of member.
// The rule is written here a second time, the plain way.
func TestWhoMayWhat(t *testing.T) {
	w := staffed(t)
	w.join(t, "otto", tenant.Owner, actor("olga"))
	if _, err := member.Engage(t.Context(), w.tenant, "msp", "Kumppani Oy", tenant.Admin, actor("olga"), w.Now()); err != nil {
		t.Fatal(err)
	}
	rank := map[tenant.Role]int{tenant.Owner: 4, tenant.Admin: 3, tenant.Analyst: 2, tenant.Auditor: 1}
	actors := map[string]struct {
		by   member.Actor
		role tenant.Role
	}{
		"an owner":          {actor("olga"), tenant.Owner},
		"an admin":          {actor("anna"), tenant.Admin},
		"an analyst":        {actor("aapo"), tenant.Analyst},
		"an auditor":        {actor("aino"), tenant.Auditor},
		"a stranger":        {actor("ville"), ""},
		"nobody":            {member.Actor{}, ""},
		"Vahti":             {member.Actor{Service: true}, ""},
		"a partner manager": {via("mira", "msp", true), tenant.Admin},
		"partner staff":     {via("mika", "msp", false), tenant.Analyst},
		"another partner":   {via("mika", "other", true), ""},
		"a forged partner":  {member.Actor{Account: "org-msp"}, ""},
	}
	targets := map[string]tenant.Role{"aotto": tenant.Owner, "aanna": tenant.Admin, "aaapo": tenant.Analyst, "aaino": tenant.Auditor, "org-msp": tenant.Admin, "anobody": ""}
	for who, a := range actors {
		for target, is := range targets {
			for _, to := range tenant.Roles() {
				name := fmt.Sprintf("%s makes %s %s", who, target, to)
				_, err := member.ChangeRole(t.Context(), w.tenant, target, to, a.by, w.Now())
				self := a.by.Account == target && target != "org-msp" || a.by.Via.Organisation == "msp" && target == "org-msp"
				var want error
				switch {
				case self && target != "org-msp" && rank[to] <= rank[is]:
				case self && is == to:
				case self && rank[to] > rank[is] && to == tenant.Owner && target == "org-msp":
					want = member.ErrPartnerRole
				case self && rank[to] > rank[is]:
					want = member.ErrRaise
				case rank[a.role] < 3:
					want = member.ErrForbidden
				case is == "":
					want = member.ErrNone
				case is == to: // nothing to do
				case target == "org-msp" && to == tenant.Owner:
					want = member.ErrPartnerRole
				case rank[a.role] < 4 && (is == tenant.Owner || to == tenant.Owner || target == "org-msp"):
					want = member.ErrForbidden
				}
				if !errors.Is(err, want) || (err == nil) != (want == nil) {
					t.Errorf("%s: got %v, want %v", name, err, want)
				}
				if err == nil && is != to {
					if _, err := member.ChangeRole(t.Context(), w.tenant, target, is, actor("olga"), w.Now()); err != nil {
						t.Fatalf("%s: back again: %v", name, err)
					}
				}
			}
		}
	}
}

func TestRefused(t *testing.T) {
	w := staffed(t)
	if _, err := member.Engage(t.Context(), w.tenant, "msp", "Kumppani Oy", tenant.Admin, actor("olga"), w.Now()); err != nil {
		t.Fatal(err)
	}
	// Pia is a member who is suspended, and staff of the partner, too.
	w.join(t, "pia", tenant.Auditor, actor("olga"))
	if _, err := member.Suspend(t.Context(), w.tenant, "apia", actor("olga"), w.Now()); err != nil {
		t.Fatal(err)
	}
	invite := func(i member.Invitation, by member.Actor) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := member.Invite(ctx, w.tenant, i, by, w.Now())
			return err
		}
	}
	change := func(f func() (member.Member, error)) func(context.Context) error {
		return func(context.Context) error { _, err := f(); return err }
	}
	ctx := t.Context()
	tests := []struct {
		name string
		do   func(context.Context) error
		want error
	}{
		{"no address", invite(member.Invitation{Email: "anna", Role: tenant.Admin, Language: "fi"}, actor("olga")), member.ErrEmail},
		{"no role", invite(member.Invitation{Email: "a@b.example", Role: "king", Language: "fi"}, actor("olga")), member.ErrRole},
		{"no language", invite(member.Invitation{Email: "a@b.example", Role: tenant.Admin, Language: "xx"}, actor("olga")), member.ErrLanguage},
		{"a member is invited", invite(invitation("aapo", tenant.Admin), actor("olga")), member.ErrMember},
		{"a suspended member is invited", invite(invitation("pia", tenant.Admin), actor("olga")), member.ErrMember},
		{"an admin invites an owner", invite(invitation("new", tenant.Owner), actor("anna")), member.ErrForbidden},
		{"a partner invites an owner", invite(invitation("new", tenant.Owner), via("mira", "msp", true)), member.ErrForbidden},
		{"staff invites", invite(invitation("new", tenant.Auditor), via("mika", "msp", false)), member.ErrForbidden},
		{"an analyst invites", invite(invitation("new", tenant.Auditor), actor("aapo")), member.ErrForbidden},
		{"Vahti invites an admin", invite(invitation("new", tenant.Admin), member.Actor{Service: true}), member.ErrForbidden},
		{"Vahti invites a further owner", invite(invitation("new", tenant.Owner), member.Actor{Service: true}), member.ErrFounded},
		{"the suspended invites for a partner", invite(invitation("new", tenant.Auditor), via("pia", "msp", true)), member.ErrForbidden},
		{"an owner suspends himself", change(func() (member.Member, error) { return member.Suspend(ctx, w.tenant, "aolga", actor("olga"), w.Now()) }), member.ErrSelf},
		{"the suspended restores himself", change(func() (member.Member, error) { return member.Restore(ctx, w.tenant, "apia", actor("pia"), w.Now()) }), member.ErrSelf},
		{"and not through a partner", change(func() (member.Member, error) {
			return member.Restore(ctx, w.tenant, "apia", via("pia", "msp", true), w.Now())
		}), member.ErrSelf},
		{"the last owner leaves", change(func() (member.Member, error) { return member.Remove(ctx, w.tenant, "aolga", actor("olga"), w.Now()) }), member.ErrLastOwner},
		{"the last owner lowers himself", change(func() (member.Member, error) {
			return member.ChangeRole(ctx, w.tenant, "aolga", tenant.Admin, actor("olga"), w.Now())
		}), member.ErrLastOwner},
		{"an admin removes the owner", change(func() (member.Member, error) { return member.Remove(ctx, w.tenant, "aolga", actor("anna"), w.Now()) }), member.ErrForbidden},
		{"an admin engages a partner", change(func() (member.Member, error) {
			return member.Engage(ctx, w.tenant, "other", "Toinen Oy", tenant.Auditor, actor("anna"), w.Now())
		}), member.ErrForbidden},
		{"a partner as owner", change(func() (member.Member, error) {
			return member.Engage(ctx, w.tenant, "other", "Toinen Oy", tenant.Owner, actor("olga"), w.Now())
		}), member.ErrPartnerRole},
		{"a partner without a title", change(func() (member.Member, error) {
			return member.Engage(ctx, w.tenant, "other", " ", tenant.Admin, actor("olga"), w.Now())
		}), member.ErrName},
		{"staff has the partner leave", change(func() (member.Member, error) {
			return member.Remove(ctx, w.tenant, "org-msp", via("mika", "msp", false), w.Now())
		}), member.ErrSelf},
		{"a member nobody is", change(func() (member.Member, error) { return member.Remove(ctx, w.tenant, "../x", actor("olga"), w.Now()) }), member.ErrNone},
		{"renaming who is none", change(func() (member.Member, error) {
			return member.Refresh(ctx, w.tenant, account("nobody"), "", w.Now())
		}), member.ErrNone},
		{"an account called as a partner", func(ctx context.Context) error {
			_, err := member.Found(ctx, w.tenant, member.Account{ID: "org-msp", Email: "a@b.example", Name: "A"}, "", w.Now())
			return err
		}, member.ErrAccount},
		{"withdrawing what is none", func(ctx context.Context) error { return member.Withdraw(ctx, w.tenant, "x", actor("olga"), w.Now()) }, member.ErrNoInvitation},
		{"confirming without a review", func(ctx context.Context) error {
			return member.Confirm(ctx, w.tenant, []string{"aanna"}, actor("olga"), w.Now())
		}, member.ErrNoReview},
		{"a forged page", func(ctx context.Context) error {
			_, _, err := member.List(ctx, w.tenant, member.Active, "a/b", 1)
			return err
		}, member.ErrCursor},
	}
	before := w.members(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.do(ctx); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
	if diff := cmp.Diff(before, w.members(t)); diff != "" {
		t.Errorf("what was refused changed something (-before +after):\n%s", diff)
	}
	if _, err := member.Remove(ctx, w.tenant, "org-msp", via("mira", "msp", true), w.Now()); err != nil {
		t.Errorf("a manager has the partner leave: %v", err)
	}
}

// TestEngageOnce holds that who gives an organisation a role anew changes nothing of one
// that is a member: neither its role nor that it is suspended.
func TestEngageOnce(t *testing.T) {
	w := staffed(t)
	engage := func(role tenant.Role) (member.Member, error) {
		return member.Engage(t.Context(), w.tenant, "msp", "Kumppani Oy", role, actor("olga"), w.Now())
	}
	act := func(do func(context.Context, *store.Tenant, string, member.Actor, time.Time) (member.Member, error)) {
		t.Helper()
		if _, err := do(t.Context(), w.tenant, "org-msp", actor("olga"), w.Now()); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if m, err := engage(tenant.Analyst); err != nil || m.Version != 1 {
			t.Fatalf("got version %d, %v", m.Version, err)
		}
	}
	refused := func(name string, want string, roles ...tenant.Role) {
		t.Helper()
		for _, role := range roles {
			if _, err := engage(role); !errors.Is(err, member.ErrEngaged) {
				t.Errorf("%s, as %s: got %v, want %v", name, role, err, member.ErrEngaged)
			}
		}
		if got := w.members(t)["org-msp"]; got != want {
			t.Errorf("%s it is %s, want %s", name, got, want)
		}
	}
	refused("with another role", "active analyst", tenant.Admin, tenant.Auditor)
	act(member.Suspend)
	refused("while it is suspended", "suspended analyst", tenant.Analyst, tenant.Admin)
	act(member.Remove)
	if m, err := engage(tenant.Admin); err != nil || m.State != member.Active || m.Role != tenant.Admin {
		t.Errorf("once it was removed: got %v %v, %v", m.State, m.Role, err)
	}
}

func TestEmail(t *testing.T) {
	tests := []struct {
		name, in, want string
	}{
		{"as it is", "a@b.example", "a@b.example"},
		{"capitals and spaces", "  Aino.Aani@Esimerkki.Example ", "aino.aani@esimerkki.example"},
		{"a domain with letters of its own", "aino@jäätelö.example", "aino@xn--jtel-loaa3k.example"},
		{"letters of its own before the @", "aino.ääni@esimerkki.example", ""},
		{"no at", "a.b", ""},
		{"two", "a@b@c", ""},
		{"no domain", "a@", ""},
		{"no local part", "@b", ""},
		{"a header", "a@b\r\nBcc: c@d", ""},
		{"a display name", "Aino <a@b>", ""},
		{"a list", "a@b,c@d", ""},
		{"ends in a dot", "a@b.", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := member.Email(tt.in)
			if got != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("got %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

func FuzzEmail(f *testing.F) {
	f.Add("Aino@Esimerkki.Example")
	f.Add("İ@K.example")
	f.Add("a@b\n")
	f.Fuzz(func(t *testing.T, text string) {
		once, err := member.Email(text)
		if err != nil {
			return
		}
		if again, err := member.Email(once); err != nil || again != once {
			t.Errorf("%q becomes %q and then %q, %v", text, once, again, err)
		}
	})
}
