package main

import (
	"bytes"
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/emulator/history"
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
)

// rehearsed runs a rehearsal of one service and wants nothing to differ.
func rehearsed(t *testing.T, args ...string) rehearsalResult {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	cmd := emulator(ctx, append([]string{"rehearse", "-json", "-services", "1"}, args...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	var r rehearsalResult
	if json.Unmarshal(out, &r) != nil {
		t.Fatalf("no result: %v\n%s", err, lastLines(stderr.String()))
	}
	if err != nil || !r.good() {
		t.Errorf("seed %d: %d lost, %d doubled, %d wrong:\n%s", r.Seed, r.Lost, r.Doubled, r.Wrong, strings.Join(r.Shown, "\n"))
	}
	return r
}

// TestRehearsal lets everything go wrong for a few tenants and rounds.
func TestRehearsal(t *testing.T) {
	t.Parallel()
	r := rehearsed(t, "-seed", "3", "-tenants", "4", "-scans", "8")
	for _, kind := range []string{"messages pushed again", "firestore.unavailable", "firestore.lost"} {
		if r.Injected[kind] == 0 {
			t.Errorf("%s: none, so nothing was tried", kind)
		}
	}
	if r.Changes == 0 || r.Drifts == 0 {
		t.Errorf("%d changes and %d drifts: nothing happened to the tenants", r.Changes, r.Drifts)
	}
	if r.Passes == 0 || r.Earlier == 0 || r.Certain == 0 || r.Attributed < r.Certain || r.Unattributed == 0 {
		t.Errorf("%d light passes that found %d changes, %d authors of %d certain ones, %d of nobody: too little was tried",
			r.Passes, r.Earlier, r.Attributed, r.Certain, r.Unattributed)
	}
}

// TestKilledAtWrites kills functions at some of their first writes; all of them
// are rehearsed by scripts/faults -every-write. Each waits out a lease.
func TestKilledAtWrites(t *testing.T) {
	for s, tenants := range map[string]int{"scan:2:before": 1, "scan:3:after": 1, "pass:3:after": shotTenants, "dispatch:1:after": 1} {
		t.Run(s, func(t *testing.T) {
			t.Parallel()
			r := rehearsed(t, "-seed", "2", "-tenants", strconv.Itoa(tenants), "-scans", strconv.Itoa(2*tenants), "-fault", "", "-shot", s, "-idle", "explain")
			if !r.Spent || r.Injected["processes killed at writes"] == 0 {
				t.Error("nothing was killed")
			}
		})
	}
}

// TestCompareTells wants the comparison to see what it is there for.
func TestCompareTells(t *testing.T) {
	at := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	guests := &check.Check{ID: "guests", Severity: finding.High}
	fail := func(n int) []check.Outcome {
		return []check.Outcome{{Check: guests, Verdict: finding.Fail, Results: check.One(finding.Fail, "There are guests.", finding.Evidence{Facts: finding.Facts{"guests": n}})}}
	}
	ledger := history.NewLedger()
	ledger.Add(at, fail(1))
	ledger.Add(at.Add(time.Hour), fail(2))
	truth := ledger.Findings()[0]
	with := func(change func(*finding.Finding)) finding.Finding {
		f := truth
		change(&f)
		return f
	}
	tests := []struct {
		name                 string
		stored               []finding.Finding
		lost, doubled, wrong int
	}{
		{"the truth", []finding.Finding{truth}, 0, 0, 0},
		{"nothing", nil, 1, 0, 0},
		{"twice", []finding.Finding{truth, truth}, 0, 1, 0},
		{"another one", []finding.Finding{truth, with(func(f *finding.Finding) { f.Check = "other" })}, 0, 0, 1},
		{"resolved", []finding.Finding{with(func(f *finding.Finding) { f.State = finding.Resolved })}, 0, 0, 1},
		{"a change twice", []finding.Finding{with(func(f *finding.Finding) { f.Version++ })}, 0, 0, 1},
		{"older facts", []finding.Finding{with(func(f *finding.Finding) { f.Evidence.Facts = finding.Facts{"guests": 1} })}, 0, 0, 1},
		{"another moment", []finding.Finding{with(func(f *finding.Finding) { f.Since = at.Add(time.Minute) })}, 0, 0, 1},
		{"other subjects", []finding.Finding{with(func(f *finding.Finding) {
			f.Evidence.Subjects = finding.Subjects{"users": finding.List(finding.Subject{ID: "x"})}
		})}, 0, 0, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := &rehearsal{}
			r.compareFindings(&actor{Tenant: &history.Tenant{Name: "Historic"}, ledger: ledger}, tt.stored)
			if got := r.result; got.Lost != tt.lost || got.Doubled != tt.doubled || got.Wrong != tt.wrong {
				t.Errorf("got %d lost, %d doubled, %d wrong, want %d, %d, %d: %v", got.Lost, got.Doubled, got.Wrong, tt.lost, tt.doubled, tt.wrong, got.Shown)
			}
			if r.result.good() != (tt.lost+tt.doubled+tt.wrong == 0) {
				t.Errorf("good is %v", r.result.good())
			}
		})
	}
}

func TestParseRehearsal(t *testing.T) {
	tests := []struct {
		name string
		args []string
		want string // in the error; empty for none
	}{
		{"defaults", nil, ""},
		{"a shot", []string{"-shot", "scan:3:after"}, ""},
		{"a shot at light passes", []string{"-shot", "pass:3:before"}, ""},
		{"a shot without a moment", []string{"-shot", "scan:3"}, "-shot"},
		{"a shot at no write", []string{"-shot", "scan:0:before"}, "-shot"},
		{"no tenants", []string{"-tenants", "0"}, "-tenants"},
		{"unknown fault", []string{"-fault", "luck=1"}, "luck"},
		{"an argument", []string{"please"}, "please"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := parseRehearsal(tt.args, &bytes.Buffer{})
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
}

func TestKillerChoosesItsWrite(t *testing.T) {
	never := func() bool { return false }
	k := &killer{chance: never, half: never, writes: map[string]int{}, fate: map[string]bool{}}
	write := func(function string) (killed string) {
		if k.now(function, false) {
			return "before"
		}
		if k.now(function, true) {
			return "after"
		}
		return ""
	}
	write("scan") // before it is armed
	s := k.arm("scan", 2, true)
	var got []string
	for _, function := range []string{"scan", "explain", "scan", "scan"} {
		got = append(got, write(function))
	}
	if want := ",,after,"; strings.Join(got, ",") != want {
		t.Errorf("killed %q, want %q", strings.Join(got, ","), want)
	}
	if !k.disarm(s) {
		t.Error("the shot counts as not fired")
	}
	k.arm("scan", 1, false)
	if got := write("scan"); got != "before" {
		t.Errorf("killed %q, want before", got)
	}
	if s = k.arm("scan", 5, false); k.disarm(s) {
		t.Error("a shot counts as fired that was not")
	}
	k.chance = func() bool { return true }
	if got := write("scan"); got != "after" {
		t.Errorf("killed %q by chance, want after", got)
	}
	k.half = k.chance
	if got := write("scan"); got != "before" {
		t.Errorf("killed %q by chance, want before", got)
	}
}
