package member_test

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// TestWrongTokens holds that whatever is wrong with a token, the answer is one.
func TestWrongTokens(t *testing.T) {
	w := staffed(t)
	other := w.NewTenant(t, 2)
	good := w.invite(t, "ville", tenant.Analyst, actor("olga"))
	replaced := w.invite(t, "eeva", tenant.Analyst, actor("olga"))
	kept := w.invite(t, "eeva", tenant.Auditor, actor("olga"))
	withdrawn := w.invite(t, "kaisa", tenant.Analyst, actor("olga"))
	used := w.invite(t, "jussi", tenant.Analyst, actor("olga"))
	if _, err := member.Accept(t.Context(), w.db, used, account("jussi"), "", w.Now()); err != nil {
		t.Fatal(err)
	}
	open, next, err := member.Invitations(t.Context(), w.tenant, "", 10)
	if err != nil || next != "" || len(open) != 3 {
		t.Fatalf("got %d open invitations, %v, want 3", len(open), err)
	}
	for _, o := range open {
		if o.Email == "kaisa@esimerkki.example" {
			for range 2 {
				if err := member.Withdraw(t.Context(), w.tenant, o.ID, actor("anna"), w.Now()); err != nil {
					t.Error(err)
				}
			}
		}
	}
	id, secret, _ := strings.Cut(string(good), ".")
	tests := []struct {
		name  string
		token member.Token
	}{
		{"empty", ""},
		{"the tenant alone", member.Token(id)},
		{"no secret", member.Token(id + ".")},
		{"the secret alone", member.Token(secret)},
		{"another tenant's", member.Token(other.ID().String() + "." + secret)},
		{"a tenant that is not there", member.Token(tenantid.New().String() + "." + secret)},
		{"another secret", member.Token(id + "." + strings.Repeat("A", 43))},
		{"cut", good[:len(good)-1]},
		{"longer", good + "A"},
		{"a line break within", member.Token(id + "." + secret[:4] + "\n" + secret[4:])},
		{"padding", good + "="},
		{"replaced", replaced},
		{"withdrawn", withdrawn},
		{"used by somebody else", used},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := member.Look(t.Context(), w.db, tt.token, w.Now()); err == nil || err.Error() != member.ErrInvitation.Error() {
				t.Errorf("looking: got %v", err)
			}
			if _, err := member.Accept(t.Context(), w.db, tt.token, account("ville"), "", w.Now()); !errors.Is(err, member.ErrInvitation) {
				t.Errorf("accepting: got %v", err)
			}
		})
	}
	if _, err := member.Accept(t.Context(), w.db, kept, account("ville"), "", w.Now()); !errors.Is(err, member.ErrOtherPerson) {
		t.Errorf("another person: got %v, want %v", err, member.ErrOtherPerson)
	}
	if got := w.role(t, "ville"); got != "" {
		t.Errorf("somebody without a valid invitation is %v", got)
	}
	w.Add(member.InvitationLife - time.Second)
	loud := account("ville")
	loud.Email = " VILLE@Esimerkki.example"
	if _, err := member.Accept(t.Context(), w.db, good, loud, "", w.Now()); err != nil {
		t.Errorf("in the last second: %v", err)
	}
	w.Add(time.Second)
	if _, err := member.Accept(t.Context(), w.db, kept, account("eeva"), "", w.Now()); !errors.Is(err, member.ErrInvitation) {
		t.Errorf("after its time: got %v", err)
	}
}

