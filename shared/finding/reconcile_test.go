package finding

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var (
	day1 = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	day2 = day1.AddDate(0, 0, 1)
)

func testID(check, resource string) ID { return ID(check + "|" + resource) }

func judge(check string, results ...Result) []Judged {
	return []Judged{{Check: check, Severity: High, Results: results}}
}

func fail(resource string, facts Facts) Result {
	return Result{Resource: resource, Verdict: Fail, Reason: "bad", Evidence: Evidence{Facts: facts}}
}

func TestReconcile(t *testing.T) {
	open := Finding{ID: "c|tenant", Check: "c", Resource: "tenant", Severity: High, State: Open, Reason: "bad",
		Evidence: Evidence{Facts: Facts{"n": int64(1)}}, Since: day1, Opened: day1, Slot: "s1", Version: 1}
	resolved := open
	resolved.State, resolved.Version, resolved.Slot = Resolved, 2, "s1b"
	user := open
	user.ID, user.Resource = "c|u1", "u1"

	type change struct {
		Kind    Kind
		ID      ID
		State   State
		Since   time.Time
		Version int
	}
	tests := []struct {
		name     string
		previous []Finding
		judged   []Judged
		want     []change
	}{
		{name: "opens", judged: judge("c", fail("tenant", Facts{"n": 1})), want: []change{{Opened, "c|tenant", Open, day2, 1}}},
		{name: "same again is nothing, whatever the store's number type", previous: []Finding{open}, judged: judge("c", fail("tenant", Facts{"n": 1}))},
		{name: "better facts keep since", previous: []Finding{open}, judged: judge("c", fail("tenant", Facts{"n": 0})), want: []change{{Changed, "c|tenant", Open, day1, 2}}},
		{name: "worse facts keep since", previous: []Finding{open}, judged: judge("c", fail("tenant", Facts{"n": 2})), want: []change{{Worsened, "c|tenant", Open, day1, 2}}},
		{name: "passes", previous: []Finding{open}, judged: judge("c", Result{Resource: "tenant", Verdict: Pass}), want: []change{{Closed, "c|tenant", Resolved, day2, 2}}},
		{name: "no longer applies", previous: []Finding{open}, judged: judge("c", Result{Resource: "tenant", Verdict: NotApplicable}), want: []change{{Closed, "c|tenant", Resolved, day2, 2}}},
		{name: "unknown keeps it open", previous: []Finding{open}, judged: judge("c", Result{Resource: "tenant", Verdict: Unknown})},
		{name: "unknown opens nothing", judged: judge("c", Result{Resource: "tenant", Verdict: Unknown})},
		{name: "reopens", previous: []Finding{resolved}, judged: judge("c", fail("tenant", Facts{"n": 1})), want: []change{{Reopened, "c|tenant", Open, day2, 3}}},
		{name: "entity gone", previous: []Finding{user}, judged: judge("c", Result{Resource: "u2", Verdict: Pass}), want: []change{{Closed, "c|u1", Resolved, day2, 2}}},
		{name: "entity unseen because the check could not tell", previous: []Finding{user}, judged: judge("c", Result{Resource: "tenant", Verdict: Unknown})},
		{name: "a check that did not run changes nothing", previous: []Finding{open}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			changes := Reconcile(tt.previous, tt.judged, day2, "s2", testID)
			var got []change
			after := map[ID]Finding{}
			for _, f := range tt.previous {
				after[f.ID] = f
			}
			for _, c := range changes {
				f := c.Finding
				got = append(got, change{c.Kind, f.ID, f.State, f.Since, f.Version})
				after[f.ID] = f
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
			var all []Finding
			for _, f := range after {
				all = append(all, f)
			}
			if again := Reconcile(all, tt.judged, day2, "s2", testID); len(again) != 0 {
				t.Errorf("reconciling again gives %d changes, want none", len(again))
			}
		})
	}
}

