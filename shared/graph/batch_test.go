package graph

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"vahti.ai/vahti/shared/snapshot"
)

// singletons are all there are, with a good answer each.
// singletons are five of v1.0 and one of beta.
func singletons() (want []snapshot.Resource, script map[string][]reply) {
	script = map[string][]reply{}
	for _, key := range []snapshot.Key{
		snapshot.AuthorizationPolicy, snapshot.AdminConsentRequestPolicy, snapshot.SecurityDefaults, snapshot.AuthenticationMethodsPolicy,
		snapshot.DefaultAppManagementPolicy, snapshot.CrossTenantAccessDefault,
	} {
		want = append(want, key.Resource())
		script[string(key.Resource())] = []reply{{body: `{"isEnabled":true}`}}
	}
	return want, script
}

func TestBatchFaults(t *testing.T) {
	const b2b = "beta/policies/b2bManagementPolicies"
	defaults := snapshot.SecurityDefaults.Resource()
	tests := []struct {
		name                         string
		item                         []reply            // of the security defaults
		whole                        func(n int) *reply // the n-th batch as a whole
		lose                         bool               // the security defaults from the batch's answer
		unread                       snapshot.Unread
		requests, subrequests, floor int
		waited                       time.Duration
	}{
		// Five of v1.0 in one batch, one of beta with a collection in another: what
		// the collection saves pays for the second batch.
		{name: "no fault", requests: 2, subrequests: 7, floor: 2},
		{name: "item throttled", item: []reply{{status: 429, header: map[string]string{"Retry-After": "9"}, body: `{}`}, {body: `{"isEnabled":true}`}},
			requests: 3, subrequests: 8, floor: 2, waited: 9 * time.Second},
		{name: "item throttled without a word", item: []reply{{status: 429, body: `{}`}, {body: `{"isEnabled":true}`}},
			requests: 3, subrequests: 8, floor: 2, waited: firstBackoff / 2},
		{name: "item failed", item: []reply{{status: 503, body: `"PGh0bWw+"`}, {body: `{"isEnabled":true}`}},
			requests: 3, subrequests: 8, floor: 2, waited: firstBackoff / 2},
		{name: "item refused", item: []reply{{status: 403, body: odata("x")}},
			unread: snapshot.Unread{Status: 403, Reason: "permission Policy.Read.All is missing or was refused"}, requests: 2, subrequests: 7, floor: 2},
		{name: "item unauthorised", item: []reply{{status: 401, body: odata("x")}, {body: `{"isEnabled":true}`}},
			requests: 3, subrequests: 8, floor: 2},
		{name: "item lost", lose: true, item: []reply{{body: `{"isEnabled":true}`}}, requests: 3, subrequests: 8, floor: 2},
		{name: "item without a body", item: []reply{{body: `null`}},
			unread: snapshot.Unread{Reason: "Microsoft's answer is not the documented JSON"}, requests: 2, subrequests: 7, floor: 2},
		{name: "item is a collection", item: []reply{{body: `{"value":[]}`}},
			unread: snapshot.Unread{Reason: "Microsoft's answer is not the documented JSON"}, requests: 2, subrequests: 7, floor: 2},
		{name: "item is text", item: []reply{{body: `"` + secretBody + `"`}},
			unread: snapshot.Unread{Reason: "Microsoft's answer is not the documented JSON"}, requests: 2, subrequests: 7, floor: 2},
		{name: "batch throttled", whole: firstOnly(reply{status: 429, header: map[string]string{"Retry-After": "5"}}), floor: 2, waited: 5 * time.Second},
		{name: "batch failed", whole: firstOnly(reply{status: 500}), floor: 2, waited: firstBackoff / 2},
		{name: "batch cut", whole: firstOnly(reply{body: `{"responses":[`, cut: true}), floor: 2, waited: firstBackoff / 2},
		{name: "batch always fails", whole: func(int) *reply { return &reply{status: 500} }, requests: 4 + 4 + 7, floor: 2, waited: 3 * firstBackoff / 2},
		{name: "batch refused", whole: func(int) *reply { return &reply{status: 400} }, requests: 2 + 7, subrequests: 14, floor: 2},
		{name: "batch of another shape", whole: func(int) *reply { return &reply{body: `{"responses":{}}`} }, requests: 2 + 7, subrequests: 14, floor: 2},
		{name: "batch with strange ids", whole: func(int) *reply {
			return &reply{body: `{"responses":[{"id":"x","status":200},{"id":"99","status":200},{"id":"0"}]}`}
		},
			requests: 2 + 7, subrequests: 14, floor: 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			want, script := singletons()
			want = append(want, snapshot.B2BManagementPolicies.Resource())
			script[b2b] = []reply{{body: `{"value":[]}`}}
			if tt.item != nil {
				script[string(defaults)] = tt.item
			}
			h := newHarness(t, script)
			h.graph.batch = tt.whole
			h.graph.lose = map[string]bool{string(defaults): tt.lose}
			s, stats, err := h.read(t, t.Context(), want...)
			if err != nil {
				t.Fatal(err)
			}
			if got := stats.Unread[defaults]; got != tt.unread {
				t.Errorf("got unread %v, want %v", got, tt.unread)
			}
			if tt.unread == (snapshot.Unread{}) && !snapshot.SecurityDefaults.Of(s).IsEnabled.V {
				t.Error("the security defaults were not read")
			}
			for _, r := range want {
				if r != defaults && !s.Has(r) {
					t.Errorf("%s was not read", r)
				}
			}
			if tt.requests != 0 && stats.Requests != tt.requests {
				t.Errorf("got %d requests, want %d", stats.Requests, tt.requests)
			}
			if tt.subrequests != 0 && stats.Subrequests != tt.subrequests {
				t.Errorf("got %d subrequests, want %d", stats.Subrequests, tt.subrequests)
			}
			if stats.Floor != tt.floor {
				t.Errorf("got floor %d, want %d", stats.Floor, tt.floor)
			}
			checkWaits(t, h.clock.waits(), tt.waited, false, 0)
		})
	}
}

