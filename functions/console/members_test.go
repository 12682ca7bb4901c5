package console

import (
	"cmp"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// invitation is a form to invite somebody, as filled in.
func invitation(form, email, role string) url.Values {
	return url.Values{"request": {form}, "email": {email}, "role": {role}, "language": {"sv"}}
}

// letters are those that wait for somebody.
func (h *house) letters(t *testing.T, to string) (out []letter.Letter) {
	t.Helper()
	for w, err := range letter.All(t.Context(), h.db) {
		if err != nil {
			t.Fatal(err)
		}
		if w.To == to {
			out = append(out, w.Letter)
		}
	}
	return out
}

func TestInvite(t *testing.T) {
	h := newHouse(t)
	tests := []struct {
		name string
		who  newcomer
		form url.Values
		want int
		says string
	}{
		{"an administrator", h.ada, invitation("FORM-0001", "Uusi@Aallokko.example ", "analyst"), 303, ""},
		{"the same form again", h.ada, invitation("FORM-0001", "Uusi@Aallokko.example ", "analyst"), 303, ""},
		{"the same form with another person", h.ada, invitation("FORM-0001", "toinen@aallokko.example", "analyst"), 409, "sent before with other contents"},
		{"another's form of that name", h.mia, invitation("FORM-0001", "kolmas@aallokko.example", "owner"), 303, ""},
		{"an administrator invites an owner", h.ada, invitation("FORM-0002", "nelja@aallokko.example", "owner"), 403, "Your role does not allow that."},
		{"no address", h.ada, invitation("FORM-0003", "uusi", "analyst"), 422, "Give an e-mail address"},
		{"no role", h.ada, invitation("FORM-0004", "nelja@aallokko.example", "king"), 422, "Choose a role."},
		{"a member", h.ada, invitation("FORM-0005", h.aku.account.Email, "analyst"), 409, "is a member already"},
		{"a form without a name", h.ada, invitation("", "nelja@aallokko.example", "analyst"), 422, "could not be used as it was sent"},
		{"an analyst", h.ana, invitation("FORM-0006", "nelja@aallokko.example", "auditor"), 403, "Your role does not allow this"},
		{"a stranger", h.out, invitation("FORM-0007", "nelja@aallokko.example", "auditor"), 404, "There is no such page"},
		{"an operator", h.otto, invitation("FORM-0008", "nelja@aallokko.example", "auditor"), 404, "There is no such page"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := h.post(t, h.path("/members"), test.form, test.who)
			if w.Code != test.want || !strings.Contains(w.Body.String(), test.says) {
				t.Fatalf("got %v, want %v and %q:\n%s", w.Code, test.want, test.says, w.Body)
			}
			if to := w.Header().Get("Location"); w.Code == 303 && to != h.path("/members") {
				t.Errorf("got on to %q", to)
			}
			if w.Code == 422 {
				wellFormed(t, w.Body.String())
				for _, want := range []string{`value="` + cmp.Or(test.form.Get("request"), "FORM-OF-ITS-OWN") + `"`, `value="` + test.form.Get("email") + `"`} {
					if !strings.Contains(w.Body.String(), want) {
						t.Errorf("the page forgot %s", want)
					}
				}
			}
		})
	}

	got := h.letters(t, "uusi@aallokko.example")
	if len(got) != 1 || got[0].Kind != letter.Invitation || got[0].Language != "sv" || got[0].Tenant != "Aallokko Oy" || got[0].By != h.ada.account.Email || !got[0].Until.Equal(wall.Add(member.InvitationLife)) {
		t.Fatalf("got %d letters", len(got))
	}
	token, ok := strings.CutPrefix(got[0].Link, publicURL+"/invitations?token=")
	if token, _ = url.QueryUnescape(token); !ok {
		t.Fatal("the link leads elsewhere")
	}
	offer, err := member.Look(t.Context(), h.db, member.Token(token), wall)
	if err != nil || offer.Role != tenant.Analyst || offer.Tenant != h.tenant.ID() {
		t.Errorf("the link offers: %v", err)
	}
	_, secret, _ := strings.Cut(token, ".")
	if body := h.get(t, h.path("/members"), h.mia).Body.String(); !strings.Contains(body, "uusi@aallokko.example") || secret == "" || strings.Contains(body, secret) {
		t.Error("the page does not show the invitation, or shows its token")
	}
	if n := len(slices.DeleteFunc(h.told(t), func(a trail.Action) bool { return a != trail.InvitationSent })); n != 2+3 { // the house's three among them
		t.Errorf("the audit trail tells of %d invitations", n)
	}
}

