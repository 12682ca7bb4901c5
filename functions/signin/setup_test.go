package signin

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	secretmanager "cloud.google.com/go/secretmanager/apiv1"

	"vahti.ai/vahti/emulator/entra"
	"vahti.ai/vahti/emulator/firestore"
	secrets "vahti.ai/vahti/emulator/secretmanager"
	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/account/factor/factortest"
	"vahti.ai/vahti/shared/account/password"
	"vahti.ai/vahti/shared/auth"
	"vahti.ai/vahti/shared/auth/oidc"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/identity"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/permission"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

const (
	project      = "signin-test"
	clientID     = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
	graphID      = "dddddddd-bbbb-cccc-dddd-eeeeeeeeeeee"
	clientSecret = "the-secret-of-the-client"
	aalto        = "11111111-2222-4333-8444-555555555555"
	nordwind     = "99999999-2222-4333-8444-555555555555"
	mounted      = "/emulator/entra"
	good         = "korppi lentää matalalla"
	better       = "lumi narskuu talvella"
	home         = "192.0.2.7"
)

var start = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// world is the function at an address of its own, over stand-ins, beside Microsoft's.
type world struct {
	*standintest.Clock
	db       *store.DB
	vault    string // the address of the secret manager, for an identity that may do everything
	accounts *account.Store
	entra    *entra.Server
	site     *site
	base     string
	fleet    *fleet.Fleet
	ticks    atomic.Int64
}

// rights are what the function's identity may do, and no more.
func rights() []firestore.Grant {
	own, _ := identity.Of(name)
	var out []firestore.Grant
	for _, a := range own.Databases {
		out = append(out, firestore.Grant(a))
	}
	return out
}

// secretsRead are the prefixes of the secrets that it may read.
func secretsRead() []secrets.Grant {
	own, _ := identity.Of(name)
	var out []secrets.Grant
	for _, prefix := range own.Secrets {
		out = append(out, secrets.Grant{Prefix: prefix, Access: true})
	}
	return out
}

// standins are the addresses of a database and a secret manager: for an identity that
// may do everything, and for the function's own.
type standins struct{ all, allSecrets, own, ownSecrets string }

func startStandins(t testing.TB, grants []firestore.Grant) (at standins) {
	t.Helper()
	data, err := firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = data.Close() })
	vault, err := secrets.Open(secrets.Config{Path: filepath.Join(t.TempDir(), "secrets.db"), Project: project})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = vault.Close() })
	var errs [4]error
	at.all, errs[0] = data.Serve("operator", nil)
	at.allSecrets, errs[1] = vault.Serve("operator", nil)
	at.own, errs[2] = data.Serve(name, grants)
	at.ownSecrets, errs[3] = vault.Serve(name, secretsRead())
	if err := errors.Join(errs[:]...); err != nil {
		t.Fatal(err)
	}
	return at
}

