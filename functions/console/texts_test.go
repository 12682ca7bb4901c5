package console

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
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
	"text/template/parse"

	"golang.org/x/net/html"

	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

// units are written the same in Swedish.
var units = []string{"{} GB", "{} MB", "{} kB"}

// TestTextsAreWhole wants each text in every language, different from the
// English and with the same places in it.
func TestTextsAreWhole(t *testing.T) {
	for _, table := range append(slices.Clone(tables), scanTexts, kindTexts) {
		for english, translation := range table.Texts() {
			for _, l := range text.Languages()[1:] {
				got := translation.In(l)
				if got == "" || strings.TrimSpace(got) != got || got == english && !slices.Contains(units, english) {
					t.Errorf("%q is %q in %s", english, got, l)
				}
				if len(place.FindAllString(got, -1)) != len(place.FindAllString(english, -1)) {
					t.Errorf("%q has other places in %s: %q", english, l, got)
				}
			}
			if translation.FI == translation.SV {
				t.Errorf("%q is the same in Finnish and Swedish: %q", english, translation.FI)
			}
		}
	}
}

// TestTextsAreCurrent compares the tables with what the code and the templates
// say: every text once, and no other.
func TestTextsAreCurrent(t *testing.T) {
	said := map[string]bool{}
	for _, english := range append(saidInCode(t), saidInTemplates(t)...) {
		said[english] = true
	}
	kept := map[string]bool{}
	for _, table := range tables {
		for english := range table.Texts() {
			if kept[english] {
				t.Errorf("%q is translated twice", english)
			}
			kept[english] = true
			if !said[english] {
				t.Errorf("nothing says %q any more", english)
			}
		}
	}
	for english := range said {
		if !kept[english] {
			t.Errorf("%q is not translated", english)
		}
	}
}

// saidInCode returns the texts that the code has a locale say.
func saidInCode(t *testing.T) (said []string) {
	t.Helper()
	for _, f := range parsed(t, ".") {
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if s, ok := call.Fun.(*ast.SelectorExpr); !ok || s.Sel.Name != "say" {
				return true
			}
			if literal, ok := call.Args[0].(*ast.BasicLit); ok {
				said = append(said, unquoted(t, literal))
			} else if variable, ok := call.Args[0].(*ast.Ident); !ok || variable.Name != "english" { // what a template says
				t.Errorf("a text that is said is no constant")
			}
			return true
		})
	}
	return said
}

// parsed returns the code of a package, apart from its tests.
func parsed(t *testing.T, dir string) (files []*ast.File) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range names {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return files
}

func unquoted(t *testing.T, literal *ast.BasicLit) string {
	t.Helper()
	s, err := strconv.Unquote(literal.Value)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// saidInTemplates returns the texts that the templates say by t.
func saidInTemplates(t *testing.T) (said []string) {
	t.Helper()
	p, err := parsePages()
	if err != nil {
		t.Fatal(err)
	}
	var pipe func(*parse.PipeNode)
	pipe = func(p *parse.PipeNode) {
		if p == nil {
			return
		}
		for _, c := range p.Cmds {
			if name, ok := c.Args[0].(*parse.IdentifierNode); ok && name.Ident == "t" {
				if s, ok := c.Args[1].(*parse.StringNode); ok {
					said = append(said, s.Text)
				} else {
					t.Errorf("a template says what is no constant: %s", c)
				}
			}
			for _, a := range c.Args {
				if inner, ok := a.(*parse.PipeNode); ok {
					pipe(inner)
				}
			}
		}
	}
	var walk func(parse.Node)
	branch := func(b *parse.BranchNode) {
		pipe(b.Pipe)
		walk(b.List)
		if b.ElseList != nil {
			walk(b.ElseList)
		}
	}
	walk = func(n parse.Node) {
		switch n := n.(type) {
		case *parse.ListNode:
			for _, one := range n.Nodes {
				walk(one)
			}
		case *parse.ActionNode:
			pipe(n.Pipe)
		case *parse.TemplateNode:
			pipe(n.Pipe)
		case *parse.IfNode:
			branch(&n.BranchNode)
		case *parse.RangeNode:
			branch(&n.BranchNode)
		case *parse.WithNode:
			branch(&n.BranchNode)
		}
	}
	for _, page := range p[text.English] {
		for _, one := range page.Templates() {
			if one.Tree != nil {
				walk(one.Tree.Root)
			}
		}
	}
	return said
}

// TestTemplatesSayNothingThemselves looks for words in the templates outside of
// what they have a locale say.
func TestTemplatesSayNothingThemselves(t *testing.T) {
	files, err := filepath.Glob("templates/*.html")
	if err != nil || len(files) == 0 {
		t.Fatalf("got %d templates, %v", len(files), err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		source := regexp.MustCompile(`\{\{.*?\}\}`).ReplaceAllString(string(raw), "")
		for _, attribute := range regexp.MustCompile(`(?:aria-label|title|alt)="([^"]+)"`).FindAllStringSubmatch(source, -1) {
			t.Errorf("%s: an attribute says %q", file, attribute[1])
		}
		rest := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(source, "")
		rest = strings.ReplaceAll(rest, "Vahti", "")
		if word := regexp.MustCompile(`\pL+`).FindString(rest); word != "" {
			t.Errorf("%s says %q without a translation", file, word)
		}
	}
}

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
			kinds[unquoted(t, literal)] = true
		}
	}
	for _, dir := range append(dirs, "../../shared/check") {
		files := parsed(t, dir)
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
						literals[unquoted(t, n)] = true
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
			doc, err := html.Parse(strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			texts := visible(doc)
			if len(texts) < 8 {
				t.Errorf("%s in %s: only %d texts were looked at", name, l, len(texts))
			}
			for _, seen := range texts {
				for _, table := range tables {
					for english := range table.Texts() {
						if speaks(seen, english) {
							t.Errorf("%s in %s says %q", name, l, seen)
						}
					}
				}
				if month := regexp.MustCompile(`\b(November|October|August|minutes?|hours?|days?) `).FindString(seen); month != "" {
					t.Errorf("%s in %s says %q", name, l, seen)
				}
			}
			if n := len(regexp.MustCompile(`<span lang="`+string(l)+`"`).FindAllString(body, -1)); n > 0 {
				t.Errorf("%s in %s marks %d texts as being in the page's own language", name, l, n)
			}
		}
	}
}

// speaks reports whether what a page shows holds an English text: a word as a
// whole, a sentence or what stands between its places anywhere.
func speaks(seen, english string) bool {
	if !strings.Contains(english, " ") {
		return seen == english
	}
	for fragment := range strings.SplitSeq(english, text.Place) {
		fragment = strings.Trim(fragment, " .,:;")
		if strings.Contains(fragment, " ") && strings.Contains(seen, fragment) {
			return true
		}
	}
	return false
}

// visible returns what people see or hear of a page, apart from code and what is
// marked as being in English.
func visible(n *html.Node) (texts []string) {
	if n.Type == html.ElementNode {
		if n.Data == "code" {
			return nil
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "lang" && a.Val == "en":
				return nil
			case a.Key == "aria-label":
				texts = append(texts, a.Val)
			}
		}
	}
	if n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" {
		texts = append(texts, strings.TrimSpace(n.Data))
	}
	for child := range n.ChildNodes() {
		texts = append(texts, visible(child)...)
	}
	return texts
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
