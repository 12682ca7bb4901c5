package export

import (
	"archive/zip"
	"context"
	"encoding/json"
	"io"
	"iter"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"
	"testing"
	"time"
)

// peak is the most that a piece of work had at once.
type peak struct {
	live uint64 // bytes of objects that the collector found in use
	heap uint64 // bytes of these and of those it has not found unused yet
	rss  uint64 // bytes of the process; 0 where the system does not tell
}

// peakOf measures what a piece of work takes at its most.
func peakOf(t testing.TB, work func()) peak {
	t.Helper()
	debug.FreeOSMemory()
	// Begins the system's own record of the peak anew; where that is not allowed it
	// holds what came before as well.
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0o600)
	done, most := make(chan struct{}), make(chan peak)
	go func() {
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/gc/heap/live:bytes"}}
		var top peak
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		for {
			metrics.Read(sample)
			top.heap, top.live = max(top.heap, sample[0].Value.Uint64()), max(top.live, sample[1].Value.Uint64())
			select {
			case <-done:
				most <- top
				return
			case <-tick.C:
			}
		}
	}()
	work()
	rss := highWater()
	close(done)
	out := <-most
	out.rss = rss
	return out
}

// highWater is the most that the process held.
func highWater() uint64 {
	raw, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			n, _ := strconv.ParseUint(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			return n << 10
		}
	}
	return 0
}

// whole exports n findings in every form to nowhere.
func whole(t testing.TB, n int) int64 {
	t.Helper()
	m, err := Write(t.Context(), io.Discard, testPlan(), testSource(n), testKey(t))
	if err != nil || m.Records[Findings] != int64(n) {
		t.Fatalf("got %v, %v", m.Records, err)
	}
	return m.Bytes
}

const mebibyte = 1 << 20

// inUse exports n findings in every form and returns the most bytes that were in use,
// looked at by a whole collection at ten moments of each pass over the findings.
func inUse(t *testing.T, n int) uint64 {
	t.Helper()
	var most uint64
	looking := func(findings func(context.Context) iter.Seq2[*Finding, error]) func(context.Context) iter.Seq2[*Finding, error] {
		return func(ctx context.Context) iter.Seq2[*Finding, error] {
			return func(yield func(*Finding, error) bool) {
				seen := 0
				for f, err := range findings(ctx) {
					if seen++; seen%(n/10) == 0 {
						runtime.GC()
						var m runtime.MemStats
						runtime.ReadMemStats(&m)
						most = max(most, m.HeapAlloc)
					}
					if !yield(f, err) {
						return
					}
				}
			}
		}
	}
	source := testSource(n)
	source.Findings, source.Worst = looking(source.Findings), looking(source.Worst)
	if m, err := Write(t.Context(), io.Discard, testPlan(), source, testKey(t)); err != nil || m.Records[Findings] != int64(n) {
		t.Fatalf("got %v, %v", m.Records, err)
	}
	return most
}

// TestMemoryDoesNotGrow compares the memory of a small export with that of one a
// hundred times as large. BenchmarkWhole goes to a million, and measures what waits for
// the collector and what the process holds as well.
func TestMemoryDoesNotGrow(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	inUse(t, 1000)
	small, large := inUse(t, 1000), inUse(t, 100_000)
	t.Logf("in use with 1,000 findings %.2f MiB, with 100,000 %.2f MiB", mib(small), mib(large))
	if large > small+mebibyte/2 {
		t.Errorf("what is in use grew from %.2f to %.2f MiB", mib(small), mib(large))
	}
}

func mib(n uint64) float64 { return float64(n) / mebibyte }

// BenchmarkWhole exports findings in every form and tells the most memory it took, and
// how fast it was.
func BenchmarkWhole(b *testing.B) {
	for _, n := range []int{1000, 1_000_000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				var bytes int64
				p := peakOf(b, func() { bytes = whole(b, n) })
				b.SetBytes(bytes)
				b.ReportMetric(mib(p.live), "live-MiB")
				b.ReportMetric(mib(p.heap), "heap-MiB")
				b.ReportMetric(mib(p.rss), "resident-MiB")
			}
		})
	}
}

// BenchmarkLines writes the NDJSON of the same findings into a ZIP, by this package and
// by the standard library's archive/zip and encoding/json. Making the findings is not
// part of either: a thousand are made before and written over and over.
func BenchmarkLines(b *testing.B) {
	const n = 100_000
	var some []*Finding
	for f := range generated(1000)(b.Context()) {
		some = append(some, f)
	}
	again := func(yield func(*Finding, error) bool) {
		for i := range n {
			if !yield(some[i%len(some)], nil) {
				return
			}
		}
	}
	var size int64
	b.Run("vahti", func(b *testing.B) {
		for b.Loop() {
			a := newArchive(io.Discard, made)
			if err := a.add("findings.ndjson", func(f *file) error {
				return through(context.Background(), f, again, func(b []byte, r *Finding) []byte { return append(r.AppendJSON(b), '\n') })
			}); err != nil {
				b.Fatal(err)
			}
			if err := a.close(); err != nil {
				b.Fatal(err)
			}
			size = a.files[0].Size
			b.SetBytes(size)
		}
	})
	b.Run("standard", func(b *testing.B) {
		for b.Loop() {
			z := zip.NewWriter(io.Discard)
			w, err := z.Create("findings.ndjson")
			if err != nil {
				b.Fatal(err)
			}
			e := json.NewEncoder(w)
			for f := range again {
				if err := e.Encode(f); err != nil {
					b.Fatal(err)
				}
			}
			if err := z.Close(); err != nil {
				b.Fatal(err)
			}
			b.SetBytes(size)
		}
	})
}

// TestRecordsAllocateNothing: why writing a record is fast, which a busy machine does not
// change. How fast is for BenchmarkLines.
func TestRecordsAllocateNothing(t *testing.T) {
	var some []*Finding
	for f := range generated(100)(t.Context()) {
		some = append(some, f)
	}
	var room []byte
	for _, f := range some {
		room = f.AppendJSON(room[:0])
	}
	n := 0
	got := testing.AllocsPerRun(len(some), func() {
		room = some[n%len(some)].AppendJSON(room[:0])
		n++
	})
	if got > 0 {
		t.Errorf("got %.1f allocations a record, want none", got)
	}
}
