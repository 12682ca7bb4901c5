package console

import (
	"context"
	"errors"
	"go/ast"
	"go/token"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"vahti.ai/vahti/shared/browser/browsertest"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// units are written the same in Swedish.
var units = []string{"{} GB", "{} MB", "{} kB"}

func TestTextsAreWhole(t *testing.T) {
	browsertest.Whole(t, append(slices.Clone(tables), scanTexts, kindTexts), units...)
}

func TestTextsAreCurrent(t *testing.T) {
	p, err := parsePages()
	if err != nil {
		t.Fatal(err)
	}
	browsertest.Current(t, tables, p[text.English])
}

func TestTemplatesSayNothingThemselves(t *testing.T) { browsertest.Silent(t) }

// TestKindsAreCurrent compares the headings of evidence with the kinds that
// checks name.
func TestKindsAreCurrent(t *testing.T) {
	kinds, literals := kindsOfChecks(t)
	for kind := range kinds {
		if _, ok := kindTexts.Texts()[kindText(kind)]; !ok {
			t.Errorf("a check points at %q, which is not translated", kind)
		}
	}
	said := map[string]bool{}
	for literal := range literals {
		said[kindText(literal)] = true
	}
	for kind := range kindTexts.Texts() {
		if !said[kind] {
			t.Errorf("no check points at %q any more", kind)
		}
	}
}

// kindsOfChecks returns the kinds of subjects that the code of the checks names,
// in evidence itself or as what a function takes as its kind, and every text
// that could be one.
func kindsOfChecks(t *testing.T) (kinds, literals map[string]bool) {
	t.Helper()
	kinds, literals = map[string]bool{}, map[string]bool{}
	dirs, err := filepath.Glob("../../shared/check/*")
	if err != nil {
		t.Fatal(err)
	}
	add := func(e ast.Expr) {
		if literal, ok := e.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			kinds[browsertest.Unquoted(t, literal)] = true
		}
	}
	for _, dir := range append(dirs, "../../shared/check") {
		files := browsertest.Parsed(t, dir)
		takes := map[string]int{} // where a function takes a kind
		for _, f := range files {
			for _, d := range f.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok {
					if at := slices.Index(parameters(fn), "kind"); at >= 0 && pointsAtKind(fn) {
						takes[fn.Name.Name] = at
					}
				}
			}
		}
		for _, f := range files {
			ast.Inspect(f, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.BasicLit:
					if n.Kind == token.STRING {
						literals[browsertest.Unquoted(t, n)] = true
					}
				case *ast.CompositeLit:
					if called(n.Type) == "Subjects" {
						for _, e := range n.Elts {
							add(e.(*ast.KeyValueExpr).Key)
						}
					}
				case *ast.IndexExpr:
					if called(n.X) == "Subjects" {
						add(n.Index)
					}
				case *ast.CallExpr:
					if at, ok := takes[called(n.Fun)]; ok && at < len(n.Args) {
						add(n.Args[at])
					}
				}
				return true
			})
		}
	}
	return kinds, literals
}

// parameters returns the names of a function's parameters.
func parameters(fn *ast.FuncDecl) (names []string) {
	for _, field := range fn.Type.Params.List {
		for _, name := range field.Names {
			names = append(names, name.Name)
		}
	}
	return names
}

// pointsAtKind reports whether a function makes evidence of what it takes as kind.
func pointsAtKind(fn *ast.FuncDecl) (points bool) {
	ast.Inspect(fn, func(n ast.Node) bool {
		if c, ok := n.(*ast.CompositeLit); ok && called(c.Type) == "Subjects" {
			for _, e := range c.Elts {
				points = points || called(e.(*ast.KeyValueExpr).Key) == "kind"
			}
		}
		return true
	})
	return points
}

