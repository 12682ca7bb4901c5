package conditionalaccess

import (
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check/coverage"
	"vahti.ai/vahti/shared/snapshot"
)

// An answer is a yes or no with doubt.
type answer int

const (
	no answer = iota
	maybe
	yes
)

func (a answer) not() answer { return yes - a }

func answerOf(b bool) answer {
	if b {
		return yes
	}
	return no
}

// An account is a declared break-glass account, or a declared group where no
// account was declared.
type account struct {
	id    string
	group bool
}

// declaredAccounts returns the break-glass accounts that the customer declared.
func declaredAccounts(s *snapshot.Snapshot) []account {
	var out []account
	for _, id := range s.Settings.EmergencyAccess.Users {
		out = append(out, account{id: id})
	}
	if len(out) > 0 {
		return out
	}
	for _, id := range s.Settings.EmergencyAccess.Groups {
		out = append(out, account{id: id, group: true})
	}
	return out
}

// A directory says what is known of who is where.
type directory struct {
	s *snapshot.Snapshot
	// believing takes declarations at their word where members were not read: a
	// declared break-glass group holds the declared accounts, and is in no other.
	believing bool
}

func contains(ids []string, id string) bool {
	return slices.ContainsFunc(ids, func(v string) bool { return strings.EqualFold(v, id) })
}

// member says whether the account is in a group, directly or through others.
func (d directory) member(group string, a account) answer {
	if a.group && strings.EqualFold(group, a.id) {
		return yes
	}
	if members, read := snapshot.GroupMembers.Of(d.s, group); read {
		return answerOf(slices.ContainsFunc(members, func(m snapshot.DirectoryObject) bool { return strings.EqualFold(m.ID, a.id) }))
	}
	if d.believing && (a.group || contains(d.s.Settings.EmergencyAccess.Groups, group)) {
		return answerOf(!a.group)
	}
	return maybe
}

// holds says whether the account holds a role over the whole tenant, which is
// what policies look at.
func (d directory) holds(role string, a account) answer {
	if !d.s.Has(snapshot.RoleAssignments.Resource()) {
		return maybe
	}
	found := no
	for _, r := range snapshot.RoleAssignments.Of(d.s) {
		if !d.sameRole(role, r.RoleDefinitionID) || r.DirectoryScopeID != "/" && r.DirectoryScopeID != "" {
			continue
		}
		kind := ""
		if r.Principal != nil {
			kind = r.Principal.Type
		}
		switch {
		case strings.EqualFold(r.PrincipalID, a.id):
			return yes
		case kind == snapshot.TypeGroup, kind == "" && snapshot.UserByID(d.s, r.PrincipalID) == nil:
			found = max(found, d.member(r.PrincipalID, a))
		}
	}
	return found
}

func (d directory) sameRole(role, assigned string) bool {
	if strings.EqualFold(role, assigned) {
		return true
	}
	for _, r := range snapshot.RoleDefinitions.Of(d.s) {
		if strings.EqualFold(r.ID, assigned) && strings.EqualFold(r.TemplateID, role) || strings.EqualFold(r.TemplateID, assigned) && strings.EqualFold(r.ID, role) {
			return true
		}
	}
	return false
}

// includes says whether a policy includes the account, exclusions aside. Guests
// are no break-glass accounts.
func (d directory) includes(u *snapshot.ConditionalUsers, a account) answer {
	if contains(u.IncludeUsers, "All") || contains(u.IncludeUsers, a.id) {
		return yes
	}
	return d.among(u.IncludeGroups, u.IncludeRoles, a)
}

// excludes says whether a policy excludes the account.
func (d directory) excludes(u *snapshot.ConditionalUsers, a account) answer {
	if contains(u.ExcludeUsers, "All") || contains(u.ExcludeUsers, a.id) {
		return yes
	}
	return d.among(u.ExcludeGroups, u.ExcludeRoles, a)
}

func (d directory) among(groups, roles []string, a account) answer {
	found := no
	for _, g := range groups {
		if g != "" {
			found = max(found, d.member(g, a))
		}
	}
	for _, r := range roles {
		if r != "" {
			found = max(found, d.holds(r, a))
		}
	}
	return found
}

// mayReach reports whether a policy includes the account or some change of
// groups or roles could make it. One for guests or for other named people alone
// cannot, nor can one for workloads.
func mayReach(u *snapshot.ConditionalUsers, a account) bool {
	some := func(ids []string) bool {
		return slices.ContainsFunc(ids, func(id string) bool { return id != "" })
	}
	return contains(u.IncludeUsers, "All") || a.id != "" && contains(u.IncludeUsers, a.id) || some(u.IncludeGroups) || some(u.IncludeRoles)
}

// refuses says whether a policy refuses access to anything, once it applies.
func refuses(p *snapshot.ConditionalAccessPolicy) answer {
	block, known := coverage.Blocks(p)
	something := func(ids []string) bool {
		return slices.ContainsFunc(ids, func(id string) bool { return id != "" && !strings.EqualFold(id, "None") })
	}
	a := &p.Conditions.Applications
	switch {
	case !something(a.IncludeApplications) && !something(a.IncludeUserActions) && !something(a.IncludeAuthenticationContextClassReferences) &&
		!a.ApplicationFilter.Known():
		return no
	case !known:
		return maybe
	}
	return answerOf(block)
}
