package graph

import (
	"net/http"
	"testing"
)

func TestDeny(t *testing.T) {
	_, base := open(t, Config{Deny: []string{"policies/authorizationPolicy", "directoryRoles/{id}/members", "users/{id}"}}, "testdata/small")
	tests := []struct {
		path   string
		status int
	}{
		{"/v1.0/policies/authorizationPolicy", http.StatusForbidden},
		{"/beta/policies/authorizationPolicy", http.StatusForbidden},
		{"/v1.0/Policies/AuthorizationPolicy?$select=id", http.StatusForbidden},
		{"/v1.0/policies/adminConsentRequestPolicy", http.StatusOK},
		{"/v1.0/directoryRoles", http.StatusOK},
		{"/v1.0/directoryRoles/role-1/members", http.StatusForbidden},
		{"/v1.0/users", http.StatusOK},
		{"/v1.0/users/$count", http.StatusBadRequest}, // for want of the header it needs, not denied
		{"/v1.0/users/u1", http.StatusForbidden},
		{"/v1.0/users('u1')", http.StatusForbidden},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			r := get(t, base, tt.path, smallTenant)
			if r.status != tt.status {
				t.Errorf("got %d, want %d", r.status, tt.status)
			}
		})
	}
}