// called is the last name of an expression.
func called(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

// TestScanTextsAreCurrent looks for what is translated where scans say it.
func TestScanTextsAreCurrent(t *testing.T) {
	var source strings.Builder
	for _, file := range []string{"../scan/scan.go", "../../shared/graph/token.go"} {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		source.Write(raw)
	}
	for english := range scanTexts.Texts() {
		if fragment := strings.Trim(strings.ReplaceAll(english, text.Place, ""), " "); !strings.Contains(source.String(), fragment) {
			t.Errorf("scans do not say %q any more", fragment)
		}
	}
}

// TestNoEnglishElsewhere shows every page in the other languages and looks for
// what the console says in English. What is marked as English may be.
func TestNoEnglishElsewhere(t *testing.T) {
	for _, l := range text.Languages()[1:] {
		for name, body := range everyPage(t, l) {
			browsertest.NoEnglish(t, name+" in "+string(l), body, tables, 8)
			if n := len(regexp.MustCompile(`<span lang="`+string(l)+`"`).FindAllString(body, -1)); n > 0 {
				t.Errorf("%s in %s marks %d texts as being in the page's own language", name, l, n)
			}
		}
	}
}

// everyPage renders every page in every situation, by name.
func everyPage(t *testing.T, l text.Language) map[string]string {
	t.Helper()
	m, ids := fleetOf(t)
	for _, k := range m {
		k.about.Language = string(l)
	}
	broken, slow, unsettled := tenanttest.ID(t), tenanttest.ID(t), tenanttest.ID(t)
	m[broken], m[slow], m[unsettled] = sampleTenant(), sampleTenant(), sampleTenant()
	m[broken].fail = func(context.Context, string) error { return errors.New("unreadable") }
	m[slow].fail = func(context.Context, string) error { return context.DeadlineExceeded }
	m[unsettled].about.Language, m[unsettled].settings = string(l), []byte("{")
	m[unsettled].scans[0].Verdicts = m[unsettled].scans[0].Verdicts[:1]
	m[unsettled].story = nil
	m[unsettled].scans = append(m[unsettled].scans, store.Scan{Slot: sampleSlot, State: "failed", Error: "no token for the tenant: AADSTS7000215", Claimed: wall, Ended: wall})
	ids = append(ids, broken, slow, unsettled)
	s := newSite(t, m)
	request := func(method, path string, signed bool) string {
		r := httptest.NewRequestWithContext(t.Context(), method, path, nil)
		r.Header.Set("Accept", "text/html")
		r.Header.Set("Accept-Language", string(l))
		if signed {
			s.door.admit(r, adminOf(ids...))
		}
		return s.do(r).Body.String()
	}
	pages := map[string]string{
		"list": request(http.MethodGet, "/", true), "missing page": request(http.MethodGet, "/nothing", true),
		"no session": request(http.MethodPost, "/tenants/"+ids[0].String()+"/findings/0mfa/exception", false), "method": request(http.MethodPost, "/", true),
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Accept-Language", string(l))
	s.door.admit(r, auditorOf())
	pages["empty list"] = s.do(r).Body.String()
	for i, id := range ids {
		of := "/tenants/" + id.String()
		pages["tenant "+strconv.Itoa(i)] = request(http.MethodGet, of, true)
		pages["timeline of tenant "+strconv.Itoa(i)] = request(http.MethodGet, of+"/timeline", true)
		if k := m[id]; k != nil {
			for _, f := range k.findings {
				pages["finding "+string(f.ID)+" of tenant "+strconv.Itoa(i)] = request(http.MethodGet, of+"/findings/"+string(f.ID), true)
			}
		}
	}
	of := "/tenants/" + ids[0].String()
	pages["a kind of which there is none"] = request(http.MethodGet, of+"/timeline?kind=facts&before=2026-11-02T00:00:00Z", true)
	post := func(path string, form url.Values, claims somebody) string {
		return s.post(t, path, form, claims, func(r *http.Request) { r.Header.Set("Accept-Language", string(l)) }).Body.String()
	}
	pages["not an administrator"] = post(of+"/findings/0app0/exception", acceptance("A reason long enough."), auditorOf(ids...))
	pages["no form"] = s.post(t, of+"/findings/0app0/exception", nil, adminOf(ids...), func(r *http.Request) {
		r.Header.Set("Accept-Language", string(l))
		r.Header.Set("Content-Type", "text/plain")
	}).Body.String()
	pages["no such acceptance"] = post(of+"/findings/0app0/withdrawal", url.Values{"exception": {"none"}}, adminOf(ids...))
	for _, err := range refusals {
		m[ids[0]].fail = func(_ context.Context, method string) error {
			if method == "Accept" {
				return err.err
			}
			return nil
		}
		pages["refused: "+err.err.Error()] = post(of+"/findings/0app0/exception", acceptance("A reason long enough."), adminOf(ids...))
	}
	maps.Copy(pages, affairsIn(t, l))
	for name, body := range pages {
		if !strings.Contains(body, `<html lang="`+string(l)+`">`) {
			t.Errorf("%s is not in %s", name, l)
		}
		wellFormed(t, body)
	}
	return pages
}
