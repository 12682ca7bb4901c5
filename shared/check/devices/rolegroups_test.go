package devices

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestRoleGroups(t *testing.T) {
	tenant := func(assignments, groups string) checktest.Files {
		return and(in(snapshot.IntuneRoleAssignments.Resource(), `[`+assignments+`]`), snapshot.Groups.Resource(), `[`+groups+`]`)
	}
	held := func(members string) string { return `{"id":"r","displayName":"Help desk","members":` + members + `}` }
	g := func(id, role, restricted string) string {
		return `{"id":"` + id + `","displayName":"Group","isAssignableToRole":` + role + `,"isManagementRestricted":` + restricted + `}`
	}
	checktest.Verdicts(t, RoleGroups, []checktest.Test{
		{Name: "role-assignable", Files: tenant(held(`["a"]`), g("a", "true", "null")), Want: finding.Pass},
		{Name: "in a restricted unit", Files: tenant(held(`["a"]`), g("a", "null", "true")), Want: finding.Pass},
		{Name: "in a restricted unit, the other not returned", Files: tenant(held(`["a"]`), `{"id":"a","isManagementRestricted":true}`), Want: finding.Pass},
		{Name: "null is false", Files: tenant(held(`["a"]`), g("a", "null", "null")), Want: finding.Fail},
		{Name: "neither", Files: tenant(held(`["a"]`), g("a", "false", "false")), Want: finding.Fail},
		{Name: "one of two", Files: tenant(held(`["a","b"]`), g("a", "true", "null")+","+g("b", "null", "null")), Want: finding.Fail},
		{Name: "one not returned", Files: tenant(held(`["a"]`), `{"id":"a","isAssignableToRole":null}`), Want: finding.Unknown},
		{Name: "another group is not protected", Files: tenant(held(`["a"]`), g("a", "true", "null")+","+g("b", "null", "null")), Want: finding.Pass},
		{Name: "a group that is gone", Files: tenant(held(`["a"]`), ``), Want: finding.Unknown},
		{Name: "members left out", Files: tenant(`{"id":"r"}`, g("a", "true", "null")), Want: finding.Unknown},
		{Name: "no members", Files: tenant(held(`[]`), ``), Want: finding.Unknown},
		{Name: "members null beside a protected group", Files: tenant(held(`null`)+","+held(`["a"]`), g("a", "true", "null")), Want: finding.Unknown},
		{Name: "members null beside an open group", Files: tenant(held(`null`)+","+held(`["a"]`), g("a", "null", "null")), Want: finding.Fail},
		{Name: "no role given", Files: tenant(``, g("a", "null", "null")), Want: finding.NotApplicable},
		{Name: "groups unread", Files: in(snapshot.IntuneRoleAssignments.Resource(), `[`+held(`["a"]`)+`]`), Want: finding.Unknown},
		unlicensed(tenant(held(`["a"]`), g("a", "null", "null"))),
	})
	o := outcome(t, RoleGroups, tenant(held(`["a","b"]`)+","+held(`["b"]`), g("a", "true", "null")+","+g("b", "null", "null")))
	if diff := cmp.Diff(map[string]finding.Verdict{"a": finding.Pass, "b": finding.Fail}, byResource(o)); diff != "" {
		t.Errorf("by group (-want +got):\n%s", diff)
	}
}
