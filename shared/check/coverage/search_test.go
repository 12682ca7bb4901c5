package coverage

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// A signIn is one concrete sign-in of a tenant with two users, two groups and
// two applications.
type signIn struct {
	guest    bool
	user     string // "" for somebody no policy names
	groups   []string
	app      string // "" for an application no policy names
	trusted  bool
	office   bool // in the one named location, which is trusted
	platform string
	client   string
}

// randomPolicy draws a policy over those; applies says, without any of the
// engine's code, whether it applies to a sign-in.
func randomPolicy(r *rand.Rand) (p policy, applies func(signIn) bool) {
	some := func(from ...string) []string {
		var out []string
		for _, v := range from {
			if r.IntN(5) == 0 {
				out = append(out, v)
			}
		}
		return out
	}
	list := func(values []string) string { return `["` + strings.Join(values, `","`) + `"]` }
	quote := func(name string, values []string) string {
		if len(values) == 0 {
			return fmt.Sprintf("%q:[]", name)
		}
		return fmt.Sprintf("%q:%s", name, list(values))
	}

	inUsers, outUsers := some("u1", "u2"), some("u1", "u2")
	inGroups, outGroups := some("g1", "g2"), some("g1", "g2")
	if r.IntN(4) > 0 {
		inUsers = append(inUsers, "All")
	}
	noGuests := r.IntN(5) == 0
	if noGuests {
		outUsers = append(outUsers, "GuestsOrExternalUsers")
	}
	inApps, outApps := some("a1", "a2"), some("a1", "a2")
	if r.IntN(4) > 0 {
		inApps = append(inApps, "All")
	}
	platforms, clients := some("windows", "linux"), some("browser", "other")
	places := r.IntN(9)
	var conds []string
	if len(platforms) > 0 {
		conds = append(conds, `"platforms":{`+quote("includePlatforms", platforms)+`}`)
	}
	conds = append(conds, quote("clientAppTypes", clients))
	switch places {
	case 1:
		conds = append(conds, `"locations":{"includeLocations":["AllTrusted"]}`)
	case 2:
		conds = append(conds, `"locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]}`)
	case 3:
		conds = append(conds, `"locations":{"includeLocations":["All"],"excludeLocations":["office"]}`)
	case 4:
		conds = append(conds, `"locations":{"includeLocations":["office"]}`)
	}
	p = policy{
		users: strings.Join([]string{quote("includeUsers", inUsers), quote("excludeUsers", outUsers), quote("includeGroups", inGroups), quote("excludeGroups", outGroups)}, ","),
		apps:  quote("includeApplications", inApps) + "," + quote("excludeApplications", outApps),
		conds: strings.Join(conds, ","),
		grant: askMFA,
	}
	meet := func(a, b []string) bool {
		return slices.ContainsFunc(a, func(v string) bool { return slices.Contains(b, v) })
	}
	named := func(list []string, v string) bool { return v != "" && slices.Contains(list, v) }
	return p, func(s signIn) bool {
		included := slices.Contains(inUsers, "All") || named(inUsers, s.user) || meet(inGroups, s.groups)
		excluded := named(outUsers, s.user) || meet(outGroups, s.groups) || s.guest && noGuests
		app := (slices.Contains(inApps, "All") || named(inApps, s.app)) && !named(outApps, s.app)
		place := true
		switch places {
		case 1, 2:
			place = places == 1 == s.trusted
		case 3, 4:
			place = places == 4 == s.office
		}
		return included && !excluded && app && place &&
			(len(platforms) == 0 || slices.Contains(platforms, s.platform)) && (len(clients) == 0 || slices.Contains(clients, s.client))
	}
}

