package dispatch

import (
	"fmt"
	"testing"
	"time"

	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// BenchmarkTick dispatches tenants that are all due at once, then ticks again
// while their claims wait, and then once more when every claim is late. It reports
// tenants per second of each, allocations of the whole.
func BenchmarkTick(b *testing.B) {
	for _, n := range []int{1_000, 3_000, 10_000} {
		b.Run(fmt.Sprintf("%d tenants", n), func(b *testing.B) {
			b.ReportAllocs()
			var took [3]time.Duration
			for b.Loop() {
				b.StopTimer()
				w := newWorld(b)
				fill(b, w, n)
				b.StartTimer()
				for i, wait := range []time.Duration{0, time.Second, time.Minute} {
					w.Add(wait)
					began := time.Now()
					if err := w.tick(b.Context(), queue.Tick{}, serve.Push{}); err != nil {
						b.Fatal(err)
					}
					took[i] += time.Since(began)
				}
				b.StopTimer()
				if got := len(w.received(b)); got != 2*n {
					b.Fatalf("got %d messages, want two for each of %d tenants", got, n)
				}
				b.StartTimer()
			}
			for i, name := range []string{"due/s", "waiting/s", "late/s"} {
				b.ReportMetric(float64(n*b.N)/took[i].Seconds(), name)
			}
		})
	}
}

// fill makes tenants that were scanned an hour ago and are due.
func fill(b *testing.B, w *world, n int) {
	b.Helper()
	last := tenant.NewSlot(start.Add(-time.Hour), 1)
	bulk := w.client.BulkWriter(b.Context())
	for range n {
		id := tenanttest.ID(b).String()
		d := document.Tenant{
			State: string(tenant.Active), Profile: make([]byte, 150), Entra: id + id, Language: "fi", Interval: time.Hour,
			Due: start, Slot: last.String(), Began: start.Add(-time.Hour),
		}
		d.Spread, d.Pass = document.Place(id)
		ref := w.client.Doc("tenants/" + id)
		if _, err := bulk.Create(ref, d); err != nil {
			b.Fatal(err)
		}
		if _, err := bulk.Create(ref.Collection("scans").Doc(last.Key()), document.Scan{Slot: last.String(), State: document.Done}); err != nil {
			b.Fatal(err)
		}
	}
	bulk.End()
}