// TestRefusalsAreTold: what a role does not allow is in the audit trail, whether the
// table of routes refuses it or what lies behind it.
func TestRefusalsAreTold(t *testing.T) {
	h := newHouse(t)
	tests := []struct {
		name string
		ask  func() int
	}{
		{"an auditor asks for keys", func() int { return h.get(t, h.path("/keys"), h.aku).Code }},
		{"an admin would make an owner", func() int {
			return h.post(t, h.path("/members"), invitation("FORM-0001", "uusi@aallokko.example", "owner"), h.ada).Code
		}},
	}
	for i, tt := range tests {
		for range 2 {
			if got := tt.ask(); got != http.StatusForbidden && got != http.StatusUnprocessableEntity {
				t.Errorf("%s: got %d, want a refusal", tt.name, got)
			}
		}
		told := slices.DeleteFunc(h.told(t), func(a trail.Action) bool { return a != trail.AccessDenied })
		if len(told) != i+1 {
			t.Errorf("%s: the audit trail tells of %d refusals, want %d", tt.name, len(told), i+1)
		}
	}
}

// TestInviteNeedsProof: a person who signed in long ago proves again who they are.
func TestInviteNeedsProof(t *testing.T) {
	h := newHouse(t)
	h.later(20 * time.Minute)
	w := h.post(t, h.path("/members"), invitation("FORM-0001", "uusi@aallokko.example", "auditor"), h.mia)
	if want := "/signin?return=" + url.QueryEscape(h.path("/members")) + "&again=1"; w.Code != 303 || w.Header().Get("Location") != want {
		t.Errorf("got %v to %q, want 303 to %q", w.Code, w.Header().Get("Location"), want)
	}
	if len(h.letters(t, "uusi@aallokko.example")) > 0 {
		t.Error("somebody was invited")
	}
	if w := h.post(t, h.path("/members/"+string(h.aku.account.ID)+"/suspension"), nil, h.mia); w.Code != 303 || w.Header().Get("Location") != h.path("/members") {
		t.Errorf("to suspend somebody took more than a session: got %v to %q", w.Code, w.Header().Get("Location"))
	}
}

