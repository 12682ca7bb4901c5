package scan

import (
	"context"
	"slices"
	"time"

	"vahti.ai/vahti/shared/activity"
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/record"
	"vahti.ai/vahti/shared/store/trail"
	"vahti.ai/vahti/shared/tenant"
)

// recorded is what became of the findings in a scan.
type recorded struct {
	before  []finding.Finding // as stored before
	changes []finding.Change
	open    map[finding.Severity]int // without those that are excepted
	authors authors
}

// record writes the differences to the findings kept so far, each with who made it
// where the audit log tells, ends exceptions, and publishes what changed.
func (w *work) record(ctx context.Context, in reading, outcomes []check.Outcome, last store.Scan) (out recorded, err error) {
	previous, err := w.t.StoredFindings(ctx)
	if err != nil {
		return out, err
	}
	out.before = previous
	exceptions, err := w.t.ActiveExceptions(ctx)
	if err != nil {
		return out, err
	}
	key, err := w.t.Key(ctx)
	if err != nil {
		return out, err
	}
	judged := make([]finding.Judged, len(outcomes))
	for i, o := range outcomes {
		judged[i] = o.Judged()
	}
	at := w.m.Slot.At
	out.changes = finding.Reconcile(previous, judged, at, w.m.Slot.String(), func(check, resource string) finding.ID {
		return finding.ID(key.Hash("finding", check, resource))
	})
	if !w.m.Light { // which knows what checks there are
		exists := map[string]bool{}
		for _, c := range in.checks {
			exists[c.ID] = true
		}
		out.changes = append(out.changes, finding.Dropped(previous, func(check string) bool { return exists[check] }, at, w.m.Slot.String())...)
	}
	out.authors = w.authors(in, last)
	for i := range out.changes {
		out.changes[i].By = out.authors.of(out.changes[i])
	}
	now := applied(previous, out.changes)
	out.open = countOpen(finding.Except(now, exceptions, at))
	total := 0
	for _, n := range out.open {
		total += n
	}
	w.log.InfoContext(ctx, "tenant judged", "checks", len(outcomes), "open", total, "changes", len(out.changes))
	entries, err := w.run.Commit(ctx, key, record.Batch{
		Changes: out.changes, Endings: finding.Endings(exceptions, now, at), Baseline: last.Slot.IsZero(),
	})
	if err != nil {
		return out, err
	}
	for _, e := range entries {
		if err := w.publish(ctx, e.Message); err != nil {
			return out, err
		}
	}
	if err := w.run.Published(ctx, entries); err != nil {
		return out, err
	}
	if len(exceptions) > 0 {
		w.move(ctx)
	}
	return out, nil
}

// move moves what the scan told into the audit trail. No scan depends on it: where it
// fails, the entries wait until dispatch moves them.
func (w *work) move(ctx context.Context) {
	if err := trail.MoveAll(ctx, w.db, w.t); err != nil {
		w.log.WarnContext(ctx, "audit trail not moved", "error", err)
	}
}

// applied returns the findings as they are after the changes.
func applied(previous []finding.Finding, changes []finding.Change) []finding.Finding {
	now := slices.Clone(previous)
	at := make(map[finding.ID]int, len(now))
	for i, f := range now {
		at[f.ID] = i
	}
	for _, c := range changes {
		if i, ok := at[c.Finding.ID]; ok {
			now[i] = c.Finding
		} else {
			now = append(now, c.Finding)
		}
	}
	return now
}

func countOpen(findings []finding.Finding) map[finding.Severity]int {
	open := map[finding.Severity]int{}
	for _, f := range findings {
		if f.State == finding.Open {
			open[f.Severity]++
		}
	}
	return open
}