// TestInvitersWhoLostTheirRight holds that an invitation is worth no more than its
// inviter's role at the time it is accepted.
func TestInvitersWhoLostTheirRight(t *testing.T) {
	w := staffed(t)
	w.join(t, "otto", tenant.Owner, actor("olga"))
	if _, err := member.Engage(t.Context(), w.tenant, "msp", "Kumppani Oy", tenant.Admin, actor("olga"), w.Now()); err != nil {
		t.Fatal(err)
	}
	byAdmin := w.invite(t, "a", tenant.Analyst, actor("anna"))
	byOwner := w.invite(t, "b", tenant.Owner, actor("otto"))
	byPartner := w.invite(t, "c", tenant.Analyst, via("mira", "msp", true))
	byOther, byLeaver, byLowered, bySuspended := w.invite(t, "d", tenant.Analyst, via("miro", "msp", true)), w.invite(t, "e", tenant.Analyst, via("leena", "msp", true)),
		w.invite(t, "f", tenant.Analyst, via("lauri", "msp", true)), w.invite(t, "g", tenant.Analyst, via("seela", "msp", true))
	w.works(t, "mira", "msp", document.MemberActive, document.Manager)
	w.works(t, "miro", "msp", document.MemberActive, document.Manager)
	w.works(t, "leena", "msp", document.MemberRemoved, document.Manager)
	w.works(t, "lauri", "msp", document.MemberActive, "staff")
	w.works(t, "seela", "msp", document.MemberActive, document.Manager)
	w.join(t, "seela", tenant.Auditor, actor("olga"))
	if _, err := member.Suspend(t.Context(), w.tenant, "aseela", actor("olga"), w.Now()); err != nil {
		t.Fatal(err)
	}
	if _, err := member.Accept(t.Context(), w.db, byOther, account("d"), "", w.Now()); err != nil {
		t.Errorf("by somebody who works for the partner still: %v", err)
	}
	own := w.invite(t, "mira", tenant.Admin, via("mira", "msp", true))
	if _, err := member.Accept(t.Context(), w.db, own, account("mira"), "", w.Now()); !errors.Is(err, member.ErrRaise) {
		t.Errorf("inviting oneself through a partner: got %v, want %v", err, member.ErrRaise)
	}
	for name, token := range map[string]member.Token{"e": byLeaver, "f": byLowered, "g": bySuspended} {
		if _, err := member.Accept(t.Context(), w.db, token, account(name), "", w.Now()); !errors.Is(err, member.ErrInvitation) {
			t.Errorf("%s: got %v, want %v", name, err, member.ErrInvitation)
		}
	}
	_, err1 := member.Suspend(t.Context(), w.tenant, "aanna", actor("olga"), w.Now())
	_, err2 := member.ChangeRole(t.Context(), w.tenant, "aotto", tenant.Admin, actor("olga"), w.Now())
	_, err3 := member.Remove(t.Context(), w.tenant, "org-msp", actor("olga"), w.Now())
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
	for name, token := range map[string]member.Token{"a": byAdmin, "b": byOwner, "c": byPartner} {
		if _, err := member.Accept(t.Context(), w.db, token, account(name), "", w.Now()); !errors.Is(err, member.ErrInvitation) {
			t.Errorf("%s: got %v, want %v", name, err, member.ErrInvitation)
		}
	}
}

// TestInvitersWhoAreLocked holds that an invitation is worth nothing while its inviter's
// account is locked, and that who has accepted before stays a member.
func TestInvitersWhoAreLocked(t *testing.T) {
	w := staffed(t)
	token, used := w.invite(t, "a", tenant.Analyst, actor("anna")), w.invite(t, "b", tenant.Analyst, actor("anna"))
	for range 2 { // the second time it is a repeat
		if _, err := member.Accept(t.Context(), w.db, used, account("b"), "", w.Now()); err != nil {
			t.Errorf("accepted before: %v", err)
		}
		w.Locked(t, account("anna").ID)
	}
	if _, err := member.Accept(t.Context(), w.db, token, account("a"), "", w.Now()); !errors.Is(err, member.ErrInvitation) {
		t.Errorf("of somebody who is locked: got %v, want %v", err, member.ErrInvitation)
	}
	none := w.invite(t, "c", tenant.Analyst, actor("olga"))
	if _, err := w.people().Doc(account("olga").ID).Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := member.Accept(t.Context(), w.db, none, account("c"), "", w.Now()); !errors.Is(err, member.ErrInvitation) {
		t.Errorf("of somebody without an account: got %v, want %v", err, member.ErrInvitation)
	}
	w.SignsIn(t, account("anna").ID)
	if _, err := member.Accept(t.Context(), w.db, token, account("a"), "", w.Now()); err != nil {
		t.Errorf("once it is unlocked: %v", err)
	}
}

// people are the accounts.
func (w *world) people() *cloud.CollectionRef {
	return handle.People(w.db.Handle()).Collection("accounts")
}

