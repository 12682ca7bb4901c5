package graph

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// pacing makes sessions of tenants before one pacer, on a bubble's clock.
type pacing struct{ reader *Reader }

func newPacing(share float64) *pacing {
	return &pacing{&Reader{cfg: Config{Now: time.Now, Sleep: sleep}, pacer: newPacer(time.Now, share, false)}}
}

func (p *pacing) session(tenant string, concurrency int) *session {
	return &session{r: p.reader, tenant: tenant, flight: newFlight(concurrency)}
}

// enter returns how long a request waited, which then is on its way.
func enter(t *testing.T, x *session, c price) (*waiter, time.Duration) {
	t.Helper()
	begun := time.Now()
	w, err := x.enter(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	x.r.pacer.written(w)
	return w, time.Since(begun)
}

// TestPacerSpreadsRequests lets each class's requests go at its rate.
func TestPacerSpreadsRequests(t *testing.T) {
	tests := []struct {
		name string
		cost price
		want []time.Duration // when each leaves
	}{
		{"protection", price{ClassProtection: 1}, []time.Duration{0, time.Second + wideSlack, 2 * (time.Second + wideSlack)}},
		{"reports", price{ClassReports: 1}, []time.Duration{0, 0, 0, 0, 0, 10*time.Second + slack, 10*time.Second + slack}},
		{"directory", price{ClassDirectory: 1400}, []time.Duration{0, 0, 10*time.Second + slack}},
		{"more than fits at all", price{ClassDirectory: 9000}, []time.Duration{0, 10*time.Second + slack}},
		{"no limit", price{ClassMail: 1000}, []time.Duration{0, 0, 0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				x := newPacing(1).session("a", 10)
				begun := time.Now()
				for i, want := range tt.want {
					if enter(t, x, tt.cost); time.Since(begun) != want {
						t.Errorf("request %d left after %v, want %v", i+1, time.Since(begun), want)
					}
				}
			})
		})
	}
}

// TestPacerCountsFromTheWire counts a request from when it was written, however
// long it took until then.
func TestPacerCountsFromTheWire(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := newPacing(1).session("a", 10)
		w, err := x.enter(t.Context(), price{ClassProtection: 1})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(3 * time.Second)
		x.r.pacer.written(w)
		if _, waited := enter(t, x, price{ClassProtection: 1}); waited != time.Second+wideSlack {
			t.Errorf("the next waited %v, want %v", waited, time.Second+wideSlack)
		}
	})
}

// TestWaitingHoldsNoPlace lets others go while one waits for its class.
func TestWaitingHoldsNoPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := newPacing(1).session("a", 1)
		w, _ := enter(t, x, price{ClassProtection: 1})
		x.leave(w, false)
		go func() {
			w, waited := enter(t, x, price{ClassProtection: 1})
			x.leave(w, false)
			if waited != time.Second+wideSlack {
				t.Errorf("the second of its class waited %v, want %v", waited, time.Second+wideSlack)
			}
		}()
		synctest.Wait()
		for range 3 {
			w, waited := enter(t, x, price{ClassDirectory: 1})
			if x.leave(w, false); waited != 0 {
				t.Errorf("another waited %v, want not at all", waited)
			}
		}
		time.Sleep(time.Minute)
	})
}

// TestScarceGoFirst gives the next place to who decides how long a reading takes.
func TestScarceGoFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := newPacing(1).session("a", 1)
		w, _ := enter(t, x, price{ClassDirectory: 1})
		left := make(chan string, 3)
		for name, c := range map[string]price{"directory": {ClassDirectory: 1}, "reports": {ClassReports: 1}, "batch": {ClassReports: 1, ClassDirectory: 19}} {
			go func() {
				w, _ := enter(t, x, c)
				left <- name
				x.leave(w, false)
			}()
		}
		synctest.Wait()
		x.leave(w, false)
		for _, want := range []string{"batch", "reports", "directory"} {
			if got := <-left; got != want {
				t.Errorf("next left %s, want %s", got, want)
			}
		}
	})
}

