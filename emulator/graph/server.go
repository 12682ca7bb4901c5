package graph

import (
	"compress/gzip"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Config is what a Server is made of. Only Authenticate is needed.
type Config struct {
	// Authenticate tells which tenant a bearer token is for; not ok for one that is unknown or expired.
	Authenticate func(bearer string) (tenant string, ok bool)
	// Faults is how often the server misbehaves; zero for never.
	Faults Faults
	// Deny names resources that are refused with 403 as if the permission had not been granted, in either API version:
	// paths without version such as "policies/authorizationPolicy", with "{id}" for any one segment. What lies below
	// a denied path is not denied with it.
	Deny []string
	// Limits is what a tenant may ask for in a time; zero for no limit.
	Limits Limits
	// Rand draws from [0,1) for the faults; nil for a source of the server's own. It need not be safe for
	// concurrent use.
	Rand func() float64
	// Now is the clock; nil for the wall clock.
	Now func() time.Time
	// Logger is told of what goes wrong in the server itself; nil for nowhere.
	Logger *slog.Logger
}

// Server serves recorded tenants. Its methods may be called at the same time.
type Server struct {
	cfg    Config
	base   string
	http   *http.Server
	cache  *cache
	randMu sync.Mutex
	// writers holds gzip writers that are not in use.
	writers sync.Pool

	mu      sync.RWMutex
	tenants map[string]*tenant
}

// tenant is one tenant that is being served.
type tenant struct {
	id     string
	tree   *tree
	deltas *deltas
	limit  *limiter

	requests, subrequests, bytes atomic.Int64
}

// Stats is what one tenant has been asked for since it was first added.
type Stats struct {
	Requests    int64 // HTTP requests
	Subrequests int64 // items of batches
	Bytes       int64 // bytes of response bodies, as sent
}

// Open makes a server that does not listen yet.
func Open(cfg Config) *Server {
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	s := &Server{cfg: cfg, cache: newCache(cacheBytes), tenants: map[string]*tenant{}}
	s.http = &http.Server{
		Handler:           http.HandlerFunc(s.handle),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(cfg.Logger.Handler(), slog.LevelDebug),
	}
	return s
}

// Add serves a recording from now on, in place of any other of the same tenant; delta tokens and Stats live on.
func (s *Server) Add(rec Recording) error {
	if rec.ID == "" {
		return errors.New("add recording: it has no tenant id")
	}
	if rec.Dir == "" {
		return errors.New("add recording: it has no folder")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	id := strings.ToLower(rec.ID)
	next := &tenant{id: id, tree: newTree(rec.Dir, s.cache), deltas: newDeltas(), limit: newLimiter(s.cfg.Limits)}
	if old := s.tenants[id]; old != nil {
		next.deltas, next.limit = old.deltas, old.limit
		next.requests.Store(old.requests.Load())
		next.subrequests.Store(old.subrequests.Load())
		next.bytes.Store(old.bytes.Load())
		old.tree.release()
	}
	s.tenants[id] = next
	return nil
}

// Remove stops serving a tenant; its tokens are then refused.
func (s *Server) Remove(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if old := s.tenants[strings.ToLower(id)]; old != nil {
		old.tree.release()
		delete(s.tenants, strings.ToLower(id))
	}
}

// Serve listens on a free port of the loopback address and returns the URL below which the API versions lie, such as
// http://127.0.0.1:4711. It serves until Close.
func (s *Server) Serve() (baseURL string, err error) {
	if s.cfg.Authenticate == nil {
		return "", errors.New("serve graph: no Authenticate")
	}
	if s.base != "" {
		return "", errors.New("serve graph: it is being served already")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("serve graph: %w", err)
	}
	s.base = "http://" + l.Addr().String()
	go func() {
		if err := s.http.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			s.cfg.Logger.Error("graph stopped serving", "error", err)
		}
	}()
	return s.base, nil
}

// Stats returns what a tenant has been asked for; zero for one that is not served.
func (s *Server) Stats(tenant string) Stats {
	t := s.tenant(tenant)
	if t == nil {
		return Stats{}
	}
	return Stats{Requests: t.requests.Load(), Subrequests: t.subrequests.Load(), Bytes: t.bytes.Load()}
}

// Close stops serving at once.
func (s *Server) Close() error {
	if err := s.http.Close(); err != nil {
		return fmt.Errorf("close graph: %w", err)
	}
	return nil
}

func (s *Server) tenant(id string) *tenant {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.tenants[strings.ToLower(id)]
}

func (s *Server) now() time.Time {
	if s.cfg.Now != nil {
		return s.cfg.Now()
	}
	return time.Now()
}

// maxBody is the largest request body, in bytes, before and after inflating.
const maxBody = 4 << 20

func (s *Server) handle(w http.ResponseWriter, r *http.Request) {
	requestID, clientID := newID(), r.Header.Get("client-request-id")
	if clientID == "" {
		clientID = requestID
	}
	h := w.Header()
	h.Set("request-id", requestID)
	h.Set("client-request-id", clientID)
	h.Set("OData-Version", "4.0")
	h.Set("Cache-Control", "no-cache")
	h.Set("Date", s.now().UTC().Format(http.TimeFormat))

	t, fail := s.authenticate(r)
	if fail != nil {
		if fail.status == http.StatusUnauthorized {
			h.Set("WWW-Authenticate", `Bearer realm="", error="invalid_token"`)
		}
		s.write(w, r, t, fail.answer(s.now(), requestID, clientID), false)
		return
	}
	t.requests.Add(1)
	s.linger(r.Context())
	if fail = t.limit.take(s.now()); fail == nil {
		fail = s.strike()
	}
	cut := fail == nil && s.chance(s.cfg.Faults.Cut)
	if cut && s.random() < 0.5 {
		panic(http.ErrAbortHandler) // the connection drops without an answer
	}
	var a answer
	if fail == nil {
		a, fail = s.route(r, t, clientID)
	}
	if fail != nil {
		a = fail.answer(s.now(), requestID, clientID)
	}
	s.write(w, r, t, a, cut)
}

// authenticate finds the tenant of a request.
func (s *Server) authenticate(r *http.Request) (*tenant, *failure) {
	scheme, bearer, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	bearer = strings.TrimSpace(bearer)
	if !strings.EqualFold(scheme, "Bearer") || bearer == "" {
		return nil, unauthorized("Access token is empty.")
	}
	id, ok := s.cfg.Authenticate(bearer)
	if !ok {
		return nil, unauthorized("Lifetime validation failed, the token is expired.")
	}
	t := s.tenant(id)
	if t == nil {
		return nil, &failure{status: http.StatusUnauthorized, code: "Authorization_IdentityNotFound",
			message: "The identity of the calling application could not be established."}
	}
	return t, nil
}

// route answers a request that is let through.
func (s *Server) route(r *http.Request, t *tenant, clientID string) (answer, *failure) {
	version, path, _ := strings.Cut(strings.TrimPrefix(r.URL.EscapedPath(), "/"), "/")
	version = strings.ToLower(version)
	if version != "v1.0" && version != "beta" {
		return answer{}, &failure{status: http.StatusNotFound, code: "ResourceNotFound",
			message: "Invalid version: '" + version + "'."}
	}
	batch := strings.EqualFold(strings.Trim(path, "/"), "$batch")
	switch r.Method {
	case http.MethodGet:
		if batch {
			return answer{}, methodNotAllowed()
		}
		eventual := strings.EqualFold(r.Header.Get("ConsistencyLevel"), "eventual")
		return s.get(r.Context(), t, version, path, r.URL.RawQuery, eventual)
	case http.MethodPost:
		if batch {
			return s.batch(r, t, version, clientID)
		}
		return answer{}, denied()
	case http.MethodPut, http.MethodPatch, http.MethodDelete:
		return answer{}, denied()
	}
	return answer{}, methodNotAllowed()
}

func methodNotAllowed() *failure {
	return &failure{status: http.StatusMethodNotAllowed, code: "Request_BadRequest",
		message: "Specified HTTP method is not allowed for the request target."}
}

// get answers one GET, alone or of a batch.
func (s *Server) get(ctx context.Context, t *tenant, version, path, rawQuery string, eventual bool) (answer, *failure) {
	if s.denies(path) {
		return answer{}, denied()
	}
	q, fail := parseQuery(rawQuery)
	if fail != nil {
		return answer{}, fail
	}
	q.eventual = eventual
	c := &call{server: s, tenant: t, version: version, path: path, query: q}
	return c.serve(ctx)
}

// denies reports whether the resource at an escaped path is among those that are refused.
func (s *Server) denies(path string) bool {
	if len(s.cfg.Deny) == 0 {
		return false
	}
	segments, fail := splitPath(path)
	if fail != nil {
		return false
	}
	return slices.ContainsFunc(s.cfg.Deny, func(pattern string) bool {
		return slices.EqualFunc(strings.Split(strings.Trim(pattern, "/"), "/"), segments, func(want, got string) bool {
			return strings.EqualFold(want, got) || want == "{id}" && !strings.HasPrefix(got, "$")
		})
	})
}

// compressFrom is the smallest body, in bytes, that is worth compressing.
const compressFrom = 1 << 10

// write sends an answer; one that is to be cut ends in the middle and drops the connection.
func (s *Server) write(w http.ResponseWriter, r *http.Request, t *tenant, a answer, cut bool) {
	h := w.Header()
	h.Set("Content-Type", a.contentType)
	if a.retryAfter != "" {
		h.Set("Retry-After", a.retryAfter)
	}
	body := a.body
	if len(body) >= compressFrom && acceptsGzip(r) {
		h.Set("Content-Encoding", "gzip")
		h.Set("Vary", "Accept-Encoding")
		body = s.compress(body)
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if cut {
		body = body[:len(body)/2]
	}
	w.WriteHeader(a.status)
	n, err := w.Write(body)
	if t != nil {
		t.bytes.Add(int64(n))
	}
	if cut || err != nil {
		if f, ok := w.(http.Flusher); ok {
			f.Flush()
		}
		panic(http.ErrAbortHandler)
	}
}

func acceptsGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		coding, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(coding, "gzip") && strings.TrimSpace(weight) != "q=0" {
			return true
		}
	}
	return false
}

