package tenant

import (
	"fmt"
	"time"
)

// Plan is what a customer has agreed to: it bounds how often the tenant is
// scanned in full. The empty plan is one that nobody agreed on yet.
type Plan string

// The plans, by how often a tenant may be scanned.
const (
	Starter  Plan = "starter"  // once a day
	Standard Plan = "standard" // every four hours
	Premium  Plan = "premium"  // every quarter of an hour
)

// The bounds of every plan's interval between full scans. Below the first, a
// large tenant would still be read when it is due again; above the second, what
// is read in turns would not be read weekly.
const (
	MinInterval = 15 * time.Minute
	MaxInterval = 24 * time.Hour
)

// Plans lists the plans, the one with the longest interval first.
func Plans() []Plan { return []Plan{Starter, Standard, Premium} }

// Validate refuses a text that is no plan.
func (p Plan) Validate() error {
	switch p {
	case "", Starter, Standard, Premium:
		return nil
	}
	return fmt.Errorf("%q is no plan", string(p))
}

// Shortest returns the shortest interval between two full scans that the plan
// allows; without a plan it is the shortest of all.
func (p Plan) Shortest() time.Duration {
	switch p {
	case Starter:
		return MaxInterval
	case Standard:
		return 4 * time.Hour
	}
	return MinInterval
}

// Allow refuses an interval between full scans outside the plan, in a sentence
// for whoever asked for it.
func (p Plan) Allow(interval time.Duration) error {
	if err := p.Validate(); err != nil {
		return err
	}
	switch {
	case interval < MinInterval:
		return fmt.Errorf("a tenant cannot be scanned every %s: the shortest interval of all plans is %s", words(interval), words(MinInterval))
	case interval > MaxInterval:
		return fmt.Errorf("a tenant cannot be scanned every %s: the longest interval is %s", words(interval), words(MaxInterval))
	case interval < p.Shortest():
		return fmt.Errorf("a tenant cannot be scanned every %s: the shortest interval of the plan %s is %s", words(interval), p, words(p.Shortest()))
	case interval%time.Second != 0:
		return fmt.Errorf("a tenant cannot be scanned every %s: an interval has whole seconds", words(interval))
	}
	return nil
}

// words writes an interval as people do, "15 minutes".
func words(d time.Duration) string {
	for _, u := range []struct {
		d    time.Duration
		name string
	}{{time.Hour, "hour"}, {time.Minute, "minute"}, {time.Second, "second"}} {
		if d > 0 && d%u.d == 0 {
			if d == u.d {
				return "1 " + u.name
			}
			return fmt.Sprintf("%d %ss", d/u.d, u.name)
		}
	}
	return d.String()
}
