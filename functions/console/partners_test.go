package console

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
)

// partner makes a partner organisation that somebody manages.
func (w *world) partner(t *testing.T, title string, first newcomer) string {
	t.Helper()
	o, err := partner.Create(t.Context(), w.db, "request-"+title, title, first.member(), member.Actor{Service: true, Name: "risto@vahti.example"}, w.now())
	if err != nil {
		t.Fatal(err)
	}
	return o.ID
}

// works has somebody work for an organisation.
func (w *world) works(t *testing.T, organisation string, who newcomer, isManager bool) {
	t.Helper()
	if _, err := partner.Add(t.Context(), w.db, organisation, who.member(), isManager, member.Actor{Service: true, Name: "risto@vahti.example"}, w.now()); err != nil {
		t.Fatal(err)
	}
}

// firm is a partner organisation with a manager and staff, beside the house.
type firm struct {
	*house
	id                string
	mira, mika, maria newcomer // a manager, staff, and a manager of another one
}

func newFirm(t *testing.T) *firm {
	t.Helper()
	f := &firm{house: newHouse(t)}
	f.mira, f.mika, f.maria = f.person(t, "mira@kumppani.example", false), f.person(t, "mika@kumppani.example", false), f.person(t, "maria@toinen.example", false)
	f.id = f.world.partner(t, "Kumppani Oy", f.mira)
	f.world.partner(t, "Toinen Oy", f.maria)
	f.works(t, f.id, f.mika, false)
	return f
}

func (f *firm) at(page string) string { return "/partners/" + f.id + page }

// people is who works for the firm, as text.
func (f *firm) people(t *testing.T) (out []string) {
	t.Helper()
	list, _, err := partner.List(t.Context(), f.db, f.id, member.Actor{Service: true}, "", 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		kind := " staff"
		if p.Manager {
			kind = " manager"
		}
		out = append(out, p.Email+kind)
	}
	slices.Sort(out)
	return out
}

// TestPartnerPageIsForItsManagers: to everybody else it answers as one that there is
// not, whatever is asked of it.
func TestPartnerPageIsForItsManagers(t *testing.T) {
	f := newFirm(t)
	if body := f.get(t, f.at(""), f.mira).Body.String(); !strings.Contains(body, "mika@kumppani.example") || !strings.Contains(body, f.id) {
		t.Error("its manager does not see who works there")
	}
	f.post(t, f.at("/invitations"), colleague("FORM-0001", "maija@kumppani.example", "manager"), f.mira)
	for name, l := range map[string]string{"partner.html": "", "partner-fi.html": "?lang=fi", "partner-sv.html": "?lang=sv"} {
		body := f.get(t, f.at(l), f.mira).Body.String()
		wellFormed(t, body)
		golden(t, name, strings.NewReplacer(f.id, "ORGANISATION", string(f.mira.account.ID), "MIRA", string(f.mika.account.ID), "MIKA").Replace(f.plain(body)))
	}
	if body := f.get(t, "/", f.mira).Body.String(); !strings.Contains(body, `href="`+f.at("")+`"`) || !strings.Contains(body, "People of Kumppani Oy") {
		t.Error("a manager’s first page does not lead there")
	}
	for name, who := range map[string]newcomer{"staff": f.mika, "another’s manager": f.maria, "an owner of a tenant": f.mia, "an operator": f.otto} {
		if body := f.get(t, "/", who).Body.String(); strings.Contains(body, f.at("")) {
			t.Errorf("the first page leads %s there", name)
		}
		absent := f.get(t, "/partners/nothing", who)
		if absent.Code != http.StatusNotFound {
			t.Fatalf("what is not there answers %d to %s", absent.Code, name)
		}
		if w := f.get(t, f.at(""), who); w.Code != http.StatusNotFound || w.Body.String() != absent.Body.String() {
			t.Errorf("the page answers %s otherwise than one that is not there: %d", name, w.Code)
		}
		for _, page := range []string{"/invitations", "/invitations/none/withdrawal", "/people/" + string(f.mika.account.ID) + "/standing", "/people/" + string(f.mika.account.ID) + "/removal"} {
			w := f.post(t, f.at(page), colleague("FORM-0001", "uusi@kumppani.example", "manager"), who)
			if none := f.post(t, "/partners/nothing"+page, colleague("FORM-0001", "uusi@kumppani.example", "manager"), who); w.Code != http.StatusNotFound || w.Body.String() != none.Body.String() {
				t.Errorf("%s answers %s otherwise than what is not there: %d", page, name, w.Code)
			}
		}
	}
	if diff := cmp.Diff([]string{"mika@kumppani.example staff", "mira@kumppani.example manager"}, f.people(t)); diff != "" {
		t.Errorf("what was refused changed something (-want +got):\n%s", diff)
	}
}

// colleague is a form to invite somebody to an organisation, as filled in.
func colleague(form, email, standing string) url.Values {
	return url.Values{"request": {form}, "email": {email}, "standing": {standing}, "language": {"sv"}}
}

