package activity_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/activity"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func after() time.Time { return time.Date(2026, 11, 2, 7, 0, 0, 0, time.UTC) }
func until() time.Time { return time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC) }

// done is an entry of a minute after seven.
type done struct {
	minute           int
	by               string // a person, or an application after "app:"
	activity, target string
	as               string // service and category, where they matter
}

func logOf(t testing.TB, all ...done) []snapshot.DirectoryAudit {
	t.Helper()
	texts := make([]string, len(all))
	for i, d := range all {
		service, category, _ := strings.Cut(d.as, "/")
		if service == "" {
			service = "Core Directory"
		}
		by := `{"app":null,"user":{"id":"id of ` + d.by + `","userPrincipalName":"` + d.by + `@contoso.example","ipAddress":"192.0.2.7"}}`
		if app, is := strings.CutPrefix(d.by, "app:"); is {
			by = `{"user":null,"app":{"appId":null,"displayName":"` + app + `","servicePrincipalId":"id of ` + app + `"}}`
		}
		if d.by == "" {
			by = `{"app":null,"user":null}`
		}
		texts[i] = fmt.Sprintf(`{"id":"entry %d","activityDateTime":"%s","result":"success","loggedByService":"%s","category":"%s","activityDisplayName":"%s","initiatedBy":%s,"targetResources":[%s]}`,
			i, after().Add(time.Duration(d.minute)*time.Minute).Format(time.RFC3339), service, category, d.activity, by, d.target)
	}
	return decode(t, "["+strings.Join(texts, ",")+"]")
}