func TestWorst(t *testing.T) {
	tests := []struct {
		name string
		in   []Verdict
		want Verdict
	}{
		{"none", nil, NotApplicable},
		{"fail wins", []Verdict{Pass, Unknown, Fail}, Fail},
		{"unknown hides a pass", []Verdict{Pass, Unknown}, Unknown},
		{"pass over not applicable", []Verdict{NotApplicable, Pass}, Pass},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Worst(tt.in...); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestFactsRefuseFreeText(t *testing.T) {
	good := Facts{"state": "enabledForReportingButNotEnforced", "n": 3, "on": true, "list": []string{"P90D", "2026-11-01T12:00:00Z"}}
	if err := good.Validate(); err != nil {
		t.Errorf("good facts are refused: %v", err)
	}
	for name, f := range map[string]Facts{
		"sentence": {"x": "Maija Virtanen"}, "address": {"x": "maija@nordwind.example"}, "list": {"x": []string{"a b"}}, "object": {"x": map[string]any{}},
	} {
		if f.Validate() == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// TestReconcileTwice has a check say something twice about one entity.
func TestReconcileTwice(t *testing.T) {
	id := func(check, resource string) ID { return ID(check + resource) }
	j := Judged{Check: "c", Severity: High, Results: []Result{
		{Resource: "u1", Verdict: Pass, Reason: "fine"}, {Resource: "u1", Verdict: Fail, Reason: "first"}, {Resource: "u1", Verdict: Fail, Reason: "second"},
		{Resource: "u1", Verdict: Unknown, Reason: "not told"}, {Resource: "u2", Verdict: Pass},
	}}
	got := Reconcile(nil, []Judged{j}, time.Unix(0, 0), "s", id)
	if len(got) != 1 || got[0].Finding.Reason != "first" || got[0].Kind != Opened {
		t.Fatalf("got %v, want one finding opened for the first failure", got)
	}
	if again := Reconcile([]Finding{got[0].Finding}, []Judged{j}, time.Unix(1, 0), "t", id); len(again) != 0 {
		t.Errorf("the same again changes %v", again)
	}
}

// many is a result about all of a check's failing entities, which are too many.
func many(failing map[string]Result) Result {
	return Result{Resource: TenantResource, Verdict: Fail, Reason: "bad", Evidence: Evidence{Facts: Facts{FactFailing: len(failing)}}, Each: func(resources []string) map[string]Result {
		of := map[string]Result{}
		for _, who := range resources {
			if r, fails := failing[who]; fails {
				of[who] = r
			}
		}
		return of
	}}
}

// TestReconcileFolded has the failing entities of a check become too many to be told
// one by one, and few enough again: of those that stay as they are nothing is told.
func TestReconcileFolded(t *testing.T) {
	type change struct {
		Kind     Kind
		Resource string
		Reason   string
	}
	bad := func(who string) Result { return fail(who, Facts{"n": 1}) }
	worse := fail("u2", Facts{"n": 2})
	steps := []struct {
		name    string
		results []Result
		want    []change
	}{
		{"two", []Result{bad("u1"), bad("u2")}, []change{{Opened, "u1", "bad"}, {Opened, "u2", "bad"}}},
		{"too many", []Result{many(map[string]Result{"u1": bad("u1"), "u2": bad("u2"), "u3": bad("u3")})}, []change{{Opened, "tenant", "bad"}}},
		{"one mended, one worse", []Result{many(map[string]Result{"u2": worse, "u3": bad("u3"), "u4": bad("u4")})},
			[]change{{Closed, "u1", gone}, {Worsened, "u2", "bad"}}},
		{"not all could be told", []Result{many(map[string]Result{"u3": bad("u3"), "u4": bad("u4"), "u5": bad("u5")}), {Resource: TenantResource, Verdict: Unknown}}, nil},
		{"few enough", []Result{worse, bad("u3")}, []change{{Closed, "tenant", apart}, {Opened, "u3", "bad"}}},
		{"too many again", []Result{many(map[string]Result{"u1": bad("u1"), "u2": worse, "u3": bad("u3")})}, []change{{Reopened, "tenant", "bad"}}},
		{"few enough again", []Result{worse, bad("u3")}, []change{{Closed, "tenant", apart}}},
	}
	kept := map[ID]Finding{}
	for n, tt := range steps {
		var previous []Finding
		for _, f := range kept {
			if f.Resource == "u2" && f.State == Open { // as readers see it: somebody accepted it
				f.State, f.Exception = Excepted, &Exception{}
			}
			previous = append(previous, f)
		}
		var got []change
		for _, c := range Reconcile(previous, judge("c", tt.results...), day1.AddDate(0, 0, n), "s", testID) {
			got = append(got, change{c.Kind, c.Finding.Resource, c.Finding.Reason})
			kept[c.Finding.ID] = c.Finding
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: changes (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestReconcileOtherThanTheTenant has a check find fault with the tenant and then with
// an entity instead.
func TestReconcileOtherThanTheTenant(t *testing.T) {
	old := Finding{ID: testID("c", TenantResource), Check: "c", Resource: TenantResource, Severity: High, State: Open, Reason: "there is none"}
	changes := Reconcile([]Finding{old}, judge("c", fail("u1", nil)), day2, "s2", testID)
	if len(changes) != 2 || changes[0].Kind != Closed || changes[0].Finding.Reason != gone {
		t.Errorf("got %v, want the tenant's resolved because of %q", changes, gone)
	}
}

// TestReconcileLookedAt has a check that could not tell of the tenant as a whole say
// whom it looked at.
func TestReconcileLookedAt(t *testing.T) {
	open := func(who string) Finding {
		return Finding{ID: testID("c", who), Check: "c", Resource: who, Severity: High, State: Open, Reason: "bad", Version: 1}
	}
	unsure := Result{Resource: TenantResource, Verdict: Unknown, Each: func([]string) map[string]Result { return map[string]Result{"u1": {}} }}
	var got []string
	for _, c := range Reconcile([]Finding{open("u1"), open("u2"), open(TenantResource)}, judge("c", unsure), day2, "s2", testID) {
		got = append(got, string(c.Kind)+" "+c.Finding.Resource)
	}
	if diff := cmp.Diff([]string{"resolved u1"}, got); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

func TestDropped(t *testing.T) {
	made := func(check, who string, state State) Finding {
		return Finding{ID: testID(check, who), Check: check, Resource: who, State: state, Reason: "bad", Version: 3, Since: day1, Opened: day1}
	}
	previous := []Finding{
		made("own-b", "u1", Open), made("own-a", TenantResource, Excepted), made("own-b", "u2", Resolved), made("kept", "u1", Open),
	}
	changes := Dropped(previous, func(check string) bool { return check == "kept" }, day2, "s2")
	var got []Finding
	for _, c := range changes {
		if c.Kind != Closed || !c.At.Equal(day2) {
			t.Errorf("got %s at %v", c.Kind, c.At)
		}
		got = append(got, c.Finding)
	}
	want := []Finding{made("own-a", TenantResource, Resolved), made("own-b", "u1", Resolved)}
	for i := range want {
		want[i].Reason, want[i].Version, want[i].Since, want[i].Slot = dropped, 4, day2, "s2"
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	var drift []string
	for _, d := range DriftOf(changes) {
		drift = append(drift, string(d.Kind)+" "+d.Check+" "+string(d.From)+" -> "+string(d.To))
	}
	if diff := cmp.Diff([]string{`finding own-a "open" -> "resolved"`, `finding own-b "open" -> "resolved"`}, drift); diff != "" {
		t.Errorf("drift (-want +got):\n%s", diff)
	}
}
