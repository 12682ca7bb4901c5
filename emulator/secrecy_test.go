package main

import (
	"bytes"
	"encoding/json"
	"index/suffixarray"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vahti.ai/vahti/emulator/standintest/erasuretest"
)

// identifying collects what points at the tenant or at people and things in it:
// ids, names, addresses and domains, from the recording's files.
func identifying(t *testing.T, dir string) []string {
	t.Helper()
	found := map[string]bool{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Base(path) == "expected.json" || !strings.HasSuffix(path, ".json") {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var v any
		if err := json.Unmarshal(raw, &v); err != nil {
			return err
		}
		collect(v, "", found)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for text := range found {
		if telling(text) {
			out = append(out, text)
		}
	}
	slices.Sort(out)
	return out
}

// naming are the properties whose values identify.
var naming = regexp.MustCompile(`(?i)^(id|.*displayName|userPrincipalName|mail|.*principalId|.*emailAddress|notificationRecipients|description|users|groups|includeUsers|excludeUsers|includeGroups|excludeGroups)$`)

func collect(v any, name string, found map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for k, w := range v {
			collect(w, k, found)
		}
	case []any:
		for _, w := range v {
			collect(w, name, found)
		}
	case string:
		if naming.MatchString(name) {
			found[v] = true
		}
	}
}

var (
	guid    = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
	address = regexp.MustCompile(`^[^\s@]+@[^\s@]+$|^[a-z0-9-]+\.(example|onmicrosoft\.com|[a-z]{2,3})$`)
)

// telling leaves out what is Microsoft's own: role and plan ids, method and
// setting names, single words.
func telling(text string) bool {
	switch {
	case guid.MatchString(text):
		return !wellKnown()[text]
	case address.MatchString(strings.ToLower(text)):
		return true
	}
	return strings.Contains(text, " ") && !wellKnown()[text]
}

// wellKnown are ids and names that are the same in every tenant, as the checks'
// own sources hold them.
func wellKnown() map[string]bool {
	if known != nil {
		return known
	}
	known = map[string]bool{}
	quoted := regexp.MustCompile(`"([^"\n]{4,100})"`)
	_ = filepath.WalkDir("../shared", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		raw, err := os.ReadFile(path)
		for _, m := range quoted.FindAllStringSubmatch(string(raw), -1) {
			known[m[1]] = true
		}
		return err
	})
	return known
}

var known map[string]bool

// tokens finds signed tokens: two parts of JSON in base64 and a signature.
var tokens = regexp.MustCompile(`eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.`)

// TestAnnex3Section6DataHoldsNoNames searches everything kept after a scan for what identifies
// the tenants and their people.
func TestAnnex3Section6DataHoldsNoNames(t *testing.T) {
	data := t.TempDir()
	r := mustScan(t, "-data", data, "-verbose")
	var kept bytes.Buffer
	files := 0
	err := filepath.WalkDir(data, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		kept.Write(raw)
		files++
		return err
	})
	if err != nil || files < 3 {
		t.Fatalf("%d files read, %v", files, err)
	}
	if !bytes.Contains(kept.Bytes(), []byte("ca-legacy-authentication")) {
		t.Fatal("the dump does not even hold a check's id: nothing was searched")
	}
	var logs strings.Builder
	for _, line := range strings.Split(r.stderr, "\n") {
		if strings.HasPrefix(line, "{") { // the functions' own lines
			logs.WriteString(line + "\n")
		}
	}
	if !strings.Contains(logs.String(), "scan finished") {
		t.Fatal("no log line was searched")
	}
	index := suffixarray.New(kept.Bytes())
	for _, dir := range samples(t) {
		texts := identifying(t, dir)
		if len(texts) < 50 {
			t.Fatalf("only %d identifying texts in %s", len(texts), dir)
		}
		for _, text := range texts {
			for _, form := range erasuretest.Forms(text) {
				if lower := strings.ToLower(text); string(form) == lower && lower != text && !strings.Contains(text, "@") {
					continue // what names nothing of the customer's in lower case, such as a role of Microsoft's
				}
				if len(index.Lookup(form, 1)) > 0 {
					t.Errorf("what is kept holds %q of %s, as %q", text, dir, form)
				}
			}
			if strings.Contains(logs.String(), text) {
				t.Errorf("the logs hold %q of %s", text, dir)
			}
		}
	}
	if strings.Contains(logs.String(), localClientSecret) || tokens.Match(kept.Bytes()) || tokens.MatchString(logs.String()) {
		t.Error("a secret or token is kept or logged")
	}
}
