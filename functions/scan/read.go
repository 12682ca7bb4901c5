package scan

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"net/http"
	"slices"
	"time"

	"vahti.ai/vahti/shared/activity"
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/custom"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/snapshot"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

// reading is what a scan has to judge and what it cost.
type reading struct {
	snap    *snapshot.Snapshot
	checks  []*check.Check // Vahti's, the operator's and the tenant's own
	stats   graph.Report
	kept    manifest                   // of the scan before
	loaded  map[snapshot.Resource]bool // from what was kept
	changed *changed

	memory     map[string][]byte                     // as earlier scans left it
	remembered map[snapshot.Resource]snapshot.Memory // by earlier scans, of parents that take turns
	watched    watched
	fresh      []snapshot.DirectoryAudit      // entries of the audit log that no earlier scan or pass handled
	news       int                            // how many those are
	score      time.Time                      // when Microsoft made the newest Secure Score that a light pass looked for; zero where it found none
	touched    map[snapshot.Resource][]string // by those entries, or because of that score
	turned     turned
	late       map[snapshot.Resource]bool // what a light pass had no time to read again
	pending    []snapshot.DirectoryAudit  // of the fresh entries those that touched it
	past       []snapshot.DirectoryAudit  // the log from pastFrom on, where lookBack read it
	pastFrom   time.Time
	fence      int64         // of the lease
	settings   string        // hash of what the customer declares
	consent    store.Consent // as the last scan saw it

	// goesOn says that the time for one message is over and more can be read.
	goesOn    bool
	wait      time.Time                     // when it can; zero for at once
	closed    map[graph.Class]time.Duration // what Microsoft asked to wait with, as earlier scans and passes were told
	journaled bool                          // something was kept on the way
	resumed   bool                          // from what was
}

// about fills in what the tenant is, from the database.
func (w *work) about(ctx context.Context, last store.Scan) (in reading, entraID string, err error) {
	about, err := w.t.About(ctx)
	if err != nil {
		return in, "", err
	}
	profile, err := w.t.Profile(ctx, about)
	if err != nil {
		return in, "", err
	}
	in.consent = about.Consent
	in.closed = w.stillClosed(about)
	raw, err := w.t.Settings(ctx)
	if err != nil {
		return in, "", err
	}
	sum := sha256.Sum256(raw)
	in.settings = hex.EncodeToString(sum[:])
	settings, err := snapshot.ParseSettings(raw)
	if err != nil {
		return in, "", errSettings
	}
	own, err := custom.Of(settings)
	if err != nil {
		return in, "", errSettings
	}
	if in.memory, err = w.t.Memory(ctx); err != nil {
		return in, "", err
	}
	in.checks = custom.Together(w.checks, own)
	in.snap = snapshot.New(w.m.Slot.At, settings)
	in.snap.Since = last.Slot.At
	in.watched = watchedOf(in.memory)
	in.watched.reach(in.snap)
	return in, profile.EntraID, nil
}

// stillClosed returns for how long the classes are still closed that the tenant's
// document names.
func (w *work) stillClosed(about store.About) map[graph.Class]time.Duration {
	out := map[graph.Class]time.Duration{}
	for class, until := range about.Closed {
		if left := until.Sub(w.now()); left > 0 {
			out[graph.Class(class)] = left
		}
	}
	return out
}

// closes keeps for other instances which classes Microsoft has closed.
func (w *work) closes(in *reading) {
	until := map[string]time.Time{}
	for class, left := range in.stats.Closed {
		until[string(class)] = w.now().Add(left)
	}
	w.run.Close(until)
}

