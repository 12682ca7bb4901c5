package scan

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"vahti.ai/vahti/shared/activity"
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/snapshot"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/store/record"
	"vahti.ai/vahti/shared/tenant"
)

// A light pass reads Microsoft's audit log of what was done since the last look at
// it and, where something was, what that touched; a Secure Score that is new is read
// too. It judges the checks that take any of it and leaves the others as they are.
// Where nothing was done it writes nothing.

// watchedPart is what is remembered of the log: which entries were handled.
const watchedPart = "log"

// rememberEntries is for how long handled entries are remembered: longer than the
// log is read again.
const rememberEntries = 26 * time.Hour

type watched struct {
	seen  activity.Seen
	since time.Time // what was handled last was about that moment
	// open is about when the oldest entry was made that is still to be handled: the
	// log is read again from then on. Zero where none is.
	open time.Time
	// behind says that what is kept of the last reading lacks what handled entries
	// touched, because it could not be kept: nothing may be built on it.
	behind bool
	// owed are the parents, of resources whose parents take turns, under which
	// something was done: the next scan reads them whoever's turn it is, whether or not a
	// light pass did, which leaves what is remembered of them as it was.
	owed map[snapshot.Resource][]string
	// score is when Microsoft made the Secure Score that was judged last; zero where it
	// has none for the tenant, or refuses it.
	score time.Time
	// skipped says by check when something was done first that the check may see and
	// was not judged by since.
	skipped map[string]time.Time
}

type watchedForm struct {
	Since time.Time     `json:"since"`
	Seen  activity.Seen `json:"seen"`
	Open  time.Time     `json:"open,omitzero"`
	Score time.Time     `json:"score,omitzero"`

	Behind  bool                           `json:"behind,omitempty"`
	Owed    map[snapshot.Resource][]string `json:"owed,omitempty"`
	Skipped map[string]time.Time           `json:"skipped,omitempty"`
}

// watchedOf reads what is remembered of the log. What cannot be read is forgotten:
// entries that are handled twice touch twice, and that is all.
func watchedOf(memory map[string][]byte) watched {
	var f watchedForm
	if raw := memory[watchedPart]; raw == nil || json.Unmarshal(raw, &f) != nil {
		return watched{}
	}
	return watched{seen: f.Seen, since: f.Since, open: f.Open, behind: f.Behind, owed: f.Owed, score: f.Score, skipped: f.Skipped}
}

// mark counts those of the fresh entries as handled that are not pending. The
// pending ones are read again, and those that were read with them, which may tell
// who made a change that shows only then.
func (x *watched) mark(fresh, pending []snapshot.DirectoryAudit, now time.Time) {
	x.open = time.Time{}
	if len(pending) > 0 {
		x.open = oldest(fresh, now)
	}
	waits := make(map[string]bool, len(pending))
	for i := range pending {
		waits[pending[i].ID] = true
	}
	handled := slices.DeleteFunc(slices.Clone(fresh), func(e snapshot.DirectoryAudit) bool { return waits[e.ID] })
	if len(handled) > 0 {
		x.since = now
		x.seen.Mark(handled, now.Add(-rememberEntries))
	}
}

// mostOwed is how many parents of one resource are owed at most. Further ones wait for
// their turn.
const mostOwed = 500

// owe notes those of the touched parents whose resources are read in turns.
func (x *watched) owe(touched map[snapshot.Resource][]string) {
	owed := map[snapshot.Resource][]string{}
	maps.Copy(owed, x.owed)
	for r, ids := range touched {
		if key, known := snapshot.KeyOf(r); known && snapshot.TakesTurns(key) && len(ids) > 0 {
			all := slices.Sorted(slices.Values(slices.Concat(owed[r], ids)))
			all = slices.Compact(all)
			owed[r] = all[:min(len(all), mostOwed)]
		}
	}
	x.owed = owed
}

// asking returns what a scan has to ask for again: what is touched and what is owed.
func (x *watched) asking(touched map[snapshot.Resource][]string) map[snapshot.Resource][]string {
	out := map[snapshot.Resource][]string{}
	maps.Copy(out, touched)
	for r, ids := range x.owed {
		out[r] = slices.Compact(slices.Sorted(slices.Values(slices.Concat(out[r], ids))))
	}
	return out
}

// settle notes what is still owed after a scan that asked for some of it.
func (x *watched) settle(in *reading, asked map[snapshot.Resource][]string) {
	all := x.asking(in.touched)
	x.owed = nil
	for r, ids := range all {
		turn, known := in.snap.Turn(r)
		switch {
		case slices.Contains(in.stats.Late, r):
			x.owe(map[snapshot.Resource][]string{r: ids})
		case !in.snap.Has(r), !known, turn.Scanned >= turn.Total: // refused, or everybody had a turn
		default:
			x.owe(map[snapshot.Resource][]string{r: slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return slices.Contains(asked[r], id) })})
		}
	}
}

