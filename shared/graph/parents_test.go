package graph

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/snapshot"
)

const (
	assignmentsPath   = "v1.0/roleManagement/directory/roleAssignments"
	eligibilitiesPath = "v1.0/roleManagement/directory/roleEligibilitySchedules"
	principalsPath    = "v1.0/servicePrincipals"
)

func membersPath(group string) string { return "v1.0/groups/" + group + "/transitiveMembers" }

func TestGroupMembers(t *testing.T) {
	assignments := reply{body: `{"value":[
		{"id":"1","principalId":"g1","principal":{"@odata.type":"#microsoft.graph.group","id":"g1"}},
		{"id":"2","principalId":"u1","principal":{"@odata.type":"#microsoft.graph.user","id":"u1"}},
		{"id":"3","principalId":"g1","principal":{"@odata.type":"#microsoft.graph.group","id":"g1"}},
		{"id":"4","principalId":"x1"}]}`}
	eligibilities := reply{body: `{"value":[{"id":"1","principalId":"u1"},{"id":"2","principalId":"u2"},{"id":"3","principalId":"g2"},{"id":"4","principalId":"p1"}]}`}
	members := reply{body: `{"value":[{"@odata.type":"#microsoft.graph.user","id":"m"}]}`}
	all := []snapshot.Resource{snapshot.GroupMembers.Resource(), snapshot.RoleEligibilitySchedules.Resource(),
		snapshot.Users.Resource(), snapshot.ServicePrincipals.Resource()}
	tests := []struct {
		name   string
		want   []snapshot.Resource
		script map[string][]reply
		read   map[string]int // members by group
		asked  []string       // further parents asked for in vain
		unread snapshot.Unread
	}{
		{name: "typed and guessed", want: all, script: map[string][]reply{
			assignmentsPath: {assignments}, eligibilitiesPath: {eligibilities},
			usersPath: {{body: usersPage("", "u1", "u2")}}, principalsPath: {{body: `{"value":[{"id":"p1"}]}`}},
			membersPath("g1"): {members}, membersPath("g2"): {members}, membersPath("x1"): {{status: 404}},
		}, read: map[string]int{"g1": 1, "g2": 1}, asked: []string{"x1"}},
		{name: "alone, with the assignments it needs", want: all[:1], script: map[string][]reply{
			assignmentsPath: {assignments}, membersPath("g1"): {members},
		}, read: map[string]int{"g1": 1}, asked: []string{"x1"}}, // x1 is refused with 403: no harm, it is a guess
		{name: "a group that is gone", want: all[:1], script: map[string][]reply{
			assignmentsPath: {assignments}, membersPath("g1"): {{status: 404}},
		}, read: map[string]int{}, asked: []string{"g1", "x1"}},
		{name: "a group that is refused", want: all[:1], script: map[string][]reply{
			assignmentsPath: {assignments}, membersPath("g1"): {{status: 403, body: odata("x")}}, membersPath("x1"): {members},
		}, unread: snapshot.Unread{Status: 403, Reason: "permission GroupMember.Read.All is missing or was refused"}},
		{name: "a guess that fails on page two", want: all[:1], script: map[string][]reply{
			assignmentsPath: {assignments}, membersPath("g1"): {members},
			membersPath("x1"):        {{body: `{"value":[{"id":"m"}],"@odata.nextLink":"{base}/` + membersPath("x1") + `?$skiptoken=2"}`}},
			membersPath("x1") + "#2": {{status: 404}},
		}, unread: snapshot.Unread{Status: 404, Reason: "Microsoft does not know it"}},
		{name: "nobody holds a role", want: all[:1], script: map[string][]reply{assignmentsPath: {{body: `{"value":[]}`}}}, read: map[string]int{}},
		{name: "assignments unread", want: all[:1], script: map[string][]reply{},
			unread: snapshot.Unread{Reason: "it is read by way of " + assignmentsPath + ", which could not be read"}},
		{name: "eligibilities unlicensed", want: all[:2], script: map[string][]reply{
			assignmentsPath: {assignments}, eligibilitiesPath: {{status: 400, body: odata("AadPremiumLicenseRequired")}}, membersPath("g1"): {members},
		}, read: map[string]int{"g1": 1}, asked: []string{"x1"}},
		{name: "a strange id", want: all[:1], script: map[string][]reply{
			assignmentsPath:      {{body: `{"value":[{"principalId":"..","principal":{"@odata.type":"#microsoft.graph.group"}},{"principalId":"a/b?c","principal":{"@odata.type":"#microsoft.graph.group"}}]}`}},
			membersPath("a/b?c"): {members},
		}, read: map[string]int{"a/b?c": 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := newHarness(t, tt.script)
			s, stats, err := h.read(t, t.Context(), tt.want...)
			if err != nil {
				t.Fatal(err)
			}
			if got := stats.Unread[snapshot.GroupMembers.Resource()]; got != tt.unread {
				t.Errorf("got unread %v, want %v", got, tt.unread)
			}
			asked := map[string]bool{}
			for _, l := range h.graph.log {
				if id, ok := strings.CutPrefix(l, "GET v1.0/groups/"); ok {
					id, _, _ = strings.Cut(id, "/transitiveMembers")
					asked[id] = true
				}
			}
			if tt.read == nil {
				return
			}
			if !s.Has(snapshot.GroupMembers.Resource()) {
				t.Error("the resource is not read")
			}
			for id, n := range tt.read {
				got, read := snapshot.GroupMembers.Of(s, id)
				if !read || len(got) != n {
					t.Errorf("%s: got %d members, read %v, want %d", id, len(got), read, n)
				}
				delete(asked, id)
			}
			for _, id := range tt.asked {
				if _, read := snapshot.GroupMembers.Of(s, id); read {
					t.Errorf("%s: counts as read", id)
				}
				delete(asked, id)
			}
			if len(asked) > 0 {
				t.Errorf("asked for members of %v besides", asked)
			}
			if stats.Requests != stats.Floor {
				t.Errorf("got %d requests, want the floor %d", stats.Requests, stats.Floor)
			}
		})
	}
}

