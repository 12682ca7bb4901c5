package partner_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/emulator/standintest/membertest"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
	"vahti.ai/vahti/shared/store/trail"
)

const project = "partner-test"

var start = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// world is a database of people, with a partner that mira manages.
type world struct {
	*standintest.Clock
	data  *firestore.Server
	db    *store.DB
	id    string
	watch func(applied bool) error
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{Clock: standintest.NewClock(start)}
	data, err := firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db"), Watch: func(_ string, applied bool) error {
		if w.watch == nil {
			return nil
		}
		return w.watch(applied)
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = data.Close() })
	w.data = data
	membertest.SignsIn(t, data, project, "amira", "amaria", "amika", "aville")
	addr, err := data.Serve("operator", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("FIRESTORE_EMULATOR_HOST", addr)
	if w.db, err = store.Open(context.WithoutCancel(t.Context()), project, standintest.Keys(t, project), store.VahtiDatabase, store.PeopleDatabase); err != nil {
		t.Fatal(err)
	}
	for range 2 { // a repeat makes no other
		o, err := partner.Create(t.Context(), w.db, "q1", " Kumppani Oy ", account("mira"), operator(), w.Now())
		if err != nil || o.Name != "Kumppani Oy" || w.id != "" && w.id != o.ID {
			t.Fatalf("got %s, %v", o.ID, err)
		}
		w.id = o.ID
	}
	return w
}

func operator() member.Actor { return member.Actor{Service: true, Name: "risto@vahti.example"} }

func account(name string) member.Account {
	return member.Account{ID: "a" + name, Email: name + "@kumppani.example", Name: strings.ToUpper(name[:1]) + name[1:] + " Kumppani"}
}

func actor(name string) member.Actor {
	return member.Actor{Account: "a" + name, Name: name + "@kumppani.example", Address: "192.0.2.7"}
}

func (w *world) add(ctx context.Context, name string, manager bool, by member.Actor) error {
	_, err := partner.Add(ctx, w.db, w.id, account(name), manager, by, w.Now())
	return err
}

func (w *world) remove(ctx context.Context, name string, by member.Actor) error {
	return partner.Remove(ctx, w.db, w.id, account(name).ID, by, w.Now())
}

