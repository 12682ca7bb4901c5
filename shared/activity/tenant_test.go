package activity_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/activity"
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// The sample tenant, and what of it is changed.
const (
	blockLegacy = "ffc3c799-aeae-472a-a4bd-5fd3bc45090a" // the policy that blocks old protocols
	annika      = "5967e3d9-6ef5-4fe0-a829-7a769cef1b5c" // nobody's administrator
	payroll     = "b52aff41-b66c-4419-8798-c512d004a941" // an application of another company
	graphItself = "f28126fa-c935-42b3-84fa-6ba77b0b2445"
	freight     = "nordwind-frakt.example"
)

// A deed is something that somebody does to the tenant, with the entries it leaves.
type deed struct {
	name, by string
	check    string // one whose verdict or finding it changes, with the resource
	resource string
	do       func(*snapshot.Snapshot)
	entries  []done
}

func deeds() []deed {
	return []deed{
		{
			name: "a policy is disabled", by: "anna", check: "ca-legacy-authentication", resource: finding.TenantResource,
			do: func(s *snapshot.Snapshot) {
				policies := slices.Clone(snapshot.ConditionalAccessPolicies.Of(s))
				for i := range policies {
					if policies[i].ID == blockLegacy {
						policies[i].State = "disabled"
					}
				}
				snapshot.ConditionalAccessPolicies.Set(s, policies)
			},
			entries: []done{{5, "anna", "Update Conditional Access policy", target("Policy", blockLegacy), "Conditional Access/Policy"}},
		},
		{
			name: "an administrator is added", by: "bo", check: "role-permanent-assignments", resource: annika,
			do: func(s *snapshot.Snapshot) {
				who := &snapshot.DirectoryObject{Type: snapshot.TypeUser, ID: annika, DisplayName: "Annika Rydell", UserPrincipalName: "annika.rydell@nordwind.example"}
				snapshot.RoleAssignments.Set(s, append(slices.Clone(snapshot.RoleAssignments.Of(s)),
					snapshot.RoleAssignment{ID: "new", PrincipalID: annika, RoleDefinitionID: roleID, DirectoryScopeID: "/", Principal: who}))
				snapshot.RoleAssignmentSchedules.Set(s, append(slices.Clone(snapshot.RoleAssignmentSchedules.Of(s)), snapshot.RoleSchedule{
					ID: "new", PrincipalID: annika, RoleDefinitionID: roleID, DirectoryScopeID: snapshot.Some("/"), AssignmentType: "Assigned",
					MemberType: "Direct", StartDateTime: snapshot.Some(snapshot.At(after())), EndDateTime: snapshot.NullOf[snapshot.Timestamp](), Principal: who,
				}))
			},
			entries: []done{
				{11, "bo", "Add member to role outside of PIM (permanent)", target("Role", roleID) + "," + target("User", annika), "PIM/RoleManagement"},
				{11, "bo", "Add member to role", target("User", annika, "Role.TemplateId", roleID), "Core Directory/RoleManagement"},
			},
		},
		{
			name: "an application is let in", by: "carl", check: "app-tenant-wide-grants", resource: payroll,
			do: func(s *snapshot.Snapshot) {
				snapshot.PermissionGrants.Set(s, append(slices.Clone(snapshot.PermissionGrants.Of(s)), snapshot.PermissionGrant{
					ID: "new", ClientID: payroll, ConsentType: "AllPrincipals", ResourceID: graphItself, Scope: "Mail.ReadWrite Files.ReadWrite.All Directory.ReadWrite.All",
				}))
			},
			entries: []done{
				{21, "carl", "Add delegated permission grant", target("ServicePrincipal", graphItself, "ServicePrincipal.ObjectID", payroll), "Core Directory/ApplicationManagement"},
				{21, "carl", "Consent to application", target("ServicePrincipal", payroll), "Core Directory/ApplicationManagement"},
			},
		},
		{
			name: "federation is changed", by: "dora", check: "id-federated-mfa", resource: freight,
			do: func(s *snapshot.Snapshot) {
				domains := slices.Clone(snapshot.Domains.Of(s))
				for i := range domains {
					if domains[i].ID == freight {
						domains[i].AuthenticationType = "Federated"
					}
				}
				snapshot.Domains.Set(s, domains)
				snapshot.FederationConfigurations.Set(s, freight, []snapshot.FederationConfiguration{
					{ID: "new", DisplayName: "New", IssuerURI: "https://idp.example/", FederatedIDPMfaBehavior: snapshot.Some("acceptIfMfaDoneByFederatedIdp")},
				})
			},
			entries: []done{
				{31, "dora", "Set domain authentication", `{"id":null,"displayName":"` + freight + `","type":"Domain"}`, "Core Directory/DirectoryManagement"},
				{31, "dora", "Set federation settings on domain", `{"id":null,"displayName":"` + freight + `","type":"Domain"}`, "Core Directory/DirectoryManagement"},
			},
		},
		{
			name: "guests are let in by anybody", by: "eva", check: "guest-invitations", resource: finding.TenantResource,
			do: func(s *snapshot.Snapshot) {
				p := snapshot.AuthorizationPolicy.Of(s)
				p.AllowInvitesFrom = "everyone"
				snapshot.AuthorizationPolicy.Set(s, p)
			},
			entries: []done{{41, "eva", "Update authorization policy", target("Policy", "authorizationPolicy"), "Core Directory/AuthorizationPolicy"}},
		},
	}
}

