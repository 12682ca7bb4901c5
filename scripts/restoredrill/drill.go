package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/secretmanager"
	"vahti.ai/vahti/emulator/storage"
	"vahti.ai/vahti/shared/anomaly"
	"vahti.ai/vahti/shared/identity"
	"vahti.ai/vahti/shared/restore"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/contract"
	"vahti.ai/vahti/shared/store/member"
)

// local is the project of the emulator.
const local = "vahti-local"

// The files that the emulator keeps.
const (
	databases = "firestore.db"
	secrets   = "secrets.db"
	objects   = "storage.db"
)

// clock is the drill's own time, which it moves.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// running is the stand-ins over a folder.
type running struct {
	*stores
	stop func()
}

// start serves the stand-ins over a folder and connects to them.
func start(ctx context.Context, dir string, c *clock) (*running, error) {
	data, err := firestore.Open(firestore.Config{Path: filepath.Join(dir, databases), Now: c.now})
	if err != nil {
		return nil, fmt.Errorf("the folder cannot be used: %w", err)
	}
	vault, err := secretmanager.Open(secretmanager.Config{Path: filepath.Join(dir, secrets), Project: local})
	if err != nil {
		return nil, errors.Join(err, data.Close())
	}
	blobs, err := storage.Open(storage.Config{Path: filepath.Join(dir, objects), Bucket: local + "-objects"})
	if err != nil {
		return nil, errors.Join(err, data.Close(), vault.Close())
	}
	r := &running{stop: func() { _ = errors.Join(data.Close(), vault.Close(), blobs.Close()) }}
	host, err1 := data.Serve("operator", nil)
	keys, err2 := vault.Serve("operator", nil)
	bucket, err3 := blobs.Serve("operator", &storage.Grant{Get: true, List: true, Create: true, Delete: true})
	err = errors.Join(err1, err2, err3, os.Setenv("FIRESTORE_EMULATOR_HOST", host))
	if err == nil {
		r.stores, err = connect(ctx, places{local, local + "-objects", "http://" + keys, "http://" + bucket}, c.now)
	}
	if err != nil {
		r.stop()
		return nil, err
	}
	return r, nil
}

// end disconnects and stops.
func (r *running) end() {
	r.close()
	r.stop()
}

// drill goes through a restore on a copy of a folder.
func drill(ctx context.Context, folder string, out io.Writer) error {
	if _, err := os.Stat(filepath.Join(folder, databases)); err != nil {
		return fmt.Errorf("%s holds no state of an emulator", folder)
	}
	work, err := os.MkdirTemp("", "vahti-drill-")
	if err != nil {
		return errors.New("no temporary folder can be made")
	}
	defer func() { _ = os.RemoveAll(work) }()
	dir, backup := filepath.Join(work, "state"), filepath.Join(work, "backup")
	for _, to := range []string{dir, backup} {
		if err := os.CopyFS(to, os.DirFS(folder)); err != nil {
			return errors.New("the folder cannot be copied")
		}
	}
	c := &clock{at: time.Now()}
	if err := erasesOne(ctx, dir, c, out); err != nil {
		return err
	}
	for _, name := range restore.Databases() {
		if err := alone(ctx, name, dir, backup, c, out); err != nil {
			return err
		}
	}
	if err := firestore.Restore(filepath.Join(dir, databases), filepath.Join(backup, databases), local, restore.Databases()...); err != nil {
		return err
	}
	fmt.Fprintln(out, "All databases are restored from before, the ledger apart.")
	r, err := start(ctx, dir, c)
	if err != nil {
		return err
	}
	defer r.end()
	if err := restore.Check(ctx, r.db, restore.Databases()...); !errors.Is(err, restore.ErrBehind) {
		return fmt.Errorf("requests would be answered although the backup brought a tenant back: %w", err)
	}
	if err := r.report(ctx, out); !errors.Is(err, errLeft) {
		return fmt.Errorf("the backup brought nothing back, which proves nothing: %w", err)
	}
	if err := r.eraser.Run(ctx); err != nil {
		return fmt.Errorf("apply the ledger: %w", err)
	}
	fmt.Fprintln(out, "The ledger is applied.")
	if err := restore.Check(ctx, r.db, restore.Databases()...); err != nil {
		return err
	}
	return r.report(ctx, out)
}

// alone restores one database and sees that every function that reads it, and no other,
// would refuse requests until the ledger is applied.
func alone(ctx context.Context, name, dir, backup string, c *clock, out io.Writer) error {
	if err := firestore.Restore(filepath.Join(dir, databases), filepath.Join(backup, databases), local, name); err != nil {
		return err
	}
	r, err := start(ctx, dir, c)
	if err != nil {
		return err
	}
	defer r.end()
	var refuse []string
	for _, i := range identity.Table() {
		reads := readBy(i)
		if len(reads) == 0 {
			continue
		}
		err := restore.Check(ctx, r.db, reads...)
		if err != nil && !errors.Is(err, restore.ErrBehind) {
			return err
		}
		if (err != nil) != slices.Contains(reads, name) {
			return fmt.Errorf("with %s restored alone, %s answers requests: %v", name, i.Function, err == nil)
		}
		if err != nil {
			refuse = append(refuse, i.Function)
		}
	}
	fmt.Fprintf(out, "Database %s alone is restored: refused by %s.\n", name, strings.Join(refuse, ", "))
	if err := r.eraser.Run(ctx); err != nil {
		return fmt.Errorf("apply the ledger: %w", err)
	}
	return restore.Check(ctx, r.db, restore.Databases()...)
}

// readBy returns the databases that a function reads and a backup may bring back. The
// function that brings them up to date is never refused.
func readBy(i identity.Identity) (out []string) {
	if i.Function == "erase" {
		return nil
	}
	for _, a := range i.Databases {
		if a.Get && a.Database != identity.Ledger {
			out = append(out, a.Database)
		}
	}
	return out
}

// erasesOne ends the agreement of the first tenant there is, and lets a month pass.
func erasesOne(ctx context.Context, dir string, c *clock, out io.Writer) error {
	r, err := start(ctx, dir, c)
	if err != nil {
		return err
	}
	defer r.end()
	for id, err := range anomaly.Tenants(ctx, r.db) {
		if err != nil {
			return err
		}
		t, err := r.db.Tenant(id)
		if err != nil {
			return err
		}
		if _, err := contract.Terminate(ctx, t, contract.Termination{Request: "drill", Why: contract.BySubscription}, member.Actor{Service: true, Name: "restore-drill"}, c.now()); err != nil {
			return err
		}
		const step = 4 * 24 * time.Hour
		for range 10 {
			if err := r.eraser.Run(ctx); err != nil {
				return fmt.Errorf("erase: %w", err)
			}
			if _, err := contract.Of(ctx, t); errors.Is(err, store.ErrNotFound) {
				fmt.Fprintf(out, "Tenant %s is erased.\n", id)
				return nil
			}
			c.pass(step)
		}
		return errors.New("the tenant was not erased in time")
	}
	return errors.New("the folder holds no tenant")
}