// TestChangeMembers sends the forms about members, each twice.
func TestChangeMembers(t *testing.T) {
	role := func(r string) url.Values { return url.Values{"role": {r}} }
	h := newHouse(t)
	of := func(who newcomer, what string) string { return "/members/" + string(who.account.ID) + "/" + what }
	tests := []struct {
		name   string
		who    newcomer
		path   string
		form   url.Values
		want   int
		says   string
		member newcomer
		role   tenant.Role
		state  member.State
	}{
		{"an auditor becomes an analyst", h.ada, of(h.aku, "role"), role("analyst"), 303, "", h.aku, tenant.Analyst, member.Active},
		{"what is no role", h.ada, of(h.aku, "role"), role("king"), 422, "Choose a role.", h.aku, tenant.Analyst, member.Active},
		{"by an analyst", h.ana, of(h.aku, "role"), role("auditor"), 403, "Your role does not allow this", h.aku, tenant.Analyst, member.Active},
		{"an owner by an administrator", h.ada, of(h.mia, "role"), role("auditor"), 403, "Your role does not allow that.", h.mia, tenant.Owner, member.Active},
		{"the last owner", h.mia, of(h.mia, "role"), role("auditor"), 409, "keeps at least one owner", h.mia, tenant.Owner, member.Active},
		{"the last owner leaves", h.mia, of(h.mia, "removal"), nil, 409, "keeps at least one owner", h.mia, tenant.Owner, member.Active},
		{"suspended", h.ada, of(h.aku, "suspension"), nil, 303, "", h.aku, tenant.Analyst, member.Suspended},
		{"who is suspended sees nothing", h.aku, of(h.aku, "removal"), nil, 404, "", h.aku, tenant.Analyst, member.Suspended},
		{"restored", h.ada, of(h.aku, "restoration"), nil, 303, "", h.aku, tenant.Analyst, member.Active},
		{"suspended by themselves", h.ada, of(h.ada, "suspension"), nil, 403, "Nobody can suspend or restore themselves.", h.ada, tenant.Admin, member.Active},
		{"removed by an analyst", h.ana, of(h.aku, "removal"), nil, 403, "Your role does not allow that.", h.aku, tenant.Analyst, member.Active},
		{"removed", h.ada, of(h.aku, "removal"), nil, 303, "", h.aku, tenant.Analyst, member.Removed},
		{"restored too late", h.ada, of(h.aku, "restoration"), nil, 409, "no such member any more", h.aku, tenant.Analyst, member.Removed},
		{"nobody", h.ada, "/members/nobody/removal", nil, 409, "no such member any more", h.ana, tenant.Analyst, member.Active},
		{"an operator", h.otto, of(h.ana, "removal"), nil, 404, "", h.ana, tenant.Analyst, member.Active},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for range 2 {
				w := h.post(t, h.path(test.path), test.form, test.who)
				if w.Code != test.want || !strings.Contains(w.Body.String(), test.says) {
					t.Fatalf("got %v, want %v and %q:\n%s", w.Code, test.want, test.says, w.Body)
				}
				if w.Code >= 400 {
					wellFormed(t, w.Body.String())
				}
			}
			m, err := member.Get(t.Context(), h.tenant, string(test.member.account.ID))
			if err != nil || m.Role != test.role || m.State != test.state {
				t.Errorf("got a %s who is %s, %v", m.Role, m.State, err)
			}
		})
	}
	if w := h.post(t, h.path(of(h.ana, "removal")), nil, h.ana); w.Code != 303 || w.Header().Get("Location") != "/" {
		t.Errorf("who leaves gets on to %q", w.Header().Get("Location"))
	}
}

func TestPartners(t *testing.T) {
	h := newHouse(t)
	o, err := partner.Create(t.Context(), h.db, "one", "Kumppani Oy", h.out.member(), member.Actor{Account: string(h.otto.account.ID), Name: h.otto.account.Email, Service: true}, wall)
	if err != nil {
		t.Fatal(err)
	}
	form := func(id, role string) url.Values { return url.Values{"organisation": {id}, "role": {role}} }
	tests := []struct {
		name string
		who  newcomer
		form url.Values
		want int
		says string
	}{
		{"an owner", h.mia, form(" "+o.ID, "analyst"), 303, ""},
		{"again", h.mia, form(o.ID, "analyst"), 303, ""},
		{"in another role", h.mia, form(o.ID, "admin"), 409, "The organisation is a member already."},
		{"as an owner", h.mia, form(o.ID, "owner"), 422, "can be administrator, analyst or auditor"},
		{"no such organisation", h.mia, form("none", "analyst"), 422, "no such partner organisation"},
		{"an administrator", h.ada, form(o.ID, "admin"), 403, "Your role does not allow this"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if w := h.post(t, h.path("/partners"), test.form, test.who); w.Code != test.want || !strings.Contains(w.Body.String(), test.says) {
				t.Errorf("got %v, want %v and %q", w.Code, test.want, test.says)
			}
		})
	}
	body := h.get(t, h.path("/members"), h.out).Body.String() // one of the partner's own
	if !strings.Contains(body, "Kumppani Oy") || !strings.Contains(body, "Partner organisation") || strings.Contains(body, `name="role"`) {
		t.Error("the partner's own does not see the members, or is offered forms")
	}
}

