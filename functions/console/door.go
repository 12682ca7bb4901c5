package console

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"vahti.ai/vahti/shared/browser"
	"vahti.ai/vahti/shared/gate"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store/grant"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/tenant"
)

// A doorkeeper says who a request comes from and lets people into tenants. It is
// implemented by package gate over the store, and in memory for tests; testDoorkeeper
// holds both to what is said here. Refusals are errors of package gate.
type doorkeeper interface {
	// Session returns whose session the request's cookie names, or gate.ErrUnknown.
	Session(*http.Request) (gate.Principal, error)
	// Enter lets somebody into the tenant that a wish names. It returns
	// gate.ErrNotFound where there is no such tenant, in the same way where there is
	// none for whoever asks, and for an operator where no support access covers the
	// view; gate.ErrForbidden where the role lacks the permission; gate.ErrStepUp where
	// the wish is for somebody who has proved lately who they are, and that was longer
	// ago. The entry of a member has the role, and an operator's the grant.
	Enter(context.Context, gate.Principal, gate.Wish) (gate.Entry, error)
	// Manage lets somebody into the pages of a partner organisation that they manage, or
	// returns gate.ErrNotFound, in the same way where there is none; gate.ErrStepUp where
	// lately is asked for and they proved longer ago who they are.
	Manage(ctx context.Context, p gate.Principal, organisation string, lately bool) error
	// Refused returns the error of what somebody did who was let in by a wish. Where it
	// says that the role does not allow that, it is in the tenant's audit trail first.
	Refused(ctx context.Context, p gate.Principal, e gate.Entry, w gate.Wish, err error) error
	// Tenants lists the tenants that somebody may enter, at most limit on a page. An
	// empty cursor asks for the first page, an empty next one says that it was the last,
	// and one that no page gave is member.ErrCursor. Of operators it lists none.
	Tenants(ctx context.Context, p gate.Principal, cursor string, limit int) (page []member.Access, next string, err error)
	// Ask asks for support access to the tenant that an operator names and hands nothing
	// of it out: gate.ErrNotFound where there is none, or for who is no operator, and
	// the errors of package grant. A repeat of the same request is one.
	Ask(ctx context.Context, p gate.Principal, tenant string, w grant.Wish) (grant.Grant, error)
}

// visit is a request that was let in. Handlers take it as a parameter and keep it
// nowhere.
type visit struct {
	who   gate.Principal
	entry gate.Entry // zero where the route is about no tenant
	// grant is what an operator looks under; zero for members.
	grant grant.Grant
}

// id is the tenant's.
func (v visit) id() tenant.ID { return v.entry.Tenant.ID() }

// may reports whether the visitor's role has a permission, such as for a form on a
// page. An operator has no role, and may look only.
func (v visit) may(p tenant.Permission) bool { return v.entry.Role.Allows(p) }

// support reports whether an operator looks.
func (v visit) support() bool { return v.grant.ID != "" }

// actor is the visitor as those packages know it that write what people do.
func (v visit) actor() member.Actor {
	a := v.who.Actor()
	a.Via = v.entry.Via
	return a
}

// admit lets whoever asks into a route, as its row in the table says.
func (c *console) admit(r *http.Request, p gate.Principal, route route) (visit, error) {
	v := visit{who: p}
	switch {
	case route.needs == "" && route.who == operator && !p.Operator:
		return v, gate.ErrNotFound
	case route.needs == "" && route.who == manager:
		return v, c.door.Manage(r.Context(), p, r.PathValue("organisation"), route.fresh)
	case route.needs == "":
		return v, nil
	}
	return c.enter(r, v, route.needs, route.view, route.fresh)
}

// enter lets a visitor into the tenant that the path names.
func (c *console) enter(r *http.Request, v visit, needs tenant.Permission, view grant.View, fresh bool) (visit, error) {
	ctx := r.Context()
	wish := gate.Wish{Tenant: r.PathValue("tenant"), Need: needs, View: view, Target: target(r), Fresh: fresh}
	var err error
	if v.entry, err = c.door.Enter(ctx, v.who, wish); err != nil || v.entry.Grant == "" {
		return v, err
	}
	t, err := c.reader.Tenant(v.id())
	if err != nil {
		return v, err
	}
	if v.grant, err = t.Grant(ctx, v.entry.Grant); errors.Is(err, grant.ErrNone) {
		return v, gate.ErrNotFound
	}
	return v, err
}

// sees reports whether a visitor may see a further part of a page. A member sees all
// that a role lets read; an operator what the support access covers, and each part
// is in the audit trail before it is shown.
func (c *console) sees(r *http.Request, v visit, view grant.View) (bool, error) {
	if !v.support() {
		return true, nil
	}
	for _, covered := range v.grant.Views {
		if covered == view {
			_, err := c.enter(r, v, tenant.Read, view, false)
			return err == nil, err
		}
	}
	return false, nil
}

// target is what the audit trail says was looked at: what stands in the path behind
// the tenant, where that can be the name of something Vahti keeps.
func target(r *http.Request) string {
	_, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/tenants/"), "/")
	for part := range strings.SplitSeq(rest, "/") {
		if !findingID.MatchString(part) {
			return ""
		}
	}
	return rest
}

// signIn sends a browser to sign in, or to prove again who the person is; others are
// told that they have to.
func signIn(w http.ResponseWriter, r *http.Request, again bool, cause error) error {
	read := r.Method == http.MethodGet || r.Method == http.MethodHead
	if !browser.Wanted(r) || !read && !again {
		w.Header().Set("WWW-Authenticate", `Session realm="Vahti"`)
		return &serve.Error{Status: http.StatusUnauthorized, Detail: "Sign in to go on.", Err: cause}
	}
	to := "/signin?return=" + url.QueryEscape(backOf(r))
	if again {
		to += "&again=1"
	}
	w.Header().Set("Location", localeOf(r, "").href(to))
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

// backOf is the page to go on at after signing in: the one that was asked for, or
// the one that holds the form that was sent.
func backOf(r *http.Request) string {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		to := r.URL.RequestURI()
		if strings.HasPrefix(to, "//") { // which names another host
			return "/"
		}
		return to
	}
	parts := strings.Split(r.URL.EscapedPath(), "/") // "", "tenants", the tenant, the page
	n := 4
	switch {
	case parts[1] == "partners":
		n = 3
	case parts[1] != "tenants":
		n = 2
	case len(parts) > 4 && parts[3] == "findings":
		n = 5
	}
	return strings.Join(parts[:min(n, len(parts))], "/")
}
