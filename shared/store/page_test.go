package store_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/standintest"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

// shelf is a tenant whose findings are written as they are, with the number of
// documents that reading them takes.
type shelf struct {
	*store.Tenant
	key  *seal.Key
	data *firestore.Server
}

func newShelf(t testing.TB) *shelf {
	t.Helper()
	data, err := firestore.Open(firestore.Config{Path: filepath.Join(t.TempDir(), "data.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = data.Close() })
	addr, err := data.Serve("operator", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("FIRESTORE_EMULATOR_HOST", addr)
	ctx := context.WithoutCancel(t.Context())
	db, err := store.Open(ctx, project, standintest.Keys(t, project), store.VahtiDatabase)
	if err != nil {
		t.Fatal(err)
	}
	at := asOf
	id, err := fleet.New(db, func() time.Time { return asOf }).Put(ctx, fleet.NewTenant{Profile: profile(1), Language: "fi", Interval: time.Hour, Recorded: &at})
	if err != nil {
		t.Fatal(err)
	}
	s := &shelf{data: data}
	if s.Tenant, err = db.Tenant(id); err != nil {
		t.Fatal(err)
	}
	if s.key, err = s.Key(ctx); err != nil {
		t.Fatal(err)
	}
	return s
}

// put writes findings and accepts those whose state is excepted.
func (s *shelf) put(t testing.TB, findings ...finding.Finding) {
	t.Helper()
	ctx := t.Context()
	doc, client := handle.Doc(s.Handle()), handle.Vahti(handle.DBOf(s.Handle()))
	w := client.BulkWriter(ctx)
	for _, f := range findings {
		if f.State == finding.Excepted {
			e := finding.Exception{ID: "x" + string(f.ID), Finding: f.ID, Check: f.Check, Severity: f.Severity, Accepted: f.Evidence, Created: asOf, Written: asOf, Expires: asOf.Add(time.Hour)}
			d, err := document.FromAcceptance(e, true, s.key)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Create(doc.Collection("exceptions").Doc(e.ID), d); err != nil {
				t.Fatal(err)
			}
			f.State = finding.Open
		}
		d, err := document.FromFinding(f, s.key)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Create(doc.Collection("findings").Doc(string(f.ID)), d); err != nil {
			t.Fatal(err)
		}
	}
	w.End()
}

// some are n findings: of five checks, all severities, a third each open, accepted
// and resolved.
func some(n int) []finding.Finding {
	out := make([]finding.Finding, n)
	states := []finding.State{finding.Open, finding.Excepted, finding.Resolved}
	for i := range out {
		out[i] = finding.Finding{
			ID: finding.ID(fmt.Sprintf("0%06d", i*7919%1_000_003)), Check: fmt.Sprintf("check-%d", i%5), Resource: fmt.Sprintf("user-%d", i),
			Severity: finding.Severities()[i/5%5], State: states[i/25%3], Reason: "It is so.",
			Evidence: finding.Evidence{Facts: finding.Facts{"count": int64(i)}, Subjects: finding.Subjects{"users": finding.List(finding.Subject{ID: fmt.Sprintf("user-%d", i)})}},
			Since:    asOf, Opened: asOf, Slot: tenant.NewSlot(asOf, 1).String(), Version: 1,
		}
	}
	return out
}

// walk reads a listing page by page and holds each page to its bounds.
func (s *shelf) walk(t *testing.T, q store.FindingQuery) []finding.Finding {
	t.Helper()
	var out []finding.Finding
	for pages := 0; ; pages++ {
		before := s.data.Stats().Reads
		p, err := s.FindingsPage(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		// Each finding has had one exception at most; a query of nothing costs one.
		if read := s.data.Stats().Reads - before; read > 2*store.MaxExamined+50 {
			t.Errorf("a page took %d reads", read)
		}
		if len(p.Findings) > q.Limit || pages > 5000 {
			t.Fatalf("page %d has %d findings, want at most %d", pages, len(p.Findings), q.Limit)
		}
		out = append(out, p.Findings...)
		if p.Next == (store.FindingMark{}) {
			return out
		}
		q.After = p.Next
	}
}

// TestFindingsPage compares listings with all findings, filtered and ordered here.
func TestFindingsPage(t *testing.T) {
	s := newShelf(t)
	s.put(t, some(700)...)
	everything, err := s.Findings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	severity := func(f finding.Finding) int { return slices.Index(finding.Severities(), f.Severity) }
	resolved := func(f finding.Finding) int { return map[finding.State]int{finding.Resolved: 1}[f.State] }
	tests := []struct {
		name string
		q    store.FindingQuery
		keep func(finding.Finding) bool
		less func(a, b finding.Finding) int
	}{
		{"all, worst first", store.FindingQuery{Limit: 33}, nil, func(a, b finding.Finding) int { return cmp.Compare(severity(a), severity(b)) }},
		{"all by check", store.FindingQuery{Order: store.ByCheck, Limit: 200}, nil, func(a, b finding.Finding) int { return cmp.Compare(a.Check, b.Check) }},
		{"all by state", store.FindingQuery{Order: store.ByState, Limit: 17}, nil, func(a, b finding.Finding) int { return cmp.Compare(resolved(a), resolved(b)) }},
		{"one check", store.FindingQuery{Order: store.ByCheck, Check: "check-3", Limit: 50}, func(f finding.Finding) bool { return f.Check == "check-3" }, nil},
		{"one check, worst first", store.FindingQuery{Check: "check-3", Limit: 50}, func(f finding.Finding) bool { return f.Check == "check-3" },
			func(a, b finding.Finding) int { return cmp.Compare(severity(a), severity(b)) }},
		{"one severity", store.FindingQuery{Severity: finding.Low, Limit: 20}, func(f finding.Finding) bool { return f.Severity == finding.Low }, nil},
		{"accepted", store.FindingQuery{Order: store.ByState, State: finding.Excepted, Limit: 40}, func(f finding.Finding) bool { return f.State == finding.Excepted }, nil},
		{"open", store.FindingQuery{Order: store.ByState, State: finding.Open, Limit: 40}, func(f finding.Finding) bool { return f.State == finding.Open }, nil},
		{"resolved of a check", store.FindingQuery{Order: store.ByState, State: finding.Resolved, Check: "check-1", Limit: 9},
			func(f finding.Finding) bool { return f.State == finding.Resolved && f.Check == "check-1" }, nil},
		{"one in all, one to a page", store.FindingQuery{Limit: 1, Keep: func(f finding.Finding) bool { return f.Resource == "user-77" }},
			func(f finding.Finding) bool { return f.Resource == "user-77" }, nil},
		{"by stored facts", store.FindingQuery{Limit: 10, Stored: func(f finding.Finding) bool { return f.Evidence.Facts["count"].(int64) > 650 }},
			func(f finding.Finding) bool { return f.Evidence.Facts["count"].(int64) > 650 }, func(a, b finding.Finding) int { return cmp.Compare(severity(a), severity(b)) }},
		{"none", store.FindingQuery{Check: "check-9", Limit: 10}, func(finding.Finding) bool { return false }, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := slices.Clone(everything)
			if tt.keep != nil {
				want = slices.DeleteFunc(want, func(f finding.Finding) bool { return !tt.keep(f) })
			}
			slices.SortFunc(want, func(a, b finding.Finding) int {
				if tt.less != nil {
					if c := tt.less(a, b); c != 0 {
						return c
					}
				}
				return cmp.Compare(a.ID, b.ID)
			})
			got := s.walk(t, tt.q)
			if diff := gocmp.Diff(ids(want), ids(got)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if len(want) > 0 {
				if diff := gocmp.Diff(want[len(want)/2], got[len(got)/2]); diff != "" {
					t.Errorf("a finding (-want +got):\n%s", diff)
				}
			}
		})
	}
}

func ids(findings []finding.Finding) []string {
	out := make([]string, len(findings))
	for i, f := range findings {
		out[i] = string(f.ID) + " " + string(f.State)
	}
	return out
}

func TestFindingsPageRefuses(t *testing.T) {
	s := newShelf(t)
	s.put(t, some(3)...)
	tests := []struct {
		name string
		q    store.FindingQuery
	}{
		{"an order that is none", store.FindingQuery{Order: "name"}},
		{"a group that is none", store.FindingQuery{After: store.FindingMark{Group: "dire", ID: "0"}}},
		{"a group that the query leaves out", store.FindingQuery{Severity: finding.Low, After: store.FindingMark{Group: "high", ID: "0"}}},
		{"a name that is a path", store.FindingQuery{After: store.FindingMark{Group: "high", ID: "a/b"}}},
		{"a name without its check", store.FindingQuery{Order: store.ByCheck, After: store.FindingMark{ID: "0"}}},
		{"a check without its name", store.FindingQuery{Order: store.ByCheck, After: store.FindingMark{Group: "check-1"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := s.FindingsPage(t.Context(), tt.q); !errors.Is(err, store.ErrOrder) {
				t.Errorf("got %v, want %v", err, store.ErrOrder)
			}
		})
	}
}

func TestFindingsNamed(t *testing.T) {
	s := newShelf(t)
	all := some(60)
	s.put(t, all...)
	got, err := s.FindingsNamed(t.Context(), []finding.ID{all[30].ID, "0none", "a/b", all[2].ID})
	if diff := gocmp.Diff([]string{string(all[30].ID) + " excepted", string(all[2].ID) + " open"}, ids(got)); diff != "" || err != nil {
		t.Errorf("got %v (-want +got):\n%s", err, diff)
	}
	if got, err := s.FindingsNamed(t.Context(), []finding.ID{"0none"}); len(got) != 0 || err != nil {
		t.Errorf("of none: got %d, %v", len(got), err)
	}
	if _, err := s.FindingsNamed(t.Context(), make([]finding.ID, store.MaxExamined+1)); err == nil {
		t.Error("too many at a time: got no error")
	}
}

// BenchmarkFindingsPage reads a page of the findings of a tenant with 10,000.
func BenchmarkFindingsPage(b *testing.B) {
	s := newShelf(b)
	s.put(b, some(10_000)...)
	before, n := s.data.Stats().Reads, 0
	for b.Loop() {
		p, err := s.FindingsPage(b.Context(), store.FindingQuery{Limit: 100})
		if err != nil || len(p.Findings) != 100 {
			b.Fatalf("got %d, %v", len(p.Findings), err)
		}
		n++
	}
	b.ReportMetric(float64(s.data.Stats().Reads-before)/float64(n), "reads/op")
}
