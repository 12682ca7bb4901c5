package scan

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/snapshot"
	"vahti.ai/vahti/shared/store/record"
	"vahti.ai/vahti/shared/tenant"
)

// TestLightPassKeepsMemory has a pass leave what scans remember of parents that
// take turns.
func TestLightPassKeepsMemory(t *testing.T) {
	w := newWorld(t)
	w.mustScan(t, w.claim(t))
	m := w.claim(t)
	run := must(record.Begin(t.Context(), w.tenant(t), m.Slot, w.clock.Now))(t)
	parts := must(leave(crowded(t, 1000, 3), nil))(t)
	if err := run.Remember(t.Context(), must(w.tenant(t).Key(t.Context()))(t), parts, nil); err != nil {
		t.Fatal(err)
	}
	if err := run.Release(t.Context()); err != nil {
		t.Fatal(err)
	}
	at := must(w.tenant(t).About(t.Context()))(t).Recorded
	w.setPolicy(t, "allowInvitesFrom", "everyone")
	w.note(t, at.Add(-time.Minute), "sanni@example.org")
	w.wrote(t, at.Add(-time.Minute), "Enable Strong Authentication", "User", "user-1")
	before := w.verdicts(t)
	w.pass(t)
	got := must(w.tenant(t).Memory(t.Context()))(t)
	if got[watchedPart] == nil {
		t.Fatalf("the pass handled nothing\n%s", w.lines)
	}
	r := snapshot.LegacyMFA.Resource()
	if diff := cmp.Diff([]string{"user-1"}, watchedOf(got).owed[r]); diff != "" {
		t.Errorf("people that the next scan asks for (-want +got):\n%s", diff)
	}
	delete(got, watchedPart)
	if diff := cmp.Diff(parts, got); diff != "" {
		t.Errorf("memory (-before +after the pass):\n%s", diff)
	}
	if got := w.verdicts(t)["id-per-user-mfa"]; got != before["id-per-user-mfa"] {
		t.Errorf("a check of what takes turns: got %s by a light pass, want %s", got, before["id-per-user-mfa"])
	}
}

// TestLightPassOvertaken has a full scan end while a light pass reads the log.
func TestLightPassOvertaken(t *testing.T) {
	w := newWorld(t)
	w.setPolicy(t, "allowInvitesFrom", "adminsAndGuestInviters")
	w.mustScan(t, w.claim(t))
	at := must(w.tenant(t).About(t.Context()))(t).Recorded
	w.setPolicy(t, "allowInvitesFrom", "everyone")
	w.note(t, at.Add(-time.Minute), "sanni@example.org")
	since := w.moment()

	light := *w.scanner
	full := w.claim(t)
	paused := false
	light.now = w.clock.Now
	pause := func(graph.Progress) {
		if !paused {
			paused = true
			w.mustScan(t, full)
		}
	}
	light.reader = w.reader.Watching(pause)
	m := queue.Scan{Tenant: w.id, Slot: tenant.NewSlot(*at, int(w.clock.Now().Unix()/60)), Light: true}
	if err := light.scan(t.Context(), m, serve.Push{ID: "1"}); err != nil {
		t.Fatal(err)
	}
	if !paused {
		t.Fatal("the pass did not read the log")
	}
	if diff := cmp.Diff([]string{`verdict "pass" -> "fail" by sanni@example.org`}, told(w.drift(t, since), invitationCheck)); diff != "" {
		t.Errorf("drift of both (-want +got):\n%s", diff)
	}
}

