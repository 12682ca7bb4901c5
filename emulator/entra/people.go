package entra

import (
	"cmp"
	"encoding/base64"
	"errors"
	"log/slog"
	"slices"
	"strings"
)

// Person is somebody who can sign in.
type Person struct {
	TenantID string // where they sign in; for a guest the tenant they visit
	ObjectID string // unique within the tenant
	Name     string
	UPN      string // the name they sign in with
	Email    string // empty: none

	Admin    bool     // a global administrator, who may consent for the tenant
	Guest    bool     // signs in at the tenant's own address alone, as at Entra
	Disabled bool     // is refused
	Roles    []string // in the application, as access tokens say
	// DirectoryRoles are roles in the directory, by the IDs of their templates, beside what Admin means.
	DirectoryRoles []string
}

// String tells the tenant and the object, and nothing that tells who it is.
func (p Person) String() string { return "person " + p.ObjectID + " of tenant " + p.TenantID }

// GoString is String.
func (p Person) GoString() string { return p.String() }

// LogValue is String.
func (p Person) LogValue() slog.Value { return slog.StringValue(p.String()) }

// The templates of the roles that everybody has, and that an administrator has.
const (
	everybodyRole   = "b79fbf4d-3ef9-4689-8143-76b194e85509"
	globalAdminRole = "62e90394-69f5-4237-9190-012177145e10"
)

// directoryRoles is the value of the claim wids. A guest has no role that everybody has.
func (p Person) directoryRoles() []string {
	roles := []string{}
	if p.Admin {
		roles = append(roles, globalAdminRole)
	}
	roles = append(roles, p.DirectoryRoles...)
	if !p.Guest {
		roles = append(roles, everybodyRole)
	}
	return roles
}

// personKey names a person, in lower case.
type personKey struct{ tenant, object string }

func (p Person) key() personKey { return personKey{p.TenantID, p.ObjectID} }

// AddPerson makes a person known, in place of one with the same tenant and object id. Their tenant is made where it is
// not there, without consent to anything.
func (s *Server) AddPerson(p Person) error {
	if p.TenantID == "" || p.ObjectID == "" || p.UPN == "" {
		return errors.New("a person needs a tenant, an object id and a name to sign in with")
	}
	p.TenantID, p.ObjectID = strings.ToLower(p.TenantID), strings.ToLower(p.ObjectID)
	if anyTenant(p.TenantID) || strings.ContainsAny(p.TenantID+p.ObjectID, "/ ") {
		return errors.New("a person's tenant and object id must be ids")
	}
	p.Roles, p.DirectoryRoles = slices.Clone(p.Roles), slices.Clone(p.DirectoryRoles)
	s.change(p.TenantID, func(*tenant) {})
	s.mu.Lock()
	defer s.mu.Unlock()
	s.people[p.key()] = p
	return nil
}

// RemovePerson deletes a person and ends their sessions. A person who is not there is none.
func (s *Server) RemovePerson(tenantID, objectID string) {
	key := personKey{strings.ToLower(tenantID), strings.ToLower(objectID)}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.people, key)
	for id, session := range s.sessions {
		if session.person == key {
			delete(s.sessions, id)
		}
	}
}

func (s *Server) person(key personKey) (Person, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.people[key]
	return p, ok
}

// mayEnter reports whether a person signs in at this tenant of a path. At the addresses for any tenant a guest would
// sign in to the tenant they are at home in.
func (p Person) mayEnter(tenant string) bool {
	return anyTenant(tenant) && !p.Guest || p.TenantID == tenant
}

// hint is the opaque value of the claim login_hint.
func (p Person) hint() string {
	return "O." + base64.RawURLEncoding.EncodeToString([]byte(p.TenantID+" "+p.ObjectID))
}

// hinted reports whether a request's login_hint names the person: their name to sign in with, or the claim's value.
func (p Person) hinted(hint string) bool {
	return hint != "" && (strings.EqualFold(hint, p.UPN) || hint == p.hint())
}

// ofDomain reports whether a request's domain_hint leaves the person in: the domain of their name, or their tenant's id.
func (p Person) ofDomain(hint string) bool {
	if hint == "" || anyTenant(hint) {
		return true
	}
	_, domain, _ := strings.Cut(p.UPN, "@")
	return strings.EqualFold(hint, domain) || strings.EqualFold(hint, p.TenantID)
}

// household is a tenant with those of its people that a page lists.
type household struct {
	ID, Name string
	People   []Person
	More     int // people left out
}

// shownPeople and shownTenants bound a page.
const (
	shownPeople  = 20
	shownTenants = 50
)

// eligible lists who may sign in with a request, by tenant, the hinted one first. find leaves in whose name or UPN holds
// it; more is the number of tenants left out.
func (s *Server) eligible(tenant string, q request) (out []household, more int) {
	find := strings.ToLower(strings.TrimSpace(q.find))
	s.mu.Lock()
	defer s.mu.Unlock()
	byTenant := map[string][]Person{}
	for _, p := range s.people {
		if p.mayEnter(tenant) && p.ofDomain(q.domainHint) &&
			(find == "" || strings.Contains(strings.ToLower(p.Name+"\n"+p.UPN), find)) {
			byTenant[p.TenantID] = append(byTenant[p.TenantID], p)
		}
	}
	for id, people := range byTenant {
		slices.SortFunc(people, func(a, b Person) int {
			return cmp.Or(-cmp.Compare(rank(a, q), rank(b, q)), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ObjectID, b.ObjectID))
		})
		h := household{ID: id, Name: cmp.Or(s.tenants[id].name, id), People: people}
		if len(people) > shownPeople {
			h.People, h.More = people[:shownPeople], len(people)-shownPeople
		}
		out = append(out, h)
	}
	slices.SortFunc(out, func(a, b household) int {
		return cmp.Or(-cmp.Compare(rank(a.People[0], q), rank(b.People[0], q)), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	if len(out) > shownTenants {
		out, more = out[:shownTenants], len(out)-shownTenants
	}
	return out, more
}

// rank is 1 for whom the request hints at.
func rank(p Person, q request) int {
	if p.hinted(q.loginHint) {
		return 1
	}
	return 0
}
