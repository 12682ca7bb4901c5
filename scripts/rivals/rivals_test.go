package rivals

import (
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/snapshot"
)

// table, given by scripts/bench-rivals, has the engines measured.
var table = flag.Bool("table", false, "measure the engines and print a table")

// recordings is where the recorded tenant lies beside the checkout, when it does.
const recordings = "../../../shared/data/recordings/series"

// How many times the verdicts of a rival Vahti gives in the same time.
const (
	floorOPA = 200
	floorCEL = 50
)

// order is the controls as they are printed.
var order = []Control{Legacy, MFA, DeviceCode}

// load returns the recorded tenant on each date.
func load(t testing.TB) map[string]*snapshot.Snapshot {
	t.Helper()
	dirs, err := filepath.Glob(filepath.Join(recordings, "*"))
	if err != nil {
		t.Fatal(err)
	}
	if len(dirs) == 0 {
		if *table {
			t.Fatal("there is nothing to measure with: no recorded tenant lies beside the checkout")
		}
		t.Skip("no recorded tenant lies beside the checkout")
	}
	all := map[string]*snapshot.Snapshot{}
	for _, dir := range dirs {
		all[filepath.Base(dir)] = checktest.Load(t, dir)
	}
	return all
}

func engines(t testing.TB) (opa, celPrograms) {
	t.Helper()
	o, err := newOPA(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	c, err := newCEL()
	if err != nil {
		t.Fatal(err)
	}
	return o, c
}

// agree wants one answer of all engines, and that the check says it too.
func agree(t *testing.T, o opa, programs celPrograms, s *snapshot.Snapshot, c Control) {
	t.Helper()
	parsed, err := opaInput(s, c)
	if err != nil {
		t.Fatal(err)
	}
	ofOPA, err := o.answer(t.Context(), parsed)
	if err != nil {
		t.Fatal(err)
	}
	ofCEL, err := programs.answer(c, input(s))
	if err != nil {
		t.Fatal(err)
	}
	ofVahti, found, err := vahtiAnswer(s, c)
	if err != nil {
		t.Fatal(err)
	}
	out := check.Run(Controls()[c], s)
	if c == MFA && out.Verdict == "notApplicable" {
		ofVahti.Verdict, ofVahti.Reasons = "notApplicable", []string{} // the stricter control is kept
	} else if out.Verdict != found.Verdict || out.Reason != found.Reason {
		t.Errorf("the check says %v (%s), the requirement %v (%s)", out.Verdict, out.Reason, found.Verdict, found.Reason)
	}
	if diff := cmp.Diff(ofVahti, ofOPA); diff != "" {
		t.Errorf("-Vahti +Open Policy Agent:\n%s", diff)
	}
	if diff := cmp.Diff(ofVahti, ofCEL); diff != "" {
		t.Errorf("-Vahti +CEL:\n%s", diff)
	}
}

// TestAgree is the ground of the comparison: on every date and for every control
// the engines give the same verdict for the same reasons.
func TestAgree(t *testing.T) {
	o, programs := engines(t)
	for date, s := range load(t) {
		for _, c := range order {
			t.Run(date+"/"+string(c), func(t *testing.T) { agree(t, o, programs, s, c) })
		}
	}
}

// TestAgreeOnOtherPolicies shows that the rivals' policies are whole, not fitted
// to the recordings: one policy that keeps each control, spoiled in one way.
func TestAgreeOnOtherPolicies(t *testing.T) {
	o, programs := engines(t)
	clients := map[Control]string{Legacy: `"clientAppTypes":["exchangeActiveSync","other"]`, MFA: `"clientAppTypes":["all"]`, DeviceCode: `"clientAppTypes":["all"]`}
	flows := map[Control]string{Legacy: `"authenticationFlows":null`, MFA: `"authenticationFlows":null`, DeviceCode: `"authenticationFlows":{"transferMethods":"deviceCodeFlow"}`}
	grants := map[Control]string{Legacy: `"builtInControls":["block"]`, MFA: `"builtInControls":["mfa"]`, DeviceCode: `"builtInControls":["block"]`}
	const users, apps = `"includeUsers":["All"]`, `"includeApplications":["All"]`
	tests := []struct{ name, state, users, apps, conditions, grant string }{
		{name: "nothing"},
		{name: "report-only", state: "enabledForReportingButNotEnforced"},
		{name: "disabled", state: "disabled"},
		{name: "state not known", state: "paused"},
		{name: "a group", users: `"includeGroups":["g"]`},
		{name: "nobody", users: `"includeUsers":["None"]`},
		{name: "guests only", users: `"includeUsers":["GuestsOrExternalUsers"]`},
		{name: "without guests", users: users + `,"excludeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"internalGuest"}`},
		{name: "without a user", users: users + `,"excludeUsers":["u"]`},
		{name: "without the emergency account", users: users + `,"excludeUsers":["break-glass"]`},
		{name: "without a group", users: users + `,"excludeGroups":["g"]`},
		{name: "without the emergency group", users: users + `,"excludeGroups":["break-glass-group"]`},
		{name: "without a role", users: users + `,"excludeRoles":["r"]`},
		{name: "one application", apps: `"includeApplications":["a"]`},
		{name: "no application", apps: `"includeApplications":["None"]`},
		{name: "without an application", apps: apps + `,"excludeApplications":["a"]`},
		{name: "without the declared application", apps: apps + `,"excludeApplications":["kiosk"]`},
		{name: "without applications of a filter", apps: apps + `,"applicationFilter":{"mode":"exclude","rule":"x"}`},
		{name: "some clients", conditions: `"clientAppTypes":["other","browser"]`},
		{name: "a platform", conditions: `"platforms":{"includePlatforms":["android"]}`},
		{name: "without a platform", conditions: `"platforms":{"includePlatforms":["all"],"excludePlatforms":["iOS"]}`},
		{name: "user risk", conditions: `"userRiskLevels":["high"]`},
		{name: "sign-in risk", conditions: `"signInRiskLevels":["high","medium"]`},
		{name: "workload risk", conditions: `"servicePrincipalRiskLevels":["high"]`},
		{name: "insider risk", conditions: `"insiderRiskLevels":"minor"`},
		{name: "both flows", conditions: `"authenticationFlows":{"transferMethods":"deviceCodeFlow,authenticationTransfer"}`},
		{name: "the other flow", conditions: `"authenticationFlows":{"transferMethods":"authenticationTransfer"}`},
		{name: "a place", conditions: `"locations":{"includeLocations":["l"]}`},
		{name: "without trusted places", conditions: `"locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]}`},
		{name: "a device filter", conditions: `"devices":{"deviceFilter":{"mode":"include","rule":"x"}}`},
		{name: "a condition not known", conditions: `"times":{"from":"8"}`},
		{name: "workloads", conditions: `"clientApplications":{"includeServicePrincipals":["s"]}`},
		{name: "a weaker alternative", grant: `"operator":"OR","builtInControls":["mfa","compliantDevice"]`},
		{name: "two controls", grant: `"operator":"AND","builtInControls":["mfa","compliantDevice"]`},
		{name: "a control not known", grant: `"operator":"OR","builtInControls":["quantum"]`},
		{name: "terms of use", grant: `"operator":"OR","builtInControls":["mfa"],"termsOfUse":["t"]`},
		{name: "the block", grant: `"operator":"OR","builtInControls":["block"]`},
		{name: "a strength", grant: `"operator":"OR","authenticationStrength":{"id":"s","allowedCombinations":["fido2","password,sms"]}`},
		{name: "a weak strength", grant: `"operator":"OR","authenticationStrength":{"id":"s","allowedCombinations":["fido2","sms"]}`},
		{name: "a resistant strength", grant: `"operator":"OR","authenticationStrength":{"id":"s","allowedCombinations":["fido2"]}`},
	}
	or := func(s, fallback string) string {
		if s == "" {
			return fallback
		}
		return s
	}
	settings := snapshot.Settings{
		EmergencyAccess: snapshot.EmergencyAccess{Users: []string{"break-glass"}, Groups: []string{"break-glass-group"}},
		Declared:        snapshot.Declared{ExcludedApplications: []string{"kiosk"}},
	}
	for _, tt := range tests {
		for _, c := range order {
			t.Run(tt.name+"/"+string(c), func(t *testing.T) {
				conditions := tt.conditions
				for name, usual := range map[string]string{"clientAppTypes": clients[c], "authenticationFlows": flows[c]} {
					if !strings.Contains(conditions, name) {
						conditions = strings.TrimPrefix(conditions+","+usual, ",")
					}
				}
				policy := fmt.Sprintf(`[{"id":"p","state":%q,"conditions":{"users":{%s},"applications":{%s},%s},"grantControls":{%s}}]`,
					or(tt.state, "enabled"), or(tt.users, users), or(tt.apps, apps), conditions, or(tt.grant, `"operator":"OR",`+grants[c]))
				agree(t, o, programs, checktest.Snapshot(t, settings, checktest.Files{
					snapshot.SubscribedSkus.Resource():            `[{"capabilityStatus":"Enabled","servicePlans":[{"servicePlanName":"AAD_PREMIUM","provisioningStatus":"Success"}]}]`,
					snapshot.ConditionalAccessPolicies.Resource(): policy,
				}), c)
			})
		}
	}
}

// prepared is what is measured: a function that gives the control's verdicts on
// all dates once.
type prepared map[string]map[Control]func()

// names are the engines. Vahti is measured in three ways: as check.Judge gives verdict and reason, what
// explains them kept; as check.Run writes all of it in sentences; and so that each
// verdict is the first on its snapshot, the reading of the policies included.
var names = []string{"Vahti", "Open Policy Agent", "cel-go", "Vahti, in words", "Vahti, cold"}

func prepare(t testing.TB) (p prepared, dates int) {
	t.Helper()
	o, programs := engines(t)
	all := load(t)
	p = prepared{names[0]: {}, names[1]: {}, names[2]: {}, names[3]: {}, names[4]: {}}
	for c, k := range Controls() {
		var snapshots []*snapshot.Snapshot
		var parsed []ast.Value
		var maps []map[string]any
		for _, s := range all {
			in, err := opaInput(s, c)
			if err != nil {
				t.Fatal(err)
			}
			snapshots, parsed, maps = append(snapshots, s), append(parsed, in), append(maps, input(s))
		}
		p[names[0]][c] = func() {
			for _, s := range snapshots {
				_ = check.Judge(k, s)
			}
		}
		p[names[3]][c] = func() {
			for _, s := range snapshots {
				_ = check.Run(k, s)
			}
		}
		p[names[4]][c] = func() {
			for _, s := range snapshots {
				_ = check.Run(k, again(s))
			}
		}
		p[names[1]][c] = func() {
			for _, in := range parsed {
				if _, err := o.judge(t.Context(), in); err != nil {
					t.Fatal(err)
				}
			}
		}
		p[names[2]][c] = func() {
			for _, in := range maps {
				if _, err := programs.judge(c, in); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	return p, len(all)
}

// again is a snapshot of which nothing was asked before.
func again(s *snapshot.Snapshot) *snapshot.Snapshot {
	out := snapshot.New(s.Now, s.Settings)
	snapshot.ConditionalAccessPolicies.Set(out, snapshot.ConditionalAccessPolicies.Of(s))
	snapshot.SubscribedSkus.Set(out, snapshot.SubscribedSkus.Of(s))
	if s.Has(snapshot.NamedLocations.Resource()) {
		snapshot.NamedLocations.Set(out, snapshot.NamedLocations.Of(s))
	}
	return out
}

// BenchmarkVerdict measures one verdict of each engine.
func BenchmarkVerdict(b *testing.B) {
	p, dates := prepare(b)
	for _, c := range order {
		for _, name := range names {
			b.Run(string(c)+"/"+strings.ReplaceAll(name, " ", ""), func(b *testing.B) {
				b.ReportAllocs()
				for i := 0; i < b.N; i += dates {
					p[name][c]()
				}
			})
		}
	}
}

// TestTable measures the engines side by side, in turns so that what else the
// machine does hits all alike, and wants Vahti's floors. It counts the processor's
// time, the collector's work for each engine included.
func TestTable(t *testing.T) {
	if !*table {
		t.Skip("the engines are measured by scripts/bench-rivals")
	}
	p, dates := prepare(t)
	const turns, long = 7, 150 * time.Millisecond
	measured := map[string]map[Control][]float64{}
	allocs := map[string]map[Control]float64{}
	for _, name := range names {
		measured[name], allocs[name] = map[Control][]float64{}, map[Control]float64{}
	}
	for turn := range turns {
		for _, c := range order {
			for _, name := range names {
				run := p[name][c]
				if turn == 0 {
					allocs[name][c] = testing.AllocsPerRun(3, run) / float64(dates)
				}
				n, began := 0, processor()
				for spent := time.Duration(0); spent < long; spent = processor() - began {
					for range 10 {
						run()
						n++
					}
				}
				measured[name][c] = append(measured[name][c], float64((processor()-began).Nanoseconds())/float64(n*dates))
			}
		}
	}
	middle := func(all []float64) float64 { return slices.Sorted(slices.Values(all))[len(all)/2] }
	fmt.Printf("%-12s %-18s %12s %14s %12s %10s\n", "control", "engine", "ns/verdict", "verdicts/s", "allocations", "Vahti is")
	total := map[string]float64{}
	for _, c := range order {
		for _, name := range names {
			ns := middle(measured[name][c])
			total[name] += ns / float64(len(order))
			printRow(string(c), name, ns, allocs[name][c], ns/middle(measured[names[0]][c]))
		}
	}
	for _, name := range names {
		printRow("all", name, total[name], 0, total[name]/total[names[0]])
	}
	for name, floor := range map[string]float64{names[1]: floorOPA, names[2]: floorCEL} {
		if ratio := total[name] / total[names[0]]; ratio < floor {
			t.Errorf("Vahti gives %.0f times the verdicts of %s, want at least %.0f", ratio, name, floor)
		}
	}
}

func processor() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func printRow(control, name string, ns, allocs, ratio float64) {
	a := ""
	if allocs > 0 {
		a = fmt.Sprintf("%.0f", allocs)
	}
	fmt.Printf("%-12s %-18s %12.0f %14.0f %12s %9.1fx\n", control, name, ns, 1e9/ns, a, ratio)
}
