package console

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/account/factor/factortest"
	"vahti.ai/vahti/shared/auth"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

// publicURL is where people reach the service in these tests.
const publicURL = "https://vahti.example"

// world is the service's databases with people in them, and how they come in.
type world struct {
	at       standins
	db       *store.DB // as an operator of the databases has them
	keys     *seal.Keys
	accounts *account.Store
	cookies  auth.Cookies
	now      func() time.Time
	people   int
}

func newWorld(t *testing.T, now func() time.Time) *world {
	t.Helper()
	w := &world{at: startStandins(t, now), now: now}
	w.keys = keysAt(t, w.at.allSecrets)
	w.db = openDB(t, w.at.all, w.at.allSecrets).WithClock(now)
	if _, err := w.keys.CreatePeople(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.accounts, w.cookies = w.accountsOf(t, w.db), auth.Cookies{Key: w.keys.People}
	return w
}

func (w *world) accountsOf(t *testing.T, db *store.DB) *account.Store {
	t.Helper()
	s, err := account.Open(db, account.Settings{Site: factor.Site{Domain: "vahti.example", Name: "Vahti", Origins: []string{publicURL}}}, w.now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// gate is the gate with the console's own rights.
func (w *world) gate(t *testing.T) *gate.Gate {
	t.Helper()
	db := openDB(t, w.at.own, w.at.ownSecrets).WithClock(w.now)
	return &gate.Gate{DB: db, Accounts: w.accountsOf(t, db), Cookies: auth.Cookies{Key: keysAt(t, w.at.ownSecrets).People}, Now: w.now}
}

// newcomer is a person with an account and a session.
type newcomer struct {
	account account.Account
	cookie  *http.Cookie
}

func (n newcomer) member() member.Account {
	return member.Account{ID: string(n.account.ID), Email: n.account.Email, Name: n.account.Name}
}

func (n newcomer) actor() member.Actor {
	return member.Actor{Account: string(n.account.ID), Name: n.account.Email, Address: "192.0.2.1"}
}

func (n newcomer) operator() grant.Operator {
	return grant.Operator{Account: string(n.account.ID), Name: n.account.Email, Address: "192.0.2.2"}
}

// person makes somebody who has signed in.
func (w *world) person(t *testing.T, email string, operator bool) newcomer {
	t.Helper()
	ctx := t.Context()
	from := account.From{Address: "192.0.2.1", Agent: "Firefox"}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	w.people++
	a, _, _, err := w.accounts.Create(ctx, account.New{Email: email, Name: strings.ToUpper(email[:1]) + email[1:3] + " Meri", Language: "en", Operator: operator})
	must(err)
	in, _, err := w.accounts.Enrol(ctx, a.ID, from)
	must(err)
	if operator {
		options, ceremony, err := w.accounts.AddPasskey(ctx, in.Session)
		must(err)
		response, err := factortest.New(publicURL).Create(options)
		must(err)
		_, err = w.accounts.ConfirmPasskey(ctx, in.Session, ceremony, response, "key", from)
		must(err)
	} else {
		_, err = w.accounts.Link(ctx, in.Session, account.Identity{Tenant: "00000000-0000-0000-0000-00000000000a", Object: fmt.Sprintf("00000000-0000-0000-0000-%012d", w.people)}, from)
		must(err)
	}
	in, _, err = w.accounts.Enrolled(ctx, in.Session, from)
	must(err)
	recorder := httptest.NewRecorder()
	must(w.cookies.Set(ctx, recorder, gate.SessionCookie, []byte(string(in.Token)), time.Hour))
	return newcomer{in.Account, recorder.Result().Cookies()[0]}
}

// tenant makes a tenant of a name.
func (w *world) tenant(t *testing.T, name, entraID string) *store.Tenant {
	t.Helper()
	id, err := fleet.New(w.db, w.now).Put(t.Context(), fleet.NewTenant{Profile: tenant.Profile{Name: name, EntraID: entraID}, Language: "en", Interval: 4 * time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	h, err := w.db.Tenant(id)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// owner makes a person the first owner of a tenant.
func (w *world) owner(t *testing.T, of *store.Tenant, n newcomer, at time.Time) {
	t.Helper()
	if _, err := member.Found(t.Context(), of, n.member(), "192.0.2.1", at); err != nil {
		t.Fatal(err)
	}
}

// joins makes a person a member at an owner's invitation.
func (w *world) joins(t *testing.T, of *store.Tenant, owner, n newcomer, role tenant.Role) {
	t.Helper()
	made, err := member.Invite(t.Context(), of, member.Invitation{Email: n.account.Email, Role: role, Language: "en"}, owner.actor(), w.now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := member.Accept(t.Context(), w.db, made.Token, n.member(), "192.0.2.1", w.now()); err != nil {
		t.Fatal(err)
	}
}

// supported gives an operator support access to a tenant.
func (w *world) supported(t *testing.T, of *store.Tenant, n newcomer, purpose grant.Purpose, views ...grant.View) grant.Grant {
	t.Helper()
	g, err := grant.Ask(t.Context(), of, grant.Wish{Request: "ask-" + string(purpose), Purpose: purpose, Reason: "A scan has failed twice.", Goal: "Find out why the scan fails.",
		Views: views, Method: grant.Interface, Limit: time.Hour}, n.operator(), w.now())
	if err == nil {
		g, err = grant.Start(t.Context(), of, g.ID, n.operator(), w.now())
	}
	if err != nil {
		t.Fatal(err)
	}
	return g
}
