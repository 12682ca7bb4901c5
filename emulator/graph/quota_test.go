package graph

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestRates(t *testing.T) {
	tests := []struct {
		path  string
		limit *limit
		units int
	}{
		{"users", &identityLimit, 2},
		{"users?$select=id", &identityLimit, 1},
		{"users?$top=999", &identityLimit, 2},
		{"users?$top=5&$select=id", &identityLimit, 1},
		{"users?$expand=manager", &identityLimit, 3},
		{"users/delta?$deltatoken=latest", &identityLimit, 1},
		{"users/u1", &identityLimit, 1},
		{"users/u1/licenseDetails", &identityLimit, 2},
		{"groups/g/members", &identityLimit, 3},
		{"groups/g/transitiveMembers?$select=id", &identityLimit, 4},
		{"subscribedSkus", &identityLimit, 3},
		{"contracts", &identityLimit, 3},
		{"applications?$select=id&$expand=owners", &identityLimit, 2},
		{"oauth2PermissionGrants", &identityLimit, 2},
		{"servicePrincipals/s/appRoleAssignments", &identityLimit, 2},
		{"policies/authorizationPolicy", &identityLimit, 1},
		{"auditLogs/signIns?$top=999", &reportsLimit, 1},
		{"reports/authenticationMethods/userRegistrationDetails", &reportsLimit, 1},
		{"users/u1/authentication/methods", &reportsLimit, 1},
		{"users/u1/authentication/requirements", &identityLimit, 1},
		{"identity/conditionalAccess/policies", &protectionLimit, 1},
		{"identityProtection/riskyUsers", &protectionLimit, 1},
		{"security/secureScores", &alertsLimit, 1},
		{"security/incidents", nil, 1},
		{"deviceManagement/managedDevices", &intuneLimit, 1},
		{"appCatalogs/teamsApps", &teamsLimit, 1},
		{"users/u1/mailboxSettings", nil, 1},
		{"users/u1/drive/root/delta", &filesLimit, 2},
		{"users/u1/drive/root/delta?token=x", &filesLimit, 1},
		{"groups/g/drive/root/children", &filesLimit, 2},
		{"groups/g/drive/items/i/permissions", &filesLimit, 5},
	}
	for _, tt := range tests {
		path, query, _ := strings.Cut(tt.path, "?")
		limits, units := rates(strings.Split(path, "/"), query)
		var got *limit
		if len(limits) > 0 {
			got = limits[0]
		}
		if got != tt.limit || units != tt.units || len(limits) > 1 {
			t.Errorf("%s: got %v and %d units, want %v and %d", tt.path, got, units, tt.limit, tt.units)
		}
	}
}

// TestQuota asks at given moments and expects what the published limits say.
func TestQuota(t *testing.T) {
	type request struct {
		after      time.Duration
		status     int
		retryAfter string
	}
	ok := func(after time.Duration) request { return request{after, http.StatusOK, ""} }
	late := func(after time.Duration, retryAfter string) request {
		return request{after, http.StatusTooManyRequests, retryAfter}
	}
	tests := []struct {
		name, path string
		requests   []request
	}{
		{"reports", "/v1.0/auditLogs/signIns", []request{
			ok(0), ok(time.Second), ok(0), ok(0), ok(0),
			late(time.Second, "9"), // five since the second second
			ok(9 * time.Second),    // as told
			ok(500 * time.Millisecond), ok(0), ok(0),
			late(0, "10"), // and it counts itself
		}},
		{"protection", "/beta/identity/conditionalAccess/policies", []request{
			ok(0), late(999*time.Millisecond, ""), late(500*time.Millisecond, ""), ok(time.Second), ok(time.Second),
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
			s, base := open(t, Config{Now: func() time.Time { return now }, Limits: Limits{Published: true}}, writeFiles(t, map[string]string{
				"v1.0/users.ndjson": many(3, true), "v1.0/auditLogs/signIns.json": `{"value":[]}`,
				"beta/identity/conditionalAccess/policies.json": `{"value":[]}`, "v1.0/groups.json": `{"value":[]}`,
			}))
			throttled := 0
			for i, r := range tt.requests {
				now = now.Add(r.after)
				if status, retryAfter := ask(t, base+tt.path); status != r.status || retryAfter != r.retryAfter {
					t.Fatalf("request %d: got %d and Retry-After %q, want %d and %q", i+1, status, retryAfter, r.status, r.retryAfter)
				}
				if r.status == http.StatusTooManyRequests {
					throttled++
				}
				if status, _ := ask(t, base+"/v1.0/groups"); status != http.StatusOK {
					t.Fatalf("request %d: another budget's request was answered %d", i+1, status)
				}
			}
			if got := s.Stats(smallTenant).Throttled; got != int64(throttled) {
				t.Errorf("got %d throttled, want %d", got, throttled)
			}
		})
	}
}