func firstOnly(r reply) func(int) *reply {
	return func(n int) *reply {
		if n == 1 {
			return &r
		}
		return nil
	}
}

// TestSingleOfAVersionGoesAlone shows when a batch is not worth its name.
func TestSingleOfAVersionGoesAlone(t *testing.T) {
	_, script := singletons()
	h := newHarness(t, script)
	_, stats, err := h.read(t, t.Context(), snapshot.AuthenticationMethodsPolicy.Resource())
	if err != nil || h.graph.batches != 0 || stats.Requests != 1 {
		t.Errorf("got %d batches, %d requests and error %v, want none, one and none", h.graph.batches, stats.Requests, err)
	}
}

func TestPack(t *testing.T) {
	of := func(class Class, n int) []*ask {
		out := make([]*ask, n)
		for i := range out {
			out[i] = &ask{class: class}
		}
		return out
	}
	tests := []struct {
		name string
		asks []*ask
		want string // sizes of the batches
	}{
		{name: "twenty at most", asks: of(ClassDirectory, 47), want: "[20 20 7]"},
		{name: "no two of a class that is allowed seldom", asks: slices.Concat(of(ClassProtection, 3), of(ClassDirectory, 5), of(ClassReports, 2)), want: "[7 2 1]"},
		{name: "each beside others", asks: slices.Concat(of(ClassDirectory, 19), of(ClassReports, 2), of(ClassDirectory, 19)), want: "[20 20]"},
		{name: "not what is waited for no longer", asks: []*ask{{left: true}, {}, {left: true}}, want: "[1]"},
		{name: "nothing", want: "[]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := []int{}
			for batch, rest := pack(tt.asks); len(batch) > 0; batch, rest = pack(rest) {
				got = append(got, len(batch))
			}
			if fmt.Sprint(got) != tt.want {
				t.Errorf("got batches of %v, want %s", got, tt.want)
			}
		})
	}
}
