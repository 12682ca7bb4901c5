package conditionalaccess

import (
	"testing"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestRiskyAgents(t *testing.T) {
	const nobody = `"includeUsers":["None"]`
	const all = `,"agentIdRiskLevels":"high","clientApplications":{"includeAgentIdServicePrincipals":["All"]}`
	principals := func(text string) checktest.Files {
		return checktest.Files{snapshot.ServicePrincipals.Resource(): text}
	}
	run(t, RiskyAgents, []verdictTest{
		{name: "blocked", policies: []string{policy("enabled", nobody, allApps, all, block)}, want: finding.Pass},
		{name: "one agent", want: finding.Fail,
			policies: []string{policy("enabled", nobody, allApps, `,"agentIdRiskLevels":"high","clientApplications":{"includeAgentIdServicePrincipals":["a"]}`, block)}},
		{name: "all but one", want: finding.Fail, reason: "agent identities",
			policies: []string{policy("enabled", nobody, allApps, `,"agentIdRiskLevels":"high","clientApplications":{"includeAgentIdServicePrincipals":["All"],"excludeAgentIdServicePrincipals":["a"]}`, block)}},
		{name: "medium only", want: finding.Fail,
			policies: []string{policy("enabled", nobody, allApps, `,"agentIdRiskLevels":"medium","clientApplications":{"includeAgentIdServicePrincipals":["All"]}`, block)}},
		{name: "a level not known", want: finding.Unknown,
			policies: []string{policy("enabled", nobody, allApps, `,"agentIdRiskLevels":"severe","clientApplications":{"includeAgentIdServicePrincipals":["All"]}`, block)}},
		{name: "people", policies: []string{policy("enabled", everyone, allApps, `,"agentIdRiskLevels":"high"`, block)}, want: finding.Fail},
		{name: "report-only", policies: []string{policy("enabledForReportingButNotEnforced", nobody, allApps, all, block)}, want: finding.Fail},
		{name: "no policy, agents not counted", want: finding.Fail},
		{name: "no policy and no agents", more: principals(`[{"id":"1","servicePrincipalType":"Application"},{"id":"2","servicePrincipalType":"ManagedIdentity"}]`), want: finding.NotApplicable, reason: "no agent identities"},
		{name: "no policy and an agent", more: principals(`[{"id":"1","@odata.type":"#microsoft.graph.agentIdentity","servicePrincipalType":"Application"}]`), want: finding.Fail},
		{name: "no policy and an identity of a kind not known", more: principals(`[{"id":"1","servicePrincipalType":"ServiceIdentity"}]`), want: finding.Fail},
		{name: "a policy although there are no agents", more: principals(`[]`), policies: []string{policy("enabled", nobody, allApps, all, block)}, want: finding.Pass},
		{name: "P1 only", licences: premium1, want: finding.NotApplicable, reason: "P2"},
		{name: "policies refused", unread: true, want: finding.Unknown},
	})
}
