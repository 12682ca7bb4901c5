package graph_test

import (
	"fmt"
	"testing"
	"time"

	standin "vahti.ai/vahti/emulator/graph"
	"vahti.ai/vahti/emulator/synth"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/snapshot"
)

// everyResource is every resource that Graph is asked for.
func everyResource() []snapshot.Resource {
	var want []snapshot.Resource
	for _, row := range graph.Table() {
		want = append(want, row.Resource)
	}
	return want
}

// generated serves a generated tenant of so many people.
func generated(t testing.TB, people int) (reader *graph.Reader, tenant string) {
	t.Helper()
	dir := t.TempDir()
	if err := synth.Write(dir, people, 1); err != nil {
		t.Fatal(err)
	}
	recording, err := standin.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	_, reader = serveAs(t, standin.Config{}, dir)
	return reader, recording.ID
}

// rescan reads a generated tenant twice, the second time as long after the first.
func rescan(t testing.TB, people int, later time.Duration) (first, second graph.Report) {
	t.Helper()
	reader, tenant := generated(t, people)
	s := scan{snap: snapshot.New(synth.AsOf(), snapshot.Settings{})}
	var err error
	if s.report, err = reader.Read(t.Context(), tenant, s.snap, graph.Order{Want: everyResource(), Keep: true}); err != nil {
		t.Fatal(err)
	}
	next := s.after(t, synth.AsOf().Add(later))
	second, err = reader.Read(t.Context(), tenant, next, graph.Order{Want: everyResource(), Keep: true, Kept: s.report.Kept})
	if err != nil {
		t.Fatal(err)
	}
	return s.report, second
}

func TestUnchangedTenantTakesFewRequests(t *testing.T) {
	tests := []struct{ people, most int }{
		{12, 20},
		{61, 28}, // each person is asked about in every scan, in five ways
		{5000, 20},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.people), func(t *testing.T) {
			first, second := rescan(t, tt.people, 0)
			t.Logf("first %d requests, floor %d; then %d, floor %d", first.Requests, first.Floor, second.Requests, second.Floor)
			if first.Requests > first.Floor+3 {
				t.Errorf("a first scan took %d requests, want about the floor of %d", first.Requests, first.Floor)
			}
			if second.Requests > tt.most || second.Requests > first.Requests {
				t.Errorf("an unchanged tenant took %d requests, want at most %d and the %d of the first scan", second.Requests, tt.most, first.Requests)
			}
		})
	}
}

// BenchmarkRescan reads a tenant of 100,000 people, and once more.
func BenchmarkRescan(b *testing.B) {
	for b.Loop() {
		first, second := rescan(b, 100_000, 0)
		b.ReportMetric(float64(first.Requests), "requests")
		b.ReportMetric(float64(first.Floor), "floor")
		b.ReportMetric(float64(second.Requests), "again-requests")
		b.ReportMetric(float64(second.Bytes), "again-bytes")
	}
}
