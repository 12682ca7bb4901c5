package signin

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"text/template/parse"

	"golang.org/x/net/html"

	"vahti.ai/vahti/shared/check/text"
)

// TestTextsAreWhole wants each text in every language, different from the English and
// with the same places in it.
func TestTextsAreWhole(t *testing.T) {
	for _, table := range tables {
		for english, translation := range table.Texts() {
			for _, l := range text.Languages()[1:] {
				got := translation.In(l)
				if got == "" || strings.TrimSpace(got) != got || got == english {
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

// TestTextsAreCurrent compares the tables with what the code and the templates say:
// every text once, and no other.
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
	names, err := filepath.Glob("*.go")
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
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if s, ok := call.Fun.(*ast.SelectorExpr); !ok || s.Sel.Name != "say" {
				return true
			}
			if literal, ok := call.Args[0].(*ast.BasicLit); ok {
				english, err := strconv.Unquote(literal.Value)
				if err != nil {
					t.Fatal(err)
				}
				said = append(said, english)
			} else if variable, ok := call.Args[0].(*ast.Ident); !ok || variable.Name != "english" { // what a template says
				t.Errorf("%s: a text that is said is no constant", file)
			}
			return true
		})
	}
	return said
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

// TestTemplatesSayNothingThemselves looks for words in the templates outside of what
// they have a locale say.
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
		for _, attribute := range regexp.MustCompile(`(?:aria-label|title|alt|placeholder)="([^"]+)"`).FindAllStringSubmatch(source, -1) {
			t.Errorf("%s: an attribute says %q", file, attribute[1])
		}
		rest := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(source, "")
		rest = strings.ReplaceAll(rest, "Vahti", "")
		if word := regexp.MustCompile(`\pL+`).FindString(rest); word != "" {
			t.Errorf("%s says %q without a translation", file, word)
		}
	}
}

// noEnglish looks for what the function says in English. What is marked as being in
// another language may be.
func noEnglish(t *testing.T, name, body string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	texts := visible(doc)
	if len(texts) < 6 {
		t.Errorf("%s: only %d texts were looked at", name, len(texts))
	}
	for _, seen := range texts {
		for _, table := range tables {
			for english := range table.Texts() {
				if speaks(seen, english) {
					t.Errorf("%s says %q", name, seen)
				}
			}
		}
		if month := regexp.MustCompile(`\b(November|October|minutes?|hours?|days?) `).FindString(seen); month != "" {
			t.Errorf("%s says %q", name, seen)
		}
	}
}

// speaks reports whether what a page shows holds an English text: a word as a whole, a
// sentence or what stands between its places anywhere.
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
// marked as being in a language of its own.
func visible(n *html.Node) (texts []string) {
	if n.Type == html.ElementNode {
		if n.Data == "code" {
			return nil
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "lang" && n.Data != "html":
				return nil
			case a.Key == "aria-label" || a.Key == "alt":
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
