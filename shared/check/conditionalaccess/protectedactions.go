package conditionalaccess

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/check/roles"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// ProtectedActions asks that changing the policies themselves takes a stronger
// sign-in at that moment.
var ProtectedActions = &check.Check{
	ID:       "ca-protected-actions",
	Title:    "Changing conditional access is a protected action that takes an authentication strength",
	Category: check.ConditionalAccess,
	Severity: finding.High,
	Because:  "Whoever holds an administrator's session could otherwise switch every protection off with it.",
	Controls: check.Controls{ISO27001: []string{"A.8.2", "A.8.32"}, NIS2: []string{"21(2)(i)", "21(2)(j)"}},
	Rows:     []string{"CA-054"},
	Reads:    []snapshot.Resource{snapshot.ConditionalAccessPolicies.Resource(), snapshot.ResourceActions.Resource()},
	Uses:     uses(snapshot.RoleDefinitions.Resource()),
	Licence:  check.EntraP1,
	Risk:     "An attacker in an administrator's session disables the policies first and then does whatever they forbade.",
	Fix: check.Fix{
		Portal: "Microsoft Entra admin center > Entra ID > Conditional Access > Authentication contexts > New authentication context; Policies > New policy " +
			"for that context: all users, Grant > Require authentication strength > Phishing-resistant MFA; then Roles & admins > Protected " +
			"actions: the context for creating, updating and deleting conditional access policies.",
		Request: `PATCH https://graph.microsoft.com/beta/roleManagement/directory/resourceNamespaces/microsoft.directory/resourceActions/microsoft.directory-conditionalAccessPolicies-basic-update-patch
{"authenticationContextId": "c1"}`,
	},
	LessIsWorse: []string{"contexts"},
	Texts:       []*text.Table{protectedActionsTexts, coverage.Texts},
	Since:       "2026-11",
	Source: "Microsoft Learn: What are protected actions in Microsoft Entra ID?, and Add, test, or remove protected actions; Microsoft Graph " +
		"documentation, unifiedRbacResourceAction resource type (beta). The policy must reach the roles that may change policies: for whom no " +
		"policy applies the action is not protected",
	Run: func(s *snapshot.Snapshot) []check.Result {
		contexts, open, unsaid := policyContexts(s)
		facts := finding.Facts{"contexts": len(contexts)}
		switch {
		case len(open) > 0:
			facts["unprotectedActions"] = open
			return check.One(finding.Fail, "Changing conditional access policies is not protected, or not in every way.", finding.Evidence{Facts: facts})
		case unsaid:
			return check.One(finding.Unknown, "Graph did not say whether changing conditional access policies is protected.", finding.Evidence{Facts: facts})
		}
		var rs []coverage.Requirement
		for _, id := range contexts {
			rs = append(rs, coverage.Requirement{
				Does:    "requires an authentication strength of those who change conditional access",
				Grant:   coverage.Strength,
				Context: id,
				Roles:   tenantRoles(s, policyWriters()),
			})
		}
		results := result(coverage.Together(s, "Changing conditional access takes a sign-in with an authentication strength.", rs...))
		results[0].Evidence.Facts["contexts"] = len(contexts)
		return results
	},
}

// changingPolicies are the actions that change policies.
func changingPolicies() []string {
	const policies = "microsoft.directory/conditionalAccessPolicies/"
	return []string{policies + "basic/update", policies + "create", policies + "delete"}
}

// policyWriters are the roles that may change policies.
func policyWriters() []roles.Role {
	return []roles.Role{
		{TemplateID: roles.GlobalAdministrator, Name: "Global Administrator"},
		{TemplateID: "194ae4cb-b126-40b2-bd5b-6091b380977d", Name: "Security Administrator"},
		{TemplateID: "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9", Name: "Conditional Access Administrator"},
	}
}

// policyContexts returns the authentication contexts that changing policies
// asks for, sorted, and the actions that ask for none; unsaid reports that Graph
// did not say of some.
func policyContexts(s *snapshot.Snapshot) (contexts, open []string, unsaid bool) {
	actions := snapshot.ResourceActions.Of(s)
	for _, name := range changingPolicies() {
		found := false
		for i := range actions {
			if !strings.EqualFold(actions[i].Name, name) {
				continue
			}
			found = true
			switch id := actions[i].AuthenticationContextID; {
			case !id.Set:
				unsaid = true
			case strings.TrimSpace(id.V) == "":
				open = append(open, name)
			default:
				contexts = append(contexts, strings.ToLower(strings.TrimSpace(id.V)))
			}
		}
		unsaid = unsaid || !found
	}
	slices.Sort(contexts)
	return slices.Compact(contexts), slices.Compact(open), unsaid
}
