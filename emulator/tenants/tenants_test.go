// Package tenants_test holds the sample tenants to what is said about them:
// the verdicts of expected.json, the resources that are recorded, and ids that
// fit together.
package tenants_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// expectation is what a person decided about one check from the tenant's
// settings and the control's condition.
type expectation struct {
	Verdict finding.Verdict `json:"verdict"`
	Why     string          `json:"why"`
}

// samples returns the folders of the sample tenants.
func samples(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join("*", "tenant.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		t.Fatal("there are no sample tenants")
	}
	dirs := make([]string, len(found))
	for i, f := range found {
		dirs[i] = filepath.Dir(f)
	}
	return dirs
}

// decode reads JSON strictly: a misspelt name would be read as absent.
func decode(t *testing.T, path string, into any) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		t.Fatalf("read %s: %v", path, err)
	}
}

// TestExpected compares every check's verdict with the one decided by hand, and
// that decision with the checks there are, in both directions.
func TestExpected(t *testing.T) {
	for _, dir := range samples(t) {
		t.Run(dir, func(t *testing.T) {
			var expected map[string]expectation
			decode(t, filepath.Join(dir, "expected.json"), &expected)
			s := checktest.Load(t, dir)
			outcomes := map[string]check.Outcome{}
			for _, c := range all.Checks() {
				outcomes[c.ID] = check.Run(c, s)
			}
			if diff := cmp.Diff(slices.Sorted(maps.Keys(outcomes)), slices.Sorted(maps.Keys(expected))); diff != "" {
				t.Errorf("checks that are expected (-want +got):\n%s", diff)
			}
			for _, id := range slices.Sorted(maps.Keys(expected)) {
				want, got := expected[id], outcomes[id]
				if want.Why == "" || !strings.HasSuffix(want.Why, ".") {
					t.Errorf("%s: expected.json gives no reason as a sentence: %q", id, want.Why)
				}
				if got.Check != nil && got.Verdict != want.Verdict {
					t.Errorf("%s: got %v, want %v\n  the check:     %s\n  expected.json: %s", id, got.Verdict, want.Verdict, got.Reason, want.Why)
				}
			}
		})
	}
}

// TestEntities looks at the checks that judge entity by entity: an exemption
// that swallowed the wrong entity would leave the tenant's verdict as it is.
func TestEntities(t *testing.T) {
	tests := []struct {
		name, check string
		want        map[string]finding.Verdict // by displayName
	}{
		{"applications", "app-global-admin-permissions", map[string]finding.Verdict{
			"FjordSafe Backup for Microsoft 365": finding.Fail, "HR-provisionering": finding.Pass,
		}},
		{"permanent roles", "role-permanent-assignments", map[string]finding.Verdict{
			"Nödkonto 1 (hamnfyr)": finding.Pass, "Nödkonto 2 (nordljus)": finding.Pass, "HR-provisionering": finding.Pass,
			"Tobias Ekdahl (konsult, admin)": finding.Fail,
		}},
		{"cloud accounts", "role-cloud-only", map[string]finding.Verdict{
			"Nödkonto 1 (hamnfyr)": finding.Pass, "Nödkonto 2 (nordljus)": finding.Pass,
			"Astrid Lindqvist (admin)": finding.Pass, "Mikael Sandberg (admin)": finding.Pass, "Henrik Aronsson (admin)": finding.Pass,
			"Sara Holmgren (admin)": finding.Pass, "Jonas Berglund (admin)": finding.Pass, "Emelie Nyman (admin)": finding.Pass,
			"Tobias Ekdahl (konsult, admin)": finding.Pass,
		}},
	}
	s := checktest.Load(t, "nordwind")
	names := map[string]string{}
	for _, u := range snapshot.Users.Of(s) {
		names[u.ID] = u.DisplayName
	}
	for _, p := range snapshot.ServicePrincipals.Of(s) {
		names[p.ID] = p.DisplayName
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := map[string]finding.Verdict{}
			for _, c := range all.Checks() {
				if c.ID != tt.check {
					continue
				}
				for _, r := range check.Run(c, s).Results {
					got[names[r.Resource]] = r.Verdict
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("verdicts by entity (-want +got):\n%s", diff)
			}
		})
	}
}

// TestUnread says what of each tenant is not recorded: what it has no licence
// for, and the one permission that was withheld.
func TestUnread(t *testing.T) {
	premium2 := []snapshot.Resource{
		snapshot.RoleAssignmentSchedules.Resource(), snapshot.RoleEligibilitySchedules.Resource(), snapshot.RoleManagementPolicies.Resource(),
		snapshot.GroupRolePolicies.Resource(), snapshot.AccessReviews.Resource(), snapshot.RiskyUsers.Resource(), snapshot.RiskDetections.Resource(),
		snapshot.RiskyServicePrincipals.Resource(), snapshot.ServicePrincipalDetections.Resource(),
	}
	tests := []struct {
		name string
		want []snapshot.Resource
	}{
		{"nordwind", nil},
		{"aalto-pienyritys", append(premium2, snapshot.B2BManagementPolicies.Resource())},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := slices.Sorted(maps.Keys(checktest.Load(t, tt.name).AllUnread()))
			slices.Sort(tt.want)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("unread resources (-want +got):\n%s", diff)
			}
		})
	}
}

