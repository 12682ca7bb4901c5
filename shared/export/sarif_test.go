package export

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestSARIF reads the findings as SARIF and compares them with what they are of.
func TestSARIF(t *testing.T) {
	_, raw := export(t, testPlan(), testSource(60))
	var log struct {
		Schema  string `json:"$schema"`
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct {
					Name  string
					Rules []struct{ ID string }
				}
			}
			Results []struct {
				RuleID              string
				RuleIndex           int
				Kind, Level         string
				BaselineState       string
				Message             struct{ Text string }
				PartialFingerprints map[string]string
				Suppressions        []struct{ Kind, Status, Justification string }
			}
		}
	}
	if err := json.Unmarshal([]byte(opened(t, raw)["findings.sarif"]), &log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || len(log.Runs) != 1 || len(log.Runs[0].Results) != 60 || len(log.Runs[0].Tool.Driver.Rules) != 3 {
		t.Fatalf("got %.300s", opened(t, raw)["findings.sarif"])
	}
	i := 0
	for f := range generated(60)(t.Context()) {
		r := log.Runs[0].Results[i]
		i++
		resolved, excepted := f.State == "resolved", f.State == "excepted"
		switch {
		case r.RuleID != f.Check || log.Runs[0].Tool.Driver.Rules[r.RuleIndex].ID != f.Check, r.Message.Text != f.Reason, r.PartialFingerprints["vahtiFinding/v1"] != f.ID:
			t.Errorf("finding %d: got %+v", i, r)
		case resolved != (r.Kind == "pass" && r.Level == "none" && r.BaselineState == "absent"), excepted != (len(r.Suppressions) == 1 && r.Suppressions[0].Justification == f.Accepted):
			t.Errorf("finding %d is %s: got %+v", i, f.State, r)
		case !resolved && r.Level != sarifLevel(f.Severity):
			t.Errorf("finding %d: level %s", i, r.Level)
		}
	}
}

// TestSARIFSchema validates by the published schema, whose file SARIF_SCHEMA names; it
// is not part of this module.
func TestSARIFSchema(t *testing.T) {
	file := os.Getenv("SARIF_SCHEMA")
	if file == "" {
		t.Skip("SARIF_SCHEMA names no file")
	}
	schema, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, raw := export(t, testPlan(), testSource(60))
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(opened(t, raw)["findings.sarif"]))
	if err != nil {
		t.Fatal(err)
	}
	published := compiled(t, string(schema))
	if err := published.Validate(v); err != nil {
		t.Error(err)
	}
	wrong, err := jsonschema.UnmarshalJSON(strings.NewReader(strings.ReplaceAll(opened(t, raw)["findings.sarif"], `"level":"error"`, `"level":"fatal"`)))
	if err != nil {
		t.Fatal(err)
	}
	if published.Validate(wrong) == nil {
		t.Error("the schema lets anything through")
	}
}

// ocsfField is a row of what the class Compliance Finding of OCSF 1.3.0 has: a path, the
// type of its value, and whether it must be there. Of the attributes of its schema these
// are the required ones and those that are written.
type ocsfField struct {
	path, kind string
	required   bool
}

func ocsfFields() []ocsfField {
	return []ocsfField{
		{"activity_id", "integer", true}, {"activity_name", "string", false}, {"category_uid", "integer", true}, {"category_name", "string", false},
		{"class_uid", "integer", true}, {"class_name", "string", false}, {"type_uid", "integer", true}, {"type_name", "string", false},
		{"time", "timestamp", true}, {"severity_id", "integer", true}, {"severity", "string", false}, {"status_id", "integer", false}, {"status", "string", false},
		{"message", "string", false},
		{"metadata", "object", true}, {"metadata.version", "string", true}, {"metadata.tenant_uid", "string", false}, {"metadata.uid", "string", false},
		{"metadata.logged_time", "timestamp", false}, {"metadata.product", "object", true}, {"metadata.product.name", "string", false},
		{"metadata.product.vendor_name", "string", true}, {"metadata.product.lang", "string", false},
		{"finding_info", "object", true}, {"finding_info.uid", "string", true}, {"finding_info.title", "string", true}, {"finding_info.desc", "string", false},
		{"finding_info.created_time", "timestamp", false}, {"finding_info.first_seen_time", "timestamp", false}, {"finding_info.modified_time", "timestamp", false},
		{"finding_info.types", "strings", false},
		{"compliance", "object", true}, {"compliance.control", "string", false}, {"compliance.standards", "strings", true}, {"compliance.requirements", "strings", false},
		{"compliance.status_id", "integer", false}, {"compliance.status", "string", false}, {"compliance.status_detail", "string", false},
		{"remediation", "object", false}, {"remediation.desc", "string", true},
		{"resources", "objects", false}, {"resources.uid", "string", false}, {"resources.type", "string", false},
		{"unmapped", "anything", false},
	}
}

