package graph

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/snapshot"
)

func TestParseChanges(t *testing.T) {
	tests := []struct {
		name, body string
		changed    []string
		removed    []string
		err        error
	}{
		{name: "nothing", body: `{"value":[],"@odata.deltaLink":"x"}`},
		{name: "changed and removed", body: `{"value":[{"id":"a","x":1},{"id":"b","@removed":{"reason":"deleted"}}],"@odata.nextLink":"x"}`,
			changed: []string{`{"id":"a","x":1}`}, removed: []string{"b"}},
		{name: "told twice", body: `{"value":[{"id":"a","x":1},{"id":"a","y":2}],"@odata.deltaLink":"x"}`,
			changed: []string{`{"id":"a","x":1}`, `{"id":"a","y":2}`}},
		{name: "changed, then removed", body: `{"value":[{"id":"a"},{"id":"a","@removed":{"reason":"changed"}}],"@odata.deltaLink":"x"}`, removed: []string{"a"}},
		{name: "removed, then there again", body: `{"value":[{"id":"a","@removed":{}},{"id":"a"}],"@odata.deltaLink":"x"}`, changed: []string{`{"id":"a"}`}},
		{name: "no link", body: `{"value":[]}`, err: errShape},
		{name: "both links", body: `{"value":[],"@odata.nextLink":"x","@odata.deltaLink":"x"}`, err: errShape},
		{name: "no value", body: `{"@odata.deltaLink":"x"}`, err: errShape},
		{name: "an entity without id", body: `{"value":[{"x":1}],"@odata.deltaLink":"x"}`, err: errShape},
		{name: "null", body: `{"value":[null],"@odata.deltaLink":"x"}`, err: errShape},
		{name: "cut", body: `{"value":[`, err: errCut},
		{name: "no JSON", body: `<html>`, err: errGarbled},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := parseChanges([]byte(tt.body))
			if !errors.Is(err, tt.err) {
				t.Fatalf("got error %v, want %v", err, tt.err)
			}
			var changed []string
			for _, raw := range p.changed {
				changed = append(changed, string(raw))
			}
			if diff := cmp.Diff(tt.changed, changed); diff != "" {
				t.Errorf("changed (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.removed, p.removed); diff != "" {
				t.Errorf("removed (-want +got):\n%s", diff)
			}
		})
	}
}

