package guests

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestInboundDefault(t *testing.T) {
	inbound := func(users, userTarget, apps, appTarget string) checktest.Files {
		return checktest.Files{snapshot.CrossTenantAccessDefault.Resource(): `{"b2bCollaborationInbound":{
			"usersAndGroups":{"accessType":"` + users + `","targets":[{"target":"` + userTarget + `"}]},
			"applications":{"accessType":"` + apps + `","targets":[{"target":"` + appTarget + `"}]}}}`}
	}
	declared := snapshot.Settings{Declared: snapshot.Declared{InboundApplications: []string{"APP-1"}}}
	testVerdicts(t, InboundDefault, []verdictTest{
		{name: "everyone blocked", files: inbound("blocked", "AllUsers", "blocked", "AllApplications"), want: finding.Pass},
		{name: "every application blocked", files: inbound("allowed", "AllUsers", "blocked", "AllApplications"), want: finding.Pass},
		{name: "everything open", files: inbound("allowed", "AllUsers", "allowed", "AllApplications"), want: finding.Fail},
		{name: "one application blocked leaves the rest", files: inbound("allowed", "AllUsers", "blocked", "app-1"), want: finding.Fail},
		{name: "an application nobody declared", files: inbound("allowed", "AllUsers", "allowed", "app-1"), want: finding.Fail},
		{name: "the declared application", settings: declared, files: inbound("allowed", "AllUsers", "allowed", "app-1"), want: finding.Pass},
		{name: "another than declared", settings: declared, files: inbound("allowed", "AllUsers", "allowed", "app-2"), want: finding.Fail},
		{name: "value unknown", files: inbound("asked", "AllUsers", "allowed", "AllApplications"), want: finding.Unknown},
		{name: "null", files: checktest.Files{snapshot.CrossTenantAccessDefault.Resource(): `{"b2bCollaborationInbound":null}`}, want: finding.Unknown},
		{name: "unread", want: finding.Unknown},
	})
}
