package erasure_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/standintest/erasuretest"
	"vahti.ai/vahti/shared/erasure"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/restore"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/contract"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

const day = 24 * time.Hour

// world is a service with some tenants, filled, whose owners can act.
type world struct {
	*erasuretest.World
	tenants []*store.Tenant
	owners  []member.Actor
}

func newWorld(t *testing.T, tenants int) *world {
	t.Helper()
	w := &world{World: erasuretest.New(t)}
	for n := range tenants {
		s := w.Tenant(t, n)
		w.tenants, w.owners = append(w.tenants, s), append(w.owners, w.Staff(t, s, n))
		w.Fill(t, s, n)
	}
	return w
}

func (w *world) terminate(t *testing.T, n int) {
	t.Helper()
	if _, err := contract.Terminate(t.Context(), w.again(t, n), contract.Termination{Request: "r", Why: contract.ByCustomer}, w.owners[n], w.Now()); err != nil {
		t.Fatal(err)
	}
}

func (w *world) ask(t *testing.T, n int) {
	t.Helper()
	if _, err := contract.RequestErasure(t.Context(), w.again(t, n), w.owners[n], w.Now()); err != nil {
		t.Fatal(err)
	}
}

// again returns a tenant's handle as of now: databases may have been opened anew.
func (w *world) again(t *testing.T, n int) *store.Tenant {
	t.Helper()
	s, err := w.DB.Tenant(w.tenants[n].ID())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (w *world) run(t *testing.T) {
	t.Helper()
	if err := w.Eraser(t).Run(t.Context()); err != nil {
		t.Fatalf("run: %v\n%s", err, w.Log)
	}
}

// names are the texts that are a tenant's own.
func (w *world) names(n int) []string {
	return []string{w.tenants[n].ID().String(), erasuretest.Entra(n), erasuretest.Name(n), erasuretest.Owner(n)}
}

// ledgers are the buckets of the ledger, which keeps the opaque ID.
func ledgers(bucket string) bool { return strings.Contains(bucket, "databases/ledger") }

// left searches every store for what is a tenant's own and opens all again.
func (w *world) left(t *testing.T, n int, more ...string) []erasuretest.Hit {
	t.Helper()
	w.Stop()
	defer w.Start(t)
	return erasuretest.Search(t, w.Dir, ledgers, append(w.names(n), more...)...)
}

// letters are the kinds of the letters that wait, with to whom they go.
func (w *world) letters(t *testing.T) []string {
	t.Helper()
	var out []string
	for l, err := range letter.All(t.Context(), w.DB) {
		if err != nil {
			t.Fatal(err)
		}
		if l.Kind != letter.Invitation {
			out = append(out, string(l.Kind)+" "+l.To)
		}
	}
	return out
}

// TestSection19EndOfAnAgreement goes through it day by day.
func TestSection19EndOfAnAgreement(t *testing.T) {
	w := newWorld(t, 3)
	key, err := w.tenants[0].Key(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	hash := key.Hash("person", erasuretest.Owner(0))
	if hits := w.left(t, 0, hash); len(hits) < 5 {
		t.Fatalf("the search finds %d places before anything is erased: it can tell nothing", len(hits))
	}
	w.Orphan(t, w.tenants[0])
	w.terminate(t, 0)
	owner := " " + erasuretest.Owner(0)
	for hour := range 31*24 + 3 {
		if hour%24 == 0 || hour > 30*24 {
			w.run(t)
		}
		var want []string
		switch {
		case hour < 24*24:
			want = []string{"agreement-ended" + owner}
		case hour < 31*24:
			want = []string{"agreement-ended" + owner, "erasure-near" + owner}
		default:
			want = []string{"erased" + owner}
		}
		if hour%24 == 0 || hour > 31*24-2 {
			if got := w.letters(t); !slices.Equal(got, want) {
				t.Fatalf("after %d hours the letters %q wait, want %q", hour, got, want)
			}
			s, err := contract.Of(t.Context(), w.again(t, 0))
			gone := errors.Is(err, store.ErrNotFound)
			if gone != (hour >= 31*24) || !gone && (err != nil || !s.Exportable()) {
				t.Fatalf("after %d hours: got %+v, %v", hour, s, err)
			}
		}
		w.Add(time.Hour)
	}
	if hits := w.left(t, 0, hash); len(hits) > 0 {
		t.Errorf("left: %v", hits)
	}
	c, err := erasure.Verify(t.Context(), w.DB, 1)
	if err != nil {
		t.Fatal(err)
	}
	if c.Done.Sub(c.Terminated) < 31*day || c.KeyGone.After(c.Done) || c.Counts["vahti:findings"] < 1 || c.Counts["vahti:history"] < 2 || c.Counts["people:accounts"] != 1 || c.Counts["dead letters"] != 2 {
		t.Errorf("got the certificate %+v", c)
	}
	w.certified(t, c)
	if err := restore.Check(t.Context(), w.DB, restore.Databases()...); err != nil {
		t.Errorf("nobody is served: %v", err)
	}
	if _, err := w.People.ByEmail(t.Context(), erasuretest.Shared); err != nil {
		t.Errorf("the consultant of other tenants: %v", err)
	}
	if len(w.Alerts) > 0 {
		t.Errorf("alerts: %v", w.Alerts)
	}
}

// TestSection19NeverEarly has the erasure's time be set earlier than it may be.
func TestSection19NeverEarly(t *testing.T) {
	w := newWorld(t, 1)
	w.terminate(t, 0)
	w.run(t)
	if _, err := w.Raw[store.VahtiDatabase].Doc("tenants/"+w.tenants[0].ID().String()).Set(t.Context(), map[string]any{"eraseAt": w.Now()}, mergeAll); err != nil {
		t.Fatal(err)
	}
	for range 30 {
		w.run(t)
		w.Add(day)
		if _, err := contract.Of(t.Context(), w.again(t, 0)); err != nil {
			t.Fatalf("at %v: %v", w.Now(), err)
		}
	}
	w.Add(day)
	w.run(t)
	if _, err := contract.Of(t.Context(), w.again(t, 0)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("in the end: got %v, want %v", err, store.ErrNotFound)
	}
}

// TestKilled stops an erasure at each of its writes, and takes it up again.
func TestKilled(t *testing.T) {
	for at := *firstKill; ; at += *everyKill {
		w := newWorld(t, 2)
		w.ask(t, 0)
		hooks, err := w.Dying(t.Context(), at, func(ctx context.Context) error { return w.Eraser(t).Run(ctx) })
		if hooks < at {
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d places to stop at", hooks)
			return
		}
		readable(t, w)
		w.run(t)
		w.run(t)
		if hits := w.left(t, 0); len(hits) > 0 {
			t.Errorf("stopped at %d: left: %v", at, hits)
		}
		if n := w.Buried(w.tenants[0].ID().String()) + w.Buried(erasuretest.Customer(0)); n > 0 || w.Buried(erasuretest.Customer(1)) != 1 {
			t.Errorf("stopped at %d: %d dead letters left", at, n)
		}
		if _, err := erasure.Verify(t.Context(), w.DB, 1); err != nil {
			t.Errorf("stopped at %d: %v", at, err)
		}
		if got := w.letters(t); !slices.Contains(got, "erased "+erasuretest.Owner(0)) {
			t.Errorf("stopped at %d: the letters %q wait", at, got)
		}
		if err := restore.Check(t.Context(), w.DB, restore.Databases()...); err != nil {
			t.Errorf("stopped at %d: %v", at, err)
		}
		if _, err := w.again(t, 1).About(t.Context()); err != nil {
			t.Errorf("stopped at %d: the other tenant: %v", at, err)
		}
	}
}

// readable holds that what is left and can still be read is named by the tenant's own
// document or by the ledger.
func readable(t *testing.T, w *world) {
	t.Helper()
	if _, err := w.again(t, 0).Key(t.Context()); err != nil {
		return // nothing can be read
	}
	for d, err := range contract.Endings(t.Context(), w.DB) {
		if err != nil {
			t.Fatal(err)
		}
		if d.Tenant == w.tenants[0].ID() {
			return
		}
	}
	t.Error("what can be read is named by nobody who will erase it")
}

func TestTooMany(t *testing.T) {
	w := newWorld(t, 7)
	for n := range 6 {
		w.ask(t, n)
	}
	w.run(t)
	if len(w.Alerts) != 1 || w.Alerts[0].Rule != "erasures-stopped" || w.Alerts[0].Count != 6 {
		t.Errorf("got the alerts %v", w.Alerts)
	}
	for n := range 6 {
		if s, err := contract.Of(t.Context(), w.again(t, n)); err != nil || s.State != tenant.Terminated {
			t.Errorf("tenant %d: got %v, %v", n, s.State, err)
		}
	}
	if err := contract.Reinstate(t.Context(), w.again(t, 5), w.owners[5], w.Now()); err != nil {
		t.Fatal(err)
	}
	w.run(t)
	for n := range 5 {
		if _, err := contract.Of(t.Context(), w.again(t, n)); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("tenant %d: got %v", n, err)
		}
	}
}

// stuck runs erasures while the bucket of the first tenant cannot be reached.
func (w *world) stuck(t *testing.T) {
	t.Helper()
	s := w.Settings()
	broken := errors.New("the bucket cannot be reached")
	erase := s.Objects.Erase
	s.Objects.Erase = func(ctx context.Context, t *store.Tenant) error {
		if t.ID() == w.tenants[0].ID() {
			return broken
		}
		return erase(ctx, t)
	}
	e, err := erasure.New(w.DB, w.People, s, w.Now, discard)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Run(t.Context()); !errors.Is(err, broken) {
		t.Fatalf("got %v, want %v", err, broken)
	}
}

// TestOneErrorStopsNoOther has the objects of one tenant fail to be deleted.
func TestOneErrorStopsNoOther(t *testing.T) {
	w := newWorld(t, 3)
	for n := range 3 {
		w.ask(t, n)
		w.Add(time.Second)
	}
	w.stuck(t)
	for n := 1; n < 3; n++ {
		if hits := w.left(t, n); len(hits) > 0 {
			t.Errorf("left of %d: %v", n, hits)
		}
	}
	if err := restore.Check(t.Context(), w.DB, restore.Databases()...); err != nil {
		t.Errorf("others are not served: %v", err)
	}
	w.run(t)
	if hits := w.left(t, 0); len(hits) > 0 {
		t.Errorf("left of 0: %v", hits)
	}
}

// TestWaitsForTheLastPayment: nobody pays for what is erased. An erasure waits until
// billing has ended the subscription, for a week at most, and then tells those on call.
func TestWaitsForTheLastPayment(t *testing.T) {
	w := newWorld(t, 1)
	w.ask(t, 0)
	pays := true
	run := func() {
		t.Helper()
		s := w.Settings()
		s.Paying = func(context.Context, *store.Tenant) (bool, error) { return pays, nil }
		e, err := erasure.New(w.DB, w.People, s, w.Now, slog.New(slog.NewJSONHandler(w.Log, nil)))
		if err != nil {
			t.Fatal(err)
		}
		if err := e.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	there := func() bool {
		t.Helper()
		s, err := contract.Of(t.Context(), w.again(t, 0))
		return err == nil && s.Erasing.IsZero()
	}
	run()
	if !there() {
		t.Fatal("it was erased while somebody paid for it")
	}
	w.Add(8 * day)
	before := len(w.Alerts)
	run()
	if there() {
		t.Error("it waited for more than a week")
	}
	if got := w.Alerts; len(got) == before || got[len(got)-1].Rule != "erased-tenant-pays" {
		t.Errorf("those on call were told %v", got)
	}
	if hits := w.left(t, 0); len(hits) > 0 {
		t.Errorf("left: %v", hits)
	}
}