func TestBudget(t *testing.T) {
	now := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	ago := func(d time.Duration, before, whole bool) snapshot.Turn {
		turn := snapshot.Turn{At: now.Add(-d), Begun: now.Add(-d), Read: 1, Total: 2}
		if before {
			turn.Before = now.Add(-snapshot.Week)
		}
		if whole {
			turn.Read = turn.Total
		}
		return turn
	}
	tests := []struct {
		name  string
		total int
		last  snapshot.Turn
		want  int
	}{
		{"few", 200, ago(0, true, false), 200},
		{"the first scan", 1000, snapshot.Turn{}, 200},
		{"the first scan of many", 100_000, snapshot.Turn{}, 745},
		{"the first round goes on", 1000, ago(time.Hour, false, false), 200},
		{"the first round is over", 1000, ago(time.Hour, false, true), 8},
		{"an hour", 100_000, ago(time.Hour, true, false), 745},
		{"a day", 100_000, ago(24*time.Hour, true, false), 17858},
		{"a month", 1000, ago(30*24*time.Hour, true, false), 1000},
		{"no time in the first round", 100_000, ago(0, false, false), 0},
		{"no time", 100_000, ago(0, true, false), 0},
		{"an earlier moment", 100_000, ago(-time.Hour, true, false), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := budget(tt.total, tt.last, now); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}

// TestTimeLimitGoesOn reads with a time limit that comes on the second page and
// goes on from there.
func TestTimeLimitGoesOn(t *testing.T) {
	users := snapshot.Users.Resource()
	h := newHarness(t, map[string][]reply{
		usersPath:        {{body: usersPage("{base}/v1.0/users?$skiptoken=2", "a")}},
		usersPath + "#2": {{status: 503}},
	})
	ctx, cancel := context.WithDeadline(t.Context(), h.clock.now().Add(time.Minute))
	defer cancel()
	var entries []Entry
	o := Order{Want: []snapshot.Resource{users}, Journal: func(e Entry) {
		e.Raw = append([]byte(nil), e.Raw...)
		entries = append(entries, e)
	}}
	s := snapshot.New(h.clock.now(), snapshot.Settings{})
	report, err := h.reader.Read(ctx, someTenant, s, o)
	if err != nil || report.Whole || s.Has(users) {
		t.Fatalf("got error %v, whole %v, users read %v, want none of it", err, report.Whole, s.Has(users))
	}

	h.graph.script[usersPath+"#2"] = []reply{{body: usersPage("", "b")}}
	begun := len(h.graph.log)
	s = snapshot.New(h.clock.now(), snapshot.Settings{})
	if o.Resume, err = Replay(s, all(entries)); err != nil {
		t.Fatal(err)
	}
	if report, err = h.reader.Read(t.Context(), someTenant, s, o); err != nil || !report.Whole {
		t.Fatalf("got error %v and whole %v", err, report.Whole)
	}
	if diff := cmp.Diff([]string{"a", "b"}, userIDs(s)); diff != "" {
		t.Errorf("users (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"GET v1.0/users?$skiptoken=2"}, h.graph.log[begun:]); diff != "" {
		t.Errorf("asked for (-want +got):\n%s", diff)
	}
}

func all(entries []Entry) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for _, e := range entries {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// TestResumeAtAnExpiredPage begins a collection anew whose next page Graph does
// not know any more.
func TestResumeAtAnExpiredPage(t *testing.T) {
	for _, refusal := range []reply{{status: 410}, {status: 400, body: odata("Directory_ExpiredPageToken")}, {status: 400, body: odata("BadRequest")}} {
		h := newHarness(t, map[string][]reply{
			usersPath:        {{body: usersPage("", "b", "c")}},
			usersPath + "#2": {refusal},
		})
		s := snapshot.New(h.clock.now(), snapshot.Settings{})
		entries := []Entry{{Resource: snapshot.Users.Resource(), Raw: []byte(`[{"id":"a"}]`), Count: 1, Fresh: true, Next: "v1.0/users?$skiptoken=2"}}
		resume, err := Replay(s, all(entries))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.reader.Read(t.Context(), someTenant, s, Order{Want: []snapshot.Resource{snapshot.Users.Resource()}, Resume: resume}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"b", "c"}, userIDs(s)); diff != "" {
			t.Errorf("users after %d (-want +got):\n%s", refusal.status, diff)
		}
	}
}

func TestReplayRefuses(t *testing.T) {
	users := snapshot.Users.Resource()
	torn := errors.New("torn")
	tests := []struct {
		name    string
		entries []Entry
		err     error
	}{
		{name: "an unknown resource", entries: []Entry{{Resource: "v1.0/nothing"}}},
		{name: "changes to what is not there", entries: []Entry{{Resource: users, Delta: true, Raw: []byte(`[{"id":"a"}]`)}}},
		{name: "another shape", entries: []Entry{{Resource: users, Raw: []byte(`[{"id":1}]`), Fresh: true}}},
		{name: "an error of its own", err: torn},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := snapshot.New(time.Now(), snapshot.Settings{})
			_, err := Replay(s, func(yield func(Entry, error) bool) {
				for _, e := range tt.entries {
					if !yield(e, nil) {
						return
					}
				}
				if tt.err != nil {
					yield(Entry{}, tt.err)
				}
			})
			if err == nil || tt.err != nil && !errors.Is(err, tt.err) {
				t.Errorf("got error %v, want %v", err, tt.err)
			}
		})
	}
}

// TestDifferentParentsShareBatches counts the requests for what hangs under groups
// and people: one batch for all of it in each wave.
func TestDifferentParentsShareBatches(t *testing.T) {
	script := map[string][]reply{
		usersPath:       {{body: usersPage("", "u1", "u2")}},
		assignmentsPath: {{body: `{"value":[{"principalId":"g1","principal":{"@odata.type":"#microsoft.graph.group"}},{"principalId":"u1"},{"principalId":"u2"}]}`}},
	}
	for _, u := range []string{"u1", "u2"} {
		script["v1.0/users/"+u] = []reply{{body: fmt.Sprintf(`{"id":%q}`, u)}}
		script["v1.0/users/"+u+"/licenseDetails"] = []reply{{body: `{"value":[]}`}}
	}
	for _, path := range []string{"/transitiveMembers", "/owners"} {
		script["v1.0/groups/g1"+path] = []reply{{body: `{"value":[{"id":"u2"}]}`}}
	}
	h := newHarness(t, script)
	want := []snapshot.Resource{snapshot.Users.Resource(), snapshot.GroupMembers.Resource(), snapshot.GroupOwners.Resource(),
		snapshot.PrivilegedSignInActivity.Resource(), snapshot.PrivilegedLicences.Resource()}
	_, stats, err := h.read(t, t.Context(), want...)
	if err != nil {
		t.Fatal(err)
	}
	// Users and role assignments; members and owners; activity and licences of both.
	if len(stats.Unread) > 0 || stats.Requests != 4 || stats.Floor != 4 || h.graph.batches != 2 {
		t.Errorf("got %d requests, floor %d, %d batches, unread %v, want 4, 4, 2 and none", stats.Requests, stats.Floor, h.graph.batches, stats.Unread)
	}
}

// TestChangesThatFail has Graph fail for as long as it is asked what changed in a
// collection: it is read in full.
func TestChangesThatFail(t *testing.T) {
	const applicationsPath = "v1.0/applications"
	tests := []struct {
		name   string
		key    snapshot.Key
		path   string
		script map[string][]reply
		read   func(*snapshot.Snapshot) []string
	}{
		{"the link", snapshot.Users, usersPath, map[string][]reply{
			usersPath + "/delta": {{status: 504}},
			usersPath:            {{body: usersPage("", "b", "c")}},
		}, userIDs},
		{"no answer", snapshot.Users, usersPath, map[string][]reply{
			usersPath + "/delta": {{drop: true}},
			usersPath:            {{body: usersPage("", "b", "c")}},
		}, userIDs},
		{"an entity that changed", snapshot.Applications, applicationsPath, map[string][]reply{
			applicationsPath + "/delta": {{body: `{"value":[{"id":"b"},{"id":"c"}],"@odata.deltaLink":"{base}/v1.0/applications/delta?$deltatoken=y"}`}},
			applicationsPath + "/b":     {{status: 503}},
			applicationsPath + "/c":     {{body: `{"id":"c"}`}},
			applicationsPath:            {{body: `{"value":[{"id":"b"},{"id":"c"}]}`}},
		}, func(s *snapshot.Snapshot) (ids []string) {
			for _, a := range snapshot.Applications.Of(s) {
				ids = append(ids, a.ID)
			}
			return ids
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := newHarness(t, tt.script)
			r := tt.key.Resource()
			now := h.clock.now()
			s := snapshot.New(now, snapshot.Settings{})
			if err := tt.key.Decode(s, "", []byte(`[{"id":"a"}]`)); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithDeadline(t.Context(), now.Add(3*time.Minute))
			defer cancel()
			report, err := h.reader.Read(ctx, someTenant, s, Order{Keep: true, Want: []snapshot.Resource{r}, Kept: map[snapshot.Resource]Kept{
				r: {At: now.Add(-time.Hour), Full: now.Add(-time.Hour), Requests: 4, Asked: h.reader.rows[r].asked(), Link: tt.path + "/delta?$deltatoken=x"},
			}})
			if err != nil || !report.Whole || !s.Has(r) {
				t.Fatalf("got error %v, whole %v, read %v, want it read in full", err, report.Whole, s.Has(r))
			}
			if n := h.graph.asked[tt.path+"/delta"]; n > changesTries {
				t.Errorf("the changes were asked for %d times, want at most %d", n, changesTries)
			}
			if diff := cmp.Diff([]string{"b", "c"}, tt.read(s)); diff != "" {
				t.Errorf("read (-want +got):\n%s", diff)
			}
		})
	}
}

// TestLate tells what reading on would bring, and what not.
func TestLate(t *testing.T) {
	h := newHarness(t, map[string][]reply{
		"v1.0/domains":                      {{status: 503}},
		"v1.0/policies/authorizationPolicy": {{status: 403, body: odata("Authorization_RequestDenied")}},
		"v1.0/groups":                       {{body: `{"value":[]}`}},
	})
	ctx, cancel := context.WithDeadline(t.Context(), h.clock.now().Add(time.Minute))
	defer cancel()
	s := snapshot.New(h.clock.now(), snapshot.Settings{})
	report, err := h.reader.Read(ctx, someTenant, s, Order{Want: []snapshot.Resource{
		snapshot.FederationConfigurations.Resource(), snapshot.AuthorizationPolicy.Resource(), snapshot.Groups.Resource(),
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []snapshot.Resource{snapshot.Domains.Resource(), snapshot.FederationConfigurations.Resource()} {
		if !slices.Contains(report.Late, r) {
			t.Errorf("got %v late, want %s among them", report.Late, r)
		}
	}
	for _, r := range []snapshot.Resource{snapshot.AuthorizationPolicy.Resource(), snapshot.Groups.Resource()} {
		if slices.Contains(report.Late, r) {
			t.Errorf("got %v late, want no %s", report.Late, r)
		}
	}
}

// TestClosedForAnotherReader has Microsoft ask to wait for longer than the time limit:
// the reading says so, and another reader that is told does not ask before.
func TestClosedForAnotherReader(t *testing.T) {
	policies, domains := snapshot.ConditionalAccessPolicies.Resource(), snapshot.Domains.Resource()
	path := string(policies)
	h := newHarness(t, map[string][]reply{
		path:           {{status: 429, header: map[string]string{"Retry-After": "300"}}, {body: `{"value":[]}`}},
		"v1.0/domains": {{body: `{"value":[]}`}},
	})
	read := func(r *Reader, closed map[Class]time.Duration) Report {
		t.Helper()
		ctx, cancel := context.WithDeadline(t.Context(), h.clock.now().Add(270*time.Second))
		defer cancel()
		s := snapshot.New(h.clock.now(), snapshot.Settings{})
		report, err := r.Read(ctx, someTenant, s, Order{Want: []snapshot.Resource{policies, domains}, Closed: closed})
		if err != nil || !s.Has(domains) {
			t.Fatalf("got %v, and the rest read %v", err, s.Has(domains))
		}
		return report
	}
	near := func(d time.Duration) bool { return d > 290*time.Second && d <= 300*time.Second }
	first := read(h.reader, nil)
	if first.Whole || !near(first.Wait) || !near(first.Closed[ClassProtection]) || len(first.Closed) != 1 {
		t.Errorf("got whole %v, a wait of %v and closed %v, want five minutes", first.Whole, first.Wait, first.Closed)
	}
	second := read(h.open(t, nil), first.Closed)
	if h.graph.asked[path] != 1 || !near(second.Wait) {
		t.Errorf("another reader: asked %d times in all, waits %v, want once and five minutes", h.graph.asked[path], second.Wait)
	}
	if third := read(h.open(t, nil), map[Class]time.Duration{ClassProtection: time.Minute}); !third.Whole || third.Wait != 0 || h.graph.asked[path] != 2 {
		t.Errorf("when it is nearly over: got whole %v, a wait of %v", third.Whole, third.Wait)
	}
	if all := read(h.open(t, nil), nil); all.Wait != 0 || len(all.Closed) != 0 {
		t.Errorf("nothing closed: got %v, %v", all.Wait, all.Closed)
	}
}
