package roles

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// join is that somebody lately came into a group with one of the most powerful roles.
type join struct {
	id    string
	group roleGroup
	last  time.Time
	as    string // the strongest way in, as a note
}

// The ways into a group, as notes.
const (
	asMember   = "as a member"
	asEligible = "may activate it"
	asOwner    = "as an owner"
)

// joins are those who joined, by id in small letters, each group once.
type joins map[string][]*join

// joinsOf reads from the log who came into which of the groups, and is there still or
// may be unseen; unsure is of how many entries that could not be told, and unread
// whether the log was not read of every group.
func joinsOf(s *snapshot.Snapshot, groups []roleGroup) (joined joins, unsure int, unread bool) {
	joined = joins{}
	for _, g := range groups {
		entries, read := snapshot.GroupChanges.Of(s, g.id)
		if !read {
			unread = true
			continue
		}
		done, undated := snapshot.LatelyOf(entries, s.Now, snapshot.JoinActivities())
		unsure += undated
		left, _ := snapshot.LatelyOf(entries, s.Now, snapshot.EligibleLeaveActivities())
		for _, e := range done {
			if carriedOut(e) || !aboutGroup(e) {
				continue
			}
			ids := principalsIn(e)
			if len(ids) == 0 {
				unsure++
			}
			for _, id := range ids {
				if as := wayIn(e); inside(s, g.id, id, as, e, left) {
					joined.add(g, id, as, e.ActivityDateTime.V.Time)
				}
			}
		}
	}
	return joined, unsure, unread
}

func (j joins) add(g roleGroup, id, as string, at time.Time) {
	key := strings.ToLower(id)
	i := slices.IndexFunc(j[key], func(x *join) bool { return x.group.id == g.id })
	if i < 0 {
		i, j[key] = len(j[key]), append(j[key], &join{id: id, group: g, as: as})
	}
	x := j[key][i]
	if at.After(x.last) {
		x.last = at
	}
	for _, strongest := range []string{asMember, asEligible, asOwner} {
		if x.as == strongest || as == strongest {
			x.as = strongest
			break
		}
	}
}

// aboutGroup reports whether an entry that names a group is about who is in it. Where
// Privileged Identity Management gives the group a role of the directory or in Azure, the
// activity has the same name.
func aboutGroup(e *snapshot.DirectoryAudit) bool {
	plain := strings.HasSuffix(strings.ToLower(strings.TrimSpace(e.ActivityDisplayName)), " to group")
	return plain || !strings.EqualFold(e.Category, "RoleManagement") && !strings.EqualFold(e.Category, "ResourceManagement")
}

// wayIn tells how somebody came into a group. Privileged Identity Management names it as
// a role in the group.
func wayIn(e *snapshot.DirectoryAudit) string {
	named := func(activity string) bool {
		return strings.EqualFold(activity, strings.TrimSpace(e.ActivityDisplayName))
	}
	switch {
	case named("Add owner to group"):
		return asOwner
	case slices.ContainsFunc(snapshot.EligibleJoinActivities(), named):
		return asEligible
	case slices.ContainsFunc(e.TargetResources, func(t snapshot.AuditTarget) bool {
		return strings.EqualFold(t.Type, "Role") && strings.EqualFold(t.DisplayName, "Owner")
	}):
		return asOwner
	}
	return asMember
}

// principalsIn returns the people and applications that an entry names.
func principalsIn(e *snapshot.DirectoryAudit) (ids []string) {
	for _, t := range e.TargetResources {
		if kind := strings.ToLower(t.Type); (kind == "user" || kind == "serviceprincipal") && t.ID != "" {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

// inside reports whether somebody is still in the group, or may be unseen. Who may
// activate it can be told by the log alone.
func inside(s *snapshot.Snapshot, group, id, as string, e *snapshot.DirectoryAudit, left []*snapshot.DirectoryAudit) bool {
	list := snapshot.GroupMembers
	switch as {
	case asEligible:
		return !slices.ContainsFunc(left, func(l *snapshot.DirectoryAudit) bool {
			return l.ActivityDateTime.V.Time.After(e.ActivityDateTime.V.Time) && containsFold(principalsIn(l), id)
		})
	case asOwner:
		list = snapshot.GroupOwners
	}
	there, read := list.Of(s, group)
	return !read || slices.ContainsFunc(there, func(o snapshot.DirectoryObject) bool { return o.ID == "" || strings.EqualFold(o.ID, id) })
}

// subjectsOf names the groups and how somebody is in each.
func subjectsOf(s *snapshot.Snapshot, through []*join) []finding.Subject {
	var out []finding.Subject
	for _, j := range through {
		out = append(out, finding.Subject{ID: j.group.id, Name: cmp.Or(j.group.name, nameOf(s, j.group.id)), Note: j.as})
	}
	return out
}
