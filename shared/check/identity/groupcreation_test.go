package identity

import (
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// groupSettings is a licensed tenant with these settings of groups.
func groupSettings(values string) checktest.Files {
	return checktest.Files{
		snapshot.SubscribedSkus.Resource(): withP1,
		snapshot.GroupSettings.Resource():  `[{"templateId":"62375AB9-6B52-47ED-826B-58E47E0E304B","values":[` + values + `]}]`,
	}
}

func TestGroupCreation(t *testing.T) {
	checktest.Verdicts(t, GroupCreation, []checktest.Test{
		{Name: "closed, False in capitals", Files: groupSettings(`{"name":"EnableGroupCreation","value":"False"},{"name":"GroupCreationAllowedGroupId","value":""}`), Want: finding.Pass},
		{Name: "one group may", Files: groupSettings(`{"name":"EnableGroupCreation","value":"false"},{"name":"GroupCreationAllowedGroupId","value":"g"}`), Want: finding.Pass},
		{Name: "open", Files: groupSettings(`{"name":"EnableGroupCreation","value":"True"}`), Want: finding.Fail},
		{Name: "open although a group is named", Files: groupSettings(`{"name":"EnableGroupCreation","value":"true"},{"name":"GroupCreationAllowedGroupId","value":"g"}`), Want: finding.Fail},
		{Name: "never set is open", Files: checktest.Files{snapshot.SubscribedSkus.Resource(): withP1, snapshot.GroupSettings.Resource(): `[]`}, Want: finding.Fail},
		{Name: "other settings only", Files: passwordSettings(``), Want: finding.Fail},
		{Name: "null", Files: groupSettings(`{"name":"EnableGroupCreation","value":null}`), Want: finding.Unknown},
		{Name: "another value", Files: groupSettings(`{"name":"EnableGroupCreation","value":"sometimes"}`), Want: finding.Unknown},
		{Name: "value absent", Files: groupSettings(``), Want: finding.Unknown},
		{Name: "no licence", Files: checktest.Files{snapshot.SubscribedSkus.Resource(): withoutP1, snapshot.GroupSettings.Resource(): `[]`}, Want: finding.NotApplicable},
		{Name: "unread", Files: checktest.Files{snapshot.SubscribedSkus.Resource(): withP1}, Want: finding.Unknown},
	})
}

func TestGroupCreationNamesTheGroup(t *testing.T) {
	files := groupSettings(`{"name":"EnableGroupCreation","value":"false"},{"name":"GroupCreationAllowedGroupId","value":"G1"}`)
	files[snapshot.Groups.Resource()] = `[{"id":"g0","displayName":"Others"},{"id":"g1","displayName":"Creators"}]`
	groups := check.Run(GroupCreation, checktest.Snapshot(t, snapshot.Settings{}, files)).Results[0].Evidence.Subjects["groups"]
	if groups.Total != 1 || groups.Shown[0].Name != "Creators" {
		t.Errorf("got %d groups, want the one that may create groups by its name", groups.Total)
	}
}
