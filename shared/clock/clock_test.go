package clock_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"vahti.ai/vahti/shared/clock"
)

func TestOf(t *testing.T) {
	tests := []struct {
		name, text string // what the file holds; empty for an absent one
		want       time.Duration
	}{
		{"absent", "", 0},
		{"a month", "720h\n", 720 * time.Hour},
		{"before", "-1h", -time.Hour},
		{"no duration", "next week", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "clock")
			if tt.text != "" {
				if err := os.WriteFile(file, []byte(tt.text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if got := time.Until(clock.Of(file)()); (got - tt.want).Abs() > time.Minute {
				t.Errorf("got %v ahead, want %v", got, tt.want)
			}
		})
	}
	if got := time.Until(clock.Of("")()); got.Abs() > time.Minute {
		t.Errorf("without a file: got %v ahead, want nothing", got)
	}
}

// TestAdvances: a clock in use follows its file.
func TestAdvances(t *testing.T) {
	file := filepath.Join(t.TempDir(), "clock")
	now := clock.Of(file)
	before := now()
	if err := os.WriteFile(file, []byte("8760h"), 0o600); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(10 * time.Second); now().Sub(before) < 8760*time.Hour; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the clock does not follow its file")
		}
	}
}
