package export

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

var update = flag.Bool("update", false, "write the golden files anew")

// export makes a small export of everything.
func export(t testing.TB, p Plan, s Source) (made Made, raw []byte) {
	t.Helper()
	var b bytes.Buffer
	made, err := Write(t.Context(), &b, p, s, testKey(t))
	if err != nil {
		t.Fatal(err)
	}
	return made, b.Bytes()
}

// opened reads a ZIP by the standard library.
func opened(t testing.TB, raw []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, twice := out[f.Name]; twice || !f.Modified.Equal(testPlan().At) {
			t.Errorf("%s is there twice, or of %v", f.Name, f.Modified)
		}
		out[f.Name] = string(content)
	}
	return out
}

// TestGolden holds the files of a small export and its manifest.
func TestGolden(t *testing.T) {
	m, raw := export(t, testPlan(), testSource(9))
	files := opened(t, raw)
	for name, file := range map[string]string{"manifest.json": ManifestName, "VERIFY.txt": VerifyName, "findings.csv": "findings.csv", "findings.ocsf.ndjson": "findings.ocsf.ndjson", "findings.sarif": "findings.sarif", "findings.schema.json": "schemas/findings.schema.json"} {
		golden(t, name, files[file])
	}
	sum := sha256.Sum256([]byte(files[ManifestName]))
	if m.Manifest != hex.EncodeToString(sum[:]) || m.Files != len(files)-2 || m.Records[Findings] != 9 || m.Records[Trail] != 3 {
		t.Errorf("got %+v of %d files", m, len(files))
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// TestSameDataSameBytes exports twice.
func TestSameDataSameBytes(t *testing.T) {
	_, one := export(t, testPlan(), testSource(300))
	_, two := export(t, testPlan(), testSource(300))
	if !bytes.Equal(one, two) {
		t.Error("the same data and clock gave another export")
	}
}

// TestAnnex3Section10RecordsFitTheirSchemas validates each line of each NDJSON file by the schema that
// is in the same ZIP.
func TestAnnex3Section10RecordsFitTheirSchemas(t *testing.T) {
	_, raw := export(t, testPlan(), testSource(50))
	files := opened(t, raw)
	for _, row := range kinds() {
		name := string(row.kind)
		schema := compiled(t, files["schemas/"+name+".schema.json"])
		n := 0
		for line := range strings.Lines(files[name+".ndjson"]) {
			n++
			v, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(v); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if o, ok := v.(map[string]any); ok {
				o["stray"] = 1
				if schema.Validate(v) == nil {
					t.Errorf("%s: the schema lets anything through", name)
				}
			}
		}
		if n == 0 {
			t.Errorf("%s: no record", name)
		}
	}
}

func compiled(t *testing.T, schema string) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource("https://vahti.ai/s.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("https://vahti.ai/s.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestChosen exports parts.
func TestChosen(t *testing.T) {
	tests := []struct {
		name    string
		kinds   []Kind
		formats []Format
		want    []string
		fails   error
	}{
		{"members alone", []Kind{Members}, nil, []string{"members.ndjson", "schemas/members.schema.json"}, nil},
		{"formats without findings", []Kind{Scores}, []Format{CSV, SARIF}, []string{"schemas/scores.schema.json", "scores.ndjson"}, nil},
		{"the trail", []Kind{Trail}, []Format{CSV}, []string{"chain.ndjson", "schemas/chain.schema.json", "schemas/trail.schema.json", "trail.csv", "trail.ndjson"}, nil},
		{"findings in two forms", []Kind{Findings}, []Format{OCSF, CSV}, []string{"findings.csv", "findings.ndjson", "findings.ocsf.ndjson", "schemas/findings.schema.json"}, nil},
		{"a report alone", []Kind{Scores}, []Format{Report}, []string{"report.html", "schemas/scores.schema.json", "scores.ndjson"}, nil},
		{"no such kind", []Kind{"passwords"}, nil, nil, ErrKind},
		{"what comes with another", []Kind{Chain}, nil, nil, ErrKind},
		{"no such format", nil, []Format{"pdf"}, nil, ErrFormat},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := testPlan()
			p.Kinds, p.Formats = tt.kinds, tt.formats
			var b bytes.Buffer
			_, err := Write(t.Context(), &b, p, testSource(5), testKey(t))
			if !errors.Is(err, tt.fails) || tt.fails != nil && b.Len() > 0 {
				t.Fatalf("got %v and %d bytes, want %v", err, b.Len(), tt.fails)
			}
			if tt.fails != nil {
				return
			}
			files := opened(t, b.Bytes())
			for _, always := range []string{ManifestName, SignatureName, VerifyName, KeysName, PEMName} {
				if files[always] == "" {
					t.Errorf("%s is missing", always)
				}
				delete(files, always)
			}
			if diff := cmp.Diff(tt.want, sortedNames(files)); diff != "" {
				t.Errorf("files (-want +got):\n%s", diff)
			}
		})
	}
}

func sortedNames(files map[string]string) []string {
	out := make([]string, 0, len(files))
	for name := range files {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

var errBreaks = errors.New("the database went away")

// TestBroken breaks an export off at many places: whatever there is then is no ZIP, and
// Verify says that it broke off.
func TestBroken(t *testing.T) {
	p := testPlan()
	for _, after := range []int{0, 1, 7, 40} {
		s := testSource(50)
		s.Findings = func(ctx context.Context) iter.Seq2[*Finding, error] {
			return func(yield func(*Finding, error) bool) {
				n := 0
				for f, err := range generated(50)(ctx) {
					if n++; n > after {
						yield(nil, errBreaks)
						return
					}
					if !yield(f, err) {
						return
					}
				}
			}
		}
		var b bytes.Buffer
		if _, err := Write(t.Context(), &b, p, s, testKey(t)); !errors.Is(err, errBreaks) {
			t.Fatalf("after %d: got %v", after, err)
		}
		if _, err := Verify(bytes.NewReader(b.Bytes()), int64(b.Len()), testKey(t).Public()); !errors.Is(err, ErrBroken) {
			t.Errorf("after %d: Verify says %v", after, err)
		}
	}
	_, raw := export(t, p, testSource(50))
	for n := len(raw) - 1; n > 0; n -= 7 {
		if _, err := Verify(bytes.NewReader(raw[:n]), int64(n), testKey(t).Public()); !errors.Is(err, ErrBroken) {
			t.Errorf("cut at %d of %d: Verify says %v", n, len(raw), err)
		}
	}
}

// TestEnds stops when its context does.
func TestEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Write(ctx, io.Discard, testPlan(), testSource(5), testKey(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestBegins: something to read is there before the first record is asked for.
func TestBegins(t *testing.T) {
	var b bytes.Buffer
	s := testSource(1)
	seen := 0
	s.Findings = func(context.Context) iter.Seq2[*Finding, error] {
		seen = b.Len()
		return each[*Finding](nil)
	}
	p := testPlan()
	p.Kinds = []Kind{Findings}
	if _, err := Write(t.Context(), &b, p, s, testKey(t)); err != nil {
		t.Fatal(err)
	}
	if seen < 500 {
		t.Errorf("%d bytes were written before the first record was asked for", seen)
	}
}

// TestPeriod refuses a period that ends before it begins.
func TestPeriod(t *testing.T) {
	p := testPlan()
	p.From, p.To = made, made.Add(-time.Hour)
	if _, err := p.Clean(); !errors.Is(err, ErrPeriod) {
		t.Errorf("got %v", err)
	}
	p.To = made.Add(time.Hour)
	p, err := p.Clean()
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[time.Time]bool{made: true, made.Add(-1): false, p.To: false, p.To.Add(-1): true} {
		if got := p.Within(at); got != want {
			t.Errorf("%v: got %v", at, got)
		}
	}
}

// TestManifestReads holds the manifest's form.
func TestManifestReads(t *testing.T) {
	p := testPlan()
	p.From, p.Kinds, p.Formats = made.Add(-24*time.Hour), []Kind{Findings, Members}, nil
	_, raw := export(t, p, testSource(3))
	var m Manifest
	if err := json.Unmarshal([]byte(opened(t, raw)[ManifestName]), &m); err != nil {
		t.Fatal(err)
	}
	if m.Form != manifestForm || !m.From.Equal(p.From) || !m.To.IsZero() || len(m.Whole) != 1 || m.Whole[0] != Members || m.Formats == nil {
		t.Errorf("got %+v", m)
	}
}
