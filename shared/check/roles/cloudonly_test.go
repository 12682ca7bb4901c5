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
	testVerdicts(t, CloudOnly, []verdictTest{
		{name: "cloud only", files: holding(users(GlobalAdministrator, "a", "b")), want: finding.Pass},
		{name: "synchronised", files: holding(users(GlobalAdministrator, "a"), user(`,"onPremisesSyncEnabled":true,"onPremisesImmutableId":"abc"`)), want: finding.Fail},
		{name: "synchronised and disabled", files: holding(user(`,"accountEnabled":false,"onPremisesSyncEnabled":true`)), want: finding.Fail},
		{name: "tied to another identity provider", files: holding(user(`,"onPremisesSyncEnabled":null,"onPremisesImmutableId":"abc"`)), want: finding.Fail},
		{name: "no longer synchronised", files: holding(user(`,"onPremisesSyncEnabled":false,"onPremisesImmutableId":null`)), want: finding.Pass},
		{name: "Graph said nothing", files: holding(user(``)), want: finding.Unknown},
		{name: "the directory knows better than the assignment", files: with(holding(user(`,"onPremisesSyncEnabled":null`)), snapshot.Users.Resource(), `[{"id":"X","onPremisesSyncEnabled":true}]`), want: finding.Fail},
		{name: "a synchronised user without a privileged role", files: holding(users(GlobalAdministrator, "a"), assigned("f2ef992c-3afb-46b9-b7cf-a126ee74c451", "x", `"@odata.type":"#microsoft.graph.user","onPremisesSyncEnabled":true`)), want: finding.Pass},
		{name: "a group nobody read", files: holding(users(GlobalAdministrator, "a"), assigned(exchange, "g", `"@odata.type":"#microsoft.graph.group"`)), want: finding.Unknown},
		{name: "synchronised member of a group", files: with(holding(assigned(exchange, "g", `"@odata.type":"#microsoft.graph.group"`)), snapshot.GroupMembers.Resource(), `{"g":[{"@odata.type":"#microsoft.graph.user","id":"x","onPremisesSyncEnabled":true}]}`), want: finding.Fail},
		{name: "nobody", files: holding(), want: finding.Pass},
		{name: "unread", want: finding.Unknown},
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