func TestExplain(t *testing.T) {
	const (
		policy, join, role, user = "Update Conditional Access policy", "Add member to group", "Add member to role", "Disable account"
		other                    = "11111111-aaaa-4aaa-8aaa-00000000000f"
		activated                = "Add member to role completed (PIM activation)"
	)
	admin := target("User", userID, "Role.TemplateId", roleID)
	policies := activity.Change{Reads: []snapshot.Resource{snapshot.ConditionalAccessPolicies.Resource(), snapshot.Users.Resource()}, Resource: finding.TenantResource}
	with := func(c activity.Change, subjects ...string) activity.Change {
		c.Subjects = subjects
		return c
	}
	shows := func(c activity.Change) activity.Change {
		c.Shows = true
		return c
	}
	holders := activity.Change{Reads: []snapshot.Resource{
		snapshot.RoleAssignments.Resource(), snapshot.Users.Resource(), snapshot.AuthorizationPolicy.Resource(), snapshot.ConditionalAccessPolicies.Resource(),
	}, Resource: userID}
	tests := []struct {
		name    string
		change  activity.Change
		entries []done
		want    string // the entry's actor, empty for nobody
	}{
		{"nothing was done", policies, nil, ""},
		{"one did it", policies, []done{{5, "anna", policy, target("Policy", policyID), ""}}, "anna@contoso.example"},
		{"an application did it", policies, []done{{5, "app:Deploy", policy, target("Policy", policyID), ""}}, "Deploy"},
		{"somebody unnamed did it", policies, []done{{5, "", policy, target("Policy", policyID), ""}}, ""},
		{"the last time one did it", policies, []done{{9, "anna", policy, target("Policy", policyID), ""}, {5, "anna", policy, target("Policy", policyID), ""}}, "anna@contoso.example"},
		{"two did, and nothing tells them apart", policies, []done{{5, "anna", policy, target("Policy", policyID), ""}, {9, "bo", policy, target("Policy", other), ""}}, ""},
		{"two did, and one on the policy shown", with(policies, policyID), []done{{5, "anna", policy, target("Policy", policyID), ""}, {9, "bo", policy, target("Policy", other), ""}}, "anna@contoso.example"},
		{"two did on the policy shown", with(policies, policyID), []done{{9, "bo", policy, target("Policy", policyID), ""}, {5, "anna", policy, target("Policy", policyID), ""}}, "bo@contoso.example"},
		{"two did on two policies shown", with(policies, policyID, other), []done{{5, "anna", policy, target("Policy", policyID), ""}, {9, "bo", policy, target("Policy", other), ""}}, ""},
		{"one did on two policies shown", with(policies, policyID, other), []done{{5, "anna", policy, target("Policy", policyID), ""}, {9, "anna", policy, target("Policy", other), ""}}, "anna@contoso.example"},
		{"an id in other letters", with(policies, strings.ToUpper(policyID)), []done{{5, "anna", policy, target("Policy", policyID), ""}, {9, "bo", policy, target("Policy", other), ""}}, "anna@contoso.example"},
		{"a policy that is no longer there to be shown", with(policies, userID), []done{{5, "anna", "Delete Conditional Access policy", target("Policy", policyID), ""}}, "anna@contoso.example"},
		{"what the check does not take", policies, []done{{5, "anna", role, admin, ""}}, ""},
		{"a person nobody shows", with(policies, policyID), []done{{5, "anna", user, target("User", userID), ""}}, ""},
		{"a person, where nothing is shown", policies, []done{{5, "anna", user, target("User", userID), ""}}, "anna@contoso.example"},
		{"a person, where others are shown and none of them differs", shows(policies), []done{{5, "anna", user, target("User", userID), ""}}, ""},
		{"a policy, where others are shown and none of them differs", shows(policies), []done{{5, "anna", policy, target("Policy", policyID), ""}}, "anna@contoso.example"},
		{"before the last scan", policies, []done{{-1, "anna", policy, target("Policy", policyID), ""}}, ""},
		{"as the last scan began", policies, []done{{0, "anna", policy, target("Policy", policyID), ""}}, ""},
		{"as this one ended", policies, []done{{60, "anna", policy, target("Policy", policyID), ""}}, "anna@contoso.example"},
		{"after this one", policies, []done{{61, "anna", policy, target("Policy", policyID), ""}}, ""},

		{"the very entity", holders, []done{{5, "anna", role, admin, ""}, {9, "bo", role, target("User", other, "Role.TemplateId", roleID), ""}}, "anna@contoso.example"},
		{"another entity", holders, []done{{9, "bo", role, target("User", other, "Role.TemplateId", roleID), ""}}, ""},
		{"what it holds before itself", holders, []done{{5, "anna", role, admin, ""}, {9, "app:Sync", "Update user", target("User", userID), ""}}, "anna@contoso.example"},
		{"itself", holders, []done{{9, "app:Sync", "Update user", target("User", userID), ""}}, "Sync"},
		{"a setting of the tenant's", holders, []done{{9, "bo", "Update authorization policy", "", ""}}, "bo@contoso.example"},
		{"the entity before a setting", holders, []done{{5, "anna", role, admin, ""}, {9, "bo", "Update authorization policy", "", ""}}, "anna@contoso.example"},
		{"a policy says nothing of a person", holders, []done{{9, "bo", policy, target("Policy", policyID), ""}}, ""},

		{"the person, not the agent", holders, []done{{5, "anna", activated, target("Role", roleID) + "," + target("User", userID), "PIM/RoleManagement"}, {6, "app:MS-PIM", role, admin, ""}}, "anna@contoso.example"},
		{"the agent, where no person asked", holders, []done{{6, "app:MS-PIM", role, admin, ""}}, "MS-PIM"},
		{"the agent, where a person did something else before", holders, []done{{5, "anna", user, target("User", userID), ""}, {45, "app:MS-PIM", role, admin, ""}}, "MS-PIM"},
		{"the agent among others' policies", with(policies), []done{{5, "anna", policy, target("Policy", policyID), ""}, {6, "app:MS-PIM", user, target("User", userID), ""}}, "anna@contoso.example"},

		{"who joined a group", activity.Change{Reads: []snapshot.Resource{snapshot.GroupMembers.Resource()}, Resource: finding.TenantResource, Subjects: []string{userID}},
			[]done{{5, "anna", join, target("User", userID, "Group.ObjectID", groupID), ""}, {9, "bo", join, target("User", other, "Group.ObjectID", groupID), ""}}, "anna@contoso.example"},
		{"a role that is shown", activity.Change{Reads: []snapshot.Resource{snapshot.RoleAssignments.Resource()}, Resource: finding.TenantResource, Subjects: []string{roleID}},
			[]done{{5, "anna", role, admin, ""}}, "anna@contoso.example"},
		{"a domain by its name", activity.Change{Reads: []snapshot.Resource{snapshot.FederationConfigurations.Resource()}, Resource: "contoso.example"},
			[]done{{5, "anna", "Set federation settings on domain", `{"id":null,"displayName":"Contoso.example","type":"Domain"}`, ""},
				{9, "bo", "Set federation settings on domain", `{"id":null,"displayName":"other.example","type":"Domain"}`, ""}}, "anna@contoso.example"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			entries := logOf(t, tt.entries...)
			got, ok := activity.Between(entries, after(), until()).Explain(tt.change)
			if got.Actor != tt.want || ok != (tt.want != "") || got.Attributed != ok {
				t.Errorf("got %q (%v), want %q", got.Actor, ok, tt.want)
			}
			// Entries come twice and in any order.
			again := append(append([]snapshot.DirectoryAudit{}, entries...), entries...)
			for i, j := 0, len(again)-1; i < j; i, j = i+1, j-1 {
				again[i], again[j] = again[j], again[i]
			}
			if twice, _ := activity.Between(again, after(), until()).Explain(tt.change); twice != got {
				t.Errorf("twice and backwards: got %q, want %q", twice.Actor, got.Actor)
			}
		})
	}
}

