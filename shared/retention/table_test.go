package retention_test

import (
	"errors"
	"flag"
	"fmt"
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
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/retention"
)

var update = flag.Bool("update", false, "write RETENTION.md from the table")

const (
	root = "../../"
	day  = 24 * time.Hour
)

func TestRows(t *testing.T) {
	kinds := map[string]bool{}
	for _, r := range retention.Table() {
		if err := r.Validate(); err != nil {
			t.Error(err)
		}
		if kinds[r.Kind] {
			t.Errorf("%s is there twice", r.Kind)
		}
		kinds[r.Kind] = true
		if got := retention.Of(r.Kind); got != r {
			t.Errorf("Of(%q): got %v", r.Kind, got)
		}
	}
}

func TestBelowTheFloor(t *testing.T) {
	for _, r := range retention.Table() {
		if r.Floor == 0 {
			continue
		}
		if _, err := r.For(r.Floor - time.Second); !errors.Is(err, retention.ErrFloor) {
			t.Errorf("%s a second below its floor: got %v, want %v", r.Kind, err, retention.ErrFloor)
		}
		same, err := r.For(r.Floor)
		if err != nil {
			t.Errorf("%s at its floor: %v", r.Kind, err)
		}
		now := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
		if got, err := same.Before(now); err != nil || !got.Equal(now.Add(-r.Floor)) {
			t.Errorf("%s: got %v, %v", r.Kind, got, err)
		}
		r.Keep = r.Floor / 2
		if _, err := r.Before(now); !errors.Is(err, retention.ErrFloor) {
			t.Errorf("%s used below its floor: got %v, want %v", r.Kind, err, retention.ErrFloor)
		}
	}
}

// collections are those that code names, with the file that does.
func collections(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, top := range []string{"shared", "functions"} {
		err := filepath.WalkDir(root+top, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			ast.Inspect(f, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || len(call.Args) != 1 {
					return true
				}
				sel, ok := call.Fun.(*ast.SelectorExpr)
				if !ok || sel.Sel.Name != "Collection" && sel.Sel.Name != "CollectionGroup" {
					return true
				}
				if lit, ok := call.Args[0].(*ast.BasicLit); ok {
					name, err := strconv.Unquote(lit.Value)
					if err == nil {
						out[name] = path
					}
				} else if !allowed(path) {
					t.Errorf("%s names a collection by something else than a text", path)
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// allowed are the files that hand a collection's name on.
func allowed(path string) bool {
	return strings.HasSuffix(path, "shared/account/internal/people/people.go")
}

// TestSection5EveryCollectionHasARow reads the code for the collections that it names: each
// must be the last part of a row's place.
func TestSection5EveryCollectionHasARow(t *testing.T) {
	found := collections(t)
	if len(found) < 25 {
		t.Fatalf("found %d collections in the code, which cannot be all", len(found))
	}
	declared := map[string]bool{"tenants": true, "service": true} // whose documents other rows lie below
	for _, r := range retention.Table() {
		for place := range strings.SplitSeq(r.Place, ", ") {
			_, path, _ := strings.Cut(place, ":")
			path, _, _ = strings.Cut(path, "?")
			declared[path[strings.LastIndex(path, "/")+1:]] = true
		}
	}
	for name, file := range found {
		if !declared[name] {
			t.Errorf("%s: the collection %q has no row in shared/retention: say how long it is kept, and why", file, name)
		}
	}
}

// TestAnnex3Section7ServicesKeepNoLonger compares what terraform sets with the table.
func TestAnnex3Section7ServicesKeepNoLonger(t *testing.T) {
	tests := []struct {
		kind, file, setting string
	}{
		{"dead letters", "pubsub.tf", `message_retention_duration = "${%d * 24 * 3600}s"`},
		{"backups", "firestore.tf", `retention = "${%d * 24 * 3600}s"`},
		{"journals", "storage.tf", `days_since_custom_time = %d`},
		{"logs", "main.tf", `retention_days = %d`},
		{"access past the functions", "access.tf", `retention_days = %d`},
	}
	for _, tt := range tests {
		raw, err := os.ReadFile(root + "terraform/" + tt.file)
		if err != nil {
			t.Fatal(err)
		}
		want := fmt.Sprintf(tt.setting, retention.Of(tt.kind).Keep/day)
		if !strings.Contains(string(raw), want) {
			t.Errorf("%s: %s does not say %s", tt.kind, tt.file, want)
		}
	}
	raw, err := os.ReadFile(root + "terraform/erase.tf")
	if err != nil {
		t.Fatal(err)
	}
	weeks := regexp.MustCompile(`retention = "\$\{(\d+) \* 7 \* 24 \* 3600\}s"`).FindStringSubmatch(string(raw))
	if weeks == nil || fmt.Sprint(int(retention.Of("ledger's backups").Keep/day/7)) != weeks[1] {
		t.Errorf("the ledger's backups: terraform says %v weeks", weeks)
	}
	if retention.Of("ledger's backups").Keep <= retention.Of("backups").Keep {
		t.Error("the ledger's backups do not outlive the others")
	}
}

// TestFieldsAreKnown: what is found by a field must be on the tenant's own erasure.
func TestFieldsAreKnown(t *testing.T) {
	raw, err := os.ReadFile("../erasure/trace.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range retention.Table() {
		_, path, _ := strings.Cut(r.Place, ":")
		if r.Field != "" && !strings.Contains(string(raw), `case "`+path+"."+r.Field+`":`) {
			t.Errorf("%s: package erasure does not look by the field %s", r.Kind, r.Field)
		}
	}
}

func TestMarkdown(t *testing.T) {
	const file = "RETENTION.md"
	want := retention.Markdown()
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("RETENTION.md is stale, run go test ./shared/retention -update (-want +got):\n%s", diff)
	}
	if !slices.Contains(strings.Split(want, "\n"), "# What is kept, and for how long") {
		t.Error("it has no heading")
	}
}
