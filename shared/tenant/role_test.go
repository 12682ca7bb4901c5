package tenant

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write testdata/roles.golden from the table")

// TestTable shows who may do what as a table that is easy to look over.
func TestTable(t *testing.T) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%-16s", "")
	for _, r := range Roles() {
		fmt.Fprintf(&b, " %-7s", r)
	}
	b.WriteString(" key\n")
	mark := map[bool]string{true: "yes", false: "-"}
	for _, p := range Permissions() {
		fmt.Fprintf(&b, "%-16s", p)
		for _, r := range Roles() {
			fmt.Fprintf(&b, " %-7s", mark[r.Allows(p)])
		}
		fmt.Fprintf(&b, " %s\n", mark[p.ForKeys()])
	}
	golden := filepath.Join("testdata", "roles.golden")
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
		t.Errorf("roles (-want +got), -update writes them:\n%s", diff)
	}
}

func TestAllows(t *testing.T) {
	tests := []struct {
		name       string
		role       Role
		permission Permission
		want       bool
	}{
		{"an auditor reads", Auditor, Read, true},
		{"an auditor exports", Auditor, Export, true},
		{"an auditor has no scan made", Auditor, RequestScan, false},
		{"an analyst decides", Analyst, Decide, true},
		{"an analyst changes no setting", Analyst, Configure, false},
		{"an admin manages members", Admin, ManageMembers, true},
		{"an admin makes no owner", Admin, ManageOwners, false},
		{"an admin binds nobody", Admin, Contract, false},
		{"an owner may everything", Owner, Contract, true},
		{"no role", "", Read, false},
		{"an unknown role", "root", Read, false},
		{"a role in capitals", "OWNER", Read, false},
		{"no permission", Owner, "", false},
		{"an unknown permission", Owner, "fly", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.role.Allows(tt.permission); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestOrder(t *testing.T) {
	all := append(Roles(), "") // what is none is below all
	for i, higher := range all {
		for j, lower := range all {
			if got := higher.Above(lower); got != (i < j) {
				t.Errorf("%q above %q: got %v", higher, lower, got)
			}
			if got, want := higher.Lower(lower), all[max(i, j)]; got != want {
				t.Errorf("the lower of %q and %q: got %q, want %q", higher, lower, got, want)
			}
			for _, p := range lower.Permissions() {
				if i < j && !higher.Allows(p) {
					t.Errorf("%q may %q, the higher %q may not", lower, p, higher)
				}
			}
		}
	}
	if n := len(Auditor.Permissions()); n != 3 {
		t.Errorf("an auditor has %d permissions, want 3", n)
	}
}

func TestValidateRoles(t *testing.T) {
	for _, r := range Roles() {
		if err := r.Validate(); err != nil {
			t.Error(err)
		}
	}
	for _, p := range Permissions() {
		if err := p.Validate(); err != nil {
			t.Error(err)
		}
		if p.ForKeys() && !Admin.Allows(p) {
			t.Errorf("a key may carry %q, which an admin has not", p)
		}
	}
	for _, bad := range []string{"", "Owner", "owner ", "members"} {
		if Role(bad).Validate() == nil || Permission(bad).Validate() == nil || Permission(bad).ForKeys() {
			t.Errorf("%q is accepted", bad)
		}
	}
}
