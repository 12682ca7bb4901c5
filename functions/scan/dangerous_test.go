package scan

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// tell adds an entry to the recorded audit log whose targets are as given.
func (w *world) tell(t *testing.T, at time.Time, activity string, targets ...any) {
	t.Helper()
	category := "RoleManagement"
	if strings.HasSuffix(activity, "group") {
		category = "GroupManagement"
	}
	w.edit(t, "v1.0/auditLogs/directoryAudits", func(content map[string]any) {
		list, _ := content["value"].([]any)
		content["value"] = append([]any{map[string]any{
			"id": "Directory_told_" + activity, "activityDateTime": at.Format(time.RFC3339), "activityDisplayName": activity,
			"category": category, "result": "success", "loggedByService": "Core Directory", "targetResources": targets,
			"initiatedBy": map[string]any{"user": map[string]any{"id": "77777777-0000-4000-8000-000000000001", "userPrincipalName": "sanni@example.org"}, "app": nil},
		}}, list...)
	})
}

// list returns a recorded list.
func (w *world) list(t *testing.T, resource string) (entities []map[string]any) {
	t.Helper()
	w.edit(t, resource, func(content map[string]any) {
		for _, e := range content["value"].([]any) {
			entities = append(entities, e.(map[string]any))
		}
	})
	return entities
}

// openOf returns the open findings of the checks whose ids begin so, by what they are
// about.
func (w *world) openOf(t *testing.T, checks string) map[string]finding.Finding {
	t.Helper()
	out := map[string]finding.Finding{}
	for _, f := range must(w.tenant(t).Findings(t.Context()))(t) {
		if strings.HasPrefix(f.Check, checks) && f.State == finding.Open {
			out[f.Check+" "+f.Resource] = f
		}
	}
	return out
}

// TestDangerousChanges has what intruders do done between two scans: the next light
// pass alone makes findings of it, which name who did it where the log tells.
func TestDangerousChanges(t *testing.T) {
	const globalAdministrator = "62e90394-69f5-4237-9190-012177145e10"
	const assignments, domains = "v1.0/roleManagement/directory/roleAssignments", "v1.0/domains"
	target := func(kind, id string, properties ...any) map[string]any {
		return map[string]any{"id": id, "type": kind, "modifiedProperties": append([]any{}, properties...)}
	}
	federate := func(t *testing.T, w *world, certificate string) (domain string) {
		t.Helper()
		w.edit(t, domains, func(content map[string]any) {
			first := content["value"].([]any)[0].(map[string]any)
			domain = first["id"].(string)
			first["authenticationType"], first["isVerified"] = "Federated", true
			first["federationConfiguration"] = []any{map[string]any{
				"id": "f", "displayName": "Federation services", "issuerUri": "http://fs.example.org/adfs/services/trust",
				"federatedIdpMfaBehavior": "rejectMfaByFederatedIdp", "signingCertificate": certificate,
			}}
		})
		return domain
	}
	tests := []struct {
		name, check string
		before      func(*testing.T, *world)
		// change changes the tenant, tells of it in the log and returns what the finding is about.
		change func(*testing.T, *world, time.Time) string
		nobody bool // is named: the log does not tell of it
	}{
		{name: "conditional access disabled", check: "ca-", change: func(t *testing.T, w *world, at time.Time) string {
			id := w.list(t, policies)[0]["id"].(string)
			w.disable(t, "disabled")
			w.tell(t, at, "Update Conditional Access policy", target("Policy", id))
			return "" // which check minds depends on the policies
		}},
		{name: "global administrator added", check: "role-new-administrators", change: func(t *testing.T, w *world, at time.Time) string {
			const id = "11111111-aaaa-4aaa-8aaa-0000000000aa"
			w.edit(t, assignments, func(content map[string]any) {
				content["value"] = append(content["value"].([]any), map[string]any{
					"id": "new", "principalId": id, "roleDefinitionId": globalAdministrator, "directoryScopeId": "/",
					"principal": map[string]any{"@odata.type": "#microsoft.graph.user", "id": id, "displayName": "New", "accountEnabled": true},
				})
			})
			w.tell(t, at, "Add member to role", target("User", id, map[string]any{"displayName": "Role.TemplateId", "oldValue": nil, "newValue": `"` + globalAdministrator + `"`}))
			return id
		}},
		{name: "joined a group of global administrators", check: "role-new-administrators",
			before: func(t *testing.T, w *world) {
				w.edit(t, assignments, func(content map[string]any) {
					content["value"] = append(content["value"].([]any), map[string]any{
						"id": "group", "principalId": adminGroup, "roleDefinitionId": globalAdministrator, "directoryScopeId": "/",
						"principal": map[string]any{"@odata.type": "#microsoft.graph.group", "id": adminGroup, "displayName": "Administrators"},
					})
				})
				w.append(t, "v1.0/groups", map[string]any{"id": adminGroup, "displayName": "Administrators", "securityEnabled": true, "groupTypes": []any{}})
				w.join(t)
			},
			change: func(t *testing.T, w *world, at time.Time) string {
				const id = "11111111-aaaa-4aaa-8aaa-0000000000cc"
				w.join(t, id)
				w.tell(t, at, "Add member to group", target("User", id, map[string]any{"displayName": "Group.ObjectID", "oldValue": nil, "newValue": `"` + adminGroup + `"`}), target("Group", adminGroup))
				return id
			}},
		{name: "federation changed", check: "id-federation-changes", before: func(t *testing.T, w *world) { federate(t, w, "AAAA") },
			change: func(t *testing.T, w *world, at time.Time) string {
				domain := federate(t, w, "AAAB")
				w.tell(t, at, "Set federation settings on domain", map[string]any{"id": nil, "displayName": domain, "type": "Domain", "modifiedProperties": []any{}})
				return domain
			}},
		{name: "consent given for everybody", check: "app-tenant-wide-grants", change: func(t *testing.T, w *world, at time.Time) string {
			id, graph := w.consent(t)
			w.tell(t, at, "Add delegated permission grant", target("ServicePrincipal", graph, map[string]any{"displayName": "ServicePrincipal.ObjectID", "oldValue": nil, "newValue": `"` + id + `"`}), target("ServicePrincipal", id))
			return id
		}},
		{name: "auditing turned off", check: "log-unified-audit-log", nobody: true, before: func(t *testing.T, w *world) { w.score(t, w.recorded(t), 100) },
			change: func(t *testing.T, w *world, _ time.Time) string {
				w.score(t, w.later(t, 24*time.Hour), 0)
				return finding.TenantResource
			}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			if tt.before != nil {
				tt.before(t, w)
			}
			w.mustScan(t, w.claim(t))
			before := w.openOf(t, tt.check)
			at := must(w.tenant(t).About(t.Context()))(t).Recorded.Add(-time.Minute)
			who := tt.change(t, w, at)
			w.pass(t)
			about := ""
			for key, f := range w.openOf(t, tt.check) {
				if _, already := before[key]; !already && (who == "" || f.Resource == who) {
					about = key
				}
			}
			if about == "" {
				t.Fatalf("the pass opens nothing: %s is %s\n%s", tt.check, w.verdicts(t)[tt.check], w.lines)
			}
			f := w.openOf(t, tt.check)[about]
			want := "sanni@example.org"
			if tt.nobody {
				want = ""
			}
			if steps := must(w.tenant(t).Story(t.Context(), f.ID))(t); steps[len(steps)-1].By.Actor != want {
				t.Errorf("it is said of %q", steps[len(steps)-1].By.Actor)
			}
			if light := w.last(t); !light.Light {
				t.Error("a full scan was made")
			}
			// The next full scan finds the same, and it ends a week later.
			w.later(t, time.Hour)
			w.mustScan(t, w.claim(t))
			if _, still := w.openOf(t, tt.check)[about]; !still {
				t.Error("the next full scan resolves it")
			}
			if r := snapshot.RecentChanges.Resource(); slices.Contains(takenBy(checkOf(t, f.Check)), r) {
				w.later(t, 8*24*time.Hour)
				w.mustScan(t, w.claim(t))
				if _, still := w.openOf(t, tt.check)[about]; still {
					t.Errorf("it is open after more than a week, of %s", r)
				}
			}
		})
	}
}