// furnish brings a house to the state that its pages are shown in.
func (h *house) furnish(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	for i, who := range []newcomer{h.ada, h.mia} {
		if _, err := member.Invite(ctx, h.tenant, member.Invitation{Email: []string{"ilona@aallokko.example", "oskari@aallokko.example"}[i], Role: []tenant.Role{tenant.Analyst, tenant.Owner}[i], Language: "fi"}, who.actor(), wall); err != nil {
			t.Fatal(err)
		}
	}
	o, err := partner.Create(ctx, h.db, "one", "Kumppani Oy", h.out.member(), member.Actor{Account: string(h.otto.account.ID), Name: h.otto.account.Email, Service: true}, wall)
	if err == nil {
		_, err = member.Engage(ctx, h.tenant, o.ID, o.Name, tenant.Analyst, h.mia.actor(), wall)
	}
	if err == nil {
		_, err = member.Suspend(ctx, h.tenant, string(h.aku.account.ID), h.ada.actor(), wall)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestRestoreAfterReview holds that administrators do not restore whom the yearly review
// waits for, and are not offered to.
func TestRestoreAfterReview(t *testing.T) {
	h := newHouse(t)
	h.furnish(t)
	restore := h.path("/members/" + string(h.aku.account.ID) + "/restoration")
	offered := func(who newcomer) bool {
		return strings.Contains(h.get(t, h.path("/members?state=suspended"), who).Body.String(), "/restoration")
	}
	if !offered(h.ada) {
		t.Error("before a review an administrator is not offered to restore")
	}
	if _, err := member.OpenReview(t.Context(), h.tenant, wall.Add(member.ReviewInterval)); err != nil {
		t.Fatal(err)
	}
	if offered(h.ada) || !offered(h.mia) {
		t.Errorf("while it is open an administrator is offered to restore: %v, an owner: %v", offered(h.ada), offered(h.mia))
	}
	for _, step := range []struct {
		who  newcomer
		want int
	}{{h.ada, http.StatusForbidden}, {h.mia, http.StatusSeeOther}} {
		if w := h.post(t, restore, nil, step.who); w.Code != step.want {
			t.Errorf("%s restores: got %v, want %v", step.who.account.Email, w.Code, step.want)
		}
	}
}

func TestMembersPages(t *testing.T) {
	h := newHouse(t)
	h.furnish(t)
	organisation := regexp.MustCompile(`org-[0-9A-Za-z]+`)
	for _, test := range []struct {
		name, path string
		who        newcomer
	}{
		{"members", "/members", h.mia},
		{"members-admin-fi", "/members?lang=fi", h.ada},
		{"members-analyst-sv", "/members?lang=sv", h.ana},
		{"members-suspended", "/members?state=suspended", h.mia},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := h.get(t, h.path(test.path), test.who)
			if w.Code != http.StatusOK {
				t.Fatalf("got %v", w.Code)
			}
			golden(t, test.name+".html", sorted(organisation.ReplaceAllString(h.plain(w.Body.String()), "ORG")))
			wellFormed(t, w.Body.String())
		})
	}
	for _, path := range []string{"/members?state=none", "/members?cursor=%2F"} {
		if w := h.get(t, h.path(path), h.mia); w.Code != http.StatusNotFound {
			t.Errorf("%s: got %v, want 404", path, w.Code)
		}
	}
}

// sorted puts open invitations, whose order means nothing, into one that stays.
func sorted(body string) string { return sortedList(body, "<ul class=\"card findings\">\n") }

// sortedList puts the items of the list that begins so into an order that stays.
func sortedList(body, begins string) string {
	before, rest, ok := strings.Cut(body, begins)
	list, after, end := strings.Cut(rest, "</ul>")
	if !ok || !end {
		return body
	}
	items := strings.SplitAfter(list, "</li>\n")
	slices.SortFunc(items, func(a, b string) int { return strings.Compare(afterName(a), afterName(b)) })
	return before + begins + strings.Join(items, "") + "</ul>" + after
}

// afterName is an item from where it says whom it is about.
func afterName(item string) string {
	_, rest, _ := strings.Cut(item, "<strong>")
	return rest
}

