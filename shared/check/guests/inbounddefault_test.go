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
	checktest.Verdicts(t, InboundDefault, []checktest.Test{
		{Name: "everyone blocked", Files: inbound("blocked", "AllUsers", "blocked", "AllApplications"), Want: finding.Pass},
		{Name: "every application blocked", Files: inbound("allowed", "AllUsers", "blocked", "AllApplications"), Want: finding.Pass},
		{Name: "everything open", Files: inbound("allowed", "AllUsers", "allowed", "AllApplications"), Want: finding.Fail},
		{Name: "one application blocked leaves the rest", Files: inbound("allowed", "AllUsers", "blocked", "app-1"), Want: finding.Fail},
		{Name: "an application nobody declared", Files: inbound("allowed", "AllUsers", "allowed", "app-1"), Want: finding.Fail},
		{Name: "the declared application", Settings: declared, Files: inbound("allowed", "AllUsers", "allowed", "app-1"), Want: finding.Pass},
		{Name: "another than declared", Settings: declared, Files: inbound("allowed", "AllUsers", "allowed", "app-2"), Want: finding.Fail},
		{Name: "value unknown", Files: inbound("asked", "AllUsers", "allowed", "AllApplications"), Want: finding.Unknown},
		{Name: "null", Files: checktest.Files{snapshot.CrossTenantAccessDefault.Resource(): `{"b2bCollaborationInbound":null}`}, Want: finding.Unknown},
		{Name: "unread", Want: finding.Unknown},
	})
}
