package finding

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func accepted(f Finding, expires time.Time) Exception {
	return Exception{ID: "e", Finding: f.ID, Check: f.Check, Created: day1, Expires: expires, Severity: f.Severity, Accepted: f.Evidence}
}

func TestExceptions(t *testing.T) {
	f := Finding{ID: "f", Check: "c", Resource: "tenant", Severity: High, State: Open, Evidence: Evidence{Facts: Facts{"n": 2}}}
	with := func(change func(*Finding)) Finding {
		g := f
		change(&g)
		return g
	}
	active := accepted(f, day2)
	ended := active
	ended.Because = Withdrawn
	other := active
	other.Finding = "g"
	worse := with(func(f *Finding) { f.Evidence.Facts = Facts{"n": 3} })
	tests := []struct {
		name    string
		finding Finding
		given   []Exception
		now     time.Time
		state   State
		ends    []EndReason
	}{
		{"none", f, nil, day1, Open, nil},
		{"covered", f, []Exception{active}, day1, Excepted, nil},
		{"covered until its last moment", f, []Exception{active}, day2.Add(-1), Excepted, nil},
		{"expired", f, []Exception{active}, day2, Open, []EndReason{Expired}},
		{"ended", f, []Exception{ended}, day1, Open, nil},
		{"another finding's", f, []Exception{other}, day1, Open, nil},
		{"ended and made anew", f, []Exception{ended, active}, day1, Excepted, nil},
		{"better than accepted", with(func(f *Finding) { f.Evidence.Facts = Facts{"n": 1} }), []Exception{active}, day1, Excepted, nil},
		{"worse than accepted", worse, []Exception{active}, day1, Open, []EndReason{GotWorse}},
		{"more severe than accepted", with(func(f *Finding) { f.Severity = Critical }), []Exception{active}, day1, Open, []EndReason{GotWorse}},
		{"worse and expired", worse, []Exception{active}, day2, Open, []EndReason{Expired}},
		{"resolved", with(func(f *Finding) { f.State = Resolved; f.Evidence.Facts = Facts{"n": 9} }), []Exception{active}, day1, Resolved, nil},
		{"resolved and expired", with(func(f *Finding) { f.State = Resolved }), []Exception{active}, day2, Resolved, []EndReason{Expired}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			given := []Finding{tt.finding}
			seen := Except(given, tt.given, tt.now)
			if seen[0].State != tt.state || (seen[0].Exception != nil) != (tt.state == Excepted) {
				t.Errorf("got state %v with exception %v, want %v", seen[0].State, seen[0].Exception, tt.state)
			}
			if diff := cmp.Diff([]Finding{tt.finding}, given); diff != "" {
				t.Errorf("what was given is changed (-want +got):\n%s", diff)
			}
			for _, findings := range [][]Finding{given, seen} { // as stored or as seen is the same
				var got []EndReason
				for _, e := range Endings(tt.given, findings, tt.now) {
					got = append(got, e.Because)
					if diff := cmp.Diff(tt.finding, e.Finding); diff != "" {
						t.Errorf("finding of an ending (-want +got):\n%s", diff)
					}
				}
				if diff := cmp.Diff(tt.ends, got); diff != "" {
					t.Errorf("endings (-want +got):\n%s", diff)
				}
			}
			judged := []Judged{{Check: "c", Severity: tt.finding.Severity, Results: []Result{{Resource: "tenant", Verdict: Fail, Evidence: tt.finding.Evidence}}}}
			if a, b := Reconcile(given, judged, day2, "s", testID), Reconcile(seen, judged, day2, "s", testID); cmp.Diff(a, b) != "" {
				t.Errorf("an exception makes a difference to a scan:\n%s", cmp.Diff(a, b))
			}
		})
	}
}
