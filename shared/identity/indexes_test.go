package identity_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// index is what a query needs of a field.
type index struct {
	Scope string `json:"scope"`
	Order string `json:"order"`
}

// indexes is collection => field => index.
type indexes map[string]map[string][]index

// add notes an index once.
func (x indexes) add(collection, field string, i index) {
	if x[collection] == nil {
		x[collection] = map[string][]index{}
	}
	if !slices.Contains(x[collection][field], i) {
		x[collection][field] = append(x[collection][field], i)
	}
}

// TestIndexes compares the indexes that terraform makes with those that the
// code's queries need. Nothing else is indexed, and no emulator would notice.
func TestIndexes(t *testing.T) {
	want := indexes{}
	for _, top := range []string{root + "shared", root + "functions"} {
		err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			source := read(t, path)
			if !strings.Contains(source, `"cloud.google.com/go/firestore"`) {
				return nil
			}
			if err := needed(source, want); err != nil {
				t.Errorf("%s: %v", path, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var got indexes
	if err := json.Unmarshal([]byte(read(t, terraform+"indexes.json")), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("terraform/indexes.json differs from what queries need (-want +got):\n%s", diff)
	}
}

func TestNeeded(t *testing.T) {
	tests := []struct {
		name  string
		query string
		want  indexes
		fails bool
	}{
		{name: "no filter", query: `c.Collection("a").Limit(1)`, want: indexes{}},
		{name: "equality", query: `c.Collection("a").Doc(id).Collection("b").Where("f", "==", 1).Limit(1)`, want: indexes{"b": {"f": {{"COLLECTION", "ASCENDING"}}}}},
		{name: "range in the order of the field", query: `c.Collection("b").Where("f", "<=", 1).OrderBy("f", firestore.Desc)`, want: indexes{"b": {"f": {{"COLLECTION", "DESCENDING"}}}}},
		{name: "collection group", query: `c.CollectionGroup("b").OrderBy("f", firestore.Asc)`, want: indexes{"b": {"f": {{"COLLECTION_GROUP", "ASCENDING"}}}}},
		{name: "equality in the order of names", query: `c.CollectionGroup("b").Where("f", "==", 1).OrderBy(firestore.DocumentID, firestore.Asc)`, want: indexes{"b": {"f": {{"COLLECTION_GROUP", "ASCENDING"}}}}},
		{name: "names alone", query: `c.Collection("b").OrderBy(firestore.DocumentID, firestore.Asc)`, want: indexes{}},
		{name: "names backwards", query: `c.Collection("b").Where("f", "==", 1).OrderBy(firestore.DocumentID, firestore.Desc)`, fails: true},
		{name: "two fields", query: `c.Collection("b").Where("f", "==", 1).OrderBy("g", firestore.Asc)`, fails: true},
		{name: "unknown collection", query: `q.Where("f", "==", 1)`, fails: true},
		{name: "unknown field", query: `c.Collection("b").Where(f, "==", 1)`, fails: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := indexes{}
			err := needed("package p\nfunc f() { _ = "+tt.query+" }", got)
			if tt.fails {
				if err == nil {
					t.Error("got no error, want one")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("needed (-want +got):\n%s", diff)
			}
		})
	}
}

// needed adds what the queries in a Go file need to into. A query must be
// written as one chain from its collection on, and about one field: others would
// need a composite index, which terraform does not make.
func needed(source string, into indexes) error {
	file, err := parser.ParseFile(token.NewFileSet(), "", source, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	inner := map[ast.Node]bool{} // calls that are part of a longer chain
	var problem error
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || inner[call] || problem != nil {
			return problem == nil
		}
		problem = chain(call, inner, into)
		return true
	})
	return problem
}

// chain walks one chain of calls from its end to its collection.
func chain(call *ast.CallExpr, inner map[ast.Node]bool, into indexes) error {
	field, order := "", "ASCENDING"
	for {
		selector, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			break
		}
		switch selector.Sel.Name {
		case "Where", "OrderBy":
			if byName(call) {
				break // every index ends with documents' names, in ascending order
			}
			name := text(call.Args[0])
			if name == "" {
				return fmt.Errorf("a query's field is not a plain text")
			}
			if field != "" && field != name {
				return fmt.Errorf("a query about %s and %s needs a composite index", name, field)
			}
			field = name
			if direction, ok := call.Args[1].(*ast.SelectorExpr); ok && direction.Sel.Name == "Desc" {
				order = "DESCENDING"
			}
		case "Collection", "CollectionGroup":
			if field == "" {
				return nil
			}
			scope := map[string]string{"Collection": "COLLECTION", "CollectionGroup": "COLLECTION_GROUP"}[selector.Sel.Name]
			into.add(text(call.Args[0]), field, index{scope, order})
			return nil
		}
		next, ok := selector.X.(*ast.CallExpr)
		if !ok {
			break
		}
		inner[next] = true
		call = next
	}
	if field != "" {
		return fmt.Errorf("a query about %s does not show its collection", field)
	}
	return nil
}

// byName reports whether a call orders by documents' names, ascending.
func byName(call *ast.CallExpr) bool {
	field, ok := call.Args[0].(*ast.SelectorExpr)
	if !ok || field.Sel.Name != "DocumentID" || len(call.Args) != 2 {
		return false
	}
	direction, ok := call.Args[1].(*ast.SelectorExpr)
	return ok && direction.Sel.Name == "Asc"
}

// text returns the value of a text literal, or nothing.
func text(e ast.Expr) string {
	literal, ok := e.(*ast.BasicLit)
	if !ok {
		return ""
	}
	s, _ := strconv.Unquote(literal.Value)
	return s
}
