package history

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func newJudge(t *testing.T) *Judge {
	t.Helper()
	j, err := NewJudge()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := j.Close(); err != nil {
			t.Error(err)
		}
	})
	return j
}

func newTenant(t *testing.T, users int, seed uint64) *Tenant {
	t.Helper()
	tenant, err := New(t.TempDir(), users, seed, "Historic")
	if err != nil {
		t.Fatal(err)
	}
	return tenant
}

func judge(t *testing.T, j *Judge, tenant *Tenant) []check.Outcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	outcomes, err := j.Judge(ctx, tenant)
	if err != nil {
		t.Fatal(err)
	}
	return outcomes
}

func verdicts(outcomes []check.Outcome) map[string]finding.Verdict {
	out := map[string]finding.Verdict{}
	for _, o := range outcomes {
		out[o.Check.ID] = o.Verdict
	}
	return out
}

// TestExpected holds the judge to what must follow from what was done to tenants.
func TestExpected(t *testing.T) {
	j := newJudge(t)
	refusals := map[int]string{3: "policies/authorizationPolicy", 5: "roleManagement/directory/roleAssignments", 7: "oauth2PermissionGrants", 9: "admin/sharepoint/settings"}
	asked, done := map[string]map[finding.Verdict]bool{}, map[string]bool{}
	for seed := range uint64(8) {
		tenant := newTenant(t, 5+int(seed)*5, seed+30)
		for step := range 12 {
			if step > 0 {
				did, err := tenant.Step()
				if err != nil {
					t.Fatal(err)
				}
				for _, d := range did {
					done[d.Name] = true
				}
			}
			if resource := refusals[step]; resource != "" {
				if _, err := tenant.withhold(resource); err != nil {
					t.Fatal(err)
				}
			}
			want, err := tenant.Expected()
			if err != nil {
				t.Fatal(err)
			}
			got := verdicts(judge(t, j, tenant))
			for id, v := range want {
				if asked[id] == nil {
					asked[id] = map[finding.Verdict]bool{}
				}
				asked[id][v] = true
				if got[id] != v {
					t.Errorf("seed %d, step %d: %s is %s, want %s", seed, step, id, got[id], v)
				}
			}
		}
	}
	for id, v := range map[string]int{"id-tenant-creation": 3, "sp-legacy-authentication": 3, "app-tenant-wide-grants": 2, "role-global-administrators": 1} {
		if len(asked[id]) < v {
			t.Errorf("%s was expected to be %v alone: too little was tried", id, asked[id])
		}
	}
	for _, m := range mutations() {
		if m.name != "a permission withdrawn" && m.name != "all licences lost" && !done[m.name] {
			t.Errorf("never happened: %s", m.name)
		}
	}
}

// TestMutations looks at what single mutations do to the findings, as somebody
// who knows the controls says it.
func TestMutations(t *testing.T) {
	tests := []struct {
		name  string
		do    func(t *Tenant) (bool, error)
		check string
		want  []string // the steps of the finding about the tenant, oldest first
	}{
		{"members may create tenants, and may not", func(t *Tenant) (bool, error) {
			return t.edit("policies/authorizationPolicy", func(o object) {
				members, _ := o["defaultUserRolePermissions"].(object)
				flip("allowedToCreateTenants")(members)
			})
		}, "id-tenant-creation", []string{"opened", "resolved", "reopened"}},
		{"old protocols in SharePoint", func(t *Tenant) (bool, error) {
			return t.edit("admin/sharepoint/settings", flip("isLegacyAuthProtocolsEnabled"))
		}, "sp-legacy-authentication", []string{"opened", "resolved", "reopened"}},
	}
	j := newJudge(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tenant, l := newTenant(t, 12, 3), NewLedger()
			// The first scan meets the tenant as it should be.
			if v := verdicts(judge(t, j, tenant))[tt.check]; v == finding.Fail {
				if _, err := tt.do(tenant); err != nil {
					t.Fatal(err)
				}
			}
			for range 4 {
				l.Add(tenant.At(), judge(t, j, tenant))
				did, err := tt.do(tenant)
				if err != nil || !did {
					t.Fatalf("did %v, %v", did, err)
				}
				tenant.at = tenant.at.Add(time.Hour)
				if err := tenant.stamp(); err != nil {
					t.Fatal(err)
				}
			}
			var got []string
			for _, c := range l.Steps(IDOf(tt.check, finding.TenantResource)) {
				got = append(got, string(c.Kind))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("steps (-want +got):\n%s", diff)
			}
			if f := l.findings[IDOf(tt.check, finding.TenantResource)]; f.State != finding.Open || f.Version != 3 || !f.Since.Equal(tenant.At().Add(-time.Hour)) {
				t.Errorf("the finding is %s since %v in version %d", f.State, f.Since, f.Version)
			}
			if l.Drifts() < 3 {
				t.Errorf("%d verdicts drifted, want at least 3", l.Drifts())
			}
		})
	}
}

