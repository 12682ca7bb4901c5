package erasure_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"vahti.ai/vahti/shared/erasure"
	"vahti.ai/vahti/shared/restore"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/contract"
)

func TestSection19Restored(t *testing.T) {
	tests := []struct {
		name string
		of   []string // databases
	}{
		{"everything", restore.Databases()},
		{"tenants alone", []string{store.VahtiDatabase}},
		{"explanations alone", []string{store.AdviceDatabase}},
		{"the audit trail alone", []string{store.AuditDatabase}},
		{"people alone", []string{store.PeopleDatabase}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, 3)
			backup := w.Backup(t)
			w.ask(t, 0)
			w.run(t)
			w.ask(t, 1)
			w.run(t)
			w.Restore(t, backup, tt.of...)
			for _, name := range restore.Databases() {
				want := slices.Contains(tt.of, name)
				if err := restore.Check(t.Context(), w.DB, name); errors.Is(err, restore.ErrBehind) != want || !want && err != nil {
					t.Errorf("who reads %s after the restore: got %v, want it shut: %v", name, err, want)
				}
			}
			if err := restore.Check(t.Context(), w.DB, restore.Databases()...); !errors.Is(err, restore.ErrBehind) {
				t.Errorf("who reads everything after the restore: got %v, want %v", err, restore.ErrBehind)
			}
			w.run(t)
			if err := restore.Check(t.Context(), w.DB, restore.Databases()...); err != nil {
				t.Errorf("after the ledger was applied: %v", err)
			}
			for n := range 2 {
				if hits := w.left(t, n); len(hits) > 0 {
					t.Errorf("left of %d: %v", n, hits)
				}
			}
			if _, err := w.again(t, 2).About(t.Context()); err != nil {
				t.Errorf("the other tenant: %v", err)
			}
		})
	}
}

// TestRestoredBehindAnErasure: an erasure that does not end lets no database that was
// restored tell of a tenant whose erasure came after it.
func TestRestoredBehindAnErasure(t *testing.T) {
	for _, name := range restore.Databases() {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, 3)
			shut := func(when string, want bool) {
				t.Helper()
				for _, of := range restore.Databases() {
					err := restore.Check(t.Context(), w.DB, of)
					if want := want && of == name; errors.Is(err, restore.ErrBehind) != want || !want && err != nil {
						t.Errorf("%s, who reads %s: got %v, want it shut: %v", when, of, err, want)
					}
				}
			}
			w.ask(t, 0)
			w.stuck(t)
			backup := w.Backup(t)
			w.ask(t, 1)
			w.stuck(t)
			shut("before the restore", false)
			w.Restore(t, backup, name)
			shut("after the restore", true)
			w.stuck(t)
			shut("as long as an erasure does not end", true)
			w.run(t)
			shut("after the ledger was applied", false)
			for n := range 2 {
				if hits := w.left(t, n); len(hits) > 0 {
					t.Errorf("left of %d: %v", n, hits)
				}
			}
		})
	}
}

// TestMarksOfOld: databases that note of no erasure that it was begun, as they did but for
// the tenants' own, are shut only as long as one goes on.
func TestMarksOfOld(t *testing.T) {
	w := newWorld(t, 2)
	w.ask(t, 0)
	w.run(t)
	w.ask(t, 1)
	broken := errors.New("the bucket cannot be reached")
	s := w.Settings()
	s.Objects.Erase = func(context.Context, *store.Tenant) error { return broken }
	e, err := erasure.New(w.DB, w.People, s, w.Now, discard)
	if err != nil {
		t.Fatal(err)
	}
	forget := func() {
		t.Helper()
		for _, name := range restore.Databases()[1:] {
			if _, err := w.Raw[name].Doc("ledger/mark").Set(t.Context(), map[string]any{"begun": 0}, mergeAll); err != nil {
				t.Fatal(err)
			}
		}
	}
	forget()
	if err := restore.Check(t.Context(), w.DB, restore.Databases()...); err != nil {
		t.Errorf("nothing goes on: %v", err)
	}
	if err := e.Run(t.Context()); !errors.Is(err, broken) {
		t.Fatalf("got %v, want %v", err, broken)
	}
	forget()
	if err := restore.Check(t.Context(), w.DB, restore.Databases()...); !errors.Is(err, restore.ErrBehind) {
		t.Errorf("an erasure goes on: got %v, want %v", err, restore.ErrBehind)
	}
	w.run(t)
	if err := restore.Check(t.Context(), w.DB, restore.Databases()...); err != nil {
		t.Errorf("it has ended: %v", err)
	}
}

// TestLedgerSetBack has the ledger itself restored: nothing may begin then.
func TestLedgerSetBack(t *testing.T) {
	w := newWorld(t, 2)
	backup := w.Backup(t)
	w.ask(t, 0)
	w.run(t)
	w.Restore(t, backup, store.LedgerDatabase)
	w.ask(t, 1)
	if err := w.Eraser(t).Run(t.Context()); err == nil {
		t.Error("an erasure began")
	}
	if len(w.Alerts) == 0 || w.Alerts[0].Rule != "ledger-behind" {
		t.Errorf("got the alerts %v", w.Alerts)
	}
	if _, err := contract.Of(t.Context(), w.again(t, 1)); err != nil {
		t.Error(err)
	}
}