// TestThrottledClassWaitsAlone closes what Microsoft refused and nothing else, for
// exactly as long as it asked.
func TestThrottledClassWaitsAlone(t *testing.T) {
	tests := []struct {
		name                             string
		refused                          price
		wait                             time.Duration
		asked                            bool
		reports, directory, other, least time.Duration
	}{
		{"a class", price{ClassReports: 1}, 17 * time.Second, true, 17 * time.Second, 0, 0, 0},
		{"a class, shorter than its own pace", price{ClassDirectory: 1}, 3 * time.Second, true, 0, 3 * time.Second, 0, 0},
		{"a class, without a word when", price{ClassReports: 1}, 0, false, firstBackoff, 0, 0, firstBackoff / 2},
		{"a whole batch", nil, 9 * time.Second, true, 9 * time.Second, 9 * time.Second, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPacing(1)
				x, other := p.session("a", 10), p.session("b", 10)
				p.reader.pacer.refused("a", tt.refused, tt.wait, tt.asked, x.backoff)
				// Who waits least is asked first: time goes on meanwhile.
				_, byOther := enter(t, other, price{ClassReports: 1})
				begun := time.Now()
				done := make(chan time.Duration, 1)
				go func() {
					enter(t, x, price{ClassReports: 1})
					done <- time.Since(begun)
				}()
				_, byDirectory := enter(t, x, price{ClassDirectory: 1})
				byReports := <-done
				if byDirectory != tt.directory || byOther != tt.other || byReports > tt.reports || byReports < tt.reports-tt.least {
					t.Errorf("reports waited %v, the directory %v, another tenant %v; want %v, %v, %v",
						byReports, byDirectory, byOther, tt.reports, tt.directory, tt.other)
				}
			})
		})
	}
}

// TestSilentRefusalsGrow waits longer each time Microsoft refuses without saying
// when to come back, until a request is let through.
func TestSilentRefusalsGrow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPacing(1)
		x := p.session("a", 10)
		c := price{ClassProtection: 1}
		for n, most := range []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second} {
			time.Sleep(time.Minute)
			p.reader.pacer.refused("a", c, 0, false, x.backoff)
			if _, waited := enter(t, x, c); waited > most || waited < most/2 {
				t.Errorf("refusal %d: waited %v, want from %v to %v", n+1, waited, most/2, most)
			}
		}
		p.reader.pacer.answered("a", c, 0)
		time.Sleep(time.Minute)
		p.reader.pacer.refused("a", c, 0, false, x.backoff)
		if _, waited := enter(t, x, c); waited > firstBackoff {
			t.Errorf("after an answer: waited %v, want at most %v", waited, firstBackoff)
		}
	})
}

// TestNearTheLimitAsksForHalf slows down when Microsoft says how much is used.
func TestNearTheLimitAsksForHalf(t *testing.T) {
	for _, tt := range []struct {
		used float64
		want time.Duration
	}{{0.79, 0}, {0.8, 10*time.Second + slack}, {1.3, 10*time.Second + slack}} {
		synctest.Test(t, func(t *testing.T) {
			p := newPacing(1)
			x := p.session("a", 10)
			c := price{ClassDirectory: 1400} // half of what a small tenant is asked for
			enter(t, x, c)
			p.reader.pacer.answered("a", c, tt.used)
			if _, waited := enter(t, x, c); waited != tt.want {
				t.Errorf("used %v: the next waited %v, want %v", tt.used, waited, tt.want)
			}
		})
	}
}

