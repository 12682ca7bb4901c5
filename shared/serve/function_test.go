package serve

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// logged is where a test's log lines go.
type logged struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write implements io.Writer.
func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

func (l *logged) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// lines returns what each line holds, without its time.
func (l *logged) lines(t *testing.T) []map[string]any {
	t.Helper()
	var lines []map[string]any
	for _, text := range strings.Split(strings.TrimSpace(l.text()), "\n") {
		if text == "" {
			continue
		}
		var line map[string]any
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			t.Fatalf("log line %q: %v", text, err)
		}
		delete(line, "time")
		lines = append(lines, line)
	}
	return lines
}

// tellsNothing fails the test when the log or an answer holds a secret.
func tellsNothing(t *testing.T, l *logged, answer string, secrets ...string) {
	t.Helper()
	for _, s := range secrets {
		if strings.Contains(l.text(), s) {
			t.Errorf("the log holds %q:\n%s", s, l.text())
		}
		if strings.Contains(answer, s) {
			t.Errorf("the answer holds %q: %s", s, answer)
		}
	}
}

// plain is a setup that always makes the same handler.
func plain(h http.HandlerFunc) Setup {
	return func(context.Context) (http.Handler, error) { return h, nil }
}

// testFunction returns a function and where it logs.
func testFunction(limits Limits, setup Setup) (*Function, *logged) {
	l := &logged{}
	return newFunction(newLogger(l, "test"), limits, setup), l
}

// call sends one request to a function through a recorder.
func call(f http.Handler, r *http.Request) (status int, body string) {
	w := httptest.NewRecorder()
	f.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

func get(path string) *http.Request { return httptest.NewRequest("GET", path, nil) }

// roomy limits are none that a test meets.
var roomy = Limits{Time: 10 * time.Second, Body: 1 << 20}

func TestOnlyASuccessfulSetupIsRemembered(t *testing.T) {
	calls := 0
	f, l := testFunction(roomy, func(context.Context) (http.Handler, error) {
		switch calls++; calls {
		case 1:
			return nil, errors.New("DATABASE is not set")
		case 2:
			panic("the password is hunter2")
		}
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ready") }), nil
	})
	for i, want := range []int{503, 500, 200, 200, 200} {
		status, body := call(f, get("/?token=hunter2"))
		if status != want {
			t.Errorf("request %d: got %v, want %v", i+1, status, want)
		}
		tellsNothing(t, l, body, "hunter2")
		if strings.Contains(body, "DATABASE") {
			t.Errorf("the answer %q says why the setup failed", body)
		}
	}
	if calls != 3 {
		t.Errorf("got %d setups, want 3", calls)
	}
	if !strings.Contains(l.text(), `"severity":"ERROR","message":"setup failed","function":"test","error":"DATABASE is not set"`) {
		t.Errorf("the log does not say why the setup failed:\n%s", l.text())
	}
}

func TestFirstRequestsSetUpOnce(t *testing.T) {
	var setups, served atomic.Int64
	f, _ := testFunction(roomy, func(context.Context) (http.Handler, error) {
		setups.Add(1)
		time.Sleep(20 * time.Millisecond)
		return http.HandlerFunc(func(http.ResponseWriter, *http.Request) { served.Add(1) }), nil
	})
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if status, _ := call(f, get("/")); status != 200 {
				t.Errorf("got %v, want 200", status)
			}
		})
	}
	wg.Wait()
	if setups.Load() != 1 || served.Load() != 50 {
		t.Errorf("got %d setups and %d requests served, want 1 and 50", setups.Load(), served.Load())
	}
}

// TestWaitingForSetupIsBounded: a setup that hangs holds up no request for
// longer than the request's own time.
func TestWaitingForSetupIsBounded(t *testing.T) {
	hang, begun := make(chan struct{}), make(chan struct{})
	f, _ := testFunction(Limits{Time: 50 * time.Millisecond}, func(context.Context) (http.Handler, error) {
		close(begun)
		<-hang
		return nil, errors.New("at last")
	})
	first := make(chan int)
	go func() {
		status, _ := call(f, get("/"))
		first <- status
	}()
	<-begun
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if status, _ := call(f, get("/")); status != 503 {
				t.Errorf("got %v, want 503", status)
			}
		})
	}
	wg.Wait() // would not end if they waited for the setup
	close(hang)
	if status := <-first; status != 503 {
		t.Errorf("the request that set up: got %v, want 503", status)
	}
}

