package sweep

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"
	client "cloud.google.com/go/secretmanager/apiv1"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/secretmanager"
	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/emulator/standintest/membertest"
	"vahti.ai/vahti/shared/anomaly/anomalytest"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

const (
	project = "sweep-test"
	address = "192.0.2.77"
)

// start is a Monday, at two in the afternoon of Helsinki.
var start = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

// world is the stand-ins, which go by the world's clock, and a sweeper before them
// with no more rights than it needs, which can be made to die at any write.
type world struct {
	*standintest.Clock
	data    *firestore.Server
	keys    *seal.Keys
	secrets string         // where Secret Manager's stand-in is
	vault   *client.Client // as an operator
	db      *store.DB      // as an operator
	client  map[string]*cloud.Client
	pager   *anomalytest.Pager
	lines   *standintest.Lines
	*sweeper

	mu   sync.Mutex
	seen int // hooks of the sweeper since a crash was set
	at   int // the hook at which the instance dies; 0 for none
	die  context.CancelFunc
}

// rights are what the sweep's identity needs: everything but changing and deleting
// what the audit trail holds.
func rights() []firestore.Grant {
	all := func(database string) firestore.Grant {
		return firestore.Grant{Database: database, Get: true, List: true, Create: true, Update: true, Delete: true}
	}
	return []firestore.Grant{all(store.VahtiDatabase), all(store.PeopleDatabase), {Database: store.AuditDatabase, Get: true, List: true, Create: true}, {Database: store.LedgerDatabase, Get: true}}
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{Clock: standintest.NewClock(start), pager: &anomalytest.Pager{}, lines: &standintest.Lines{}, client: map[string]*cloud.Client{}}
	server := must(secretmanager.Open(secretmanager.Config{Path: filepath.Join(t.TempDir(), "secrets.db"), Project: project}))(t)
	t.Cleanup(func() { _ = server.Close() })
	w.secrets = "http://" + must(server.Serve("operator", nil))(t)
	w.vault = must(client.NewClient(t.Context(), must(endpoint.Options(w.secrets))(t)...))(t)
	t.Cleanup(func() { _ = w.vault.Close() })
	w.keys = seal.NewKeys(w.vault, project, time.Now)
	w.data = must(firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db"), Now: w.Now, Watch: w.hook}))(t)
	t.Cleanup(func() { _ = w.data.Close() })
	t.Setenv("FIRESTORE_EMULATOR_HOST", must(w.data.Serve("operator", nil))(t))
	ctx := context.WithoutCancel(t.Context())
	databases := []string{store.VahtiDatabase, store.AuditDatabase, store.PeopleDatabase}
	for _, name := range databases {
		w.client[name] = must(cloud.NewClientWithDatabase(ctx, project, name))(t)
	}
	w.db = must(store.Open(ctx, project, w.keys, databases...))(t).WithClock(w.Now)
	must(w.keys.CreatePeople(ctx))(t)
	t.Setenv("FIRESTORE_EMULATOR_HOST", must(w.data.Serve(name, rights()))(t))
	w.sweeper = w.another(t)
	return w
}

// another is a further instance of the sweep.
func (w *world) another(t testing.TB) *sweeper {
	t.Helper()
	db := must(store.Open(context.WithoutCancel(t.Context()), project, w.keys, store.VahtiDatabase, store.AuditDatabase, store.PeopleDatabase))(t)
	return must(newSweeper(db, w.pager, "https://vahti.example/", w.Now, slog.New(slog.NewTextHandler(w.lines, nil))))(t)
}

// hook is called before each write is applied and after it, before its answer.
func (w *world) hook(identity string, _ bool) error {
	if identity != name {
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen++
	if w.at == 0 || w.seen < w.at {
		return nil
	}
	w.die()
	return status.Error(codes.PermissionDenied, "the instance is dead")
}

// dying sweeps and dies at the given hook, 0 for never, and returns how many hooks
// it passed.
func (w *world) dying(t *testing.T, at int) int {
	t.Helper()
	one := w.another(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	w.mu.Lock()
	w.seen, w.at, w.die = 0, at, cancel
	w.mu.Unlock()
	err := one.sweep(ctx, queue.Sweep{}, serve.Push{})
	w.mu.Lock()
	defer w.mu.Unlock()
	if (err == nil) != (at == 0 || w.seen < at) {
		t.Errorf("dead at hook %d of %d: got %v", at, w.seen, err)
	}
	w.at = 0
	return w.seen
}

func (w *world) mustSweep(t testing.TB) {
	t.Helper()
	if err := w.sweep(t.Context(), queue.Sweep{}, serve.Push{}); err != nil {
		t.Fatal(err)
	}
}

// settled sweeps until what was written before is moved and sealed.
func (w *world) settled(t testing.TB) {
	t.Helper()
	w.Add(lateAge)
	w.mustSweep(t)
	w.Add(trail.Settled + time.Minute)
	w.mustSweep(t)
}

// tenant makes a tenant whose owner is olga; the same number is the same one.
func (w *world) tenant(t testing.TB, n int) *store.Tenant {
	t.Helper()
	id := must(fleet.New(w.db, w.Now).Put(t.Context(), fleet.NewTenant{
		Profile: tenant.Profile{Name: "Esimerkki Oy", EntraID: fmt.Sprintf("00000000-0000-0000-0000-%012d", n)}, Language: "fi", Interval: time.Hour}))(t)
	out := must(w.db.Tenant(id))(t)
	membertest.SignsIn(t, w.data, project, "aolga")
	must(member.Found(t.Context(), out, person("olga"), address, w.Now()))(t)
	return out
}

func person(name string) member.Account {
	return member.Account{ID: "a" + name, Email: name + "@esimerkki.example", Name: name + " Esimerkki"}
}

func actor(name string) member.Actor {
	return member.Actor{Account: "a" + name, Name: person(name).Email, Address: address}
}

// join makes a person a member.
func (w *world) join(t testing.TB, in *store.Tenant, name string, role tenant.Role) {
	t.Helper()
	i := must(member.Invite(t.Context(), in, member.Invitation{Email: person(name).Email, Role: role, Language: "fi"}, actor("olga"), w.Now()))(t)
	must(member.Accept(t.Context(), w.db, i.Token, person(name), address, w.Now()))(t)
}

// failures writes refused sign-ins into the service's own book, a second apart.
func (w *world) failures(t testing.TB, n int, account string) {
	t.Helper()
	for range n {
		w.Add(time.Second)
		e := trail.Entry{At: w.Now(), Account: account, Actor: "maija@esimerkki.example", Address: address, Action: trail.SignInFailed}
		if err := trail.Service(w.db).Add(t.Context(), fmt.Sprint("f-", account, "-", w.Now().Unix()), e); err != nil {
			t.Fatal(err)
		}
	}
}

// actions is how often a tenant's trail tells of what.
func (w *world) actions(t testing.TB, of *store.Tenant) map[string]int {
	t.Helper()
	if err := trail.MoveAll(t.Context(), w.db, of); err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, e := range must(trail.Read(t.Context(), of))(t) {
		out[string(e.Action)]++
	}
	return out
}

// members is who belongs to a tenant, as text by ID.
func (w *world) members(t testing.TB, of *store.Tenant) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, s := range []member.State{member.Active, member.Suspended, member.Removed} {
		list, _, err := member.List(t.Context(), of, s, "", 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range list {
			out[m.ID] = string(m.State) + " " + string(m.Role)
		}
	}
	return out
}

// letters is what waits to be sent, as kind and address.
func (w *world) letters(t testing.TB) []string {
	t.Helper()
	out := []string{}
	for l, err := range letter.All(t.Context(), w.db) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(l.Kind)+" "+l.To)
	}
	return out
}

// told is the rules and subjects of the alerts so far.
func (w *world) told() []string {
	out := []string{}
	for _, a := range w.pager.Alerts() {
		out = append(out, a.Rule+" "+a.Subject)
	}
	return out
}

// sound reports what the verification of a book says, and how many links it has.
func (w *world) sound(t testing.TB, b trail.Book) (sound bool, links, entries, waiting int) {
	t.Helper()
	r := must(b.Verify(t.Context(), w.Now()))(t)
	return r.Sound(), r.Links, r.Entries, r.Waiting
}

// secret looks for whoever must not stand in a log.
func (w *world) secret(t testing.TB) {
	t.Helper()
	log := w.lines.String()
	for _, s := range []string{"esimerkki", "Esimerkki", address, "olga"} {
		if strings.Contains(strings.ReplaceAll(log, "aolga", ""), s) {
			t.Errorf("the log holds %q:\n%s", s, log)
		}
	}
}