// people is who works for the partner, as text.
func (w *world) people(t *testing.T) []string {
	t.Helper()
	var out []string
	for cursor := ""; ; {
		list, next, err := partner.List(t.Context(), w.db, w.id, operator(), cursor, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range list {
			out = append(out, fmt.Sprint(p.Email, " ", p.Manager))
		}
		if cursor = next; next == "" {
			return out
		}
	}
}

// told counts the entries of the trail that wait in the people database.
func (w *world) told(t *testing.T) int {
	t.Helper()
	docs, err := handle.People(w.db.Handle()).Collection("trail").Documents(t.Context()).GetAll()
	if err != nil {
		t.Fatal(err)
	}
	return len(docs)
}

// TestBeforeAndAfter: each entry about a person or an invitation says what there was and
// what became of it.
func TestBeforeAndAfter(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	step := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		w.Add(time.Minute)
	}
	step(w.invite(ctx, "form-1", "mika", false, actor("mira")))
	open, _, err := partner.Invitations(ctx, w.db, w.id, actor("mira"))
	step(err)
	step(partner.Withdraw(ctx, w.db, w.id, open[0].ID, actor("mira"), w.Now()))
	step(w.add(ctx, "mika", false, actor("mira")))
	step(w.add(ctx, "mika", true, actor("mira")))
	renamed := account("mika")
	renamed.Name = "Mika Uusi"
	step(partner.Refresh(ctx, w.db, renamed, "192.0.2.9", w.Now()))
	step(w.remove(ctx, "mika", actor("mira")))
	step(w.invite(ctx, "form-2", "mika", false, actor("mira")))
	tokens := w.tokens(t, "mika")
	step(w.accept(ctx, tokens[len(tokens)-1], "mika"))
	const person = `{"email":"mika@kumppani.example","name":"%s","role":"%s","state":"%s"}`
	name := renamed.Name
	asked, joined := `{"email":"mika@kumppani.example","role":"staff"}`, fmt.Sprintf(person, account("mika").Name, "staff", "active")
	want := []string{
		"invitation.withdrawn " + asked + " -",
		"organisation.joined - " + joined,
		"organisation.regraded " + joined + " " + fmt.Sprintf(person, account("mika").Name, "manager", "active"),
		"organisation.changed " + fmt.Sprintf(person, account("mika").Name, "manager", "active") + " " + fmt.Sprintf(person, name, "manager", "active"),
		"organisation.left " + fmt.Sprintf(person, name, "manager", "active") + " " + fmt.Sprintf(person, name, "manager", "removed"),
		"invitation.accepted " + asked + ` {"account":"amika","joined":true}`,
		"organisation.joined " + fmt.Sprintf(person, name, "manager", "removed") + " " + joined,
	}
	var got []string
	for p, err := range trail.Late(ctx, w.db, w.Now()) {
		step(err)
		_, e, ok, err := p.OfService(ctx, w.db)
		if step(err); !ok || strings.HasSuffix(e.Target, "/members/amira") || e.Action == trail.InvitationSent || e.Action == trail.OrganisationCreated {
			continue
		}
		got = append(got, e.At.Format(time.RFC3339)+" "+string(e.Action)+" "+orDash(e.Before)+" "+orDash(e.After))
	}
	slices.Sort(got) // several are of one moment
	for i := range got {
		_, got[i], _ = strings.Cut(got[i], " ")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the trail (-want +got):\n%s", diff)
	}
}

// orDash is what an entry holds; a dash for what was not there.
func orDash(b []byte) string {
	if b == nil {
		return "-"
	}
	return string(b)
}

