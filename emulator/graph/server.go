package graph

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
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
	// Limits is what may be asked for in a time; zero for no limit.
	Limits Limits
	// Rand draws from [0,1) for the faults; nil for a source of the server's own. It need not be safe for
	// concurrent use.
	Rand func() float64
	// Now is the clock; nil for the wall clock.
	Now func() time.Time
	// Dir is where the server keeps what its delta tokens name, so that they are known to the next server too; empty for
	// nowhere.
	Dir string
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
	// quota is the application's, over all tenants.
	quota *quota
	// writers holds gzip writers that are not in use.
	writers sync.Pool

	mu      sync.RWMutex
	tenants map[string]*tenant
	shared  map[string]*tree // by folder
}

// tenant is one tenant that is being served.
type tenant struct {
	id     string
	tree   *tree
	deltas *deltas
	limit  *limiter
	quota  *quota

	requests, subrequests, bytes, throttled atomic.Int64
}

// Stats is what one tenant has been asked for since it was first added.
type Stats struct {
	Requests    int64 // HTTP requests
	Subrequests int64 // items of batches
	Bytes       int64 // bytes of response bodies, as sent
	Throttled   int64 // requests and items answered 429 because a published limit was reached, not by chance
	// Asked is what was asked for of each published limit, by its name and in what it counts, and Least the least time
	// that the limits leave for it. They are counted where the limits are enforced.
	Asked map[string]int64
	Least time.Duration
}

// Open makes a server that does not listen yet.
func Open(cfg Config) *Server {
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	s := &Server{cfg: cfg, cache: newCache(cacheBytes), tenants: map[string]*tenant{}, quota: newQuota()}
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
	next := &tenant{id: id, tree: s.treeOf(rec), deltas: newDeltas(s.stateDir(id)), limit: newLimiter(s.cfg.Limits), quota: newQuota()}
	if old := s.tenants[id]; old != nil {
		next.deltas, next.limit, next.quota = old.deltas, old.limit, old.quota
		next.requests.Store(old.requests.Load())
		next.subrequests.Store(old.subrequests.Load())
		next.bytes.Store(old.bytes.Load())
		next.throttled.Store(old.throttled.Load())
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
	return s.ServeOn(l), nil
}

// ServeOn serves on a listener of the caller's own, such as one in memory, until Close, and returns the URL below which
// the API versions lie. It is called in place of Serve.
func (s *Server) ServeOn(l net.Listener) (baseURL string) {
	s.base = "http://" + l.Addr().String()
	go func() {
		if err := s.http.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			s.cfg.Logger.Error("graph stopped serving", "error", err)
		}
	}()
	return s.base
}

// Stats returns what a tenant has been asked for; zero for one that is not served.
func (s *Server) Stats(tenant string) Stats {
	t := s.tenant(tenant)
	if t == nil {
		return Stats{}
	}
	asked, least := t.quota.needs()
	return Stats{Asked: asked, Least: least, Requests: t.requests.Load(), Subrequests: t.subrequests.Load(), Bytes: t.bytes.Load(), Throttled: t.throttled.Load()}
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
	var told usage
	m := arrives
	if fail == nil {
		t.requests.Add(1)
		told, m, fail = s.meet(r, t)
	}
	var a answer
	if fail == nil && m != dropped && m != reset && m != hanging {
		a, fail = s.route(r, t, clientID)
	}
	if fail != nil {
		if fail.status == http.StatusUnauthorized {
			h.Set("WWW-Authenticate", `Bearer realm="", error="invalid_token"`)
		}
		a = fail.answer(s.now(), requestID, clientID)
	}
	if t != nil {
		s.linger(r.Context())
	}
	for name, value := range told.headers() {
		h.Set(name, value)
	}
	s.write(w, r, t, a, m)
}

// meet returns what stands in a request's way: a limit, an error by chance, or what befalls its answer. It comes before
// any waiting, so that limits count a request when it arrives.
func (s *Server) meet(r *http.Request, t *tenant) (usage, mishap, *failure) {
	version, path, _ := strings.Cut(strings.TrimPrefix(r.URL.EscapedPath(), "/"), "/")
	told, fail := s.charge(t, version, path, r.URL.RawQuery)
	if fail == nil {
		fail = t.limit.take(s.now())
	}
	if fail == nil {
		fail = s.strike(path, r.URL.RawQuery)
	}
	if fail != nil {
		return told, arrives, fail
	}
	return told, s.mishap(), nil
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