// place is what a check says something of.
type place struct{ check, resource string }

// said is what a check says.
type said struct {
	verdict  finding.Verdict
	evidence finding.Evidence
}

func judge(s *snapshot.Snapshot) map[place]said {
	out := map[place]said{}
	for _, c := range all.Checks() {
		for _, r := range check.Run(c, s).Results {
			out[place{c.ID, r.Resource}] = said{r.Verdict, r.Evidence}
		}
	}
	return out
}

// drift returns what is said differently of a failure, before or after, with what
// there is to explain.
func drift(before, now map[place]said) map[place]activity.Change {
	out := map[place]activity.Change{}
	for _, c := range all.Checks() {
		reads := activity.Explaining(c.Reads, c.Uses)
		for _, p := range places(before, now) {
			a, b := before[p], now[p]
			if p.check != c.ID || a.verdict != finding.Fail && b.verdict != finding.Fail {
				continue
			}
			if a.verdict != b.verdict || !a.evidence.Facts.Equal(b.evidence.Facts) || !a.evidence.Subjects.Equal(b.evidence.Subjects) {
				out[p] = activity.Change{Reads: reads, Resource: p.resource, Subjects: activity.Differing(a.evidence.Subjects, b.evidence.Subjects)}
			}
		}
	}
	return out
}

func places(before, now map[place]said) []place {
	var out []place
	for p := range before {
		out = append(out, p)
	}
	for p := range now {
		if _, both := before[p]; !both {
			out = append(out, p)
		}
	}
	return out
}

// load reads the sample tenant; those of its entries from the last hour are the
// noise of every test.
func load(t *testing.T) *snapshot.Snapshot {
	t.Helper()
	return checktest.Load(t, filepath.Join("..", "..", "emulator", "tenants", "nordwind"))
}

// TestWhoDidWhat does five things to a tenant, each alone and all together, by
// five people: what the checks say differently is told of the one who did it, or
// of nobody, and of nobody where the log lacks the entry.
func TestWhoDidWhat(t *testing.T) {
	sample := load(t)
	before := judge(sample)
	noise := snapshot.DirectoryAudits.Of(sample)
	if len(noise) == 0 || !sample.Now.Equal(until()) {
		t.Fatal("the sample tenant has no audit entries, or is of another time")
	}
	culprits := map[place][]string{}
	together := load(t)
	var entries []snapshot.DirectoryAudit
	for i, d := range deeds() {
		d.do(together)
		alone := load(t)
		d.do(alone)
		changed := drift(before, judge(alone))
		if len(changed) == 0 {
			t.Fatalf("%s: no check says anything else", d.name)
		}
		made := logOf(t, d.entries...)
		for j := range made {
			made[j].ID = strings.ReplaceAll(made[j].ID, "entry", d.by)
		}
		entries = append(entries, made...)
		with := activity.Between(append(slices.Clone(noise), made...), after(), until())
		without := activity.Between(noise, after(), until())
		named := 0
		for p, c := range changed {
			culprits[p] = append(culprits[p], d.by+"@contoso.example")
			if by, ok := with.Explain(c); ok {
				named++
				if by.Actor != d.by+"@contoso.example" || by.IP != "192.0.2.7" || !by.At.Equal(after().Add(time.Duration(d.entries[0].minute)*time.Minute)) {
					t.Errorf("%s: %s is said of another", d.name, p.check)
				}
			}
			if _, ok := without.Explain(c); ok {
				t.Errorf("%s: %s is said of somebody although no entry tells", d.name, p.check)
			}
		}
		if by, _ := with.Explain(changed[place{d.check, d.resource}]); by.Actor != d.by+"@contoso.example" {
			t.Errorf("deed %d, %s: %s is attributed %v", i, d.name, d.check, by.Attributed)
		}
		t.Logf("%s: %d of %d changes are attributed", d.name, named, len(changed))
	}
	log := activity.Between(append(slices.Clone(noise), entries...), after(), until())
	named := 0
	changed := drift(before, judge(together))
	for p, c := range changed {
		by, ok := log.Explain(c)
		if !ok {
			continue
		}
		named++
		if len(culprits[p]) > 0 && !slices.Contains(culprits[p], by.Actor) {
			t.Errorf("together: %s is said of somebody who did something else", p.check)
		}
	}
	if named < len(deeds()) {
		t.Errorf("together: only %d of %d changes are attributed", named, len(changed))
	}
	t.Logf("together: %d of %d changes are attributed", named, len(changed))
}

