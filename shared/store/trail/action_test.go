package trail_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/store/trail"
)

// TestActions reads the constants where they are declared: each has a name of its
// own in the right form and says what it is for, and none is left out of Actions.
func TestActions(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "action.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	form := regexp.MustCompile(`^[a-z]+(-[a-z]+)?\.[a-z]+$`)
	var declared []trail.Action
	seen := map[string]bool{}
	for _, d := range file.Decls {
		block, ok := d.(*ast.GenDecl)
		if !ok || block.Tok != token.CONST {
			continue
		}
		for _, spec := range block.Specs {
			c := spec.(*ast.ValueSpec)
			value, err := strconv.Unquote(c.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			name := c.Names[0].Name
			if !form.MatchString(value) {
				t.Errorf("%s is %q, want noun.verb", name, value)
			}
			if seen[value] {
				t.Errorf("%s is %q as another is", name, value)
			}
			seen[value] = true
			if strings.TrimSpace(c.Comment.Text()) == "" {
				t.Errorf("%s does not say what it is for", name)
			}
			declared = append(declared, trail.Action(value))
		}
	}
	if diff := cmp.Diff(declared, trail.Actions()); diff != "" {
		t.Errorf("actions (-declared +listed):\n%s", diff)
	}
}

// TestActionsAreWritten reads the sources of the service: each declared action is written
// somewhere, and none is written that is not declared.
func TestActionsAreWritten(t *testing.T) {
	root := os.DirFS("../../..")
	names := map[string]bool{} // whether a declared action is written
	actions, err := parser.ParseFile(token.NewFileSet(), "action.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(actions, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok {
			names[v.Names[0].Name] = false
		}
		return true
	})
	for _, top := range []string{"functions", "shared", "scripts"} {
		err := fs.WalkDir(root, top, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") || path == "shared/store/trail/action.go" {
				return err
			}
			source, err := fs.ReadFile(root, path)
			if err != nil || !strings.Contains(string(source), `/store/trail"`) {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, source, 0)
			if err != nil {
				return err
			}
			for _, text := range undeclared(file) {
				t.Errorf("%s has the action %s, which is not declared", path, text)
			}
			written(file, func(name string) {
				if _, declared := names[name]; declared {
					names[name] = true
				}
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, is := range names {
		if !is {
			t.Errorf("%s is written by nothing", name)
		}
	}
}

// undeclared are the actions of a source that are texts of its own.
func undeclared(file *ast.File) (texts []string) {
	text := func(e ast.Expr) {
		if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			texts = append(texts, lit.Value)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ValueSpec:
			if ofTrail(n.Type) == "Action" {
				for _, v := range n.Values {
					text(v)
				}
			}
		case *ast.CallExpr:
			if ofTrail(n.Fun) == "Action" {
				text(n.Args[0])
			}
		case *ast.CompositeLit:
			if ofTrail(n.Type) != "Entry" {
				return true
			}
			for _, e := range n.Elts {
				if kv, ok := e.(*ast.KeyValueExpr); ok && kv.Key.(*ast.Ident).Name == "Action" {
					text(kv.Value)
				}
			}
		}
		return true
	})
	return texts
}

// written calls found with what a source names of this package, but for where it only
// looks for that: cases, comparisons, lists of actions and their texts.
func written(file *ast.File, found func(name string)) {
	var visit func(n ast.Node) bool
	visit = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CaseClause:
			for _, s := range n.Body {
				ast.Inspect(s, visit)
			}
			return false
		case *ast.BinaryExpr:
			return !slices.Contains([]token.Token{token.EQL, token.NEQ}, n.Op)
		case *ast.CompositeLit:
			list, ok := n.Type.(*ast.ArrayType)
			return !ok || ofTrail(list.Elt) != "Action"
		case *ast.CallExpr:
			f, ok := n.Fun.(*ast.Ident)
			return !ok || f.Name != "string"
		case ast.Expr:
			if name := ofTrail(n); name != "" {
				found(name)
			}
		}
		return true
	}
	ast.Inspect(file, visit)
}

// ofTrail is the name that an expression has in this package; empty for what is
// elsewhere.
func ofTrail(e ast.Expr) string {
	s, ok := e.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	if p, ok := s.X.(*ast.Ident); !ok || p.Name != "trail" {
		return ""
	}
	return s.Sel.Name
}