// TestApplicationParents checks that only the few that define permissions are
// asked, however many hold them.
func TestApplicationParents(t *testing.T) {
	var list []string
	for i, app := range []string{microsoftGraph, exchangeOnline, strings.ToUpper(sharePointOnline), azureADGraph, "other", "another"} {
		list = append(list, fmt.Sprintf(`{"id":"sp%d","appId":%q}`, i, app))
	}
	script := map[string][]reply{principalsPath: {{body: `{"value":[` + strings.Join(list, ",") + `]}`}}}
	for i := range 6 {
		script[fmt.Sprintf("v1.0/servicePrincipals/sp%d/appRoleAssignedTo", i)] = []reply{{body: `{"value":[{"appRoleId":"r"}]}`}}
		script[fmt.Sprintf("v1.0/servicePrincipals/sp%d/delegatedPermissionClassifications", i)] = []reply{{body: `{"value":[]}`}}
	}
	h := newHarness(t, script)
	s, stats, err := h.read(t, t.Context(), snapshot.AppRoleAssignedTo.Resource(), snapshot.DelegatedPermissionClassifications.Resource())
	if err != nil {
		t.Fatal(err)
	}
	var roles, classifications []bool
	for i := range 6 {
		_, read := snapshot.AppRoleAssignedTo.Of(s, fmt.Sprintf("sp%d", i))
		roles = append(roles, read)
		_, read = snapshot.DelegatedPermissionClassifications.Of(s, fmt.Sprintf("sp%d", i))
		classifications = append(classifications, read)
	}
	if diff := cmp.Diff([]bool{true, true, true, false, false, false}, roles); diff != "" {
		t.Errorf("app role assignments read (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]bool{true, true, true, true, false, false}, classifications); diff != "" {
		t.Errorf("classifications read (-want +got):\n%s", diff)
	}
	if stats.Requests != 2 || stats.Floor != 2 { // the list, and a batch for both resources
		t.Errorf("got %d requests and floor %d, want 2 and 2", stats.Requests, stats.Floor)
	}
}

// TestOneFailureEndsTheOthers checks that parents still waiting are not asked
// for once the resource is lost.
func TestOneFailureEndsTheOthers(t *testing.T) {
	var list []string
	script := map[string][]reply{}
	for i := range 50 {
		list = append(list, fmt.Sprintf(`{"principalId":"g%d","principal":{"@odata.type":"#microsoft.graph.group"}}`, i))
		script[membersPath(fmt.Sprintf("g%d", i))] = []reply{{status: http.StatusForbidden}}
	}
	script[assignmentsPath] = []reply{{body: `{"value":[` + strings.Join(list, ",") + `]}`}}
	h := newHarness(t, script)
	s, stats, err := h.read(t, t.Context(), snapshot.GroupMembers.Resource())
	if err != nil {
		t.Fatal(err)
	}
	if s.Has(snapshot.GroupMembers.Resource()) || stats.Unread[snapshot.GroupMembers.Resource()].Status != 403 {
		t.Errorf("got %v, want unread with status 403", stats.Unread)
	}
	if stats.Requests > 1+2*defaultConcurrency {
		t.Errorf("got %d requests, want the rest left alone", stats.Requests)
	}
}
