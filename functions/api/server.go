package api

import (
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"vahti.ai/vahti/shared/billing"
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/limit"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
)

// base begins every path. The front door strips nothing.
const base = "/api/v1"

// documentPath is where the API's own description is.
const documentPath = base + "/openapi.json"

// server holds what requests are answered with. It keeps nothing of a request but
// how many its caller has made.
type server struct {
	gate     gatekeeper
	sessions sessions
	fleet    *fleet.Fleet
	// db is where people's preferences lie; the rest is reached through what the gate
	// hands out.
	db *store.DB
	// publish publishes the tick by which a scan that was asked for begins at once.
	publish func(context.Context, queue.Message) error
	// post leaves a letter to be sent; address is where its links lead.
	post    func(context.Context, letter.Letter) error
	address string
	stripe  *billing.Client
	trial   int // days that are free for who never had a subscription
	// own are Vahti's checks, operators the operator's for every tenant.
	own, operators []*check.Check
	origins        origins
	limits         *limit.Limiter // by caller
	unknowns       *limit.Limiter // requests of whoever cannot be told, by address
	invited        *limit.Limiter // by tenant
	summaries      *limit.Limiter // of who had access, by tenant
	verified       *limit.Limiter // verifications of audit trails, by tenant
	now            func() time.Time
	log            *slog.Logger
}

// handler serves the routes and adds what every answer has in common.
func (s *server) handler() (http.Handler, error) {
	mux := http.NewServeMux()
	described, err := s.register(mux)
	if err != nil {
		return nil, err
	}
	mux.HandleFunc("GET "+documentPath, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/openapi+json")
		w.Header().Set("ETag", tagOf(json.RawMessage(described)))
		_, _ = w.Write(described)
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { writeProblem(w, s.stray(mux, r)) })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		serve.Guard(w.Header(), strings.HasPrefix(s.address, "https:"))
		if s.origins.allow(w, r) {
			return
		}
		a := &whole{ResponseWriter: w}
		switch {
		case r.ContentLength > maxBody:
			writeProblem(a, problemOf(tooLarge, "The body is larger than any request may be.", nil))
		case path.Clean(r.URL.Path) != r.URL.Path: // which the mux would answer with another address
			writeProblem(a, s.stray(mux, r))
		default:
			mux.ServeHTTP(a, r)
		}
		a.send(r)
	}), nil
}

// register adds every route to the mux and returns the API's description.
func (s *server) register(mux *http.ServeMux) ([]byte, error) {
	api := humago.New(mux, configuration())
	for _, r := range s.routes() {
		r.add(s, api, r)
	}
	// Every failed answer is a Problem: huma's own form of one is not in use.
	schemas := api.OpenAPI().Components.Schemas.Map()
	delete(schemas, "ErrorModel")
	delete(schemas, "ErrorDetail")
	maps.Copy(schemas, problemSchemas())
	return json.Marshal(api.OpenAPI())
}

// configuration describes the API as a whole.
func configuration() huma.Config {
	format := huma.DefaultJSONFormat
	registry := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title: "Vahti", Version: "1",
				Description: "What Vahti knows of your Microsoft 365 tenants, and what you decide about it.\n\n" +
					"Sign in with a token of Microsoft Entra or with an API key, both as `Authorization: Bearer`. " +
					"A tenant that is not yours answers as one that does not exist. " +
					"Lists come in pages: send the `next` of a page as `cursor`; a page may be short, or empty, and go on. " +
					"Failed answers are problem details (RFC 9457); `type` tells them apart. " +
					"Times are RFC 3339, in UTC.",
			},
			Components: &huma.Components{
				Schemas: registry,
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"bearer":  {Type: "http", Scheme: "bearer", Description: "An access token of Microsoft Entra, or an API key: `vahti_…`."},
					"session": {Type: "apiKey", In: "cookie", Name: "__Host-vahti-" + gate.SessionCookie, Description: "The console's session, for pages of the same origin."},
				},
			},
			Security: []map[string][]string{{"bearer": {}}, {"session": {}}},
			Tags:     tags(),
		},
		Formats:                      map[string]huma.Format{"application/json": format, "json": format},
		DefaultFormat:                "application/json",
		RejectUnknownQueryParameters: true,
		Transformers:                 []huma.Transformer{ours},
	}
}

// stray is the answer where no route is, or none for the method.
func (s *server) stray(mux *http.ServeMux, r *http.Request) *Problem {
	var allowed []string
	if path.Clean(r.URL.Path) != r.URL.Path {
		return problemOf(notFound, "There is no such resource.", nil)
	}
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := mux.Handler(other); pattern != "/" && pattern != "" {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		return problemOf(notFound, "There is no such resource.", nil)
	}
	if slices.Contains(allowed, http.MethodGet) {
		allowed = slices.Insert(allowed, 1, http.MethodHead)
	}
	return problemOf(wrongMethod, "The resource does not take this method.", nil).with("Allow", strings.Join(allowed, ", "))
}

// fail logs a refusal and returns it as it is answered.
func (s *server) fail(ctx context.Context, route string, err error) *Problem {
	p := refused(ctx, err)
	level := slog.LevelInfo
	if p.Status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	s.log.Log(ctx, level, "request failed", "error", p.Error(), "status", p.Status, "route", route)
	return p
}