// compress deflates a body with a pooled writer: a new one costs more than most bodies.
func (s *Server) compress(body []byte) []byte {
	z, ok := s.writers.Get().(*gzip.Writer)
	if !ok {
		z, _ = gzip.NewWriterLevel(nil, gzip.BestSpeed) // fails only for an unknown level
	}
	defer s.writers.Put(z)
	var b sliceWriter
	z.Reset(&b)
	_, err := z.Write(body)
	if err == nil {
		err = z.Close()
	}
	if err != nil { // into memory: cannot fail
		return nil
	}
	return b
}

type sliceWriter []byte

func (b *sliceWriter) Write(p []byte) (int, error) {
	*b = append(*b, p...)
	return len(p), nil
}

// readBody reads a request's body, inflated where it is compressed.
func readBody(r *http.Request) ([]byte, *failure) {
	var src io.Reader = io.LimitReader(r.Body, maxBody)
	if strings.EqualFold(r.Header.Get("Content-Encoding"), "gzip") {
		z, err := gzip.NewReader(src)
		if err != nil {
			return nil, badRequest("The request body is not valid gzip.")
		}
		src = z
	}
	data, err := io.ReadAll(io.LimitReader(src, maxBody+1))
	if err != nil || len(data) > maxBody {
		return nil, badRequest("The request body could not be read.")
	}
	return data, nil
}

// newID makes the id of a request.
func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
