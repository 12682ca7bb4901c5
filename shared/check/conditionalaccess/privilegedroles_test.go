package conditionalaccess

import (
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/check/roles"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestPrivilegedRoles(t *testing.T) {
	var ids []string
	for _, r := range roles.Privileged() {
		ids = append(ids, r.TemplateID)
	}
	include := func(ids ...string) string { return `"includeRoles":["` + strings.Join(ids, `","`) + `"]` }
	definitions := func(text string) checktest.Files {
		return checktest.Files{snapshot.RoleDefinitions.Resource(): text}
	}
	two := definitions(`[{"id":"d1","templateId":"T1","displayName":"Global Administrator","isBuiltIn":true},
		{"id":"d2","templateId":"t2","displayName":"User Administrator","isBuiltIn":true},
		{"id":"d3","templateId":"t3","displayName":"Exchange Administrator","isBuiltIn":false},
		{"id":"d4","templateId":"t4","displayName":"Reports Reader","isBuiltIn":true}]`)
	run(t, PrivilegedRoles, []verdictTest{
		{name: "every role", policies: []string{policy("enabled", include(ids...), allApps, "", resistant)}, want: finding.Pass},
		{name: "over two policies", want: finding.Pass, policies: []string{
			policy("enabled", include(ids[:3]...), allApps, "", resistant), policy("enabled", include(ids[3:]...), allApps, "", resistant)}},
		{name: "one missing", policies: []string{policy("enabled", include(ids[1:]...), allApps, "", resistant)}, want: finding.Fail, reason: "1 of 8 roles"},
		{name: "everyone", policies: []string{policy("enabled", everyone, allApps, "", resistant)}, want: finding.Pass},
		{name: "any multifactor authentication", policies: []string{policy("enabled", include(ids...), allApps, "", `"operator":"OR","builtInControls":["mfa"]`)}, want: finding.Fail},
		{name: "one application left out", policies: []string{policy("enabled", include(ids...), `"includeApplications":["All"],"excludeApplications":["a"]`, "", resistant)}, want: finding.Fail},
		{name: "admin portals only", policies: []string{policy("enabled", include(ids...), `"includeApplications":["MicrosoftAdminPortals"]`, "", resistant)}, want: finding.Fail},
		{name: "but for an emergency account", settings: emergency(), want: finding.Pass,
			policies: []string{policy("enabled", include(ids...)+`,"excludeUsers":["break-glass"]`, allApps, "", resistant)}},
		{name: "but for a group", policies: []string{policy("enabled", include(ids...)+`,"excludeGroups":["g"]`, allApps, "", resistant)}, want: finding.Fail},
		{name: "the roles this tenant has, under its own ids", more: two, policies: []string{policy("enabled", include("t1", "D2"), allApps, "", resistant)}, want: finding.Pass},
		{name: "one of the roles this tenant has", more: two, policies: []string{policy("enabled", include("t1"), allApps, "", resistant)}, want: finding.Fail, reason: "1 of 2 roles"},
		{name: "no role read is every role", more: definitions(`[]`), policies: []string{policy("enabled", include(ids...), allApps, "", resistant)}, want: finding.Pass},
		{name: "report-only", policies: []string{policy("enabledForReportingButNotEnforced", include(ids...), allApps, "", resistant)}, want: finding.Fail},
		{name: "unlicensed", licences: free, want: finding.NotApplicable},
		{name: "policies refused", unread: true, want: finding.Unknown},
	})
}