// TestTimeLimit: a request out of time is that, not one the client gave up.
func TestTimeLimit(t *testing.T) {
	ended := make(chan error, 1)
	f, l := testFunction(Limits{Time: 30 * time.Millisecond, Body: 10}, plain(onRequest(newLogger(io.Discard, "test"),
		func(_ http.ResponseWriter, r *http.Request) error {
			_, _ = io.ReadAll(r.Body)
			<-r.Context().Done()
			ended <- r.Context().Err()
			return errors.New("rpc error: code = DeadlineExceeded") // as clients of other servers say it
		}).ServeHTTP))
	server := httptest.NewServer(f)
	defer server.Close()
	for range 10 {
		answer, err := http.Post(server.URL, "text/plain", strings.NewReader("body"))
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if err := <-ended; !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the handler's context: got %v, want %v", err, context.DeadlineExceeded)
		}
		if answer.StatusCode != http.StatusGatewayTimeout {
			t.Errorf("got %v, want 504", answer.StatusCode)
		}
	}
	if l.text() != "" {
		t.Errorf("got the log\n%s\nwant none", l.text())
	}
}

// TestSlowClients: neither one that sends slowly nor one that reads slowly
// occupies the function for long.
func TestSlowClients(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("waits for two seconds")
	}
	ended := make(chan string, 2)
	f, _ := testFunction(Limits{Time: 20 * time.Millisecond, Body: 1 << 20}, plain(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.ReadAll(r.Body); err != nil {
			ended <- "sending"
			return
		}
		for block := make([]byte, 1<<20); ; {
			if _, err := w.Write(block); err != nil {
				ended <- "reading"
				return
			}
		}
	}))
	server := httptest.NewServer(f)
	defer server.Close()
	body, keep := io.Pipe()
	defer keep.Close()
	go func() { _, _ = keep.Write([]byte("the first bytes")) }()
	go func() {
		if answer, err := http.Post(server.URL, "text/plain", body); err == nil {
			_ = answer.Body.Close()
		}
	}()
	answer, err := http.Get(server.URL) // and never read
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	for range 2 {
		select {
		case <-ended:
		case <-time.After(grace + 5*time.Second):
			t.Fatal("a slow client still occupies the function")
		}
	}
}

func TestBodyLimit(t *testing.T) {
	read := func(_ http.ResponseWriter, r *http.Request) error {
		_, err := io.ReadAll(r.Body)
		return err
	}
	handlers := map[string]http.Handler{
		"OnRequest": onRequest(newLogger(io.Discard, "test"), read),
		"OnMessage": onMessage[note](newLogger(io.Discard, "test"), Inbox{}, func(context.Context, note, Push) error { return nil }),
	}
	const body = `{"message":{"messageId":"1"}}`
	tests := []struct {
		name      string
		body      string
		length    int64 // -1: not announced
		status    int
		onMessage int
	}{
		{"at the limit", body, int64(len(body)), 200, 204},
		{"at the limit, not announced", body, -1, 200, 204},
		{"over the limit", body + " ", int64(len(body)) + 1, 413, 413},
		{"over the limit, not announced", body + " ", -1, 413, 413},
		{"far over the limit", strings.Repeat(body, 1000), -1, 413, 413},
	}
	for name, h := range handlers {
		f, _ := testFunction(Limits{Time: time.Second, Body: int64(len(body))}, plain(h.ServeHTTP))
		for _, tt := range tests {
			t.Run(name+" "+tt.name, func(t *testing.T) {
				r := httptest.NewRequest("POST", "/", strings.NewReader(tt.body))
				r.ContentLength = tt.length
				want := tt.status
				if name == "OnMessage" {
					want = tt.onMessage
				}
				if got, answer := call(f, r); got != want {
					t.Errorf("got %v %q, want %v", got, answer, want)
				}
			})
		}
	}
}