// skips notes since when something was done that the checks may see that are not
// judged by it; of those that are judged nothing is left to note.
func (w *work) skips(in *reading, judged []*check.Check) {
	first := map[snapshot.Resource]time.Time{} // when something was done first
	affected := map[snapshot.Resource]map[snapshot.Resource]bool{}
	for i := range in.fresh {
		at := madeAt(&in.fresh[i], in.snap.Now)
		for _, t := range activity.Touches(&in.fresh[i]) {
			if affected[t.Resource] == nil {
				affected[t.Resource] = w.affected(in, t.Resource)
			}
			for r := range affected[t.Resource] {
				if before, known := first[r]; !known || at.Before(before) {
					first[r] = at
				}
			}
		}
	}
	skipped := map[string]time.Time{}
	for _, c := range in.checks {
		if slices.Contains(judged, c) {
			continue
		}
		at, known := in.watched.skipped[c.ID]
		for _, r := range takenBy(c) {
			if t, done := first[r]; done && (!known || t.Before(at)) {
				at, known = t, true
			}
		}
		if known {
			skipped[c.ID] = at
		}
	}
	in.watched.skipped = skipped
}

// madeAt is when an entry was made; now where it does not say so.
func madeAt(e *snapshot.DirectoryAudit, now time.Time) time.Time {
	if t := e.ActivityDateTime; t.Known() && t.V.Readable && t.V.Time.Before(now) {
		return t.V.Time
	}
	return now
}

