package grant_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/store/grant"
)

var update = flag.Bool("update", false, "write testdata/purposes.golden from the table")

// TestAnnex3Section2Purposes shows which purpose sees what as a table that is easy to look over.
func TestAnnex3Section2Purposes(t *testing.T) {
	var b bytes.Buffer
	for _, p := range grant.Purposes() {
		fmt.Fprintf(&b, "%s: %s\n", p.Purpose, p.Wording)
		for _, v := range p.Views {
			if !slices.Contains(grant.Views(), v) {
				t.Errorf("%s sees %q, which is no view", p.Purpose, v)
			}
			fmt.Fprintf(&b, "    %s\n", v)
		}
	}
	golden := filepath.Join("testdata", "purposes.golden")
	if *update {
		if err := os.WriteFile(golden, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("purposes (-want +got), -update writes them:\n%s", diff)
	}
}
