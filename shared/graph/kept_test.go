package graph_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	standin "vahti.ai/vahti/emulator/graph"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/snapshot"
)

// scan is one reading and what the next one needs of it.
type scan struct {
	snap   *snapshot.Snapshot
	report graph.Report
}

// after returns a snapshot about a moment that holds what a scan left, saved and
// loaded as between two processes.
func (s scan) after(t testing.TB, now time.Time) *snapshot.Snapshot {
	t.Helper()
	next := snapshot.New(now, snapshot.Settings{})
	for r := range s.report.Kept {
		key, _ := snapshot.KeyOf(r)
		var saved bytes.Buffer
		if err := snapshot.Save(key, s.snap, &saved); err != nil {
			t.Fatal(err)
		}
		if err := snapshot.Load(key, next, &saved); err != nil {
			t.Fatal(err)
		}
	}
	for r, turn := range s.snap.Turns() {
		next.SetTurn(r, turn)
	}
	return next
}

// read reads what o orders, on what an earlier scan left where there is one.
func read(t *testing.T, reader *graph.Reader, before *scan, now time.Time, o graph.Order) scan {
	t.Helper()
	s := scan{snap: snapshot.New(now, snapshot.Settings{})}
	if before != nil {
		s.snap = before.after(t, now)
		o.Kept = before.report.Kept
	}
	if o.Want == nil {
		o.Want = everything()
	}
	o.Keep = true
	var err error
	if s.report, err = reader.Read(t.Context(), tenantID, s.snap, o); err != nil {
		t.Fatal(err)
	}
	return s
}

// change rewrites a recorded collection.
func change(t *testing.T, dir, path string, edit func([]map[string]any) []map[string]any) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(path)+".json")
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var in struct {
		Value []map[string]any `json:"value"`
	}
	if err := json.Unmarshal(raw, &in); err != nil {
		t.Fatal(err)
	}
	if raw, err = json.Marshal(map[string]any{"value": edit(in.Value)}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
}

// large records a tenant whose collections with a record of changes have several
// pages.
func large(t *testing.T) string {
	t.Helper()
	dir := record(t)
	for _, path := range []string{"v1.0/groups", "v1.0/applications", "v1.0/oauth2PermissionGrants"} {
		change(t, dir, path, func([]map[string]any) []map[string]any {
			var out []map[string]any
			for i := range 1100 {
				out = append(out, map[string]any{"id": fmt.Sprint("x", i), "displayName": "Something", "scope": "User.Read"})
			}
			return out
		})
	}
	return dir
}

// mutate changes, removes and adds a few entities of a collection.
func mutate(r *rand.Rand, round int, property string) func([]map[string]any) []map[string]any {
	return func(all []map[string]any) []map[string]any {
		for range r.IntN(30) {
			all[r.IntN(len(all))][property] = fmt.Sprintf("Changed in round %d", round)
		}
		for range r.IntN(5) {
			i := 5 + r.IntN(len(all)-5) // the first are parents
			all = slices.Delete(all, i, i+1)
		}
		for i := range r.IntN(5) {
			all = append(all, map[string]any{"id": fmt.Sprintf("new-%d-%d", round, i), property: "New"})
		}
		return all
	}
}

// TestChangesEqualFullReading lets a tenant change between scans: what a scan
// makes of the one before and the changes is what a scan from nothing reads.
func TestChangesEqualFullReading(t *testing.T) {
	dir := large(t)
	_, reader := serve(t, standin.Faults{EmptyPage: .2}, dir)
	r := rand.New(rand.NewPCG(3, 4))
	now := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	last := read(t, reader, nil, now, graph.Order{})
	for round := range 4 {
		now = now.Add(time.Hour)
		for path, property := range map[string]string{
			"v1.0/users": "displayName", "v1.0/groups": "displayName", "v1.0/servicePrincipals": "displayName",
			"v1.0/applications": "displayName", "v1.0/oauth2PermissionGrants": "scope",
		} {
			change(t, dir, path, mutate(r, round, property))
		}
		next := read(t, reader, &last, now, graph.Order{})
		whole := read(t, reader, nil, now, graph.Order{})
		if diff := cmp.Diff(contents(t, whole.snap), contents(t, next.snap)); diff != "" {
			t.Fatalf("round %d (-read in full +by changes):\n%s", round, diff)
		}
		if !next.report.Whole || next.report.Requests >= whole.report.Requests {
			t.Errorf("round %d: whole %v, %d requests, want fewer than the %d of a full reading", round, next.report.Whole, next.report.Requests, whole.report.Requests)
		}
		for _, key := range []snapshot.Key{snapshot.Users, snapshot.Groups, snapshot.ServicePrincipals, snapshot.Applications, snapshot.PermissionGrants} {
			if kept := next.report.Kept[key.Resource()]; kept.Full.Equal(now) || !kept.At.Equal(now) || kept.Link == "" {
				t.Errorf("round %d: %s was read as %+v, want by changes", round, key.Resource(), kept)
			}
		}
		last = next
	}
}