// TestUnknownChangesNothing withdraws a permission: no finding that rests on it may
// open, change or be resolved meanwhile.
func TestUnknownChangesNothing(t *testing.T) {
	j, tenant, l := newJudge(t), newTenant(t, 12, 5), NewLedger()
	l.Add(tenant.At(), judge(t, j, tenant))
	before := len(l.Findings())
	if did, err := tenant.withhold("policies/authorizationPolicy"); !did || err != nil {
		t.Fatalf("did %v, %v", did, err)
	}
	l.Add(tenant.At(), judge(t, j, tenant))
	if v := l.Verdicts()["id-tenant-creation"]; v != finding.Unknown {
		t.Errorf("the verdict is %s, want unknown", v)
	}
	for _, f := range l.Findings() {
		if steps := l.Steps(f.ID); len(steps) > 1 && strings.HasPrefix(f.Check, "id-") {
			t.Errorf("%s has %d steps, want 1", f.Check, len(steps))
		}
	}
	if before == 0 {
		t.Error("there are no findings at all")
	}
}

// TestSeedsRepeat makes the same tenant twice.
func TestSeedsRepeat(t *testing.T) {
	a, b := newTenant(t, 8, 77), newTenant(t, 8, 77)
	for range 20 {
		didA, errA := a.Step()
		didB, errB := b.Step()
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		if diff := cmp.Diff(didA, didB); diff != "" || !a.At().Equal(b.At()) {
			t.Fatalf("one seed gives two histories (-a +b):\n%s", diff)
		}
	}
	err := filepath.WalkDir(a.Dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(a.Dir, path)
		if err != nil {
			return err
		}
		x, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		y, err := os.ReadFile(filepath.Join(b.Dir, rel))
		if err != nil {
			return err
		}
		if diff := cmp.Diff(string(x), string(y)); diff != "" {
			t.Errorf("%s (-a +b):\n%s", rel, diff)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// TestSecretStaysSecret holds interludes to their word: what the log does not tell of
// shows in nothing that has to be read again for what it does tell of.
func TestSecretStaysSecret(t *testing.T) {
	j := newJudge(t)
	passes, hidden := 0, 0
	for seed := range uint64(100) {
		tenant := newTenant(t, 5, 500+seed)
		for range 5 {
			told, rest, err := tenant.Interlude()
			if err != nil {
				t.Fatal(err)
			}
			want := stale(told)
			var before map[snapshot.Resource]string
			if len(want) > 0 {
				before = reads(t, j, tenant, want)
			}
			did, err := rest()
			if err != nil {
				t.Fatal(err)
			}
			if len(want) > 0 && len(did) > 0 {
				passes, hidden = passes+1, hidden+len(did)
				for r, after := range reads(t, j, tenant, want) {
					if after != before[r] {
						t.Errorf("seed %d: a light pass reads %s for %v, and %v shows there", seed, r, told, did)
					}
				}
			}
			if _, err := tenant.Step(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if passes < 100 || hidden < 100 {
		t.Errorf("%d light passes and %d deeds that were hidden from them: too little was tried", passes, hidden)
	}
}

// reads returns what is read where resources of a tenant are wanted.
func reads(t *testing.T, j *Judge, tenant *Tenant, want []snapshot.Resource) map[snapshot.Resource]string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	s, report, err := j.read(ctx, tenant, tenant.At(), want)
	if err != nil {
		t.Fatal(err)
	}
	out := map[snapshot.Resource]string{}
	for r := range report.Kept {
		key, _ := snapshot.KeyOf(r)
		var b strings.Builder
		if err := snapshot.Save(key, s, &b); err != nil {
			t.Fatal(err)
		}
		out[r] = b.String()
	}
	for r, why := range report.Unread {
		out[r] = why.Reason
	}
	return out
}
