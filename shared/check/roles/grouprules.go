package roles

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// GroupRules asks that joining a group which holds a privileged role is guarded
// as the role itself. Each group is a result of its own. Where the group holds
// the role actively, whoever joins has it, so activating the membership needs
// what activating the role needs; where the group is only eligible the role is
// activated under the role's own rules, and what remains is that somebody hears
// of a new member.
var GroupRules = &check.Check{
	ID:       "role-group-rules",
	Title:    "Joining a group with a privileged role is guarded like the role",
	Category: check.Roles,
	Severity: finding.High,
	Because:  "A role given to a group is given to whoever joins it, so rules that guard only the role are gone around through the group.",
	Controls: check.Controls{ISO27001: []string{"A.8.2", "A.5.18"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"RO-013"},
	Reads:    []snapshot.Resource{snapshot.RoleAssignments.Resource(), snapshot.GroupRolePolicies.Resource()},
	Uses:     usesHolders(),
	Licence:  check.EntraP2,
	Risk:     "An intruder activates a membership that nobody has to approve and nobody hears of, and holds the role of the group.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > ID Governance > Privileged Identity Management > Groups > the group > Settings > Member > Edit: require approval to activate, and name additional recipients for every notification to administrators",
		Request: `PATCH /v1.0/policies/roleManagementPolicies/{id of the group's policy for members}/rules/Notification_Admin_Admin_Assignment {"@odata.type":"#microsoft.graph.unifiedRoleManagementPolicyNotificationRule","id":"Notification_Admin_Admin_Assignment","notificationType":"Email","recipientType":"Admin","notificationLevel":"All","isDefaultRecipientsEnabled":true,"notificationRecipients":["security@company.example"]}, and the same for Notification_Admin_Admin_Eligibility, Notification_Admin_EndUser_Assignment and Approval_EndUser_Assignment`,
	},
	LessIsWorse: []string{"approvers"},
	Texts:       []*text.Table{groupRulesTexts, roleTexts},
	Since:       "2026-11",
	Source:      "Zero Trust Assessment, 21816 and 21882; CISA SCuBA baseline for Microsoft Entra ID, MS.AAD.7.6 to 7.9, whose rules apply to the group by way of its members; Microsoft Graph documentation, Govern membership and ownership of groups by using PIM for Groups, by which every group has such rules. The rules for members are judged; owners are the business of role-group-owners",
	Run: func(s *snapshot.Snapshot) []check.Result {
		groups, unsure := groupsWithRoles(s, privilegedSet)
		var results []check.Result
		for _, g := range groups {
			results = append(results, judgeGroupRules(s, g))
		}
		switch {
		case unsure:
			return append(results, check.One(finding.Unknown, "Not every group that holds or may activate a privileged role could be told.", finding.Evidence{})...)
		case len(results) == 0:
			return check.One(finding.NotApplicable, "No group holds or may activate a privileged role.", finding.Evidence{})
		}
		return results
	},
}

// memberPolicy returns a group's rules for its members.
func memberPolicy(s *snapshot.Snapshot, group string) (snapshot.RoleManagementPolicy, bool) {
	policies, _ := snapshot.GroupRolePolicies.Of(s, group)
	for i := range policies {
		p := &policies[i]
		if strings.EqualFold(p.ScopeType, "Group") && strings.EqualFold(p.ScopeID, group) && strings.EqualFold(p.RoleDefinitionID, "member") {
			return p.Policy, true
		}
	}
	return snapshot.RoleManagementPolicy{}, false
}

func judgeGroupRules(s *snapshot.Snapshot, g roleGroup) check.Result {
	facts := finding.Facts{"active": len(g.active) > 0}
	facts["roles"], _ = names(g.roles())
	result := check.Result{Resource: g.id, Verdict: finding.Unknown, Reason: "Graph did not return the rules for members of a group with a privileged role.", Evidence: finding.Evidence{
		Facts: facts, Subjects: finding.Subjects{"groups": finding.List(finding.Subject{ID: g.id, Name: g.name})},
	}}
	p, ok := memberPolicy(s, g.id)
	if !ok {
		return result
	}
	var lacks []string
	unsure := false
	alert := func(note string, byDefault bool, ids ...string) {
		silent := false
		for _, id := range ids {
			rule, ok := p.Rule(id)
			reached := reaches(rule, byDefault)
			unsure = unsure || !ok || reached == finding.Unknown
			silent = silent || ok && reached == finding.Fail
		}
		if silent {
			lacks = append(lacks, note)
		}
	}
	if g.active[GlobalAdministrator] || g.active[privilegedRoleAdministrator] {
		v, approvers := approval(p)
		facts["approvers"] = approvers
		unsure = unsure || v == finding.Unknown
		if v == finding.Fail {
			lacks = append(lacks, "joining needs nobody's approval")
		}
	}
	alert("a new member alerts no named recipient", false, assignmentRules...)
	if len(g.active) > 0 {
		onlyGlobal := len(g.active) == 1 && g.active[GlobalAdministrator]
		alert("activating the membership alerts nobody", onlyGlobal, activationRule)
	}
	result.Evidence.Subjects = finding.Subjects{"groups": finding.List(finding.Subject{ID: g.id, Name: g.name, Note: strings.Join(lacks, "; ")})}
	switch {
	case len(lacks) > 0:
		result.Verdict, result.Reason = finding.Fail, "Joining a group with a privileged role is guarded less than the role itself."
	case !unsure:
		result.Verdict, result.Reason = finding.Pass, "Joining the group is guarded like the role it has."
	}
	return result
}