func TestAttributionIsWhole(t *testing.T) {
	entries := decode(t, `[{"id":"entry","activityDateTime":"2026-11-02T09:30:00+02:00","result":"success","activityDisplayName":"Update security defaults ",
		"initiatedBy":{"user":{"id":"anna","userPrincipalName":"anna@contoso.example","ipAddress":"192.0.2.7"},"app":{"displayName":"Deploy","appId":"app"}}}]`)
	got, ok := activity.Between(entries, after(), until()).Explain(activity.Change{Reads: []snapshot.Resource{snapshot.SecurityDefaults.Resource()}, Resource: finding.TenantResource})
	want := finding.Attribution{
		Attributed: true, At: time.Date(2026, 11, 2, 7, 30, 0, 0, time.UTC), Actor: "anna@contoso.example", ActorID: "anna", App: "Deploy", IP: "192.0.2.7",
		Activity: "Update security defaults", Entry: "entry",
	}
	if !ok || got != want {
		t.Errorf("got another attribution than wanted: %v", ok)
	}
	var b bytes.Buffer
	slog.New(slog.NewJSONHandler(&b, nil)).Info("changed", "by", got)
	fmt.Fprintf(&b, "%v %+v %#v %s %q", got, got, got, got, &got)
	for _, secret := range []string{"contoso", "192.0.2.7", "Deploy", "security defaults"} {
		if strings.Contains(b.String(), secret) {
			t.Errorf("%q is printed: %s", secret, b.String())
		}
	}
}

func TestDiffering(t *testing.T) {
	list := func(all ...finding.Subject) finding.Subjects { return finding.Subjects{"people": finding.List(all...)} }
	a, b, c := finding.Subject{ID: "a", Name: "A"}, finding.Subject{ID: "b"}, finding.Subject{ID: "c", Note: "disabled"}
	tests := []struct {
		name     string
		from, to finding.Subjects
		want     []string
	}{
		{"none", nil, nil, nil},
		{"the same", list(a, b), list(b, a), nil},
		{"one came", list(a), list(a, b), []string{"b"}},
		{"one left", list(a, b), list(a), []string{"b"}},
		{"all left", list(b, a), nil, []string{"a", "b"}},
		{"another note", list(c), list(finding.Subject{ID: "c"}), []string{"c"}},
		{"another name alone", list(a), list(finding.Subject{ID: "a", Name: "B"}), nil},
		{"another kind", list(a), finding.Subjects{"groups": finding.List(a)}, []string{"a"}},
		{"without an id", nil, list(finding.Subject{Name: "x"}), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, activity.Differing(tt.from, tt.to)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// FuzzExplain asks of whatever a log holds that it is read without a panic, and
// that nobody is named who did not make an entry.
func FuzzExplain(f *testing.F) {
	f.Add([]byte("["+entry("Core Directory", "RoleManagement", "Add member to role", target("User", userID, "Role.TemplateId", roleID))+"]"), userID)
	f.Add([]byte(`[{"id":"e","activityDateTime":"2026-11-02T07:30:00Z","activityDisplayName":"Update user","targetResources":[{"type":"User","modifiedProperties":[{"displayName":"."}]}]}]`), "tenant")
	f.Add([]byte(`[{"id":"e","activityDateTime":"x","result":null,"initiatedBy":null,"targetResources":null},{}]`), "")
	f.Fuzz(func(t *testing.T, raw []byte, resource string) {
		s := snapshot.New(until(), snapshot.Settings{})
		if snapshot.DirectoryAudits.Decode(s, "", raw) != nil {
			return
		}
		entries := snapshot.DirectoryAudits.Of(s)
		var reads []snapshot.Resource
		for r := range activity.Touched(entries) {
			if _, known := snapshot.KeyOf(r); !known {
				t.Errorf("touches %s, which Vahti does not read", r)
			}
			reads = append(reads, r)
		}
		by, ok := activity.Between(entries, after(), until()).Explain(activity.Change{Reads: reads, Resource: resource, Subjects: []string{userID}})
		if ok != by.Attributed || ok && (by.Actor == "" || by.Entry == "" || !by.At.After(after()) || by.At.After(until())) || !ok && by != (finding.Attribution{}) {
			t.Errorf("got an attribution that does not hold together: %v", ok)
		}
	})
}
