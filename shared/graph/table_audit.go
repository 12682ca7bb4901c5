package graph

import (
	"slices"
	"strings"
	"time"

	"vahti.ai/vahti/shared/snapshot"
)

const (
	// AuditOverlap is how far before the last scan DirectoryAudits are read again:
	// entries appear minutes after what they tell of, and not in its order.
	AuditOverlap = time.Hour
	// auditFirst is how far back a tenant's first scan reads, which has nothing to
	// explain yet: enough for what was on its way when the tenant joined.
	auditFirst = 24 * time.Hour
	// auditKept is how long Microsoft keeps the log; seven days without a licence.
	auditKept = 30 * 24 * time.Hour
)

// auditRows are what was done in the tenant, and by whom.
func auditRows() []Row {
	return []Row{
		{
			// $filter, $orderby and $top are documented, $select is not. Microsoft allows
			// five such requests in ten seconds, so it is asked for alone.
			Key: snapshot.DirectoryAudits, Permission: auditRead, Top: largePage, PageLimit: largePage,
			FilterOf: auditWindow,
			Why:      "To see who changed what, so that a change can be told with its author.",
		},
		{
			// By name and time both versions filter. A week is how long Microsoft keeps the
			// log of a tenant without a licence. A page is nearly always all of it, so that
			// it goes with what else is asked for of beta.
			Key: snapshot.RecentChanges, Batched: true, Permission: auditRead, Top: largePage, PageLimit: largePage,
			FilterOf: recentChanges,
			Why:      "To notice when somebody becomes an administrator or a domain trusts another sign-in system.",
		},
		{
			// By target and time both versions filter. Those few groups alone are asked for:
			// in the others people come and go all day.
			Key: snapshot.GroupChanges, Permission: auditRead, Top: largePage, PageLimit: largePage,
			FilterOf: groupChanges,
			Why:      "To notice when somebody joins a group that makes its members administrators.",
			Needs:    []snapshot.Resource{snapshot.RoleAssignments.Resource()},
			Uses:     append(roleGroupUses(), snapshot.RoleDefinitions.Resource()),
			parents:  listed(groupsThatGiveAll),
		},
	}
}

// auditWindow asks for what was done since a little before the last scan.
func auditWindow(s *snapshot.Snapshot) string {
	from := s.Now.Add(-auditFirst)
	if !s.Since.IsZero() {
		from = s.Since.UTC().Add(-AuditOverlap)
	}
	if oldest := s.Now.Add(-auditKept); from.Before(oldest) {
		from = oldest
	}
	// A clock that was set back must not leave a gap.
	if latest := s.Now.Add(-AuditOverlap); from.After(latest) {
		from = latest
	}
	return "activityDateTime ge " + from.Format(time.RFC3339)
}

// groupChanges asks for what was done with one group.
func groupChanges(s *snapshot.Snapshot) string {
	return after("activityDateTime", s, snapshot.Week) + " and targetResources/any(t:t/id eq '{id}')"
}

// recentChanges asks for what checks judge of the log.
func recentChanges(s *snapshot.Snapshot) string {
	names := slices.Concat(snapshot.GrantActivities(), snapshot.FederationActivities())
	return after("activityDateTime", s, snapshot.Week) + " and (activityDisplayName eq '" + strings.Join(names, "' or activityDisplayName eq '") + "')"
}
