package entra

import (
	"maps"
	"slices"
	"strings"
)

// tenant is a directory, and what it has granted.
type tenant struct {
	name string
	// all is what it granted to every client, and given whether it has; clients is what an administrator granted to one,
	// by lower-case id, in place of that.
	given   bool
	all     []string
	clients map[string][]string
}

// AddTenant makes a tenant that has consented to every client, with these application roles, such as
// "User.Read.All". For a tenant that is there it replaces the roles; tokens that it has keep theirs.
func (s *Server) AddTenant(id string, roles []string) {
	s.change(id, func(t *tenant) { t.given, t.all, t.clients = true, slices.Clone(roles), nil })
}

// NameTenant gives a tenant the name that pages show. A tenant that is not there is made, without consent to anything.
func (s *Server) NameTenant(id, name string) {
	s.change(id, func(t *tenant) { t.name = name })
}

// RemoveTenant withdraws a tenant's consent, as when its admin deletes the enterprise application: it gets no further
// token, and those it has are refused. Its people stay.
func (s *Server) RemoveTenant(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t, ok := s.tenants[strings.ToLower(id)]; ok {
		s.tenants[strings.ToLower(id)] = tenant{name: t.name}
	}
}

// grantTo notes what a tenant's administrator granted to a client.
func (s *Server) grantTo(id, client string, roles []string) {
	s.change(id, func(t *tenant) {
		clients := maps.Clone(t.clients)
		if clients == nil {
			clients = make(map[string][]string)
		}
		clients[strings.ToLower(client)] = slices.Clone(roles)
		t.clients = clients
	})
}

// change alters a tenant, which is made where it is not there.
func (s *Server) change(id string, alter func(*tenant)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tenants[strings.ToLower(id)]
	alter(&t)
	s.tenants[strings.ToLower(id)] = t
}

// consent is what a tenant has granted to a client, whether it has consented, and whether there is such a tenant.
func (s *Server) consent(id, client string) (roles []string, consented, exists bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, exists := s.tenants[strings.ToLower(id)]
	if roles, ok := t.clients[strings.ToLower(client)]; ok {
		return roles, true, exists
	}
	return t.all, t.given, exists
}

// known reports whether a path may name this tenant: one that is there, or one of the names for any.
func (s *Server) known(id string) bool {
	if anyTenant(id) {
		return true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, exists := s.tenants[strings.ToLower(id)]
	return exists
}

// anyTenant reports whether a path's tenant stands for all of them.
func anyTenant(id string) bool { return id == "common" || id == "organizations" }
