package erasure_test

import (
	"bytes"
	"context"
	"flag"
	"maps"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/standintest/erasuretest"
	"vahti.ai/vahti/shared/erasure"
	"vahti.ai/vahti/shared/restore"
)

// The whole measure is: go test ./shared/erasure -run OneOfMany -tenants 1000 -v
var (
	tenants = flag.Int("tenants", 12, "how many tenants there are, of which one is erased")
	seed    = flag.Uint64("seed", 1, "of what is drawn")
)

// TestSection19OneOfMany erases one tenant while the others are written, stopped again and again,
// and looks for traces of it in every byte that is live; then again with a backup of
// before put back.
func TestSection19OneOfMany(t *testing.T) {
	began := time.Now()
	w := newWorld(t, *tenants)
	draw := rand.New(rand.NewPCG(*seed, 0))
	gone := draw.IntN(*tenants)
	key, err := w.tenants[gone].Key(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	own := []string{key.Hash("person", erasuretest.Owner(gone)), key.Hash("email", erasuretest.Owner(gone))}
	if dir, err := w.Keys.Directory(t.Context(), erasuretest.Entra(gone)); err != nil {
		t.Fatal(err)
	} else {
		own = append(own, dir)
	}
	t.Logf("%d tenants made after %v", *tenants, time.Since(began).Round(time.Second))
	w.ask(t, gone)
	w.Orphan(t, w.tenants[gone])
	backup := w.Backup(t)
	before := w.fingerprint(t, gone)
	if hits := w.left(t, gone, own...); len(hits) < 10 {
		t.Fatalf("before: found in %d places alone", len(hits))
	}
	kills := w.eraseAmongWriters(t, gone, draw)
	w.gone(t, gone, own)
	if after := w.fingerprint(t, gone); !maps.Equal(before, after) {
		t.Errorf("others changed: %d tenants before, %d after", len(before), len(after))
	}
	t.Logf("erased after %d kills, %v in", kills, time.Since(began).Round(time.Second))

	w.Restore(t, backup)
	if err := restore.Check(t.Context(), w.DB, restore.Databases()...); err == nil {
		t.Error("after the restore requests are answered")
	}
	kills = w.eraseAmongWriters(t, gone, draw)
	w.gone(t, gone, own)
	if err := restore.Check(t.Context(), w.DB, restore.Databases()...); err != nil {
		t.Errorf("in the end: %v", err)
	}
	if after := w.fingerprint(t, gone); !maps.Equal(before, after) {
		t.Errorf("after the restore others changed: %d tenants before, %d after", len(before), len(after))
	}
	t.Logf("erased again after the restore and %d kills, %v in", kills, time.Since(began).Round(time.Second))
}

// eraseAmongWriters runs erasures that are stopped at writes that are drawn, until one
// comes to its end, while every other tenant is written. It returns how often it was
// stopped.
func (w *world) eraseAmongWriters(t *testing.T, gone int, draw *rand.Rand) (kills int) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	var writers sync.WaitGroup
	for part := range 4 {
		writers.Go(func() {
			for n := part; ctx.Err() == nil; n = (n + 4) % *tenants {
				if n == gone {
					continue
				}
				ref := w.Raw["vahti"].Doc("tenants/" + w.tenants[n].ID().String() + "/settings/" + touched)
				if _, err := ref.Set(ctx, map[string]any{"at": time.Now()}); err != nil && ctx.Err() == nil {
					t.Error(err)
					return
				}
			}
		})
	}
	defer writers.Wait()
	defer stop()
	for {
		at := 1 + draw.IntN(25)
		if kills > 40 {
			at = 0
		}
		hooks, err := w.Dying(t.Context(), at, func(ctx context.Context) error { return w.Eraser(t).Run(ctx) })
		if at == 0 || hooks < at {
			if err != nil {
				t.Fatal(err)
			}
			return kills
		}
		kills++
	}
}

// touched is the document that the writers write.
const touched = "touched-by-the-test"

// fingerprint is what every other tenant's documents are, those apart that the writers
// write and what is on its way to be sent.
func (w *world) fingerprint(t *testing.T, gone int) map[string]string {
	t.Helper()
	names := map[string]bool{}
	for n, s := range w.tenants {
		if n != gone {
			names[s.ID().String()] = true
		}
	}
	w.Stop()
	defer w.Start(t)
	return erasuretest.Fingerprint(t, w.Dir, func(bucket string, key []byte) bool {
		return strings.Contains(bucket, "databases/ledger") || bytes.Contains(key, []byte(touched))
	}, names)
}

// gone holds that no byte is left and that the certificate stands.
func (w *world) gone(t *testing.T, n int, own []string) {
	t.Helper()
	if hits := w.left(t, n, own...); len(hits) > 0 {
		t.Errorf("left: %v", hits[:min(len(hits), 10)])
	}
	if _, err := erasure.Verify(t.Context(), w.DB, 1); err != nil {
		t.Error(err)
	}
}
