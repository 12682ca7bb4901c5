package groups

import (
	"slices"
	"strings"
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestDynamicRules(t *testing.T) {
	const (
		byDepartment = `(user.department -eq \"Finance\")`
		byExtension  = `(user.extensionAttribute1 -eq \"finance\") and (user.accountEnabled -eq true)`
	)
	or := func(text, otherwise string) string {
		if text == "" {
			return otherwise
		}
		return text
	}
	group := func(rule, more string) string {
		return `{"id":"g1","groupTypes":["DynamicMembership"],"membershipRule":` + rule + `,"membershipRuleProcessingState":"On"` + or(more, `,"assignedLicenses":[]`) + `}`
	}
	text := func(rule string) string { return `"` + rule + `"` }
	policy := func(state, users string) string {
		return `{"id":"p","state":"` + state + `","conditions":{"users":{` + users + `}}}`
	}
	tenant := func(groups, policies, assignments string) checktest.Files {
		return checktest.Files{
			snapshot.SubscribedSkus.Resource():            withP1,
			snapshot.Groups.Resource():                    `[` + groups + `]`,
			snapshot.ConditionalAccessPolicies.Resource(): `[` + policies + `]`,
			snapshot.RoleAssignments.Resource():           `[` + assignments + `]`,
		}
	}
	const excluded, included = `"includeUsers":["All"],"excludeGroups":["G1"]`, `"includeGroups":["g1"]`
	licences := `,"assignedLicenses":[{"skuId":"s"}]`
	accepted := snapshot.Settings{Declared: snapshot.Declared{DynamicGroups: []string{"G1"}}}
	unlicensed := tenant(group(text(byDepartment), licences), ``, ``)
	unlicensed[snapshot.SubscribedSkus.Resource()] = withNothing
	unread := tenant(group(text(byExtension), ``), ``, ``)
	delete(unread, snapshot.ConditionalAccessPolicies.Resource())
	checktest.Verdicts(t, DynamicRules, []checktest.Test{
		{Name: "excluded from a policy", Files: tenant(group(text(byDepartment), ``), policy("enabled", excluded), ``), Want: finding.Fail},
		{Name: "included in a policy", Files: tenant(group(text(byDepartment), ``), policy("enabled", included), ``), Want: finding.Fail},
		{Name: "holds a role", Files: tenant(group(text(byDepartment), ``), ``, `{"principalId":"g1","roleDefinitionId":"r"}`), Want: finding.Fail},
		{Name: "gives licences", Files: tenant(group(text(byDepartment), licences), ``, ``), Want: finding.Fail},
		{Name: "gives nothing", Files: tenant(group(text(byDepartment), `,"assignedLicenses":[]`), ``, ``), Want: finding.Pass},
		{Name: "policy only reports", Files: tenant(group(text(byDepartment), ``), policy("enabledForReportingButNotEnforced", excluded), ``), Want: finding.Pass},
		{Name: "policy disabled", Files: tenant(group(text(byDepartment), ``), policy("disabled", excluded), ``), Want: finding.Pass},
		{Name: "attribute of a trusted system", Files: tenant(group(text(byExtension), licences), policy("enabled", excluded), ``), Want: finding.Pass},
		{Name: "one changeable attribute among others", Files: tenant(group(text(byExtension+` and (USER.MobilePhone -ne null)`), licences), ``, ``), Want: finding.Fail},
		{Name: "attribute's name as a value", Files: tenant(group(text(`user.extensionAttribute1 -eq \"user.department\"`), licences), ``, ``), Want: finding.Pass},
		{Name: "a device's name", Files: tenant(group(text(`device.displayName -startsWith \"KIOSK\"`), ``), policy("enabled", excluded), ``), Want: finding.Pass},
		{Name: "accepted, id in another case", Settings: accepted, Files: tenant(group(text(byDepartment), licences), ``, ``), Want: finding.Pass},
		{Name: "paused", Want: finding.Pass,
			Files: tenant(`{"id":"g1","groupTypes":["DynamicMembership"],"membershipRule":"user.department -eq 1","membershipRuleProcessingState":"Paused","assignedLicenses":[{"skuId":"s"}]}`, ``, ``)},
		{Name: "assigned members", Files: tenant(`{"id":"g1","groupTypes":[],"membershipRule":null`+licences+`}`, policy("enabled", excluded), ``), Want: finding.NotApplicable},
		{Name: "rule null", Files: tenant(group(`null`, licences), ``, ``), Want: finding.Unknown},
		{Name: "rule absent", Files: tenant(`{"id":"g1","groupTypes":["DynamicMembership"]`+licences+`}`, ``, ``), Want: finding.Unknown},
		{Name: "a group of which nothing is said", Files: tenant(`{}`, ``, ``), Want: finding.Unknown},
		{Name: "licences absent", Files: tenant(`{"id":"g1","groupTypes":["DynamicMembership"],"membershipRule":"user.department -eq 1"}`, ``, ``), Want: finding.Unknown},
		{Name: "a policy of which nothing is said", Files: tenant(group(text(byDepartment), ``), `{}`, ``), Want: finding.Unknown},
		{Name: "an assignment of which nothing is said", Files: tenant(group(text(byDepartment), ``), ``, `{}`), Want: finding.Unknown},
		{Name: "no licence", Files: unlicensed, Want: finding.NotApplicable},
		{Name: "policies refused", Files: unread, Want: finding.Unknown},
	})
}

func TestDynamicRulesEvidence(t *testing.T) {
	s := checktest.Snapshot(t, snapshot.Settings{}, checktest.Files{
		snapshot.SubscribedSkus.Resource(): withP1,
		snapshot.Groups.Resource(): `[{"id":"g1","groupTypes":["DynamicMembership"],"assignedLicenses":[{"skuId":"s"}],
			"membershipRule":"(user.Mobile -ne null) or (user.displayname -contains \"x\") or (user.mobile -eq 'y')"}]`,
		snapshot.ConditionalAccessPolicies.Resource(): `[{"state":"enabled","conditions":{"users":{"excludeGroups":["g1"]}}}]`,
		snapshot.RoleAssignments.Resource():           `[{"principalId":"G1"}]`,
	})
	facts := check.Run(DynamicRules, s).Results[0].Evidence.Facts
	if got, _ := facts["attributes"].([]string); !slices.Equal(got, []string{"displayName", "mobile"}) {
		t.Errorf("got attributes %v", got)
	}
	if got, _ := facts["usedBy"].([]string); !slices.Equal(got, []string{"conditionalAccess", "roles", "licences"}) {
		t.Errorf("got uses %v", got)
	}
}

func FuzzChangeable(f *testing.F) {
	for _, seed := range []string{`user.department -eq "x"`, "user.city -eq \"a`\"b\"", `user.`, `"user.city`, ``} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, rule string) {
		for _, name := range changeable(rule) {
			if !strings.Contains(strings.ToLower(rule), "user."+strings.ToLower(name)) {
				t.Errorf("%s is not in the rule", name)
			}
		}
	})
}