// TestZones reads dns.json as README.md documents it: every verified domain
// that is a root has a zone, and names are relative to theirs.
func TestZones(t *testing.T) {
	for _, dir := range samples(t) {
		t.Run(dir, func(t *testing.T) {
			var dns struct {
				Zones []struct {
					Name    string `json:"name"`
					Records []struct {
						Name   string   `json:"name"`
						Type   string   `json:"type"`
						TTL    int      `json:"ttl"`
						Values []string `json:"values"`
					} `json:"records"`
				} `json:"zones"`
				HTTPS map[string]string `json:"https"`
			}
			decode(t, filepath.Join(dir, "dns.json"), &dns)
			zones := map[string]bool{}
			for _, z := range dns.Zones {
				zones[z.Name] = true
				for _, r := range z.Records {
					if r.Name == "" || strings.HasSuffix(r.Name, z.Name) || r.Type != strings.ToUpper(r.Type) || r.TTL <= 0 || len(r.Values) == 0 {
						t.Errorf("zone %s: the record %s %s is not as documented", z.Name, r.Name, r.Type)
					}
				}
			}
			for _, d := range snapshot.Domains.Of(checktest.Load(t, dir)) {
				if d.IsVerified && d.IsRoot && !strings.HasSuffix(d.ID, ".onmicrosoft.com") && !zones[d.ID] {
					t.Errorf("the domain %s has no zone", d.ID)
				}
			}
		})
	}
}

// TestReferences asks that what the files say of each other holds: every id of
// a member, holder, grant or exclusion is one that the tenant has.
func TestReferences(t *testing.T) {
	for _, dir := range samples(t) {
		t.Run(dir, func(t *testing.T) {
			known := map[string]bool{}
			for _, name := range []string{"users", "groups", "servicePrincipals", "directoryRoles"} {
				for _, e := range entities(t, filepath.Join(dir, "v1.0", name+".json")) {
					id, _ := e["id"].(string)
					if id == "" || known[id] {
						t.Errorf("%s: the id %q is missing or taken twice", name, id)
					}
					known[id] = true
				}
			}
			s := checktest.Load(t, dir)
			want := func(where, id string) {
				if !known[id] {
					t.Errorf("%s names %s, which the tenant does not have", where, id)
				}
			}
			for _, a := range snapshot.RoleAssignments.Of(s) {
				want("a role assignment", a.PrincipalID)
			}
			for _, p := range snapshot.ConditionalAccessPolicies.Of(s) {
				for _, id := range slices.Concat(p.Conditions.Users.ExcludeUsers, p.Conditions.Users.ExcludeGroups, p.Conditions.Users.IncludeGroups) {
					want(p.DisplayName, id)
				}
			}
			e := s.Settings.EmergencyAccess
			for _, id := range slices.Concat(e.Users, e.Groups, s.Settings.Declared.ExcludedFromConditionalAccess) {
				want("tenant.json", id)
			}
			for _, g := range entities(t, filepath.Join(dir, "v1.0", "oauth2PermissionGrants.json")) {
				for _, property := range []string{"clientId", "resourceId", "principalId"} {
					if id, ok := g[property].(string); ok {
						want("a permission grant", id)
					}
				}
			}
			nested(t, dir, want)
		})
	}
}

// nested looks at the collections that hang under a parent.
func nested(t *testing.T, dir string, want func(where, id string)) {
	t.Helper()
	for _, pattern := range []string{"groups/*/*.json", "directoryRoles/*/*.json", "servicePrincipals/*/appRoleAssignedTo.json"} {
		files, err := filepath.Glob(filepath.Join(dir, "v1.0", filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			want(file, filepath.Base(filepath.Dir(file)))
			for _, e := range entities(t, file) {
				property := "id"
				if strings.HasPrefix(pattern, "servicePrincipals") {
					property = "principalId"
				}
				id, _ := e[property].(string)
				want(file, id)
			}
		}
	}
}

func entities(t *testing.T, path string) []map[string]any {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var page struct {
		Value []map[string]any `json:"value"`
	}
	if err := json.Unmarshal(raw, &page); err != nil {
		t.Fatalf("read %s: %v", path, err)
	}
	return page.Value
}

// TestFilesAreSmall keeps the samples readable in review.
func TestFilesAreSmall(t *testing.T) {
	for _, dir := range samples(t) {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			info, err := d.Info()
			if err == nil && info.Size() > 200<<10 {
				t.Errorf("%s has %d bytes, want at most %d", path, info.Size(), 200<<10)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
