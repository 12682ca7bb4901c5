package activity

import (
	"slices"
	"strings"
	"testing"

	"vahti.ai/vahti/shared/snapshot"
)

// probes are entries that name one object of each kind, such that every rule
// touches what it can.
func probes() []snapshot.DirectoryAudit {
	const id = "11111111-aaaa-4aaa-8aaa-000000000001"
	var e snapshot.DirectoryAudit
	for _, kind := range []string{"User", "Group", "Application", "ServicePrincipal", "Policy", "Role", "Domain"} {
		e.TargetResources = append(e.TargetResources, snapshot.AuditTarget{ID: id, Type: kind, DisplayName: "contoso.example"})
	}
	with := func(service, category, property string) snapshot.DirectoryAudit {
		made := e
		made.LoggedByService, made.Category = service, category
		made.TargetResources = slices.Clone(e.TargetResources)
		if property != "" {
			made.TargetResources[0].ModifiedProperties = []snapshot.AuditProperty{{DisplayName: property}}
		}
		return made
	}
	return []snapshot.DirectoryAudit{
		with("Core Directory", "", ""), with("PIM", "GroupManagement", ""), with("Application Proxy", "", ""),
		with("Core Directory", "", "AccountEnabled"), with("Core Directory", "", "StrongAuthenticationRequirement"),
		with("Core Directory", "", "FederatedIdentityCredentials"), with("Core Directory", "", "AssignedLicense"),
	}
}

// TestEveryResourceIsTouchedOrNot asks that each resource either is touched by
// some entry, and has a weight then, or stands in Untold with a reason.
func TestEveryResourceIsTouchedOrNot(t *testing.T) {
	touched := map[snapshot.Resource]bool{}
	for name, r := range table() {
		some := false
		for _, e := range probes() {
			for _, x := range r(&e) {
				touched[x.Resource], some = true, true
			}
		}
		if !some {
			t.Errorf("%s touches nothing", name)
		}
	}
	untold, weighed := Untold(), weights()
	for _, k := range snapshot.Keys() {
		r := k.Resource()
		reason, listed := untold[r]
		switch {
		case touched[r] && listed:
			t.Errorf("%s is touched, and Untold says it is not", r)
		case !touched[r] && (!listed || len(strings.Fields(reason)) < 4):
			t.Errorf("%s is touched by nothing, and Untold gives %q as the reason", r, reason)
		case touched[r] != (weighed[r] > nothing):
			t.Errorf("%s: touched %v, weight %d", r, touched[r], weighed[r])
		case (weighed[r] == single) != (touched[r] && k.Kind() == snapshot.Singleton) && r != snapshot.Organizations.Resource() && r != snapshot.SubscribedSkus.Resource():
			t.Errorf("%s has the weight %d, which does not fit its kind", r, weighed[r])
		}
	}
	if got, want := len(touched)+len(untold), len(snapshot.Keys()); got != want {
		t.Errorf("got %d resources, want %d", got, want)
	}
}

// TestActivitiesAreNamedOnce asks that no activity has two rules, of which one
// would be lost.
func TestActivitiesAreNamedOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, a := range slices.Concat(tenantActivities(), peopleActivities(), applicationActivities(), roleActivities()) {
		for _, name := range a.names {
			if seen[normal(name)] || name != strings.TrimSpace(name) || name == "" {
				t.Errorf("%q is named twice, or not as it should be", name)
			}
			seen[normal(name)] = true
		}
	}
}

func TestNormal(t *testing.T) {
	tests := []struct{ name, want string }{
		{"Update application – Certificates and secrets management ", "update application - certificates and secrets management"},
		{"Add\u00a0member  to role", "add member to role"},
		{"", ""},
	}
	for _, tt := range tests {
		if got := normal(tt.name); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.name, got, tt.want)
		}
	}
}