// TestOCSF holds each event to the table, and its numbers to what they mean.
func TestOCSF(t *testing.T) {
	_, raw := export(t, testPlan(), testSource(60))
	lines := strings.Split(strings.TrimSpace(opened(t, raw)["findings.ocsf.ndjson"]), "\n")
	if len(lines) != 60 {
		t.Fatalf("got %d events", len(lines))
	}
	i := 0
	for f := range generated(60)(t.Context()) {
		var e map[string]any
		if err := json.Unmarshal([]byte(lines[i]), &e); err != nil {
			t.Fatal(err)
		}
		i++
		holdsFields(t, e, "")
		activity, _ := e["activity_id"].(float64)
		compliance, _ := e["compliance"].(map[string]any)
		if e["class_uid"] != 2003.0 || e["category_uid"] != 2.0 || e["type_uid"] != 200300+activity || e["time"] != float64(f.Since.UnixMilli()) {
			t.Errorf("event %d: %s", i, lines[i-1])
		}
		for state, want := range map[string][3]any{"resolved": {3.0, 4.0, 1.0}, "excepted": {2.0, 3.0, 3.0}} {
			if got := [3]any{e["activity_id"], e["status_id"], compliance["status_id"]}; (f.State == state) != (got == want) {
				t.Errorf("event %d is %s: got %v", i, f.State, got)
			}
		}
	}
}

// holdsFields compares an object with the rows of the table at its place.
func holdsFields(t *testing.T, o map[string]any, place string) {
	t.Helper()
	rows := map[string]ocsfField{}
	for _, f := range ocsfFields() {
		parent, name := "", f.path
		if at := strings.LastIndex(f.path, "."); at >= 0 {
			parent, name = f.path[:at], f.path[at+1:]
		}
		if parent != place {
			continue
		}
		rows[name] = f
		if _, ok := o[name]; !ok && f.required {
			t.Errorf("%s is missing", f.path)
		}
	}
	for name, v := range o {
		f, ok := rows[name]
		if !ok {
			t.Errorf("%s.%s is not of the class", place, name)
			continue
		}
		if !ofKind(v, f.kind) {
			t.Errorf("%s is no %s: %v", f.path, f.kind, v)
		}
		if in, ok := v.(map[string]any); ok && f.kind == "object" {
			holdsFields(t, in, f.path)
		}
		if list, ok := v.([]any); ok && f.kind == "objects" {
			for _, one := range list {
				in, _ := one.(map[string]any)
				holdsFields(t, in, f.path)
			}
		}
	}
}

func ofKind(v any, kind string) bool {
	n, number := v.(float64)
	list, isList := v.([]any)
	switch kind {
	case "integer":
		return number && n == float64(int64(n))
	case "timestamp": // in milliseconds: not before 2001 and not after 2100
		return number && n > 1e12 && n < 4.2e12
	case "string":
		s, ok := v.(string)
		return ok && s != ""
	case "object":
		_, ok := v.(map[string]any)
		return ok
	case "objects":
		return isList && len(list) > 0
	case "strings":
		return isList && len(list) > 0 && !slices.ContainsFunc(list, func(one any) bool { s, ok := one.(string); return !ok || s == "" })
	}
	return true
}