func everySignIn(visit func(signIn)) {
	for _, guest := range []bool{false, true} {
		for _, user := range []string{"", "u1", "u2"} {
			for _, groups := range [][]string{nil, {"g1"}, {"g2"}, {"g1", "g2"}} {
				for _, app := range []string{"", "a1", "a2"} {
					for _, place := range [][2]bool{{false, false}, {true, false}, {true, true}} {
						for _, platform := range []string{"windows", "linux", "macOS"} {
							for _, client := range []string{"browser", "other", "mobileAppsAndDesktopClients"} {
								visit(signIn{guest, user, groups, app, place[0], place[1], platform, client})
							}
						}
					}
				}
			}
		}
	}
}

// TestAgainstEverySignIn compares the engine with trying out every sign-in that
// a requirement speaks of, on many small random tenants.
func TestAgainstEverySignIn(t *testing.T) {
	tests := []struct {
		name     string
		r        Requirement
		speaksOf func(signIn) bool
	}{
		{"everything", mfa, func(signIn) bool { return true }},
		{"guests", Requirement{Grant: MFA, Guests: true}, func(s signIn) bool { return s.guest }},
		{"one application", Requirement{Grant: MFA, Applications: []string{"a1"}}, func(s signIn) bool { return s.app == "a1" }},
		{"two applications", Requirement{Grant: MFA, Applications: []string{"a1", "a2"}}, func(s signIn) bool { return s.app != "" }},
		{"a platform", Requirement{Grant: MFA, Platforms: Range{Values: []string{"windows"}}}, func(s signIn) bool { return s.platform == "windows" }},
		{"untrusted places", Requirement{Grant: MFA, Untrusted: true}, func(s signIn) bool { return !s.trusted }},
		{"modern clients", Requirement{Grant: MFA, ClientApps: Range{Values: []string{"browser", "mobileAppsAndDesktopClients"}}}, func(s signIn) bool { return s.client != "other" }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			passes := 0
			for range 1000 {
				policies := make([]policy, 1+r.IntN(7))
				applies := make([]func(signIn) bool, len(policies))
				for i := range policies {
					policies[i], applies[i] = randomPolicy(r)
				}
				want := finding.Pass
				everySignIn(func(s signIn) {
					if tt.speaksOf(s) && !slices.ContainsFunc(applies, func(f func(signIn) bool) bool { return f(s) }) {
						want = finding.Fail
					}
				})
				s := snapshotOf(t, "", policies...)
				snapshot.NamedLocations.Set(s, []snapshot.NamedLocation{{ID: "office", IsTrusted: snapshot.Some(true)}})
				got := Judge(s, tt.r)
				if tt.r.Untrusted && got.Contributing == 0 {
					want = finding.Fail // no policy is about places
				}
				if got.Verdict != want {
					for i := range policies {
						t.Log(policies[i].json(i))
					}
					t.Fatalf("got %v (gap %v), want %v", got.Verdict, got.Gap, want)
				}
				if want == finding.Pass {
					passes++
				}
			}
			if passes < 80 {
				t.Errorf("only %d of the random tenants pass: the test says little", passes)
			}
		})
	}
}

// TestBounded shows that what cannot be followed within the bound is unknown,
// never a pass, and that a gap found within it is a fail all the same.
func TestBounded(t *testing.T) {
	split := []policy{
		{grant: askMFA, conds: `"platforms":{"includePlatforms":["windows"]}`},
		{grant: askMFA, conds: `"platforms":{"includePlatforms":["linux","macOS"]}`},
		{grant: askMFA, conds: `"platforms":{"includePlatforms":["all"],"excludePlatforms":["windows","linux","macOS"]}`},
	}
	for limit, want := range map[int]finding.Verdict{1: finding.Unknown, maxSteps: finding.Pass} {
		if got := Prepare(mfa).coverage(snapshotOf(t, "", split...), limit); got.Verdict != want {
			t.Errorf("%d steps: got %v, want %v", limit, got.Verdict, want)
		}
	}
	if got := Prepare(mfa).coverage(snapshotOf(t, "", split[:2]...), 10); got.Verdict != finding.Fail {
		t.Errorf("with a gap: got %v, want fail", got.Verdict)
	}
}

