package restore

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
)

const project = "restore-test"

// world is two databases, read with the rights that every function has, and a gate.
type world struct {
	*standintest.Clock
	seen, ledger *cloud.Client
	db           *store.DB
	gate         http.Handler
}

func newWorld(t *testing.T) *world { return newWorldOf(t, store.VahtiDatabase) }

// newWorldOf is the world of a function that sees a database and the ledger.
func newWorldOf(t *testing.T, database string) *world {
	t.Helper()
	w := &world{Clock: standintest.NewClock(time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC))}
	data, err := firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = data.Close() })
	operator, err := data.Serve("operator", nil)
	if err != nil {
		t.Fatal(err)
	}
	least, err := data.Serve("least", []firestore.Grant{{Database: database, Get: true, List: true}, {Database: store.LedgerDatabase, Get: true}})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.WithoutCancel(t.Context())
	t.Setenv("FIRESTORE_EMULATOR_HOST", operator)
	if w.seen, err = cloud.NewClientWithDatabase(ctx, project, database); err != nil {
		t.Fatal(err)
	}
	if w.ledger, err = cloud.NewClientWithDatabase(ctx, project, store.LedgerDatabase); err != nil {
		t.Fatal(err)
	}
	t.Setenv("FIRESTORE_EMULATOR_HOST", least)
	if w.db, err = store.Open(ctx, project, nil, database, store.LedgerDatabase); err != nil {
		t.Fatal(err)
	}
	w.gate = Gate(w.db, w.Now, slog.New(slog.NewJSONHandler(io.Discard, nil)), http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusNoContent) }), database)
	return w
}

func (w *world) head(t *testing.T, begun, done int64) {
	t.Helper()
	if _, err := w.ledger.Doc("heads/tombstones").Set(t.Context(), document.LedgerHead{Last: begun, Begun: begun, Done: done}); err != nil {
		t.Fatal(err)
	}
}

func (w *world) mark(t *testing.T, begun, done int64) {
	t.Helper()
	if _, err := w.seen.Doc("ledger/mark").Set(t.Context(), document.LedgerMark{Begun: begun, Done: done}); err != nil {
		t.Fatal(err)
	}
}

// status is what the gate answers a push.
func (w *world) status(t *testing.T) int {
	t.Helper()
	rec := httptest.NewRecorder()
	w.gate.ServeHTTP(rec, httptest.NewRequest(http.MethodPost, "/", nil))
	if rec.Code == http.StatusServiceUnavailable && rec.Header().Get("Retry-After") != "60" {
		t.Errorf("refused without saying until when: %v", rec.Header())
	}
	return rec.Code
}

func TestCheck(t *testing.T) {
	tests := []struct {
		name                                  string
		headBegun, headDone, markBegun, markD int64
		want                                  error
	}{
		{"nobody was ever erased", 0, 0, 0, 0, nil},
		{"all is known", 7, 6, 7, 6, nil},
		{"the database is ahead, between its mark and the ledger's", 7, 6, 8, 7, nil},
		{"a backup from before an erasure began", 7, 6, 6, 6, ErrBehind},
		{"a backup from before one ended", 7, 7, 7, 6, ErrBehind},
		{"a backup from before all of it", 7, 7, 0, 0, ErrBehind},
		{"a backup from before later ones began, while an early one goes on", 7, 2, 3, 2, ErrBehind},
		{"what has ended is known, though not as begun", 7, 7, 0, 7, nil},
	}
	for _, database := range Databases() {
		for _, tt := range tests {
			t.Run(database+"/"+tt.name, func(t *testing.T) {
				w := newWorldOf(t, database)
				if tt.headBegun > 0 {
					w.head(t, tt.headBegun, tt.headDone)
				}
				if tt.markBegun > 0 || tt.markD > 0 {
					w.mark(t, tt.markBegun, tt.markD)
				}
				if err := Check(t.Context(), w.db, database); !errors.Is(err, tt.want) {
					t.Errorf("got %v, want %v", err, tt.want)
				}
			})
		}
	}
}

