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

// finished is a world whose tenant's first full scan has ended and whose lease is
// over.
func finished(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	if err := w.begin(t, w.claim(t)).Finish(t.Context(), result); err != nil {
		t.Fatal(err)
	}
	w.Add(leaseTime)
	return w
}

func (w *world) beginLight(t *testing.T, slot tenant.Slot) *Scan {
	t.Helper()
	s, err := BeginLight(t.Context(), w.tenant, slot, w.Now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// lightAt is the light pass of a number of minutes after the first scan.
func lightAt(minutes int) tenant.Slot {
	return tenant.NewSlot(start.Add(time.Duration(minutes)*time.Minute), 1)
}

func TestLightPass(t *testing.T) {
	w := finished(t)
	before, writes := read[document.Tenant](t, w.doc()), w.data.Stats().Writes
	w.Add(5 * time.Minute)
	s := w.beginLight(t, lightAt(5))
	during := read[document.Tenant](t, w.doc())
	if during.Lease.Holder != s.holder || during.Lease.Fence != 2 || !during.Lease.Light || during.Lease.Slot != lightAt(5).String() {
		t.Errorf("lease: got %+v", during.Lease)
	}
	w.Add(time.Second)
	light := result
	light.Verdicts = []store.Verdict{{Check: "guests", Verdict: finding.Pass, Reason: "So."}, {Check: "zones", Verdict: finding.Unknown, Reason: "Could not tell."}}
	light.Drift = VerdictDrift(result.Verdicts, light.Verdicts, lightAt(5).At)
	if err := s.Finish(t.Context(), light); err != nil {
		t.Fatal(err)
	}
	after := read[document.Tenant](t, w.doc())
	if w.Now().Before(after.Lease.Until) || after.Lease.Holder != "" {
		t.Errorf("the lease is not given back: %+v", after.Lease)
	}
	after.Lease = before.Lease
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("but for the lease, the tenant (-want +got):\n%s", diff)
	}
	if got := w.data.Stats().Writes - writes; got != 4 { // the lease twice, the pass, what differs
		t.Errorf("got %d writes, want 4", got)
	}
	want := store.Scan{Light: true, Slot: lightAt(5), State: document.Done, Claimed: w.Now().Add(-time.Second), Ended: w.Now(), Duration: time.Second,
		Requests: 30, Subrequests: 41, Floor: 28, Bytes: 123456, Unread: light.Unread, Verdicts: light.Verdicts, Open: light.Open}
	got, err := w.tenant.LastJudged(t.Context())
	if diff := cmp.Diff(&want, got); diff != "" || err != nil {
		t.Errorf("last scan (-want +got), %v:\n%s", err, diff)
	}
	if _, err := BeginLight(t.Context(), w.tenant, lightAt(5), w.Now); !errors.Is(err, ErrOver) {
		t.Errorf("the same pass again: got %v, want %v", err, ErrOver)
	}
}

func TestLightRefuses(t *testing.T) {
	tests := []struct {
		name string
		prep func(*testing.T) *world
		want error
	}{
		{"a full scan holds the lease", func(t *testing.T) *world {
			w := finished(t)
			w.claimAt(t, lightAt(1))
			w.begin(t, lightAt(1))
			return w
		}, ErrBusy},
		{"another light pass holds it", func(t *testing.T) *world {
			w := finished(t)
			w.beginLight(t, lightAt(2))
			return w
		}, ErrBusy},
		{"a newer light pass was made", func(t *testing.T) *world {
			w := finished(t)
			if err := w.beginLight(t, lightAt(6)).Release(t.Context()); err != nil {
				t.Fatal(err)
			}
			return w
		}, ErrOver},
		{"a full scan of a later moment", func(t *testing.T) *world {
			w := finished(t)
			w.claimAt(t, lightAt(7))
			if err := w.begin(t, lightAt(7)).Finish(t.Context(), result); err != nil {
				t.Fatal(err)
			}
			w.Add(leaseTime)
			return w
		}, ErrOver},
		{"nothing was scanned yet", newWorld, ErrOver},
		{"terminated", func(t *testing.T) *world {
			w := finished(t)
			w.set(t, w.doc(), "state", string(tenant.Terminated))
			return w
		}, ErrOver},
		{"erased", func(t *testing.T) *world {
			w := finished(t)
			if _, err := w.doc().Delete(t.Context()); err != nil {
				t.Fatal(err)
			}
			return w
		}, ErrGone},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := tt.prep(t)
			before := w.data.Stats().Writes
			if s, err := BeginLight(t.Context(), w.tenant, lightAt(5), w.Now); s != nil || !errors.Is(err, tt.want) {
				t.Errorf("got %v, %v, want %v", s, err, tt.want)
			}
			if n := w.data.Stats().Writes - before; n != 0 {
				t.Errorf("a refusal wrote %d documents", n)
			}
		})
	}
}