// TestQuotaInBatch counts each item by itself: the sixth of a budget of five is throttled inside a 200.
func TestQuotaInBatch(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	s, base := open(t, Config{Now: func() time.Time { return now }, Limits: Limits{Published: true}}, writeFiles(t, map[string]string{
		"v1.0/users.ndjson": many(3, true), "v1.0/auditLogs/signIns.json": `{"value":[]}`,
	}))
	var items []item
	for i := range 7 {
		items = append(items, item{ID: strconv.Itoa(i + 1), Method: "GET", URL: "/auditLogs/signIns"})
	}
	items = append(items, item{ID: "u", Method: "GET", URL: "/users?$select=id"})
	got := postBatch(t, base, "v1.0", smallTenant, items).items(t)
	for i := range 7 {
		want := http.StatusOK
		if i >= 5 {
			want = http.StatusTooManyRequests
		}
		a := got[strconv.Itoa(i+1)]
		if a.Status != want || (a.Headers["Retry-After"] == "10") != (i >= 5) {
			t.Errorf("item %d: got %d and %v, want %d", i+1, a.Status, a.Headers, want)
		}
	}
	if a := got["u"]; a.Status != http.StatusOK || a.Headers["x-ms-resource-unit"] != "1" {
		t.Errorf("the item of another budget: got %d and %v", a.Status, a.Headers)
	}
	if got := s.Stats(smallTenant).Throttled; got != 2 {
		t.Errorf("got %d throttled, want 2", got)
	}
}

// TestQuotaBySize tells small tenants from large, and warns from four fifths of the budget on.
func TestQuotaBySize(t *testing.T) {
	for _, tt := range []struct{ people, most int }{{49, 3500}, {50, 5000}, {500, 5000}, {501, 8000}} {
		t.Run(fmt.Sprint(tt.people), func(t *testing.T) {
			now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
			s := Open(Config{Now: func() time.Time { return now }, Limits: Limits{Published: true}})
			rec, err := Load(writeFiles(t, map[string]string{"v1.0/users.ndjson": many(tt.people, true)}))
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Add(rec); err != nil {
				t.Fatal(err)
			}
			tenant := s.tenant(smallTenant)
			through, warned := 0, 0
			for range tt.most + 1 {
				told, fail := s.charge(tenant, "v1.0", "groups", "$select=id")
				if told.headers()["x-ms-throttle-limit-percentage"] != "" {
					warned++
				}
				if fail != nil {
					break
				}
				through++
			}
			if through != tt.most || warned != tt.most/5+1 {
				t.Errorf("%d were let through and %d warned of the limit, want %d and %d", through, warned, tt.most, tt.most/5+1)
			}
		})
	}
}

// TestQuotaOfApplication holds all tenants together to what one application may ask.
func TestQuotaOfApplication(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	q := newQuota()
	refused := 0
	for i := range 150_100 {
		now = now.Add(time.Microsecond)
		if _, fail := q.take(now, []*limit{&everythingLimit, &applicationLimit}, 1, 0); fail != nil {
			refused++
		} else if i >= 130_000 {
			t.Fatalf("request %d was let through within ten seconds", i+1)
		}
	}
	if refused != 20_100 {
		t.Errorf("%d were refused, want 20100", refused)
	}
}
