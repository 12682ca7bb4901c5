package document_test

import (
	"testing"
	"time"

	"vahti.ai/vahti/shared/store/document"
)

func TestLeaseHeld(t *testing.T) {
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name  string
		lease document.Lease
		want  bool
	}{
		{"none", document.Lease{}, false},
		{"held", document.Lease{Holder: "h", Until: now.Add(12 * time.Second)}, true},
		{"its last moment", document.Lease{Holder: "h", Until: now.Add(1)}, true},
		{"run out", document.Lease{Holder: "h", Until: now}, false},
		{"given back", document.Lease{Until: now.Add(12 * time.Second)}, false},
		{"taken before the clock was set back", document.Lease{Holder: "h", Until: now.Add(time.Hour)}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.lease.Held(now); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
