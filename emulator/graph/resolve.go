package graph

import (
	"errors"
	"io/fs"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// target is what a path names within a recorded tenant.
type target struct {
	// path is the path in the recording's own words, for the @odata.context and for nextLinks.
	path string
	// name is the collection's last word in lower case ("users", "members"), by which limits and links are known.
	name string

	list   *entities // a collection; nil for anything else
	object []byte    // an object, or whatever else the file holds
	scalar bool      // object is the value of a property
	count  bool      // the number of list's entities is asked for
	delta  bool      // the changes of list are asked for
	source *content
}

// entities is a collection: entities of a file, or of an array inside one.
type entities struct {
	content *content // nil when items are given
	items   [][]byte
	version uint64
}

func (l *entities) count() int {
	if l.content != nil {
		return l.content.count()
	}
	return len(l.items)
}

func (l *entities) read(i, j int) ([][]byte, error) {
	if l.content != nil {
		return l.content.read(i, j)
	}
	return l.items[i:j], nil
}

func (l *entities) keyed(key string) ([]byte, error) {
	if l.content != nil {
		return l.content.keyed(key)
	}
	for _, e := range l.items {
		if hasID(e, key) {
			return e, nil
		}
	}
	return nil, nil
}

// maxSegments is how deep a path may be.
const maxSegments = 32

// splitPath cuts an escaped URL path into its segments and turns key segments such as users('x') or
// servicePrincipals(appId='x') into segments of their own.
func splitPath(escaped string) ([]string, *failure) {
	var segments []string
	for part := range strings.SplitSeq(strings.Trim(escaped, "/"), "/") {
		s, err := url.PathUnescape(part)
		if err != nil || s == "" || len(segments) >= maxSegments {
			return nil, badRequest("Resource path is not valid.")
		}
		open := strings.IndexByte(s, '(')
		if open < 1 || !strings.HasSuffix(s, ")") {
			segments = append(segments, s)
			continue
		}
		segments = append(segments, s[:open])
		if key := s[open+1 : len(s)-1]; key != "" {
			segments = append(segments, strings.TrimSuffix(strings.TrimPrefix(key, "'"), "'"))
		}
	}
	return segments, nil
}

// alternateKey splits a key such as appId='x' into its property and value.
func alternateKey(segment string) (property, value string, ok bool) {
	property, value, ok = strings.Cut(segment, "=")
	if !ok || property == "" || strings.Trim(property, letters) != "" {
		return "", "", false
	}
	return property, strings.ReplaceAll(strings.Trim(value, "'"), "''", "'"), true
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// resolve finds what a path names. A path that nothing recorded answers is denied, as one without permission is.
func (t *tree) resolve(version string, segments []string) (target, *failure) {
	for n := len(segments); n > 0; n-- {
		f, from := t.either(version, segments[:n])
		if f == nil {
			continue
		}
		c, err := f.content()
		if errors.Is(err, fs.ErrNotExist) {
			continue // removed since the folder was listed
		}
		if err != nil {
			return target{}, broken()
		}
		tg := target{path: strings.Join(segments[:n], "/"), name: strings.ToLower(segments[n-1]), source: c}
		if c.collection {
			tg.list = &entities{content: c, version: c.generation}
		} else {
			tg.object = c.raw
		}
		if isAuthorizationPolicy(segments[:n]) {
			if err := tg.reshape(from, version); err != nil {
				return target{}, broken()
			}
		}
		for _, s := range segments[n:] {
			var fail *failure
			if tg, fail = tg.step(s); fail != nil {
				return target{}, fail
			}
		}
		return tg, nil
	}
	return target{}, denied()
}

// step follows one more segment of a path.
func (tg target) step(segment string) (target, *failure) {
	switch {
	case tg.scalar || tg.count || tg.delta:
		return target{}, denied()
	case tg.list != nil:
		return tg.stepList(segment)
	case kind(tg.object) == '{':
		return tg.stepObject(segment)
	}
	return target{}, denied()
}

func (tg target) stepList(segment string) (target, *failure) {
	switch lower := strings.ToLower(segment); {
	case lower == "$count":
		tg.count = true
		return tg, nil
	case lower == "delta" || lower == "microsoft.graph.delta":
		if !hasDelta(tg.path) {
			return target{}, denied()
		}
		tg.delta = true
		return tg, nil
	case strings.HasPrefix(lower, "microsoft.graph."):
		return tg.cast(lower)
	case strings.HasPrefix(segment, "$"):
		return target{}, denied()
	}
	entity, err := tg.list.keyed(segment)
	if property, value, ok := alternateKey(segment); ok && err == nil && entity == nil {
		entity, err = tg.list.find(property, value)
	}
	switch {
	case err != nil:
		return target{}, broken()
	case entity == nil:
		return target{}, notFound(segment)
	}
	return target{path: tg.path, name: tg.name, object: entity, source: tg.source}, nil
}

// find returns the first entity whose property is value, without regard to case, or nil.
func (l *entities) find(property, value string) ([]byte, error) {
	for i := 0; i < l.count(); i += block {
		entities, err := l.read(i, min(i+block, l.count()))
		if err != nil {
			return nil, err
		}
		for _, e := range entities {
			if v, ok := member(e, property); ok && len(v) > 1 && v[0] == '"' &&
				strings.EqualFold(keyText(v[1:len(v)-1]), value) {
				return e, nil
			}
		}
	}
	return nil, nil
}

// cast keeps the entities of one type.
func (tg target) cast(lowerType string) (target, *failure) {
	kept := &entities{version: tg.list.version, items: [][]byte{}}
	for i := 0; i < tg.list.count(); i += block {
		entities, err := tg.list.read(i, min(i+block, tg.list.count()))
		if err != nil {
			return target{}, broken()
		}
		for _, e := range entities {
			if strings.EqualFold(memberText(e, "@odata.type"), "#"+lowerType) {
				kept.items = append(kept.items, e)
			}
		}
	}
	tg.path, tg.list = tg.path+"/"+lowerType, kept
	return tg, nil
}

func (tg target) stepObject(segment string) (target, *failure) {
	if strings.HasPrefix(strings.ToLower(segment), "microsoft.graph.") {
		return tg, nil
	}
	value, ok := member(tg.object, segment)
	if !ok || strings.HasPrefix(segment, "@") {
		return target{}, denied()
	}
	next := target{path: tg.path + "/" + segment, name: strings.ToLower(segment), source: tg.source}
	switch kind(value) {
	case '{':
		next.object = value
	case '[':
		spans, _ := elements(value)
		next.list = &entities{version: tg.source.generation, items: make([][]byte, 0, len(spans))}
		for _, s := range spans {
			next.list.items = append(next.list.items, value[s.off:s.off+int64(s.n)])
		}
	default:
		next.object, next.scalar = value, true
	}
	return next, nil
}

func isAuthorizationPolicy(segments []string) bool {
	return strings.EqualFold(strings.Join(segments, "/"), "policies/authorizationPolicy")
}

// reshape turns an authorization policy that was recorded in one version into what the other answers: a collection
// in beta, an object in v1.0, where the default user role's permission grant policies also lie one level deeper.
func (tg *target) reshape(from, to string) error {
	switch {
	case from == to:
		return nil
	case to == "beta" && tg.list == nil && kind(tg.object) == '{':
		tg.list = &entities{version: tg.source.generation, items: [][]byte{liftGrantPolicies(tg.object)}}
		tg.object = nil
	case to == "v1.0" && tg.list != nil && tg.list.count() > 0:
		first, err := tg.list.read(0, 1)
		if err != nil {
			return err
		}
		tg.list, tg.object = nil, sinkGrantPolicies(first[0])
	}
	return nil
}

const (
	grantsInBeta = "permissionGrantPolicyIdsAssignedToDefaultUserRole"
	grantsInV1   = "permissionGrantPoliciesAssigned"
	userRole     = "defaultUserRolePermissions"
)

// liftGrantPolicies copies v1.0's list to where beta has it.
func liftGrantPolicies(policy []byte) []byte {
	if _, ok := member(policy, grantsInBeta); ok {
		return policy
	}
	role, _ := member(policy, userRole)
	if grants, ok := member(role, grantsInV1); ok {
		return withMember(policy, grantsInBeta, grants)
	}
	return policy
}

// sinkGrantPolicies copies beta's list to where v1.0 has it.
func sinkGrantPolicies(policy []byte) []byte {
	grants, ok := member(policy, grantsInBeta)
	role, hasRole := member(policy, userRole)
	if !ok || !hasRole || kind(role) != '{' {
		return policy
	}
	if _, has := member(role, grantsInV1); has {
		return policy
	}
	out := []byte{'{'}
	members(policy, func(key, value []byte) bool {
		if keyText(key) == userRole {
			value = withMember(value, grantsInV1, grants)
		}
		out = appendMember(out, key, value)
		return true
	})
	return append(out, '}')
}

// withMember returns the object in b with one more member.
func withMember(b []byte, name string, value []byte) []byte {
	out := []byte{'{'}
	members(b, func(key, v []byte) bool {
		out = appendMember(out, key, v)
		return true
	})
	return append(appendMember(out, []byte(name), value), '}')
}

// appendMember appends one member to an object that is being written: a brace and the members so far.
func appendMember(dst, key, value []byte) []byte {
	if dst[len(dst)-1] != '{' {
		dst = append(dst, ',')
	}
	dst = append(append(append(dst, '"'), key...), '"', ':')
	return append(dst, value...)
}

// hasDelta tells whether a collection's changes can be asked for.
func hasDelta(path string) bool {
	switch strings.ToLower(path) {
	case "users", "groups", "serviceprincipals", "applications", "oauth2permissiongrants":
		return true
	}
	return false
}

func countAnswer(n int) answer {
	return answer{status: http.StatusOK, contentType: "text/plain", body: strconv.AppendInt(nil, int64(n), 10)}
}
