package gate_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/account/factor/factortest"
	"vahti.ai/vahti/shared/account/password"
	"vahti.ai/vahti/shared/auth"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

const (
	project = "gate-test"
	origin  = "https://vahti.example"
	entraID = "aaaaaaaa-0000-4000-8000-00000000000"
)

var start = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

// world is two tenants, their people, and a gate before them.
type world struct {
	*standintest.Clock
	*gate.Gate
	data     *firestore.Server
	accounts *account.Store
	mine     *store.Tenant
	foreign  *store.Tenant
	made     int
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{Clock: standintest.NewClock(start)}
	var err error
	if w.data, err = firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db")}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.data.Close() })
	addr, err := w.data.Serve("operator", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("FIRESTORE_EMULATOR_HOST", addr)
	keys := standintest.Keys(t, project)
	ctx := context.WithoutCancel(t.Context())
	if _, err := keys.CreatePeople(ctx); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(ctx, project, keys, store.VahtiDatabase, store.PeopleDatabase, store.AuditDatabase)
	if err != nil {
		t.Fatal(err)
	}
	w.accounts, err = account.Open(db, account.Settings{
		Hasher: password.NewHasher(password.Cost{Memory: 64, Passes: 1, Threads: 1}, 1),
		Site:   factor.Site{Domain: "vahti.example", Name: "Vahti", Origins: []string{origin}},
	}, w.Clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	w.Gate = &gate.Gate{DB: db, Accounts: w.accounts, Cookies: auth.Cookies{Key: keys.People}, Now: w.Clock.Now}
	f := fleet.New(db, w.Clock.Now)
	for i, to := range []**store.Tenant{&w.mine, &w.foreign} {
		id, err := f.Put(ctx, fleet.NewTenant{Profile: tenant.Profile{Name: fmt.Sprint("Customer ", i), EntraID: entraID + fmt.Sprint(i)}, Language: "en", Interval: time.Hour})
		if err != nil {
			t.Fatal(err)
		}
		if *to, err = db.Tenant(id); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// someone is a person with a browser.
type someone struct {
	member.Account
	session account.SignIn
}

// person makes somebody who has signed in at Entra, or an operator with a passkey.
func (w *world) person(t *testing.T, operator bool) *someone {
	t.Helper()
	w.made++
	ctx := t.Context()
	a, _, _, err := w.accounts.Create(ctx, account.New{Email: fmt.Sprintf("person%d@customer.example", w.made), Name: "Some Body", Language: "en", Operator: operator})
	if err != nil {
		t.Fatal(err)
	}
	begun, _, err := w.accounts.Enrol(ctx, a.ID, account.From{})
	if err != nil {
		t.Fatal(err)
	}
	if operator {
		options, ceremony, err := w.accounts.AddPasskey(ctx, begun.Session)
		if err != nil {
			t.Fatal(err)
		}
		response, err := factortest.New(origin).Create(options)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.accounts.ConfirmPasskey(ctx, begun.Session, ceremony, response, "key", account.From{}); err != nil {
			t.Fatal(err)
		}
	} else if _, err := w.accounts.Link(ctx, begun.Session, account.Identity{Tenant: entraID + "0", Object: objectOf(w.made)}, account.From{}); err != nil {
		t.Fatal(err)
	}
	in, _, err := w.accounts.Enrolled(ctx, begun.Session, account.From{})
	if err != nil {
		t.Fatal(err)
	}
	return &someone{member.Account{ID: string(a.ID), Email: a.Email, Name: a.Name}, in}
}

// objectOf is the n-th person made, as Entra names them.
func objectOf(n int) string { return fmt.Sprintf("bbbbbbbb-0000-4000-8000-%012d", n) }

// join makes somebody a member of a tenant; the first one is its owner.
func (w *world) join(t *testing.T, h *store.Tenant, who *someone, role tenant.Role, owner *someone) {
	t.Helper()
	if role == tenant.Owner {
		if _, err := member.Found(t.Context(), h, who.Account, "", w.Clock.Now()); err != nil {
			t.Fatal(err)
		}
		return
	}
	by := member.Actor{Account: owner.ID, Name: owner.Email}
	i, err := member.Invite(t.Context(), h, member.Invitation{Email: who.Email, Role: role, Language: "en"}, by, w.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := member.Accept(t.Context(), w.DB, i.Token, who.Account, "", w.Clock.Now()); err != nil {
		t.Fatal(err)
	}
}

// request is one of a person's browser; of nobody's where who is nil.
func (w *world) request(t *testing.T, who *someone) *http.Request {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	if who == nil {
		return r
	}
	out := httptest.NewRecorder()
	if err := w.Cookies.Set(t.Context(), out, gate.SessionCookie, []byte(who.session.Token), time.Hour); err != nil {
		t.Fatal(err)
	}
	for _, c := range out.Result().Cookies() {
		r.AddCookie(c)
	}
	return r
}

// in returns the principal of somebody's browser.
func (w *world) in(t *testing.T, who *someone) gate.Principal {
	t.Helper()
	p, err := w.Session(w.request(t, who))
	if err != nil {
		t.Fatal(err)
	}
	return p
}
