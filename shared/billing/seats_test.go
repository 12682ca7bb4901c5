package billing_test

import (
	"testing"

	"vahti.ai/vahti/shared/billing"
)

// TestCrossing goes through what becomes known in an order.
func TestCrossing(t *testing.T) {
	people := func(n int) *int { return &n }
	type step struct {
		standing billing.Standing
		seats    int
		people   *int
		is, tell bool
	}
	tests := []struct {
		name  string
		steps []step
	}{
		{"never more", []step{{billing.Trial, 10, people(9), false, false}, {billing.Paid, 10, people(10), false, false}}},
		{"more, once", []step{{billing.Paid, 10, people(11), true, true}, {billing.Paid, 10, people(11), true, false}, {billing.Paid, 10, people(40), true, false}}},
		{"more from the beginning", []step{{billing.Trial, 1, people(2), true, true}, {billing.Paid, 1, people(2), true, false}}},
		{"mended by paying for more, and passed anew", []step{{billing.Paid, 10, people(11), true, true}, {billing.Paid, 11, people(11), false, false}, {billing.Paid, 11, people(12), true, true}}},
		{"mended by people who left", []step{{billing.Paid, 10, people(11), true, true}, {billing.Paid, 10, people(10), false, false}, {billing.Paid, 10, people(11), true, true}}},
		{"nobody counted", []step{{billing.Paid, 10, nil, false, false}, {billing.Paid, 10, people(11), true, true}, {billing.Paid, 10, nil, true, false}, {billing.Paid, 10, people(11), true, false}}},
		{"a payment is missing", []step{{billing.Paid, 10, people(11), true, true}, {billing.InDebt, 10, people(11), true, false}, {billing.Halted, 10, people(11), true, false}, {billing.Paid, 10, people(11), true, false}}},
		{"passed while scans pause", []step{{billing.Halted, 10, people(11), false, false}, {billing.Paid, 10, people(11), true, true}}},
		{"no subscription", []step{{billing.Agreed, 0, people(11), false, false}}},
		{"over, and a new one", []step{{billing.Paid, 10, people(11), true, true}, {billing.Ended, 10, people(11), false, false}, {billing.Paid, 10, people(11), true, true}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			was := false
			for n, s := range tt.steps {
				is, tell := billing.Entitlement{Standing: s.standing, Seats: s.seats}.Crossing(was, s.people)
				if is != s.is || tell != s.tell {
					t.Errorf("step %d: got exceeded %v and to be told %v, want %v and %v", n, is, tell, s.is, s.tell)
				}
				was = is
			}
		})
	}
}
