package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	standin "vahti.ai/vahti/emulator/graph"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/snapshot"
)

// wall stands between a reader and Graph and notes what is asked for. From the
// request on that it is told, counted from 1, nothing is answered any more.
type wall struct {
	server *httptest.Server
	from   int // 0 for never

	mu      sync.Mutex
	n       int
	changed time.Time      // when a request last came or was answered
	asked   map[string]int // by URL, items of batches singly
	held    int            // items of requests that stay unanswered
}

func newWall(t *testing.T, base string) *wall {
	t.Helper()
	to, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	w := &wall{asked: map[string]int{}, changed: time.Now()}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			r.Out.Header.Del("Accept-Encoding") // the transport's own is undone by itself
		},
		// Links lead through the wall.
		ModifyResponse: func(res *http.Response) error {
			body, err := io.ReadAll(res.Body)
			body = bytes.ReplaceAll(body, []byte(base), []byte(w.server.URL))
			res.Body = io.NopCloser(bytes.NewReader(body))
			res.ContentLength = int64(len(body))
			res.Header.Set("Content-Length", strconv.Itoa(len(body)))
			return err
		},
	}
	w.server = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		if w.holds(itemsOf(r, body)) {
			<-r.Context().Done()
			panic(http.ErrAbortHandler)
		}
		proxy.ServeHTTP(rw, r)
		w.touch()
	}))
	t.Cleanup(w.server.Close)
	return w
}

func itemsOf(r *http.Request, body []byte) []string {
	if !strings.HasSuffix(r.URL.Path, "/$batch") {
		return []string{strings.TrimPrefix(r.URL.RequestURI(), "/")}
	}
	version := strings.Trim(strings.TrimSuffix(r.URL.Path, "$batch"), "/")
	var in struct{ Requests []struct{ URL string } }
	_ = json.Unmarshal(body, &in) // the stand-in says what is wrong with it
	var out []string
	for _, item := range in.Requests {
		out = append(out, version+item.URL)
	}
	return out
}

// holds notes what a request asks for and reports whether it stays unanswered.
func (w *wall) holds(items []string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.n++
	w.changed = time.Now()
	for _, item := range items {
		w.asked[item]++
	}
	if w.from == 0 || w.n < w.from {
		return false
	}
	w.held += len(items)
	return true
}

func (w *wall) touch() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.changed = time.Now()
}

// quiet waits until the reader waits for answers alone that will not come, and
// reports whether there are such. On a busy machine no span of time tells that: an
// answer may have come and wait for a processor. So it looks at what every
// goroutine does, and wants several looks in a row, which lets the network's
// poller wake whom it must.
func (w *wall) quiet(done <-chan struct{}) bool {
	const looks = 6
	for still := 0; still < looks; still++ {
		select {
		case <-done:
			return false
		case <-time.After(20 * time.Millisecond):
		}
		w.mu.Lock()
		waits := w.held > 0 && time.Since(w.changed) > 100*time.Millisecond
		w.mu.Unlock()
		if !waits || othersWork() {
			still = -1
		}
	}
	return true
}

// othersWork reports whether a goroutine other than the caller's runs, or could.
func othersWork() bool {
	buf := make([]byte, 1<<20)
	buf = buf[:runtime.Stack(buf, true)]
	_, others, _ := bytes.Cut(buf, []byte("\n\n")) // the first is the caller's
	for _, state := range [][]byte{[]byte(" [running"), []byte(" [runnable"), []byte(" [syscall")} {
		if bytes.Contains(others, state) {
			return true
		}
	}
	return false
}

// readerAt returns a reader of Graph at an address, whose clock sleeping moves on.
func readerAt(t testing.TB, base string, creds graph.Credentials) *graph.Reader {
	t.Helper()
	var mu sync.Mutex
	at := time.Now()
	reader, err := graph.New(graph.Config{
		BaseURL: base,
		Now: func() time.Time {
			mu.Lock()
			defer mu.Unlock()
			return at
		},
		Sleep: func(ctx context.Context, d time.Duration) error {
			mu.Lock()
			defer mu.Unlock()
			at = at.Add(d)
			return ctx.Err()
		},
	}, creds)
	if err != nil {
		t.Fatal(err)
	}
	return reader
}

// journal keeps entries as they would be stored.
type journal struct {
	t  *testing.T
	mu sync.Mutex
	in [][]byte
}

