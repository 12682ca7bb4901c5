package roles

import (
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestCloudOnly(t *testing.T) {
	user := func(rest string) string {
		return assigned(GlobalAdministrator, "x", `"@odata.type":"#microsoft.graph.user"`+rest)
	}
	checktest.Verdicts(t, CloudOnly, []checktest.Test{
		{Name: "cloud only", Files: holding(users(GlobalAdministrator, "a", "b")), Want: finding.Pass},
		{Name: "synchronised", Files: holding(users(GlobalAdministrator, "a"), user(`,"onPremisesSyncEnabled":true,"onPremisesImmutableId":"abc"`)), Want: finding.Fail},
		{Name: "synchronised and disabled", Files: holding(user(`,"accountEnabled":false,"onPremisesSyncEnabled":true`)), Want: finding.Fail},
		{Name: "tied to another identity provider", Files: holding(user(`,"onPremisesSyncEnabled":null,"onPremisesImmutableId":"abc"`)), Want: finding.Fail},
		{Name: "no longer synchronised", Files: holding(user(`,"onPremisesSyncEnabled":false,"onPremisesImmutableId":null`)), Want: finding.Pass},
		{Name: "Graph said nothing", Files: holding(user(``)), Want: finding.Unknown},
		{Name: "the directory knows better than the assignment", Files: with(holding(assigned(GlobalAdministrator, "X", `"@odata.type":"#microsoft.graph.user","onPremisesSyncEnabled":null`)), snapshot.Users.Resource(), `[{"id":"x","onPremisesSyncEnabled":true}]`), Want: finding.Fail},
		{Name: "a synchronised user without a privileged role", Files: holding(users(GlobalAdministrator, "a"), assigned("f2ef992c-3afb-46b9-b7cf-a126ee74c451", "x", `"@odata.type":"#microsoft.graph.user","onPremisesSyncEnabled":true`)), Want: finding.Pass},
		{Name: "a group nobody read", Files: holding(users(GlobalAdministrator, "a"), assigned(exchange, "g", `"@odata.type":"#microsoft.graph.group"`)), Want: finding.Unknown},
		{Name: "synchronised member of a group", Files: with(holding(assigned(exchange, "g", `"@odata.type":"#microsoft.graph.group"`)), snapshot.GroupMembers.Resource(), `{"g":[{"@odata.type":"#microsoft.graph.user","id":"x","onPremisesSyncEnabled":true}]}`), Want: finding.Fail},
		{Name: "nobody", Files: holding(), Want: finding.Pass},
		{Name: "unread", Want: finding.Unknown},
	})
}

func TestCloudOnlyPerUser(t *testing.T) {
	files := holding(users(GlobalAdministrator, "a"), assigned(exchange, "x", `"@odata.type":"#microsoft.graph.user","displayName":"X","onPremisesSyncEnabled":true`))
	got := map[string]finding.Verdict{}
	for _, r := range check.Run(CloudOnly, checktest.Snapshot(t, snapshot.Settings{}, files)).Results {
		got[r.Resource] = r.Verdict
	}
	for id, want := range map[string]finding.Verdict{"a": finding.Pass, "x": finding.Fail} {
		if got[id] != want {
			t.Errorf("%s: got %v, want %v", id, got[id], want)
		}
	}
}
