package sweep

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"
	"github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/account/throttle"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/member"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// TestBrokenTenantsStopNoOther has every kind of damage among tenants that are well.
func TestBrokenTenantsStopNoOther(t *testing.T) {
	w := newWorld(t)
	var all []*store.Tenant
	for n := range 5 {
		all = append(all, w.tenant(t, n))
	}
	path := func(n int) string { return "tenants/" + all[n].ID().String() }
	w.support(t, all[4])
	w.set(t, store.VahtiDatabase, path(0), "state", "lost")
	w.set(t, store.VahtiDatabase, path(1)+"/anchors/trail", "number", "one")
	w.set(t, store.VahtiDatabase, path(1)+"/reviews/0001", "state", 7)
	w.set(t, store.VahtiDatabase, path(2)+"/members/aolga", "sealed", []byte("x"))
	w.set(t, store.VahtiDatabase, path(2)+"/trail/bad", "at", start)
	w.set(t, store.VahtiDatabase, path(2)+"/grants/bad", "until", start)
	w.set(t, store.VahtiDatabase, "tenants/nobody/reviews/0001", "due", start)
	w.set(t, store.VahtiDatabase, "tenants/nobody/grants/x", "until", start)
	w.set(t, store.VahtiDatabase, "tenants/nobody", "state", "active")
	w.set(t, store.AuditDatabase, "tenants/nobody/entries/x", "arrived", start)
	w.set(t, store.PeopleDatabase, "trail/bad", "at", start)
	w.Add(member.ReviewInterval)
	w.settled(t)
	w.settled(t)
	for _, n := range []int{3, 4} {
		if sound, links, _, waiting := w.sound(t, trail.Of(all[n])); !sound || links == 0 || waiting != 0 {
			t.Errorf("tenant %d: sound %v, %d links, %d wait", n, sound, links, waiting)
		}
		if a := w.actions(t, all[n]); a["review.opened"] != 1 {
			t.Errorf("tenant %d: the trail tells %v", n, a)
		}
	}
	if a := w.actions(t, all[4]); a["grant.ended"] != 1 {
		t.Errorf("the trail tells %v", a)
	}
	log := w.lines.String()
	for n := range 3 {
		if !strings.Contains(log, all[n].ID().String()) {
			t.Errorf("nothing is logged about tenant %d", n)
		}
	}
	w.secret(t)
}

// TestDestroyedKey: a trail that can never be sealed again is waited for no longer
// than others.
func TestDestroyedKey(t *testing.T) {
	w := newWorld(t)
	one, two := w.tenant(t, 1), w.tenant(t, 2)
	version := "projects/" + project + "/secrets/tenant-" + one.ID().String() + "/versions/1"
	must(w.vault.DestroySecretVersion(t.Context(), &secretmanagerpb.DestroySecretVersionRequest{Name: version}))(t)
	w.keys = seal.NewKeys(w.vault, project, time.Now) // another instance's, which remembers nothing
	w.sweeper = w.another(t)
	w.settled(t)
	if sound, links, _, waiting := w.sound(t, trail.Of(two)); !sound || links != 1 || waiting != 0 {
		t.Errorf("sound %v, %d links, %d wait", sound, links, waiting)
	}
	if log := w.lines.String(); strings.Count(log, "audit trail not sealed") != 1 || !strings.Contains(log, one.ID().String()) {
		t.Errorf("log:\n%s", log)
	}
	w.Add(10 * time.Minute)
	w.mustSweep(t)
	if n := strings.Count(w.lines.String(), "audit trail not sealed"); n != 1 {
		t.Errorf("it is tried %d times, want once", n)
	}
}

// busy is a world in which one sweep has some of everything to do.
func busy(t *testing.T) (*world, *store.Tenant) {
	t.Helper()
	w := newWorld(t)
	one := w.tenant(t, 1)
	w.join(t, one, "anna", tenant.Admin)
	w.Add(member.ReviewInterval - 2*time.Hour)
	w.support(t, one)
	w.Add(2 * time.Hour)
	limits := must(throttle.New(w.db, func() time.Time { return start }))(t)
	if _, _, err := limits.Allow(t.Context(), throttle.Key{Kind: throttle.Address, Of: "x"}); err != nil {
		t.Fatal(err)
	}
	w.failures(t, 20, "a1")
	w.Add(trail.Settled + time.Minute)
	return w, one
}

// outcome is what a busy world looks like once it was swept, but for what may differ.
func (w *world) outcome(t *testing.T, one *store.Tenant) string {
	t.Helper()
	w.settled(t) // what the dead one left
	w.settled(t) // what that has written
	sound, _, entries, waiting := w.sound(t, trail.Of(one))
	own, _, ownEntries, ownWaiting := w.sound(t, trail.Service(w.db))
	throttles := must(w.client[store.PeopleDatabase].Collection("throttles").Documents(t.Context()).GetAll())(t)
	return fmt.Sprintln(w.actions(t, one), w.members(t, one), w.letters(t), w.told(), sound, entries, waiting, own, ownEntries, ownWaiting, len(throttles), w.waiting(t))
}

// TestSweepDiesAnywhere: the next ones do what the dead one did not, and nothing is
// done twice.
func TestSweepDiesAnywhere(t *testing.T) {
	w, one := busy(t)
	hooks := w.dying(t, 0)
	want := w.outcome(t, one)
	if hooks < 20 || !strings.Contains(want, "review.opened:1") || !strings.Contains(want, "grant.ended:1") || !strings.Contains(want, "signin-account a1") {
		t.Fatalf("a whole sweep passed %d hooks and did %s", hooks, want)
	}
	for at := 1; at <= hooks; at++ {
		w, one := busy(t)
		w.dying(t, at)
		// IDs differ from world to world, and so does nothing else.
		if diff := cmp.Diff(want, w.outcome(t, one)); diff != "" {
			t.Errorf("dead at hook %d of %d (-want +got):\n%s", at, hooks, diff)
		}
	}
}

// TestSweepsAtOnce: several do what one does.
func TestSweepsAtOnce(t *testing.T) {
	w, one := busy(t)
	w.mustSweep(t)
	want := w.outcome(t, one)
	w, one = busy(t)
	var all sync.WaitGroup
	for range 4 {
		other := w.another(t)
		all.Go(func() {
			if err := other.sweep(t.Context(), queue.Sweep{}, serve.Push{}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if diff := cmp.Diff(want, w.outcome(t, one)); diff != "" {
		t.Errorf("four at once (-want +got):\n%s", diff)
	}
}

// TestOutOfTime: a sweep whose time is up says so, and the next goes on.
func TestOutOfTime(t *testing.T) {
	w, _ := busy(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.sweep(ctx, queue.Sweep{}, serve.Push{}); err == nil {
		t.Error("got no error, want one")
	}
	w.mustSweep(t)
	if got := w.told(); len(got) != 1 {
		t.Errorf("told %v", got)
	}
}
