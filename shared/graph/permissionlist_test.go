package graph_test

import (
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/permission"
)

var update = flag.Bool("update", false, "write the list of permissions anew")

// TestPermissionList: what people consent to is what the table asks for.
func TestPermissionList(t *testing.T) {
	var want []permission.Permission
	for _, p := range graph.Permissions() {
		want = append(want, permission.Permission{Name: p.Name, Why: p.Why})
	}
	if *update {
		raw, err := json.MarshalIndent(want, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("../permission/permissions.json", append(raw, '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, permission.List("en")); diff != "" {
		t.Errorf("the list differs from the table; run this test with -update (-table +list):\n%s", diff)
	}
}
