// Package erasuretest is a service with tenants in every store, for the tests of what
// becomes of them in the end: databases, keys and objects on disk, which can be copied
// and put back, searched byte by byte, and made to fail at any write.
package erasuretest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"

	cloud "cloud.google.com/go/firestore"
	secretmanager "cloud.google.com/go/secretmanager/apiv1"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/emulator/firestore"
	vault "vahti.ai/vahti/emulator/secretmanager"
	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/emulator/standintest/membertest"
	"vahti.ai/vahti/emulator/storage"
	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/factor"
	"vahti.ai/vahti/shared/anomaly"
	"vahti.ai/vahti/shared/archive"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/erasure"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

const (
	project = "erasure-test"
	bucket  = "erasure-test-objects"
	site    = "https://vahti.example"
)

// Databases are all there are.
var databases = []string{store.VahtiDatabase, store.AdviceDatabase, store.AuditDatabase, store.PeopleDatabase, store.LedgerDatabase}

// World is the service.
type World struct {
	*standintest.Clock
	Dir    string
	Data   *firestore.Server
	Vault  *vault.Server
	Blobs  *storage.Server
	Keys   *seal.Keys
	Bucket *archive.Bucket
	DB     *store.DB
	People *account.Store
	Fleet  *fleet.Fleet
	Raw    map[string]*cloud.Client // databases by name
	Log    *standintest.Lines
	Alerts []anomaly.Alert

	secrets *secretmanager.Client
	mu      sync.Mutex
	seen    int // hooks since a crash was set
	at      int // the hook at which the instance dies; 0 for none
	die     context.CancelFunc
	letters map[string][]string // dead letters by what they are about
}

// New makes one in a folder of the test's own.
func New(t testing.TB) *World {
	t.Helper()
	w := &World{Clock: standintest.NewClock(membertest.Start), Dir: t.TempDir(), Log: &standintest.Lines{}, letters: map[string][]string{}}
	w.Start(t)
	t.Cleanup(w.Stop)
	return w
}

func (w *World) path(name string) string { return filepath.Join(w.Dir, name) }

// Start opens everything.
func (w *World) Start(t testing.TB) {
	t.Helper()
	ctx := context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var err error
	w.Data, err = firestore.Open(firestore.Config{Path: w.path("data.db"), Now: w.Now, Watch: func(identity string, _ bool) error { return w.watch(identity) }})
	must(err)
	addr, err := w.Data.Serve("operator", nil)
	must(err)
	eraser, err := w.Data.Serve("erase", nil)
	must(err)
	w.Vault, err = vault.Open(vault.Config{Path: w.path("secrets.db"), Project: project})
	must(err)
	secrets, err := w.Vault.Serve("operator", nil)
	must(err)
	options, err := endpoint.Options("http://" + secrets)
	must(err)
	w.secrets, err = secretmanager.NewClient(ctx, options...)
	must(err)
	w.Blobs, err = storage.Open(storage.Config{Path: w.path("objects.db"), Bucket: bucket})
	must(err)
	objects, err := w.Blobs.Serve("operator", &storage.Grant{Get: true, List: true, Create: true, Delete: true})
	must(err)
	w.Bucket, err = archive.Open(ctx, bucket, "http://"+objects)
	must(err)
	w.Keys = seal.NewKeys(w.secrets, project, w.Now)
	_, err = w.Keys.CreatePeople(ctx)
	must(err)
	setenv(t, addr)
	w.Raw = map[string]*cloud.Client{}
	for _, name := range databases {
		w.Raw[name], err = cloud.NewClientWithDatabase(ctx, project, name)
		must(err)
	}
	plain, err := store.Open(ctx, project, w.Keys, databases...)
	must(err)
	w.Fleet = fleet.New(plain.WithClock(w.Now), w.Now)
	setenv(t, eraser)
	db, err := store.Open(ctx, project, w.Keys, databases...)
	must(err)
	w.DB = db.WithClock(w.Now)
	w.People, err = account.Open(w.DB, account.Settings{Site: factor.Site{Domain: "vahti.example", Name: "Vahti", Origins: []string{site}}}, w.Now)
	must(err)
}

// setenv points Firestore's clients somewhere; a benchmark's environment is its own too.
func setenv(t testing.TB, addr string) { t.Setenv("FIRESTORE_EMULATOR_HOST", addr) }

// Stop closes everything.
func (w *World) Stop() {
	for _, c := range w.Raw {
		_ = c.Close()
	}
	_ = w.secrets.Close()
	_ = errors.Join(w.Data.Close(), w.Vault.Close(), w.Blobs.Close())
}

