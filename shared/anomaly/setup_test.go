package anomaly_test

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/shared/anomaly"
	"vahti.ai/vahti/shared/anomaly/anomalytest"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

const project = "anomaly-test"

// start is a Monday, at two in the afternoon of Helsinki.
var start = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

// world is a watch over a database that goes by the world's clock and can be made
// to fail at any write.
type world struct {
	*standintest.Clock
	keys  *seal.Keys
	db    *store.DB
	pager *anomalytest.Pager
	lines *standintest.Lines
	*anomaly.Watch
	entries int // made so far

	mu   sync.Mutex
	seen int // hooks since a crash was set
	at   int // the hook at which the instance dies; 0 for none
	die  context.CancelFunc
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{Clock: standintest.NewClock(start), keys: standintest.Keys(t, project), pager: &anomalytest.Pager{}, lines: &standintest.Lines{}}
	data, err := firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db"), Now: w.Now, Watch: w.watch})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = data.Close() })
	addr, err := data.Serve("operator", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("FIRESTORE_EMULATOR_HOST", addr)
	ctx := context.WithoutCancel(t.Context())
	if w.db, err = store.Open(ctx, project, w.keys, store.VahtiDatabase, store.AuditDatabase, store.PeopleDatabase); err != nil {
		t.Fatal(err)
	}
	if _, err := w.keys.CreatePeople(ctx); err != nil {
		t.Fatal(err)
	}
	w.Watch = w.another(t)
	return w
}

// another is a watch by the rules, over the same database.
func (w *world) another(t testing.TB) *anomaly.Watch {
	t.Helper()
	return anomaly.NewWatch(w.db, rules(t), w.pager, w.Now, slog.New(slog.NewTextHandler(w.lines, nil)))
}

func rules(t testing.TB) []anomaly.Rule {
	t.Helper()
	all, err := anomaly.Rules()
	if err != nil {
		t.Fatal(err)
	}
	return all
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

// tenant makes a tenant; the same number is the same one.
func (w *world) tenant(t testing.TB, n int) tenant.ID {
	t.Helper()
	id, err := fleet.New(w.db, w.Now).Put(t.Context(), fleet.NewTenant{
		Profile: tenant.Profile{Name: "Esimerkki Oy", EntraID: fmt.Sprintf("00000000-0000-0000-0000-%012d", n)}, Language: "fi", Interval: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// book is a tenant's book, or the service's own for the zero ID.
func (w *world) book(t testing.TB, of tenant.ID) trail.Book {
	t.Helper()
	if of.IsZero() {
		return trail.Service(w.db)
	}
	one, err := w.db.Tenant(of)
	if err != nil {
		t.Fatal(err)
	}
	return trail.Of(one)
}

// add writes an entry that happens now.
func (w *world) add(t testing.TB, of tenant.ID, action trail.Action, account, address string) {
	t.Helper()
	w.entries++
	e := trail.Entry{At: w.Now(), By: trail.Member, Actor: "maija@esimerkki.example", Account: account, Address: address, Action: action}
	if err := w.book(t, of).Add(t.Context(), fmt.Sprint("e", w.entries), e); err != nil {
		t.Fatal(err)
	}
}

// failures writes refused sign-ins, a second apart.
func (w *world) failures(t testing.TB, n int, account, address string) {
	t.Helper()
	for range n {
		w.Add(time.Second)
		w.add(t, tenant.ID{}, trail.SignInFailed, account, address)
	}
}

// sweep does what a sweep does with a watch, but for sealing, until nothing more
// has come in, and returns what was to be sealed.
func (w *world) sweep(ctx context.Context, watch *anomaly.Watch) ([]tenant.ID, error) {
	var books []tenant.ID
	for {
		step, ok, err := watch.Next(ctx)
		if err != nil || !ok {
			return books, err
		}
		for _, b := range step.Books {
			books = append(books, b.Tenant)
		}
		if err := watch.Judge(ctx, step); err != nil {
			return books, err
		}
		if moved, err := watch.Done(ctx, step); err != nil || !moved || step.Last {
			return books, err
		}
	}
}

// mustSweep is sweep by the world's own watch.
func (w *world) mustSweep(t testing.TB) []tenant.ID {
	t.Helper()
	books, err := w.sweep(t.Context(), w.Watch)
	if err != nil {
		t.Fatal(err)
	}
	return books
}

// told is the rules and subjects of the alerts so far.
func (w *world) told() []string {
	var out []string
	for _, a := range w.pager.Alerts() {
		out = append(out, a.Rule+" "+a.Subject)
	}
	return out
}

// raised is the anomalies in the service's own book.
func (w *world) raised(t testing.TB) []trail.Record {
	t.Helper()
	var out []trail.Record
	for r, err := range trail.Service(w.db).Export(t.Context(), time.Time{}, time.Time{}) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Action == trail.AnomalyRaised {
			out = append(out, r)
		}
	}
	return out
}

func (w *world) vahti() *cloud.Client { return handle.Vahti(w.db.Handle()) }
func (w *world) audit() *cloud.Client { return handle.Audit(w.db.Handle()) }
