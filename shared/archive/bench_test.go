package archive_test

import (
	"fmt"
	"io"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	standin "vahti.ai/vahti/emulator/storage"
)

// people returns lines such as a tenant's users are kept in, size bytes of them.
func people(size int) []byte {
	b := make([]byte, 0, size+256)
	for i := 0; len(b) < size; i++ {
		b = fmt.Appendf(b, `{"id":"%08x-0000-4000-8000-%012x","userPrincipalName":"etunimi.sukunimi%d@example.fi","accountEnabled":%t,"created":%d}`+"\n",
			uint32(i)*2654435761, i*7919, i, i%7 != 0, 1600000000+i*37)
	}
	return b[:size]
}

// BenchmarkObject measures objects going out and in through the stand-in. Beside
// the rate it says how much memory was in use at most above what was before.
func BenchmarkObject(b *testing.B) {
	// Compression does not look as far back as these lines repeat.
	lines := people(8 << 20)
	for _, size := range []int{64 << 10, 1 << 20, 16 << 20, 128 << 20, 512 << 20} {
		w := newWorld(b, standin.Faults{})
		a := w.bucket(b, nil).Tenant(w.tenant(b))
		write := func(b *testing.B) {
			out, err := a.Create(b.Context(), "o")
			if err != nil {
				b.Fatal(err)
			}
			for left := size; left > 0; left -= len(lines) {
				if _, err := out.Write(lines[:min(left, len(lines))]); err != nil {
					b.Fatal(err)
				}
			}
			if err := out.Close(); err != nil {
				b.Fatal(err)
			}
		}
		read := func(b *testing.B) {
			in, err := a.Open(b.Context(), "o")
			if err != nil {
				b.Fatal(err)
			}
			defer in.Close()
			if n, err := io.Copy(io.Discard, in); err != nil || n < int64(size) {
				b.Fatalf("got %d bytes, error %v", n, err)
			}
		}
		write(b)
		for _, way := range []struct {
			name string
			do   func(*testing.B)
		}{{"out", write}, {"in", read}} {
			b.Run(fmt.Sprintf("%s/%dKiB", way.name, size>>10), func(b *testing.B) {
				b.SetBytes(int64(size))
				b.ReportAllocs()
				peak := watch()
				for b.Loop() {
					way.do(b)
				}
				b.ReportMetric(float64(peak())/(1<<20), "peak-MiB")
			})
		}
	}
}

// watch returns a function that ends it and says by how much the heap rose.
func watch() func() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	before := m.HeapAlloc
	var most atomic.Uint64
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
			}
			runtime.ReadMemStats(&m)
			most.Store(max(most.Load(), m.HeapAlloc))
		}
	}()
	return func() uint64 {
		close(stop)
		<-stopped
		return most.Load() - min(most.Load(), before)
	}
}