// watch is called before each write of the eraser's identity is applied and after it,
// before its answer.
func (w *World) watch(identity string) error {
	if identity != "erase" {
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen++
	if w.at == 0 || w.seen != w.at {
		return nil
	}
	w.die()
	return status.Error(codes.PermissionDenied, "the instance is dead")
}

// Dying runs something that dies at the given hook, 0 for never, and returns how many
// hooks it passed. What dies in the middle returns an error.
func (w *World) Dying(ctx context.Context, at int, run func(context.Context) error) (hooks int, err error) {
	ctx, cancel := context.WithCancel(ctx)
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

// Page implements anomaly.Pager.
func (w *World) Page(_ context.Context, a anomaly.Alert) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.Alerts = append(w.Alerts, a)
	return nil
}

// Bury leaves a dead letter about a tenant, or a customer at Stripe, by its ID.
func (w *World) Bury(about, text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.letters[about] = append(w.letters[about], text)
}

// Buried returns how many dead letters there are about a tenant or a customer at Stripe.
func (w *World) Buried(about string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.letters[about])
}

// dead takes out a tenant's dead letters, or counts them.
func (w *World) dead(_ context.Context, id tenant.ID, keep bool, customers ...string) (n int, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, about := range append([]string{id.String()}, customers...) {
		n += len(w.letters[about])
		if !keep {
			delete(w.letters, about)
		}
	}
	return n, nil
}

// Settings are an eraser's, in this world.
func (w *World) Settings() erasure.Settings {
	return erasure.Settings{
		Objects: erasure.Objects{
			List:  func(ctx context.Context, t *store.Tenant) ([]string, error) { return w.Bucket.Tenant(t).List(ctx, "") },
			Erase: func(ctx context.Context, t *store.Tenant) error { return w.Bucket.Tenant(t).Erase(ctx) },
		},
		Dead: w.dead, Pager: w, Site: site, Few: 5, Share: 0.02,
	}
}

// Eraser returns one, as one instance has it.
func (w *World) Eraser(t testing.TB) *erasure.Eraser {
	t.Helper()
	e, err := erasure.New(w.DB, w.People, w.Settings(), w.Now, slog.New(slog.NewJSONHandler(w.Log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// copied are the files and folders of all stores.
var copied = []string{"data.db", "objects.db", "objects.db.objects"}

// Backup copies the databases and objects, not the keys, and returns where to. Nothing
// may be written meanwhile.
func (w *World) Backup(t testing.TB) string {
	t.Helper()
	to := t.TempDir()
	w.Stop()
	for _, name := range copied {
		if err := copyAll(w.path(name), filepath.Join(to, name)); err != nil {
			t.Fatal(err)
		}
	}
	w.Start(t)
	return to
}

func copyAll(from, to string) error {
	info, err := os.Stat(from)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.IsDir() {
		return os.CopyFS(to, os.DirFS(from))
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		return errors.Join(err, out.Close())
	}
	return out.Close()
}

// Restore puts a backup's databases in place of the present ones, but for the ledger,
// which is restored with no other, and the objects.
func (w *World) Restore(t testing.TB, backup string, names ...string) {
	t.Helper()
	if len(names) == 0 {
		names = []string{store.VahtiDatabase, store.AdviceDatabase, store.AuditDatabase, store.PeopleDatabase}
	}
	w.Stop()
	if err := firestore.Restore(w.path("data.db"), filepath.Join(backup, "data.db"), project, names...); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"objects.db", "objects.db.objects"} {
		if err := os.RemoveAll(w.path(name)); err != nil {
			t.Fatal(err)
		}
		if err := copyAll(filepath.Join(backup, name), w.path(name)); err != nil {
			t.Fatal(err)
		}
	}
	w.Start(t)
}

// Tenant makes a tenant with an owner and an admin, and returns it.
func (w *World) Tenant(t testing.TB, n int) *store.Tenant {
	t.Helper()
	id, err := w.Fleet.Put(context.Background(), fleet.NewTenant{Language: "fi", Interval: tenant.MaxInterval,
		Profile: tenant.Profile{Name: Name(n), EntraID: Entra(n)}, Settings: []byte(`{}`)})
	if err != nil {
		t.Fatal(err)
	}
	out, err := w.DB.Tenant(id)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Name and Entra are how the customer of a number is called.
func Name(n int) string { return fmt.Sprintf("Esimerkki %05d Oy", n) }

// Entra is the customer's Microsoft 365.
func Entra(n int) string { return fmt.Sprintf("5d3a8f0e-0000-4000-8000-%012d", n) }
