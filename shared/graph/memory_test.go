package graph

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"vahti.ai/vahti/shared/snapshot"
)

// manyUsers serves n users in pages of 999, each page made once and the links
// put in per request, so that the server weighs little.
func manyUsers(tb testing.TB, n int) *httptest.Server {
	page := func(from, to int) string {
		var b strings.Builder
		for i := from; i < to; i++ {
			if i > from {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, `{"id":"%08d-aaaa-bbbb-cccc-dddddddddddd","displayName":"Someone Number %d","userPrincipalName":"someone.number%d@contoso.example","userType":"Member","accountEnabled":true,"onPremisesSyncEnabled":null,"onPremisesImmutableId":null}`, i, i, i)
		}
		return b.String()
	}
	var server *httptest.Server
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from, _ := strconv.Atoi(r.URL.Query().Get("$skiptoken"))
		to := min(from+largePage, n)
		fmt.Fprint(w, `{"value":[`, page(from, to), `]`)
		if to < n {
			fmt.Fprintf(w, `,"@odata.nextLink":"%s/v1.0/users?$top=999&$skiptoken=%d"`, server.URL, to)
		}
		fmt.Fprint(w, `}`)
	}))
	tb.Cleanup(server.Close)
	return server
}

// peak watches the memory the process holds of the system until stop.
func peak() (stop func() uint64) {
	var most atomic.Uint64
	quit, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most.Store(max(most.Load(), m.HeapInuse+m.StackInuse))
			select {
			case <-quit:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	return func() uint64 {
		close(quit)
		<-gone
		return most.Load()
	}
}

func readMany(tb testing.TB, reader *Reader, n int) Stats {
	s := snapshot.New(time.Now(), snapshot.Settings{})
	stats, err := reader.Read(tb.Context(), someTenant, s, Order{Want: []snapshot.Resource{snapshot.Users.Resource()}})
	if err != nil {
		tb.Fatal(err)
	}
	if got := len(snapshot.Users.Of(s)); got != n {
		tb.Fatalf("got %d users, want %d", got, n)
	}
	return stats.Stats
}

func TestLargeTenantFitsInMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("A large tenant takes a second; -short leaves it out.")
	}
	const users, most = 100_000, 200 << 20
	reader, err := New(Config{BaseURL: manyUsers(t, users).URL}, newEntra(t).credentials())
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	stop := peak()
	stats := readMany(t, reader, users)
	if got := stop(); got > most {
		t.Errorf("got %d MB in use, server included, want at most %d", got>>20, most>>20)
	}
	if stats.Requests != 101 || stats.Floor != 101 {
		t.Errorf("got %d requests and floor %d, want 101 and 101", stats.Requests, stats.Floor)
	}
}

func BenchmarkRead100kUsers(b *testing.B) {
	const users = 100_000
	reader, err := New(Config{BaseURL: manyUsers(b, users).URL}, newEntra(b).credentials())
	if err != nil {
		b.Fatal(err)
	}
	runtime.GC()
	stop := peak()
	var bytes int64
	for b.Loop() {
		bytes = readMany(b, reader, users).Bytes
	}
	b.ReportMetric(float64(stop()>>20), "MB-peak")
	b.SetBytes(bytes)
}
