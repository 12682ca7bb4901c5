package groups

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// DynamicRules asks that nobody can enter a group that grants access by
// changing a line of their profile. A group grants access where a policy that is
// in force includes or excludes it, where it holds a role or where it gives
// licences. settings.declared.dynamicGroups names the groups that may.
var DynamicRules = &check.Check{
	ID:       "group-dynamic-rules",
	Title:    "Dynamic groups that grant access do not hang on attributes that people can change",
	Category: check.Groups,
	Severity: finding.High,
	Because:  "The rule decides who gets in, so whoever can write the attribute it looks at, in the profile, by a call to the help desk or from a guest's own tenant, decides it too.",
	Controls: check.Controls{ISO27001: []string{"A.5.18", "A.8.2"}, NIS2: []string{"21(2)(i)"}},
	Rows:     []string{"GR-010"},
	Reads: []snapshot.Resource{
		snapshot.Groups.Resource(), snapshot.ConditionalAccessPolicies.Resource(), snapshot.RoleAssignments.Resource(),
	},
	Licence: check.EntraP1,
	Risk:    "An attacker has a department or a telephone number changed and falls into the group that a policy leaves out, or out of the group that one is for.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Groups > All groups > the group > Dynamic membership rules > build the rule on attributes that only a trusted system writes, or assign the members; or accept the group in Vahti's settings",
		Request: `PATCH /v1.0/groups/{id} {"membershipRule":"(user.extensionAttribute1 -eq \"finance\")"}`,
	},
	Neutral: []string{"dynamicGroups", "grantingAccess", "accepted"},
	Texts:   []*text.Table{dynamicRulesTexts},
	Since:   "2026-11",
	Source: "Maester, MT.1196; Microsoft Entra documentation, Manage rules for dynamic membership groups, and Microsoft Entra built-in roles, " +
		"for which attributes people, help desks and guests' own tenants can write",
	Run: func(s *snapshot.Snapshot) []check.Result {
		uses, unsaid := usesOf(s)
		var results []check.Result
		dynamic, granting, accepted := 0, 0, 0
		silent := 0
		for g := range snapshot.Groups.All(s) {
			if !slices.Contains(g.GroupTypes, "DynamicMembership") {
				if g.GroupTypes == nil {
					silent++
				}
				continue
			}
			dynamic++
			used := uses[strings.ToLower(g.ID)]
			used.licences = len(g.AssignedLicenses) > 0
			if used == (use{}) && g.AssignedLicenses == nil {
				silent++
			}
			if used == (use{}) || strings.EqualFold(g.MembershipRuleProcessingState.V, "Paused") {
				continue
			}
			granting++
			evidence := finding.Evidence{
				Facts:    finding.Facts{"usedBy": used.names()},
				Subjects: finding.Subjects{"groups": finding.List(finding.Subject{ID: g.ID, Name: g.DisplayName})},
			}
			if strings.TrimSpace(g.MembershipRule.V) == "" {
				results = append(results, check.Result{Resource: cmp.Or(g.ID, finding.TenantResource), Verdict: finding.Unknown, Reason: "Graph did not return the rule of a dynamic group that grants access.", Evidence: evidence})
				continue
			}
			attributes := changeable(g.MembershipRule.V)
			switch {
			case len(attributes) == 0:
			case contains(s.Settings.Declared.DynamicGroups, g.ID):
				accepted++
			default:
				evidence.Facts["attributes"] = attributes
				results = append(results, check.Result{Resource: cmp.Or(g.ID, finding.TenantResource), Verdict: finding.Fail, Reason: "A dynamic group that grants access takes its members by attributes that people, help desks or guests' own tenants can change.", Evidence: evidence})
			}
		}
		if silent > 0 {
			results = append(results, check.One(finding.Unknown, "Graph did not return of every group what kind it is and which licences it gives.", finding.Evidence{Facts: finding.Facts{"groups": silent}})...)
		}
		if dynamic > 0 && unsaid {
			results = append(results, check.One(finding.Unknown, "Graph did not say of every policy and role assignment which groups it is for.", finding.Evidence{})...)
		}
		switch {
		case dynamic == 0 && silent == 0:
			return check.One(finding.NotApplicable, "The tenant has no dynamic groups.", finding.Evidence{})
		case len(results) == 0:
			return check.One(finding.Pass, "No dynamic group that grants access hangs on attributes that people can change.",
				finding.Evidence{Facts: finding.Facts{"dynamicGroups": dynamic, "grantingAccess": granting, "accepted": accepted}})
		}
		return results
	},
}

// use says what hangs on a group.
type use struct{ policies, roles, licences bool }

func (u use) names() []string {
	var names []string
	if u.policies {
		names = append(names, "conditionalAccess")
	}
	if u.roles {
		names = append(names, "roles")
	}
	if u.licences {
		names = append(names, "licences")
	}
	return names
}

// usesOf returns what hangs on the tenant's groups but licences, by the group's
// id in lower case. Policies that are disabled or only report grant nothing.
// unsaid reports a policy or an assignment of which Graph said nothing.
func usesOf(s *snapshot.Snapshot) (uses map[string]use, unsaid bool) {
	uses = map[string]use{}
	for _, p := range snapshot.ConditionalAccessPolicies.Of(s) {
		unsaid = unsaid || p.State == ""
		if strings.EqualFold(p.State, "disabled") || strings.EqualFold(p.State, "enabledForReportingButNotEnforced") {
			continue
		}
		for _, ids := range [][]string{p.Conditions.Users.IncludeGroups, p.Conditions.Users.ExcludeGroups} {
			for _, id := range ids {
				u := uses[strings.ToLower(id)]
				u.policies = true
				uses[strings.ToLower(id)] = u
			}
		}
	}
	for _, a := range snapshot.RoleAssignments.Of(s) {
		unsaid = unsaid || a.PrincipalID == ""
		u := uses[strings.ToLower(a.PrincipalID)]
		u.roles = true
		uses[strings.ToLower(a.PrincipalID)] = u
	}
	return uses, unsaid
}

var (
	quoted    = regexp.MustCompile("\"(?:`.|[^\"`])*\"|'(?:`.|[^'`])*'")
	attribute = regexp.MustCompile(`(?i)\buser\.([a-z0-9_]+)`)
)

// changeableAttributes are those of a user that the person, a help desk or, for
// a guest, the other tenant can write, as rules name them, by their lower case.
var changeableAttributes = func() map[string]string {
	names := map[string]string{}
	for _, n := range strings.Fields(`city companyName country department displayName facsimileTelephoneNumber givenName jobTitle mobile
		mobilePhone otherMails physicalDeliveryOfficeName postalCode preferredLanguage state streetAddress surname telephoneNumber`) {
		names[strings.ToLower(n)] = n
	}
	return names
}()

// changeable returns the attributes of a rule that people can change, sorted.
// What stands between quotation marks is a value.
func changeable(rule string) []string {
	found := map[string]bool{}
	for _, m := range attribute.FindAllStringSubmatch(quoted.ReplaceAllString(rule, `""`), -1) {
		if name, ok := changeableAttributes[strings.ToLower(m[1])]; ok {
			found[name] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}