// TestFullScanWaitsForALightPass holds that the two never write at the same time
// and that the full scan knows that it has only to wait.
func TestFullScanWaitsForALightPass(t *testing.T) {
	for _, end := range []string{"finished", "released", "killed"} {
		t.Run(end, func(t *testing.T) {
			w := finished(t)
			light := w.beginLight(t, lightAt(1))
			w.claimAt(t, lightAt(2))
			if _, err := Begin(t.Context(), w.tenant, lightAt(2), w.Now); !errors.Is(err, ErrLight) || !errors.Is(err, ErrBusy) {
				t.Errorf("got %v, want %v", err, ErrLight)
			}
			var err error
			switch end {
			case "finished":
				err = light.Finish(t.Context(), result)
			case "released":
				err = light.Release(t.Context())
			default:
				w.Add(leaseTime)
			}
			if err != nil {
				t.Fatal(err)
			}
			w.begin(t, lightAt(2))
			for what, err := range map[string]error{"Renew": light.Renew(t.Context()), "Release": light.Release(t.Context())} {
				if !errors.Is(err, ErrLost) {
					t.Errorf("%s of the light pass: got %v, want %v", what, err, ErrLost)
				}
			}
			if _, err := light.Commit(t.Context(), w.key(t), Batch{Changes: changes(1, lightAt(1))}); !errors.Is(err, ErrLost) {
				t.Errorf("Commit of the light pass: got %v, want %v", err, ErrLost)
			}
		})
	}
}

