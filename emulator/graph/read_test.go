package graph

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCollections(t *testing.T) {
	_, base := open(t, Config{}, "testdata/small")
	tests := []struct {
		name, path string
		eventual   bool
		want       []string
	}{
		{"whole", "/v1.0/users?$select=id", false, []string{"u1", "u2", "u3"}},
		{"lines with a blank one", "/v1.0/groups", false, []string{"g1", "g2", "g3"}},
		{"other version serves", "/beta/groups", false, []string{"g1", "g2", "g3"}},
		{"case of the path", "/v1.0/Users?$select=ID", false, []string{"u1", "u2", "u3"}},
		{"eq", "/v1.0/users?$filter=userType eq 'Guest'", false, []string{"u3"}},
		{"eq in another case", "/v1.0/users?$filter=usertype eq 'gueST'", false, []string{"u3"}},
		{"boolean", "/v1.0/users?$filter=accountEnabled eq true", false, []string{"u1", "u3"}},
		{"bare boolean", "/v1.0/users?$filter=accountEnabled", false, []string{"u1", "u3"}},
		{"and, or, parentheses", "/v1.0/users?$filter=accountEnabled eq true and (userType eq 'Guest' or id eq 'u2')", false, []string{"u3"}},
		{"and binds before or", "/v1.0/users?$filter=id eq 'u2' or accountEnabled eq true and userType eq 'Guest'", false, []string{"u2", "u3"}},
		{"in", "/v1.0/users?$filter=id in ('u1','u3')", false, []string{"u1", "u3"}},
		{"ne", "/v1.0/users?$filter=userType ne 'Guest'&$count=true", true, []string{"u1", "u2"}},
		{"not", "/v1.0/users?$filter=not(accountEnabled eq true)&$count=true", true, []string{"u2"}},
		{"null, missing like null", "/v1.0/users?$filter=onPremisesSyncEnabled eq null", false, []string{"u1", "u3"}},
		{"date ge", "/v1.0/users?$filter=createdDateTime ge 2025-05-01T00:00:00Z", false, []string{"u2", "u3"}},
		{"date le, other zone", "/v1.0/users?$filter=createdDateTime le 2025-05-01T02:00:00%2B02:00", false, []string{"u1", "u2"}},
		{"nested date", "/v1.0/users?$filter=signInActivity/lastSignInDateTime le 2025-12-31", false, []string{"u3"}},
		{"startsWith", "/v1.0/users?$filter=startsWith(displayName,'BJÖRN')", false, []string{"u2"}},
		{"endsWith", "/v1.0/users?$filter=endsWith(userPrincipalName,'@other.example')&$count=true", true, []string{"u3"}},
		{"doubled quote", "/v1.0/users?$filter=displayName eq 'Guest O''Hara'", false, []string{"u3"}},
		{"escaped quote in the recording", "/v1.0/users?$filter=displayName eq 'Aino \"A\" Virtanen'", false, []string{"u1"}},
		{"any over objects", "/v1.0/users?$filter=assignedLicenses/any(l:l/skuId eq 'f30db892-07e9-47e9-837c-80727f46fd3d')", false, []string{"u1"}},
		{"any over texts", "/v1.0/groups?$filter=groupTypes/any(c:c eq 'Unified')", false, []string{"g1"}},
		{"any without a condition", "/v1.0/users?$filter=assignedLicenses/any()", false, []string{"u1", "u3"}},
		{"all", "/v1.0/users?$filter=assignedLicenses/all(l:l/skuId eq 06ebc4ee-1bb5-47dd-8120-11324bc54e06)", false, []string{"u2", "u3"}},
		{"$count in a filter", "/v1.0/users?$filter=assignedLicenses/$count ne 0&$count=true", true, []string{"u1", "u3"}},
		{"numbers", "/v1.0/users?$filter=assignedLicenses/$count gt 1&$count=true", true, []string{"u1"}},
		{"filter without $ in the option", "/v1.0/users?filter=id eq 'u2'", false, []string{"u2"}},
		{"descending", "/v1.0/users?$orderby=displayName desc", false, []string{"u3", "u2", "u1"}},
		{"null sorts first", "/v1.0/users?$orderby=onPremisesSyncEnabled,displayName desc", false, []string{"u3", "u1", "u2"}},
		{"skip where it is known", "/v1.0/roleManagement/directory/roleAssignments?$skip=2", false, []string{"ra3"}},
		{"type cast", "/v1.0/directoryRoles/role-1/members/microsoft.graph.group", false, []string{"g2"}},
		{"embedded array", "/beta/policies/authenticationMethodsPolicy/authenticationMethodConfigurations", false, []string{"Sms", "Fido2"}},
		{"two conditions on text", "/beta/policies/roleManagementPolicyAssignments?$filter=scopeId eq '/' and scopeType eq 'DirectoryRole'", false, []string{"pa1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := get(t, base, tt.path, smallTenant)
			if tt.eventual {
				if r.status != http.StatusBadRequest {
					t.Errorf("without ConsistencyLevel: got status %d, want 400", r.status)
				}
				r = getEventual(t, base, tt.path, smallTenant)
			}
			if r.status != http.StatusOK {
				t.Fatalf("got status %d: %s", r.status, r.body)
			}
			if diff := cmp.Diff(tt.want, r.ids(t)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestObjects(t *testing.T) {
	_, base := open(t, Config{}, "testdata/small", "testdata/beta-only")
	tests := []struct {
		name, tenant, path, want string
	}{
		{"entity of a collection", smallTenant, "/v1.0/groups/g2?$select=displayName",
			`{"@odata.context":"BASE/v1.0/$metadata#groups(displayName)/$entity","displayName":"Admins"}`},
		{"user without $select in v1.0", smallTenant, "/v1.0/users/U2",
			`{"@odata.context":"BASE/v1.0/$metadata#users/$entity","id":"u2","displayName":"Björn Åström","userPrincipalName":"bjorn@small.example"}`},
		{"by user principal name", smallTenant, "/v1.0/users/guest@other.example?$select=id",
			`{"@odata.context":"BASE/v1.0/$metadata#users(id)/$entity","id":"u3"}`},
		{"in parentheses", smallTenant, "/v1.0/users('u3')?$select=id",
			`{"@odata.context":"BASE/v1.0/$metadata#users(id)/$entity","id":"u3"}`},
		{"by an alternate key", smallTenant, "/v1.0/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')?$select=id",
			`{"@odata.context":"BASE/v1.0/$metadata#servicePrincipals(id)/$entity","id":"sp1"}`},
		{"sign-ins only when selected", smallTenant, "/v1.0/users/u3?$select=signInActivity",
			`{"@odata.context":"BASE/v1.0/$metadata#users(signInActivity)/$entity","signInActivity":{"lastSignInDateTime":"2025-08-01T00:00:00Z"}}`},
		{"property", smallTenant, "/v1.0/groups/g2/displayName",
			`{"@odata.context":"BASE/v1.0/$metadata#groups/displayName","value":"Admins"}`},
		{"singleton", smallTenant, "/v1.0/policies/adminConsentRequestPolicy",
			`{"@odata.context":"BASE/v1.0/$metadata#policies/adminConsentRequestPolicy/$entity","isEnabled":false}`},
		{"element of a singleton's array", smallTenant, "/v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/sms?$select=state",
			`{"@odata.context":"BASE/v1.0/$metadata#policies/authenticationMethodsPolicy/authenticationMethodConfigurations(state)/$entity","@odata.type":"#microsoft.graph.smsAuthenticationMethodConfiguration","state":"disabled"}`},
		{"v1.0's policy asked in beta", smallTenant, "/beta/policies/authorizationPolicy",
			`{"@odata.context":"BASE/beta/$metadata#policies/authorizationPolicy","value":[{"id":"authorizationPolicy","allowInvitesFrom":"everyone","defaultUserRolePermissions":{"allowedToCreateApps":true,"permissionGrantPoliciesAssigned":["p1"]},"permissionGrantPolicyIdsAssignedToDefaultUserRole":["p1"]}]}`},
		{"and its one element", smallTenant, "/beta/policies/authorizationPolicy/authorizationPolicy?$select=allowInvitesFrom",
			`{"@odata.context":"BASE/beta/$metadata#policies/authorizationPolicy(allowInvitesFrom)/$entity","allowInvitesFrom":"everyone"}`},
		{"beta's policy asked in v1.0", betaTenant, "/v1.0/policies/authorizationPolicy?$select=defaultUserRolePermissions",
			`{"@odata.context":"BASE/v1.0/$metadata#policies/authorizationPolicy(defaultUserRolePermissions)/$entity","defaultUserRolePermissions":{"allowedToCreateApps":false,"permissionGrantPoliciesAssigned":["p2"]}}`},
		{"an array is served as it is", smallTenant, "/v1.0/odd", `[1,2]`},
		{"a value that is no array too", smallTenant, "/v1.0/oddValue",
			`{"@odata.context":"BASE/v1.0/$metadata#oddValue/$entity","value":{}}`},
		{"count", smallTenant, "/v1.0/roleManagement/directory/roleAssignments/$count", `3`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := get(t, base, tt.path, tt.tenant)
			if diff := cmp.Diff(strings.ReplaceAll(tt.want, "BASE", base), string(r.body)); diff != "" || r.status != http.StatusOK {
				t.Errorf("status %d (-want +got):\n%s", r.status, diff)
			}
		})
	}
}

func TestExpand(t *testing.T) {
	_, base := open(t, Config{}, "testdata/small")
	tests := []struct {
		name, path, want string
	}{
		{"not asked, not given", "/v1.0/roleManagement/directory/roleAssignments?$filter=id eq 'ra2'&$select=id",
			`[{"id":"ra2"}]`},
		{"recorded inside", "/v1.0/roleManagement/directory/roleAssignments?$filter=id eq 'ra2'&$expand=principal&$select=id",
			`[{"id":"ra2","principal":{"@odata.type":"#microsoft.graph.user","id":"u9","displayName":"Gone"}}]`},
		{"with a selection of its own", "/v1.0/roleManagement/directory/roleAssignments?$filter=id eq 'ra2'&$expand=principal($select=id)&$select=id",
			`[{"id":"ra2","principal":{"@odata.type":"#microsoft.graph.user","id":"u9"}}]`},
		{"found among the users", "/v1.0/roleManagement/directory/roleAssignments?$filter=id eq 'ra1'&$expand=principal($select=id,userType)&$select=id",
			`[{"id":"ra1","principal":{"@odata.type":"#microsoft.graph.user","id":"u1","userType":"Member"}}]`},
		{"found among the service principals", "/v1.0/roleManagement/directory/roleAssignments?$filter=id eq 'ra3'&$expand=principal($select=id)&$select=id",
			`[{"id":"ra3","principal":{"@odata.type":"#microsoft.graph.servicePrincipal","id":"sp1"}}]`},
		{"a policy without its rules", "/beta/policies/roleManagementPolicyAssignments?$filter=id eq 'pa1'&$expand=policy&$select=id",
			`[{"id":"pa1","policy":{"id":"pol1","isOrganizationDefault":false}}]`},
		{"a policy with its rules", "/beta/policies/roleManagementPolicyAssignments?$filter=id eq 'pa1'&$expand=policy($select=id;$expand=rules($select=id))&$select=id",
			`[{"id":"pa1","policy":{"id":"pol1","rules":[{"id":"Expiration_Admin_Eligibility"}]}}]`},
		{"a file of its own", "/v1.0/directoryRoles?$expand=members($select=id)&$select=id",
			`[{"id":"role-1","members":[{"@odata.type":"#microsoft.graph.user","id":"u1"},{"@odata.type":"#microsoft.graph.group","id":"g2"}]}]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := get(t, base, tt.path, smallTenant)
			value, _ := member(r.body, "value")
			if diff := cmp.Diff(tt.want, string(value)); diff != "" {
				t.Errorf("status %d (-want +got):\n%s", r.status, diff)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	_, base := open(t, Config{}, "testdata/small")
	tests := []struct {
		name, method, path, bearer string
		status                     int
		code                       string
	}{
		{"no token", "GET", "/v1.0/users", "", 401, "InvalidAuthenticationToken"},
		{"expired token", "GET", "/v1.0/users", "expired", 401, "InvalidAuthenticationToken"},
		{"tenant that is not served", "GET", "/v1.0/users", "nobody", 401, "Authorization_IdentityNotFound"},
		{"unknown version", "GET", "/v2.0/users", smallTenant, 404, "ResourceNotFound"},
		{"no version", "GET", "/", smallTenant, 404, "ResourceNotFound"},
		{"no path", "GET", "/v1.0", smallTenant, 400, "BadRequest"},
		{"unknown id", "GET", "/v1.0/users/nobody", smallTenant, 404, "Request_ResourceNotFound"},
		{"unknown id, deeper", "GET", "/v1.0/users/nobody/memberOf", smallTenant, 404, "Request_ResourceNotFound"},
		{"known id, nothing recorded", "GET", "/v1.0/users/u1/memberOf", smallTenant, 403, "Authorization_RequestDenied"},
		{"nothing recorded", "GET", "/v1.0/devices", smallTenant, 403, "Authorization_RequestDenied"},
		{"outside the versions", "GET", "/v1.0/../dns", smallTenant, 403, "Authorization_RequestDenied"},
		{"outside, escaped", "GET", "/v1.0/..%2Fdns", smallTenant, 403, "Authorization_RequestDenied"},
		{"tenant.json", "GET", "/v1.0/tenant", smallTenant, 403, "Authorization_RequestDenied"},
		{"write", "POST", "/v1.0/users", smallTenant, 403, "Authorization_RequestDenied"},
		{"change", "PATCH", "/v1.0/users/u1", smallTenant, 403, "Authorization_RequestDenied"},
		{"delete", "DELETE", "/v1.0/users/u1", smallTenant, 403, "Authorization_RequestDenied"},
		{"other method", "OPTIONS", "/v1.0/users", smallTenant, 405, "Request_BadRequest"},
		{"batch by GET", "GET", "/v1.0/$batch", smallTenant, 405, "Request_BadRequest"},
		{"unknown option", "GET", "/v1.0/users?$wish=1", smallTenant, 400, "BadRequest"},
		{"option twice", "GET", "/v1.0/users?$top=1&$top=2", smallTenant, 400, "BadRequest"},
		{"page too large", "GET", "/v1.0/users?$top=1000", smallTenant, 400, "Request_UnsupportedQuery"},
		{"page of nothing", "GET", "/v1.0/users?$top=0", smallTenant, 400, "BadRequest"},
		{"skip of users", "GET", "/v1.0/users?$skip=1", smallTenant, 400, "Request_UnsupportedQuery"},
		{"search", "GET", "/v1.0/users?$search=x", smallTenant, 400, "Request_UnsupportedQuery"},
		{"filter on an object", "GET", "/v1.0/users/u1?$filter=id eq 'u1'", smallTenant, 400, "BadRequest"},
		{"filter that does not parse", "GET", "/v1.0/users?$filter=id eq", smallTenant, 400, "BadRequest"},
		{"too many alternatives", "GET", "/v1.0/users?$filter=id in (1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16)", smallTenant, 400, "Request_UnsupportedQuery"},
		{"ne without eventual", "GET", "/v1.0/users?$filter=id ne 'x'&$count=true", smallTenant, 400, "Request_UnsupportedQuery"},
		{"$count without eventual", "GET", "/v1.0/users/$count", smallTenant, 400, "BadRequest"},
		{"nonsense $skiptoken", "GET", "/v1.0/users?$skiptoken=xyz", smallTenant, 400, "BadRequest"},
		{"$skiptoken of another collection", "GET", "/v1.0/users?$skiptoken=AAAAAAAAAAAB", smallTenant, 400, "Directory_ExpiredPageToken"},
		{"expand that does not parse", "GET", "/v1.0/users?$expand=manager(", smallTenant, 400, "BadRequest"},
		{"delta where there is none", "GET", "/v1.0/directoryRoles/delta", smallTenant, 403, "Authorization_RequestDenied"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := do(t, tt.method, base+strings.ReplaceAll(tt.path, " ", "%20"), tt.bearer, nil,
				map[string]string{"client-request-id": "mine"})
			if r.status != tt.status || r.code(t) != tt.code {
				t.Errorf("got %d %s, want %d %s", r.status, r.body, tt.status, tt.code)
			}
			if r.header.Get("client-request-id") != "mine" || r.header.Get("request-id") == "" {
				t.Errorf("request ids are missing: %v", r.header)
			}
		})
	}
	if r := do(t, http.MethodHead, base+"/v1.0/users", smallTenant, nil, nil); r.status != http.StatusMethodNotAllowed {
		t.Errorf("HEAD: got status %d, want 405", r.status)
	}
}

// many returns a collection of n entities as an .ndjson or a .json file's text.
func many(n int, lines bool) string {
	var b strings.Builder
	if !lines {
		b.WriteString(`{"value":[`)
	}
	for i := range n {
		if i > 0 && !lines {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, `{"id":"id-%06d","displayName":"Person %d","padding":%q,"signInActivity":{"lastSignInDateTime":"2026-01-01T00:00:00Z"}}`+"\n",
			i, i, strings.Repeat("x", 80))
	}
	if !lines {
		b.WriteString(`]}`)
	}
	return b.String()
}

// readAll follows the nextLinks from a path and returns the ids and how many pages there were.
func readAll(t testing.TB, base, path string) (ids []string, pages int) {
	t.Helper()
	for link := base + path; link != ""; pages++ {
		r := do(t, http.MethodGet, link, smallTenant, nil, nil)
		if r.status != http.StatusOK {
			t.Fatalf("%s: status %d: %.200s", link, r.status, r.body)
		}
		ids = append(ids, r.ids(t)...)
		link = memberText(r.body, "@odata.nextLink")
	}
	return ids, pages
}

func TestPaging(t *testing.T) {
	const n = 40_000 // more than keepWhole bytes: entities are read by offset
	var want []string
	for i := range n {
		want = append(want, fmt.Sprintf("id-%06d", i))
	}
	dir := writeFiles(t, map[string]string{
		"v1.0/users.ndjson":    many(n, true),
		"v1.0/groups.json":     many(n, false),
		"beta/devices.json":    many(250, false),
		"beta/contacts.ndjson": many(200, true),
	})
	_, base := open(t, Config{}, dir)
	tests := []struct {
		name, path string
		n, pages   int
	}{
		{"lines", "/v1.0/users?$select=id&$top=999", n, 41},
		{"large file", "/v1.0/groups?$top=999", n, 41},
		{"sign-ins make smaller pages", "/v1.0/users?$select=id,signInActivity&$top=999", n, 80},
		{"default page", "/beta/devices", 250, 3},
		{"exact end", "/beta/contacts", 200, 2},
		{"filter carried along", "/beta/devices?$top=10&$filter=" + url.QueryEscape("id le 'id-000024'"), 25, 3},
		{"order carried along", "/beta/devices?$top=100&$orderby=id", 250, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ids, pages := readAll(t, base, tt.path)
			if diff := cmp.Diff(want[:tt.n], ids); diff != "" {
				t.Errorf("(-want +got):\n%.500s", diff)
			}
			if pages != tt.pages {
				t.Errorf("got %v pages, want %v", pages, tt.pages)
			}
		})
	}
	t.Run("by id", func(t *testing.T) {
		for _, path := range []string{"/v1.0/users/id-039999", "/v1.0/groups/ID-000000"} {
			if r := get(t, base, path, smallTenant); r.status != http.StatusOK {
				t.Errorf("%s: got status %d", path, r.status)
			}
		}
	})
}

func TestEmptyPages(t *testing.T) {
	dir := writeFiles(t, map[string]string{"v1.0/users.ndjson": many(300, true)})
	_, base := open(t, Config{Faults: Faults{EmptyPage: 1}}, dir)
	ids, pages := readAll(t, base, "/v1.0/users")
	if len(ids) != 300 || pages != 6 {
		t.Errorf("got %d entities on %d pages, want 300 on 6", len(ids), pages)
	}
}

func TestCountOption(t *testing.T) {
	_, base := open(t, Config{}, "testdata/small")
	if r := get(t, base, "/v1.0/users?$count=true", smallTenant); bytes.Contains(r.body, []byte("@odata.count")) {
		t.Error("got a count without ConsistencyLevel, want none")
	}
	got := getEventual(t, base, "/v1.0/users?$count=true&$top=1&$filter=accountEnabled eq true", smallTenant).object(t)
	if got["@odata.count"] != 2.0 {
		t.Errorf("got count %v, want 2", got["@odata.count"])
	}
}

// TestFilesChange changes a recording while it is served.
func TestFilesChange(t *testing.T) {
	dir := writeFiles(t, map[string]string{"v1.0/users.ndjson": many(300, true)})
	_, base := open(t, Config{}, dir)
	first := get(t, base, "/v1.0/users", smallTenant)
	next := memberText(first.body, "@odata.nextLink")
	if err := os.WriteFile(filepath.Join(dir, "v1.0", "users.ndjson"), []byte(many(2, true)), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "v1.0", "groups.json"), []byte(`{"value":[]}`), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := get(t, base, "/v1.0/users", smallTenant).ids(t); len(got) != 2 {
		t.Errorf("got %d users after the change, want 2", len(got))
	}
	if r := get(t, base, "/v1.0/groups", smallTenant); r.status != http.StatusOK {
		t.Errorf("got status %d for a new file, want 200", r.status)
	}
	if r := do(t, http.MethodGet, next, smallTenant, nil, nil); r.status != http.StatusBadRequest || r.code(t) != "Directory_ExpiredPageToken" {
		t.Errorf("old nextLink: got %d %s, want an expired page token", r.status, r.body)
	}
	if err := os.WriteFile(filepath.Join(dir, "v1.0", "groups.json"), []byte(`{"value":[`), 0o644); err != nil {
		t.Fatal(err)
	}
	if r := get(t, base, "/v1.0/groups", smallTenant); r.status != http.StatusInternalServerError {
		t.Errorf("got status %d for a file that does not parse, want 500", r.status)
	}
	if err := os.Remove(filepath.Join(dir, "v1.0", "groups.json")); err != nil {
		t.Fatal(err)
	}
	if r := get(t, base, "/v1.0/groups", smallTenant); r.status != http.StatusForbidden {
		t.Errorf("got status %d for a removed file, want 403", r.status)
	}
}
