package roles

import (
	"cmp"
	"maps"
	"net/http"
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

// service is an application that holds roles actively: no application can
// activate one.
type service struct {
	principal snapshot.ServicePrincipal // what came with the assignment alone where it was not read
	roles     map[string]bool
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
	return slices.DeleteFunc(h.sorted(), func(a *holder) bool { return a.user.Disabled() })
}

// applications returns the applications that are not disabled, by id.
func (h holders) applications() []*service {
	all := slices.SortedFunc(maps.Values(h.services), func(a, b *service) int { return cmp.Compare(a.principal.ID, b.principal.ID) })
	return slices.DeleteFunc(all, func(v *service) bool { return v.principal.Disabled() })
}

// user returns the holder with an id, nil where there is none.
func (h holders) user(id string) *holder { return h.users[strings.ToLower(id)] }

// Administrators returns the users who hold one of Privileged over the whole
// tenant or may activate one, directly or through a group, without disabled
// accounts, by id. whole is false where there may be more.
func Administrators(s *snapshot.Snapshot) (users []snapshot.User, whole bool) {
	found := holdersOf(s, privilegedSet)
	for _, h := range found.enabled() {
		users = append(users, h.user)
	}
	return users, len(found.unresolved) == 0
}

// An Application is one that holds roles actively. Roles are their names as facts.
type Application struct {
	Principal snapshot.ServicePrincipal // the id and a little more where it was not read
	Roles     []string
}

// Applications returns the applications that hold one of Privileged over the
// whole tenant, directly or through a group, without disabled ones, by id. whole
// is false where there may be more.
func Applications(s *snapshot.Snapshot) (applications []Application, whole bool) {
	found := holdersOf(s, privilegedSet)
	for _, v := range found.applications() {
		facts, _ := names(v.roles)
		applications = append(applications, Application{Principal: v.principal, Roles: facts})
	}
	return applications, len(found.unresolvedServices) == 0
}

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
		if tenantWide(e.DirectoryScopeID.V) && e.Holds(s.Now) {
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

// eligibilityUnknown reports whether somebody could be eligible unseen.
func eligibilityUnknown(s *snapshot.Snapshot) bool {
	why, missing := s.Missing(snapshot.RoleEligibilitySchedules.Resource())
	return missing && !withoutPIM(s, why)
}

// withoutPIM reports whether a resource of Privileged Identity Management is
// unread because the tenant has none: it has no Entra ID P2, or, where its
// licences are not known, Graph refused the question as a bad request rather than
// as forbidden, which it does for want of the licence.
func withoutPIM(s *snapshot.Snapshot, why snapshot.Unread) bool {
	if has, known := check.Licensed(check.EntraP2, s); known {
		return !has
	}
	return why.Status == http.StatusBadRequest
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
			switch m := &members[i]; {
			case m.ID == "":
				c.unsure(g)
			case m.Type != snapshot.TypeGroup && !c.one(g, m.ID, m) && m.Type == "":
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
	case object.IsUser(), object.Type == "" && (object.UserPrincipalName != "" || snapshot.UserByID(c.s, id) != nil):
		c.addUser(g, id, object)
	case object.IsApplication():
		c.addService(g, snapshot.ServicePrincipal{ID: id, AppID: object.AppID, DisplayName: object.DisplayName, AccountEnabled: object.AccountEnabled})
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
		if known := snapshot.UserByID(c.s, id); known != nil {
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
func (c collector) addService(g grant, principal snapshot.ServicePrincipal) {
	if !g.active {
		return
	}
	key := strings.ToLower(principal.ID)
	if c.found.services[key] == nil {
		c.found.services[key] = &service{principal: principal, roles: map[string]bool{}}
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
				c.addService(g, all[i])
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

func either[T any](first, second snapshot.Value[T]) snapshot.Value[T] {
	if first.Set {
		return first
	}
	return second
}
