package api

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/limit"
	"vahti.ai/vahti/shared/store/grant"
)

var update = flag.Bool("update", false, "write what the API looks like now to testdata")

// golden compares with a file in testdata.
func golden(t *testing.T, file, got string) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *update {
		must(t, os.MkdirAll("testdata", 0o755))
		must(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	must(t, err)
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got); run with -update if it should change:\n%s", file, diff)
	}
}

// document is the part of OpenAPI 3.1 that these tests look into.
type document struct {
	OpenAPI    string
	Info       struct{ Title, Version string }
	Tags       []struct{ Name, Description string }
	Paths      map[string]map[string]operation
	Components struct {
		Schemas         map[string]any
		SecuritySchemes map[string]any
	}
	Security []map[string][]string
}

type operation struct {
	OperationID string
	Summary     string
	Description string
	Tags        []string
	Parameters  []struct {
		Name, In, Description string
		Required              bool
		Schema                map[string]any
	}
	RequestBody *struct {
		Required bool
		Content  map[string]struct{ Schema map[string]any }
	}
	Responses map[string]struct {
		Description string
		Content     map[string]struct{ Schema map[string]any }
	}
}

// described returns the API's description as it is served.
func described(t *testing.T, h http.Handler) (document, string) {
	t.Helper()
	w := &world{handler: h}
	rec := w.do(t, ask{path: "!" + documentPath})
	if rec.Code != http.StatusOK || rec.Header().Get("Content-Type") != "application/openapi+json" {
		t.Fatalf("got %d, %s", rec.Code, rec.Header().Get("Content-Type"))
	}
	var d document
	must(t, json.Unmarshal(rec.Body.Bytes(), &d))
	return d, rec.Body.String()
}

func bare(t *testing.T) *server {
	t.Helper()
	return &server{own: testChecks(), limits: limit.New(1, 1, nil), unknowns: limit.New(1, 1, nil), log: slog.New(slog.DiscardHandler)}
}

func TestRoutes(t *testing.T) {
	var b strings.Builder
	seen := map[grant.View]bool{}
	for _, r := range bare(t).routes() {
		seen[r.view] = true
		if r.ofTenant() != (r.needs != "") {
			t.Errorf("%s: what is a tenant's takes a permission, and nothing else does", r.pattern())
		}
		if r.view != "" && r.method != http.MethodGet {
			t.Errorf("%s: an operator changes nothing", r.pattern())
		}
		fresh := ""
		if r.fresh {
			fresh = "  proved lately"
		}
		needs := string(r.needs)
		if needs == "" {
			needs = "signed in"
		}
		b.WriteString(strings.TrimRight(fmt.Sprintf("%-6s %-62s %-16s %s%s", r.method, base+r.path, needs, r.view, fresh), " ") + "\n")
	}
	golden(t, "routes.txt", b.String())
	for _, v := range grant.Views() {
		if !seen[v] {
			t.Errorf("support access can be for %q, and no route shows that", v)
		}
	}
}

