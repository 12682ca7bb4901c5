package all

import (
	"cmp"
	"fmt"
	"os"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/snapshot"
)

// small is a sample tenant of twelve people.
const small = "../../../emulator/tenants/aalto-pienyritys"

// What judging a tenant may take: the processor's time and the memory that is
// allocated in all, not at once.
const (
	largeTime   = 200 * time.Millisecond
	largeMemory = 64 << 20
	smallTime   = 2 * time.Millisecond
)

// BenchmarkJudge runs every check on a whole tenant as a scan does, the large one
// on a snapshot that nothing was asked of before. It fails over the bounds.
func BenchmarkJudge(b *testing.B) {
	b.Run("100000", func(b *testing.B) {
		fill := large()
		judge(b, func() *snapshot.Snapshot {
			s := tenant(b, wellKept())
			fill(s)
			return s
		}, 1, largeTime, largeMemory)
	})
	b.Run("12", func(b *testing.B) {
		if _, err := os.Stat(small); err != nil {
			b.Skip(err)
		}
		s := checktest.Load(b, small)
		judge(b, func() *snapshot.Snapshot { return s }, 50, smallTime, largeMemory)
	})
}

// judge measures so many runs at a time, for the processor's time is not told of
// very short ones.
func judge(b *testing.B, fresh func() *snapshot.Snapshot, runs int, most time.Duration, memory uint64) {
	b.Helper()
	checks := Checks()
	var spent time.Duration
	var allocated uint64
	for range b.N {
		b.StopTimer()
		s := fresh()
		took, bytes := cost(func() {
			b.StartTimer()
			for range runs {
				for _, c := range checks {
					_ = check.Run(c, s)
				}
			}
			b.StopTimer()
		})
		spent, allocated = spent+took, allocated+bytes
	}
	spent, allocated = spent/time.Duration(b.N*runs), allocated/uint64(b.N*runs)
	b.ReportMetric(float64(spent.Microseconds())/1000, "cpu-ms/run")
	b.ReportMetric(float64(allocated)/(1<<20), "MiB/run")
	b.ReportMetric(float64(len(checks)), "checks")
	if spent > most {
		b.Errorf("the checks took %v of the processor, want at most %v", spent, most)
	}
	if allocated > memory {
		b.Errorf("the checks allocated %d MiB, want at most %d", allocated>>20, memory>>20)
	}
}

// BenchmarkOffenders names the ten checks that take longest and the ten that
// allocate most.
func BenchmarkOffenders(b *testing.B) {
	b.Run("100000", func(b *testing.B) {
		s := tenant(b, wellKept())
		large()(s)
		snapshot.UserByID(s, "") // what is made once is nobody's alone
		for range b.N {
			offenders(s, 3)
		}
	})
	b.Run("12", func(b *testing.B) {
		if _, err := os.Stat(small); err != nil {
			b.Skip(err)
		}
		s := checktest.Load(b, small)
		for range b.N {
			offenders(s, 200)
		}
	})
}

func offenders(s *snapshot.Snapshot, runs int) {
	type row struct {
		id    string
		took  time.Duration
		bytes uint64
	}
	var rows []row
	for _, c := range Checks() {
		_ = check.Run(c, s)
		took, bytes := cost(func() {
			for range runs {
				_ = check.Run(c, s)
			}
		})
		rows = append(rows, row{c.ID, took / time.Duration(runs), bytes / uint64(runs)})
	}
	for _, by := range []func(a, b row) int{
		func(a, b row) int { return cmp.Compare(b.took, a.took) },
		func(a, b row) int { return cmp.Compare(b.bytes, a.bytes) },
	} {
		slices.SortFunc(rows, by)
		fmt.Println()
		for _, r := range rows[:10] {
			fmt.Printf("%-44s %12v %10.1f KiB\n", r.id, r.took.Round(100*time.Nanosecond), float64(r.bytes)/1024)
		}
	}
}

// cost is the processor's time and the memory that something takes, the
// collector's work for it included.
func cost(f func()) (time.Duration, uint64) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := processor()
	f()
	took := processor() - began
	runtime.ReadMemStats(&after)
	return took, after.TotalAlloc - before.TotalAlloc
}