// authors finds who made changes between the last scan and this one; for a check by
// which light passes in between did not judge what was done, since that was done. What
// an earlier scan or pass handled and judged explains nothing that differs since.
type authors struct {
	since func(time.Time) *activity.Log  // of what was done later
	log   *activity.Log                  // of what was not handled by the last scan
	after map[string]time.Time           // by check, where that is earlier
	late  map[string]*activity.Log       // by check, with what Microsoft showed only now
	reads map[string][]snapshot.Resource // by check, those that explain it
	told  map[string]bool                // by check, whether the last scan could tell
}

func (w *work) authors(in reading, last store.Scan) authors {
	a := authors{reads: map[string][]snapshot.Resource{}, told: map[string]bool{}}
	for _, c := range in.checks {
		a.reads[c.ID] = activity.Explaining(c.Reads, c.Uses)
	}
	for _, v := range last.Verdicts {
		a.told[v.Check] = v.Verdict != finding.Unknown
	}
	until := w.now()
	if at := w.m.Slot.At; at.After(until) {
		until = at // of a recording
	}
	after := last.Slot.At
	if began := last.Claimed; began.After(after) && began.Before(w.m.Slot.At) {
		after = began // the slot's message came late
	}
	after = after.Add(-slack)
	entries, fresh, from := snapshot.DirectoryAudits.Of(in.snap), in.fresh, in.logFrom()
	if in.past != nil {
		entries, from = slices.Concat(entries, in.past), earlier(from, in.pastFrom)
	}
	before := in.kept.Settings
	if last.Slot.IsZero() || before != "" && before != in.settings {
		entries, fresh = nil, nil // nothing differs from an earlier scan, or what does may come of what the customer declares
	}
	a.log = activity.Between(fresh, after, until)
	a.late = map[string]*activity.Log{}
	all := in.shownLate(madeBy(fresh, after))
	for check, reads := range a.reads {
		if late := touching(all, reads); len(late) > 0 {
			earlier := func(e snapshot.DirectoryAudit) bool { return !madeAt(&e, until).After(after) }
			late = append(late, slices.DeleteFunc(slices.Clone(fresh), earlier)...)
			a.late[check] = activity.Between(late, oldest(late, until).Add(-1), until)
		}
	}
	a.after = map[string]time.Time{}
	for check, at := range in.watched.skipped {
		if at.Before(after) {
			a.after[check] = at
		}
	}
	logs := map[time.Time]*activity.Log{}
	a.since = func(at time.Time) *activity.Log {
		if at.Before(from) {
			return activity.Between(nil, at, until) // nobody knows what else was done
		}
		if logs[at] == nil {
			logs[at] = activity.Between(entries, at.Add(-1), until)
		}
		return logs[at]
	}
	return a
}

// logOf returns what was done since a check was last judged by all that was done.
func (a authors) logOf(check string) *activity.Log {
	if at, skipped := a.after[check]; skipped {
		return a.since(at)
	}
	if late := a.late[check]; late != nil {
		return late
	}
	return a.log
}

// madeBy are of the entries those that say they were made up to a moment.
func madeBy(entries []snapshot.DirectoryAudit, to time.Time) (out []snapshot.DirectoryAudit) {
	for i := range entries {
		if at := entries[i].ActivityDateTime; at.Known() && at.V.Readable && !at.V.Time.After(to) {
			out = append(out, entries[i])
		}
	}
	return out
}

// lately is an entry that was made before the last scan, with what it may have changed
// since that was read last: Microsoft showed it only now.
type lately struct {
	entry   snapshot.DirectoryAudit
	touches []snapshot.Resource
}

// shownLate are those of the fresh entries that were made before the last scan and may
// have changed something since.
func (in *reading) shownLate(early []snapshot.DirectoryAudit) (late []lately) {
	for i := range early {
		l := lately{entry: early[i]}
		for _, t := range activity.Touches(&l.entry) {
			if kept, known := in.kept.Resources[t.Resource]; known && l.entry.ActivityDateTime.V.Time.After(kept.Read.At) {
				l.touches = append(l.touches, t.Resource)
			}
		}
		if len(l.touches) > 0 {
			late = append(late, l)
		}
	}
	return late
}

