package api

import (
	"net/http"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"
)

// BenchmarkFindings lists findings of a tenant with 10,000 through the handler and
// the database's stand-in, one request after the other and 200 at a time.
func BenchmarkFindings(b *testing.B) {
	w := newWorld(b)
	w.people(b)
	w.scan(b, 10_000)
	for _, bb := range []struct{ name, path string }{
		{"first page of 50", "/findings"},
		{"page of 200", "/findings?limit=200"},
		{"one state", "/findings?state=open&limit=50"},
		{"search that finds nothing", "/findings?q=nothing-of-the-kind"},
		{"look-up", "/lookup?id=app-77"},
	} {
		b.Run(bb.name, func(b *testing.B) {
			before, n := w.data.Stats().Reads, 0
			var took []time.Duration
			for b.Loop() {
				began := time.Now()
				if rec := w.do(b, ask{who: auditor, path: bb.path}); rec.Code != http.StatusOK {
					b.Fatalf("got %d: %s", rec.Code, rec.Body)
				}
				took = append(took, time.Since(began))
				n++
			}
			slices.Sort(took)
			b.ReportMetric(float64(w.data.Stats().Reads-before)/float64(n), "reads/op")
			b.ReportMetric(float64(took[len(took)*99/100])/float64(time.Millisecond), "p99-ms")
		})
	}
	b.Run("200 at once", func(b *testing.B) {
		b.SetParallelism(200 / runtime.GOMAXPROCS(0))
		var mu sync.Mutex
		var took []time.Duration
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				began := time.Now()
				if rec := w.do(b, ask{who: auditor, path: "/findings"}); rec.Code != http.StatusOK {
					b.Errorf("got %d", rec.Code)
				}
				mu.Lock()
				took = append(took, time.Since(began))
				mu.Unlock()
			}
		})
		slices.Sort(took)
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
		b.ReportMetric(float64(took[len(took)*99/100])/float64(time.Millisecond), "p99-ms")
	})
}
