package account_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/account"
	"vahti.ai/vahti/shared/account/language"
)

// TestLanguages: who writes to people learns what they chose, of as many as there are.
func TestLanguages(t *testing.T) {
	w := newWorld(t)
	want := map[string]string{}
	ids := []string{"", "nobody", "a/b"}
	for n := range 310 {
		chosen := []string{"fi", "sv", "en"}[n%3]
		a, _, _, err := w.Create(t.Context(), account.New{Email: fmt.Sprintf("p%d@customer.example", n), Name: "A person", Language: chosen})
		if err != nil {
			t.Fatal(err)
		}
		ids, want[string(a.ID)] = append(ids, string(a.ID)), chosen
	}
	gone := ids[len(ids)-1]
	if _, err := w.Erase(t.Context(), account.ID(gone)); err != nil {
		t.Fatal(err)
	}
	delete(want, gone)
	got, err := language.Of(t.Context(), w.db, ids...)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("languages (-want +got):\n%s", diff)
	}
	if got, err := language.Of(t.Context(), w.db); err != nil || len(got) != 0 {
		t.Errorf("of nobody: %v, %v", got, err)
	}
}