// read fills a snapshot with what the checks need, the tenant's own included. Its
// moment is the slot's, so that a repeat judges the same way.
func (w *work) read(ctx context.Context, last store.Scan) (reading, error) {
	in, entraID, err := w.about(ctx, last)
	if err != nil {
		return in, err
	}
	reader := w.reader.Watching(func(p graph.Progress) {
		w.log.InfoContext(ctx, "resource read", "resource", string(p.Resource), "entities", p.Entities, "done", p.Done)
	})
	wanted := check.Resources(in.checks)
	order := graph.Order{Want: slices.DeleteFunc(slices.Clone(wanted), snapshot.IsDNS), Keep: true, Closed: in.closed}
	part, cancel := context.WithTimeout(ctx, w.part)
	defer cancel()

	w.base(part, &in, &order)
	// First, for what it tells has changed is read again however fresh it is. Where
	// nothing is kept everything is read anyway, and the log beside it.
	var logged graph.Stats
	beside := len(in.kept.Resources) == 0
	if beside {
		order.Want = append(order.Want, snapshot.DirectoryAudits.Resource())
		order.Touched = in.watched.asking(nil)
	} else if logged, err = w.readLog(part, reader, entraID, &in); err != nil {
		return in, err
	}
	if !beside {
		in.handle()
		order.Touched = in.watched.asking(in.touched)
	}
	j := w.resume(ctx, part, &in, &order)
	if !beside && !in.watched.open.IsZero() && !in.snap.Has(snapshot.DirectoryAudits.Resource()) {
		order.Kept = nil // some of it is known to have changed, and the log does not say what
	}
	order.Journal = func(e graph.Entry) {
		in.changed.note(e)
		j.add(e)
	}
	in.stats, err = reader.Read(part, entraID, in.snap, order)
	in.stats.Add(logged)
	if beside {
		in.tell()
		in.handle()
	}
	w.closes(&in)
	more, wait := !in.stats.Whole, in.stats.Wait
	if wait < leastWait {
		wait = 0
	}
	more = more && w.now().Sub(w.run.Counts)+wait < limit(in.stats, last, w.m.Slot)
	if err == nil && away(in, order.Want) && (!more || wait == 0) {
		err = errAway
	}
	if err != nil {
		_, _ = j.end(false)
		return in, fmt.Errorf("read tenant: %w", err)
	}
	kept, err := j.end(more)
	in.resumed = order.Resume != nil
	in.journaled = in.resumed || kept > 0
	if in.goesOn = more && err == nil && (kept > 0 || wait > 0); in.goesOn {
		if wait > 0 {
			in.wait = w.now().Add(wait)
		}
		return in, nil
	}
	if err != nil {
		w.log.WarnContext(ctx, "reading not kept on the way", "error", err)
	}
	in.watched.settle(&in, order.Touched)
	w.dns.Read(ctx, in.snap, wanted)
	w.lookBack(ctx, entraID, &in, in.checks)
	return in, recall(in.snap, in.remembered)
}

// limit is how long the parts of a slot may take. Where only parents are left that
// take turns, the verdicts wait for them no longer than a small part of the time since
// the last scan: where that is a day, each scan has to read more of them.
func limit(report graph.Report, last store.Scan, slot tenant.Slot) time.Duration {
	if !report.Turns {
		return slotLimit
	}
	since := time.Duration(0)
	if !last.Slot.IsZero() {
		since = slot.At.Sub(last.Slot.At)
	}
	return min(max(turnsLimit, since/turnsShare), slotLimit)
}

// base puts into the snapshot what earlier scans left: how far the turns are, and
// what the last one read.
func (w *work) base(ctx context.Context, in *reading, order *graph.Order) {
	var err error
	var loaded map[snapshot.Resource]graph.Kept
	if in.remembered, err = resume(in.snap, in.memory); err != nil {
		w.log.WarnContext(ctx, "turns begin anew", "reason", err.Error())
	}
	in.kept, in.fence = w.manifest(ctx), w.run.Fence()
	if in.watched.behind {
		w.log.WarnContext(ctx, "everything is read anew", "reason", "what the last scan read could not be kept")
		in.kept.Resources, in.kept.Bundle = nil, ""
	}
	if len(in.kept.Resources) > 0 {
		loaded, err = in.kept.load(ctx, w.objects, in.snap, func(r snapshot.Resource) bool {
			return w.reader.Reusable(r, in.kept.Resources[r].Read, in.snap.Now)
		})
	}
	if err != nil {
		w.log.WarnContext(ctx, "everything is read anew", "reason", err.Error())
		in.kept.Resources, in.kept.Bundle = nil, ""
	}
	order.Kept = in.kept.kept() // of those that are not loaded it tells the size
	in.note(loaded)
}

// manifest says what is kept of the last reading: nothing, where that cannot be told.
func (w *work) manifest(ctx context.Context) manifest {
	m, err := keptOf(ctx, w.objects)
	if err != nil {
		w.log.WarnContext(ctx, "what was kept cannot be used", "reason", err.Error())
		return manifest{generation: m.generation}
	}
	return m
}

// note remembers what was loaded.
func (in *reading) note(loaded map[snapshot.Resource]graph.Kept) {
	in.changed, in.loaded = &changed{}, map[snapshot.Resource]bool{}
	for r := range loaded {
		in.loaded[r] = true
	}
}

// readLog reads what was done in the tenant since the last scan. A log too long to
// be read in a part of the time is not read: nothing is then known to have changed,
// nor who did it, and the rest of the scan goes on.
func (w *work) readLog(ctx context.Context, reader *graph.Reader, entraID string, in *reading) (graph.Stats, error) {
	limited, cancel := context.WithTimeout(ctx, w.part/3)
	defer cancel()
	report, err := reader.Read(limited, entraID, in.snap, graph.Order{Want: []snapshot.Resource{snapshot.DirectoryAudits.Resource()}, Closed: in.closed})
	in.stats.Closed = report.Closed
	if err != nil && (ctx.Err() != nil || limited.Err() == nil) {
		return report.Stats, fmt.Errorf("read audit log: %w", err)
	}
	in.tell()
	return report.Stats, nil
}