// TestCheckOfOthers: each other database tells what it knows of what began and ended.
func TestCheckOfOthers(t *testing.T) {
	for _, name := range []string{store.AdviceDatabase, store.AuditDatabase, store.PeopleDatabase} {
		t.Run(name, func(t *testing.T) {
			w := newWorldOf(t, name)
			w.head(t, 7, 6)
			if err := Check(t.Context(), w.db, name); !errors.Is(err, ErrBehind) {
				t.Errorf("a backup: got %v, want %v", err, ErrBehind)
			}
			if got := w.status(t); got != http.StatusServiceUnavailable {
				t.Errorf("a backup: got %d", got)
			}
			w.mark(t, 0, 5)
			if err := Check(t.Context(), w.db, name); !errors.Is(err, ErrBehind) {
				t.Errorf("a later backup: got %v, want %v", err, ErrBehind)
			}
			w.mark(t, 6, 6)
			if err := Check(t.Context(), w.db, name); !errors.Is(err, ErrBehind) {
				t.Errorf("all that ended is known, and not what began: got %v, want %v", err, ErrBehind)
			}
			w.mark(t, 7, 6)
			if err := Check(t.Context(), w.db, name); err != nil {
				t.Errorf("all is known: %v", err)
			}
			w.Add(shutTime)
			if got := w.status(t); got != http.StatusNoContent {
				t.Errorf("all is known: got %d", got)
			}
		})
	}
}

// TestCheckOfNothing: who cannot look is not let through.
func TestCheckOfNothing(t *testing.T) {
	w := newWorld(t)
	w.head(t, 1, 1)
	w.mark(t, 1, 1)
	tests := []struct {
		name string
		of   []string
	}{
		{"no database", nil},
		{"one that is not opened", []string{store.VahtiDatabase, store.AuditDatabase}},
		{"one that there is not", []string{"other"}},
		{"the ledger itself", []string{store.LedgerDatabase}},
	}
	for _, tt := range tests {
		if err := Check(t.Context(), w.db, tt.of...); err == nil || errors.Is(err, ErrBehind) {
			t.Errorf("%s: got %v, want an error of its own", tt.name, err)
		}
	}
}

func TestSection19Gate(t *testing.T) {
	const served, refused = http.StatusNoContent, http.StatusServiceUnavailable
	w := newWorld(t)
	want := func(what string, status int) {
		t.Helper()
		if got := w.status(t); got != status {
			t.Errorf("%s: got %d, want %d", what, got, status)
		}
	}
	want("with an empty ledger", served)
	w.head(t, 2, 2)
	w.Add(openTime - time.Second)
	want("within a minute of a good answer", served)
	w.Add(time.Second)
	want("after it", refused)
	w.mark(t, 2, 2)
	want("within seconds of a bad answer", refused)
	w.Add(shutTime)
	want("after them", served)
}

// TestGateWithoutTheLedger has the ledger be out of reach.
func TestGateWithoutTheLedger(t *testing.T) {
	down := errors.New("down")
	clock := standintest.NewClock(time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC))
	answer := error(nil)
	g := &gate{now: clock.Now, log: slog.New(slog.NewJSONHandler(io.Discard, nil)), check: func(context.Context) error { return answer }}
	open := func() bool { return g.open(t.Context()) == nil }
	answer = down
	if open() {
		t.Error("it opened without ever having read the ledger")
	}
	clock.Add(shutTime)
	if answer = nil; !open() {
		t.Error("it stays shut")
	}
	clock.Add(openTime)
	if answer = down; !open() {
		t.Error("it shut a minute after a good answer")
	}
	for range 10 {
		clock.Add(openTime)
		_ = open()
	}
	if open() {
		t.Error("it is open long after the last good answer")
	}
}
