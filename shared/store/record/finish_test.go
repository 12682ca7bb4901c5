package record

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc/codes"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/document"
	"vahti.ai/vahti/shared/tenant"
)

var result = Result{
	Requests: 30, Subrequests: 41, Floor: 28, Bytes: 123456,
	Unread:   []store.Unread{{Resource: "v1.0/domains", Reason: "not permitted"}},
	Verdicts: []store.Verdict{{Check: "guests", Verdict: finding.Fail, Reason: "So."}, {Check: "zones", Verdict: finding.Unknown, Reason: "Could not tell."}},
	Open:     map[finding.Severity]int{finding.High: 2, finding.Low: 1},
}

func (w *world) lastScan(t *testing.T) store.Scan {
	t.Helper()
	scans, err := w.tenant.Scans(t.Context(), 1)
	if err != nil || len(scans) != 1 {
		t.Fatalf("got %d scans, %v, want 1", len(scans), err)
	}
	return scans[0]
}

func TestFinish(t *testing.T) {
	want := store.Scan{
		Slot: slot, Claimed: start, Ended: start.Add(3 * time.Second), Duration: 2 * time.Second,
		Requests: 30, Subrequests: 41, Floor: 28, Bytes: 123456, Unread: result.Unread, Verdicts: result.Verdicts, Open: result.Open,
	}
	done, failed := want, want
	done.State = document.Done
	failed.State, failed.Error = document.Failed, "no token"
	failed.Unread, failed.Verdicts, failed.Open = nil, nil, map[finding.Severity]int{}
	tests := []struct {
		name string
		in   Result
		want store.Scan
	}{
		{"with verdicts", result, done},
		{"without", Result{Error: "no token", Requests: 30, Subrequests: 41, Floor: 28, Bytes: 123456}, failed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			claimed := w.claim(t)
			w.Add(time.Second)
			s := w.begin(t, claimed)
			w.Add(2 * time.Second)
			if err := s.Finish(t.Context(), tt.in); err != nil {
				t.Fatal(err)
			}
			got := w.lastScan(t)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("scan (-want +got):\n%s", diff)
			}
			if !got.Finished() || got.Failed() != (tt.in.Error != "") {
				t.Errorf("got finished %v and failed %v", got.Finished(), got.Failed())
			}
			if _, err := Begin(t.Context(), w.tenant, slot, w.Now); !errors.Is(err, ErrOver) {
				t.Errorf("beginning it again: got %v, want %v", err, ErrOver)
			}
		})
	}
}

func TestFinishIsFinal(t *testing.T) {
	w := newWorld(t)
	s := w.begin(t, w.claim(t))
	if err := s.Finish(t.Context(), result); err != nil {
		t.Fatal(err)
	}
	want, before := w.lastScan(t), w.data.Stats()
	w.Add(time.Second)
	for _, r := range []Result{result, {Error: "another end"}, {}} {
		if err := s.Finish(t.Context(), r); err != nil {
			t.Errorf("finishing again: %v", err)
		}
	}
	if diff := cmp.Diff(want, w.lastScan(t)); diff != "" {
		t.Errorf("scan (-want +got):\n%s", diff)
	}
	if after := w.data.Stats(); after.Writes != before.Writes {
		t.Errorf("finishing again wrote %d documents", after.Writes-before.Writes)
	}
}