// TestInvitationOfAMember: an invitation that a member uses gives nothing, and the trail
// tells that it was used, once.
func TestInvitationOfAMember(t *testing.T) {
	w := staffed(t)
	first, second := w.invite(t, "ville", tenant.Analyst, actor("olga")), w.tokenAnew(t, "ville", tenant.Admin)
	for _, token := range []member.Token{first, second} {
		before := len(w.actions(t))
		w.Add(time.Minute)
		for range 2 {
			if a, err := member.Accept(t.Context(), w.db, token, account("ville"), "192.0.2.8", w.Now()); err != nil || a.Role != tenant.Analyst {
				t.Fatalf("got %v, %v", a.Role, err)
			}
		}
		want := []string{"invitation.accepted ville", "member.added ville"}
		if token == second {
			want = want[:1]
		}
		if diff := cmp.Diff(want, w.actions(t)[before:]); diff != "" {
			t.Errorf("audit trail (-want +got):\n%s", diff)
		}
	}
	all, err := trail.Read(t.Context(), w.tenant)
	if err != nil {
		t.Fatal(err)
	}
	last := all[len(all)-1]
	if last.Account != "aville" || last.Address != "192.0.2.8" || !strings.Contains(string(last.Before), `"role":"admin"`) || !strings.Contains(string(last.After), `"joined":false`) {
		t.Errorf("the trail tells by %s from %s that %s became %s", last.Account, last.Address, last.Before, last.After)
	}
}

// tokenAnew is of an invitation that stands beside an open one: a member cannot be
// invited, so that both are made before either is used, and the newer takes the older
// back, which is undone here.
func (w *world) tokenAnew(t *testing.T, name string, role tenant.Role) member.Token {
	t.Helper()
	former, err := w.doc().Collection("invitations").Documents(t.Context()).GetAll()
	if err != nil {
		t.Fatal(err)
	}
	token := w.invite(t, name, role, actor("olga"))
	for _, snap := range former {
		if _, err := snap.Ref.Set(t.Context(), snap.Data()); err != nil {
			t.Fatal(err)
		}
	}
	return token
}

// TestFirstOwnerByInvitation is how an operator gives a tenant to its customer.
func TestFirstOwnerByInvitation(t *testing.T) {
	w := newWorld(t)
	operator := member.Actor{Service: true, Name: "operator@vahti.example"}
	first := w.invite(t, "olga", tenant.Owner, operator)
	if a, err := member.Accept(t.Context(), w.db, first, account("olga"), "", w.Now()); err != nil || a.Role != tenant.Owner {
		t.Fatalf("got %v, %v", a.Role, err)
	}
	if _, err := member.Invite(t.Context(), w.tenant, invitation("eeva", tenant.Owner), operator, w.Now()); !errors.Is(err, member.ErrFounded) {
		t.Errorf("a second one: got %v, want %v", err, member.ErrFounded)
	}
	if _, err := w.doc().Update(t.Context(), state(tenant.Erased)); err != nil {
		t.Fatal(err)
	}
	if _, err := member.Accept(t.Context(), w.db, first, account("olga"), "", w.Now()); !errors.Is(err, member.ErrInvitation) {
		t.Errorf("of an erased tenant: got %v", err)
	}
	if _, err := member.Invite(t.Context(), w.tenant, invitation("eeva", tenant.Admin), actor("olga"), w.Now()); !errors.Is(err, member.ErrNotFound) {
		t.Errorf("into an erased tenant: got %v", err)
	}
}

// TestFirstOwnerIsOne holds that what Vahti sent to a wrong address makes no second
// owner: a new invitation replaces it, and one that is still open when the tenant has an
// owner is none.
func TestFirstOwnerIsOne(t *testing.T) {
	w := newWorld(t)
	operator := member.Actor{Service: true, Name: "operator@vahti.example"}
	wrong := w.invite(t, "eeva", tenant.Owner, operator)
	wrongID := w.opens(t)[0]
	right := w.invite(t, "olga", tenant.Owner, operator)
	if _, err := member.Accept(t.Context(), w.db, wrong, account("eeva"), "", w.Now()); !errors.Is(err, member.ErrInvitation) {
		t.Errorf("one that was replaced: got %v, want %v", err, member.ErrInvitation)
	}
	if open := w.opens(t); len(open) != 1 || open[0] == wrongID {
		t.Errorf("%d invitations are open, want the new one", len(open))
	}
	// As if it had been sent before a new one replaced those to other addresses.
	reopen := []cloud.Update{{Path: "state", Value: document.InvitationOpen}}
	if _, err := w.doc().Collection("invitations").Doc(wrongID).Update(t.Context(), reopen); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if a, err := member.Accept(t.Context(), w.db, right, account("olga"), "", w.Now()); err != nil || a.Role != tenant.Owner {
			t.Fatalf("got %v, %v", a.Role, err)
		}
	}
	if _, err := member.Accept(t.Context(), w.db, wrong, account("eeva"), "", w.Now()); !errors.Is(err, member.ErrInvitation) {
		t.Errorf("once there is an owner: got %v, want %v", err, member.ErrInvitation)
	}
	if got := w.role(t, "eeva"); got != "" {
		t.Errorf("whom Vahti invited by mistake is %v", got)
	}
}

