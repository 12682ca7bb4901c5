package store_test

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
)

// TestListsInPages compares lists in pages of every size with the whole.
func TestListsInPages(t *testing.T) {
	w := newWorld(t)
	h := w.put(t, 1, "")
	for n := range 9 {
		w.scan(t, h, n+1)
	}
	all, err := h.Findings(t.Context())
	if err != nil || len(all) != 1 {
		t.Fatalf("got %d findings, %v", len(all), err)
	}
	scans, err := h.Scans(t.Context(), 100)
	if err != nil {
		t.Fatal(err)
	}
	story, err := h.Story(t.Context(), all[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 7 { // several at one moment
		at := asOf.Add(time.Duration(i/3) * time.Hour)
		if _, err := handle.Doc(h.Handle()).Collection("changes").Doc(fmt.Sprint("score-", i)).Create(t.Context(), document.Drift{At: at, Written: at, Scored: &at, Score: float64(i)}); err != nil {
			t.Fatal(err)
		}
	}
	scores, err := h.Scores(t.Context(), time.Time{})
	if err != nil || len(scores) != 7 {
		t.Fatalf("got %d scores, %v", len(scores), err)
	}
	for limit := 1; limit <= len(scans)+1; limit++ {
		compare(t, limit, scans, func(after string) ([]store.Scan, string, error) { return h.ScansPage(t.Context(), after, limit) })
		compare(t, limit, story, func(after string) ([]store.Step, string, error) {
			return h.StoryPage(t.Context(), all[0].ID, after, limit)
		})
		compare(t, limit, scores, func(after string) ([]store.Score, string, error) {
			return h.ScoresPage(t.Context(), time.Time{}, after, limit)
		})
	}
	for _, want := range scans {
		got, err := h.Scan(t.Context(), store.ScanName(want))
		if diff := gocmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("one scan: %v (-want +got):\n%s", err, diff)
		}
	}
	for _, name := range []string{"", "today", "a/b", "2026-11-01T12:00:00Z_99", "2026-11-01T12:00:00Z_1-lights"} {
		if _, err := h.Scan(t.Context(), name); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("scan %q: got %v, want %v", name, err, store.ErrNotFound)
		}
	}
	for _, after := range []string{"a/b", "gone"} {
		if _, _, err := h.ScansPage(t.Context(), after, 3); !errors.Is(err, store.ErrOrder) {
			t.Errorf("after %q: got %v, want %v", after, err, store.ErrOrder)
		}
	}
}

func compare[T any](t *testing.T, limit int, want []T, read func(after string) ([]T, string, error)) {
	t.Helper()
	var got []T
	for after, pages := "", 0; ; pages++ {
		list, next, err := read(after)
		if err != nil || len(list) > limit || pages > 100 {
			t.Fatalf("page %d: got %d of %d, %v", pages, len(list), limit, err)
		}
		got = append(got, list...)
		if next == "" {
			break
		}
		after = next
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("in pages of %d (-want +got):\n%s", limit, diff)
	}
}

func TestExceptionsPage(t *testing.T) {
	s := newShelf(t)
	s.put(t, some(60)...)
	want, err := s.Exceptions(t.Context())
	if err != nil || len(want) != 25 {
		t.Fatalf("got %d exceptions, %v", len(want), err)
	}
	slices.SortFunc(want, func(a, b finding.Exception) int { return cmp.Compare(a.ID, b.ID) })
	for _, active := range []bool{false, true} {
		compare(t, 7, want, func(after string) ([]finding.Exception, string, error) {
			return s.ExceptionsPage(t.Context(), active, after, 7)
		})
	}
	one, err := s.Exception(t.Context(), want[3].ID)
	if diff := gocmp.Diff(want[3], one); diff != "" || err != nil {
		t.Errorf("one: %v (-want +got):\n%s", err, diff)
	}
	for _, id := range []string{"", "a/b", "none"} {
		if _, err := s.Exception(t.Context(), id); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%q: got %v, want %v", id, err, store.ErrNotFound)
		}
	}
	if _, _, err := s.ExceptionsPage(t.Context(), true, "a/b", 7); !errors.Is(err, store.ErrOrder) {
		t.Errorf("after a path: got %v, want %v", err, store.ErrOrder)
	}
}