// TestEveryOperationIsARoute compares what is registered with the table.
func TestEveryOperationIsARoute(t *testing.T) {
	s := bare(t)
	h, err := s.handler()
	must(t, err)
	d, _ := described(t, h)
	var want, got []string
	for _, r := range s.routes() {
		want = append(want, r.pattern()+" "+r.id)
	}
	for path, methods := range d.Paths {
		for method, op := range methods {
			got = append(got, strings.ToUpper(method)+" "+path+" "+op.OperationID)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("operations (-table +registered):\n%s", diff)
	}
}

var pathParameter = regexp.MustCompile(`\{(\w+)\}`)

// TestDocument holds the description to the rules of OpenAPI 3.1 and to our own:
// everything has a description.
func TestDocument(t *testing.T) {
	h, err := bare(t).handler()
	must(t, err)
	d, raw := described(t, h)
	var indented bytes.Buffer
	must(t, json.Indent(&indented, []byte(raw), "", " "))
	golden(t, "openapi.json", indented.String()+"\n")
	if d.OpenAPI != "3.1.0" || d.Info.Title == "" || d.Info.Version == "" || len(d.Security) == 0 {
		t.Errorf("got %s of %v", d.OpenAPI, d.Info)
	}
	for _, requirement := range d.Security {
		for name := range requirement {
			if d.Components.SecuritySchemes[name] == nil {
				t.Errorf("security scheme %s is not described", name)
			}
		}
	}
	known := map[string]bool{}
	for _, tag := range d.Tags {
		known[tag.Name] = tag.Description != ""
	}
	ids := map[string]bool{}
	for path, methods := range d.Paths {
		for method, op := range methods {
			at := method + " " + path
			if ids[op.OperationID] || op.OperationID == "" {
				t.Errorf("%s: the operation ID %q is not its own", at, op.OperationID)
			}
			ids[op.OperationID] = true
			if op.Summary == "" || op.Description == "" || len(op.Tags) != 1 || !known[op.Tags[0]] {
				t.Errorf("%s: no summary, no description or no tag that is described", at)
			}
			var inPath, declared []string
			for _, m := range pathParameter.FindAllStringSubmatch(path, -1) {
				inPath = append(inPath, m[1])
			}
			names := map[string]bool{}
			for _, p := range op.Parameters {
				if names[p.In+p.Name] || p.Description == "" || p.Schema == nil || !slices.Contains([]string{"path", "query", "header"}, p.In) {
					t.Errorf("%s: parameter %s is there twice, is not described or has no schema", at, p.Name)
				}
				names[p.In+p.Name] = true
				if p.In == "path" {
					declared = append(declared, p.Name)
					if !p.Required {
						t.Errorf("%s: %s is in the path and not required", at, p.Name)
					}
				}
			}
			slices.Sort(inPath)
			slices.Sort(declared)
			if diff := cmp.Diff(inPath, declared); diff != "" {
				t.Errorf("%s: path parameters (-path +declared):\n%s", at, diff)
			}
			succeeds := false
			for status, r := range op.Responses {
				succeeds = succeeds || status[0] == '2'
				if r.Description == "" || len(status) != 3 {
					t.Errorf("%s: %s is not described", at, status)
				}
				if status[0] != '2' && r.Content[problemType].Schema["$ref"] != "#/components/schemas/Problem" {
					t.Errorf("%s: %s is no problem", at, status)
				}
			}
			if !succeeds {
				t.Errorf("%s: nothing says how it succeeds", at)
			}
		}
	}
	var whole map[string]any
	must(t, json.Unmarshal([]byte(raw), &whole))
	used := map[string]bool{}
	walk(t, whole, "", func(at, ref string) {
		name, ok := strings.CutPrefix(ref, "#/components/schemas/")
		if !ok || d.Components.Schemas[name] == nil {
			t.Errorf("%s: %s leads nowhere", at, ref)
		}
		used[name] = true
	})
	for name, schema := range d.Components.Schemas {
		if !used[name] {
			t.Errorf("schema %s is not in use", name)
		}
		described, _ := schema.(map[string]any)
		properties, _ := described["properties"].(map[string]any)
		for property, of := range properties {
			one, _ := of.(map[string]any)
			if one["description"] == nil && one["$ref"] == nil {
				t.Errorf("schema %s: %s is not described", name, property)
			}
		}
		required, _ := described["required"].([]any)
		for _, property := range required {
			if properties[property.(string)] == nil {
				t.Errorf("schema %s requires %v and does not have it", name, property)
			}
		}
	}
}

// walk calls f with every reference below v.
func walk(t *testing.T, v any, at string, f func(at, ref string)) {
	t.Helper()
	switch v := v.(type) {
	case map[string]any:
		for name, below := range v {
			if ref, ok := below.(string); ok && name == "$ref" {
				f(at, ref)
			}
			walk(t, below, at+"/"+name, f)
		}
	case []any:
		for i, below := range v {
			walk(t, below, fmt.Sprint(at, "/", i), f)
		}
	}
}