// TestLastVerdictsInAnyOrder lets clocks jump: the newest scan is the one that
// held the tenant last.
func TestLastVerdictsInAnyOrder(t *testing.T) {
	w := newWorld(t)
	if got, err := w.tenant.LastVerdicts(t.Context()); got != nil || err != nil {
		t.Errorf("before any scan: got %v, %v", got, err)
	}
	finish := func(s *Scan, reason, failed string) {
		t.Helper()
		r := Result{Error: failed, Verdicts: []store.Verdict{{Check: "guests", Verdict: finding.Fail, Reason: reason}}}
		if failed != "" {
			r.Verdicts = nil
		}
		if err := s.Finish(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		w.Add(leaseTime)
	}
	want := func(reason string) {
		t.Helper()
		got, err := w.tenant.LastVerdicts(t.Context())
		if err != nil || len(got) != 1 || got[0].Reason != reason {
			t.Errorf("got %v, %v, want those of %q", got, err, reason)
		}
	}
	w.claimAt(t, lightAt(0))
	finish(w.begin(t, lightAt(0)), "one", "")
	want("one")
	w.Add(time.Hour)
	finish(w.beginLight(t, lightAt(60)), "two", "")
	want("two")
	w.Add(-2 * time.Hour) // the clock is set right
	w.claimAt(t, lightAt(1))
	finish(w.begin(t, lightAt(1)), "three", "")
	want("three")
	w.claimAt(t, lightAt(2))
	finish(w.begin(t, lightAt(2)), "", "no token")
	w.claimAt(t, lightAt(3))
	w.begin(t, lightAt(3))
	want("three")
}

func TestSuspend(t *testing.T) {
	w := newWorld(t)
	claimed := w.claim(t)
	w.set(t, w.scanDoc(claimed), "again", 7)
	first := w.begin(t, claimed)
	if first.Again || first.Parts != 0 || !first.Claimed.Equal(start) {
		t.Errorf("the first part: got %v, %d, %v", first.Again, first.Parts, first.Claimed)
	}
	if _, err := first.Commit(t.Context(), w.key(t), Batch{Changes: changes(3, claimed), Baseline: true}); err != nil {
		t.Fatal(err)
	}
	w.Add(time.Second)
	for range 2 {
		if err := first.Suspend(t.Context(), time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	claim := read[document.Scan](t, w.scanDoc(claimed))
	if claim.State != document.Claimed || claim.Parts != 1 || claim.Again != 0 || !claim.Until.Equal(w.Now().Add(time.Minute)) {
		t.Errorf("claim: got %+v", claim)
	}
	if err := first.Renew(t.Context()); !errors.Is(err, ErrLost) {
		t.Errorf("the suspended part renews its lease: %v", err)
	}
	second := w.begin(t, claimed) // at once
	if !second.Again || second.Parts != 1 || second.Fence() <= first.Fence() {
		t.Errorf("the second part: got %v, %d and number %d after %d", second.Again, second.Parts, second.Fence(), first.Fence())
	}
	if err := first.Suspend(t.Context(), time.Time{}); !errors.Is(err, ErrLost) {
		t.Errorf("suspending what another holds: got %v, want %v", err, ErrLost)
	}
	if err := second.Finish(t.Context(), result); err != nil {
		t.Fatal(err)
	}
	if got := w.lastScan(t); got.Parts != 1 || got.State != document.Done {
		t.Errorf("got %+v", got)
	}
}

// TestSuspendUntil has a scan wait because Microsoft asked for it.
func TestSuspendUntil(t *testing.T) {
	w := newWorld(t)
	claimed := w.claim(t)
	s := w.begin(t, claimed)
	until := w.Now().Add(30 * time.Minute)
	s.Close(map[string]time.Time{"protection": until})
	if err := s.Suspend(t.Context(), until); err != nil {
		t.Fatal(err)
	}
	claim := read[document.Scan](t, w.scanDoc(claimed))
	if claim.Parts != 1 || !claim.Until.Equal(until) || claim.Wait == nil || !claim.Wait.Equal(until) {
		t.Errorf("claim: got %+v", claim)
	}
	about, err := w.tenant.About(t.Context())
	if got := about.Closed["protection"]; err != nil || !got.Equal(until) {
		t.Errorf("the tenant says closed until %v, %v, want %v", got, err, until)
	}
	w.Add(30*time.Minute - time.Millisecond)
	if _, err := Begin(t.Context(), w.tenant, claimed, w.Now); !errors.Is(err, ErrWaits) || !errors.Is(err, ErrBusy) {
		t.Errorf("too early: got %v, want %v", err, ErrWaits)
	}
	w.Add(time.Millisecond)
	if err := w.begin(t, claimed).Suspend(t.Context(), time.Time{}); err != nil {
		t.Fatal(err)
	}
	if got := read[document.Scan](t, w.scanDoc(claimed)); got.Wait != nil || got.Parts != 2 {
		t.Errorf("suspended for nothing to wait for: got %+v", got)
	}
}

func TestSuspendWhoseAnswerIsLost(t *testing.T) {
	for _, code := range []codes.Code{codes.Aborted, codes.Unavailable} {
		t.Run(code.String(), func(t *testing.T) {
			w := newWorld(t)
			w.claimAt(t, slot)
			s := w.beginOn(t, w.far, slot)
			w.line.disturb(nil, lose(code, 1))
			if err := s.Suspend(t.Context(), time.Time{}); err != nil {
				t.Fatal(err)
			}
			if got := read[document.Scan](t, w.scanDoc(slot)); got.Parts != 1 {
				t.Errorf("got %d parts, want 1", got.Parts)
			}
		})
	}
}

func TestALightPassIsNotSuspended(t *testing.T) {
	w := finished(t)
	if err := w.beginLight(t, lightAt(1)).Suspend(t.Context(), time.Time{}); err == nil {
		t.Error("it is")
	}
}
