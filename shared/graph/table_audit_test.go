package graph

import (
	"testing"
	"time"

	"vahti.ai/vahti/shared/snapshot"
)

func TestAuditWindow(t *testing.T) {
	now := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	tests := []struct {
		name  string
		since time.Time
		want  string
	}{
		{"a first scan", time.Time{}, "activityDateTime ge 2026-11-01T08:00:00Z"},
		{"overlaps with the last", now.Add(-15 * time.Minute), "activityDateTime ge 2026-11-02T06:45:00Z"},
		{"in another zone", now.Add(-5 * time.Hour).In(time.FixedZone("", 7200)), "activityDateTime ge 2026-11-02T02:00:00Z"},
		{"the last was long ago", now.Add(-60 * 24 * time.Hour), "activityDateTime ge 2026-10-03T08:00:00Z"},
		{"the clock was set back", now.Add(3 * time.Hour), "activityDateTime ge 2026-11-02T07:00:00Z"},
		{"the same moment again", now, "activityDateTime ge 2026-11-02T07:00:00Z"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := snapshot.New(now, snapshot.Settings{})
			s.Since = tt.since
			if got := auditWindow(s); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