// oldest is when the first of the entries was made; now where there is none.
func oldest(entries []snapshot.DirectoryAudit, now time.Time) time.Time {
	first := now
	for i := range entries {
		first = earlier(first, madeAt(&entries[i], now))
	}
	return first
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// reach has the log read back to the oldest entry that is still to be handled.
func (x *watched) reach(s *snapshot.Snapshot) {
	if !x.open.IsZero() {
		s.Since = earlier(s.Since, x.open)
	}
}

// reopen has entries from a moment on count as not handled: what they touched may
// have been read before they were made. The log is read again from about then.
func (x *watched) reopen(from, now time.Time) {
	x.seen.Reopen(from)
	if !x.since.IsZero() {
		x.since = now
	}
}

// leave adds to the parts of a memory what is remembered of the log.
func (x watched) leave(parts map[string][]byte) (map[string][]byte, error) {
	if x.since.IsZero() && x.open.IsZero() && x.score.IsZero() && len(x.owed)+len(x.skipped) == 0 {
		return parts, nil
	}
	raw, err := json.Marshal(watchedForm{Since: x.since, Seen: x.seen, Open: x.open, Score: x.score, Behind: x.behind, Owed: x.owed, Skipped: x.skipped})
	if err != nil {
		return nil, fmt.Errorf("leave log: %w", err)
	}
	out := maps.Clone(parts)
	if out == nil {
		out = map[string][]byte{}
	}
	out[watchedPart] = raw
	return out, nil
}

// lightSlot names the light pass of this moment.
func (w *work) lightSlot(ctx context.Context) (tenant.Slot, error) {
	about, err := w.t.About(ctx)
	if err != nil {
		return tenant.Slot{}, err
	}
	return tenant.LightSlot(about.Recorded, w.now()), nil
}

// look is what a light pass has to know before it reads.
type look struct {
	in      reading
	entraID string
	last    store.Scan
}

// look reads what is known of the tenant; ok is false where the next full scan has
// to come first.
func (w *work) look(ctx context.Context) (l look, ok bool, err error) {
	about, err := w.t.About(ctx)
	if err != nil {
		return l, false, err
	}
	if l.last, err = w.last(ctx); err != nil {
		return l, false, err
	}
	if about.State != tenant.Active || about.Paused || l.last.Slot.IsZero() {
		return l, false, nil // the first scan reads everything
	}
	l.in, l.entraID, err = w.about(ctx, l.last)
	if errors.Is(err, errSettings) {
		return l, false, nil // the next scan says so
	}
	if err != nil {
		return l, false, err
	}
	if l.in.watched.since.After(l.in.snap.Since) {
		l.in.snap.Since = l.in.watched.since
	}
	l.in.watched.reach(l.in.snap)
	return l, !l.in.watched.behind, nil
}

func (w *work) light(ctx context.Context) error {
	l, ok, err := w.look(ctx)
	if err != nil || !ok {
		return err
	}
	cost, err := w.readLog(ctx, w.reader, l.entraID, &l.in)
	if err = withoutToken(err); err != nil {
		return errors.Join(err, w.tellClosed(ctx, &l.in))
	}
	cost.Add(w.lookForScore(ctx, l.entraID, &l.in))
	if !l.in.hasNews() {
		return w.tellClosed(ctx, &l.in)
	}
	if on, err := w.beginLight(ctx); err != nil || !on {
		return err
	}
	_, err = w.holding(ctx, func(ctx context.Context) (bool, error) {
		return false, w.again(ctx, l.in, cost)
	})
	return err
}

// beginLight takes the lease. on is false where whoever holds it reads the log, or the
// next pass does.
func (w *work) beginLight(ctx context.Context) (on bool, err error) {
	w.run, err = record.BeginLight(ctx, w.t, w.m.Slot, w.now)
	if errors.Is(err, record.ErrBusy) || errors.Is(err, record.ErrOver) {
		return false, nil
	}
	return err == nil, err
}

// tellClosed keeps for other instances what Microsoft closed while a pass read the log
// that then had nothing more to do. Where nothing was closed it writes nothing.
func (w *work) tellClosed(ctx context.Context, in *reading) error {
	fresh := false
	for class, left := range in.stats.Closed {
		fresh = fresh || left > in.closed[class]+time.Second
	}
	if !fresh {
		return nil
	}
	if on, err := w.beginLight(ctx); err != nil || !on {
		return err
	}
	w.closes(in)
	return w.run.Release(ctx)
}

// withoutToken leaves it to the next full scan to say that Entra gives no token, and
// to the next pass to ask again.
func withoutToken(err error) error {
	if _, ok := errors.AsType[*graph.TokenError](err); ok {
		return nil
	}
	return err
}

// again reads what was touched, under the lease, and judges what takes it. What
// was known before the lease was taken may have changed until then: it is looked
// at again. Entries of the log count as handled once what they touched is kept; where
// it could not be read in time, the next pass tries again.
func (w *work) again(ctx context.Context, before reading, cost graph.Stats) error {
	l, ok, err := w.look(ctx)
	if err != nil {
		return err
	}
	in := &l.in
	snapshot.DirectoryAudits.Set(in.snap, snapshot.DirectoryAudits.Of(before.snap))
	if x := in.watched.open; !x.IsZero() && x.Before(before.logFrom()) {
		ok = false // the log was not read back to what another pass left
	}
	if before.snap.Since.After(in.snap.Since) {
		in.snap.Since = before.snap.Since
	}
	in.score = before.score
	in.tell()
	in.stats.Stats, in.stats.Closed = cost, before.stats.Closed
	w.closes(in)
	var checks []*check.Check
	if ok && len(in.touched) > 0 {
		if checks, ok, err = w.touched(ctx, l.entraID, in); err != nil {
			return err
		}
	}
	if !ok || !in.hasNews() {
		return w.run.Release(ctx)
	}
	in.watched.mark(in.fresh, in.pending, in.snap.Now)
	if len(in.pending) > 0 {
		w.log.InfoContext(ctx, "light pass left a part to the next", "entries", len(in.pending), "resources", len(in.late))
	}
	var outcomes []check.Outcome
	var out recorded
	if len(checks) > 0 {
		w.log.InfoContext(ctx, "light pass", "entries", in.news, "resources", len(in.touched), "checks", len(checks))
		for _, c := range checks {
			outcomes = append(outcomes, check.Run(c, in.snap))
		}
		w.lookBack(ctx, l.entraID, in, checks)
		if out, err = w.record(ctx, *in, outcomes, l.last); err != nil {
			return err
		}
	}
	in.watched.owe(in.touched)
	if len(in.late) == 0 {
		in.scored()
	}
	w.skips(in, checks)
	in.settings = in.kept.Settings // by other ones, only some was judged
	if len(in.stats.Kept) > 0 || in.outdates() {
		if err := w.keep(ctx, *in); err != nil {
			return err // the next pass does it again
		}
	}
	if len(checks) == 0 {
		if err := w.remember(ctx, *in, in.memory); err != nil {
			return err
		}
		return w.run.Release(ctx)
	}
	// At its end: after a pass that died before, the next one has to tell the verdicts.
	if err := w.leaving(ctx, *in, in.memory, w.run.RememberAtEnd); err != nil {
		return err
	}
	r := result(*in, outcomes, out.open)
	r.Unread = l.last.Unread
	if r.Drift, err = w.verdictDrift(ctx, r, out, l.last); err != nil {
		return err
	}
	r.Verdicts, r.Score = overlaid(in.checks, l.last.Verdicts, r.Verdicts)
	return w.run.Finish(ctx, r)
}

// overlaid returns all verdicts with those judged anew in their places, and the
// score they make.
func overlaid(checks []*check.Check, before, now []store.Verdict) ([]store.Verdict, float64) {
	fresh := map[string]store.Verdict{}
	for _, v := range now {
		fresh[v.Check] = v
	}
	var out []store.Verdict
	all := map[string]finding.Verdict{}
	for _, v := range before {
		if f, ok := fresh[v.Check]; ok {
			v = f
			delete(fresh, v.Check)
		}
		out = append(out, v)
		all[v.Check] = v.Verdict
	}
	for _, v := range now {
		if _, added := fresh[v.Check]; added {
			out = append(out, v)
			all[v.Check] = v.Verdict
		}
	}
	return out, check.ScoreOf(checks, all).Overall
}