// TestHard has two hundred policies, each of a random slice of everything.
func TestHard(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	words := func(all []string) string {
		picked := slices.DeleteFunc(slices.Clone(all), func(string) bool { return r.IntN(3) == 0 })
		return `"` + strings.Join(append(picked, all[0]), `","`) + `"`
	}
	levels := []string{"low", "medium", "high", "none"}
	policies := make([]policy, 200)
	for i := range policies {
		policies[i] = policy{grant: askMFA,
			users: fmt.Sprintf(`"includeUsers":["All"],"excludeGroups":["g%d","g%d"],"excludeUsers":["u%d","u%d"]`, r.IntN(50), r.IntN(50), r.IntN(50), r.IntN(50)),
			conds: fmt.Sprintf(`"platforms":{"includePlatforms":[%s]},"clientAppTypes":[%s],"userRiskLevels":[%s],"signInRiskLevels":[%s]`,
				words([]string{"windows", "linux", "macOS", "iOS", "android"}), words([]string{"browser", "mobileAppsAndDesktopClients", "other", "exchangeActiveSync"}), words(levels), words(levels)),
		}
	}
	start := time.Now()
	got := Judge(snapshotOf(t, "", policies...), mfa)
	if got.Verdict == finding.Pass { // other platforms are left out
		t.Errorf("got %v, want fail or unknown", got.Verdict)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}

// TestManyNames has thousands of excluded users that another policy takes up.
func TestManyNames(t *testing.T) {
	ids := make([]string, 5000)
	for i := range ids {
		ids[i] = fmt.Sprintf("u%d", i)
	}
	names := `["` + strings.Join(ids, `","`) + `"]`
	but := `["` + strings.Join(ids[1:], `","`) + `"]`
	first := policy{grant: askMFA, users: `"includeUsers":["All"],"excludeUsers":` + names}
	if got := Judge(snapshotOf(t, "", first, policy{grant: askMFA, users: `"includeUsers":` + names}), mfa); got.Verdict != finding.Pass {
		t.Errorf("got %v (%s), want pass", got.Verdict, got.Reason)
	}
	if got := Judge(snapshotOf(t, "", first, policy{grant: askMFA, users: `"includeUsers":` + but}), mfa); got.Verdict != finding.Fail {
		t.Errorf("one user left out: got %v (%s), want fail", got.Verdict, got.Reason)
	}
}

func fortyPolicies() []policy {
	var out []policy
	for i := range 10 {
		g := fmt.Sprintf("g%d", i)
		out = append(out,
			policy{grant: askMFA, users: fmt.Sprintf(`"includeUsers":["All"],"excludeGroups":[%q,"x%d"],"excludeUsers":["e1"]`, g, i)},
			policy{grant: askMFA, users: fmt.Sprintf(`"includeGroups":[%q]`, g), conds: `"platforms":{"includePlatforms":["windows","macOS"]}`},
			policy{users: fmt.Sprintf(`"includeGroups":[%q,"x%d"]`, g, i), conds: `"platforms":{"includePlatforms":["all"],"excludePlatforms":["windows","macOS"]}`},
			policy{users: allGuests, conds: `"locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted","l` + fmt.Sprint(i) + `"]}`},
		)
	}
	return out
}

func BenchmarkCoverage(b *testing.B) {
	s := snapshotOf(b, `{"emergencyAccess":{"users":["e1"]}}`, fortyPolicies()...)
	for b.Loop() {
		Judge(s, mfa)
	}
}

func BenchmarkCoveragePass(b *testing.B) {
	policies := append(fortyPolicies(), policy{grant: askMFA, users: noGuests}, policy{grant: askMFA, users: allGuests})
	s := snapshotOf(b, `{"emergencyAccess":{"users":["e1"]}}`, policies...)
	for b.Loop() {
		if Judge(s, mfa).Verdict != finding.Pass {
			b.Fatal("not covered")
		}
	}
}
