package store_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/advice"
)

func TestAdvice(t *testing.T) {
	w := newWorld(t)
	h := w.put(t, 1, "")
	written := advice.Explanation{Check: "guests", Facts: "hash1", Language: "fi", Summary: "S", Why: "W", Steps: []string{"one", "two"}, Model: "m", At: asOf}
	refused := advice.Explanation{Check: "guests", Facts: "hash2", Language: "fi", Summary: "Call Tuulikki", Why: "W", Steps: []string{"one"}, Refused: "names somebody", Model: "m", At: asOf}
	tests := []struct {
		name string
		put  advice.Explanation
		want store.Advice
	}{
		{"written", written, store.Advice{Finding: "0f", Facts: "hash1", Language: "fi", Written: true, Summary: "S", Why: "W", Steps: []string{"one", "two"}}},
		{"a refused one takes its place and keeps no text", refused, store.Advice{Finding: "0f", Facts: "hash2", Language: "fi"}},
		{"written again", written, store.Advice{Finding: "0f", Facts: "hash1", Language: "fi", Written: true, Summary: "S", Why: "W", Steps: []string{"one", "two"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := advice.Put(t.Context(), h, "0f", tt.put); err != nil {
				t.Fatal(err)
			}
			got, err := h.Advice(t.Context(), "0f")
			if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
				t.Errorf("Advice (-want +got), %v:\n%s", err, diff)
			}
			all, err := h.AllAdvice(t.Context())
			if diff := cmp.Diff(map[finding.ID]store.Advice{"0f": tt.want}, all); diff != "" || err != nil {
				t.Errorf("AllAdvice (-want +got), %v:\n%s", err, diff)
			}
		})
	}
}

func TestAdviceOfWhatCannotBeAFinding(t *testing.T) {
	w := newWorld(t)
	h := w.put(t, 1, "")
	for _, id := range []finding.ID{"", ".", "..", "__x__", "a/b", "a/b/c", finding.ID(strings.Repeat("x", 2000)), "\xff"} {
		if err := advice.Put(t.Context(), h, id, advice.Explanation{Summary: "S"}); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%.20q: got %v, want %v", id, err, store.ErrNotFound)
		}
	}
	if all, err := h.AllAdvice(t.Context()); len(all) != 0 || err != nil {
		t.Errorf("got %d explanations, %v, want none", len(all), err)
	}
}
