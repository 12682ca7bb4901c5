package partner_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/emulator/standintest/membertest"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
)

const site = "https://vahti.example"

func (w *world) invite(ctx context.Context, request, name string, manager bool, by member.Actor) error {
	i := partner.Invitation{Email: " " + strings.ToUpper(account(name).Email), Manager: manager, Language: "sv", Request: request, Site: site}
	return partner.Invite(ctx, w.db, w.id, i, by, w.Now())
}

func (w *world) accept(ctx context.Context, token member.Token, name string) error {
	return partner.Accept(ctx, w.db, token, account(name), "192.0.2.8", w.Now())
}

// tokens are those of the letters that wait for somebody, the newest last.
func (w *world) tokens(t *testing.T, name string) (out []member.Token) {
	t.Helper()
	var waits []letter.Waiting
	for l, err := range letter.All(t.Context(), w.db) {
		if err != nil {
			t.Fatal(err)
		}
		if l.To == account(name).Email {
			waits = append(waits, l)
		}
	}
	slices.SortStableFunc(waits, func(a, b letter.Waiting) int { return a.At.Compare(b.At) })
	for _, l := range waits {
		token, ok := strings.CutPrefix(l.Link, site+"/invitations?token=")
		plain, err := url.QueryUnescape(token)
		if !ok || err != nil || l.Kind != letter.Partner || l.Language != "sv" || l.Tenant != "Kumppani Oy" {
			t.Fatalf("the letter is of the kind %s in %s and leads elsewhere, %v", l.Kind, l.Language, err)
		}
		out = append(out, member.Token(plain))
	}
	return out
}

// TestInvitationOfTheLocked holds that an invitation is worth nothing while the account of
// the manager who made it is locked.
func TestInvitationOfTheLocked(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	if err := w.invite(ctx, "form-1", "mika", false, actor("mira")); err != nil {
		t.Fatal(err)
	}
	token := w.tokens(t, "mika")[0]
	membertest.Locked(t, w.data, project, actor("mira").Account)
	if err := w.accept(ctx, token, "mika"); !errors.Is(err, member.ErrInvitation) {
		t.Errorf("while it is locked: got %v, want %v", err, member.ErrInvitation)
	}
	membertest.SignsIn(t, w.data, project, actor("mira").Account)
	for range 2 { // a repeat is none of the inviter's
		if err := w.accept(ctx, token, "mika"); err != nil {
			t.Errorf("accepting: %v", err)
		}
		membertest.Locked(t, w.data, project, actor("mira").Account)
	}
}

func TestInvitation(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	for range 2 { // also when the answer was lost
		if err := w.invite(ctx, "form-1", "mika", false, actor("mira")); err != nil {
			t.Fatal(err)
		}
	}
	w.Add(time.Minute)
	if err := w.invite(ctx, "form-2", "mika", true, actor("mira")); err != nil {
		t.Fatal(err)
	}
	tokens := w.tokens(t, "mika")
	if len(tokens) != 2 {
		t.Fatalf("got %d letters, want one for each wish", len(tokens))
	}
	open, more, err := partner.Invitations(ctx, w.db, w.id, actor("mira"))
	if err != nil || more || len(open) != 1 || open[0].Email != "mika@kumppani.example" || !open[0].Manager || open[0].By != "mira@kumppani.example" || !open[0].Expires.Equal(w.Now().Add(7*24*time.Hour)) {
		t.Fatalf("got %d open invitations, %v, %v", len(open), more, err)
	}
	if _, err := partner.Look(ctx, w.db, tokens[0], w.Now()); !errors.Is(err, member.ErrInvitation) {
		t.Errorf("the replaced invitation: got %v", err)
	}
	offer, err := partner.Look(ctx, w.db, tokens[1], w.Now())
	want := partner.Offer{Organisation: "Kumppani Oy", Email: "mika@kumppani.example", Manager: true, Language: "sv", By: "mira@kumppani.example", Expires: w.Now().Add(7 * 24 * time.Hour)}
	if offer != want || err != nil {
		t.Errorf("the offer is another, %v", err)
	}
	before := w.told(t)
	for range 2 {
		if err := w.accept(ctx, tokens[1], "mika"); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"mika@kumppani.example true", "mira@kumppani.example true"}, w.people(t)); diff != "" {
		t.Errorf("people (-want +got):\n%s", diff)
	}
	if n := w.told(t) - before; n != 2 {
		t.Errorf("the trail tells of %d steps, want that the invitation was accepted and mika joined", n)
	}
	if err := w.invite(ctx, "form-3", "mika", false, actor("mira")); !errors.Is(err, partner.ErrColleague) {
		t.Errorf("inviting who works there: got %v", err)
	}
	// Who was removed is invited anew, and joins anew.
	if err := w.remove(ctx, "mika", actor("mira")); err != nil {
		t.Fatal(err)
	}
	w.Add(time.Minute)
	if err := w.accept(ctx, tokens[1], "mika"); !errors.Is(err, member.ErrInvitation) {
		t.Errorf("a token once more, after the removal: got %v", err)
	}
	if err := w.invite(ctx, "form-4", "mika", false, operator()); err != nil {
		t.Fatal(err)
	}
	if err := w.accept(ctx, w.tokens(t, "mika")[2], "mika"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"mika@kumppani.example false", "mira@kumppani.example true"}, w.people(t)); diff != "" {
		t.Errorf("people (-want +got):\n%s", diff)
	}
}

