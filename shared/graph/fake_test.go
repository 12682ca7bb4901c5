package graph

import (
	"context"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"vahti.ai/vahti/shared/snapshot"
)

const (
	someTenant = "11111111-2222-3333-4444-555555555555"
	secretBody = "tuulikki.salaperainen@contoso.example" // stands in bodies, must never come out
	someSecret = "client-secret-value"
)

// entra is a token server over TLS. Its fields may be set before the first use.
type entra struct {
	t      testing.TB
	server *httptest.Server

	mu       sync.Mutex
	tokens   int                       // given so far
	forms    []map[string][]string     // of token requests
	refuse   func(n int) (int, string) // status and body for the n-th request; 0 to give a token
	lifetime int                       // seconds, 0 for an hour
}

func newEntra(t testing.TB) *entra {
	e := &entra{t: t}
	e.server = httptest.NewTLSServer(http.HandlerFunc(e.serve))
	t.Cleanup(e.server.Close)
	return e
}

func (e *entra) serve(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	tenant, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	base := "https://" + r.Host + "/" + tenant
	if strings.HasSuffix(r.URL.Path, "/.well-known/openid-configuration") {
		fmt.Fprintf(w, `{"issuer":%q,"authorization_endpoint":%q,"token_endpoint":%q}`,
			base+"/v2.0", base+"/oauth2/v2.0/authorize", base+"/oauth2/v2.0/token")
		return
	}
	if err := r.ParseForm(); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.forms = append(e.forms, r.PostForm)
	if e.refuse != nil {
		if status, body := e.refuse(len(e.forms)); status != 0 {
			if status/100 == 3 {
				w.Header().Set("Location", "/"+tenant+"/elsewhere")
			}
			w.WriteHeader(status)
			fmt.Fprint(w, body)
			return
		}
	}
	e.tokens++
	lifetime := e.lifetime
	if lifetime == 0 {
		lifetime = 3600
	}
	fmt.Fprintf(w, `{"token_type":"Bearer","expires_in":%d,"access_token":"token-%s-%d"}`, lifetime, tenant, e.tokens)
}

func (e *entra) asked() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.forms)
}

// credentials of an application this server knows.
func (e *entra) credentials() Credentials {
	file := filepath.Join(e.t.TempDir(), "ca.pem")
	block := &pem.Block{Type: "CERTIFICATE", Bytes: e.server.Certificate().Raw}
	if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
		e.t.Fatal(err)
	}
	return Credentials{
		ClientID: "vahti", Authority: e.server.URL + "/", CAFile: file, DisableInstanceDiscovery: true, Secret: holds(someSecret),
	}
}

// clock is a clock that sleeping moves on.
type clock struct {
	mu    sync.Mutex
	at    time.Time
	slept []time.Duration
}

func newClock() *clock { return &clock{at: time.Now()} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	c.at = c.at.Add(d)
	c.slept = append(c.slept, d)
	return nil
}

func (c *clock) waits() []time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]time.Duration(nil), c.slept...)
}

// reply is one answer of a fakeGraph.
type reply struct {
	status int // 0 for 200
	header map[string]string
	body   string
	cut    bool // promise more than is sent
	drop   bool // close without an answer
}

// fakeGraph answers paths ("v1.0/users") from scripts: the n-th request for a
// path gets its n-th reply, later ones the last. Batches are taken apart.
type fakeGraph struct {
	t      testing.TB
	server *httptest.Server
	script map[string][]reply
	batch  func(n int) *reply // stands for the whole n-th batch when not nil
	lose   map[string]bool    // paths that a batch leaves unanswered

	mu             sync.Mutex
	asked          map[string]int
	log            []string // method, path and query of every HTTP request
	tokens         []string
	batches        int
	inFlight, most int
}

func newFakeGraph(t testing.TB, script map[string][]reply) *fakeGraph {
	g := &fakeGraph{t: t, script: script, asked: map[string]int{}}
	g.server = httptest.NewServer(http.HandlerFunc(g.serve))
	t.Cleanup(g.server.Close)
	return g
}

func (g *fakeGraph) next(path string) reply {
	g.mu.Lock()
	defer g.mu.Unlock()
	replies, ok := g.script[path]
	if !ok {
		return reply{status: http.StatusForbidden, body: odata("Authorization_RequestDenied")}
	}
	n := g.asked[path]
	g.asked[path]++
	r := replies[min(n, len(replies)-1)]
	r.body = strings.ReplaceAll(r.body, "{base}", g.server.URL)
	return r
}

