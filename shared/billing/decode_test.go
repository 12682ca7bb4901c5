package billing

import (
	"encoding/json"
	"testing"
	"time"
)

// FuzzSubscription decodes anything as Stripe's subscription: nothing panics, nobody is
// watched for nothing, and what follows from it is one of the standings.
func FuzzSubscription(f *testing.F) {
	for _, seed := range []string{
		`{"id":"sub_1","customer":"cus_1","status":"active","items":{"data":[{"price":{"metadata":{"plan":"premium"}},"quantity":3,"current_period_end":1}]}}`,
		`{"customer":{"id":"cus_1"},"status":"past_due","cancel_at":-1,"items":{"data":[]}}`, `{"customer":7}`, `{"items":null,"created":9223372036854775807}`, `null`, `{`, `[]`,
	} {
		f.Add([]byte(seed))
	}
	at := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, raw []byte) {
		var s subscription
		if json.Unmarshal(raw, &s) != nil {
			return
		}
		one := s.subscription()
		e := Entitle(Account{Subscriptions: []Subscription{one}}, Entitlement{}, at)
		switch e.Standing {
		case Agreed, Trial, Paid, InDebt, Halted, Ended:
		default:
			t.Errorf("%s is %q", raw, e.Standing)
		}
		if e.Plan != "" && e.Plan.Validate() != nil {
			t.Errorf("%s is of the plan %q", raw, e.Plan)
		}
		if e.Standing == Paid && one.Status != Active || e.Standing == Trial && one.Status != Trialing {
			t.Errorf("%s is %q", raw, e.Standing)
		}
	})
}
