package conditionalaccess

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// RiskyAgents is whether an AI agent's identity that behaves like one taken
// over is stopped.
var RiskyAgents = &check.Check{
	ID:       "ca-high-risk-agents",
	Title:    "Agent identities at high risk are blocked",
	Category: check.ConditionalAccess,
	Severity: finding.Medium,
	Because:  "An agent acts without a person watching, so a compromised one does harm at machine speed.",
	Controls: check.Controls{SCuBA: []string{"MS.AAD.9.1v1"}, ISO27001: []string{"A.5.16", "A.8.16"}, NIS2: []string{"21(2)(b)", "21(2)(i)"}},
	Rows:     []string{"CA-049"},
	Reads:    policies,
	Uses:     uses(snapshot.ServicePrincipals.Resource()),
	Licence:  check.EntraP2,
	Risk:     "Someone who controls an agent, by its credentials or by what it was told to read, goes on using its access to mail, files and systems.",
	Fix: check.Fix{
		Portal: newPolicy + "Assignments > Agents > All " +
			"agent identities, all resources, Conditions > Agent risk > High, Grant > Block access.",
		Request: `POST https://graph.microsoft.com/beta/identity/conditionalAccess/policies
{
  "displayName": "Block agent identities at high risk",
  "state": "enabled",
  "conditions": {
    "users": {"includeUsers": ["None"]},
    "applications": {"includeApplications": ["All"]},
    "clientAppTypes": ["all"],
    "clientApplications": {"includeAgentIdServicePrincipals": ["All"]},
    "agentIdRiskLevels": "high"
  },
  "grantControls": {"operator": "OR", "builtInControls": ["block"]}
}`,
	},
	Texts:  []*text.Table{riskyAgentsTexts, coverage.Texts},
	Since:  "2026-11",
	Source: "CISA SCuBA baseline for Entra ID, MS.AAD.9.1; Microsoft Learn: Conditional Access for agent identities",
	Run: func(s *snapshot.Snapshot) []check.Result {
		c := coverage.Judge(s, coverage.Requirement{
			Does:      "blocks agent identities at high risk",
			Grant:     coverage.Block,
			Agents:    true,
			AgentRisk: coverage.Range{Values: []string{"high"}, Named: true},
		})
		if c.Verdict == finding.Fail && hasNoAgents(s) {
			return check.One(finding.NotApplicable, "The tenant has no agent identities.", finding.Evidence{Facts: finding.Facts{"agentIdentities": 0}})
		}
		return result(c)
	},
}

// hasNoAgents reports whether it is certain that no agent identity exists:
// every service principal was read and none of them is one.
func hasNoAgents(s *snapshot.Snapshot) bool {
	if !s.Has(snapshot.ServicePrincipals.Resource()) {
		return false
	}
	return !slices.ContainsFunc(snapshot.ServicePrincipals.Of(s), func(p snapshot.ServicePrincipal) bool {
		switch {
		case strings.Contains(strings.ToLower(p.Type), "agentidentity"):
			return true
		case strings.EqualFold(p.ServicePrincipalType, "Application"), strings.EqualFold(p.ServicePrincipalType, "ManagedIdentity"),
			strings.EqualFold(p.ServicePrincipalType, "Legacy"), strings.EqualFold(p.ServicePrincipalType, "SocialIdp"):
			return false
		}
		return true // a kind of identity not known here may be an agent
	})
}