func (j *journal) add(e graph.Entry) {
	raw, err := json.Marshal(e)
	if err != nil {
		j.t.Error(err)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.in = append(j.in, raw)
}

func (j *journal) entries() iter.Seq2[graph.Entry, error] {
	return func(yield func(graph.Entry, error) bool) {
		for _, raw := range j.in {
			var e graph.Entry
			if err := json.Unmarshal(raw, &e); !yield(e, err) {
				return
			}
		}
	}
}

// pageOfChanges is a page of changes and the entities it names.
const pageOfChanges = 1 + 24

// TestKilledAnywhere ends a scan at every request in turn and goes on: the
// snapshot is the one that an uninterrupted scan makes, and nothing is asked for
// twice that was answered.
func TestKilledAnywhere(t *testing.T) {
	dir := large(t)
	now := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	standinServer := standin.Open(standin.Config{Dir: t.TempDir(), Authenticate: func(bearer string) (string, bool) { return strings.CutPrefix(bearer, "t-") }})
	recording, err := standin.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := standinServer.Add(recording); err != nil {
		t.Fatal(err)
	}
	base, err := standinServer.Serve()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { standinServer.Close() })

	creds := credentials(t)
	first := read(t, readerAt(t, base, creds), nil, now, graph.Order{})
	change(t, dir, "v1.0/users", func(all []map[string]any) []map[string]any {
		for i := range 450 { // three pages of changes
			all[i]["displayName"] = "Somebody else"
		}
		return all[:len(all)-3]
	})
	change(t, dir, "v1.0/servicePrincipals", func(all []map[string]any) []map[string]any {
		for i := range pageOfChanges - 1 {
			all[i]["displayName"] = "Something else"
		}
		return all
	})
	for name, before := range map[string]*scan{"a first scan": nil, "a later scan": &first} {
		t.Run(name, func(t *testing.T) {
			at := now.Add(time.Hour)
			plain := newWall(t, base)
			want := read(t, readerAt(t, plain.server.URL, creds), before, at, graph.Order{})
			if len(want.report.Unread) > 0 || !want.report.Whole {
				t.Fatalf("the uninterrupted scan left unread: %v", want.report.Unread)
			}
			for k := 1; k <= want.report.Requests+2; k++ {
				kept := &journal{t: t}
				killed := killAt(t, base, creds, k, before, at, kept)
				if killed == nil {
					break
				}
				resumed := newWall(t, base)
				s := scan{snap: snapshot.New(at, snapshot.Settings{})}
				o := graph.Order{Want: everything(), Keep: true, Journal: kept.add}
				if before != nil {
					s.snap, o.Kept = before.after(t, at), before.report.Kept
				}
				if o.Resume, err = graph.Replay(s.snap, kept.entries()); err != nil {
					t.Fatal(err)
				}
				if s.report, err = readerAt(t, resumed.server.URL, creds).Read(t.Context(), tenantID, s.snap, o); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(contents(t, want.snap), contents(t, s.snap)); diff != "" {
					t.Fatalf("killed at request %d (-uninterrupted +resumed):\n%s", k, diff)
				}
				// What changed in a collection read with its owners is one answer with the
				// entities that it names, which are asked for singly.
				inFlight := killed.held + pageOfChanges
				if before == nil {
					inFlight = killed.held
				}
				if twice := sum(killed.asked) + sum(resumed.asked) - sum(plain.asked); twice > inFlight {
					t.Errorf("killed at request %d: %d were asked for twice, want at most the %d in flight", k, twice, inFlight)
				}
				compareKept(t, want.report.Kept, s.report.Kept)
			}
		})
	}
}

// killAt reads until the k-th request and returns what was asked for by then; nil
// where there are not as many.
func killAt(t *testing.T, base string, creds graph.Credentials, k int, before *scan, at time.Time, kept *journal) *wall {
	t.Helper()
	w := newWall(t, base)
	w.from = k
	ctx, kill := context.WithCancel(t.Context())
	defer kill()
	s := snapshot.New(at, snapshot.Settings{})
	o := graph.Order{Want: everything(), Keep: true, Journal: kept.add}
	if before != nil {
		s, o.Kept = before.after(t, at), before.report.Kept
	}
	done := make(chan struct{})
	var err error
	go func() {
		defer close(done)
		_, err = readerAt(t, w.server.URL, creds).Read(ctx, tenantID, s, o)
	}()
	if !w.quiet(done) {
		return nil
	}
	kill()
	<-done
	if !errors.Is(err, context.Canceled) {
		t.Errorf("killed at request %d: got error %v, want it cancelled", k, err)
	}
	return w
}

func compareKept(t *testing.T, want, got map[snapshot.Resource]graph.Kept) {
	t.Helper()
	if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got))); diff != "" {
		t.Errorf("kept (-uninterrupted +resumed):\n%s", diff)
	}
	for r, k := range want {
		g := got[r]
		if !g.At.Equal(k.At) || !g.Full.Equal(k.Full) || (g.Link == "") != (k.Link == "") || g.Asked != k.Asked {
			t.Errorf("%s is kept as %+v, want %+v", r, g, k)
		}
		if g.Requests < k.Requests/2 || g.Requests > 2*k.Requests+1 {
			t.Errorf("%s took %d requests, want about %d", r, g.Requests, k.Requests)
		}
	}
}

func sum(m map[string]int) int {
	n := 0
	for _, v := range m {
		n += v
	}
	return n
}
