package trail_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	cloud "cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store/trail"
)

// fill writes many entries, many in a transaction, as moving would.
func (w *world) fill(b *testing.B, n int) {
	b.Helper()
	const together = 400
	if err := w.book.Add(b.Context(), "model", entry(0)); err != nil {
		b.Fatal(err)
	}
	snap, err := w.entries().Doc("model").Get(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	model := snap.Data()
	for at := 0; at < n; at += together {
		err := handle.Audit(w.db.Handle()).RunTransaction(b.Context(), func(_ context.Context, tx *cloud.Transaction) error {
			for i := at; i < min(at+together, n); i++ {
				d := map[string]any{}
				for k, v := range model {
					d[k] = v
				}
				d["at"], d["arrived"] = start.Add(time.Duration(i)*time.Second), cloud.ServerTimestamp
				if err := tx.Create(w.entries().Doc(fmt.Sprintf("e%06d", i)), d); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		w.Add(time.Second)
	}
	w.Add(trail.Settled + time.Second)
}

func BenchmarkAdd(b *testing.B) {
	w := newWorld(b)
	for i := 0; b.Loop(); i++ {
		if err := w.book.Add(b.Context(), name(i), entry(i)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSealAndVerify seals 100,000 entries and verifies them. The stand-in looks
// at every entry for each page, which an index spares in the cloud.
func BenchmarkSealAndVerify(b *testing.B) {
	const n = 100_000
	for b.Loop() {
		w := newWorld(b)
		w.fill(b, n)
		runtime.GC()
		from := time.Now()
		s, err := w.book.Seal(b.Context(), w.Now())
		if err != nil || s.Entries != n+1 {
			b.Fatal(s, err)
		}
		sealed := time.Now()
		r, err := w.book.Verify(b.Context(), w.Now())
		if err != nil || !r.Sound() || r.Entries != n+1 {
			b.Fatal(r, err)
		}
		b.ReportMetric(n/sealed.Sub(from).Seconds(), "sealed/s")
		b.ReportMetric(n/time.Since(sealed).Seconds(), "verified/s")
	}
}

// BenchmarkList reads pages of a book of 10,000 entries.
func BenchmarkList(b *testing.B) {
	w := newWorld(b)
	w.fill(b, 10_000)
	for title, q := range map[string]trail.Query{
		"page": {Newest: true, Limit: 50}, "full page": {Newest: true}, "search": {Newest: true, Text: "nobody"},
	} {
		b.Run(title, func(b *testing.B) {
			before := w.data.Stats().Reads
			for b.Loop() {
				if _, err := w.book.List(b.Context(), q); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(w.data.Stats().Reads-before)/float64(b.N), "reads/op")
		})
	}
}
