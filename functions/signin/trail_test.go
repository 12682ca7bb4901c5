package signin

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/store/trail"
)

// TestEveryEventHasAnAction reads what can happen to an account off the code that
// names it.
func TestEveryEventHasAnAction(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "../../shared/account/event.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	general := []account.Kind{account.EmailChanged, account.ProfileChanged} // what else changes of an account
	n := 0
	ast.Inspect(f, func(node ast.Node) bool {
		v, ok := node.(*ast.ValueSpec)
		if !ok || len(v.Values) != 1 {
			return true
		}
		if kind, ok := v.Type.(*ast.Ident); !ok || kind.Name != "Kind" {
			return true
		}
		text, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		n++
		k := account.Kind(text)
		action := actionOf(k)
		if !slices.Contains(trail.Actions(), action) {
			t.Errorf("%s: the action %q is none", k, action)
		}
		if got, want := action == trail.AccountChanged, slices.Contains(general, k); got != want {
			t.Errorf("%s: the action is %q", k, action)
		}
		return true
	})
	if n < 20 {
		t.Errorf("only %d kinds of events were found", n)
	}
}