func TestInvitationRefused(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	if err := errors.Join(w.add(ctx, "maria", true, actor("mira")), w.add(ctx, "mika", false, actor("mira"))); err != nil {
		t.Fatal(err)
	}
	invited := func(name string, by member.Actor) member.Token {
		t.Helper()
		if err := w.invite(ctx, "form-"+name, name, true, by); err != nil {
			t.Fatal(err)
		}
		return w.tokens(t, name)[0]
	}
	late, gone, back, theirs := invited("late", actor("mira")), invited("gone", actor("maria")), invited("back", actor("mira")), invited("theirs", actor("mira"))
	open, _, err := partner.Invitations(ctx, w.db, w.id, operator())
	if err != nil || len(open) != 4 {
		t.Fatalf("got %d open invitations, %v", len(open), err)
	}
	id := open[slices.IndexFunc(open, func(o partner.Open) bool { return o.Email == "back@kumppani.example" })].ID
	if err := w.remove(ctx, "maria", actor("mira")); err != nil {
		t.Fatal(err)
	}
	withdraw := func(invitation string, by member.Actor) error {
		return partner.Withdraw(ctx, w.db, w.id, invitation, by, w.Now())
	}
	i := partner.Invitation{Email: "x@kumppani.example", Language: "fi", Request: "form-x", Site: site}
	with := func(change func(*partner.Invitation)) error {
		one := i
		change(&one)
		return partner.Invite(ctx, w.db, w.id, one, actor("mira"), w.Now())
	}
	list := func(organisation string, by member.Actor) error {
		_, _, err := partner.Invitations(ctx, w.db, organisation, by)
		return err
	}
	look := func(token member.Token) error {
		_, err := partner.Look(ctx, w.db, token, w.Now())
		return err
	}
	secret := string(late)[strings.Index(string(late), ".")+1:]
	tests := []struct {
		name      string
		got, want error
	}{
		{"staff invites", w.invite(ctx, "f", "x", false, actor("mika")), partner.ErrForbidden},
		{"a stranger invites", w.invite(ctx, "f", "x", false, actor("ville")), partner.ErrForbidden},
		{"nobody invites", w.invite(ctx, "f", "x", false, member.Actor{Name: "nobody"}), partner.ErrForbidden},
		{"a former manager invites", w.invite(ctx, "f", "x", false, actor("maria")), partner.ErrForbidden},
		{"no address", with(func(i *partner.Invitation) { i.Email = "x" }), member.ErrEmail},
		{"no language", with(func(i *partner.Invitation) { i.Language = "de" }), member.ErrLanguage},
		{"no request", with(func(i *partner.Invitation) { i.Request = "" }), partner.ErrRequest},
		{"no organisation", partner.Invite(ctx, w.db, "nothing", i, actor("mira"), w.Now()), partner.ErrNone},
		{"a forged organisation", partner.Invite(ctx, w.db, "a/b", i, operator(), w.Now()), partner.ErrNone},
		{"staff lists", list(w.id, actor("mika")), partner.ErrNone},
		{"a stranger lists", list(w.id, actor("ville")), partner.ErrNone},
		{"listing what is not there", list("nothing", actor("mira")), partner.ErrNone},
		{"staff withdraws", withdraw(id, actor("mika")), partner.ErrForbidden},
		{"a manager withdraws", withdraw(id, actor("mira")), nil},
		{"again", withdraw(id, actor("mira")), nil},
		{"withdrawing nothing", withdraw("nothing", actor("mira")), member.ErrNoInvitation},
		{"withdrawing a forged name", withdraw("a/b", actor("mira")), member.ErrNoInvitation},
		{"accepting what was withdrawn", w.accept(ctx, back, "back"), member.ErrInvitation},
		{"accepting from who manages no more", w.accept(ctx, gone, "gone"), member.ErrInvitation},
		{"accepting as another", w.accept(ctx, theirs, "ville"), member.ErrOtherPerson},
		{"accepting as the inviter", w.accept(ctx, theirs, "mira"), member.ErrOtherPerson},
		{"half a token", look("org-"), member.ErrInvitation},
		{"a token of nothing", look(member.Token("org-nothing." + secret)), member.ErrInvitation},
		{"a token of a path", look(member.Token("org-a/b." + secret)), member.ErrInvitation},
		{"a tenant's token", look(member.Token("t234567abcdefghijklmnopqrs." + secret)), member.ErrInvitation},
		{"a changed secret", look(late[:len(late)-2] + "AA"), member.ErrInvitation},
	}
	for _, tt := range tests {
		if !errors.Is(tt.got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, tt.got, tt.want)
		}
	}
	w.Add(member.InvitationLife)
	if err := w.accept(ctx, late, "late"); !errors.Is(err, member.ErrInvitation) {
		t.Errorf("accepting too late: got %v", err)
	}
	if diff := cmp.Diff([]string{"mika@kumppani.example false", "mira@kumppani.example true"}, w.people(t)); diff != "" {
		t.Errorf("what was refused changed something (-want +got):\n%s", diff)
	}
}

