package graph

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestDirectoryAudits asks for the audit log as it is documented: from a moment on, to another, in pages, and in order
// of time.
func TestDirectoryAudits(t *testing.T) {
	dir := writeFiles(t, map[string]string{"v1.0/auditLogs/directoryAudits.json": `{"value":[
		{"id":"late","activityDateTime":"2025-12-31T23:59:59.9999999Z","activityDisplayName":"Update user","category":"UserManagement","initiatedBy":{"app":null,"user":{"id":"u1"}}},
		{"id":"noon","activityDateTime":"2025-12-31T12:00:00Z","activityDisplayName":"Add member to role","category":"RoleManagement","initiatedBy":{"app":null,"user":{"id":"u2"}}},
		{"id":"early","activityDateTime":"2025-12-30T12:00:00.5Z","activityDisplayName":"Add group","category":"GroupManagement","initiatedBy":{"app":{"displayName":"A"},"user":null}}]}`})
	_, base := open(t, Config{}, dir)
	const path = "/v1.0/auditLogs/directoryAudits"
	tests := []struct {
		name, query string
		want        []string
	}{
		{"all", "", []string{"late", "noon", "early"}},
		{"from a moment on", "?$filter=activityDateTime ge 2025-12-31T12:00:00Z&$top=999", []string{"late", "noon"}},
		{"parts of a second count", "?$filter=activityDateTime ge 2025-12-30T12:00:00.6Z", []string{"late", "noon"}},
		{"to another", "?$filter=activityDateTime ge 2025-12-30T00:00:00Z and activityDateTime le 2025-12-31T12:00:00Z", []string{"noon", "early"}},
		{"in order of time", "?$orderby=activityDateTime", []string{"early", "noon", "late"}},
		{"newest first", "?$orderby=activityDateTime desc&$filter=activityDateTime ge 2025-12-31T00:00:00Z", []string{"late", "noon"}},
		{"by who", "?$filter=initiatedBy/user/id eq 'u2'", []string{"noon"}},
		{"by what", "?$filter=startswith(activityDisplayName,'Add')", []string{"noon", "early"}},
		{"nothing", "?$filter=activityDateTime ge 2026-01-01T00:00:00Z", []string{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := get(t, base, path+tt.query, smallTenant)
			if r.status != http.StatusOK {
				t.Fatalf("got status %d: %s", r.status, r.body)
			}
			if diff := cmp.Diff(tt.want, r.ids(t)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	t.Run("pages", func(t *testing.T) {
		var all []string
		next := path + "?$filter=activityDateTime ge 2025-12-30T00:00:00Z&$top=2"
		for pages := 0; next != "" && pages < 5; pages++ {
			r := get(t, base, next, smallTenant)
			all = append(all, r.ids(t)...)
			link, _ := r.object(t)["@odata.nextLink"].(string)
			next = strings.TrimPrefix(link, base)
		}
		if diff := cmp.Diff([]string{"late", "noon", "early"}, all); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}
