package check

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// TestFold has the failing entities of a check go above the number that is told one by
// one and below it again.
func TestFold(t *testing.T) {
	failing := 0
	c := &Check{ID: "c", Severity: finding.High, Licence: EntraP1, Run: func(*snapshot.Snapshot) (results []Result) {
		for i := range failing {
			results = append(results, Result{Resource: fmt.Sprintf("e%03d", i), Verdict: finding.Fail, Reason: "It is amiss.", Evidence: finding.Evidence{Facts: finding.Facts{"n": 1}}})
		}
		return append(results, Result{Resource: "fine", Verdict: finding.Pass, Reason: "It is in order."})
	}}
	kept := map[finding.ID]finding.Finding{}
	for n, tt := range []struct {
		failing int
		want    map[finding.Kind]int
	}{
		{maxEntities, map[finding.Kind]int{finding.Opened: maxEntities}},
		{maxEntities + 1, map[finding.Kind]int{finding.Opened: 1}},
		{maxEntities, map[finding.Kind]int{finding.Closed: 1}},
		{maxEntities + 1, map[finding.Kind]int{finding.Reopened: 1}},
		{maxEntities + 2, map[finding.Kind]int{finding.Worsened: 1}},
		{maxEntities - 1, map[finding.Kind]int{finding.Closed: 2}},
	} {
		failing = tt.failing
		var previous []finding.Finding
		for _, f := range kept {
			previous = append(previous, f)
		}
		got := map[finding.Kind]int{}
		// The licences are unread, which each reason says.
		for _, change := range finding.Reconcile(previous, []finding.Judged{Run(c, snapshot.New(time.Unix(0, 0), snapshot.Settings{})).Judged()}, time.Unix(int64(n), 0), "s",
			func(_, who string) finding.ID { return finding.ID(who) }) {
			got[change.Kind]++
			kept[change.Finding.ID] = change.Finding
			for _, l := range []text.Language{text.Finnish, text.Swedish} {
				if _, ok := Say(nil, l, change.Finding.Reason); change.Kind == finding.Closed && !ok {
					t.Errorf("%q is not translated", change.Finding.Reason)
				}
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%d fail: changes (-want +got):\n%s", tt.failing, diff)
		}
	}
	dropped := finding.Dropped([]finding.Finding{{Check: "own", State: finding.Open}}, func(string) bool { return false }, time.Unix(0, 0), "s")
	for _, l := range []text.Language{text.Finnish, text.Swedish} {
		if _, ok := Say(nil, l, dropped[0].Finding.Reason); !ok {
			t.Errorf("%q is not translated", dropped[0].Finding.Reason)
		}
	}
}
