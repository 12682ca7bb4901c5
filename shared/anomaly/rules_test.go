package anomaly_test

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/anomaly"
	"vahti.ai/vahti/shared/store/trail"
)

var update = flag.Bool("update", false, "write the golden file from the rules")

// TestRulesTable shows every rule.
func TestRulesTable(t *testing.T) {
	var got bytes.Buffer
	seen := map[string]bool{}
	for _, r := range rules(t) {
		fmt.Fprintf(&got, "%s: %d within %v, %s: %v\n    %s\n", r.Name, r.Threshold, r.Window, r.Severity, r.Actions, r.Do)
		if seen[r.Name] || r.Window > anomaly.Longest || r.Window <= 0 || r.Threshold < 1 || r.Do == "" || len(r.Actions) == 0 {
			t.Errorf("%s: the rule is incomplete or there are two", r.Name)
		}
		seen[r.Name] = true
		for _, a := range r.Actions {
			if !slices.Contains(trail.Actions(), a) {
				t.Errorf("%s: no action is called %s", r.Name, a)
			}
		}
	}
	const golden = "testdata/rules.golden"
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
}

// many makes n events that are spread evenly over a while; change tells them apart.
func many(n int, over time.Duration, e anomaly.Event, change func(int, *anomaly.Event)) []anomaly.Event {
	if e.At.IsZero() {
		e.At = start
	}
	out := make([]anomaly.Event, n)
	for i := range out {
		out[i] = e
		out[i].At = e.At.Add(over * time.Duration(i) / time.Duration(n))
		if change != nil {
			change(i, &out[i])
		}
	}
	return out
}

// failed is a sign-in that failed.
func failed(account, from string) anomaly.Event {
	return anomaly.Event{Action: trail.SignInFailed, Account: account, From: from, Address: "192.0.2." + from}
}

func accounts(i int, e *anomaly.Event)  { e.Account = fmt.Sprint("a", i) }
func addresses(i int, e *anomaly.Event) { e.From = fmt.Sprint("h", i) }
func targets(i int, e *anomaly.Event)   { e.Target = fmt.Sprint("tenants/group-", i) }
func inTenants(i int, e *anomaly.Event) { e.Tenant = fmt.Sprint("t", i) }

func both(i int, e *anomaly.Event) {
	accounts(i, e)
	addresses(i, e)
}

