package erasure

import (
	"strings"
	"testing"

	"vahti.ai/vahti/shared/retention"
)

// counted are the kinds under which an erasure may count: what lies below a tenant, what
// names it elsewhere, and what is deleted otherwise.
func counted() []string {
	out := []string{root, "advice:tenants", "audit:tenants", "people:tenants", "vahti:sweeps", "people:letters", "people:accounts", "storage:objects", "dead letters", "data key"}
	for _, r := range retention.Table() {
		database, path, ok := strings.Cut(r.Place, ":")
		below, tenants := strings.CutPrefix(path, "tenants/*/")
		switch {
		case !ok || database == "storage":
		case tenants && !strings.Contains(path, "?"):
			out = append(out, database+":"+below[strings.LastIndex(below, "/")+1:])
		case r.Field != "":
			out = append(out, r.Place)
		}
	}
	return out
}

// TestKindsHaveWords: everything that can be counted has words in each language, which
// no other kind has, and nothing else has.
func TestKindsHaveWords(t *testing.T) {
	all := counted()
	if len(all) < 30 {
		t.Fatalf("the retention table has only %d kinds", len(all))
	}
	for _, language := range []string{"en", "fi", "sv"} {
		said := map[string]string{}
		for _, kind := range all {
			got := kindWords(kind, language)
			if got == "" || got == kind || strings.ContainsAny(got, ":_*") {
				t.Errorf("%s in %s: got %q, want words", kind, language, got)
			}
			if other, taken := said[got]; taken && other != kind {
				t.Errorf("%s and %s are both %q in %s", kind, other, got, language)
			}
			said[got] = kind
		}
		if got := kindWords("vahti:novelties", language); got != "vahti:novelties" {
			t.Errorf("a kind that nobody put into words: got %q", got)
		}
	}
	for kind, w := range kinds() {
		if w.en == w.fi || w.en == w.sv || w.fi == w.sv {
			t.Errorf("%s has the same words in two languages: %v", kind, w)
		}
		known := false
		for _, k := range all {
			known = known || k == kind
		}
		if !known {
			t.Errorf("%s has words and is never counted", kind)
		}
	}
}
