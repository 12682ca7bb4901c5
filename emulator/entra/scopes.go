package entra

import (
	"slices"
	"strings"
)

// scopes are what a request for a code asks for.
type scopes struct {
	openid, profile, email bool
	// api is the application whose API is asked for, empty for none; names are the scopes of it that were asked for.
	api   Client
	names []string
}

// parseScopes reads the parameter of a request by a client.
func (s *Server) parseScopes(raw string, client Client) (scopes, *failure) {
	var out scopes
	for _, scope := range strings.Fields(raw) {
		switch scope {
		case "openid":
			out.openid = true
		case "profile":
			out.profile = true
		case "email":
			out.email = true
		case "offline_access": // consented to and without effect: no refresh token exists
		case "User.Read", audience + "/User.Read", audience + "/.default": // what the token for userinfo allows anyway
		default:
			if f := s.addScope(&out, scope, client); f != nil {
				return scopes{}, f
			}
		}
	}
	if !out.openid && out.api.ID == "" {
		return scopes{}, wrongScope(raw)
	}
	return out, nil
}

// addScope adds a scope of an application's API.
func (s *Server) addScope(out *scopes, scope string, client Client) *failure {
	i := strings.LastIndexByte(scope, '/')
	if i < 0 {
		return noSuchScope(client, scope, graphAppID)
	}
	resource, name := scope[:i], scope[i+1:]
	api, ok := s.client(strings.TrimPrefix(resource, "api://"))
	switch {
	case !ok:
		return unknownResource(resource)
	case out.api.ID != "" && out.api.ID != api.ID:
		return severalResources(scope)
	case name == ".default":
		out.names = append(out.names, api.Scopes...)
	case !slices.Contains(api.Scopes, name):
		return noSuchScope(client, name, api.ID)
	default:
		out.names = append(out.names, name)
	}
	out.api = api
	slices.Sort(out.names)
	out.names = slices.Compact(out.names)
	return nil
}

// within reports whether nothing is asked for beyond what was granted.
func (s scopes) within(granted scopes) bool {
	if s.openid && !granted.openid || s.profile && !granted.profile || s.email && !granted.email ||
		s.api.ID != "" && s.api.ID != granted.api.ID {
		return false
	}
	return !slices.ContainsFunc(s.names, func(n string) bool { return !slices.Contains(granted.names, n) })
}

// resource is the audience of an access token.
func (s scopes) resource() string {
	if s.api.ID == "" {
		return graphAppID
	}
	return s.api.ID
}

// scp is the claim: the scopes of the resource.
func (s scopes) scp() string {
	if s.api.ID != "" {
		return strings.Join(s.names, " ")
	}
	return strings.Join(s.identity(), " ")
}

func (s scopes) identity() []string {
	var out []string
	for _, scope := range []struct {
		name string
		on   bool
	}{{"email", s.email}, {"openid", s.openid}, {"profile", s.profile}} {
		if scope.on {
			out = append(out, scope.name)
		}
	}
	return out
}

// String is the answer's parameter: every scope granted, as it is asked for.
func (s scopes) String() string {
	out := s.identity()
	for _, name := range s.names {
		out = append(out, "api://"+s.api.ID+"/"+name)
	}
	return strings.Join(out, " ")
}