// TestRules tries each rule below, at and beyond its threshold.
func TestRules(t *testing.T) {
	local := func(text string) time.Time { // of Helsinki
		zone, err := time.LoadLocation("Europe/Helsinki")
		if err != nil {
			t.Fatal(err)
		}
		at, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	asked := func(at string) anomaly.Event {
		return anomaly.Event{At: local(at), Action: trail.GrantAsked, Account: "op", Tenant: "t1"}
	}
	at := func(text string, action trail.Action) anomaly.Event {
		e := asked(text)
		e.Action = action
		return e
	}
	viewed := anomaly.Event{Action: trail.GrantViewed, By: trail.Operator, Account: "op", Tenant: "t1"}
	used := anomaly.Event{Action: trail.KeyUsed, By: trail.Key, Account: "k1", From: "h", Tenant: "t1"}
	export := anomaly.Event{Action: trail.ExportMade, Account: "a1", Tenant: "t1"}
	probe := anomaly.Event{Action: trail.AccessRefused, Account: "a1", Target: "tenants/group-0"}
	denied := anomaly.Event{Action: trail.AccessDenied, By: trail.Member, Account: "a1"}
	const hour = time.Hour
	tests := []struct {
		name   string
		events []anomaly.Event
		want   []string
	}{
		{"nothing", nil, nil},
		{"one account, too few", many(19, hour, failed("a1", ""), addresses), nil},
		{"one account", many(20, hour, failed("a1", ""), addresses), []string{"signin-account a1 20"}},
		{"one account, slowly", many(40, 3*hour, failed("a1", ""), addresses), nil},
		{"tries that were not looked at count too", many(20, hour, anomaly.Event{Action: trail.SignInThrottled, Account: "a1"}, addresses), []string{"signin-account a1 20"}},
		{"what tenants' books repeat", many(600, hour, anomaly.Event{Action: trail.SignInFailed, Account: "a1", From: "h", Tenant: "t1"}, nil), nil},
		{"sign-ins that succeed", many(600, hour, anomaly.Event{Action: trail.SignInSucceeded, Account: "a1", From: "h"}, nil), nil},
		{"one address, nobody's accounts", many(49, hour, failed("", "h"), nil), nil},
		{"one address", many(50, hour, failed("", "h"), nil), []string{"signin-address h 50"}},
		{"one address, forged answers", many(50, hour, anomaly.Event{Action: trail.SignInForged, From: "h"}, nil), []string{"signin-address h 50"}},
		{"one address, few accounts", many(9, hour, failed("", "h"), accounts), nil},
		{"one address, many accounts", many(10, hour, failed("", "h"), accounts), []string{"signin-spray h 10"}},
		{"one address, the same few accounts again", many(40, hour, failed("", "h"), func(i int, e *anomaly.Event) { e.Account = fmt.Sprint("a", i%9) }), nil},
		{"everywhere, too few", many(499, hour, failed("", ""), both), nil},
		{"everywhere", many(500, hour, failed("", ""), both), []string{"signin-overall everybody 500"}},

		{"asked in the morning", many(1, 0, asked("2026-11-02 07:00"), nil), nil},
		{"asked in the evening", many(1, 0, asked("2026-11-02 18:59"), nil), nil},
		{"asked before the morning", many(1, 0, asked("2026-11-02 06:59"), nil), []string{"grant-hours op 1"}},
		{"asked after the evening", many(1, 0, asked("2026-11-02 19:00"), nil), []string{"grant-hours op 1"}},
		{"asked on a Friday", many(1, 0, asked("2026-11-06 12:00"), nil), nil},
		{"asked on a Saturday", many(1, 0, asked("2026-11-07 12:00"), nil), []string{"grant-hours op 1"}},
		{"asked on a Sunday", many(1, 0, asked("2026-11-08 12:00"), nil), []string{"grant-hours op 1"}},
		{"asked in summer time", many(1, 0, asked("2026-07-01 07:30"), nil), nil},
		{"approved at night", many(1, 0, anomaly.Event{At: local("2026-11-03 02:00"), Action: trail.GrantApproved, Tenant: "t1"}, nil), []string{"grant-hours t1 1"}},
		{"begun at noon", many(1, 0, at("2026-11-03 12:00", trail.GrantStarted), nil), nil},
		{"begun at night", many(1, 0, at("2026-11-03 02:00", trail.GrantStarted), nil), []string{"grant-hours op 1"}},
		{"used in the evening", many(3, 0, at("2026-11-03 18:59", trail.GrantViewed), nil), nil},
		{"asked by day, used at night", slices.Concat(many(1, 0, asked("2026-11-03 18:50"), nil), many(30, 30*time.Minute, at("2026-11-03 19:00", trail.GrantViewed), nil)), []string{"grant-hours op 30"}},
		{"used for two hours of a night", many(24, 2*hour, at("2026-11-03 22:00", trail.GrantViewed), nil), []string{"grant-hours op 12", "grant-hours op 12"}},
		{"revoked at night", many(1, 0, anomaly.Event{At: local("2026-11-03 02:00"), Action: trail.GrantRevoked, Account: "a1"}, nil), nil},
		{"views of four tenants", many(40, hour, viewed, func(i int, e *anomaly.Event) { e.Tenant = fmt.Sprint("t", i%4) }), nil},
		{"views of five tenants", many(5, hour, viewed, inTenants), []string{"support-breadth op 5"}},
		{"views of five tenants in two hours", many(5, 2*hour, viewed, inTenants), nil},

		{"nine exports", many(9, hour, export, nil), nil},
		{"ten exports", many(10, hour, export, inTenants), []string{"export-mass a1 10"}},
		{"ten exports by ten people", many(10, hour, export, accounts), nil},
		{"a key at four addresses", many(4, hour, used, addresses), nil},
		{"a key at five addresses", many(5, hour, used, addresses), []string{"key-addresses k1 5"}},
		{"a key often at one address", many(50, hour, used, nil), nil},
		{"probes of four", many(4, hour, probe, targets), nil},
		{"probes of five", many(5, hour, probe, targets), []string{"access-probe a1 5"}},
		{"probes of five in a moment", many(5, 0, probe, targets), []string{"access-probe a1 5"}},
		{"one address again and again", many(50, hour, probe, nil), nil},
		{"probes of a key of no account", many(5, hour, anomaly.Event{Action: trail.AccessRefused, From: "h"}, targets), []string{"access-probe h 5"}},
		{"probes of nobody", many(50, hour, anomaly.Event{Action: trail.AccessRefused}, targets), nil},

		{"refused in two tenants", many(9, hour, denied, func(i int, e *anomaly.Event) { e.Tenant = fmt.Sprint("t", i%2) }), nil},
		{"refused in three tenants", many(3, hour, denied, inTenants), []string{"access-denied a1 3"}},
		{"refused in three tenants, slowly", many(3, 2*hour, denied, inTenants), nil},
		{"tokens that do not hold from 19 addresses", many(19, hour, anomaly.Event{Action: trail.TokenRefused}, addresses), nil},
		{"tokens that do not hold from 20 addresses", many(20, hour, anomaly.Event{Action: trail.TokenRefused}, addresses), []string{"bearer-spray everybody 20"}},
		{"tokens that do not hold from one address", many(60, hour, anomaly.Event{Action: trail.TokenRefused, From: "h"}, accounts), nil},

		{"several rules and hours", slices.Concat(many(40, 2*hour, failed("a1", ""), addresses), many(5, hour, probe, targets)),
			[]string{"signin-account a1 20", "access-probe a1 5", "signin-account a1 20"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, a := range anomaly.Judge(rules(t), tt.events) {
				got = append(got, fmt.Sprint(a.Rule, " ", a.Subject, " ", a.Count))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("anomalies (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAddressOfAnomaly: the address stands by an anomaly that is about one, and by
// no other.
func TestAddressOfAnomaly(t *testing.T) {
	events := slices.Concat(many(50, time.Hour, failed("", "7"), nil), many(20, time.Hour, failed("a1", ""), addresses))
	want := map[string]string{"signin-address": "192.0.2.7", "signin-account": ""}
	got := map[string]string{}
	for _, a := range anomaly.Judge(rules(t), events) {
		got[a.Rule] = a.Address
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("addresses (-want +got):\n%s", diff)
	}
}

// TestJudgeAgainstCounting compares, for events at random and in any order, with
// what plain counting over every window says.
func TestJudgeAgainstCounting(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	r := anomaly.Rule{Name: "r", Actions: []trail.Action{"a.b"}, Subject: func(e anomaly.Event) string { return e.Account }, Window: 10 * time.Minute}
	for round := range 300 {
		r.Threshold = 1 + rng.IntN(6)
		r.Each = nil
		if round%2 == 1 {
			r.Each = func(e anomaly.Event) string { return e.Tenant }
		}
		events := make([]anomaly.Event, rng.IntN(60))
		for i := range events {
			events[i] = anomaly.Event{At: start.Add(time.Duration(rng.IntN(3*3600)) * time.Second), Action: "a.b",
				Account: fmt.Sprint(rng.IntN(3)), Tenant: fmt.Sprint(rng.IntN(8))}
		}
		want := map[string]int{}
		for _, e := range events {
			n, different := 0, map[string]bool{}
			for _, o := range events {
				if o.Account == e.Account && !o.At.After(e.At) && o.At.After(e.At.Add(-r.Window)) {
					n++
					different[o.Tenant] = true
				}
			}
			if r.Each != nil {
				n = len(different)
			}
			at := e.Account + " " + e.At.Truncate(time.Hour).Format(time.RFC3339)
			if n >= r.Threshold {
				want[at] = max(want[at], n)
			}
		}
		got := map[string]int{}
		for _, a := range anomaly.Judge([]anomaly.Rule{r}, events) {
			got[a.Subject+" "+a.Hour.Format(time.RFC3339)] = a.Count
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("round %d, threshold %d (-want +got):\n%s", round, r.Threshold, diff)
		}
	}
}

func TestNames(t *testing.T) {
	a := anomaly.Anomaly{Rule: "r", Subject: "s", Hour: start}
	same := a
	same.Count, same.Hour = 9, start.In(time.FixedZone("", 7200))
	if a.Name() != same.Name() {
		t.Errorf("got %s and %s, want one name", a.Name(), same.Name())
	}
	for name, other := range map[string]anomaly.Anomaly{
		"rule": {Rule: "q", Subject: "s", Hour: start}, "subject": {Rule: "r", Subject: "x", Hour: start}, "hour": {Rule: "r", Subject: "s", Hour: start.Add(time.Hour)},
	} {
		if a.Name() == other.Name() {
			t.Errorf("another %s has the same name", name)
		}
	}
}