// TestInvitationAcceptedTwiceAtOnce: who uses a token several times at once joins once,
// and the trail tells of both.
func TestInvitationAcceptedTwiceAtOnce(t *testing.T) {
	w := newWorld(t)
	if err := w.invite(t.Context(), "form-1", "mika", false, actor("mira")); err != nil {
		t.Fatal(err)
	}
	token, before := w.tokens(t, "mika")[0], w.told(t)
	errs := make([]error, 4)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() { errs[i] = w.accept(t.Context(), token, "mika") })
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil || w.told(t)-before != 2 {
		t.Errorf("got %v and %d steps in the trail, want two", err, w.told(t)-before)
	}
}

// TestInvitationCrash stops inviting and accepting before and after their writes: the
// repeat leaves one invitation, one letter and what the trail tells once.
func TestInvitationCrash(t *testing.T) {
	for at := 1; at <= 2; at++ {
		w := newWorld(t)
		dying := func(entries int, do func(context.Context) error) {
			t.Helper()
			before, hooks := w.told(t), 0
			ctx, die := context.WithCancel(t.Context())
			defer die()
			w.watch = func(bool) error {
				if hooks++; hooks != at {
					return nil
				}
				die()
				return status.Error(codes.PermissionDenied, "dead")
			}
			if err := do(ctx); err == nil {
				t.Errorf("dead at hook %d: it went on", at)
			}
			w.watch = nil
			if err := do(t.Context()); err != nil || w.told(t)-before != entries {
				t.Errorf("the repeat after hook %d: %v, %d entries of the trail", at, err, w.told(t)-before)
			}
		}
		dying(1, func(ctx context.Context) error { return w.invite(ctx, "form-1", "mika", false, actor("mira")) })
		tokens := w.tokens(t, "mika")
		if len(tokens) != 1 {
			t.Fatalf("dead at hook %d: %d letters, want 1", at, len(tokens))
		}
		dying(2, func(ctx context.Context) error { return w.accept(ctx, tokens[0], "mika") })
	}
}

