package signin

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor/factortest"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/member/partner"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// invite invites an address to a tenant and returns the path of the link.
func (w *world) invite(t testing.TB, c *store.Tenant, email string, role tenant.Role, by *somebody) string {
	t.Helper()
	actor := member.Actor{Service: true}
	if by != nil {
		actor = member.Actor{Account: string(by.id), Name: by.email, Address: home}
	}
	i, err := member.Invite(t.Context(), c, member.Invitation{Email: email, Role: role, Language: "en"}, actor, w.Now())
	if err != nil {
		t.Fatal(err)
	}
	planted.add(string(i.Token))
	return "/invitations?token=" + url.QueryEscape(string(i.Token))
}

// role is what a person may do in a tenant, or nothing.
func (w *world) role(t testing.TB, c *store.Tenant, email string) tenant.Role {
	t.Helper()
	a, err := w.accounts.ByEmail(t.Context(), email)
	if err != nil {
		return ""
	}
	in, err := member.Of(t.Context(), w.db, string(a.ID), nil, c.ID().String())
	if err != nil {
		return ""
	}
	return in.Role
}

// opens takes a browser to an invitation.
func (v *visitor) opens(t testing.TB, link string) answer {
	t.Helper()
	a := v.get(t, link)
	a.wants(t, http.StatusSeeOther, "/invitations")
	page := v.get(t, "/invitations")
	token := must(url.Parse(link)).Query().Get("token")
	if strings.Contains(page.body, token) || strings.Contains(a.body, token) {
		t.Fatal("a page holds the token")
	}
	return page
}

// enrols begins to set up an account.
func (v *visitor) enrols(t testing.TB) {
	t.Helper()
	v.post(t, "/invitations/account", "name", "Oona Omistaja", "language", "en").wants(t, http.StatusSeeOther, "/invitations/account")
}

func TestInvitationByPassword(t *testing.T) {
	w := newWorld(t)
	c := w.customer(t, "Aalto", "", nil)
	link := w.invite(t, c, "Oona@aalto.example", tenant.Owner, nil)
	v := w.visitor(t)
	v.opens(t, link).wants(t, http.StatusOK, "Vahti invites you to Aalto Oy.")
	v.post(t, "/invitations/account", "name", " ", "language", "en").wants(t, http.StatusUnprocessableEntity, "Give a name of 1 to 200 characters.")
	v.enrols(t)
	v.get(t, "/account").wants(t, http.StatusSeeOther, "/invitations/account")
	v.get(t, "/onboarding/"+c.ID().String()).wants(t, http.StatusSeeOther, "/invitations/account")
	v.post(t, "/invitations/finish").wants(t, http.StatusUnprocessableEntity, "present state")
	v.post(t, "/invitations/password", "new", "oona@aalto.example", "again", "oona@aalto.example").wants(t, http.StatusUnprocessableEntity, "your name or e-mail address")
	v.post(t, "/invitations/password", "new", good, "again", good).wants(t, http.StatusSeeOther, "/invitations/account?done=password")
	v.post(t, "/invitations/finish").wants(t, http.StatusUnprocessableEntity, "present state")
	app := v.post(t, "/invitations/app")
	p := &somebody{email: "oona@aalto.example", app: appOf(t, shown(t, app.body, "as text: <code>", "</code>"))}
	v.post(t, "/invitations/app/confirm", "code", w.code(t, p)).wants(t, http.StatusSeeOther, "/invitations/account?done=app")
	v.post(t, "/invitations/finish").wants(t, http.StatusUnprocessableEntity, "Make recovery codes first")
	v.post(t, "/invitations/recovery").wants(t, http.StatusOK, "They are shown this once.")
	if w.role(t, c, p.email) != "" {
		t.Fatal("who is setting up an account is a member already")
	}
	v.post(t, "/invitations/finish").wants(t, http.StatusSeeOther, "/onboarding/"+c.ID().String())
	if got := w.role(t, c, p.email); got != tenant.Owner || !v.signedIn(t) {
		t.Errorf("got the role %q, want owner, signed in", got)
	}
	v.get(t, "/invitations/account").wants(t, http.StatusSeeOther, "/invitations")
	v.get(t, "/invitations").wants(t, http.StatusForbidden, "This invitation does not hold")
	if got := told(t, trail.Service(w.db)); !slices.Contains(got, "account.created") || !slices.Contains(got, "enrolment.began") {
		t.Errorf("the audit trail tells %v", got)
	}
	next := w.visitor(t)
	next.byPassword(t, p)
}

