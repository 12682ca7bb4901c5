package accessreview

import (
	"encoding/json"
	"testing"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func TestMonthly(t *testing.T) {
	const monthly, noEnd = `{"type":"absoluteMonthly","interval":1}`, `{"type":"noEnd","startDate":"2026-01-01"}`
	recurring := func(pattern, limits string) string {
		return `{"recurrence":{"pattern":` + pattern + `,"range":` + limits + `}}`
	}
	tests := []struct {
		name, settings string
		want           finding.Verdict
	}{
		{"every month", recurring(monthly, noEnd), finding.Pass},
		{"every fourth week", recurring(`{"type":"weekly","interval":4}`, noEnd), finding.Pass},
		{"every day", recurring(`{"type":"daily","interval":1}`, noEnd), finding.Pass},
		{"every quarter", recurring(`{"type":"absoluteMonthly","interval":3}`, noEnd), finding.Fail},
		{"every fifth week", recurring(`{"type":"weekly","interval":5}`, noEnd), finding.Fail},
		{"every year", recurring(`{"type":"absoluteYearly","interval":1}`, noEnd), finding.Fail},
		{"until a day", recurring(monthly, `{"type":"endDate","endDate":"2027-01-01"}`), finding.Fail},
		{"until the last day Graph knows", recurring(monthly, `{"type":"endDate","endDate":"9999-12-31"}`), finding.Pass},
		{"six times", recurring(monthly, `{"type":"numbered","numberOfOccurrences":6,"endDate":"9999-12-31"}`), finding.Fail},
		{"no times, as documentation shows it", recurring(monthly, `{"type":"numbered","numberOfOccurrences":0,"endDate":"9999-12-31"}`), finding.Unknown},
		{"once", `{"recurrence":null}`, finding.Fail},
		{"without a pattern", recurring(`null`, noEnd), finding.Fail},
		{"without a range", recurring(monthly, `null`), finding.Fail},
		{"a pattern Vahti does not know", recurring(`{"type":"unknownFutureValue","interval":1}`, noEnd), finding.Unknown},
		{"a range Vahti does not know", recurring(monthly, `{"type":"unknownFutureValue"}`), finding.Unknown},
		{"no interval", recurring(`{"type":"absoluteMonthly"}`, noEnd), finding.Unknown},
		{"nothing known", `{}`, finding.Unknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var settings snapshot.ReviewSettings
			if err := json.Unmarshal([]byte(tt.settings), &settings); err != nil {
				t.Fatal(err)
			}
			if got := Monthly(settings.Recurrence); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestUnderway(t *testing.T) {
	for status, want := range map[string]finding.Verdict{
		"InProgress": finding.Pass, "inProgress": finding.Pass, "NotStarted": finding.Fail, "Completed": finding.Fail,
		"unknownFutureValue": finding.Unknown, "": finding.Unknown,
	} {
		if got := Underway(status); got != want {
			t.Errorf("%q: got %v, want %v", status, got, want)
		}
	}
}

func TestHasReviewers(t *testing.T) {
	some := []snapshot.ReviewScope{{Query: "/users/a"}}
	for name, tt := range map[string]struct {
		review snapshot.AccessReview
		want   bool
	}{
		"somebody else":     {snapshot.AccessReview{Reviewers: some}, true},
		"people themselves": {snapshot.AccessReview{}, false},
		"in every stage":    {snapshot.AccessReview{Stages: []snapshot.ReviewStage{{Reviewers: some}, {Reviewers: some}}}, true},
		"not in one stage":  {snapshot.AccessReview{Reviewers: some, Stages: []snapshot.ReviewStage{{Reviewers: some}, {}}}, false},
	} {
		if got := HasReviewers(&tt.review); got != tt.want {
			t.Errorf("%s: got %v, want %v", name, got, tt.want)
		}
	}
}
