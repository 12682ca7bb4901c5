package roles

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// givesAll are the roles whose holders can make anybody a Global Administrator or sign
// in as one, and that role itself.
var givesAll = setOf(privileged[0], privileged[1], furtherControlPlane[0])

// NewAdministrators asks that nobody was given one of the most powerful roles in the
// last week, so that each time people hear of it and can say whether they meant it.
// Whoever no longer has the role does not count, nor does who activates a role that
// they may. Each person, group or application is a result of its own.
var NewAdministrators = &check.Check{
	ID:       "role-new-administrators",
	Title:    "Nobody became a Global Administrator, or can make one, in the last 7 days",
	Category: check.Roles,
	Severity: finding.Critical,
	Because:  "It is how an intruder stays for good, and it breaks no other rule: three Global Administrators are as few as two.",
	Controls: check.Controls{ISO27001: []string{"A.8.2", "A.8.16", "A.5.18"}, NIS2: []string{"21(2)(b)", "21(2)(i)"}},
	Rows:     []string{"RK-012"},
	Reads:    []snapshot.Resource{snapshot.RecentChanges.Resource(), snapshot.RoleAssignments.Resource()},
	Uses: []snapshot.Resource{
		snapshot.RoleEligibilitySchedules.Resource(), snapshot.RoleDefinitions.Resource(), snapshot.Users.Resource(), snapshot.ServicePrincipals.Resource(),
		snapshot.Groups.Resource(), snapshot.GroupMembers.Resource(), snapshot.GroupOwners.Resource(), snapshot.GroupChanges.Resource(),
	},
	Risk: "An attacker who got into one administrator's account gives the role to an account of their own, and comes back after the first one was locked.",
	Fix: check.Fix{
		Portal:  "Microsoft Entra admin center > Entra ID > Roles & admins > the role > Assignments: ask whoever assigned it, and if nobody knows of it, remove the assignment and treat the account that made it as taken over",
		Request: `DELETE /v1.0/roleManagement/directory/roleAssignments/{id of the assignment}`,
	},
	Texts: []*text.Table{newAdministratorsTexts, roleTexts},
	Since: "2026-11",
	Source: "MITRE ATT&CK, T1098.003, Additional Cloud Roles; Microsoft Entra documentation, Security operations for privileged accounts, and Audit activity reference. " +
		"Global Administrator, Privileged Role Administrator and Privileged Authentication Administrator count, over the whole tenant, held or to be activated. The finding is the notice: it ends a week after the assignment, or once the assignment is gone. Who joins or comes to own a group that has one of these roles at the moment counts too, also where Privileged Identity Management for groups lets them activate it, as long as they are among its members or owners, where those could be read; nobody can read here who is eligible for a group, so that there the log alone tells, also of the end. Groups within such groups do not exist: Microsoft lets none in",
	Run: func(s *snapshot.Snapshot) []check.Result {
		granted, unsure := grantsOf(s)
		groups, more := groupsWithRoles(s, givesAll)
		joined, unclear, unread := joinsOf(s, groups)
		unsure += unclear
		results := newcomers(s, granted, joined)
		switch {
		case unnamed(s):
			return append(results, check.One(finding.Unknown, "Graph did not return of every assignment which role it is and whose.", finding.Evidence{})...)
		case unsure > 0:
			return append(results, check.One(finding.Unknown, "The audit log does not say of every assignment of a role which role it was, to whom and when.", finding.Evidence{
				Facts: finding.Facts{"unclear": unsure},
			})...)
		case more || unread:
			return append(results, check.One(finding.Unknown, "It could not be told of every group with one of the most powerful administrator roles who joined it.", finding.Evidence{})...)
		case len(results) > 0:
			return results
		}
		return check.One(finding.Pass, "Nobody was given one of the most powerful administrator roles in the last 7 days.", finding.Evidence{})
	},
}

