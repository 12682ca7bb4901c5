package retain

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"
	client "cloud.google.com/go/secretmanager/apiv1"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/secretmanager"
	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

const project = "retain-test"

var start = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

// world is the stand-ins, which go by the world's clock, and a retainer before them
// with no more rights than it needs, which can be made to die at any write.
type world struct {
	*standintest.Clock
	secrets string // where Secret Manager's stand-in is
	keys    *seal.Keys
	db      *store.DB // as an operator
	audit   *cloud.Client
	lines   *standintest.Lines
	books   []trail.Book // the service's own, and three tenants'
	ids     []string
	*retainer

	mu   sync.Mutex
	seen int // hooks of the retainer since a crash was set
	at   int // the hook at which the instance dies; 0 for none
	die  context.CancelFunc
}

// rights are what the function's identity needs: it alone deletes in the audit
// database.
func rights() []firestore.Grant {
	return []firestore.Grant{{Database: store.VahtiDatabase, Get: true, List: true}, {Database: store.AuditDatabase, Get: true, List: true, Create: true, Delete: true}, {Database: store.LedgerDatabase, Get: true}}
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

// newWorld has four books with three entries older than a year, and two that are not.
func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{Clock: standintest.NewClock(start), lines: &standintest.Lines{}}
	vault := must(secretmanager.Open(secretmanager.Config{Path: filepath.Join(t.TempDir(), "secrets.db"), Project: project}))(t)
	t.Cleanup(func() { _ = vault.Close() })
	w.secrets = "http://" + must(vault.Serve("operator", nil))(t)
	secrets := must(client.NewClient(t.Context(), must(endpoint.Options(w.secrets))(t)...))(t)
	t.Cleanup(func() { _ = secrets.Close() })
	w.keys = seal.NewKeys(secrets, project, time.Now)
	data := must(firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db"), Now: w.Now, Watch: w.hook}))(t)
	t.Cleanup(func() { _ = data.Close() })
	t.Setenv("FIRESTORE_EMULATOR_HOST", must(data.Serve("operator", nil))(t))
	ctx := context.WithoutCancel(t.Context())
	w.audit = must(cloud.NewClientWithDatabase(ctx, project, store.AuditDatabase))(t)
	w.db = must(store.Open(ctx, project, w.keys, store.VahtiDatabase, store.AuditDatabase, store.PeopleDatabase))(t)
	must(w.keys.CreatePeople(ctx))(t)
	w.books, w.ids = []trail.Book{trail.Service(w.db)}, []string{""}
	for n := range 3 {
		id := must(fleet.New(w.db, w.Now).Put(ctx, fleet.NewTenant{
			Profile: tenant.Profile{Name: "Esimerkki Oy", EntraID: fmt.Sprintf("00000000-0000-0000-0000-%012d", n)}, Language: "fi", Interval: time.Hour}))(t)
		w.books, w.ids = append(w.books, trail.Of(must(w.db.Tenant(id))(t))), append(w.ids, id.String())
	}
	w.write(t, 0, 3)
	w.Add(trail.Kept + time.Minute)
	w.write(t, 3, 5)
	t.Setenv("FIRESTORE_EMULATOR_HOST", must(data.Serve(name, rights()))(t))
	w.retainer = w.another(t)
	return w
}

// another is a further instance of the function.
func (w *world) another(t *testing.T) *retainer {
	t.Helper()
	db := must(store.Open(context.WithoutCancel(t.Context()), project, w.keys, store.VahtiDatabase, store.AuditDatabase))(t)
	return &retainer{db: db, now: w.Now, log: slog.New(slog.NewTextHandler(w.lines, nil)), time: bookTime}
}

// write writes entries into each book and seals them in a link.
func (w *world) write(t *testing.T, from, to int) {
	t.Helper()
	for _, b := range w.books {
		for n := from; n < to; n++ {
			if err := b.Add(t.Context(), fmt.Sprint("e", n), trail.Entry{At: w.Now(), Actor: "maija@esimerkki.example", Action: trail.SettingChanged}); err != nil {
				t.Fatal(err)
			}
		}
	}
	w.Add(trail.Settled + time.Second)
	for _, b := range w.books {
		must(b.Seal(t.Context(), w.Now()))(t)
	}
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

func (w *world) run(t *testing.T) {
	t.Helper()
	if err := w.retain(t.Context(), queue.Retain{}, serve.Push{}); err != nil {
		t.Fatal(err)
	}
}

// reports is what the verification says of each book.
func (w *world) reports(t *testing.T) []trail.Report {
	t.Helper()
	var out []trail.Report
	for _, b := range w.books {
		out = append(out, must(b.Verify(t.Context(), w.Now()))(t))
	}
	return out
}

// afterSeveral is reports where several were at work at the same moment: each may
// have said what is removed, in a link of its own. What a dead one sent last may
// arrive while the next is at work.
func (w *world) afterSeveral(t *testing.T) []trail.Report {
	t.Helper()
	got := w.reports(t)
	for i := range got {
		if got[i].Links < 2 || got[i].Links > 5 {
			t.Errorf("got %d links, want 2 to 5", got[i].Links)
		}
		got[i].Links = short().Links
	}
	return got
}

// The reports of a book that was shortened, and of one that was not.
func short() trail.Report { return trail.Report{Entries: 2, Links: 2, Retired: 1} }
func whole() trail.Report { return trail.Report{Entries: 5, Links: 2} }

func TestAnnex3Section5Retain(t *testing.T) {
	w := newWorld(t)
	w.Add(-time.Hour) // the old link is made eleven minutes after its entries
	w.run(t)
	if diff := cmp.Diff([]trail.Report{whole(), whole(), whole(), whole()}, w.reports(t)); diff != "" {
		t.Errorf("too early (-want +got):\n%s", diff)
	}
	w.Add(time.Hour)
	for range 3 {
		w.run(t)
		if diff := cmp.Diff([]trail.Report{short(), short(), short(), short()}, w.reports(t)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	if log := w.lines.String(); strings.Count(log, "shortened") != 4 || strings.Contains(log, "esimerkki") {
		t.Errorf("log:\n%s", log)
	}
}

// TestBrokenBooksStopNoOther: a chain that was changed is left as it stands.
func TestBrokenBooksStopNoOther(t *testing.T) {
	w := newWorld(t)
	links := must(w.audit.Collection("tenants/" + w.ids[2] + "/chain").Documents(t.Context()).GetAll())(t)
	must(links[0].Ref.Update(t.Context(), []cloud.Update{{Path: "previous", Value: "x"}}))(t)
	w.run(t)
	got := w.reports(t)
	if got[2].Entries != 5 || got[2].Sound() {
		t.Errorf("the changed one: got %+v", got[2])
	}
	if diff := cmp.Diff([]trail.Report{short(), short(), short()}, []trail.Report{got[0], got[1], got[3]}); diff != "" {
		t.Errorf("the others (-want +got):\n%s", diff)
	}
	if log := w.lines.String(); !strings.Contains(log, "level=ERROR") || !strings.Contains(log, w.ids[2]) {
		t.Errorf("log:\n%s", log)
	}
}

// TestRetainDiesAnywhere: the next one finishes.
func TestRetainDiesAnywhere(t *testing.T) {
	for at, hooks := 1, 1; at <= hooks; at++ {
		w := newWorld(t)
		ctx, cancel := context.WithCancel(t.Context())
		w.mu.Lock()
		w.at, w.die = at, cancel
		w.mu.Unlock()
		if err := w.another(t).retain(ctx, queue.Retain{}, serve.Push{}); err == nil {
			t.Errorf("dead at hook %d: got no error, want one", at)
		}
		w.mu.Lock()
		w.at = 0
		w.mu.Unlock()
		hooks = 4 * 2 * 2 // of four books, a link and a deletion each
		w.run(t)
		if diff := cmp.Diff([]trail.Report{short(), short(), short(), short()}, w.afterSeveral(t)); diff != "" {
			t.Errorf("dead at hook %d (-want +got):\n%s", at, diff)
		}
	}
}

// TestRetainAtOnce: several do what one does.
func TestRetainAtOnce(t *testing.T) {
	w := newWorld(t)
	var all sync.WaitGroup
	for range 4 {
		other := w.another(t)
		all.Go(func() {
			if err := other.retain(t.Context(), queue.Retain{}, serve.Push{}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	w.run(t)
	if diff := cmp.Diff([]trail.Report{short(), short(), short(), short()}, w.afterSeveral(t)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestRetainGoesOn: a book that takes more than its time fails no run, and is shortened
// by the next.
func TestRetainGoesOn(t *testing.T) {
	w := newWorld(t)
	w.time = 0
	w.run(t)
	if !strings.Contains(w.lines.String(), "audit trail not shortened") {
		t.Errorf("nothing is said of it: %s", w.lines)
	}
	w.time = bookTime
	w.run(t)
	if diff := cmp.Diff([]trail.Report{short(), short(), short(), short()}, w.afterSeveral(t)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestSetup serves a push as it comes from Pub/Sub.
func TestSetup(t *testing.T) {
	w := newWorld(t)
	t.Setenv("GOOGLE_CLOUD_PROJECT", project)
	t.Setenv("SECRET_MANAGER_ENDPOINT", w.secrets)
	t.Setenv("PUBSUB_EMULATOR_HOST", "127.0.0.1:1")
	h := must(setup(t.Context()))(t)
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(`{"message":{"data":"e30=","messageId":"1"}}`))
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, r)
	if answer.Code != http.StatusNoContent {
		t.Errorf("got %d, want %d", answer.Code, http.StatusNoContent)
	}
	t.Setenv("GOOGLE_CLOUD_PROJECT", "")
	if _, err := setup(t.Context()); err == nil {
		t.Error("without a project: got no error, want one")
	}
}
