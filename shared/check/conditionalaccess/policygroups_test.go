package conditionalaccess

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestPolicyGroups(t *testing.T) {
	groups := func(text string) checktest.Files { return checktest.Files{snapshot.Groups.Resource(): text} }
	uses := func(state string) []string {
		return []string{policy(state, `"includeGroups":["g1"],"excludeGroups":["g2"]`, allApps, "", askMFA)}
	}
	const free1 = `{"id":"g1","isAssignableToRole":null,"isManagementRestricted":null}`
	run(t, PolicyGroups, []verdictTest{
		{name: "one of each kind", policies: uses("enabled"), more: groups(`[{"id":"g1","isAssignableToRole":true,"isManagementRestricted":null},{"id":"g2","isAssignableToRole":null,"isManagementRestricted":true}]`), want: finding.Pass},
		{name: "one of neither", policies: uses("enabled"), more: groups(`[` + free1 + `,{"id":"g2","isAssignableToRole":true}]`), want: finding.Fail},
		{name: "false is as null", policies: uses("enabled"), more: groups(`[{"id":"g1","isAssignableToRole":false,"isManagementRestricted":false},{"id":"g2","isAssignableToRole":true}]`), want: finding.Fail},
		{name: "other groups do not matter", policies: uses("enabled"), more: groups(`[{"id":"g1","isAssignableToRole":true},{"id":"g2","isAssignableToRole":true},{"id":"g3","isAssignableToRole":false,"isManagementRestricted":false}]`), want: finding.Pass},
		{name: "a property absent", policies: uses("enabled"), more: groups(`[{"id":"g1","isAssignableToRole":null},{"id":"g2","isAssignableToRole":true}]`), want: finding.Unknown},
		{name: "a group that is no more", policies: uses("enabled"), more: groups(`[{"id":"g2","isAssignableToRole":true}]`), want: finding.Unknown},
		{name: "report-only policies count", policies: uses(reportOnly), more: groups(`[` + free1 + `,{"id":"g2","isAssignableToRole":true}]`), want: finding.Fail},
		{name: "disabled policies do not", policies: uses("disabled"), more: groups(`[` + free1 + `]`), want: finding.Pass},
		{name: "empty policy", policies: []string{`{}`}, more: groups(`[]`), want: finding.Unknown},
		{name: "a policy for nobody who is named", policies: []string{`{"id":"p","state":"enabled"}`}, more: groups(`[]`), want: finding.Unknown},
		{name: "an empty policy hides no open group", policies: append(uses("enabled"), `{}`), more: groups(`[` + free1 + `,{"id":"g2","isAssignableToRole":true}]`), want: finding.Fail},
		{name: "no groups", policies: []string{policy("enabled", everyone, allApps, "", askMFA)}, more: groups(`[` + free1 + `]`), want: finding.Pass},
		{name: "groups refused", policies: uses("enabled"), want: finding.Unknown},
		{name: "policies refused", unread: true, more: groups(`[]`), want: finding.Unknown},
		{name: "unlicensed", licences: free, more: groups(`[]`), want: finding.NotApplicable},
	})
}
