package api

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/member"
)

// call is a request that was let in. Handlers take it as a parameter and keep it
// nowhere.
type call struct {
	route string // its operation
	who   gate.Principal
	wish  gate.Wish
	entry gate.Entry // zero, as the wish, where the route is about no tenant
	now   time.Time
	once  string // the name the caller gave the request; empty for none
}

// tenant is the handle of the tenant that the caller was let into.
func (c *call) tenant() *store.Tenant { return c.entry.Tenant }

// actor is the caller as those packages know it that write what people do.
func (c *call) actor() member.Actor {
	a := c.who.Actor()
	a.Via = c.entry.Via
	return a
}

// scope is what the cursors of a listing are good for.
func (c *call) scope(ctx context.Context, route string, query any) (scope, error) {
	key, err := c.tenant().Key(ctx)
	return scope{key, route, query}, err
}

// callKey is where a request's call travels from the middleware to the handler.
type callKey struct{}

// letIn sees to it that nobody gets further than the table of routes says: it finds
// out who asks, counts the request, and enters the tenant that the path names.
func (s *server) letIn(route route) func(huma.Context, func(huma.Context)) {
	return func(hc huma.Context, next func(huma.Context)) {
		r, w := humago.Unwrap(hc)
		c, err := s.enter(r, w, route)
		if err != nil {
			writeProblem(w, s.fail(r.Context(), route.pattern(), err))
			return
		}
		next(huma.WithValue(hc, callKey{}, c))
	}
}

func (s *server) enter(r *http.Request, w http.ResponseWriter, route route) (*call, error) {
	// Who cannot be told is counted by address, and looked at no further while there are
	// too many of them: to look costs the databases something.
	at := s.gate.Address(r)
	if wait, spent := s.unknowns.Spent(at); spent && at != "" {
		return nil, errTooMany(wait)
	}
	who, err := s.gate.Request(r)
	if errors.Is(err, gate.ErrUnknown) && at != "" {
		s.unknowns.Take(at)
	}
	if err != nil {
		return nil, err
	}
	left, wait, ok := s.limits.Take(caller(who))
	s.limits.Tell(w.Header().Set, left)
	if !ok {
		return nil, errTooMany(wait)
	}
	c := &call{route: route.id, who: who, now: s.now()}
	if route.ofTenant() {
		c.wish = gate.Wish{Tenant: r.PathValue("tenant"), Need: route.needs, View: route.view, Target: target(r.URL.Path), Fresh: route.fresh}
		c.entry, err = s.gate.Enter(r.Context(), who, c.wish)
	}
	return c, err
}

// sees reports whether the caller may see a further part of an answer. A member and a key
// see all that was let them read; an operator what the support access covers, and that
// is in the audit trail before it is shown.
func (s *server) sees(ctx context.Context, c *call, view grant.View) (bool, error) {
	if c.entry.Grant == "" {
		return true, nil
	}
	g, err := grant.Get(ctx, c.tenant(), c.entry.Grant, c.now)
	if err != nil || !g.Covers(view) {
		return false, err
	}
	wish := c.wish
	wish.View = view
	_, err = s.gate.Enter(ctx, c.who, wish)
	return err == nil, err
}

// plain is what the audit trail may repeat of a path: IDs, which name nobody.
var plain = regexp.MustCompile(`^[0-9A-Za-z:_.-]{1,128}$`)

// target is what a request is about, as a path below the tenant. A part that is no
// ID is left out with what follows.
func target(path string) string {
	_, below, _ := strings.Cut(strings.TrimPrefix(path, base+"/tenants/"), "/")
	var parts []string
	for part := range strings.SplitSeq(below, "/") {
		if !plain.MatchString(part) {
			break
		}
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		return "tenant"
	}
	return strings.Join(parts, "/")
}

// caller names whose bucket a request is counted in.
func caller(who gate.Principal) string {
	return strings.Join([]string{string(who.Way), who.Account, who.Name}, "\x00")
}

// handler answers an operation's calls.
type handler[I, O any] func(*server, context.Context, *call, *I) (*O, error)

// serves adds an operation whose handler gets the call with its input.
func serves[I, O any](h handler[I, O]) registration { return register(0, h) }

// register is serves for an operation that succeeds with a status.
func register[I, O any](status int, h handler[I, O]) registration {
	return func(s *server, api huma.API, r route) {
		huma.Register(api, r.operation(s, status), func(ctx context.Context, in *I) (*O, error) {
			c, ok := ctx.Value(callKey{}).(*call)
			if !ok {
				return nil, s.fail(ctx, r.pattern(), gate.ErrUnknown)
			}
			out, err := h(s, ctx, c, in)
			if err != nil {
				return nil, s.fail(ctx, r.pattern(), s.gate.Refused(ctx, c.who, c.entry, c.wish, err))
			}
			return out, nil
		})
	}
}