// logFrom is the moment from which on the log was read.
func (in *reading) logFrom() time.Time { return in.snap.Since.Add(-graph.AuditOverlap) }

// lookBack reads what of the log lies before that, where it is needed to say who made
// a change: as far back as light passes did not judge some check by what was done. It
// stands for itself, so that a log too long to be read twice costs no more than the
// names.
func (w *work) lookBack(ctx context.Context, entraID string, in *reading, checks []*check.Check) {
	from := in.logFrom()
	for _, c := range checks {
		if at, skipped := in.watched.skipped[c.ID]; skipped {
			from = earlier(from, at)
		}
	}
	log := snapshot.DirectoryAudits.Resource()
	if !from.Before(in.logFrom()) || !in.snap.Has(log) {
		return
	}
	limited, cancel := context.WithTimeout(ctx, w.part/3)
	defer cancel()
	s := snapshot.New(in.snap.Now, in.snap.Settings)
	s.Since = from
	report, err := w.reader.Read(limited, entraID, s, graph.Order{Want: []snapshot.Resource{log}})
	in.stats.Add(report.Stats)
	if err == nil && s.Has(log) {
		in.past, in.pastFrom = snapshot.DirectoryAudits.Of(s), from
		return
	}
	w.log.WarnContext(ctx, "some changes are told without their authors", "reason", "the audit log was not read far enough back")
}

// tell finds what was not handled yet of the log that was read, and what it touched.
func (in *reading) tell() {
	in.fresh = in.watched.seen.Fresh(snapshot.DirectoryAudits.Of(in.snap))
	in.news, in.touched = len(in.fresh), activity.Touched(in.fresh)
	if in.score.After(in.watched.score) {
		in.touched[snapshot.SecureScores.Resource()] = nil
	}
}

// hasNews reports whether a light pass has something to handle.
func (in *reading) hasNews() bool { return in.news > 0 || in.score.After(in.watched.score) }

// handle counts all that was read of the log as handled.
func (in *reading) handle() {
	if in.snap.Has(snapshot.DirectoryAudits.Resource()) {
		in.watched.mark(in.fresh, nil, in.snap.Now)
	}
}

// resume repeats what an interrupted reading of this slot kept, and returns the
// journal that goes on from there.
func (w *work) resume(ctx, part context.Context, in *reading, order *graph.Order) *journal {
	begin := func(after ...string) *journal {
		return newJournal(ctx, w.objects, w.m.Slot, w.run.Fence(), chunkHead{Kept: in.kept.generation, After: after})
	}
	var stand, rest []string
	var err error
	if w.run.Again {
		stand, rest, err = chunksOf(part, w.objects, w.m.Slot)
	}
	if err == nil {
		j := begin(stand...)
		if len(stand) > 0 {
			err = j.repeat(part, w.open, stand, rest, in.kept.holdsNewer(in.loaded), func(all iter.Seq2[graph.Entry, error]) (err error) {
				order.Resume, err = graph.Replay(in.snap, in.noting(all))
				return err
			})
		}
		if err == nil {
			j.start(w.delay)
			return j
		}
		j.abandon()
	}
	w.log.WarnContext(ctx, "the reading begins anew", "reason", err.Error())
	order.Resume = nil
	for _, key := range snapshot.Keys() {
		if key.Resource() != snapshot.DirectoryAudits.Resource() {
			snapshot.Forget(key, in.snap)
		}
	}
	w.base(part, in, order)
	j := begin()
	j.start(w.delay)
	return j
}

// open opens one of the tenant's objects.
func (w *work) open(ctx context.Context, name string) (io.ReadCloser, error) {
	r, err := w.objects.Open(ctx, name)
	if err != nil {
		return nil, err
	}
	return r, nil
}

// noting notes what a replayed reading changed.
func (in *reading) noting(all iter.Seq2[graph.Entry, error]) iter.Seq2[graph.Entry, error] {
	return func(yield func(graph.Entry, error) bool) {
		for e, err := range all {
			in.changed.note(e)
			if !yield(e, err) {
				return
			}
		}
	}
}

// away reports whether nothing was read and nothing refused for good: a tenant
// that gave no permission refuses, a Graph that is down does not.
func away(in reading, wanted []snapshot.Resource) bool {
	for _, r := range wanted {
		why, missing := in.snap.Missing(r)
		refused := why.Status >= 400 && why.Status < 500 && why.Status != http.StatusTooManyRequests
		if refused || !missing && in.stats.Kept[r].At.Equal(in.snap.Now) {
			return false
		}
	}
	return true
}
