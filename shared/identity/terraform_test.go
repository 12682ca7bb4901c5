package identity_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/identity"
)

const (
	root      = "../../"
	terraform = root + "terraform/"
)

var update = flag.Bool("update", false, "write terraform/identities.json from the table")

// TestTerraformFollowsTable compares the file that terraform reads with the table.
func TestTerraformFollowsTable(t *testing.T) {
	want, err := json.MarshalIndent(identity.Table(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	// Terraform iterates over empty lists, not over null.
	want = append(bytes.ReplaceAll(want, []byte(": null"), []byte(": []")), '\n')
	const file = terraform + "identities.json"
	if *update {
		if err := os.WriteFile(file, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(want), read(t, file)); diff != "" {
		t.Errorf("%s is stale, run go test ./shared/identity -update (-want +got):\n%s", file, diff)
	}
}

// TestOneFilePerFunction checks that table, folders of functions and terraform
// files name the same functions, and that each file uses its own identity.
func TestOneFilePerFunction(t *testing.T) {
	var table []string
	for _, i := range identity.Table() {
		table = append(table, i.Function)
	}
	slices.Sort(table)
	var folders []string
	for _, f := range glob(t, root+"functions/*/cmd/main.go") {
		folders = append(folders, filepath.Base(filepath.Dir(filepath.Dir(f))))
	}
	if diff := cmp.Diff(table, folders); diff != "" {
		t.Errorf("functions with a cmd differ from the table (-want +got):\n%s", diff)
	}
	call := regexp.MustCompile(`(?s)module\s+"([^"]+)"\s*\{.*?\n\}`)
	var modules []string
	for _, file := range glob(t, terraform+"*.tf") {
		for _, m := range call.FindAllStringSubmatch(read(t, file), -1) {
			name := m[1]
			modules = append(modules, name)
			if got, want := filepath.Base(file), name+".tf"; got != want {
				t.Errorf("function %s: got file %v, want %v", name, got, want)
			}
			for argument, want := range map[string]string{"source": `"./function"`, "identity": "local.identities." + name, "cloud": "local.cloud"} {
				if got := argumentOf(m[0], argument); got != want {
					t.Errorf("function %s: got %s = %v, want %v", name, argument, got, want)
				}
			}
		}
	}
	slices.Sort(modules)
	if diff := cmp.Diff(table, modules); diff != "" {
		t.Errorf("functions in terraform differ from the table (-want +got):\n%s", diff)
	}
}

// argumentOf returns the text of an argument in a block; empty when it is absent.
func argumentOf(block, name string) string {
	m := regexp.MustCompile(`(?m)^\s*` + name + `\s*=\s*(\S+)`).FindStringSubmatch(block)
	if m == nil {
		return ""
	}
	return m[1]
}

// TestTimeLimits checks that Cloud Run gives a function the time that it takes.
func TestTimeLimits(t *testing.T) {
	const amount = `(\d+) \* time\.(Second|Minute)`
	unit := map[string]string{"Second": "s", "Minute": "m"}
	for _, i := range identity.Table() {
		t.Run(i.Function, func(t *testing.T) {
			var source strings.Builder
			for _, file := range glob(t, root+"functions/"+i.Function+"/*.go") {
				if !strings.HasSuffix(file, "_test.go") {
					source.WriteString(read(t, file))
				}
			}
			limit := regexp.MustCompile(`serve\.Limits\{Time: ([^,]+),`).FindStringSubmatch(source.String())
			if limit == nil {
				t.Fatal("got no serve.Limits with a Time")
			}
			value := limit[1]
			if named := regexp.MustCompile(`(?m)^\s*` + regexp.QuoteMeta(value) + `\s*=\s*(` + amount + `)`).FindStringSubmatch(source.String()); named != nil {
				value = named[1]
			}
			m := regexp.MustCompile(`^` + amount + `$`).FindStringSubmatch(value)
			if m == nil {
				t.Fatalf("cannot tell the time from %q", value)
			}
			want, err := time.ParseDuration(m[1] + unit[m[2]])
			if err != nil {
				t.Fatal(err)
			}
			got, err := time.ParseDuration(argumentOf(read(t, terraform+i.Function+".tf"), "time_limit") + "s")
			if err != nil {
				t.Fatal(err)
			}
			if got != want {
				t.Errorf("time_limit in terraform: got %v, want %v", got, want)
			}
		})
	}
}

// TestObjectsAreGoneOnceDeleted: nothing in the bucket's settings keeps what was
// deleted, which a tenant's deletion relies on, and nobody outside reaches it.
func TestObjectsAreGoneOnceDeleted(t *testing.T) {
	bucket := regexp.MustCompile(`(?s)resource "google_storage_bucket" "objects" \{.*?\n\}`).FindString(read(t, terraform+"storage.tf"))
	for argument, want := range map[string]string{
		"retention_duration_seconds":  "0",
		"enabled":                     "false", // of versions
		"days_since_custom_time":      "2",
		"location":                    "var.region",
		"uniform_bucket_level_access": "true",
		"public_access_prevention":    `"enforced"`,
	} {
		if got := argumentOf(bucket, argument); got != want {
			t.Errorf("%s: got %q, want %q", argument, got, want)
		}
	}
	if held := argumentOf(bucket, "retention_period"); held != "" {
		t.Errorf("objects are held for %s", held)
	}
}

// TestAnnex3Section5LogsAreLocked: nobody shortens how long the functions' lines are kept, which is as
// long as RETENTION.md says.
func TestAnnex3Section5LogsAreLocked(t *testing.T) {
	bucket := regexp.MustCompile(`(?s)resource "google_logging_project_bucket_config" "logs" \{.*?\n\}`).FindString(read(t, terraform+"main.tf"))
	for argument, want := range map[string]string{"locked": "true", "retention_days": "30", "location": "var.region"} {
		if got := argumentOf(bucket, argument); got != want {
			t.Errorf("%s: got %q, want %q", argument, got, want)
		}
	}
}

// TestAnnex3Section2AccessPastFunctionsIsLogged: whoever but a function reads or writes what tenants
// have is logged, for as long as the audit trails are kept (agreement, annex 3, section 2).
func TestAnnex3Section2AccessPastFunctionsIsLogged(t *testing.T) {
	file := read(t, terraform+"access.tf")
	for _, resource := range []struct{ name, argument, want string }{
		{"google_logging_project_bucket_config", "locked", "true"},
		{"google_logging_project_bucket_config", "location", "var.region"},
		{"google_logging_project_sink", "filter", `"LOG_ID(\"cloudaudit.googleapis.com/data_access\")"`},
	} {
		block := regexp.MustCompile(`(?s)resource "` + resource.name + `" "access" \{.*?\n\}`).FindString(file)
		if got := argumentOf(block, resource.argument); got != resource.want {
			t.Errorf("%s: %s is %q, want %q", resource.name, resource.argument, got, resource.want)
		}
	}
	for _, what := range []string{`"datastore.googleapis.com"`, `"secretmanager.googleapis.com"`, `"storage.googleapis.com"`, `"DATA_READ"`, `"DATA_WRITE"`} {
		if !strings.Contains(file, what) {
			t.Errorf("access.tf does not log %s", what)
		}
	}
	for _, i := range identity.Table() {
		if !regexp.MustCompile(`module\.` + i.Function + `\b`).MatchString(file) {
			t.Errorf("access.tf does not wait for the account of %s", i.Function)
		}
	}
}

// TestSection14NothingOutsideEU looks for places of Google's in whatever is deployed.
func TestSection14NothingOutsideEU(t *testing.T) {
	files := slices.Concat(glob(t, terraform+"*"), glob(t, terraform+"*/*"), []string{root + "cloudbuild.yaml", root + "scripts/deploy"})
	for _, file := range files {
		if info, err := os.Stat(file); err != nil || info.IsDir() {
			continue
		}
		for _, place := range outsideEU(read(t, file)) {
			t.Errorf("%s: %s is not within the European Union", file, place)
		}
	}
}

func TestOutsideEU(t *testing.T) {
	tests := []struct {
		name string
		text string
		want []string
	}{
		{name: "regions within", text: `location = "europe-north1" # or europe-west12`},
		{name: "several regions of the EU", text: `location_id = "eur3"`},
		{name: "a variable", text: "region = var.region\nlocation = each.value"},
		{name: "London and Zürich", text: `["europe-west2", "europe-west6"]`, want: []string{"europe-west2", "europe-west6"}},
		{name: "a region of the United States", text: `_REGION: us-central1`, want: []string{"us-central1"}},
		{name: "several regions of the United States", text: `  location = "nam5"`, want: []string{"nam5"}},
		{name: "nowhere in particular", text: `  location = "global"`, want: []string{"global"}},
		{name: "a list", text: `allowed_persistence_regions = [var.region, "asia-east1"]`, want: []string{"asia-east1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, outsideEU(tt.text)); diff != "" {
				t.Errorf("outsideEU (-want +got):\n%s", diff)
			}
		})
	}
}

// withinEU are Google's names for places in the European Union.
var withinEU = []string{
	"europe-central2", "europe-north1", "europe-north2", "europe-southwest1", "europe-west1", "europe-west3", "europe-west4",
	"europe-west8", "europe-west9", "europe-west10", "europe-west12", "eur3", "eu",
}

var (
	region   = regexp.MustCompile(`\b(?:africa|asia|australia|europe|me|northamerica|southamerica|us)-[a-z]+\d+\b`)
	location = regexp.MustCompile(`(?m)^\s*(?:location|location_id|region)\s*=\s*"([^"]*)"`)
)

// outsideEU returns the places in text that are not within the European Union.
func outsideEU(text string) []string {
	named := region.FindAllString(text, -1)
	for _, m := range location.FindAllStringSubmatch(text, -1) {
		named = append(named, m[1])
	}
	var outside []string
	for _, place := range named {
		if !slices.Contains(withinEU, place) && !slices.Contains(outside, place) {
			outside = append(outside, place)
		}
	}
	return outside
}

func read(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatalf("nothing is called %s", pattern)
	}
	return files
}