// TestCreatedIsTold: an account stands in the trail once, also where a try made it that was
// stopped before it told of it.
func TestCreatedIsTold(t *testing.T) {
	w := newWorld(t)
	c := w.customer(t, "Aalto", "", nil)
	made, _, _, err := w.accounts.Create(t.Context(), account.New{Email: "oona@aalto.example", Name: "Oona", Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	v := w.visitor(t)
	v.opens(t, w.invite(t, c, "oona@aalto.example", tenant.Owner, nil)).wants(t, http.StatusOK, "Vahti invites you")
	for range 2 {
		v.enrols(t)
	}
	page, err := trail.Service(w.db).List(t.Context(), trail.Query{Action: string(trail.AccountCreated)})
	if err != nil {
		t.Fatal(err)
	}
	if len(page.Records) != 1 || page.Records[0].Account != string(made.ID) || !page.Records[0].At.Equal(made.Created) {
		t.Errorf("the trail tells %d times of it: %v", len(page.Records), page.Records)
	}
}

func TestInvitationByMicrosoft(t *testing.T) {
	w := newWorld(t)
	owner := w.person(t, "olga", means{passkey: true})
	c := w.customer(t, "Aalto", "", owner)
	// The address at Microsoft is not the invited one: it is the identity that is linked.
	link := w.invite(t, c, "anna.private@mail.example", tenant.Analyst, owner)
	v := w.visitor(t)
	v.opens(t, link).wants(t, http.StatusOK, "olga@aalto.example invites you to Aalto Oy.")
	v.enrols(t)
	v.get(t, v.atMicrosoft(t, v.toMicrosoft(t, "/invitations/microsoft"), "anna@aalto.example")).wants(t, http.StatusSeeOther, "/")
	if got := w.role(t, c, "anna.private@mail.example"); got != tenant.Analyst {
		t.Errorf("got the role %q, want analyst", got)
	}
	next := w.visitor(t)
	next.get(t, next.atMicrosoft(t, next.toMicrosoft(t, "/signin/microsoft"), "anna@aalto.example")).wants(t, http.StatusSeeOther, "/")
}

func TestInvitationByPasskey(t *testing.T) {
	w := newWorld(t)
	c := w.customer(t, "Aalto", "", nil)
	v := w.visitor(t)
	v.opens(t, w.invite(t, c, "oona@aalto.example", tenant.Owner, nil))
	v.enrols(t)
	p := &somebody{email: "oona@aalto.example", device: factortest.New(w.base)}
	v.post(t, "/invitations/passkeys", "response", v.makes(t, p.device, "/invitations/passkeys/options"), "label", "Laptop").wants(t, http.StatusSeeOther, "/invitations/account?done=passkey")
	v.get(t, "/invitations/account?done=passkey").wants(t, http.StatusOK, "Finish and go on")
	v.post(t, "/invitations/finish").wants(t, http.StatusSeeOther, "/onboarding/"+c.ID().String())
	w.visitor(t).byPasskey(t, p).wants(t, http.StatusSeeOther, "/account")
}

func TestInvitationOfSomebodyWithAnAccount(t *testing.T) {
	w := newWorld(t)
	owner, anna := w.person(t, "olga", means{passkey: true}), w.person(t, "anna", means{passkey: true})
	c := w.customer(t, "Aalto", "", owner)
	link := w.invite(t, c, anna.email, tenant.Admin, owner)
	v := w.visitor(t)
	v.opens(t, link).wants(t, http.StatusOK, "Sign in and accept")
	v.post(t, "/invitations/account", "name", "Somebody Else", "language", "fi").wants(t, http.StatusOK, "You have an account already")
	v.post(t, "/invitations/accept").wants(t, http.StatusSeeOther, "/signin?return=%2Finvitations")
	v.byPasskey(t, anna)
	v.get(t, "/invitations").wants(t, http.StatusOK, "Accept the invitation")
	v.post(t, "/invitations/accept").wants(t, http.StatusSeeOther, "/onboarding/"+c.ID().String())
	if got := w.role(t, c, anna.email); got != tenant.Admin {
		t.Errorf("got the role %q, want admin", got)
	}
	v.get(t, link).wants(t, http.StatusSeeOther, "/invitations")
	v.get(t, "/invitations").wants(t, http.StatusForbidden, "This invitation does not hold")
	v.post(t, "/invitations/accept").wants(t, http.StatusForbidden, "This invitation does not hold") // the cookie went with the page before
}

func TestInvitationRefused(t *testing.T) {
	w := newWorld(t)
	owner, anna := w.person(t, "olga", means{passkey: true}), w.person(t, "anna", means{passkey: true})
	c := w.customer(t, "Aalto", "", owner)
	invited := func(t *testing.T) string { return w.invite(t, c, "oona@aalto.example", tenant.Analyst, owner) }
	tests := []struct {
		name string
		try  func(*testing.T, *visitor) answer
		want string
	}{
		{"no invitation", func(t *testing.T, v *visitor) answer { return v.get(t, "/invitations") }, "does not hold"},
		{"no token", func(t *testing.T, v *visitor) answer { return v.opens(t, "/invitations?token=x.y") }, "does not hold"},
		{"the token of another tenant", func(t *testing.T, v *visitor) answer {
			_, secret, _ := strings.Cut(invited(t), ".")
			return v.opens(t, "/invitations?token="+w.customer(t, "Other", "", nil).ID().String()+"."+secret)
		}, "does not hold"},
		{"expired", func(t *testing.T, v *visitor) answer {
			link := invited(t)
			w.Add(8 * 24 * time.Hour)
			return v.opens(t, link)
		}, "does not hold"},
		{"replaced", func(t *testing.T, v *visitor) answer {
			link := invited(t)
			invited(t)
			return v.opens(t, link)
		}, "does not hold"},
		{"another person", func(t *testing.T, v *visitor) answer {
			link := invited(t)
			v.byPasskey(t, anna)
			v.opens(t, link).wants(t, http.StatusOK, "is for another e-mail address")
			return v.post(t, "/invitations/accept")
		}, "is for another e-mail address than your account’s"},
		{"expired while it was open", func(t *testing.T, v *visitor) answer {
			v.opens(t, invited(t)).wants(t, http.StatusOK, "Set up an account")
			w.Add(8 * 24 * time.Hour)
			return v.post(t, "/invitations/account", "name", "Oona", "language", "en")
		}, "does not hold"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.try(t, w.visitor(t)).wants(t, http.StatusForbidden, tt.want)
			if got := w.role(t, c, anna.email); got != "" {
				t.Errorf("anna has the role %q", got)
			}
		})
	}
}

// TestInvitationOfAPartner: a manager's invitation makes one who has no account, and one
// who has, work for the organisation; a tenant is not spoken of.
func TestInvitationOfAPartner(t *testing.T) {
	w := newWorld(t)
	mira, anna := w.person(t, "mira", means{passkey: true}), w.person(t, "anna", means{passkey: true})
	by := member.Actor{Account: string(mira.id), Name: mira.email, Address: home}
	o, err := partner.Create(t.Context(), w.db, "q1", "Kumppani Oy", member.Account{ID: string(mira.id), Email: mira.email, Name: "Mira"}, member.Actor{Service: true, Name: "risto"}, w.Now())
	if err != nil {
		t.Fatal(err)
	}
	invited := func(email string, isManager bool) string {
		t.Helper()
		wish := partner.Invitation{Email: email, Manager: isManager, Language: "en", Request: "form-" + email, Site: "https://vahti.example"}
		if err := partner.Invite(t.Context(), w.db, o.ID, wish, by, w.Now()); err != nil {
			t.Fatal(err)
		}
		link := ""
		for l, err := range letter.All(t.Context(), w.db) {
			if err != nil {
				t.Fatal(err)
			}
			if l.To == email {
				link = strings.TrimPrefix(l.Link, "https://vahti.example")
			}
		}
		planted.add(must(url.Parse(link)).Query().Get("token"))
		return link
	}
	v := w.visitor(t)
	v.opens(t, invited("oona@kumppani.example", false)).wants(t, http.StatusOK, "invites you to work in Vahti for the partner Kumppani Oy.")
	v.enrols(t)
	v.get(t, v.atMicrosoft(t, v.toMicrosoft(t, "/invitations/microsoft"), "elias@aalto.example")).wants(t, http.StatusSeeOther, "/")

	link := invited(anna.email, true)
	other := w.visitor(t)
	other.byPasskey(t, mira)
	other.opens(t, link).wants(t, http.StatusOK, "is for another e-mail address")
	other.post(t, "/invitations/accept").wants(t, http.StatusForbidden, "is for another e-mail address than your account’s")
	v = w.visitor(t)
	v.opens(t, link).wants(t, http.StatusOK, "Sign in and accept")
	v.byPasskey(t, anna)
	v.get(t, "/invitations").wants(t, http.StatusOK, "manager: acts for the partner’s customers")
	v.post(t, "/invitations/accept").wants(t, http.StatusSeeOther, "/")
	v.get(t, link).wants(t, http.StatusSeeOther, "/invitations")
	v.get(t, "/invitations").wants(t, http.StatusForbidden, "This invitation does not hold")

	list, _, err := partner.List(t.Context(), w.db, o.ID, by, "", 0)
	got := map[string]bool{}
	for _, p := range list {
		got[p.Email] = p.Manager
	}
	if diff := cmp.Diff(map[string]bool{mira.email: true, anna.email: true, "oona@kumppani.example": false}, got); diff != "" || err != nil {
		t.Errorf("who works there: %v (-want +got):\n%s", err, diff)
	}
}

// TestInvitationOfAnOperator is about a letter that invites to an account alone.
func TestInvitationOfAnOperator(t *testing.T) {
	w := newWorld(t)
	a, _, _, err := w.accounts.Create(t.Context(), account.New{Email: "olli@vahti.example", Name: "Olli", Language: "fi", Operator: true})
	if err != nil {
		t.Fatal(err)
	}
	l, err := w.accounts.Invite(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	planted.add(string(l.Token))
	v := w.visitor(t)
	v.opens(t, "/invitations?token="+string(l.Token)).wants(t, http.StatusOK, "You are invited to set up an account of Vahti.")
	v.post(t, "/invitations/account").wants(t, http.StatusSeeOther, "/invitations/account")
	page := v.do(t, http.MethodGet, "/invitations/account?lang=en", nil)
	page.wants(t, http.StatusOK, "Add a passkey")
	if strings.Contains(page.body, "/invitations/password") || strings.Contains(page.body, "/invitations/microsoft") {
		t.Error("an operator is offered another way than a passkey")
	}
	v.get(t, v.atMicrosoft(t, v.toMicrosoft(t, "/invitations/microsoft"), "elias@aalto.example")).wants(t, http.StatusUnprocessableEntity, "nykyisessä tilassa")
	p := &somebody{email: "olli@vahti.example", device: factortest.New(w.base)}
	v.post(t, "/invitations/passkeys", "response", v.makes(t, p.device, "/invitations/passkeys/options"), "label", "Key").wants(t, http.StatusSeeOther, "/invitations/account?done=passkey")
	v.post(t, "/invitations/finish").wants(t, http.StatusSeeOther, "/")
	w.visitor(t).byPasskey(t, p).wants(t, http.StatusSeeOther, "/account")
	w.visitor(t).opens(t, "/invitations?token="+string(l.Token)).wants(t, http.StatusOK, "You are invited")
	again := w.visitor(t)
	again.opens(t, "/invitations?token="+string(l.Token))
	again.post(t, "/invitations/account").wants(t, http.StatusForbidden, "This invitation does not hold")
}