// adminGroup is a group with a role.
const adminGroup = "11111111-aaaa-4aaa-8aaa-0000000000dd"

// join has the group's members be these.
func (w *world) join(t *testing.T, ids ...string) {
	t.Helper()
	members := []any{}
	for _, id := range ids {
		members = append(members, map[string]any{"@odata.type": "#microsoft.graph.user", "id": id, "displayName": "New", "accountEnabled": true})
	}
	folder := filepath.Join(w.dir, "v1.0", "groups", adminGroup)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for list, content := range map[string][]any{"transitiveMembers": members, "owners": {}} {
		raw := must(json.Marshal(map[string]any{"value": content}))(t)
		if err := os.WriteFile(filepath.Join(folder, list+".json"), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func checkOf(t *testing.T, id string) *check.Check {
	t.Helper()
	for _, c := range all.Checks() {
		if c.ID == id {
			return c
		}
	}
	t.Fatalf("there is no check %s", id)
	return nil
}

// consent adds a grant for everybody to an application that had none, and returns its
// id and that of Microsoft Graph.
func (w *world) consent(t *testing.T) (id, graph string) {
	t.Helper()
	file := filepath.Join(w.dir, "v1.0", "oauth2PermissionGrants.ndjson")
	raw := must(os.ReadFile(file))(t)
	for line := range bytes.Lines(raw) {
		var grant struct{ ResourceID, ClientID string }
		if err := json.Unmarshal(line, &grant); err != nil {
			t.Fatal(err)
		}
		graph = grant.ResourceID
	}
	id = "11111111-aaaa-4aaa-8aaa-0000000000bb"
	w.append(t, "v1.0/oauth2PermissionGrants", map[string]any{"id": "new", "clientId": id, "consentType": "AllPrincipals", "principalId": nil, "resourceId": graph, "scope": "Mail.ReadWrite Files.ReadWrite.All"})
	return id, graph
}

// append adds an entity to a recorded list of one entity a line.
func (w *world) append(t *testing.T, resource string, entity map[string]any) {
	t.Helper()
	file := filepath.Join(w.dir, filepath.FromSlash(resource)+".ndjson")
	raw := must(os.ReadFile(file))(t)
	line := must(json.Marshal(entity))(t)
	if err := os.WriteFile(file, append(append(raw, line...), '\n'), 0o600); err != nil {
		t.Fatal(err)
	}
}
