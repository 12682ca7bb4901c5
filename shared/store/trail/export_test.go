package trail_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/store/trail"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestWriteLines(t *testing.T) {
	w := newWorld(t)
	view := entry(1)
	view.By, view.Actor, view.Account, view.Action, view.Target = trail.Operator, "tuki@vahti.example", "a-9", trail.GrantViewed, "grants/g-1/findings"
	view.Grant, view.Purpose, view.Reason, view.Before = "g-1", "customer support request", "A finding <does not> close.", nil
	own := trail.Entry{At: start.Add(2 * time.Minute), Action: trail.ExceptionExpired, Target: "exceptions/x"}
	for i, e := range []trail.Entry{entry(0), view, own, entry(3), entry(4)} {
		if err := w.book.Add(t.Context(), name(i), e); err != nil {
			t.Fatal(err)
		}
	}
	tamper{t, w}.set(w.entries().Doc(name(3)), "sealed", []byte("x"))
	var out bytes.Buffer
	n, err := w.book.WriteLines(t.Context(), &out, start, start.Add(4*time.Minute))
	if err != nil || n != 4 {
		t.Fatalf("got %d lines, %v", n, err)
	}
	golden(t, "export.ndjson", out.Bytes())
}

// TestExportIsWhole exports more than a page.
func TestExportIsWhole(t *testing.T) {
	w := newWorld(t)
	w.add(t, 0, 2*trail.PageSize+1)
	var out bytes.Buffer
	if n, err := w.book.WriteLines(t.Context(), &out, time.Time{}, time.Time{}); n != 2*trail.PageSize+1 || err != nil {
		t.Errorf("got %d lines, %v", n, err)
	}
	seen := map[string]bool{}
	for d := json.NewDecoder(&out); d.More(); {
		var l struct{ Name string }
		if err := d.Decode(&l); err != nil {
			t.Fatal(err)
		}
		seen[l.Name] = true
	}
	if len(seen) != 2*trail.PageSize+1 {
		t.Errorf("got %d entries", len(seen))
	}
}

// full is a place to write to that takes so many bytes.
type full int

var errFull = errors.New("full")

func (f *full) Write(p []byte) (int, error) {
	if *f -= full(len(p)); *f < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestExportThatFails(t *testing.T) {
	w := newWorld(t)
	w.add(t, 0, 10)
	room := full(1000)
	if n, err := w.book.WriteLines(t.Context(), &room, time.Time{}, time.Time{}); !errors.Is(err, errFull) || n == 0 || n == 10 {
		t.Errorf("got %d, %v, want %v after some", n, err, errFull)
	}
	if _, err := w.book.WriteLines(t.Context(), &bytes.Buffer{}, start, start); !errors.Is(err, trail.ErrPeriod) {
		t.Errorf("an empty period: got %v", err)
	}
}
