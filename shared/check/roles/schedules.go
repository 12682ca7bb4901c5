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

// scheduleCheck judges every principal that holds a privileged role actively,
// without activating it. Each principal is a result of its own.
type scheduleCheck struct {
	// judge says whether one assignment is as it should be.
	judge                  func(snapshot.RoleSchedule) finding.Verdict
	none                   string // the reason where nobody holds a role like that
	pass, fail, accepted   string
	acceptDeclaredServices bool
}

func readsSchedules() []snapshot.Resource {
	return []snapshot.Resource{snapshot.RoleAssignmentSchedules.Resource()}
}

func usesSchedules() []snapshot.Resource {
	return []snapshot.Resource{
		snapshot.RoleDefinitions.Resource(), snapshot.RoleAssignments.Resource(),
		snapshot.Users.Resource(), snapshot.ServicePrincipals.Resource(),
	}
}

// assignee is a principal with the verdicts on its assignments.
type assignee struct {
	id       string
	verdicts []finding.Verdict
	wrong    map[string]bool // the roles whose assignment is not as it should be
}

func (c scheduleCheck) run(s *snapshot.Snapshot) []check.Result {
	d, found := definitionsOf(s), map[string]*assignee{}
	unsure := false
	schedules := snapshot.RoleAssignmentSchedules.Of(s)
	for i := range schedules {
		a := &schedules[i]
		if a.RoleDefinitionID == "" || a.PrincipalID == "" {
			unsure = true
			continue
		}
		role := d.template(a.RoleDefinitionID)
		// An activation ends by itself, and a group's members hold what the
		// group's own assignment is judged for.
		if !IsPrivileged(role) || !tenantWide(a.DirectoryScopeID.V) || strings.EqualFold(a.AssignmentType, "Activated") || strings.EqualFold(a.MemberType, "Group") {
			continue
		}
		key := strings.ToLower(a.PrincipalID)
		if found[key] == nil {
			found[key] = &assignee{id: a.PrincipalID, wrong: map[string]bool{}}
		}
		v := c.judge(*a)
		if a.AssignmentType != "" && !strings.EqualFold(a.AssignmentType, "Assigned") {
			v = finding.Unknown
		}
		found[key].verdicts = append(found[key].verdicts, v)
		if v != finding.Pass {
			found[key].wrong[role] = true
		}
	}
	if len(found) == 0 && !unsure {
		return check.One(finding.Pass, c.none, finding.Evidence{})
	}
	subjects := principalsOf(s, found)
	var results []check.Result
	for _, key := range slices.Sorted(maps.Keys(found)) {
		results = append(results, c.result(s, *found[key], subjects[key]))
	}
	if unsure {
		results = append(results, check.One(finding.Unknown, notAllOfAssignment, finding.Evidence{})...)
	}
	return results
}

// notAllOfAssignment is the reason where an assignment could not be judged.
const notAllOfAssignment = "Graph did not return all about how a privileged role is assigned."

func (c scheduleCheck) result(s *snapshot.Snapshot, a assignee, p principal) check.Result {
	facts := finding.Facts{"kind": cmp.Or(p.kind, "unknown")}
	var note string
	facts["roles"], note = names(a.wrong)
	result := check.Result{Resource: a.id, Verdict: finding.Worst(a.verdicts...), Evidence: finding.Evidence{
		Facts: facts, Subjects: finding.Subjects{"principals": finding.List(finding.Subject{ID: a.id, Name: p.name, Note: note})},
	}}
	switch {
	case result.Verdict == finding.Pass:
		result.Reason = c.pass
	case c.exempt(s.Settings, a.id, p):
		result.Verdict, result.Reason = finding.Pass, c.accepted
	case c.maybeExempt(s.Settings, p):
		result.Verdict, result.Reason = finding.Unknown, maybeAccepted
	case result.Verdict == finding.Fail:
		result.Reason = c.fail
	default:
		result.Reason = notAllOfAssignment
	}
	return result
}

// exempt reports whether the customer declared that the principal may hold its
// roles as it does.
func (c scheduleCheck) exempt(settings snapshot.Settings, id string, p principal) bool {
	return containsFold(settings.EmergencyAccess.Users, id) || containsFold(settings.EmergencyAccess.Groups, id) ||
		c.acceptDeclaredServices && p.appID != "" && containsFold(settings.Declared.PrivilegedApplications, p.appID)
}

// maybeExempt reports whether the principal may be an application that was
// declared, and does not say which it is.
func (c scheduleCheck) maybeExempt(settings snapshot.Settings, p principal) bool {
	return c.acceptDeclaredServices && len(settings.Declared.PrivilegedApplications) > 0 && p.appID == "" && p.kind != "user" && p.kind != "group"
}

// principal is what is known of who holds an assignment.
type principal struct{ name, kind, appID string }

// principalsOf returns what is known of the principals with these ids in lower
// case, by id.
func principalsOf[T any](s *snapshot.Snapshot, wanted map[string]T) map[string]principal {
	found := make(map[string]principal, len(wanted))
	assignments := snapshot.RoleAssignments.Of(s)
	for i := range assignments {
		a := &assignments[i]
		key := strings.ToLower(a.PrincipalID)
		if _, ok := wanted[key]; !ok || a.Principal == nil {
			continue
		}
		p := principal{name: cmp.Or(a.Principal.DisplayName, a.Principal.UserPrincipalName)}
		switch {
		case a.Principal.IsUser():
			p.kind = "user"
		case a.Principal.Type == snapshot.TypeGroup:
			p.kind = "group"
		case a.Principal.IsApplication():
			p.kind, p.appID = "servicePrincipal", a.Principal.AppID
		}
		found[key] = p
	}
	for key := range wanted {
		if u := snapshot.UserByID(s, key); u != nil {
			found[key] = principal{name: cmp.Or(u.DisplayName, u.UserPrincipalName), kind: "user"}
		}
	}
	services := snapshot.ServicePrincipals.Of(s)
	for i := range services {
		key := strings.ToLower(services[i].ID)
		if _, ok := wanted[key]; ok {
			found[key] = principal{name: services[i].DisplayName, kind: "servicePrincipal", appID: services[i].AppID}
		}
	}
	return found
}