// TestFinishCountsPeople: the tenant's document is written where the number differs from
// what was known, and what was not read changes nothing.
func TestFinishCountsPeople(t *testing.T) {
	w := newWorld(t)
	count := func(n int) *int { return &n }
	tests := []struct {
		name   string
		people *int
		err    string
		want   *int
		writes int // of Finish
	}{
		{"not read before", nil, "", nil, 1},
		{"the first time", count(12), "", count(12), 2},
		{"unchanged", count(12), "", count(12), 1},
		{"not read", nil, "", count(12), 1},
		{"a scan that failed", nil, "no token", count(12), 1},
		{"nobody is left", count(0), "", count(0), 2},
	}
	for n, tt := range tests {
		at := tenant.NewSlot(start, n+1)
		w.claimAt(t, at)
		s := w.begin(t, at)
		before := w.data.Stats().Writes
		if err := s.Finish(t.Context(), Result{Error: tt.err, People: tt.people}); err != nil {
			t.Fatal(err)
		}
		if got := w.data.Stats().Writes - before; int(got) != tt.writes {
			t.Errorf("%s: got %d writes, want %d", tt.name, got, tt.writes)
		}
		about, err := w.tenant.About(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, about.People); diff != "" {
			t.Errorf("%s: people (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestFinishWhoseAnswerIsLost(t *testing.T) {
	for _, code := range []codes.Code{codes.Aborted, codes.Unavailable} {
		t.Run(code.String(), func(t *testing.T) {
			w := newWorld(t)
			w.claimAt(t, slot)
			s := w.beginOn(t, w.far, slot)
			w.line.disturb(nil, lose(code, 1))
			before := w.data.Stats().Writes
			if err := s.Finish(t.Context(), result); err != nil {
				t.Fatal(err)
			}
			if got := w.data.Stats().Writes - before; got != 1 || w.lastScan(t).State != document.Done {
				t.Errorf("got %d writes and state %s, want one that is done", got, w.lastScan(t).State)
			}
		})
	}
}

func TestStoppedScanWritesNothing(t *testing.T) {
	tests := []struct {
		name string
		stop func(*testing.T, *world)
	}{
		{"tenant terminated", func(t *testing.T, w *world) { w.set(t, w.doc(), "state", string(tenant.Terminated)) }},
		{"lease taken", func(t *testing.T, w *world) { w.Add(leaseTime); w.begin(t, slot) }},
		{"lease given up", func(t *testing.T, w *world) {
			w.set(t, w.doc(), "lease", document.Lease{Fence: 2, Until: w.Now()})
		}},
		{"scan's document gone", func(t *testing.T, w *world) {
			w.set(t, w.doc(), "lease.fence", 2)
			if _, err := w.scanDoc(slot).Delete(t.Context()); err != nil {
				t.Fatal(err)
			}
		}},
		{"newer slot begun", func(t *testing.T, w *world) {
			newer := tenant.NewSlot(start, 2)
			w.claimAt(t, newer)
			w.begin(t, newer)
		}},
		{"newer slot begun and finished", func(t *testing.T, w *world) {
			newer := tenant.NewSlot(start, 2)
			w.claimAt(t, newer)
			if err := w.begin(t, newer).Finish(t.Context(), result); err != nil {
				t.Fatal(err)
			}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			s := w.begin(t, w.claim(t))
			tt.stop(t, w)
			before, lease := w.data.Stats(), read[document.Tenant](t, w.doc())
			if err := s.Renew(t.Context()); !errors.Is(err, ErrLost) {
				t.Errorf("Renew: got %v, want %v", err, ErrLost)
			}
			if _, err := s.Commit(t.Context(), w.key(t), Batch{Changes: changes(1, slot), Baseline: true}); !errors.Is(err, ErrLost) {
				t.Errorf("Commit: got %v, want %v", err, ErrLost)
			}
			if err := s.Finish(t.Context(), result); !errors.Is(err, ErrLost) {
				t.Errorf("Finish: got %v, want %v", err, ErrLost)
			}
			if after := w.data.Stats(); after.Writes != before.Writes || after.Deletes != before.Deletes {
				t.Errorf("it wrote %d documents and deleted %d", after.Writes-before.Writes, after.Deletes-before.Deletes)
			}
			if diff := cmp.Diff(lease, read[document.Tenant](t, w.doc())); diff != "" {
				t.Errorf("tenant (-want +got):\n%s", diff)
			}
		})
	}
}

func TestErasedTenantIsNotWrittenAgain(t *testing.T) {
	w := newWorld(t)
	s := w.begin(t, w.claim(t))
	if _, err := w.doc().Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
	before := w.data.Stats().Writes
	errRenew := s.Renew(t.Context())
	_, errCommit := s.Commit(t.Context(), w.key(t), Batch{Changes: changes(1, slot), Baseline: true})
	errFinish := s.Finish(t.Context(), result)
	for what, err := range map[string]error{"Renew": errRenew, "Commit": errCommit, "Finish": errFinish} {
		if !errors.Is(err, ErrLost) {
			t.Errorf("%s: got %v, want %v", what, err, ErrLost)
		}
	}
	if n := w.data.Stats().Writes - before; n != 0 {
		t.Errorf("%d documents of an erased tenant were written", n)
	}
}

func TestAbandonedScanDoesNotFinish(t *testing.T) {
	w := newWorld(t)
	s := w.begin(t, w.claim(t))
	w.set(t, w.scanDoc(slot), "state", document.Abandoned)
	if err := s.Finish(t.Context(), result); !errors.Is(err, ErrLost) {
		t.Errorf("got %v, want %v", err, ErrLost)
	}
	if got := w.lastScan(t).State; got != document.Abandoned {
		t.Errorf("got state %s, want %s", got, document.Abandoned)
	}
}

// TestInterleavedHolders takes the lease over right before each single commit
// that a scan sends, when that commit's transaction has already read the lease.
func TestInterleavedHolders(t *testing.T) {
	all := changes(250, slot) // three transactions
	const commits = 5         // with one renewal before and Finish after
	for at := 1; at <= commits; at++ {
		t.Run([]string{"renewal", "first", "second", "third", "finish"}[at-1], func(t *testing.T) {
			w := newWorld(t)
			w.claimAt(t, slot)
			s := w.beginOn(t, w.far, slot)
			key := w.key(t)
			var taken int64
			w.line.disturb(func(n int) {
				if n != at {
					return
				}
				w.Add(leaseTime)
				w.begin(t, slot)
				taken = w.data.Stats().Writes
			}, nil)
			err := s.Renew(t.Context())
			if err == nil {
				_, err = s.Commit(t.Context(), key, Batch{Changes: all, Baseline: true})
			}
			if err == nil {
				err = s.Finish(t.Context(), result)
			}
			if !errors.Is(err, ErrLost) {
				t.Errorf("got %v, want %v", err, ErrLost)
			}
			if got := w.data.Stats().Writes; taken == 0 || got != taken {
				t.Errorf("the stale holder wrote %d documents", got-taken)
			}
			if got := w.lastScan(t).State; got != document.Claimed {
				t.Errorf("got state %s, want the heir's scan unfinished", got)
			}
			if n, want := w.count(t, "findings"), []int{0, 0, 100, 200, 250}[at-1]; n != want {
				t.Errorf("got %d findings, want the %d from before", n, want)
			}
		})
	}
}

// TestWritesOfAnUnchangedTenant counts what a scan costs that finds nothing new.
func TestWritesOfAnUnchangedTenant(t *testing.T) {
	w := newWorld(t)
	for range 3 {
		before := w.data.Stats()
		s := w.begin(t, w.claim(t))
		for range 4 {
			if err := s.Renew(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		entries, err := s.Commit(t.Context(), w.key(t), Batch{Changes: nil, Baseline: true})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Published(t.Context(), entries); err != nil {
			t.Fatal(err)
		}
		if err := s.Finish(t.Context(), result); err != nil {
			t.Fatal(err)
		}
		after := w.data.Stats()
		if writes, deletes := after.Writes-before.Writes, after.Deletes-before.Deletes; writes != 3 || deletes != 0 {
			t.Errorf("got %d writes and %d deletes, want 3 and none", writes, deletes)
		}
		w.Add(2 * time.Hour) // past the next time on any grid
	}
}
