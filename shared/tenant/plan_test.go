package tenant

import (
	"testing"
	"time"
)

func TestPlanAllow(t *testing.T) {
	tests := []struct {
		name     string
		plan     Plan
		interval time.Duration
		want     string // empty when it is allowed
	}{
		{"no plan, shortest", "", MinInterval, ""},
		{"no plan, longest", "", MaxInterval, ""},
		{"premium, shortest", Premium, 15 * time.Minute, ""},
		{"standard, shortest", Standard, 4 * time.Hour, ""},
		{"starter, the only one", Starter, 24 * time.Hour, ""},
		{"premium, a second less", Premium, 15*time.Minute - time.Second, "a tenant cannot be scanned every 899 seconds: the shortest interval of all plans is 15 minutes"},
		{"standard, a minute less", Standard, 239 * time.Minute, "a tenant cannot be scanned every 239 minutes: the shortest interval of the plan standard is 4 hours"},
		{"starter, an hour less", Starter, 23 * time.Hour, "a tenant cannot be scanned every 23 hours: the shortest interval of the plan starter is 24 hours"},
		{"a second more than all", Premium, 24*time.Hour + time.Second, "a tenant cannot be scanned every 86401 seconds: the longest interval is 24 hours"},
		{"none", Premium, 0, "a tenant cannot be scanned every 0s: the shortest interval of all plans is 15 minutes"},
		{"negative", Premium, -time.Hour, "a tenant cannot be scanned every -1h0m0s: the shortest interval of all plans is 15 minutes"},
		{"parts of a second", Premium, time.Hour + time.Millisecond, "a tenant cannot be scanned every 1h0m0.001s: an interval has whole seconds"},
		{"unknown plan", "gold", time.Hour, `"gold" is no plan`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			if err := tt.plan.Allow(tt.interval); err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestEveryPlanLiesWithinTheBounds(t *testing.T) {
	for _, p := range []Plan{"", Starter, Standard, Premium} {
		if err := p.Allow(p.Shortest()); err != nil {
			t.Errorf("plan %q refuses its own shortest interval: %v", p, err)
		}
	}
}
