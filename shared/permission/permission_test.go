package permission

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTranslated(t *testing.T) {
	var texts map[string]map[string]string
	if err := json.Unmarshal(translated, &texts); err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	for _, p := range List("en") {
		for _, why := range p.Why {
			said[why] = true
			for _, language := range []string{"fi", "sv"} {
				if texts[why][language] == "" {
					t.Errorf("not in %s: %q", language, why)
				}
			}
		}
	}
	for why := range texts {
		if !said[why] {
			t.Errorf("a translation of what is said no more: %q", why)
		}
	}
}

func TestMissing(t *testing.T) {
	all := Names()
	if got := Missing(all); len(got) != 0 {
		t.Errorf("got %v, want none", got)
	}
	if diff := cmp.Diff(all[:2], Missing(append([]string{"Other.Read.All"}, all[2:]...))); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(all, Missing(nil)); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
}
