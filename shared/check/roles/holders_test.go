package roles

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/snapshot"
)

func snapshotTime() time.Time { return time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC) }

func TestHoldersOf(t *testing.T) {
	const group, app = `"@odata.type":"#microsoft.graph.group"`, `"@odata.type":"#microsoft.graph.servicePrincipal"`
	tests := []struct {
		name       string
		files      checktest.Files
		want       map[string]int // privileged roles by user
		unresolved []string
	}{
		{name: "a user with two roles counts once", files: holding(users(GlobalAdministrator, "a"), users(exchange, "a", "b")), want: map[string]int{"a": 2, "b": 1}},
		{name: "an application is nobody", files: holding(assigned(GlobalAdministrator, "sp", app)), want: map[string]int{}},
		{
			name: "members of a group",
			files: with(holding(assigned(GlobalAdministrator, "g", group)), snapshot.GroupMembers.Resource(),
				`{"g":[{"@odata.type":"#microsoft.graph.user","id":"a"},{"@odata.type":"#microsoft.graph.group","id":"h"},{"@odata.type":"#microsoft.graph.servicePrincipal","id":"sp"}]}`),
			want: map[string]int{"a": 1},
		},
		{name: "a group that was not read", files: holding(assigned(GlobalAdministrator, "g", group)), want: map[string]int{}, unresolved: []string{GlobalAdministrator}},
		{name: "nothing known of the principal", files: holding(`{"principalId":"x","roleDefinitionId":"` + exchange + `","directoryScopeId":"/"}`), want: map[string]int{}, unresolved: []string{exchange}},
		{
			name:  "a principal found among the users",
			files: with(holding(`{"principalId":"X","roleDefinitionId":"`+exchange+`","directoryScopeId":"/"}`), snapshot.Users.Resource(), `[{"id":"x"}]`),
			want:  map[string]int{"X": 1},
		},
		{
			name:  "a principal found among the applications",
			files: with(holding(`{"principalId":"x","roleDefinitionId":"`+exchange+`","directoryScopeId":"/"}`), snapshot.ServicePrincipals.Resource(), `[{"id":"x"}]`),
			want:  map[string]int{},
		},
		{name: "over an administrative unit", files: holding(`{"principalId":"a","roleDefinitionId":"` + exchange + `","directoryScopeId":"/administrativeUnits/1","principal":{"@odata.type":"#microsoft.graph.user","id":"a"}}`), want: map[string]int{}},
		{name: "a role that is not privileged", files: holding(users("f2ef992c-3afb-46b9-b7cf-a126ee74c451", "a")), want: map[string]int{}},
		{
			name: "eligible, but no longer or not yet, as schedules say it",
			files: with(with(holding(users(exchange, "a")), snapshot.RoleEligibilitySchedules.Resource(),
				`[{"principalId":"b","roleDefinitionId":"`+GlobalAdministrator+`","directoryScopeId":"/","scheduleInfo":{"startDateTime":"2026-01-01T00:00:00Z","expiration":{"type":"afterDateTime","endDateTime":"2027-01-01T00:00:00Z"}}},
				  {"principalId":"c","roleDefinitionId":"`+GlobalAdministrator+`","directoryScopeId":"/","scheduleInfo":{"startDateTime":"2026-01-01T00:00:00Z","expiration":{"type":"afterDateTime","endDateTime":"2026-10-31T00:00:00Z"}}},
				  {"principalId":"d","roleDefinitionId":"`+GlobalAdministrator+`","directoryScopeId":"/","scheduleInfo":{"startDateTime":"2026-12-01T00:00:00Z","expiration":{"type":"noExpiration","endDateTime":null}}}]`),
				snapshot.Users.Resource(), `[{"id":"b"},{"id":"c"},{"id":"d"}]`),
			want: map[string]int{"a": 1, "b": 1},
		},
		{
			name:  "an AI agent's account",
			files: holding(assigned(GlobalAdministrator, "u", `"@odata.type":"#microsoft.graph.agentUser"`)),
			want:  map[string]int{"u": 1},
		},
		{
			name:       "a member of a group without an id",
			files:      with(holding(assigned(GlobalAdministrator, "g", group)), snapshot.GroupMembers.Resource(), `{"g":[{}]}`),
			want:       map[string]int{},
			unresolved: []string{GlobalAdministrator},
		},
		{
			name: "eligible, but no longer",
			files: with(with(holding(users(exchange, "a")), snapshot.RoleEligibilitySchedules.Resource(),
				`[{"principalId":"b","roleDefinitionId":"`+GlobalAdministrator+`","directoryScopeId":"/","endDateTime":"2027-01-01T00:00:00Z"},
				  {"principalId":"c","roleDefinitionId":"`+GlobalAdministrator+`","directoryScopeId":"/","endDateTime":"2026-10-31T00:00:00Z"},
				  {"principalId":"d","roleDefinitionId":"`+GlobalAdministrator+`","directoryScopeId":"/","endDateTime":null}]`),
				snapshot.Users.Resource(), `[{"id":"b"},{"id":"c"},{"id":"d"}]`),
			want: map[string]int{"a": 1, "b": 1, "d": 1},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found := holdersOf(checktest.Snapshot(t, snapshot.Settings{}, tt.files), privilegedSet)
			got := map[string]int{}
			for _, h := range found.users {
				got[h.user.ID] = len(h.roles)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("holders (-want +got)\n%s", diff)
			}
			for _, r := range tt.unresolved {
				if !found.unresolved[r] {
					t.Errorf("role %s is not unresolved", r)
				}
			}
			if len(found.unresolved) != len(tt.unresolved) {
				t.Errorf("got %v unresolved, want %v", len(found.unresolved), len(tt.unresolved))
			}
		})
	}
}

func TestEligibilityUnknown(t *testing.T) {
	tests := []struct {
		name   string
		skus   string
		status int
		want   bool
	}{
		{"refused with the licence", withP2, 403, true},
		{"refused, licence unknown", "", 403, true},
		{"refused without the licence", withoutP2, 403, false},
		{"no licence, as Graph says it", "", 400, false},
		{"a bad request in spite of the licence", withP2, 400, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := checktest.Files{}
			if tt.skus != "" {
				files[snapshot.SubscribedSkus.Resource()] = tt.skus
			}
			s := checktest.Snapshot(t, snapshot.Settings{}, files)
			s.SetUnread(snapshot.RoleEligibilitySchedules.Resource(), snapshot.Unread{Status: tt.status, Reason: "refused"})
			if got := eligibilityUnknown(s); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
