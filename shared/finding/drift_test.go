package finding

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// said is a drift as text.
func said(drift []Drift) []string {
	var out []string
	for _, d := range drift {
		out = append(out, fmt.Sprintf("%s %s %s %s -> %s by %s", d.Kind, d.Check, d.Resource, string(d.From), string(d.To), d.By.Actor))
	}
	return out
}

func TestVerdictDrift(t *testing.T) {
	before := map[string]Verdict{"a": Pass, "b": Fail, "c": Unknown, "gone": Fail}
	tests := []struct {
		name        string
		before, now map[string]Verdict
		want        []string
	}{
		{"nothing", before, map[string]Verdict{"a": Pass, "b": Fail, "c": Unknown}, nil},
		{"one record per check that differs, in order", before, map[string]Verdict{"c": Pass, "b": Fail, "a": NotApplicable},
			[]string{`verdict a tenant "pass" -> "notApplicable" by `, `verdict c tenant "unknown" -> "pass" by `}},
		{"a new check", before, map[string]Verdict{"new": Fail}, nil},
		{"a first scan", nil, map[string]Verdict{"a": Fail}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := VerdictDrift(tt.before, tt.now, day2)
			if diff := cmp.Diff(tt.want, said(got)); diff != "" {
				t.Errorf("drift (-want +got):\n%s", diff)
			}
			for _, d := range got {
				if !d.FirstSeen.Equal(day2) || d.Finding != "" {
					t.Errorf("got %v first seen %v of finding %q", d, d.FirstSeen, d.Finding)
				}
			}
		})
	}
}

func TestDriftOf(t *testing.T) {
	anna, bertil := Subject{ID: "1", Name: "Anna"}, Subject{ID: "2", Name: "Bertil"}
	with := func(resource string, state State, facts Facts, people ...Subject) Finding {
		return Finding{ID: "f", Check: "c", Resource: resource, State: state, Evidence: Evidence{Facts: facts, Subjects: Subjects{"users": List(people...)}}}
	}
	by := Attribution{Attributed: true, Actor: "maija"}
	tests := []struct {
		name   string
		change Change
		want   []string
	}{
		{"facts got worse", from(with("tenant", Open, Facts{"n": 1}), Change{Kind: Worsened, Finding: with("tenant", Open, Facts{"n": 2}), By: by}),
			[]string{`facts c tenant {"n":1} -> {"n":2} by maija`}},
		{"facts and subjects are one record", from(with("tenant", Open, Facts{"n": 2}, anna), Change{Kind: Changed, Finding: with("tenant", Open, Facts{"n": 1})}),
			[]string{`facts c tenant {"n":2} -> {"n":1} by `}},
		{"subjects alone", from(with("u1", Open, Facts{"n": 1}, anna), Change{Kind: Worsened, Finding: with("u1", Open, Facts{"n": 1}, bertil)}),
			[]string{`subjects c u1 {"users":{"total":1,"shown":[{"id":"1","name":"Anna"}]}} -> {"users":{"total":1,"shown":[{"id":"2","name":"Bertil"}]}} by `}},
		{"severity or reason alone", from(with("tenant", Open, Facts{"n": 1}), Change{Kind: Worsened, Finding: with("tenant", Open, Facts{"n": 1})}), nil},
		{"entity opened", Change{Kind: Opened, Finding: with("u1", Open, Facts{"n": 1})}, []string{`finding c u1 null -> "open" by `}},
		{"entity resolved", Change{Kind: Closed, Finding: with("u1", Resolved, nil)}, []string{`finding c u1 "open" -> "resolved" by `}},
		{"entity reopened", Change{Kind: Reopened, Finding: with("u1", Open, nil)}, []string{`finding c u1 "resolved" -> "open" by `}},
		{"what is about the tenant shows in the verdict", Change{Kind: Opened, Finding: with("tenant", Open, Facts{"n": 1})}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, said(DriftOf([]Change{tt.change}))); diff != "" {
				t.Errorf("drift (-want +got):\n%s", diff)
			}
		})
	}
}
