package roles

import (
	"cmp"
	"slices"
	"strings"

	"vahti.ai/vahti/shared/snapshot"
)

// definitions resolves the ids by which assignments and policies name roles.
type definitions struct {
	all []snapshot.RoleDefinition
	// others are the template ids of the roles that have another id, by that id, both
	// in small letters.
	others map[string]string
}

// definitionsOf reads the tenant's role definitions where they were read.
// Without them an id stands for itself: built-in roles have the same id in
// every tenant. A built-in role of a known name counts whatever its id.
func definitionsOf(s *snapshot.Snapshot) definitions {
	d := definitions{all: snapshot.RoleDefinitions.Of(s)}
	for i := range d.all {
		r := &d.all[i]
		id := strings.ToLower(r.ID)
		template := cmp.Or(strings.ToLower(r.TemplateID), id)
		if custom := r.IsBuiltIn.Known() && !r.IsBuiltIn.V; !custom && !namedSet[template] {
			for _, k := range named {
				if len(k.Name) == len(r.DisplayName) && strings.EqualFold(k.Name, r.DisplayName) {
					template = k.TemplateID
				}
			}
		}
		if template != id {
			if d.others == nil {
				d.others = map[string]string{}
			}
			d.others[id] = template
		}
	}
	return d
}

// template returns the template id that a role definition id stands for.
func (d definitions) template(id string) string {
	id = strings.ToLower(id)
	if t, ok := d.others[id]; ok {
		return t
	}
	return id
}

// has reports whether the tenant is known to have the role.
func (d definitions) has(template string) bool {
	return slices.ContainsFunc(d.all, func(r snapshot.RoleDefinition) bool { return d.template(r.ID) == template })
}

// tenantWide reports whether an assignment reaches the whole tenant. A role
// over an administrative unit or a single application does not count as
// privileged here.
func tenantWide(scope string) bool { return scope == "" || scope == "/" }

// containsFold reports whether ids holds id, compared without case.
func containsFold(ids []string, id string) bool {
	return slices.ContainsFunc(ids, func(x string) bool { return strings.EqualFold(x, id) })
}

// names returns the names of the known roles among the template ids, privileged
// ones first: as facts, and as a note in which each name is a part of its own.
func names(templates map[string]bool) (facts []string, note string) {
	facts = []string{} // not nil: a fact that is null is none
	var full []string
	for _, r := range named {
		if templates[r.TemplateID] {
			facts = append(facts, r.fact())
			full = append(full, r.Name)
		}
	}
	return facts, strings.Join(full, "; ")
}