func (g *fakeGraph) serve(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, "/")
	g.mu.Lock()
	g.inFlight++
	g.most = max(g.most, g.inFlight)
	g.log = append(g.log, r.Method+" "+path+"?"+r.URL.RawQuery)
	g.tokens = append(g.tokens, r.Header.Get("Authorization"))
	g.mu.Unlock()
	defer func() {
		g.mu.Lock()
		g.inFlight--
		g.mu.Unlock()
	}()
	if r.Header.Get("Content-Encoding") != "" {
		g.t.Error("the request is compressed")
	}
	if strings.HasSuffix(path, "/$batch") {
		g.serveBatch(w, r, strings.TrimSuffix(path, "/$batch"))
		return
	}
	if token := r.URL.Query().Get("$skiptoken"); token != "" {
		path += "#" + token
	}
	write(w, g.next(path))
}

func (g *fakeGraph) serveBatch(w http.ResponseWriter, r *http.Request, version string) {
	var in struct {
		Requests []struct{ ID, Method, URL string }
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		if r.Context().Err() == nil { // a reader that gave up sends half a body
			g.t.Errorf("batch: %v", err)
		}
		panic(http.ErrAbortHandler)
	}
	g.mu.Lock()
	g.batches++
	n := g.batches
	g.mu.Unlock()
	if g.batch != nil {
		if whole := g.batch(n); whole != nil {
			write(w, *whole)
			return
		}
	}
	var out []map[string]any
	for _, item := range in.Requests {
		path, _, _ := strings.Cut(version+item.URL, "?")
		if g.lose[path] {
			continue
		}
		a := g.next(path)
		if a.status == 0 {
			a.status = http.StatusOK
		}
		if a.body == "" {
			a.body = "null"
		}
		out = append([]map[string]any{{"id": item.ID, "status": a.status, "headers": a.header, "body": json.RawMessage(a.body)}}, out...)
	}
	body, err := json.Marshal(map[string]any{"responses": out})
	if err != nil {
		g.t.Errorf("batch: %v", err)
	}
	write(w, reply{body: string(body)})
}

func write(w http.ResponseWriter, r reply) {
	if r.drop {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Date", time.Now().UTC().Format(http.TimeFormat))
	for k, v := range r.header {
		w.Header().Set(k, v)
	}
	if r.cut {
		w.Header().Set("Content-Length", fmt.Sprint(len(r.body)+100))
	}
	if r.status != 0 {
		w.WriteHeader(r.status)
	}
	fmt.Fprint(w, r.body)
	if r.cut {
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
}

// odata is an error body of Graph, with something in it that must not come out.
func odata(code string) string {
	return fmt.Sprintf(`{"error":{"code":%q,"message":"about %s","innerError":{"request-id":"x"}}}`, code, secretBody)
}

// harness is a reader before a fakeGraph and an entra.
type harness struct {
	graph  *fakeGraph
	entra  *entra
	clock  *clock
	reader *Reader
}

func newHarness(t testing.TB, script map[string][]reply) *harness {
	h := &harness{graph: newFakeGraph(t, script), entra: newEntra(t), clock: newClock()}
	h.reader = h.open(t, nil)
	return h
}

// open makes a reader with a configuration changed by edit.
func (h *harness) open(t testing.TB, edit func(*Config)) *Reader {
	cfg := Config{BaseURL: h.graph.server.URL, Now: h.clock.now, Sleep: h.clock.sleep}
	if edit != nil {
		edit(&cfg)
	}
	r, err := New(cfg, h.entra.credentials())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// read reads and checks what must hold of every Read.
func (h *harness) read(t *testing.T, ctx context.Context, want ...snapshot.Resource) (*snapshot.Snapshot, Stats, error) {
	t.Helper()
	s := snapshot.New(h.clock.now(), snapshot.Settings{})
	report, err := h.reader.Read(ctx, someTenant, s, Order{Want: want})
	stats := report.Stats
	for _, text := range reasons(stats, err) {
		for _, bad := range []string{secretBody, "token-", someSecret, "http", "value"} {
			if strings.Contains(text, bad) {
				t.Errorf("a reason or error tells %q: %s", bad, text)
			}
		}
	}
	for _, r := range want {
		why, missing := s.Missing(r)
		if missing && why.Reason == "it was not asked for" {
			t.Errorf("%s is neither read nor unread", r)
		}
	}
	h.graph.mu.Lock()
	defer h.graph.mu.Unlock()
	for _, token := range h.graph.tokens {
		if !strings.HasPrefix(token, "Bearer token-"+someTenant) {
			t.Errorf("a request came with authorization %q", token)
		}
	}
	return s, stats, err
}

func reasons(stats Stats, err error) []string {
	var out []string
	if err != nil {
		out = append(out, err.Error())
	}
	for _, u := range stats.Unread {
		out = append(out, u.Reason)
	}
	return out
}

// holds is a client secret that stays the same.
func holds(secret string) func(context.Context) (string, error) {
	return func(context.Context) (string, error) { return secret, nil }
}
