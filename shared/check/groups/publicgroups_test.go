package groups

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestPublicGroups(t *testing.T) {
	tenant := func(groups string) checktest.Files {
		return checktest.Files{snapshot.Groups.Resource(): `[` + groups + `]`}
	}
	group := func(id, types, visibility string) string {
		return `{"id":"` + id + `","displayName":"Group","groupTypes":[` + types + `],"visibility":` + visibility + `}`
	}
	const unified, dynamic = `"Unified"`, `"Unified","DynamicMembership"`
	approved := snapshot.Settings{Declared: snapshot.Declared{PublicGroups: []string{"G1"}}}
	checktest.Verdicts(t, PublicGroups, []checktest.Test{
		{Name: "private", Files: tenant(group("g1", unified, `"Private"`)), Want: finding.Pass},
		{Name: "hidden members are stricter", Files: tenant(group("g1", unified, `"HiddenMembership"`)), Want: finding.Pass},
		{Name: "public", Files: tenant(group("g1", unified, `"Public"`)), Want: finding.Fail},
		{Name: "public in small letters", Files: tenant(group("g1", unified, `"public"`)), Want: finding.Fail},
		{Name: "a dynamic one", Files: tenant(group("g1", dynamic, `"Public"`)), Want: finding.Fail},
		{Name: "approved, id in another case", Settings: approved, Files: tenant(group("g1", unified, `"Public"`)), Want: finding.Pass},
		{Name: "another one approved", Settings: approved, Files: tenant(group("g1", unified, `"Public"`) + `,` + group("g2", unified, `"Public"`)), Want: finding.Fail},
		{Name: "approval does not make the unknown known", Settings: approved, Files: tenant(group("g1", unified, `"Community"`)), Want: finding.Unknown},
		{Name: "a security group has no content", Files: tenant(group("g1", ``, `"Public"`) + `,` + group("g2", unified, `"Private"`)), Want: finding.Pass},
		{Name: "no Microsoft 365 group", Files: tenant(group("g1", ``, `null`)), Want: finding.NotApplicable},
		{Name: "null", Files: tenant(group("g1", unified, `null`)), Want: finding.Unknown},
		{Name: "empty", Files: tenant(group("g1", unified, `""`)), Want: finding.Unknown},
		{Name: "absent", Files: tenant(`{"id":"g1","groupTypes":["Unified"]}`), Want: finding.Unknown},
		{Name: "a group of which nothing is said", Files: tenant(group("g1", unified, `"Private"`) + `,{}`), Want: finding.Unknown},
		{Name: "a group whose kind is null beside a public one", Files: tenant(group("g1", unified, `"Public"`) + `,{"id":"g2","groupTypes":null}`), Want: finding.Fail},
		{Name: "unread", Files: checktest.Files{}, Want: finding.Unknown},
	})
}

func TestPublicGroupsOneByOne(t *testing.T) {
	s := checktest.Snapshot(t, snapshot.Settings{}, checktest.Files{snapshot.Groups.Resource(): `[
		{"id":"a","groupTypes":["Unified"],"visibility":"Public"},{"id":"b","groupTypes":["Unified"],"visibility":"Private"},{"id":"c","groupTypes":["Unified"],"visibility":"Public"}]`})
	var ids []string
	for _, r := range check.Run(PublicGroups, s).Results {
		ids = append(ids, r.Resource)
	}
	if len(ids) != 2 || ids[0] != "a" || ids[1] != "c" {
		t.Errorf("got results on %v, want a and c", ids)
	}
}

// TestPublicGroupsResolved has Graph not say what kind one group is.
func TestPublicGroupsResolved(t *testing.T) {
	files := checktest.Files{snapshot.Groups.Resource(): `[{"id":"a","groupTypes":["Unified"],"visibility":"Private"},{"id":"b","groupTypes":null}]`}
	if diff := cmp.Diff([]string{"a", "gone"}, checktest.Resolved(t, PublicGroups, files, "a", "b", "gone")); diff != "" {
		t.Errorf("resolved (-want +got):\n%s", diff)
	}
}
