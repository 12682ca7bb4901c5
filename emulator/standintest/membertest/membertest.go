// Package membertest is one tenant with people in it, for the tests of what they do
// there, in a database that can be made to fail at any write.
package membertest

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

const project = "member-test"

// Start is when the clock stands first.
var Start = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// World is one tenant in a database that can be made to fail at any write.
type World struct {
	*standintest.Clock
	Data   *firestore.Server
	Keys   *seal.Keys
	DB     *store.DB
	Tenant *store.Tenant

	told int // Entries of the trail that were looked at

	mu   sync.Mutex
	seen int // hooks since a crash was set
	at   int // the hook at which the instance dies; 0 for none
	die  context.CancelFunc
}

// New makes one, served until the test ends.
func New(t testing.TB) *World {
	t.Helper()
	w := &World{Clock: standintest.NewClock(Start), Keys: standintest.Keys(t, project)}
	var err error
	w.Data, err = firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db"), Watch: w.watch})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Data.Close() })
	addr, err := w.Data.Serve("operator", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("FIRESTORE_EMULATOR_HOST", addr)
	ctx := context.WithoutCancel(t.Context())
	if w.DB, err = store.Open(ctx, project, w.Keys, store.VahtiDatabase, store.AuditDatabase, store.PeopleDatabase); err != nil {
		t.Fatal(err)
	}
	w.DB = w.DB.WithClock(w.Now)
	w.Tenant = w.NewTenant(t, 1)
	return w
}

// NewTenant makes a tenant; the same number is the same one.
func (w *World) NewTenant(t testing.TB, n int) *store.Tenant {
	t.Helper()
	id, err := fleet.New(w.DB, w.Now).Put(t.Context(), fleet.NewTenant{
		Profile: tenant.Profile{Name: "Esimerkki Oy", EntraID: fmt.Sprintf("00000000-0000-0000-0000-%012d", n)}, Language: "fi", Interval: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	out, err := w.DB.Tenant(id)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// watch is called before each write is applied and after it, before its answer.
func (w *World) watch(string, bool) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen++
	if w.at == 0 || w.seen != w.at {
		return nil
	}
	w.die()
	return status.Error(codes.PermissionDenied, "the instance is dead")
}

// Dying runs something that dies at the given hook, 0 for never, and returns how
// many hooks it passed. What dies in the middle returns an error.
func (w *World) Dying(t *testing.T, at int, run func(context.Context) error) (hooks int, err error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	w.mu.Lock()
	w.seen, w.at, w.die = 0, at, cancel
	w.mu.Unlock()
	err = run(ctx)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at = 0
	return w.seen, err
}

// Account is a person called by a first name.
func Account(name string) member.Account {
	return member.Account{ID: "a" + name, Email: name + "@esimerkki.example", Name: strings.ToUpper(name[:1]) + name[1:] + " Esimerkki"}
}

// Actor is that person, who acts by a membership of his own.
func Actor(name string) member.Actor {
	return member.Actor{Account: "a" + name, Name: name + "@esimerkki.example", Address: "192.0.2.7"}
}

// SignsIn has people's accounts be ones that sign in.
func (w *World) SignsIn(t testing.TB, accounts ...string) {
	t.Helper()
	SignsIn(t, w.Data, project, accounts...)
}

// Locked has people's accounts be locked.
func (w *World) Locked(t testing.TB, accounts ...string) {
	t.Helper()
	Locked(t, w.Data, project, accounts...)
}

// Staff gave the tenant one member of each role an hour ago: olga, anna, aapo and
// aino.
func (w *World) Staff(t *testing.T) {
	t.Helper()
	w.Add(-time.Hour)
	defer w.Add(time.Hour)
	w.SignsIn(t, "aolga", "aanna", "aaapo", "aaino")
	if _, err := member.Found(t.Context(), w.Tenant, Account("olga"), "192.0.2.7", w.Now()); err != nil {
		t.Fatal(err)
	}
	for name, role := range map[string]tenant.Role{"anna": tenant.Admin, "aapo": tenant.Analyst, "aino": tenant.Auditor} {
		made, err := member.Invite(t.Context(), w.Tenant, member.Invitation{Email: Account(name).Email, Role: role, Language: "fi"}, Actor("olga"), w.Now())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := member.Accept(t.Context(), w.DB, made.Token, Account(name), "192.0.2.8", w.Now()); err != nil {
			t.Fatal(err)
		}
	}
	w.Actions(t)
}

// Actions is what the audit trail tells since it was asked last, as text.
func (w *World) Actions(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, e := range w.Entries(t) {
		who, _, _ := strings.Cut(e.Actor, "@")
		out = append(out, strings.TrimSpace(string(e.Action)+" "+who))
	}
	return out
}

// Entries is what the audit trail tells since it was asked last.
func (w *World) Entries(t *testing.T) []trail.Entry {
	t.Helper()
	if err := trail.MoveAll(t.Context(), w.DB, w.Tenant); err != nil {
		t.Fatal(err)
	}
	all, err := trail.Read(t.Context(), w.Tenant)
	if err != nil {
		t.Fatal(err)
	}
	fresh := all[w.told:]
	w.told = len(all)
	return fresh
}
