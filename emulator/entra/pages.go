package entra

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

//go:embed pages/*.html
var pageFiles embed.FS

// submitScript posts an answer on, as Entra's page does; without it the page has a button.
const submitScript = `document.forms[0].submit();`

func parsePages() (*template.Template, error) {
	return template.New("").Funcs(template.FuncMap{
		"submitScript": func() template.JS { return submitScript },
	}).ParseFS(pageFiles, "pages/*.html")
}

// render answers with a page. Nothing is sent when it cannot be rendered whole.
func (s *site) render(w http.ResponseWriter, status int, name string, data any) {
	var b bytes.Buffer
	if err := s.pages.ExecuteTemplate(&b, name+".html", data); err != nil {
		http.Error(w, "the page cannot be shown", http.StatusInternalServerError)
		return
	}
	script := sha256.Sum256([]byte(submitScript))
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store, no-cache")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-"+
		base64.StdEncoding.EncodeToString(script[:])+"'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the browser went away
}

// failPage tells the person what is wrong.
func (s *site) failPage(w http.ResponseWriter, r *http.Request, f *failure) {
	s.render(w, f.status, "failure", s.body(r, f))
}

// form is what every form of a page carries: the request, for its answer.
type form struct {
	Action  string
	Flow    flow
	Request string
}

// param is a parameter of a request that a form of its own repeats.
type param struct{ Name, Value string }

func (s *site) signInPage(w http.ResponseWriter, q request, tenant string) {
	households, more := s.eligible(tenant, q)
	var hinted *Person
	if len(households) > 0 {
		if first := households[0].People[0]; first.hinted(q.loginHint) {
			hinted = &first
		}
	}
	kept := url.Values{}
	var search []param
	for name, values := range q.params {
		if name == "find" {
			continue
		}
		kept[name] = values
		for _, v := range values {
			search = append(search, param{name, v})
		}
	}
	slices.SortFunc(search, func(a, b param) int { return strings.Compare(a.Name, b.Name) })
	s.render(w, http.StatusOK, "sign-in", map[string]any{
		"Form":       form{s.base() + "/" + tenant + "/login", q.flow, kept.Encode()},
		"Client":     q.client.name(),
		"Consent":    q.flow != flowCode,
		"Hinted":     hinted,
		"Households": households, "More": more,
		"Search": search, "Find": q.find,
		"Misbehaviours": Misbehaviours(), "Misbehave": q.misbehave,
	})
}

// consentPage shows the page of that name to who has signed in.
func (s *site) consentPage(w http.ResponseWriter, r *http.Request, q request, p Person, in session, name string) {
	asked := q.client.Permissions
	if q.flow == flowCode {
		asked = append(q.scopes.identity(), q.scopes.names...)
	}
	s.mu.Lock()
	tenant := s.tenants[p.TenantID].name
	s.mu.Unlock()
	if tenant == "" {
		tenant = p.TenantID
	}
	s.render(w, http.StatusOK, name, map[string]any{
		"Form":   form{s.base() + "/" + pathTenant(r) + "/consent", q.flow, q.params.Encode()},
		"Client": q.client.name(), "ForTenant": q.flow != flowCode,
		"Person": p, "Tenant": tenant, "Session": in.token, "Permissions": asked, "Misbehave": q.misbehave,
	})
}
