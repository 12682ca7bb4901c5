package account_test

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/account/factor/factortest"
	"vahti.ai/vahti/shared/account/password"
	"vahti.ai/vahti/shared/store"
)

const (
	project = "account-test"
	page    = "https://vahti.example"
	good    = "korppi lentää matalalla"
	better  = "lumi narskuu talvella"
)

var start = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// world is the accounts in a database that can be made to fail at any write.
type world struct {
	*account.Store
	*standintest.Clock
	db   *store.DB
	data *firestore.Server

	mu      sync.Mutex
	seen    int // hooks since a fault was set
	at      int // the hook at which the instance dies; 0 for none
	die     context.CancelFunc
	instead error // what is answered at that hook where the instance does not die
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{Clock: standintest.NewClock(start)}
	var err error
	if w.data, err = firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db"), Watch: w.watch}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.data.Close() })
	addr, err := w.data.Serve("operator", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("FIRESTORE_EMULATOR_HOST", addr)
	if w.db, err = store.Open(context.WithoutCancel(t.Context()), project, standintest.Keys(t, project), store.PeopleDatabase); err != nil {
		t.Fatal(err)
	}
	w.Store = w.open(t, password.Cost{Memory: 64, Passes: 1, Threads: 1})
	return w
}

// open opens the accounts with another cost of passwords.
func (w *world) open(t testing.TB, cost password.Cost) *account.Store {
	t.Helper()
	s, err := account.Open(w.db, account.Settings{
		Hasher: password.NewHasher(cost, 2),
		Site:   factor.Site{Domain: "vahti.example", Name: "Vahti", Origins: []string{page}}}, w.Now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// watch is called before each write is applied and after it, before its answer.
func (w *world) watch(string, bool) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen++
	if w.at == 0 || w.seen != w.at {
		return nil
	}
	if w.instead != nil {
		return w.instead
	}
	w.die()
	return status.Error(codes.PermissionDenied, "the instance is dead")
}

// failing runs something while one hook answers with an error, or where it is nil,
// the instance dies at it. It returns how many hooks were passed.
func (w *world) failing(t *testing.T, at int, instead error, run func(context.Context) error) (hooks int, err error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	w.mu.Lock()
	w.seen, w.at, w.die, w.instead = 0, at, cancel, instead
	w.mu.Unlock()
	err = run(ctx)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at = 0
	return w.seen, err
}

// home is from where somebody comes.
func home(n string) account.From { return account.From{Address: "192.0.2." + n, Agent: "Firefox"} }

// person is somebody with an account, and what they have at hand.
type person struct {
	w       *world
	id      account.ID
	email   string
	from    account.From
	app     factor.TOTP
	device  *factortest.Authenticator
	codes   []factor.RecoveryCode
	session account.Session
	token   account.Token
}

// enrolling makes an account and begins to set it up.
func (w *world) enrolling(t testing.TB, email string, operator bool) *person {
	t.Helper()
	a, made, _, err := w.Create(t.Context(), account.New{Email: email, Name: "Maija Virtanen", Language: "fi", Operator: operator})
	if err != nil || !made {
		t.Fatal(made, err)
	}
	p := &person{w: w, id: a.ID, email: a.Email, from: home("1"), device: factortest.New(page)}
	in, _, err := w.Enrol(t.Context(), p.id, p.from)
	if err != nil {
		t.Fatal(err)
	}
	p.session, p.token = in.Session, in.Token
	return p
}

// member is a person who signs in by password and app, and is signed in.
func (w *world) member(t testing.TB, email string) *person {
	t.Helper()
	p := w.enrolling(t, email, false)
	if _, err := w.SetPassword(t.Context(), p.session, "", good, p.from); err != nil {
		t.Fatal(err)
	}
	p.addApp(t)
	p.enrolled(t)
	return p
}

// operator is one of Vahti's own, signed in.
func (w *world) operator(t testing.TB, email string) *person {
	t.Helper()
	p := w.enrolling(t, email, true)
	p.addPasskey(t, p.device)
	p.enrolled(t)
	return p
}

func (p *person) enrolled(t testing.TB) {
	t.Helper()
	in, _, err := p.w.Enrolled(t.Context(), p.session, p.from)
	if err != nil {
		t.Fatal(err)
	}
	p.session, p.token = in.Session, in.Token
}

// addApp adds an app; its next code is for the next period.
func (p *person) addApp(t testing.TB) {
	t.Helper()
	setup, err := p.w.AddApp(t.Context(), p.session)
	if err != nil {
		t.Fatal(err)
	}
	p.app = fromText(t, setup.Text)
	if _, err := p.w.ConfirmApp(t.Context(), p.session, setup.Token, p.code(t), p.from); err != nil {
		t.Fatal(err)
	}
	p.w.Add(time.Minute)
}

func (p *person) addPasskey(t testing.TB, device *factortest.Authenticator) {
	t.Helper()
	options, ceremony, err := p.w.AddPasskey(t.Context(), p.session)
	if err != nil {
		t.Fatal(err)
	}
	response, err := device.Create(options)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.w.ConfirmPasskey(t.Context(), p.session, ceremony, response, "Puhelin", p.from); err != nil {
		t.Fatal(err)
	}
}

func (p *person) addCodes(t testing.TB) {
	t.Helper()
	var err error
	if p.codes, _, err = p.w.NewRecoveryCodes(t.Context(), p.session, p.from); err != nil {
		t.Fatal(err)
	}
}

func (p *person) code(t testing.TB) string {
	t.Helper()
	c, err := p.app.Code(p.w.Now())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// attempt passes the first step.
func (p *person) attempt(t testing.TB, plain string) account.Token {
	t.Helper()
	a, _, err := p.w.Password(t.Context(), p.email, plain, p.from)
	if err != nil {
		t.Fatal(err)
	}
	return a.Token
}

// signIn signs in by password and app.
func (p *person) signIn(t testing.TB, plain string) account.SignIn {
	t.Helper()
	p.w.Add(time.Minute) // a code is good once
	in, _, err := p.w.Code(t.Context(), p.attempt(t, plain), p.code(t), p.from)
	if err != nil {
		t.Fatal(err)
	}
	p.session, p.token = in.Session, in.Token
	return in
}

// passkey signs in with a passkey, going on with an attempt or by itself.
func (p *person) passkey(t testing.TB, attempt account.Token) (account.SignIn, account.Event, error) {
	t.Helper()
	options, ceremony, err := p.w.AskPasskey(t.Context(), attempt, p.from)
	if err != nil {
		t.Fatal(err)
	}
	response, err := p.device.Get(options)
	if err != nil {
		t.Fatal(err)
	}
	return p.w.Passkey(t.Context(), ceremony, response, p.from)
}
