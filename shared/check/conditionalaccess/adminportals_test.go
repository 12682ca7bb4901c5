package conditionalaccess

import (
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestAdminPortals(t *testing.T) {
	definitions := checktest.Files{snapshot.RoleDefinitions.Resource(): `[
		{"id":"r1","templateId":"t1","displayName":"Printer Administrator","isBuiltIn":true},
		{"id":"r2","templateId":"t2","displayName":"Own Administrator","isBuiltIn":false},
		{"id":"r3","templateId":"95e79109-95c0-4d8e-aee3-d01accf2d47b","displayName":"Guest Inviter","isBuiltIn":true}]`}
	but := func(roles ...string) string {
		return everyone + `,"excludeRoles":["` + strings.Join(roles, `","`) + `"]`
	}
	const global = "62e90394-69f5-4237-9190-012177145e10"
	run(t, AdminPortals, []verdictTest{
		{name: "but for administrators", policies: []string{policy("enabled", but(global, "5d6b6bb7-de71-4623-b4af-96380a352509"), include(adminPortals), "", block)}, want: finding.Pass},
		{name: "but for an administrator role of this tenant", more: definitions, policies: []string{policy("enabled", but(global, "t1"), include(adminPortals), "", block)}, want: finding.Pass},
		{name: "but for a role of their own with such a name", more: definitions, policies: []string{policy("enabled", but(global, "r2"), include(adminPortals), "", block)}, want: finding.Fail, reason: "roles"},
		{name: "but for those who may invite guests", more: definitions, policies: []string{policy("enabled", but(global, "95e79109-95c0-4d8e-aee3-d01accf2d47b"), include(adminPortals), "", block)}, want: finding.Fail},
		{name: "but for a group", policies: []string{policy("enabled", but(global)+`,"excludeGroups":["pim"]`, include(adminPortals), "", block)}, want: finding.Fail, reason: "groups"},
		{name: "but for a declared group", settings: emergency(), policies: []string{policy("enabled", but(global)+`,"excludeGroups":["break-glass-group"]`, include(adminPortals), "", block)}, want: finding.Pass},
		{name: "for nobody at all", policies: []string{policy("enabled", everyone, include(adminPortals), "", block)}, want: finding.Pass},
		{name: "guests only", policies: []string{policy("enabled", everyGuest, include(adminPortals), "", block)}, want: finding.Fail},
		{name: "multifactor authentication", policies: []string{policy("enabled", but(global), include(adminPortals), "", askMFA)}, want: finding.Fail},
		{name: "Azure management is something else", policies: []string{policy("enabled", but(global), include(azureManagement), "", block)}, want: finding.Fail},
		{name: "a country block was not made for it", policies: []string{policy("enabled", everyone, allApps, `,"locations":{"includeLocations":["All"],"excludeLocations":["l"]}`, block)}, want: finding.Fail, reason: "No enabled"},
		{name: "report-only", policies: []string{policy(reportOnly, but(global), include(adminPortals), "", block)}, want: finding.Fail},
		{name: "condition not known", policies: []string{policy("enabled", but(global), include(adminPortals), `,"times":{"days":["monday"]}`, block)}, want: finding.Unknown},
		{name: "unlicensed", licences: free, want: finding.NotApplicable},
		{name: "policies refused", unread: true, want: finding.Unknown},
	})
}
