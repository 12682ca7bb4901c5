package conditionalaccess

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestProtectedActions(t *testing.T) {
	actions := func(update, create, remove string) checktest.Files {
		const name = `"name":"microsoft.directory/conditionalAccessPolicies/`
		return checktest.Files{snapshot.ResourceActions.Resource(): `[{` + name + `basic/update"` + update + `},{` + name + `create"` + create + `},{` + name + `delete"` + remove + `},
			{"name":"microsoft.directory/users/create","authenticationContextId":null}]`}
	}
	context := func(id string) string { return `,"authenticationContextId":"` + id + `"` }
	c1 := actions(context("c1"), context("c1"), context("c1"))
	on := func(ids string) string { return `"includeAuthenticationContextClassReferences":[` + ids + `]` }
	strong := policy("enabled", everyone, on(`"c1"`), "", resistant)
	run(t, ProtectedActions, []verdictTest{
		{name: "protected", more: c1, policies: []string{strong}, want: finding.Pass},
		{name: "for those who may change policies", more: c1, policies: []string{policy("enabled", includeRoles("62e90394-69f5-4237-9190-012177145e10", "194ae4cb-b126-40b2-bd5b-6091b380977d", "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9"), on(`"c1"`), "", resistant)}, want: finding.Pass},
		{name: "for some of them", more: c1, policies: []string{policy("enabled", includeRoles("62e90394-69f5-4237-9190-012177145e10"), on(`"c1"`), "", resistant)}, want: finding.Fail, reason: "2 of 3 roles"},
		{name: "two contexts, one policy each", more: actions(context("c1"), context("c1"), context("c2")), policies: []string{strong, policy("enabled", everyone, on(`"c2"`), "", resistant)}, want: finding.Pass},
		{name: "two contexts, one policy", more: actions(context("c1"), context("c1"), context("c2")), policies: []string{strong}, want: finding.Fail},
		{name: "one action open", more: actions(context("c1"), context("c1"), `,"authenticationContextId":null`), policies: []string{strong}, want: finding.Fail},
		{name: "an empty context", more: actions(context("c1"), context("c1"), context("")), policies: []string{strong}, want: finding.Fail},
		{name: "nothing said of one", more: actions(context("c1"), context("c1"), ""), policies: []string{strong}, want: finding.Unknown},
		{name: "an action missing", more: checktest.Files{snapshot.ResourceActions.Resource(): `[]`}, policies: []string{strong}, want: finding.Unknown},
		{name: "a context without a policy", more: c1, want: finding.Fail, reason: "No enabled"},
		{name: "multifactor authentication without a strength", more: c1, policies: []string{policy("enabled", everyone, on(`"c1"`), "", askMFA)}, want: finding.Fail},
		{name: "another context", more: c1, policies: []string{policy("enabled", everyone, on(`"c2"`), "", resistant)}, want: finding.Fail},
		{name: "every application is no context", more: c1, policies: []string{policy("enabled", everyone, allApps, "", resistant)}, want: finding.Fail},
		{name: "report-only", more: c1, policies: []string{policy(reportOnly, everyone, on(`"c1"`), "", resistant)}, want: finding.Fail},
		{name: "a strength not read", more: c1, policies: []string{policy("enabled", everyone, on(`"c1"`), "", `"operator":"OR","authenticationStrength":{"id":"x"}`)}, want: finding.Unknown},
		{name: "actions refused", policies: []string{strong}, want: finding.Unknown},
		{name: "policies refused", unread: true, more: c1, want: finding.Unknown},
		{name: "unlicensed", licences: free, more: c1, want: finding.NotApplicable},
	})
}
