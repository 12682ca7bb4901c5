package trail_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
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