// TestChangesThatCannotBeTold shows that a collection is read in full where its
// changes are of no use.
func TestChangesThatCannotBeTold(t *testing.T) {
	users := snapshot.Users.Resource()
	begin := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	tests := []struct {
		name    string
		faults  standin.Faults
		edit    func(*graph.Kept)
		later   time.Duration
		touched map[snapshot.Resource][]string
		full    bool
	}{
		{name: "told", later: time.Hour},
		{name: "nothing passed"},
		{name: "the record is gone", faults: standin.Faults{Resync: 1}, later: time.Hour, full: true},
		{name: "an unknown token", edit: func(k *graph.Kept) { k.Link = "v1.0/users/delta?$deltatoken=0123456789abcdef" }, full: true},
		{name: "a link to another host", edit: func(k *graph.Kept) { k.Link = "https://elsewhere.example/v1.0/users/delta?$deltatoken=1" }, full: true},
		{name: "a link to something else", edit: func(k *graph.Kept) { k.Link = "v1.0/users?$select=id" }, full: true},
		{name: "no link", edit: func(k *graph.Kept) { k.Link = "" }, full: true},
		{name: "other properties", edit: func(k *graph.Kept) { k.Asked = "other" }, full: true},
		{name: "a week later", later: 7 * 24 * time.Hour, full: true},
		{name: "some are touched", later: time.Hour, touched: map[snapshot.Resource][]string{users: {"u1"}}},
		{name: "all are touched", later: time.Hour, touched: map[snapshot.Resource][]string{users: nil}, full: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := record(t)
			_, reader := serve(t, tt.faults, dir)
			want := []snapshot.Resource{users}
			first := read(t, reader, nil, begin, graph.Order{Want: want})
			kept := first.report.Kept[users]
			if kept.Requests != 4 || kept.Link == "" || strings.Contains(kept.Link, "://") {
				t.Fatalf("the first scan kept %+v, want 3 pages, a link before and no host", kept)
			}
			if tt.edit != nil {
				tt.edit(&kept)
				first.report.Kept[users] = kept
			}
			change(t, dir, "v1.0/users", func(all []map[string]any) []map[string]any {
				all[7]["displayName"] = "Somebody else"
				return all[:len(all)-1]
			})
			next := read(t, reader, &first, begin.Add(tt.later), graph.Order{Want: want, Touched: tt.touched})
			whole := read(t, reader, nil, begin.Add(tt.later), graph.Order{Want: want})
			if diff := cmp.Diff(contents(t, whole.snap), contents(t, next.snap)); diff != "" {
				t.Errorf("users (-read in full +as ordered):\n%s", diff)
			}
			full := next.report.Requests > 3
			if full != tt.full {
				t.Errorf("took %d requests, want a full reading: %v", next.report.Requests, tt.full)
			}
			if again := next.report.Kept[users]; again.Link == "" || again.Requests < 3 {
				t.Errorf("kept %+v, want a link and what a full reading costs", again)
			}
		})
	}
}

