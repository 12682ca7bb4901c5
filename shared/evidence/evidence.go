// Package evidence tells whether what a table of promises names is there: the places
// that keep each promise and the tests that show it. AGREEMENT.md beside it is such a
// table, of the clauses of Vahti's Data Processing Agreement; shared/auth has another.
package evidence

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Sources are the module's Go files, read as they are asked for. It is not for several
// goroutines at once.
type Sources struct {
	root  string
	found map[string]map[string]bool // what is declared, by folder or file and whether in tests
}

// Of returns the sources of the module whose folder is root.
func Of(root string) *Sources { return &Sources{root, map[string]map[string]bool{}} }

// declared returns the names declared in a Go file, or in those of a folder: in tests,
// or in what is no test.
func (s *Sources) declared(path string, tests bool) (map[string]bool, error) {
	key := fmt.Sprint(path, tests)
	if found, ok := s.found[key]; ok {
		return found, nil
	}
	files := []string{filepath.Join(s.root, path)}
	if !strings.HasSuffix(path, ".go") {
		var err error
		if files, err = filepath.Glob(filepath.Join(s.root, path, "*.go")); err != nil {
			return nil, err
		}
	}
	out := map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") != tests {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, d := range f.Decls {
			declares(d, out)
		}
	}
	s.found[key] = out
	return out, nil
}

// declares adds the names that a declaration declares. A method is no test, whatever
// its name.
func declares(d ast.Decl, out map[string]bool) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		name := d.Name.Name
		if d.Recv != nil && strings.HasPrefix(name, "Test") {
			return
		}
		out[name] = true
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				out[spec.Name.Name] = true
			case *ast.ValueSpec:
				for _, n := range spec.Names {
					out[n.Name] = true
				}
			}
		}
	}
}

// Place refuses a place that is not there: a file or folder of the module, and behind
// a # what is declared in it.
func (s *Sources) Place(place string) error {
	path, name, inside := strings.Cut(place, "#")
	if !fs.ValidPath(path) {
		return fmt.Errorf("%q is no path below the module", path)
	}
	if _, err := os.Stat(filepath.Join(s.root, path)); err != nil {
		return fmt.Errorf("there is no %s", path)
	}
	if !inside {
		return nil
	}
	found, err := s.declared(path, false)
	if err != nil {
		return err
	}
	if !found[name] {
		return fmt.Errorf("%s declares no %q", path, name)
	}
	return nil
}

var testName = regexp.MustCompile(`^([a-z0-9/]+)\.((?:Test|Fuzz)\w+)$`)

// Test refuses a test that is not there.
func (s *Sources) Test(test string) error {
	m := testName.FindStringSubmatch(test)
	if m == nil {
		return fmt.Errorf("%q does not name a test", test)
	}
	found, err := s.declared(m[1], true)
	if err != nil {
		return err
	}
	if !found[m[2]] {
		return fmt.Errorf("package %s has no %s", m[1], m[2])
	}
	return nil
}
