package history

import (
	"fmt"
	"slices"
	"time"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/snapshot"
)

// Deed is one thing that was done to a tenant.
type Deed struct {
	Name string
	// Shows are the resources in which it shows.
	Shows []snapshot.Resource
	// By is who did it, as the tenant's audit log tells; nil where it does not.
	By *Told
}

// Told is what the audit log tells of a deed.
type Told struct {
	finding.Attribution
	// Touches are the resources that the entry says have changed.
	Touches []snapshot.Resource
	// Targets are the ids that it names.
	Targets []string
	// Setting says that it is about a setting of the tenant, which may explain what
	// is found of anybody; other entries explain what is found of those they name.
	Setting bool
}

// String shows a deed to whoever looks into a failure. Everybody in it is made up.
func (d Deed) String() string {
	if d.By == nil {
		return d.Name + " (not in the log)"
	}
	return fmt.Sprintf("%s (%s: %s by %s at %s)", d.Name, d.By.Entry, d.By.Activity, d.By.Actor, d.By.At.Format("2006-01-02T15:04:05Z"))
}

// act is what a mutation did.
type act struct {
	targets []object            // as the log names them
	ids     []string            // of the targets
	rest    []part              // what the log tells nothing of
	shows   []snapshot.Resource // besides what the mutation always shows in
}

// part is what of a deed shows elsewhere, in a report or a copy.
type part struct {
	shows snapshot.Key
	do    func() error
}

// kind is what the log says of one kind of deed.
type kind struct {
	activity, service, category, operation string
	touches                                []snapshot.Key
	setting                                bool
}

// What Microsoft's log says of the deeds that it tells of, by
//
//	https://learn.microsoft.com/entra/identity/monitoring-health/reference-audit-activities
var (
	authorizationUpdated = kind{"Update authorization policy", "Core Directory", "AuthorizationPolicy", "Update", []snapshot.Key{snapshot.AuthorizationPolicy}, true}
	defaultsUpdated      = kind{"Update security defaults", "Core Directory", "Policy", "Update", []snapshot.Key{snapshot.SecurityDefaults}, true}
	policyUpdated        = kind{"Update Conditional Access policy", "Conditional Access", "Policy", "Update", []snapshot.Key{snapshot.ConditionalAccessPolicies}, true}
	policyDeleted        = kind{"Delete Conditional Access policy", "Conditional Access", "Policy", "Delete", []snapshot.Key{snapshot.ConditionalAccessPolicies}, true}
	roleGiven            = kind{"Add member to role", "Core Directory", "RoleManagement", "Assign", roleKeys, false}
	roleGivenManaged     = kind{"Add member to role in PIM completed (permanent)", "PIM", "RoleManagement", "Assign", roleKeys, false}
	roleTaken            = kind{"Remove member from role", "Core Directory", "RoleManagement", "Unassign", roleKeys[:2], false}
	userAdded            = kind{"Add user", "Core Directory", "UserManagement", "Add", []snapshot.Key{snapshot.Users}, false}
	userDeleted          = kind{"Delete user", "Core Directory", "UserManagement", "Delete", []snapshot.Key{snapshot.Users}, false}
	userSwitched         = kind{"Update user", "Core Directory", "UserManagement", "Update", []snapshot.Key{snapshot.Users}, false}
	consentGiven         = kind{"Add delegated permission grant", "Core Directory", "ApplicationManagement", "Assign", []snapshot.Key{snapshot.PermissionGrants}, false}
	consentTaken         = kind{"Remove delegated permission grant", "Core Directory", "ApplicationManagement", "Unassign", []snapshot.Key{snapshot.PermissionGrants}, false}
)

// A role that was given is in the log twice over: a check reads that entry.
var roleKeys = []snapshot.Key{snapshot.RoleAssignments, snapshot.RoleAssignmentSchedules, snapshot.RecentChanges}

func resourcesOf(keys []snapshot.Key) []snapshot.Resource {
	out := make([]snapshot.Resource, len(keys))
	for i, k := range keys {
		out[i] = k.Resource()
	}
	return out
}

// apart are the resources that a pass reads again for what was done openly in a round,
// and those in which show the deeds that the log does not tell of: of what somebody
// changes openly and somebody else in secret nobody could say who did what.
type apart struct{ open, secret []snapshot.Resource }

// circle are resources of which all are read again where one is: who holds a role is
// told by assignments, groups and people together.
var circle = resourcesOf([]snapshot.Key{
	snapshot.Users, snapshot.Groups, snapshot.GroupMembers, snapshot.RoleAssignments, snapshot.RoleAssignmentSchedules, snapshot.RoleEligibilitySchedules,
})

// opens notes what a pass reads again: what is affected, and what names its parents.
func (a *apart) opens(touched []snapshot.Resource) {
	if meet(touched, circle) {
		touched = slices.Concat(touched, circle)
	}
	again := affected(touched)
	rows := map[snapshot.Resource]graph.Row{}
	for _, row := range graph.Table() {
		rows[row.Resource] = row
	}
	for i := 0; i < len(again); i++ {
		for _, need := range rows[again[i]].Needs {
			if !slices.Contains(again, need) {
				again = append(again, need)
			}
		}
	}
	a.open = append(a.open, again...)
}

// affected returns what is touched, and what lies under parents that it names.
func affected(touched []snapshot.Resource) []snapshot.Resource {
	out, rows := slices.Clone(touched), graph.Table()
	for i := 0; i < len(out); i++ {
		for _, row := range rows {
			if !slices.Contains(out, row.Resource) && (slices.Contains(row.Needs, out[i]) || slices.Contains(row.Uses, out[i])) {
				out = append(out, row.Resource)
			}
		}
	}
	return out
}

// allows reports whether a mutation may be made, openly or in secret.
func (a apart) allows(m mutation, openly bool) bool {
	switch {
	case m.rare:
		return !openly
	case openly:
		would := apart{}
		would.opens(resourcesOf(m.touches()))
		return m.log != nil && !meet(would.open, a.secret)
	}
	return !meet(resourcesOf(m.shows), a.open)
}

func meet[T comparable](a, b []T) bool {
	return slices.ContainsFunc(a, func(x T) bool { return slices.Contains(b, x) })
}

// mutate makes a mutation, where it can be made now, as of a moment. What of it the
// log does not tell is left to the caller.
func (t *Tenant) mutate(m mutation, openly bool, at time.Time) (*Deed, []part, error) {
	if !t.apart.allows(m, openly) {
		return nil, nil, nil
	}
	a, err := m.do(t)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", m.name, err)
	}
	if a == nil {
		return nil, nil, nil
	}
	d := &Deed{Name: m.name, Shows: append(resourcesOf(m.shows), a.shows...)}
	switch {
	case openly:
		if d.By, err = t.tell(pick(t, m.log), a, at); err != nil {
			return nil, nil, err
		}
		t.logged = append(t.logged, d.By)
		t.apart.opens(d.By.Touches)
	case !m.rare:
		t.apart.secret = append(t.apart.secret, d.Shows...)
	}
	return d, a.rest, nil
}