// TestApplicationsShare holds all tenants together to this instance's share.
func TestApplicationsShare(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPacing(0.05) // 6,000 units in 20 seconds
		for i := range 4 {
			want := time.Duration(0)
			if i == 3 {
				want = 20*time.Second + slack
			}
			if _, waited := enter(t, p.session(string(rune('a'+i)), 10), price{ClassDirectory: 2000}); waited != want {
				t.Errorf("tenant %d waited %v, want %v", i+1, waited, want)
			}
		}
	})
}

// TestLargeTenantsMayBeAskedMore follows Microsoft's limits by size.
func TestLargeTenantsMayBeAskedMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPacing(1)
		x := p.session("a", 10)
		p.reader.pacer.sized("a", 100_000)
		for range 2 {
			if _, waited := enter(t, x, price{ClassDirectory: 3200}); waited != 0 {
				t.Errorf("waited %v, want not at all", waited)
			}
		}
		if _, waited := enter(t, x, price{ClassDirectory: 1}); waited == 0 {
			t.Error("the next did not wait, want it to")
		}
	})
}

// TestWhoGivesUpLeavesTheQueue lets others go when one's time is over, and says at
// once when the wait would outlast it.
func TestWhoGivesUpLeavesTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPacing(1)
		x := p.session("a", 1)
		c := price{ClassProtection: 1}
		w, _ := enter(t, x, c)

		short, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer cancel()
		x.leave(w, false)
		begun := time.Now()
		if _, err := x.enter(short, c); !errors.Is(err, context.DeadlineExceeded) || time.Since(begun) != 0 {
			t.Errorf("got %v after %v, want at once that the time limit comes first", err, time.Since(begun))
		}

		w, _ = enter(t, x, price{ClassDirectory: 1}) // the only place
		gone, stop := context.WithCancel(t.Context())
		failed := make(chan error)
		go func() {
			_, err := x.enter(gone, price{ClassDirectory: 1})
			failed <- err
		}()
		synctest.Wait()
		stop()
		if err := <-failed; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want %v", err, context.Canceled)
		}
		x.leave(w, false)
		if _, waited := enter(t, x, price{ClassDirectory: 1}); waited != 0 {
			t.Errorf("the next waited %v, want not at all", waited)
		}
	})
}

// TestFlightFollowsTheAnswers has more in flight while answers are slow, and fewer
// where Microsoft throttles.
func TestFlightFollowsTheAnswers(t *testing.T) {
	f := newFlight(24)
	for range 100 {
		f.wanted = true
		f.learn(10*time.Millisecond, false)
	}
	if f.most != firstFlight {
		t.Errorf("with quick answers %d may be in flight, want %d", f.most, firstFlight)
	}
	f.learn(time.Second, false)
	if f.most != firstFlight {
		t.Errorf("where nobody waits %d may be in flight, want %d", f.most, firstFlight)
	}
	for range 100 {
		f.wanted = true
		f.learn(time.Second, false)
	}
	if f.most != 24 {
		t.Errorf("with slow answers %d may be in flight, want 24", f.most)
	}
	f.learn(time.Second, true)
	if f.most != 12 {
		t.Errorf("throttled, %d may be in flight, want 12", f.most)
	}
	if f = newFlight(2); f.most != 2 {
		t.Errorf("with a limit of two %d may be in flight, want 2", f.most)
	}
}

// TestIdleTenantsAreForgotten keeps a pacer's memory of tenants small, and forgets
// none that Microsoft asked to wait.
func TestIdleTenantsAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPacing(1)
		p.reader.pacer.refused("asked to wait", price{ClassReports: 1}, time.Hour, true, nil)
		for i := range maxBudgets - 1 {
			p.reader.pacer.sized(string(rune('a'))+time.Duration(i).String(), 1)
		}
		time.Sleep(forgetAfter)
		p.reader.pacer.sized("one more", 1)
		if n := len(p.reader.pacer.tenants); n != 2 || p.reader.pacer.tenants["asked to wait"] == nil {
			t.Errorf("%d tenants are remembered, want the new one and the one that was asked to wait", n)
		}
	})
}
