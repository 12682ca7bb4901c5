package graph

import (
	"maps"
	"testing"
	"time"
)

func TestPriceOf(t *testing.T) {
	tests := []struct {
		name     string
		relative []string
		want     price
	}{
		{"users", []string{"/users?$top=999"}, price{ClassDirectory: 2}},
		{"users with a choice of properties", []string{"/users?$select=id&$top=999"}, price{ClassDirectory: 1}},
		{"with more besides", []string{"/servicePrincipals?$expand=owners"}, price{ClassDirectory: 2}},
		{"never less than one", []string{"/groups?$select=id&$top=5"}, price{ClassDirectory: 1}},
		{"members of members", []string{"/groups/g/transitiveMembers?$select=id"}, price{ClassDirectory: 4}},
		{"licences", []string{"/subscribedSkus"}, price{ClassDirectory: 3}},
		{"grants", []string{"/oauth2PermissionGrants?$top=999"}, price{ClassDirectory: 2}},
		{"a page of changes", []string{"/users/delta?$deltatoken=x"}, price{ClassDirectory: 1}},
		{"files from the start", []string{"/users/u/drive/root/delta?$top=200"}, price{ClassFiles: 2}},
		{"files since", []string{"/users/u/drive/root/delta?token=x"}, price{ClassFiles: 1}},
		{"sign-in methods", []string{"/users/u/authentication/methods"}, price{ClassReports: 1}},
		{"a batch", []string{"/users/u", "/auditLogs/signIns?$top=1", "/identity/conditionalAccess/policies", "/security/alerts_v2", "/users/u/mailboxSettings", "/groups/g/members"},
			price{ClassDirectory: 4, ClassReports: 1, ClassProtection: 1, ClassSecurity: 1, ClassMail: 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := priceOf(tt.relative...); !maps.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// TestRatesStayBelowTheLimits holds what Vahti asks for against what Microsoft
// publishes, for tenants of every size.
func TestRatesStayBelowTheLimits(t *testing.T) {
	tests := []struct {
		class  Class
		people int
		per    time.Duration
		limit  int
	}{
		{ClassDirectory, 0, 10 * time.Second, 3500},
		{ClassDirectory, 49, 10 * time.Second, 3500},
		{ClassDirectory, 50, 10 * time.Second, 5000},
		{ClassDirectory, 500, 10 * time.Second, 5000},
		{ClassDirectory, 501, 10 * time.Second, 8000},
		{ClassReports, 100_000, 10 * time.Second, 5},
		{ClassProtection, 100_000, time.Second, 1},
		{ClassSecurity, 0, time.Minute, 150},
		{ClassIntune, 0, 20 * time.Second, 1000},
		{ClassTeams, 0, time.Second, 30},
		{ClassFiles, 0, time.Minute, 1200},
		{ClassFiles, 1000, time.Minute, 1200},
		{ClassFiles, 100_000, time.Minute, 4800},
		{ClassFiles, 500_000, time.Minute, 6000},
	}
	for _, tt := range tests {
		r, ok := rateOf(tt.class, tt.people)
		if !ok || r.per <= tt.per || r.per > tt.per*5/4 || r.most > tt.limit || r.most*10 < tt.limit*8 {
			t.Errorf("%s with %d people: got %v, want from 80 to 100 percent of %d in %v", tt.class, tt.people, r, tt.limit, tt.per)
		}
	}
	if _, limited := rateOf(ClassMail, 0); limited {
		t.Error("mail has a rate, want none: its limit is about one mailbox")
	}
}
