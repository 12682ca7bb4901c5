package roles

import (
	"strings"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/snapshot"
)

// schedule is an active assignment of a privileged role as PIM keeps it.
func schedule(id, rest string) string {
	return `{"principalId":"` + id + `","roleDefinitionId":"` + exchange + `","directoryScopeId":"/","assignmentType":"Assigned","memberType":"Direct",` + rest + `}`
}

// scheduled is a licensed tenant with these active assignments.
func scheduled(schedules ...string) checktest.Files {
	return checktest.Files{
		snapshot.SubscribedSkus.Resource():          withP2,
		snapshot.RoleAssignmentSchedules.Resource(): `[` + strings.Join(schedules, ",") + `]`,
	}
}
