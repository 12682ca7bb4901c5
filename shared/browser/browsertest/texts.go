// Package browsertest is what the tests of functions that answer browsers have in
// common: it holds what pages say to the tables of their translations.
package browsertest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"html/template"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/template/parse"

	"vahti.ai/vahti/shared/browser"
	"vahti.ai/vahti/shared/check/text"
)

// Whole wants each text in every language, different from the English, but for those
// that are alike, and with the same places in it.
func Whole(t *testing.T, tables []*text.Table, alike ...string) {
	t.Helper()
	for _, table := range tables {
		for english, translation := range table.Texts() {
			for _, l := range text.Languages()[1:] {
				got := translation.In(l)
				if got == "" || strings.TrimSpace(got) != got || got == english && !slices.Contains(alike, english) {
					t.Errorf("%q is %q in %s", english, got, l)
				}
				if browser.Places(got) != browser.Places(english) {
					t.Errorf("%q has other places in %s: %q", english, l, got)
				}
			}
			if translation.FI == translation.SV {
				t.Errorf("%q is the same in Finnish and Swedish: %q", english, translation.FI)
			}
		}
	}
}

// Current compares the tables with what the code of the package under test and its
// templates say: every text once, and no other.
func Current(t *testing.T, tables []*text.Table, pages map[string]*template.Template) {
	t.Helper()
	said := map[string]bool{}
	for _, english := range append(saidInCode(t), saidInTemplates(t, pages)...) {
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
	for _, f := range Parsed(t, ".") {
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if s, ok := call.Fun.(*ast.SelectorExpr); !ok || s.Sel.Name != "say" {
				return true
			}
			if literal, ok := call.Args[0].(*ast.BasicLit); ok {
				said = append(said, Unquoted(t, literal))
			} else if variable, ok := call.Args[0].(*ast.Ident); !ok || variable.Name != "english" { // what a template says
				t.Error("a text that is said is no constant")
			}
			return true
		})
	}
	return said
}

// Parsed returns the code of the package in a folder, apart from its tests.
func Parsed(t *testing.T, dir string) (files []*ast.File) {
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

// Unquoted is what a literal string says.
func Unquoted(t *testing.T, literal *ast.BasicLit) string {
	t.Helper()
	s, err := strconv.Unquote(literal.Value)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// saidInTemplates returns the texts that the templates say by t.
func saidInTemplates(t *testing.T, pages map[string]*template.Template) (said []string) {
	t.Helper()
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
	for _, page := range pages {
		for _, one := range page.Templates() {
			if one.Tree != nil {
				walk(one.Tree.Root)
			}
		}
	}
	return said
}