func TestInviteColleague(t *testing.T) {
	f := newFirm(t)
	tests := []struct {
		name string
		form url.Values
		want int
		says string
	}{
		{"staff", colleague("FORM-0001", "Uusi@Kumppani.example ", "staff"), 303, ""},
		{"the same form again", colleague("FORM-0001", "Uusi@Kumppani.example ", "staff"), 303, ""},
		{"no address", colleague("FORM-0002", "uusi", "staff"), 422, "Give an e-mail address"},
		{"nothing to work as", colleague("FORM-0003", "toinen@kumppani.example", "owner"), 422, "Choose a role."},
		{"who works there", colleague("FORM-0004", "MIKA@kumppani.example", "manager"), 409, "works for the organisation already"},
		{"a form without a name", colleague("", "toinen@kumppani.example", "staff"), 422, "could not be used as it was sent"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := f.post(t, f.at("/invitations"), tt.form, f.mira)
			if w.Code != tt.want || !strings.Contains(w.Body.String(), tt.says) {
				t.Fatalf("got %d, want %d and %q:\n%s", w.Code, tt.want, tt.says, w.Body)
			}
			if to := w.Header().Get("Location"); w.Code == 303 && to != f.at("") {
				t.Errorf("got on to %q", to)
			}
			if w.Code >= 400 {
				wellFormed(t, w.Body.String())
			}
		})
	}
	got := f.letters(t, "uusi@kumppani.example")
	if len(got) != 1 || got[0].Kind != letter.Partner || got[0].Language != "sv" || got[0].Tenant != "Kumppani Oy" || got[0].By != f.mira.account.Email {
		t.Fatalf("got %d letters", len(got))
	}
	token, ok := strings.CutPrefix(got[0].Link, publicURL+"/invitations?token=")
	if token, _ = url.QueryUnescape(token); !ok {
		t.Fatal("the link leads elsewhere")
	}
	if offer, err := partner.Look(t.Context(), f.db, member.Token(token), wall); err != nil || offer.Manager || offer.Organisation != "Kumppani Oy" {
		t.Errorf("the link offers another thing: %v", err)
	}
	_, secret, _ := strings.Cut(token, ".")
	body := f.get(t, f.at(""), f.mira).Body.String()
	if !strings.Contains(body, "uusi@kumppani.example") || secret == "" || strings.Contains(body, secret) {
		t.Error("the page does not show the invitation, or shows its token")
	}
	open, _, err := partner.Invitations(t.Context(), f.db, f.id, f.mira.actor())
	if err != nil || len(open) != 1 {
		t.Fatalf("%d invitations are open, %v", len(open), err)
	}
	for range 2 {
		if w := f.post(t, f.at("/invitations/"+open[0].ID+"/withdrawal"), nil, f.mira); w.Code != 303 {
			t.Errorf("to take it back: got %d", w.Code)
		}
	}
	if body := f.get(t, f.at(""), f.mira).Body.String(); strings.Contains(body, "uusi@kumppani.example") {
		t.Error("what was taken back is open")
	}
	f.later(20 * time.Minute)
	w := f.post(t, f.at("/invitations"), colleague("FORM-0009", "uusi@kumppani.example", "staff"), f.mira)
	if want := "/signin?return=" + url.QueryEscape(f.at("")) + "&again=1"; w.Code != 303 || w.Header().Get("Location") != want {
		t.Errorf("who proved it long ago: got %d to %q, want 303 to %q", w.Code, w.Header().Get("Location"), want)
	}
}

// TestColleagues changes what people are and removes them; the last manager stays.
func TestColleagues(t *testing.T) {
	f := newFirm(t)
	of := func(who newcomer, what string) string { return f.at("/people/" + string(who.account.ID) + "/" + what) }
	as := func(standing string) url.Values { return url.Values{"standing": {standing}} }
	steps := []struct {
		name   string
		path   string
		form   url.Values
		who    newcomer
		want   int
		says   string
		people []string
	}{
		{"the last manager becomes staff", of(f.mira, "standing"), as("staff"), f.mira, 409, "at least one manager", []string{"mika staff", "mira manager"}},
		{"the last manager leaves", of(f.mira, "removal"), nil, f.mira, 409, "at least one manager", []string{"mika staff", "mira manager"}},
		{"a stranger is made one", of(f.maria, "standing"), as("manager"), f.mira, 409, "does not work for the organisation", []string{"mika staff", "mira manager"}},
		{"a stranger is removed", of(f.maria, "removal"), nil, f.mira, 409, "does not work for the organisation", []string{"mika staff", "mira manager"}},
		{"no standing", of(f.mika, "standing"), as("king"), f.mira, 422, "Choose a role", []string{"mika staff", "mira manager"}},
		{"staff is made a manager", of(f.mika, "standing"), as("manager"), f.mira, 303, "", []string{"mika manager", "mira manager"}},
		{"and again", of(f.mika, "standing"), as("manager"), f.mira, 303, "", []string{"mika manager", "mira manager"}},
		{"a manager removes another", of(f.mira, "removal"), nil, f.mika, 303, "", []string{"mika manager"}},
		{"who was removed is back no more", of(f.mika, "removal"), nil, f.mira, 404, "There is no such page", []string{"mika manager"}},
	}
	for _, tt := range steps {
		t.Run(tt.name, func(t *testing.T) {
			w := f.post(t, tt.path, tt.form, tt.who)
			if w.Code != tt.want || !strings.Contains(w.Body.String(), tt.says) {
				t.Errorf("got %d, want %d and %q", w.Code, tt.want, tt.says)
			}
			var want []string
			for _, p := range tt.people {
				name, kind, _ := strings.Cut(p, " ")
				want = append(want, name+"@kumppani.example "+kind)
			}
			if diff := cmp.Diff(want, f.people(t)); diff != "" {
				t.Errorf("people (-want +got):\n%s", diff)
			}
		})
	}
	if w := f.post(t, of(f.mika, "standing"), as("staff"), f.mika); w.Code != 409 {
		t.Errorf("the one who is left becomes staff: got %d", w.Code)
	}
	f.works(t, f.id, f.mira, true)
	if w := f.post(t, of(f.mika, "removal"), nil, f.mika); w.Code != 303 || w.Header().Get("Location") != "/" {
		t.Errorf("a manager leaves: got %d to %q", w.Code, w.Header().Get("Location"))
	}
}