// TestFreshness shows what is asked for again and when.
func TestFreshness(t *testing.T) {
	devices, members := snapshot.ManagedDevices.Resource(), snapshot.GroupMembers.Resource()
	begin := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	tests := []struct {
		name    string
		later   time.Duration
		touched map[snapshot.Resource][]string
		devices bool // read again
		members bool
	}{
		{name: "at once"},
		{name: "an hour later", later: time.Hour},
		{name: "a day later", later: 24 * time.Hour, devices: true, members: true},
		{name: "almost a day later", later: 23*time.Hour + time.Minute, devices: true, members: true},
		{name: "devices touched", touched: map[snapshot.Resource][]string{devices: {"d1"}}, devices: true},
		{name: "a group touched", touched: map[snapshot.Resource][]string{members: {"g30"}}, members: true},
		{name: "all groups touched", touched: map[snapshot.Resource][]string{members: nil}, members: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := record(t)
			change(t, dir, "v1.0/deviceManagement/managedDevices", func([]map[string]any) []map[string]any {
				var out []map[string]any
				for i := range 4000 {
					out = append(out, map[string]any{"id": fmt.Sprint("d", i), "deviceName": "before"})
				}
				return out
			})
			_, reader := serve(t, standin.Faults{}, dir)
			want := []snapshot.Resource{devices, members}
			first := read(t, reader, nil, begin, graph.Order{Want: want})
			costly := first.report.Kept[members]
			costly.Requests = 50 // as if there were a thousand groups
			first.report.Kept[members] = costly
			change(t, dir, "v1.0/deviceManagement/managedDevices", func(all []map[string]any) []map[string]any {
				all[1]["deviceName"] = "after"
				return all
			})
			change(t, dir, "v1.0/groups/g30/transitiveMembers", func(all []map[string]any) []map[string]any { return all[:1] })

			next := read(t, reader, &first, begin.Add(tt.later), graph.Order{Want: want, Touched: tt.touched})
			if got := snapshot.ManagedDevices.Of(next.snap)[1].DeviceName == "after"; got != tt.devices {
				t.Errorf("devices read again %v, want %v", got, tt.devices)
			}
			got, read := snapshot.GroupMembers.Of(next.snap, "g30")
			if again := read && len(got) == 1; again != tt.members {
				t.Errorf("members read again %v, want %v", again, tt.members)
			}
			if kept := next.report.Kept[devices]; kept.Full.Equal(next.snap.Now) != (tt.devices || tt.later == 0) {
				t.Errorf("devices are kept as %+v", kept)
			}
		})
	}
}

// TestParentsComeAndGo keeps what hangs under parents while they change.
func TestParentsComeAndGo(t *testing.T) {
	dir := record(t)
	_, reader := serve(t, standin.Faults{}, dir)
	members := snapshot.GroupMembers.Resource()
	want := []snapshot.Resource{members}
	now := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	first := read(t, reader, nil, now, graph.Order{Want: want})
	kept := first.report.Kept[members]
	kept.Requests = 50
	first.report.Kept[members] = kept
	change(t, dir, "v1.0/roleManagement/directory/roleAssignments", func(all []map[string]any) []map[string]any {
		all[10]["principalId"] = "g99" // instead of g10
		all[10]["principal"] = map[string]any{"@odata.type": "#microsoft.graph.group", "id": "g99"}
		return all
	})
	if err := os.MkdirAll(filepath.Join(dir, "v1.0", "groups", "g99"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "v1.0", "groups", "g99", "transitiveMembers.json"), []byte(`{"value":[{"id":"u1"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	time.Sleep(1100 * time.Millisecond) // the stand-in lists its folder once a second
	next := read(t, reader, &first, now.Add(time.Hour), graph.Order{Want: want})
	if diff := cmp.Diff([]string{"g0", "g20", "g30", "g99"}, snapshot.GroupMembers.Parents(next.snap)); diff != "" {
		t.Errorf("groups (-want +got):\n%s", diff)
	}
}

// TestWithdrawnPermission refuses between two scans what the first could read:
// nothing of it is left to judge, however fresh it is.
func TestWithdrawnPermission(t *testing.T) {
	dir := large(t)
	_, granted := serve(t, standin.Faults{}, dir)
	now := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	first := read(t, granted, nil, now, graph.Order{})
	for r, kept := range first.report.Kept {
		kept.Requests = max(kept.Requests, 50) // as if all were large
		first.report.Kept[r] = kept
	}
	for _, row := range graph.Table() {
		if snapshot.TakesTurns(row.Key) || !first.snap.Has(row.Resource) {
			continue
		}
		if row.Key.Kind() == snapshot.PerParent && len(snapshot.ParentsOf(row.Key, first.snap)) == 0 {
			continue
		}
		t.Run(string(row.Resource), func(t *testing.T) {
			path := strings.SplitN(strings.SplitN(string(row.Resource), "/", 2)[1], "?", 2)[0]
			deny := []string{path, path + "/delta"}
			_, refused := serveDenied(t, deny, dir)
			next := read(t, refused, &first, now.Add(time.Hour), graph.Order{Want: []snapshot.Resource{row.Resource}})
			if why := next.report.Unread[row.Resource]; next.snap.Has(row.Resource) || why.Status != http.StatusForbidden {
				t.Errorf("got unread %v, want 403", why)
			}
		})
	}
}