// opens are the open invitations' IDs.
func (w *world) opens(t *testing.T) []string {
	t.Helper()
	open, _, err := member.Invitations(t.Context(), w.tenant, "", 10)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, o := range open {
		out = append(out, o.ID)
	}
	return out
}

// TestInvitedAtTheSameMoment holds that of invitations to one person that are made
// at once, one stays open, and that one token makes one member.
func TestInvitedAtTheSameMoment(t *testing.T) {
	w := staffed(t)
	tokens := make([]member.Token, 4)
	var all sync.WaitGroup
	for i := range tokens {
		all.Go(func() {
			made, err := member.Invite(t.Context(), w.tenant, invitation("ville", tenant.Auditor), actor("olga"), w.Now())
			if err != nil {
				t.Error(err)
			}
			tokens[i] = made.Token
		})
	}
	all.Wait()
	open := 0
	for _, token := range tokens {
		if _, err := member.Look(t.Context(), w.db, token, w.Now()); err != nil {
			continue
		}
		open++
		var accepted sync.WaitGroup
		for range 4 {
			accepted.Go(func() {
				if _, err := member.Accept(t.Context(), w.db, token, account("ville"), "", w.Now()); err != nil {
					t.Error(err)
				}
			})
		}
		accepted.Wait()
	}
	if open != 1 {
		t.Errorf("%d invitations stay open, want 1", open)
	}
	if m, err := member.Get(t.Context(), w.tenant, "aville"); err != nil || m.Version != 1 {
		t.Errorf("got version %d, %v, want one write", m.Version, err)
	}
}

// TestTokensAreNeverShown prints a token in every way, and looks for it in what is
// stored.
func TestTokensAreNeverShown(t *testing.T) {
	w := staffed(t)
	token := w.invite(t, "ville", tenant.Analyst, actor("olga"))
	_, secret, _ := strings.Cut(string(token), ".")
	var b strings.Builder
	slog.New(slog.NewJSONHandler(&b, nil)).Info("x", "token", token, "in", member.Invited{Token: token})
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&b, verb+verb, token, member.Invited{Token: token})
	}
	docs, err := w.doc().Collection("invitations").Documents(t.Context()).GetAll()
	if err != nil || len(docs) < 4 {
		t.Fatalf("got %d invitations, %v", len(docs), err)
	}
	for _, d := range docs {
		fmt.Fprint(&b, d.Ref.Path, d.Data())
	}
	if strings.Contains(b.String(), secret) || strings.Contains(b.String(), fmt.Sprintf("%x", secret)) {
		t.Error("a token shows")
	}
}

func FuzzToken(f *testing.F) {
	f.Add(tenantid.New().String() + "." + strings.Repeat("A", 43))
	f.Add(".")
	f.Add(tenantid.New().String() + "." + strings.Repeat("-_", 21) + "B")
	f.Fuzz(func(t *testing.T, text string) {
		id, name, err := member.ParseToken(member.Token(text))
		if err != nil {
			return
		}
		if !handle.Named(name) || len(name) != 64 || !strings.HasPrefix(text, id.String()+".") {
			t.Errorf("%q is taken for the invitation %q of %v", text, name, id)
		}
		// One token is written in one way: what is accepted has the same length always.
		if len(text) != len(id.String())+1+43 {
			t.Errorf("%q is accepted", text)
		}
	})
}