func TestLife(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	for range 2 {
		for _, err := range []error{w.add(ctx, "mika", false, actor("mira")), w.add(ctx, "maria", true, operator()), w.add(ctx, "mikael", false, actor("maria"))} {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	want := []string{"maria@kumppani.example true", "mika@kumppani.example false", "mikael@kumppani.example false", "mira@kumppani.example true"}
	if diff := cmp.Diff(want, w.people(t)); diff != "" {
		t.Errorf("people (-want +got):\n%s", diff)
	}
	second, err := partner.Create(ctx, w.db, "q2", "Toinen Oy", account("mika"), operator(), w.Now())
	if err != nil {
		t.Fatal(err)
	}
	standings, err := partner.Of(ctx, w.db, "amika")
	got := map[member.Standing]bool{}
	for _, s := range standings {
		got[s] = true
	}
	if diff := cmp.Diff(map[member.Standing]bool{{Organisation: w.id}: true, {Organisation: second.ID, Manager: true}: true}, got); diff != "" || err != nil {
		t.Errorf("standings (-want +got), %v:\n%s", err, diff)
	}
	for range 2 { // also when the answer was lost
		if err := errors.Join(w.add(ctx, "mira", false, actor("mira")), w.remove(ctx, "mika", actor("mika")), w.remove(ctx, "mikael", actor("maria"))); err != nil {
			t.Error(err)
		}
	}
	if diff := cmp.Diff([]string{"maria@kumppani.example true", "mira@kumppani.example false"}, w.people(t)); diff != "" {
		t.Errorf("people (-want +got):\n%s", diff)
	}
	if standings, err := partner.Of(ctx, w.db, "amika"); err != nil || len(standings) != 1 {
		t.Errorf("who left one of two has %v, %v", standings, err)
	}
	if n := w.told(t); n != 10 { // two made, five joined, one regraded, two left
		t.Errorf("the trail tells of %d steps, want 10", n)
	}
	if o, err := partner.Get(ctx, w.db, w.id); err != nil || o.Name != "Kumppani Oy" || !o.Created.Equal(start) {
		t.Errorf("got %v, %v", o.Created, err)
	}
}

func TestRefused(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	if err := w.add(ctx, "mika", false, actor("mira")); err != nil {
		t.Fatal(err)
	}
	create := func(request, title string, by member.Actor) error {
		_, err := partner.Create(ctx, w.db, request, title, account("x"), by, w.Now())
		return err
	}
	list := func(id string, by member.Actor, cursor string) error {
		_, _, err := partner.List(ctx, w.db, id, by, cursor, 1)
		return err
	}
	_, errAbsent := partner.Add(ctx, w.db, "nothing", account("x"), true, operator(), w.Now())
	_, errGet := partner.Get(ctx, w.db, "nothing")
	_, errAccount := partner.Add(ctx, w.db, w.id, member.Account{ID: "a/b", Email: "a@b.example", Name: "A"}, true, operator(), w.Now())
	_, errEmail := partner.Add(ctx, w.db, w.id, member.Account{ID: "ab", Email: "b.example", Name: "A"}, true, operator(), w.Now())
	_, errName := partner.Add(ctx, w.db, w.id, member.Account{ID: "ab", Email: "a@b.example"}, true, operator(), w.Now())
	tests := []struct {
		name      string
		got, want error
	}{
		{"a manager makes an organisation", create("q9", "Omani Oy", actor("mira")), partner.ErrForbidden},
		{"no title", create("q9", " ", operator()), partner.ErrTitle},
		{"no request", create("", "Omani Oy", operator()), partner.ErrRequest},
		{"staff adds", w.add(ctx, "x", false, actor("mika")), partner.ErrForbidden},
		{"staff raises himself", w.add(ctx, "mika", true, actor("mika")), partner.ErrForbidden},
		{"a stranger adds himself", w.add(ctx, "ville", false, actor("ville")), partner.ErrForbidden},
		{"nobody adds", w.add(ctx, "ville", false, member.Actor{}), partner.ErrForbidden},
		{"staff removes", w.remove(ctx, "mira", actor("mika")), partner.ErrForbidden},
		{"the last manager leaves", w.remove(ctx, "mira", actor("mira")), partner.ErrLastManager},
		{"the last manager becomes staff", w.add(ctx, "mira", false, actor("mira")), partner.ErrLastManager},
		{"removing nobody", w.remove(ctx, "nobody", actor("mira")), partner.ErrNobody},
		{"an organisation that is not there", errAbsent, partner.ErrNone},
		{"reading it", errGet, partner.ErrNone},
		{"an account of no name", errAccount, member.ErrAccount},
		{"no address", errEmail, member.ErrEmail},
		{"no name", errName, member.ErrName},
		{"a stranger lists", list(w.id, actor("ville"), ""), partner.ErrNone},
		{"listing what is not there", list("nothing", actor("ville"), ""), partner.ErrNone},
		{"a forged page", list(w.id, actor("mika"), "a/b"), partner.ErrCursor},
	}
	for _, tt := range tests {
		if !errors.Is(tt.got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, tt.got, tt.want)
		}
	}
	if diff := cmp.Diff([]string{"mika@kumppani.example false", "mira@kumppani.example true"}, w.people(t)); diff != "" {
		t.Errorf("what was refused changed something (-want +got):\n%s", diff)
	}
	for n := range partner.MaxOrganisations - 1 {
		if _, err := partner.Create(ctx, w.db, fmt.Sprint("more", n), "Omani Oy", account("mika"), operator(), w.Now()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := partner.Create(ctx, w.db, "one more", "Omani Oy", account("mika"), operator(), w.Now()); !errors.Is(err, partner.ErrTooMany) {
		t.Errorf("one organisation more: got %v, want %v", err, partner.ErrTooMany)
	}
}

// TestLastManagersAtTheSameMoment has the last two managers leave at once.
func TestLastManagersAtTheSameMoment(t *testing.T) {
	for range 3 {
		w := newWorld(t)
		if err := w.add(t.Context(), "maria", true, actor("mira")); err != nil {
			t.Fatal(err)
		}
		errs := make([]error, 2)
		var all sync.WaitGroup
		for i, name := range []string{"mira", "maria"} {
			all.Go(func() { errs[i] = w.remove(t.Context(), name, actor(name)) })
		}
		all.Wait()
		if people := w.people(t); len(people) != 1 || (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("%d are left, answers %v and %v; want one of each", len(people), errs[0], errs[1])
		}
	}
}

// TestCrash stops each step before and after its write.
func TestCrash(t *testing.T) {
	for at := 1; at <= 2; at++ {
		w := newWorld(t)
		if err := w.add(t.Context(), "maria", true, actor("mira")); err != nil {
			t.Fatal(err)
		}
		for name, do := range map[string]func(context.Context) error{
			"add":   func(ctx context.Context) error { return w.add(ctx, "mika", false, actor("maria")) },
			"leave": func(ctx context.Context) error { return w.remove(ctx, "mira", actor("mira")) },
			"create": func(ctx context.Context) error {
				_, err := partner.Create(ctx, w.db, "q2", "Toinen Oy", account("mika"), operator(), w.Now())
				return err
			},
		} {
			before, hooks := w.told(t), 0
			ctx, die := context.WithCancel(t.Context())
			w.watch = func(bool) error {
				if hooks++; hooks != at {
					return nil
				}
				die()
				return status.Error(codes.PermissionDenied, "dead")
			}
			if err := do(ctx); err == nil {
				t.Errorf("%s, dead at hook %d: it went on", name, at)
			}
			w.watch = nil
			if err := do(t.Context()); err != nil {
				t.Errorf("%s, the repeat after hook %d: %v", name, at, err)
			}
			if n, want := w.told(t)-before, map[string]int{"add": 1, "leave": 1, "create": 2}[name]; n != want {
				t.Errorf("%s, dead at hook %d: %d entries of the trail, want %d", name, at, n, want)
			}
			die()
		}
	}
}

func TestNothingPersonalIsStoredInPlain(t *testing.T) {
	w := newWorld(t)
	var b bytes.Buffer
	o, err := partner.Get(t.Context(), w.db, w.id)
	if err != nil {
		t.Fatal(err)
	}
	list, _, err := partner.List(t.Context(), w.db, w.id, actor("mira"), "", 0)
	if err != nil || len(list) != 1 {
		t.Fatalf("got %d people, %v", len(list), err)
	}
	fmt.Fprintf(&b, "%v %+v %#v %v %+v %#v", o, o, o, list, list, list)
	people := handle.People(w.db.Handle())
	for _, c := range []string{"organisations", "members", "trail"} {
		docs, err := people.CollectionGroup(c).Documents(t.Context()).GetAll()
		if err != nil || len(docs) == 0 {
			t.Fatalf("%d documents of %s, %v", len(docs), c, err)
		}
		for _, d := range docs {
			for name, v := range d.Data() {
				fmt.Fprintf(&b, " %s=%s %v", name, v, v)
			}
		}
	}
	for _, s := range []string{"Kumppani", "kumppani", "Mira", "risto@"} {
		if strings.Contains(b.String(), s) {
			t.Errorf("%q shows", s)
		}
	}
	for name, d := range map[string]map[string]any{
		"a role of its own": {"state": "active", "role": "king", "holder": "amika"},
		"no state":          {"role": "manager", "holder": "amika"},
		"a number":          {"role": 7, "holder": "amika"},
	} {
		if _, err := people.Doc("organisations/"+w.id+"/members/amika").Set(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		if got, err := partner.Of(t.Context(), w.db, "amika"); err == nil {
			t.Errorf("%s: got %v", name, got)
		}
	}
}
