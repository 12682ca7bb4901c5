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
