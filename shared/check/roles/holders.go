package roles

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// holder is a user who holds roles, actively or as eligible, directly or
// through groups.
type holder struct {
	user  snapshot.User
	roles map[string]bool // by template id
	// active names by role the principals whose active assignments give it: the
	// user, or groups.
	active map[string][]string
}

func (h holder) subject() finding.Subject {
	_, text := names(h.roles)
	return finding.Subject{ID: h.user.ID, Name: cmp.Or(h.user.DisplayName, h.user.UserPrincipalName), Note: text}
}

// disabled reports whether the account is known to be disabled.
func (h holder) disabled() bool {
	return h.user.AccountEnabled.Known() && !h.user.AccountEnabled.V
}

// service is an application that holds roles actively: no application can
// activate one.
type service struct {
	principal snapshot.ServicePrincipal // the id alone where it was not read
	roles     map[string]bool
}

func (v service) disabled() bool {
	return v.principal.AccountEnabled.Known() && !v.principal.AccountEnabled.V
}

// subject names the application with a note on why it is there.
func (v service) subject(note string) finding.Subject {
	return finding.Subject{ID: v.principal.ID, Name: v.principal.DisplayName, Note: note}
}

// holders are who has the roles that were asked for.
type holders struct {
	users    map[string]*holder
	services map[string]*service
	// unresolved names the roles of which there may be more users than could be
	// told; unresolvedServices those of which there may be more applications.
	unresolved, unresolvedServices map[string]bool
}

// sorted returns the users by id.
func (h holders) sorted() []*holder {
	return slices.SortedFunc(maps.Values(h.users), func(a, b *holder) int { return cmp.Compare(a.user.ID, b.user.ID) })
}

// enabled returns the users whose accounts are not disabled, by id.
func (h holders) enabled() []*holder {
	return slices.DeleteFunc(h.sorted(), func(a *holder) bool { return a.disabled() })
}

// applications returns the applications that are not disabled, by id.
func (h holders) applications() []*service {
	all := slices.SortedFunc(maps.Values(h.services), func(a, b *service) int { return cmp.Compare(a.principal.ID, b.principal.ID) })
	return slices.DeleteFunc(all, func(v *service) bool { return v.disabled() })
}

// user returns the holder with an id, nil where there is none.
func (h holders) user(id string) *holder { return h.users[strings.ToLower(id)] }

// notAll is the reason where it could not be told who holds a role.
const notAll = "Not everyone who holds or may activate a privileged role could be read."

// readsHolders and usesHolders are what holdersOf works from.
func readsHolders() []snapshot.Resource {
	return []snapshot.Resource{snapshot.RoleAssignments.Resource()}
}

func usesHolders() []snapshot.Resource {
	return []snapshot.Resource{
		snapshot.RoleEligibilitySchedules.Resource(), snapshot.RoleDefinitions.Resource(), snapshot.GroupMembers.Resource(),
		snapshot.Users.Resource(), snapshot.ServicePrincipals.Resource(),
	}
}

// holdersOf collects who holds the roles over the whole tenant. Active holders
// are read from the roles' assignments and not from the schedules of Privileged
// Identity Management: those exist only with Entra ID P2, and they list the
// members of a group beside the group itself.
func holdersOf(s *snapshot.Snapshot, roles roleSet) holders {
	c := collector{
		s: s, definitions: definitionsOf(s), roles: roles, untyped: map[string][]grant{},
		found: holders{
			users: map[string]*holder{}, services: map[string]*service{},
			unresolved: map[string]bool{}, unresolvedServices: map[string]bool{},
		},
	}
	assignments := snapshot.RoleAssignments.Of(s)
	for i := range assignments {
		a := &assignments[i]
		if tenantWide(a.DirectoryScopeID) {
			c.add(a.RoleDefinitionID, a.PrincipalID, a.Principal, true)
		}
	}
	eligible := snapshot.RoleEligibilitySchedules.Of(s)
	for i := range eligible {
		e := &eligible[i]
		if tenantWide(e.DirectoryScopeID.V) && !ended(s, e) {
			c.add(e.RoleDefinitionID, e.PrincipalID, e.Principal, false)
		}
	}
	c.resolve()
	if eligibilityUnknown(s) {
		for r := range roles {
			c.found.unresolved[r] = true
		}
	}
	return c.found
}

// ended reports whether a schedule is over.
func ended(s *snapshot.Snapshot, e *snapshot.RoleSchedule) bool {
	return e.EndDateTime.Known() && e.EndDateTime.V.Readable && e.EndDateTime.V.Time.Before(s.Now)
}

// eligibilityUnknown reports whether somebody could be eligible unseen. Without
// Entra ID P2 nobody can be, and Graph then refuses the question as a bad
// request rather than as forbidden.
func eligibilityUnknown(s *snapshot.Snapshot) bool {
	why, missing := s.Missing(snapshot.RoleEligibilitySchedules.Resource())
	if !missing || why.Status == 400 {
		return false
	}
	has, known := check.Licensed(check.EntraP2, s)
	return has || !known
}