// open opens the databases with the rights that come with the addresses.
func open(t testing.TB, data, vault string) (*store.DB, *seal.Keys) {
	t.Helper()
	t.Setenv("FIRESTORE_EMULATOR_HOST", data)
	options, err := endpoint.Options("http://" + vault)
	if err != nil {
		t.Fatal(err)
	}
	client, err := secretmanager.NewClient(t.Context(), options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	keys := seal.NewKeys(client, project, time.Now)
	db, err := store.Open(context.WithoutCancel(t.Context()), project, keys, store.VahtiDatabase, store.PeopleDatabase, store.AuditDatabase)
	if err != nil {
		t.Fatal(err)
	}
	return db, keys
}

// accountsOf are the accounts in a database, whose passwords are cheap to hash.
func (w *world) accountsOf(t testing.TB, db *store.DB) *account.Store {
	t.Helper()
	s, err := account.Open(db, account.Settings{
		Hasher: password.NewHasher(password.Cost{Memory: 64, Passes: 1, Threads: 1}, 2),
		Site:   factor.Site{Domain: "localhost", Name: "Vahti", Origins: []string{w.base}}}, w.Now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func newWorld(t testing.TB) *world {
	t.Helper()
	return newWorldWith(t, rights())
}

// newWorldWith is a world in which the function has other rights than its own.
func newWorldWith(t testing.TB, grants []firestore.Grant) *world {
	t.Helper()
	w := &world{Clock: standintest.NewClock(start)}
	server := httptest.NewUnstartedServer(nil)
	_, port, _ := strings.Cut(server.Listener.Addr().String(), ":")
	w.base = "http://localhost:" + port
	at := startStandins(t, grants)
	w.vault = at.allSecrets
	all, keys := open(t, at.all, at.allSecrets)
	if _, err := keys.CreatePeople(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := keys.Directory(t.Context(), aalto); err != nil {
		t.Fatal(err)
	}
	own, ownKeys := open(t, at.own, at.ownSecrets)
	w.db, own = all.WithClock(w.Now), own.WithClock(w.Now)
	w.fleet, w.accounts = fleet.New(w.db, w.Now), w.accountsOf(t, w.db)
	microsoft := w.openEntra(t)
	var err error
	w.site, err = newSite(parts{
		accounts: w.accountsOf(t, own), db: own, now: w.Now, cookies: auth.Cookies{Key: ownKeys.People, Plain: true},
		entra: oidc.New(oidc.Config{Authority: w.base + mounted, ClientID: clientID, Secret: holds(clientSecret), Redirect: w.base + callbackPath, Now: w.Now}),
		cfg: settings{Address: w.base, Proxies: 1, Authority: w.base + mounted, ClientID: clientID, GraphClientID: graphID,
			Agreement: "2026-05-28", AgreementAddress: "https://vahti.example/agreement", SecurityContact: "mailto:security@vahti.example"},
		permissions: asked,
		tick: func(context.Context) error {
			w.ticks.Add(1)
			return nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle(mounted+"/", microsoft)
	mux.Handle("/", w.site.handler())
	server.Config.Handler = mux
	server.Start()
	t.Cleanup(server.Close)
	return w
}

// asked are the permissions that an administrator is asked for.
func asked(string) []permission.Permission {
	return []permission.Permission{{Name: "AuditLog.Read.All", Why: []string{"AUDIT"}}, {Name: "Policy.Read.All", Why: []string{"POLICY", "APPLICATION"}}}
}

// openEntra opens Microsoft's stand-in with people of two organisations.
func (w *world) openEntra(t testing.TB) http.Handler {
	t.Helper()
	var err error
	w.entra, err = entra.Open(entra.Config{CertDir: t.TempDir(), Now: w.Now, Clients: []entra.Client{
		{ID: clientID, Secret: clientSecret, Name: "Vahti", RedirectURIs: []string{w.base + callbackPath}, OptionalClaims: []string{"auth_time", "wids"}},
		{ID: graphID, Secret: clientSecret, Name: "Vahti reads", RedirectURIs: []string{w.base + consentPath}, Permissions: []string{"AuditLog.Read.All", "Policy.Read.All"}},
		{ID: "bbbbbbbb-bbbb-cccc-dddd-eeeeeeeeeeee", Secret: clientSecret, RedirectURIs: []string{"http://other.example/callback"}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []entra.Person{
		{TenantID: aalto, ObjectID: "a0000000-0000-4000-8000-000000000001", Name: "Anna Aalto", UPN: "anna@aalto.example", Admin: true},
		{TenantID: aalto, ObjectID: "a0000000-0000-4000-8000-000000000002", Name: "Elias Eld", UPN: "elias@aalto.example"},
		{TenantID: nordwind, ObjectID: "b0000000-0000-4000-8000-000000000001", Name: "Nils Nord", UPN: "nils@nordwind.example", Admin: true},
	} {
		if err := w.entra.AddPerson(p); err != nil {
			t.Fatal(err)
		}
	}
	h, err := w.entra.SignIn(w.base + mounted)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func annaIdentity() account.Identity {
	return account.Identity{Tenant: aalto, Object: "a0000000-0000-4000-8000-000000000001"}
}

// somebody has an account, and things at hand.
type somebody struct {
	id     account.ID
	email  string
	app    factor.TOTP
	device *factortest.Authenticator
	codes  []factor.RecoveryCode
}

// means says how a person signs in.
type means struct{ password, passkey, microsoft, operator bool }

// person makes an account with ways to sign in.
func (w *world) person(t testing.TB, first string, how means) *somebody {
	t.Helper()
	ctx, from := t.Context(), account.From{Address: home, Agent: "Firefox"}
	p := &somebody{email: first + "@aalto.example", device: factortest.New(w.base)}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	a, _, _, err := w.accounts.Create(ctx, account.New{Email: p.email, Name: strings.ToUpper(first[:1]) + first[1:] + " Esimerkki", Language: "en", Operator: how.operator})
	must(err)
	p.id = a.ID
	in, _, err := w.accounts.Enrol(ctx, a.ID, from)
	must(err)
	if how.password {
		_, err = w.accounts.SetPassword(ctx, in.Session, "", good, from)
		must(err)
		setup, err := w.accounts.AddApp(ctx, in.Session)
		must(err)
		p.app = appOf(t, setup.Text)
		_, err = w.accounts.ConfirmApp(ctx, in.Session, setup.Token, w.code(t, p), from)
		must(err)
		p.codes, _, err = w.accounts.NewRecoveryCodes(ctx, in.Session, from)
		must(err)
		planted.add(setup.Text, string(p.codes[0]), string(p.codes[1]))
	}
	if how.passkey || how.operator {
		options, ceremony, err := w.accounts.AddPasskey(ctx, in.Session)
		must(err)
		made, err := p.device.Create(options)
		must(err)
		_, err = w.accounts.ConfirmPasskey(ctx, in.Session, ceremony, made, "Laptop", from)
		must(err)
	}
	if how.microsoft {
		_, err = w.accounts.Link(ctx, in.Session, annaIdentity(), from)
		must(err)
	}
	_, _, err = w.accounts.Enrolled(ctx, in.Session, from)
	must(err)
	return p
}

// code is what the person's app shows. The clock is moved on, since each works once.
func (w *world) code(t testing.TB, p *somebody) string {
	t.Helper()
	w.Add(time.Minute)
	code, err := p.app.Code(w.Now())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// customer makes an invited tenant with an owner.
func (w *world) customer(t testing.TB, name, entraID string, owner *somebody) *store.Tenant {
	t.Helper()
	id, err := w.fleet.Invite(t.Context(), fleet.NewCustomer{Request: "r-" + name, Name: name + " Oy", EntraID: entraID, Language: "en", Plan: tenant.Standard}, "olli@vahti.example", "")
	if err != nil {
		t.Fatal(err)
	}
	c, err := w.db.Tenant(id)
	if err != nil {
		t.Fatal(err)
	}
	if owner != nil {
		if _, err := member.Found(t.Context(), c, member.Account{ID: string(owner.id), Email: owner.email, Name: "Olga Omistaja"}, home, w.Now()); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// letters are those that wait, oldest first.
func (w *world) letters(t testing.TB) (out []letter.Letter) {
	t.Helper()
	for l, err := range letter.All(t.Context(), w.db) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, l.Letter)
		if _, token, ok := strings.Cut(l.Link, "token="); ok {
			planted.add(token)
		}
	}
	return out
}

// told is what a book of the audit trail tells, as text, oldest first.
func told(t testing.TB, b trail.Book) (out []string) {
	t.Helper()
	page, err := b.List(t.Context(), trail.Query{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range page.Records {
		if r.Actor != "" && (r.By == "" || r.Account == "" && r.By != trail.Operator) {
			t.Errorf("%s is told as Vahti's own, or of nobody's account", r.Action)
		}
		out = append(out, string(r.Action))
	}
	return out
}

// holds is a client secret that stays the same.
func holds(secret string) func(context.Context) (string, error) {
	return func(context.Context) (string, error) { return secret, nil }
}