// TestDamagedDocuments holds that what cannot be read is an error, never a role.
func TestDamagedDocuments(t *testing.T) {
	w := staffed(t)
	tests := []struct {
		name string
		doc  map[string]any
	}{
		{"an unknown role", map[string]any{"kind": "person", "state": "active", "role": "king", "holder": "aaapo"}},
		{"a number for a role", map[string]any{"kind": "person", "state": "active", "role": 4}},
		{"an unknown state", map[string]any{"kind": "person", "state": "fine", "role": "owner"}},
		{"nothing", map[string]any{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := w.doc().Collection("members").Doc("aaapo").Set(t.Context(), tt.doc); err != nil {
				t.Fatal(err)
			}
			if a, err := member.Of(t.Context(), w.db, "aaapo", nil, w.tenant.ID().String()); err == nil {
				t.Errorf("got the role %q", a.Role)
			}
			if page, _, err := member.Tenants(t.Context(), w.db, "aaapo", nil, "", 10); err != nil || len(page) != 0 {
				t.Errorf("got %d tenants, %v", len(page), err)
			}
			if m, err := member.Get(t.Context(), w.tenant, "aaapo"); err == nil {
				t.Errorf("got the member %v", m.State)
			}
		})
	}
	if _, err := w.doc().Collection("members").Doc("aaino").Update(t.Context(), sealed("open")); err != nil {
		t.Fatal(err)
	}
	if _, err := member.Get(t.Context(), w.tenant, "aaino"); err == nil || errors.Is(err, member.ErrNone) {
		t.Errorf("what is not sealed: got %v", err)
	}
	var d document.Member
	if _, err := d.Person("x", nil); err == nil {
		t.Error("an empty document is a member")
	}
}

// works writes what a person is in a partner organisation.
func (w *world) works(t *testing.T, name, organisation, state, role string) {
	t.Helper()
	w.SignsIn(t, account(name).ID)
	ref := handle.People(w.db.Handle()).Collection("organisations").Doc(organisation).Collection("members").Doc(account(name).ID)
	key, err := w.Keys.CreatePeople(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d := document.Colleague{State: state, Role: role, Since: start, Version: 1}
	if err := d.Seal(organisation, account(name).ID, document.MemberPerson{Email: account(name).Email, Name: account(name).Name}, key); err != nil {
		t.Fatal(err)
	}
	if _, err := ref.Set(t.Context(), d); err != nil {
		t.Fatal(err)
	}
}

// TestInternationalAddresses invites to a domain with letters of its own; an account has
// it as DNS does.
func TestInternationalAddresses(t *testing.T) {
	w := staffed(t)
	typed, normal := "Maija@jäätelö.example", "maija@xn--jtel-loaa3k.example"
	maija := member.Account{ID: "amaija", Email: normal, Name: "Maija"}
	i, err := member.Invite(t.Context(), w.tenant, member.Invitation{Email: typed, Role: tenant.Analyst, Language: "fi"}, actor("olga"), w.Now())
	if err != nil {
		t.Fatal(err)
	}
	if o, err := member.Look(t.Context(), w.db, i.Token, w.Now()); err != nil || o.Email != normal {
		t.Errorf("the invitation is to %q, %v, want %q", o.Email, err, normal)
	}
	// One that was kept as it was typed.
	key, err := w.tenant.Key(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var d document.Invitation
	if err := d.Seal(i.ID, document.InvitationPerson{Email: "maija@jäätelö.example"}, key); err != nil {
		t.Fatal(err)
	}
	if _, err := w.doc().Collection("invitations").Doc(i.ID).Update(t.Context(), []cloud.Update{{Path: "sealed", Value: d.Sealed}}); err != nil {
		t.Fatal(err)
	}
	other := member.Account{ID: "akalle", Email: "maija@xn--jtel-loaa3k.example.example", Name: "Kalle"}
	if _, err := member.Accept(t.Context(), w.db, i.Token, other, "", w.Now()); !errors.Is(err, member.ErrOtherPerson) {
		t.Errorf("another address: got %v, want %v", err, member.ErrOtherPerson)
	}
	if _, err := member.Accept(t.Context(), w.db, i.Token, maija, "", w.Now()); err != nil {
		t.Errorf("accept: %v", err)
	}
	if _, err := member.Invite(t.Context(), w.tenant, member.Invitation{Email: typed, Role: tenant.Analyst, Language: "fi"}, actor("olga"), w.Now()); !errors.Is(err, member.ErrMember) {
		t.Errorf("invited again: got %v, want %v", err, member.ErrMember)
	}
}
