package export

import (
	"errors"
	"net/http"
	"path"
	"strings"

	"vahti.ai/vahti/shared/export"
	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/tenant"
)

// A route is one row of the authorisation table. One about a tenant says in needs what
// it takes there. No operator of Vahti exports anything: no support access covers it.
type route struct {
	method, path string
	needs        tenant.Permission // empty: anyone
	serve        func(http.ResponseWriter, *http.Request) error
}

// ofTenant is the path of what belongs to a tenant.
const ofTenant = "/export/tenants/{tenant}"

// routes is the authorisation table. All that is not in it answers 404.
func (s *server) routes() []route {
	return []route{
		{http.MethodGet, "/export/keys", "", s.keys},
		{http.MethodPost, ofTenant, tenant.Export, s.of(everything)},
		{http.MethodPost, ofTenant + "/trail", tenant.Export, s.of(trailAlone)},
	}
}

// who says who may use the route, as the golden file has it.
func (r route) who() string {
	if r.needs == "" {
		return "anyone"
	}
	return string(r.needs)
}

// handler serves the routes and adds what every answer has in common.
func (s *server) handler() http.Handler {
	mux := http.NewServeMux()
	for _, r := range s.routes() {
		mux.Handle(r.method+" "+r.path, serve.OnRequest(name, r.serve))
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { writeProblem(w, s.stray(mux, r)) })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.secure(w.Header())
		if path.Clean(r.URL.Path) != r.URL.Path { // which the mux would answer with another address
			writeProblem(w, s.stray(mux, r))
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// stray is the answer where no route is, or none for the method.
func (s *server) stray(mux *http.ServeMux, r *http.Request) *problem {
	var allowed []string
	if path.Clean(r.URL.Path) == r.URL.Path {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			other := r.Clone(r.Context())
			other.Method = method
			if _, pattern := mux.Handler(other); pattern != "/" && pattern != "" {
				allowed = append(allowed, method)
			}
		}
	}
	if len(allowed) == 0 {
		return problemOf(notFound, "There is no such resource.")
	}
	p := problemOf(wrongMethod, "The resource does not take this method.")
	p.header.Set("Allow", strings.Join(allowed, ", "))
	return p
}

// secure sets the headers of every answer. No copy is kept of what is answered.
func (s *server) secure(h http.Header) {
	serve.Guard(h, strings.HasPrefix(s.address, "https:"))
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
}

// keys shows the public keys by which exports are verified.
func (s *server) keys(w http.ResponseWriter, r *http.Request) error {
	k, err := s.key(r.Context())
	if err != nil {
		return s.refuse(w, r, err)
	}
	set, err := export.JWKS(k.Public())
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/jwk-set+json")
	h.Set("Cache-Control", "public, max-age=300")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	_, _ = w.Write(set)
	return nil
}

// of lets a request into the tenant that it names and answers with what a part of its
// data makes.
func (s *server) of(what part) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		p, err := s.gate.Request(r)
		if err != nil {
			return s.refuse(w, r, err)
		}
		e, err := s.gate.Enter(r.Context(), p, gate.Wish{Tenant: r.PathValue("tenant"), Need: tenant.Export, Target: "exports"})
		if err == nil && e.State == tenant.Erased {
			err = gate.ErrNotFound
		}
		if err != nil {
			return s.refuse(w, r, err)
		}
		plan, err := s.plan(r, e, what)
		if err != nil {
			return s.refuse(w, r, err)
		}
		if !s.turns.take(plan.Tenant) {
			return s.refuse(w, r, errBusy)
		}
		defer s.turns.give(plan.Tenant)
		if _, wait, ok := s.begun.Take(plan.Tenant); !ok {
			return s.refuse(w, r, &tooOften{wait})
		}
		x, err := s.begin(r.Context(), p, e, plan)
		if err != nil {
			return s.refuse(w, r, err)
		}
		return x.send(w, r)
	}
}

// part is which of a tenant's data a route is about.
type part int

const (
	everything part = iota
	trailAlone
)

// errForm means that a form has another form than is documented.
var errForm = errors.New("send kinds, formats, a period and a language, and nothing else")
