package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/finding"
)

func TestScoreOf(t *testing.T) {
	checks := []*Check{
		{ID: "a", Category: Identity, Severity: finding.Critical},
		{ID: "b", Category: Identity, Severity: finding.High},
		{ID: "c", Category: Roles, Severity: finding.Medium},
		{ID: "d", Category: Roles, Severity: finding.Low},
		{ID: "e", Category: Guests, Severity: finding.Info},
	}
	tests := []struct {
		name     string
		verdicts map[string]finding.Verdict
		want     Score
	}{
		{"nothing asked", nil, Score{Overall: -1, Categories: map[Category]float64{}}},
		{"all kept", map[string]finding.Verdict{"a": finding.Pass, "c": finding.Pass},
			Score{Overall: 100, Categories: map[Category]float64{Identity: 100, Roles: 100}}},
		{"unknown is not kept", map[string]finding.Verdict{"a": finding.Unknown, "b": finding.Pass},
			Score{Overall: 33.3, Categories: map[Category]float64{Identity: 33.3}}},
		{"not applicable is not asked", map[string]finding.Verdict{"a": finding.NotApplicable, "b": finding.Pass},
			Score{Overall: 100, Categories: map[Category]float64{Identity: 100}}},
		{"informing weighs nothing", map[string]finding.Verdict{"d": finding.Fail, "e": finding.Pass},
			Score{Overall: 0, Categories: map[Category]float64{Roles: 0}}},
		{"of all kinds", map[string]finding.Verdict{"a": finding.Pass, "b": finding.Fail, "c": finding.Pass, "d": finding.Fail},
			Score{Overall: 68.4, Categories: map[Category]float64{Identity: 66.7, Roles: 75}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, ScoreOf(checks, tt.verdicts)); diff != "" {
				t.Errorf("score (-want +got):\n%s", diff)
			}
		})
	}
}