// TestInvitationsAreSealed: neither an address nor a token's secret is stored in plain.
func TestInvitationsAreSealed(t *testing.T) {
	w := newWorld(t)
	if err := w.invite(t.Context(), "form-1", "mika", false, actor("mira")); err != nil {
		t.Fatal(err)
	}
	token := w.tokens(t, "mika")[0]
	_, secret, _ := strings.Cut(string(token), ".")
	open, _, err := partner.Invitations(t.Context(), w.db, w.id, actor("mira"))
	if err != nil {
		t.Fatal(err)
	}
	offer, err := partner.Look(t.Context(), w.db, token, w.Now())
	if err != nil {
		t.Fatal(err)
	}
	shown := fmt.Sprintf("%v %+v %#v %v %+v %#v %v", open, open, open, offer, offer, offer, partner.Invitation{Email: "mika@kumppani.example"})
	for _, c := range []string{"invitations", "letters", "trail"} {
		docs, err := handle.People(w.db.Handle()).CollectionGroup(c).Documents(t.Context()).GetAll()
		if err != nil || len(docs) == 0 {
			t.Fatalf("%d documents of %s, %v", len(docs), c, err)
		}
		for _, d := range docs {
			shown += d.Ref.Path
			for name, v := range d.Data() {
				shown += fmt.Sprintf(" %s=%s %v", name, v, v)
			}
		}
	}
	for _, s := range []string{"kumppani", "Kumppani", "mika", secret} {
		if strings.Contains(shown, s) {
			t.Errorf("%q shows", s)
		}
	}
}

func TestRefresh(t *testing.T) {
	w := newWorld(t)
	a := account("mira")
	a.Email, a.Name = "mira.maki@kumppani.example", "Mira Mäki"
	before := w.told(t)
	for range 2 {
		if err := partner.Refresh(t.Context(), w.db, a, "192.0.2.7", w.Now()); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"mira.maki@kumppani.example true"}, w.people(t)); diff != "" || w.told(t)-before != 1 {
		t.Errorf("people, %d steps in the trail (-want +got):\n%s", w.told(t)-before, diff)
	}
	if err := w.invite(t.Context(), "form-1", "mira", false, operator()); err != nil {
		t.Errorf("the old address is free: got %v", err)
	}
}

// FuzzToken: whatever a token is, an organisation's is found by its form alone, and
// nothing but the one that was handed out opens anything.
func FuzzToken(f *testing.F) {
	for _, s := range []string{"", "org-", "org-x.", "org-x.AAAA", "org-../x." + strings.Repeat("A", 43), "t2." + strings.Repeat("A", 43), "org-\n." + strings.Repeat("A", 43)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		token := member.Token(text)
		to, name, err := token.Split()
		if err != nil {
			if !errors.Is(err, member.ErrInvitation) {
				t.Errorf("got %v", err)
			}
			return
		}
		if len(name) != 64 || strings.Contains(to, ".") {
			t.Errorf("%q is to %q, %q", text, to, name)
		}
		if partner.Holds(token) != strings.HasPrefix(to, "org-") {
			t.Errorf("%q is taken for another kind of token", text)
		}
	})
}

// TestInternationalAddresses invites to a domain with letters of its own, also where the
// invitation was kept as it was typed.
func TestInternationalAddresses(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	const typed, normal = "maija@jäätelö.example", "maija@xn--jtel-loaa3k.example"
	if err := partner.Invite(ctx, w.db, w.id, partner.Invitation{Email: typed, Language: "sv", Request: "form", Site: site}, actor("mira"), w.Now()); err != nil {
		t.Fatal(err)
	}
	var token member.Token
	for l, err := range letter.All(ctx, w.db) {
		if err != nil || l.To != normal {
			t.Fatalf("the letter goes to %q, %v, want %q", l.To, err, normal)
		}
		text, _ := strings.CutPrefix(l.Link, site+"/invitations?token=")
		plain, err := url.QueryUnescape(text)
		if err != nil {
			t.Fatal(err)
		}
		token = member.Token(plain)
	}
	list, err := handle.People(w.db.Handle()).Collection("organisations").Doc(w.id).Collection("invitations").Documents(ctx).GetAll()
	if err != nil || len(list) != 1 {
		t.Fatalf("got %d invitations, %v", len(list), err)
	}
	key, err := handle.Keys(w.db.Handle()).People(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var d document.Invitation
	if err := d.Seal(list[0].Ref.ID, document.InvitationPerson{Email: typed}, key); err != nil {
		t.Fatal(err)
	}
	if _, err := list[0].Ref.Update(ctx, []firestore.Update{{Path: "sealed", Value: d.Sealed}}); err != nil {
		t.Fatal(err)
	}
	if err := partner.Accept(ctx, w.db, token, member.Account{ID: "amaija", Email: normal, Name: "Maija"}, "", w.Now()); err != nil {
		t.Errorf("accept: %v", err)
	}
}