// TestSampleEntries asks that the samples' own entries are understood: a role
// activated through privileged identity management is its holder's doing.
func TestSampleEntries(t *testing.T) {
	const sara = "532dfd56-681b-486e-b298-a1e738aa4f2f"
	s := load(t)
	by, ok := activity.Between(snapshot.DirectoryAudits.Of(s), after(), until()).Explain(activity.Change{
		Reads: []snapshot.Resource{snapshot.RoleAssignments.Resource()}, Resource: sara,
	})
	if !ok || by.ActorID != sara || by.Activity != "Add member to role completed (PIM activation)" {
		t.Errorf("got attributed %v to the holder %v, by %q", ok, by.ActorID == sara, by.Activity)
	}
}

// TestNobodyForAnotherDeed has something else done to the very person, group or
// application that a check says something new of: nobody is named for it who only
// changed what the check does not judge.
func TestNobodyForAnotherDeed(t *testing.T) {
	untold := activity.Untold()
	// These open by what is done in mailboxes and files, by signing in, or by Microsoft's
	// own doing, whatever is done to people meanwhile.
	elsewhere := []string{
		"mail-external-forwarding", "mail-hiding-rules", "mail-legacy-protocols", "mail-shared-mailbox-sign-in", "mail-exchange-roles", "sp-anonymous-files",
		"risk-users", "risk-detections", "risk-legacy-authentication", "risk-workload-identities", "role-emergency-sign-ins", "role-stale-accounts",
	}
	update := func(activity, kind, property string) *activity.Log {
		return between(t, done{5, "bob", activity, target(kind, annika, property, annika), "Core Directory/"})
	}
	anything := []*activity.Log{
		update("Update user", "User", "AccountEnabled"), update("Update user", "User", "Included Updated Properties"), update("Disable account", "User", "AccountEnabled"),
		update("Update group", "Group", "Description"), update("Update service principal", "ServicePrincipal", "DisplayName"), update("Update application", "Application", "DisplayName"),
	}
	renamed := update("Update user", "User", "DisplayName")
	for _, c := range all.Checks() {
		about := activity.Change{Reads: activity.Explaining(c.Reads, c.Uses), Resource: annika, Subjects: []string{annika}}
		if _, ok := renamed.Explain(about); ok {
			t.Errorf("%s: somebody is named who gave a person another name", c.ID)
		}
		if slices.Contains(elsewhere, c.ID) {
			elsewhere = slices.DeleteFunc(elsewhere, func(id string) bool { return id == c.ID })
		} else if !slices.ContainsFunc(c.Reads, func(r snapshot.Resource) bool { return untold[r] != "" }) {
			continue
		}
		for i, log := range anything {
			if _, ok := log.Explain(about); ok {
				t.Errorf("%s: somebody is named for deed %d, which has nothing to do with it", c.ID, i)
			}
		}
	}
	if len(elsewhere) > 0 {
		t.Errorf("there are no checks %v", elsewhere)
	}
}

func between(t *testing.T, entries ...done) *activity.Log {
	t.Helper()
	return activity.Between(logOf(t, entries...), after(), until())
}
