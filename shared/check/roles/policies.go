package roles

import (
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// roleSettings is where the admin centre keeps the rules of a role.
const roleSettings = "Microsoft Entra admin center > ID Governance > Privileged Identity Management > Microsoft Entra roles > Settings > the role > Edit"

func readsPolicies() []snapshot.Resource {
	return []snapshot.Resource{snapshot.RoleManagementPolicies.Resource()}
}

func usesPolicies() []snapshot.Resource {
	return []snapshot.Resource{snapshot.RoleDefinitions.Resource()}
}

// policyOf returns the rules for a role over the whole tenant.
func policyOf(s *snapshot.Snapshot, d definitions, template string) (snapshot.RoleManagementPolicy, bool) {
	all := snapshot.RoleManagementPolicies.Of(s)
	for i := range all {
		a := &all[i]
		directory := a.ScopeType == "" || strings.EqualFold(a.ScopeType, "DirectoryRole") || strings.EqualFold(a.ScopeType, "Directory")
		if directory && tenantWide(a.ScopeID) && d.template(a.RoleDefinitionID) == template {
			return a.Policy, true
		}
	}
	return snapshot.RoleManagementPolicy{}, false
}

// alertCheck asks that notifications of an event reach somebody.
type alertCheck struct {
	roles []Role
	rules []string // the ids of the notification rules
	// byDefault says whether Microsoft's default recipients, the other holders
	// of administrative roles, are enough; otherwise a recipient must be named.
	byDefault  bool
	pass, fail string
}

// reaches judges whether a notification gets to somebody.
func reaches(rule snapshot.RoleRule, byDefault bool) finding.Verdict {
	enabled := rule.IsDefaultRecipientsEnabled
	switch {
	case len(rule.NotificationRecipients) > 0, byDefault && enabled.Known() && enabled.V:
		return finding.Pass
	case rule.NotificationRecipients == nil:
		return finding.Unknown
	}
	return finding.Fail
}

func (c alertCheck) run(s *snapshot.Snapshot) []check.Result {
	d := definitionsOf(s)
	silent, unsure, judged := map[string]bool{}, false, 0
	var subjects []finding.Subject
	for _, r := range c.roles {
		p, ok := policyOf(s, d, r.TemplateID)
		if !ok {
			// Without the definitions it cannot be told that the tenant lacks the role.
			unsure = unsure || d.has(r.TemplateID) || !s.Has(snapshot.RoleDefinitions.Resource())
			continue
		}
		judged++
		for _, id := range c.rules {
			rule, ok := p.Rule(id)
			reached := reaches(rule, c.byDefault)
			unsure = unsure || !ok || reached == finding.Unknown
			if ok && reached == finding.Fail && !silent[r.TemplateID] {
				silent[r.TemplateID] = true
				subjects = append(subjects, finding.Subject{ID: r.TemplateID, Name: r.Name, Note: "nobody is named as recipient"})
			}
		}
	}
	facts := finding.Facts{"rolesJudged": judged}
	facts["rolesWithoutRecipients"], _ = names(silent)
	evidence := finding.Evidence{Facts: facts}
	switch {
	case len(subjects) > 0:
		evidence.Subjects = finding.Subjects{"roles": finding.List(subjects...)}
		return check.One(finding.Fail, c.fail, evidence)
	case unsure || judged == 0:
		return check.One(finding.Unknown, "Graph did not return the notification rules of every privileged role.", finding.Evidence{})
	}
	return check.One(finding.Pass, c.pass, evidence)
}
