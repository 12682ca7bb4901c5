package trail_test

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/identity"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

const project = "trail-test"

var start = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// world is one tenant in a database, reached as an operator. The database goes by
// the world's clock.
type world struct {
	*standintest.Clock
	data   *firestore.Server
	keys   *seal.Keys
	db     *store.DB
	tenant *store.Tenant
	key    *seal.Key
	book   trail.Book
	watch  func(identity string, applied bool) error
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{Clock: standintest.NewClock(start), keys: standintest.Keys(t, project)}
	var err error
	w.data, err = firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db"), Now: w.Now, Watch: func(identity string, applied bool) error {
		if w.watch == nil {
			return nil
		}
		return w.watch(identity, applied)
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.data.Close() })
	w.db = w.open(t, "operator", nil)
	w.tenant = w.another(t, 1)
	if w.key, err = w.tenant.Key(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := w.keys.CreatePeople(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.book = trail.Of(w.tenant)
	return w
}

// another makes a tenant.
func (w *world) another(t testing.TB, n int) *store.Tenant {
	t.Helper()
	about := tenant.Profile{Name: "Esimerkki Oy", EntraID: fmt.Sprintf("00000000-0000-0000-0000-%012d", n)}
	id, err := fleet.New(w.db, time.Now).Put(t.Context(), fleet.NewTenant{Profile: about, Language: "fi", Interval: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	made, err := w.db.Tenant(id)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// open reaches the database as an identity.
func (w *world) open(t testing.TB, name string, grants []firestore.Grant) *store.DB {
	t.Helper()
	addr, err := w.data.Serve(name, grants)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("FIRESTORE_EMULATOR_HOST", addr)
	db, err := store.Open(context.WithoutCancel(t.Context()), project, w.keys, store.VahtiDatabase, store.AuditDatabase, store.PeopleDatabase)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// as is the tenant's book as an identity with some rights reaches it.
func (w *world) as(t testing.TB, name string, grants ...firestore.Grant) trail.Book {
	t.Helper()
	own, err := w.open(t, name, grants).Tenant(w.tenant.ID())
	if err != nil {
		t.Fatal(err)
	}
	return trail.Of(own)
}

// grantsOf is what the table gives a function.
func grantsOf(name string) []firestore.Grant {
	rights, _ := identity.Of(name)
	grants := []firestore.Grant{}
	for _, a := range rights.Databases {
		grants = append(grants, firestore.Grant{Database: a.Database, Get: a.Get, List: a.List, Create: a.Create, Update: a.Update, Delete: a.Delete})
	}
	return grants
}

// dying runs something that dies at the given hook and returns whether it came so
// far.
func (w *world) dying(t *testing.T, at int, run func(context.Context) error) bool {
	t.Helper()
	ctx, die := context.WithCancel(t.Context())
	defer die()
	hooks := 0
	w.watch = func(string, bool) error {
		if hooks++; hooks != at {
			return nil
		}
		die()
		return status.Error(codes.PermissionDenied, "the instance is dead")
	}
	err := run(ctx)
	w.watch = nil
	if hooks >= at && err == nil {
		t.Errorf("it died at hook %d and said nothing", at)
	}
	if hooks < at && err != nil {
		t.Errorf("it lived and failed: %v", err)
	}
	return hooks >= at
}

// entries and chain are where the tenant's book lies.
func (w *world) entries() *cloud.CollectionRef { return w.doc().Collection("entries") }
func (w *world) chain() *cloud.CollectionRef   { return w.doc().Collection("chain") }

func (w *world) doc() *cloud.DocumentRef {
	return handle.Audit(w.db.Handle()).Collection("tenants").Doc(w.tenant.ID().String())
}

func (w *world) write(t *testing.T, name string, e trail.Entry) {
	t.Helper()
	d, err := trail.NewDraft(w.tenant.Handle(), w.key, name, e)
	if err != nil {
		t.Fatal(err)
	}
	err = handle.Transact(t.Context(), w.db.Handle(), func(_ context.Context, tx *cloud.Transaction) error { return d.Create(tx) })
	if err != nil {
		t.Fatal(err)
	}
}

// add adds entries from one number to below another, a second apart.
func (w *world) add(t testing.TB, from, to int) {
	t.Helper()
	for n := from; n < to; n++ {
		if err := w.book.Add(t.Context(), name(n), entry(n)); err != nil {
			t.Fatal(err)
		}
		w.Add(time.Second)
	}
}

// seal lets what stands in the trail settle and seals it.
func (w *world) seal(t testing.TB) trail.Sealed {
	t.Helper()
	w.Add(trail.Settled + time.Second)
	s, err := w.book.Seal(t.Context(), w.Now())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (w *world) verify(t testing.TB) trail.Report {
	t.Helper()
	r, err := w.book.Verify(t.Context(), w.Now())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func name(n int) string { return fmt.Sprintf("e%d", n) }

func entry(n int) trail.Entry {
	return trail.Entry{At: start.Add(time.Duration(n) * time.Minute), By: trail.Member, Actor: "maija@esimerkki.example", Account: "a-1", Address: "192.0.2.7",
		Action: trail.ExceptionAccepted, Target: fmt.Sprint("exceptions/e", n), Reason: "Sovittu Pontuksen kanssa.",
		Before: json.RawMessage(`{"n":1}`), After: json.RawMessage(`{"n":2}`)}
}
