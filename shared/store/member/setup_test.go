package member_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

const project = "member-test"

var start = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// world is one tenant in a database that can be made to fail at any write.
type world struct {
	*standintest.Clock
	data   *firestore.Server
	keys   *seal.Keys
	db     *store.DB
	tenant *store.Tenant

	mu   sync.Mutex
	seen int // hooks since a crash was set
	at   int // the hook at which the instance dies; 0 for none
	die  context.CancelFunc
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{Clock: standintest.NewClock(start), keys: standintest.Keys(t, project)}
	var err error
	w.data, err = firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db"), Watch: w.watch})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.data.Close() })
	addr, err := w.data.Serve("operator", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("FIRESTORE_EMULATOR_HOST", addr)
	ctx := context.WithoutCancel(t.Context())
	if w.db, err = store.Open(ctx, project, w.keys, store.VahtiDatabase, store.AuditDatabase, store.PeopleDatabase); err != nil {
		t.Fatal(err)
	}
	w.db = w.db.WithClock(w.Now)
	w.tenant = w.newTenant(t, 1)
	return w
}

// newTenant makes a tenant; the same number is the same one.
func (w *world) newTenant(t testing.TB, n int) *store.Tenant {
	t.Helper()
	id, err := fleet.New(w.db, w.Now).Put(t.Context(), fleet.NewTenant{
		Profile: tenant.Profile{Name: "Esimerkki Oy", EntraID: fmt.Sprintf("00000000-0000-0000-0000-%012d", n)}, Language: "fi", Interval: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	out, err := w.db.Tenant(id)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// watch is called before each write is applied and after it, before its answer.
func (w *world) watch(string, bool) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen++
	if w.at == 0 || w.seen != w.at {
		return nil
	}
	w.die()
	return status.Error(codes.PermissionDenied, "the instance is dead")
}

// dying runs something that dies at the given hook, 0 for never, and returns how
// many hooks it passed. What dies in the middle returns an error.
func (w *world) dying(t *testing.T, at int, run func(context.Context) error) (hooks int, err error) {
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

func (w *world) doc() *cloud.DocumentRef { return handle.Doc(w.tenant.Handle()) }

// account is a person called by a first name.
func account(name string) member.Account {
	return member.Account{ID: "a" + name, Email: name + "@esimerkki.example", Name: strings.ToUpper(name[:1]) + name[1:] + " Esimerkki"}
}

// actor is that person, who acts by a membership of his own.
func actor(name string) member.Actor {
	return member.Actor{Account: "a" + name, Name: name + "@esimerkki.example", Address: "192.0.2.7"}
}

// via is that person, who acts for an organisation.
func via(name, organisation string, manager bool) member.Actor {
	a := actor(name)
	a.Via = member.Standing{Organisation: organisation, Manager: manager}
	return a
}

func (w *world) found(t testing.TB, name string) {
	t.Helper()
	if _, err := member.Found(t.Context(), w.tenant, account(name), "192.0.2.7", w.Now()); err != nil {
		t.Fatal(err)
	}
}

// invite invites a person and returns the token.
func (w *world) invite(t testing.TB, name string, role tenant.Role, by member.Actor) member.Token {
	t.Helper()
	i, err := member.Invite(t.Context(), w.tenant, invitation(name, role), by, w.Now())
	if err != nil {
		t.Fatal(err)
	}
	return i.Token
}

func invitation(name string, role tenant.Role) member.Invitation {
	return member.Invitation{Email: account(name).Email, Role: role, Language: "fi"}
}

// join makes a person a member.
func (w *world) join(t testing.TB, name string, role tenant.Role, by member.Actor) {
	t.Helper()
	if _, err := member.Accept(t.Context(), w.db, w.invite(t, name, role, by), account(name), "192.0.2.8", w.Now()); err != nil {
		t.Fatal(err)
	}
}

// staffed is a tenant with one member of each role: olga, anna, aapo and aino.
func staffed(t testing.TB) *world {
	t.Helper()
	w := newWorld(t)
	w.found(t, "olga")
	w.join(t, "anna", tenant.Admin, actor("olga"))
	w.join(t, "aapo", tenant.Analyst, actor("olga"))
	w.join(t, "aino", tenant.Auditor, actor("olga"))
	return w
}

// members is who belongs to the tenant, as text by ID.
func (w *world) members(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, state := range []member.State{member.Active, member.Suspended, member.Removed} {
		for cursor := ""; ; {
			list, next, err := member.List(t.Context(), w.tenant, state, cursor, 2)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range list {
				out[m.ID] = string(m.State) + " " + string(m.Role)
			}
			if cursor = next; next == "" {
				break
			}
		}
	}
	return out
}

// actions is the audit trail as text, oldest first.
func (w *world) actions(t *testing.T) []string {
	t.Helper()
	if err := trail.MoveAll(t.Context(), w.db, w.tenant); err != nil {
		t.Fatal(err)
	}
	entries, err := trail.Read(t.Context(), w.tenant)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		who, _, _ := strings.Cut(e.Actor, "@")
		out = append(out, strings.TrimSpace(string(e.Action)+" "+who))
	}
	return out
}

// role is what a person may do in the tenant, or nothing.
func (w *world) role(t *testing.T, name string, standings ...member.Standing) tenant.Role {
	t.Helper()
	a, err := member.Of(t.Context(), w.db, account(name).ID, standings, w.tenant.ID().String())
	if err != nil {
		return ""
	}
	return a.Role
}

// state and sealed are updates of a stored document.
func state(s tenant.State) []cloud.Update { return []cloud.Update{{Path: "state", Value: string(s)}} }

func sealed(text string) []cloud.Update {
	return []cloud.Update{{Path: "sealed", Value: []byte(text)}}
}