// newcomers returns a result for each who was given a role or joined a group that has
// one, and still is there.
func newcomers(s *snapshot.Snapshot, granted recents, joined joins) (results []check.Result) {
	ids := slices.Sorted(maps.Keys(granted.of))
	for id := range joined {
		if granted.of[id] == nil {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	for _, key := range ids {
		var id, reason string
		var last time.Time
		roles := map[string]bool{}
		if g := granted.of[key]; g != nil {
			if roles = g.still(s); len(roles) > 0 {
				id, last, reason = g.id, g.last, "One of the most powerful administrator roles was given in the last 7 days."
			}
		}
		through := joined[key]
		for _, j := range through {
			maps.Copy(roles, j.group.roles())
			if id = j.id; j.last.After(last) {
				last = j.last
			}
			reason = cmp.Or(reason, "Somebody joined a group with one of the most powerful administrator roles in the last 7 days.")
		}
		if len(roles) == 0 {
			continue
		}
		facts, note := names(roles)
		evidence := finding.Evidence{
			Facts:    finding.Facts{"roles": facts, "lastGiven": last.UTC().Format(time.RFC3339)},
			Subjects: finding.Subjects{"principals": finding.List(finding.Subject{ID: id, Name: nameOf(s, id), Note: note})},
		}
		if len(through) > 0 {
			evidence.Facts["throughGroups"] = len(through)
			evidence.Subjects["groups"] = finding.List(subjectsOf(s, through)...)
		}
		results = append(results, check.Result{Resource: id, Verdict: finding.Fail, Reason: reason, Evidence: evidence})
	}
	return results
}

// unnamed reports whether an assignment may be anybody's, or of any role.
func unnamed(s *snapshot.Snapshot) bool {
	assignments := snapshot.RoleAssignments.Of(s)
	for i := range assignments {
		if a := &assignments[i]; a.PrincipalID == "" || a.RoleDefinitionID == "" {
			return true
		}
	}
	return false
}

// recent is what one principal was given lately.
type recent struct {
	id    string
	roles map[string]bool // by template id
	last  time.Time
}

// recents are by id in small letters.
type recents struct{ of map[string]*recent }

// grantsOf reads from the log who was given which of the most powerful roles; unsure is
// of how many entries that could not be told.
func grantsOf(s *snapshot.Snapshot) (granted recents, unsure int) {
	granted.of = map[string]*recent{}
	definitions := definitionsOf(s)
	entries, unsure := snapshot.Lately(s, snapshot.GrantActivities())
	for _, e := range entries {
		if carriedOut(e) {
			continue
		}
		// Groups and roles in Azure are managed there too.
		if strings.EqualFold(e.LoggedByService, "PIM") && !strings.EqualFold(e.Category, "RoleManagement") {
			continue
		}
		roles, principals := rolesAndPrincipals(e, definitions)
		if len(roles) == 0 || len(principals) == 0 {
			unsure++
			continue
		}
		for _, id := range principals {
			for _, role := range roles {
				granted.add(id, role, e.ActivityDateTime.V.Time)
			}
		}
	}
	return granted, unsure
}

// carriedOut reports whether Privileged Identity Management carries out with an entry of
// its own what somebody's entry tells of, or an activation.
func carriedOut(e *snapshot.DirectoryAudit) bool {
	app := e.InitiatedBy.App.V
	return strings.EqualFold(app.DisplayName, "MS-PIM") || strings.EqualFold(app.AppID, "01fc33a7-78ba-4d2f-a4b7-768e336e890e")
}

func (r *recents) add(id, role string, at time.Time) {
	if !givesAll[role] {
		return
	}
	key := strings.ToLower(id)
	g := r.of[key]
	if g == nil {
		g = &recent{id: id, roles: map[string]bool{}}
		r.of[key] = g
	}
	g.roles[role] = true
	if at.After(g.last) {
		g.last = at
	}
}

// rolesAndPrincipals returns the roles that an entry names, by template id, and to whom
// they were given.
func rolesAndPrincipals(e *snapshot.DirectoryAudit, d definitions) (roles, principals []string) {
	for _, t := range e.TargetResources {
		switch strings.ToLower(t.Type) {
		case "role":
			if t.ID != "" {
				roles = append(roles, d.template(t.ID))
			}
		case "user", "serviceprincipal", "group":
			if t.ID != "" {
				principals = append(principals, t.ID)
			}
		}
		for _, p := range t.ModifiedProperties {
			if strings.EqualFold(p.DisplayName, "Role.TemplateId") && p.NewValue != "" {
				roles = append(roles, d.template(string(p.NewValue)))
			}
		}
	}
	return roles, principals
}

// still returns which of the roles the principal has over the whole tenant or may
// activate; all where it may be unseen.
func (g *recent) still(s *snapshot.Snapshot) map[string]bool {
	if eligibilityUnknown(s) {
		return g.roles
	}
	definitions := definitionsOf(s)
	out := map[string]bool{}
	keep := func(principal, role, scope string) {
		if role = definitions.template(role); strings.EqualFold(principal, g.id) && tenantWide(scope) && g.roles[role] {
			out[role] = true
		}
	}
	assignments, eligible := snapshot.RoleAssignments.Of(s), snapshot.RoleEligibilitySchedules.Of(s)
	for i := range assignments {
		a := &assignments[i]
		keep(a.PrincipalID, a.RoleDefinitionID, a.DirectoryScopeID)
	}
	for i := range eligible {
		if e := &eligible[i]; e.Holds(s.Now) {
			keep(e.PrincipalID, e.RoleDefinitionID, e.DirectoryScopeID.V)
		}
	}
	return out
}

// nameOf returns what a user, an application or a group is called, empty where it was
// not read.
func nameOf(s *snapshot.Snapshot, id string) string {
	if u := snapshot.UserByID(s, id); u != nil {
		return cmp.Or(u.DisplayName, u.UserPrincipalName)
	}
	principals := snapshot.ServicePrincipals.Of(s)
	for i := range principals {
		if strings.EqualFold(principals[i].ID, id) {
			return principals[i].DisplayName
		}
	}
	for g := range snapshot.Groups.All(s) {
		if strings.EqualFold(g.ID, id) {
			return g.DisplayName
		}
	}
	return ""
}