func processor() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// large returns a function that puts a tenant of 100,000 people into a snapshot
// in place of what it holds of the collections that grow with a tenant. One in
// ten is a guest, and a few in a hundred of everything are not as they should be.
func large() func(*snapshot.Snapshot) {
	const people, principals, groups, grants, devices = 100_000, 2_500, 3_000, 5_000, 20_000
	on, off := snapshot.Some(true), snapshot.Some(false)
	seldom := func(i, in int) bool { return i%in == in-1 }
	id := func(kind, i int) string { return fmt.Sprintf("%08x-0000-4000-8000-%012x", kind, i) }
	at := func(days int) snapshot.Value[snapshot.Timestamp] {
		return snapshot.Some(snapshot.At(time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, days)))
	}

	users := make([]snapshot.User, people)
	details := make([]snapshot.RegistrationDetail, people)
	for i := range users {
		name := fmt.Sprintf("person%d@example.com", i)
		u := snapshot.User{
			ID: id(1, i), DisplayName: fmt.Sprintf("Person %d", i), UserPrincipalName: name, UserType: "Member", AccountEnabled: snapshot.Some(!seldom(i, 20)),
			OnPremisesSyncEnabled: on, OnPremisesImmutableID: snapshot.Some("x"), Mail: snapshot.Some(name), EmployeeHireDate: at(-i % 2000),
		}
		d := snapshot.RegistrationDetail{
			ID: u.ID, IsAdmin: off, IsMfaCapable: on, IsMfaRegistered: on,
			IsSsprEnabled: on, MethodsRegistered: []string{"microsoftAuthenticatorPush", "softwareOneTimePasscode"},
		}
		if seldom(i, 10) {
			u.UserType, u.OnPremisesSyncEnabled = "Guest", snapshot.NullOf[bool]()
		}
		if seldom(i, 33) {
			d.IsMfaCapable, d.IsMfaRegistered, d.MethodsRegistered = off, off, []string{"mobilePhone"}
		}
		users[i], details[i] = u, d
	}

	apps := make([]snapshot.ServicePrincipal, principals)
	registrations := make([]snapshot.Application, principals/2)
	signIns := make([]snapshot.ServicePrincipalSignIn, principals)
	for i := range apps {
		apps[i] = snapshot.ServicePrincipal{
			ID: id(2, i), AppID: id(3, i), DisplayName: fmt.Sprintf("Application %d", i), AccountEnabled: on, ServicePrincipalType: "Application",
			AppOwnerOrganizationID: snapshot.Some(id(4, i%300)), DisabledByMicrosoftStatus: snapshot.NullOf[string](), AppRoleAssignmentRequired: snapshot.Some(i%2 == 0),
			ReplyURLs: []string{fmt.Sprintf("https://app%d.example.com/signin-oidc", i)}, Tags: []string{"WindowsAzureActiveDirectoryIntegratedApp"},
			Owners: []snapshot.DirectoryObject{{Type: snapshot.TypeUser, ID: id(1, i), UserType: "Member", AccountEnabled: on}},
		}
		if seldom(i, 15) {
			apps[i].PasswordCredentials = []snapshot.Credential{{KeyID: id(5, i), StartDateTime: at(-400), EndDateTime: at(i%300 - 100)}}
			apps[i].Owners = nil
		}
		signIns[i] = snapshot.ServicePrincipalSignIn{ID: id(6, i), AppID: apps[i].AppID,
			LastSignInActivity: snapshot.Some(snapshot.LastSignIn{LastSignInDateTime: at(-i % 200)})}
	}
	for i := range registrations {
		registrations[i] = snapshot.Application{
			ID: id(7, i), AppID: id(3, i), DisplayName: apps[i].DisplayName, SignInAudience: "AzureADMyOrg", Owners: apps[i].Owners,
			Web:                 snapshot.Some(snapshot.WebApp{RedirectURIs: apps[i].ReplyURLs}),
			PasswordCredentials: []snapshot.Credential{{KeyID: id(8, i), StartDateTime: at(-100), EndDateTime: at(i%300 - 30)}},
		}
	}

	teams := make([]snapshot.Group, groups)
	for i := range teams {
		teams[i] = snapshot.Group{
			ID: id(9, i), DisplayName: fmt.Sprintf("GRP_Group %d", i), Visibility: snapshot.Some("Private"), GroupTypes: []string{"Unified"},
			SecurityEnabled: off, MembershipRule: snapshot.NullOf[string](), ResourceProvisioningOptions: []string{"Team"},
		}
		switch {
		case seldom(i, 12):
			teams[i].GroupTypes, teams[i].MembershipRule = []string{"DynamicMembership"}, snapshot.Some(`(user.department -eq "Sales") -and (user.accountEnabled -eq true)`)
			teams[i].MembershipRuleProcessingState, teams[i].AssignedLicenses = snapshot.Some("On"), []snapshot.AssignedLicense{{SkuID: "s"}}
		case seldom(i, 25):
			teams[i].Visibility = snapshot.Some("Public")
		}
	}

	consents := make([]snapshot.PermissionGrant, grants)
	for i := range consents {
		consents[i] = snapshot.PermissionGrant{ID: id(10, i), ClientID: apps[i%principals].ID, ConsentType: "Principal", PrincipalID: users[i*7%people].ID,
			ResourceID: "graph", Scope: "openid profile User.Read email offline_access"}
		if seldom(i, 10) {
			consents[i].ConsentType, consents[i].PrincipalID, consents[i].Scope = "AllPrincipals", "", "User.Read Mail.Read Files.Read.All"
		}
	}

	managed := make([]snapshot.ManagedDevice, devices)
	for i := range managed {
		managed[i] = snapshot.ManagedDevice{ID: id(11, i), DeviceName: fmt.Sprintf("DEVICE-%d", i), OperatingSystem: "Windows", OSVersion: "10.0.26100.1742",
			IsEncrypted: snapshot.Some(!seldom(i, 40)), JailBroken: snapshot.Some("Unknown"), Model: "Latitude 7450", ManagementAgent: "mdm"}
		if seldom(i, 4) {
			managed[i].OperatingSystem, managed[i].OSVersion, managed[i].JailBroken, managed[i].Model = "iOS", "26.1", snapshot.Some("False"), "iPhone 16"
		}
	}

	return func(s *snapshot.Snapshot) {
		// What the well-kept tenant has stays: its administrators and applications.
		snapshot.Users.Set(s, slices.Concat(snapshot.Users.Of(s), users))
		snapshot.RegistrationDetails.Set(s, slices.Concat(snapshot.RegistrationDetails.Of(s), details))
		snapshot.ServicePrincipals.Set(s, slices.Concat(snapshot.ServicePrincipals.Of(s), apps))
		snapshot.Applications.Set(s, slices.Concat(snapshot.Applications.Of(s), registrations))
		snapshot.ServicePrincipalSignIns.Set(s, slices.Concat(snapshot.ServicePrincipalSignIns.Of(s), signIns))
		snapshot.Groups.Set(s, slices.Concat(snapshot.Groups.Of(s), teams))
		snapshot.PermissionGrants.Set(s, slices.Concat(snapshot.PermissionGrants.Of(s), consents))
		snapshot.ManagedDevices.Set(s, slices.Concat(snapshot.ManagedDevices.Of(s), managed))
	}
}
