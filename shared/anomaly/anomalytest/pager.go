// Package anomalytest has a pager for tests, and the test that every pager passes.
package anomalytest

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/anomaly"
)

// Pager keeps alerts in memory, each name once. Its zero value has told nothing.
type Pager struct {
	mu     sync.Mutex
	alerts []anomaly.Alert
	pages  int
}

// Page implements anomaly.Pager.
func (p *Pager) Page(ctx context.Context, a anomaly.Alert) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pages++
	if !slices.ContainsFunc(p.alerts, func(b anomaly.Alert) bool { return b.Name == a.Name }) {
		p.alerts = append(p.alerts, a)
	}
	return nil
}

// Alerts returns what was told, in the order in which it first was.
func (p *Pager) Alerts() []anomaly.Alert {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.alerts)
}

// Pages returns how often something was told, repeats counted.
func (p *Pager) Pages() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.pages
}

// Contract holds a pager to what anomaly.Pager promises. start returns a fresh one,
// and what those on call have been told by it, each name once.
func Contract(t *testing.T, start func(t *testing.T) (p anomaly.Pager, told func() []anomaly.Alert)) {
	hour := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	one := anomaly.Alert{Name: "anomaly-a-20261101T12-00", Rule: "a", Subject: "a1", Severity: anomaly.Critical, Count: 7, Hour: hour, Do: "Look \"at\" it.\nTwice."}
	other := anomaly.Alert{Name: "anomaly-b-20261101T12-00", Rule: "b", Subject: "everybody", Severity: anomaly.Warning, Count: 1, Hour: hour.Add(time.Hour), Do: "Ask."}
	t.Run("tells everything", func(t *testing.T) {
		p, told := start(t)
		for _, a := range []anomaly.Alert{one, other} {
			if err := p.Page(t.Context(), a); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff([]anomaly.Alert{one, other}, told()); diff != "" {
			t.Errorf("told (-want +got):\n%s", diff)
		}
	})
	t.Run("a repeat is the same alert", func(t *testing.T) {
		p, told := start(t)
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if err := p.Page(t.Context(), one); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if diff := cmp.Diff([]anomaly.Alert{one}, told()); diff != "" {
			t.Errorf("told (-want +got):\n%s", diff)
		}
	})
	t.Run("nothing once the context has ended", func(t *testing.T) {
		p, told := start(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := p.Page(ctx, one); err == nil {
			t.Error("got no error, want one")
		}
		if got := told(); len(got) != 0 {
			t.Errorf("told %v, want nothing", got)
		}
	})
}