// touching are those of the entries that may have changed what a check reads.
func touching(all []lately, reads []snapshot.Resource) (out []snapshot.DirectoryAudit) {
	for _, l := range all {
		if slices.ContainsFunc(l.touches, func(r snapshot.Resource) bool { return slices.Contains(reads, r) }) {
			out = append(out, l.entry)
		}
	}
	return out
}

// slack is how much earlier than the last scan's moment a change may have been made
// that this one saw first: Microsoft shows some only after a while.
const slack = 10 * time.Minute

// of names who made a change. Where the last scan could not tell, or did not know
// the check, it may have been made at any time before.
func (a authors) of(c finding.Change) finding.Attribution {
	if !a.told[c.Finding.Check] {
		return finding.Attribution{}
	}
	by, _ := a.logOf(c.Finding.Check).Explain(activity.Change{
		Reads: a.reads[c.Finding.Check], Resource: c.Finding.Resource, Subjects: activity.Differing(c.FromSubjects, c.Finding.Evidence.Subjects),
		Shows: shows(c.FromSubjects) || shows(c.Finding.Evidence.Subjects),
	})
	return by
}

// shows reports whether evidence has subjects.
func shows(s finding.Subjects) bool {
	for _, list := range s {
		if list.Total > 0 {
			return true
		}
	}
	return false
}

// verdictDrift compares the checks' verdicts with the last scan's. Where a check's
// findings changed by one author's hand, so did the verdict, and where none changed
// a change of settings explains it. Nobody is named for a verdict that could not be
// told, or can be told again: that hangs on what Vahti could read.
func (w *work) verdictDrift(ctx context.Context, r record.Result, out recorded, last store.Scan) ([]finding.Drift, error) {
	drift := record.VerdictDrift(last.Verdicts, r.Verdicts, w.m.Slot.At)
	byCheck := map[string][]finding.Attribution{}
	for _, c := range out.changes {
		byCheck[c.Finding.Check] = append(byCheck[c.Finding.Check], c.By)
	}
	for i := range drift {
		d := &drift[i]
		if from, to := string(d.From), string(d.To); from == unknown || to == unknown {
			continue
		}
		by := byCheck[d.Check]
		if len(by) == 0 {
			var err error
			if by, err = w.recordedBy(ctx, d.Check, out.before, last); err != nil {
				return nil, err
			}
		}
		if len(by) > 0 {
			d.By = ofAll(by)
		} else {
			d.By, _ = out.authors.logOf(d.Check).Explain(activity.Change{Reads: out.authors.reads[d.Check], Resource: finding.TenantResource, Settings: true})
		}
	}
	return drift, nil
}

// recordedBy returns who made the changes that an instance recorded after the last
// scan ended, before it was stopped.
func (w *work) recordedBy(ctx context.Context, check string, findings []finding.Finding, last store.Scan) (by []finding.Attribution, err error) {
	for _, f := range findings {
		slot, err := tenant.ParseSlot(f.Slot)
		if err != nil {
			return nil, err
		}
		if f.Check != check || slot.Compare(last.Slot) <= 0 {
			continue
		}
		steps, err := w.t.History(ctx, f.ID)
		if err != nil {
			return nil, err
		}
		if n := len(steps) - 1; n >= 0 && steps[n].Written.After(last.Ended) {
			by = append(by, steps[n].By)
		}
	}
	return by, nil
}

// unknown is the verdict as drift holds it.
const unknown = `"` + string(finding.Unknown) + `"`

// ofAll returns the author of several changes, nobody where they have not the same.
func ofAll(by []finding.Attribution) finding.Attribution {
	for _, b := range by {
		if !b.Attributed || b.ActorID != by[0].ActorID || b.Actor != by[0].Actor {
			return finding.Attribution{}
		}
	}
	return by[len(by)-1]
}