// showAffairs shows the pages about a tenant's own affairs, and what is said where a
// wish is refused.
func showAffairs(t *testing.T, h *house, show func(name, path string, who newcomer), refuse, search func(name, path string, form url.Values, who newcomer)) {
	show("members", h.path("/members"), h.mia)
	show("members to an analyst", h.path("/members"), h.ana)
	show("suspended members", h.path("/members?state=suspended"), h.mia)
	show("removed members", h.path("/members?state=removed"), h.mia)
	show("review before there is one", h.path("/review"), h.mia)
	refuse("no review", h.path("/review"), url.Values{"member": {"x"}}, h.mia)
	h.openReview(t)
	show("review", h.path("/review"), h.mia)
	show("no support access", h.path("/support"), h.mia)
	over, live, asked := h.grants(t)
	h.told(t)
	show("support access", h.path("/support"), h.mia)
	show("support access to an auditor", h.path("/support"), h.ana)
	for name, g := range map[string]grant.Grant{"over": over, "under way": live, "asked": asked} {
		show("support access "+name, h.path("/support/"+g.ID), h.mia)
	}
	show("the desk", "/support", h.otto)
	refuse("asked for nothing", "/support", url.Values{"request": {"FORM-0012"}, "tenant": {h.tenant.ID().String()}}, h.otto)
	refuse("asked for no tenant", "/support", askForAccess("FORM-0013", "none"), h.otto)
	show("a tenant under support access", h.path(""), h.otto)
	show("audit trail", h.path("/trail"), h.ana)
	show("accesses", h.path("/trail/accesses"), h.ana)
	show("accesses of no time", h.path("/trail/accesses?from=2020-01-01&to=2020-01-02"), h.ana)
	show("accesses of no days", h.path("/trail/accesses?from=x"), h.ana)
	show("verification", h.path("/trail/verification"), h.ana)
	search("filters", h.path("/trail"), url.Values{"group": {"member."}, "from": {"2026-11-01"}, "to": {"2026-11-30"}}, h.ana)
	search("filters that fit nothing", h.path("/trail"), url.Values{"text": {"nothing of the kind"}}, h.ana)
	search("no days", h.path("/trail"), url.Values{"from": {"yesterday"}}, h.ana)
	search("too long a text", h.path("/trail"), url.Values{"text": {strings.Repeat("x", 201)}}, h.ana)
	show("settings", h.path("/settings"), h.ada)
	show("settings to an auditor", h.path("/settings"), h.ana)
	show("no keys", h.path("/keys"), h.ada)
	show("export", h.path("/export?refused=1"), h.ana)
	h.keys(t)
	show("keys", h.path("/keys"), h.ada)
	search("a key", h.path("/keys"), keyForm("FORM-0010", "x", "2026-12-31", "read"), h.ada)
	search("a key again", h.path("/keys"), keyForm("FORM-0010", "x", "2026-12-31", "read"), h.ada)
	refuse("a key without a name", h.path("/keys"), keyForm("FORM-0011", "", "2026-12-31", "read"), h.ada)
	refuse("an interval", h.path("/settings/interval"), url.Values{"value": {"60"}}, h.ada)
	refuse("declared", h.path("/settings/declared"), url.Values{"value": {"{"}}, h.ada)
	refuse("refused too late", h.path("/support/"+live.ID+"/refusal"), nil, h.mia)
	refuse("no such support access", h.path("/support/none/refusal"), nil, h.mia)
	refuse("no address", h.path("/members"), invitation("FORM-0001", "none", "auditor"), h.mia)
	refuse("a member already", h.path("/members"), invitation("FORM-0002", h.ada.account.Email, "auditor"), h.mia)
	refuse("the last owner", h.path("/members/"+string(h.mia.account.ID)+"/removal"), nil, h.mia)
	refuse("no such partner", h.path("/partners"), url.Values{"organisation": {"none"}, "role": {"auditor"}}, h.mia)
	mira := h.person(t, "mira@kumppani.example", false)
	partners := "/partners/" + h.world.partner(t, "Kumppani Oy", mira)
	h.post(t, partners+"/invitations", colleague("FORM-0014", "mika@kumppani.example", "staff"), mira)
	show("a partner’s people", partners, mira)
	show("the first page of a partner’s manager", "/", mira)
	refuse("a partner’s last manager", partners+"/people/"+string(mira.account.ID)+"/removal", nil, mira)
	refuse("a partner’s colleague once more", partners+"/invitations", colleague("FORM-0015", mira.account.Email, "staff"), mira)
	refuse("nobody of a partner’s", partners+"/people/nobody/removal", nil, mira)
}