// TestLightPassLeavesTheUnread has a resource that the last scan had no time for,
// of which an older reading is kept: a light pass does not judge by that.
func TestLightPassLeavesTheUnread(t *testing.T) {
	w := newWorld(t)
	w.mustScan(t, w.claim(t))
	r := snapshot.Resource(policies)
	w.rewrite(t, func(m *manifest) { // as a scan leaves it that had no time
		m.Unread = map[snapshot.Resource]snapshot.Unread{r: {Reason: "the time limit passed before it was read"}}
	})
	before := w.verdicts(t)
	w.disable(t, "disabled")
	at := must(w.tenant(t).About(t.Context()))(t).Recorded
	w.wrote(t, at.Add(-time.Minute), "Update security defaults", "Policy", "any")
	w.pass(t)
	if diff := cmp.Diff(before, w.verdicts(t)); diff != "" {
		t.Errorf("verdicts (-before +after):\n%s", diff)
	}
	if m := must(keptOf(t.Context(), w.objects(t)))(t); m.Unread[r].Reason == "" {
		t.Error("the pass forgot what the scan had no time for")
	}
	// Touched and not read again, what is kept of it holds no more.
	w.wrote(t, at.Add(-time.Second), "Update conditional access policy", "Policy", "any")
	w.pass(t)
	if m := must(keptOf(t.Context(), w.objects(t)))(t); m.Resources[r].Object != "" {
		t.Error("what was touched and not read is kept")
	}
}

// TestLightPassLeavesTheLarge has a list touched that takes long to read: it waits for
// a full scan, which reads it.
func TestLightPassLeavesTheLarge(t *testing.T) {
	_, disabled := scanned(t)
	w := newWorld(t)
	w.mustScan(t, w.claim(t))
	w.enlarge(t, policies, lightPages+1)
	at := must(w.tenant(t).About(t.Context()))(t).Recorded
	w.disable(t, "disabled")
	w.wrote(t, at.Add(-time.Minute), "Update conditional access policy", "Policy", "any")
	before := w.verdicts(t)
	w.pass(t)
	if diff := cmp.Diff(before, w.verdicts(t)); diff != "" {
		t.Errorf("verdicts of the pass (-before +after):\n%s", diff)
	}
	w.later(t, time.Hour)
	w.mustScan(t, w.claim(t))
	if diff := cmp.Diff(disabled, w.verdicts(t)); diff != "" {
		t.Errorf("verdicts of the scan (-want +got):\n%s", diff)
	}
}

// TestKilledLightPass kills a light pass at each of its writes: the next one completes
// it, and no full scan has to.
func TestKilledLightPass(t *testing.T) {
	const most = 30
	for n := 1; n <= most; n++ {
		w := newWorld(t)
		w.setPolicy(t, "allowInvitesFrom", "adminsAndGuestInviters")
		w.mustScan(t, w.claim(t))
		at := must(w.tenant(t).About(t.Context()))(t).Recorded
		w.setPolicy(t, "allowInvitesFrom", "everyone")
		w.note(t, at.Add(-time.Minute), "sanni@example.org")
		since := w.moment()
		var writes atomic.Int32
		dead := func() error {
			if writes.Add(1) >= int32(n) {
				return status.Error(codes.Internal, "killed")
			}
			return nil
		}
		w.dies.Store(&dead)
		w.clock.Add(5 * time.Minute)
		err := w.try(t, queue.Scan{Tenant: w.id, Slot: tenant.NewSlot(*at, int(w.clock.Now().Unix()/60)), Light: true})
		w.dies.Store(nil)
		w.pass(t)
		if diff := cmp.Diff([]string{`verdict "pass" -> "fail" by sanni@example.org`}, told(w.drift(t, since), invitationCheck)); diff != "" {
			t.Errorf("killed at write %d: drift (-want +got):\n%s", n, diff)
		}
		if steps := must(w.tenant(t).History(t.Context(), w.find(t, invitationCheck).ID))(t); len(steps) != 1 {
			t.Errorf("killed at write %d: the finding has %d steps, want one", n, len(steps))
		}
		if err == nil {
			if n < 4 {
				t.Errorf("a pass writes %d times alone", n-1)
			}
			return
		}
	}
	t.Errorf("a pass writes more than %d times", most)
}