// grant is a role that a principal has.
type grant struct {
	role   string
	via    string // the principal that the role was assigned to
	active bool
}

type collector struct {
	s           *snapshot.Snapshot
	definitions definitions
	roles       roleSet
	untyped     map[string][]grant // what principals have that do not say what they are, by id in lower case
	found       holders
}

// add counts a principal as having a role: a user, an application, or a group's
// members. A principal of which nothing is known may be any number of users.
func (c collector) add(roleDefinition, id string, object *snapshot.DirectoryObject, active bool) {
	if roleDefinition == "" { // it may be any
		for r := range c.roles {
			c.unsure(grant{role: r, active: active})
		}
		return
	}
	g := grant{role: c.definitions.template(roleDefinition), via: id, active: active}
	if !c.roles[g.role] {
		return
	}
	if id == "" {
		c.unsure(g)
		return
	}
	if object == nil {
		object = &snapshot.DirectoryObject{}
	}
	members, group := snapshot.GroupMembers.Of(c.s, id)
	switch {
	case c.one(g, id, object):
	case group:
		for i := range members {
			if m := &members[i]; m.ID != "" && m.Type != snapshot.TypeGroup && !c.one(g, m.ID, m) && m.Type == "" {
				c.untyped[strings.ToLower(m.ID)] = append(c.untyped[strings.ToLower(m.ID)], g)
			}
		}
	case object.Type == "":
		c.untyped[strings.ToLower(id)] = append(c.untyped[strings.ToLower(id)], g)
	default:
		c.unsure(g)
	}
}

// one counts a principal that is known to be a user or an application.
func (c collector) one(g grant, id string, object *snapshot.DirectoryObject) bool {
	switch {
	case object.Type == snapshot.TypeUser, object.Type == "" && (object.UserPrincipalName != "" || userByID(c.s, id) != nil):
		c.addUser(g, id, object)
	case object.Type == snapshot.TypeServicePrincipal:
		c.addService(g, id, object.DisplayName)
	default:
		return false
	}
	return true
}

// addUser keeps what the directory says about a user, and what came with the
// assignment where the directory does not have it.
func (c collector) addUser(g grant, id string, object *snapshot.DirectoryObject) {
	key := strings.ToLower(id)
	h, ok := c.found.users[key]
	if !ok {
		var u snapshot.User
		if known := userByID(c.s, id); known != nil {
			u = *known
		}
		u.ID = id
		u.DisplayName = cmp.Or(u.DisplayName, object.DisplayName)
		u.UserPrincipalName = cmp.Or(u.UserPrincipalName, object.UserPrincipalName)
		u.UserType = cmp.Or(u.UserType, object.UserType)
		u.AccountEnabled = either(u.AccountEnabled, object.AccountEnabled)
		u.OnPremisesSyncEnabled = either(u.OnPremisesSyncEnabled, object.OnPremisesSyncEnabled)
		u.OnPremisesImmutableID = either(u.OnPremisesImmutableID, object.OnPremisesImmutableID)
		h = &holder{user: u, roles: map[string]bool{}, active: map[string][]string{}}
		c.found.users[key] = h
	}
	h.roles[g.role] = true
	if g.active {
		h.active[g.role] = append(h.active[g.role], g.via)
	}
}

// addService counts an application. One that a group makes eligible has nothing:
// it cannot activate a role.
func (c collector) addService(g grant, id, name string) {
	if !g.active {
		return
	}
	key := strings.ToLower(id)
	if c.found.services[key] == nil {
		c.found.services[key] = &service{
			principal: snapshot.ServicePrincipal{ID: id, DisplayName: name}, roles: map[string]bool{},
		}
	}
	c.found.services[key].roles[g.role] = true
}

func (c collector) unsure(g grant) {
	c.found.unresolved[g.role] = true
	if g.active {
		c.found.unresolvedServices[g.role] = true
	}
}

// resolve looks the applications up, all in one pass, and tells which principals
// remain unknown.
func (c collector) resolve() {
	if len(c.untyped)+len(c.found.services) > 0 {
		all := snapshot.ServicePrincipals.Of(c.s)
		for i := range all {
			key := strings.ToLower(all[i].ID)
			for _, g := range c.untyped[key] {
				c.addService(g, all[i].ID, all[i].DisplayName)
			}
			delete(c.untyped, key)
			if v := c.found.services[key]; v != nil {
				v.principal = all[i]
			}
		}
	}
	for _, grants := range c.untyped {
		for _, g := range grants {
			c.unsure(g)
		}
	}
}

// userByID returns the user with this id, which Graph writes in lower case.
func userByID(s *snapshot.Snapshot, id string) *snapshot.User {
	if u := snapshot.UserByID(s, id); u != nil {
		return u
	}
	return snapshot.UserByID(s, strings.ToLower(id))
}

func either[T any](first, second snapshot.Value[T]) snapshot.Value[T] {
	if first.Set {
		return first
	}
	return second
}
