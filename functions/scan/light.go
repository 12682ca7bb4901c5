package scan

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
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
// it and, where something was, what that touched. It judges the checks that take
// any of it and leaves the others as they are. Where nothing was done it writes
// nothing.

// watchedPart is what is remembered of the log: which entries were handled.
const watchedPart = "log"

// rememberEntries is for how long handled entries are remembered: longer than the
// log is read again.
const rememberEntries = 26 * time.Hour

type watched struct {
	seen  activity.Seen
	since time.Time // what was handled last was about that moment
	// behind says that what is kept of the last reading lacks what handled entries
	// touched, because it could not be kept: nothing may be built on it.
	behind bool
}

type watchedForm struct {
	Since time.Time     `json:"since"`
	Seen  activity.Seen `json:"seen"`

	Behind bool `json:"behind,omitempty"`
}

// watchedOf reads what is remembered of the log. What cannot be read is forgotten:
// entries that are handled twice touch twice, and that is all.
func watchedOf(memory map[string][]byte) watched {
	var f watchedForm
	if raw := memory[watchedPart]; raw == nil || json.Unmarshal(raw, &f) != nil {
		return watched{}
	}
	return watched{f.Seen, f.Since, f.Behind}
}

// fresh returns the entries that were read and not handled yet, and counts them as
// handled.
func (x *watched) fresh(s *snapshot.Snapshot) []snapshot.DirectoryAudit {
	fresh := x.seen.Fresh(snapshot.DirectoryAudits.Of(s))
	if len(fresh) > 0 {
		x.since = s.Now
		x.seen.Mark(fresh, s.Now.Add(-rememberEntries))
	}
	return fresh
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
	if x.since.IsZero() {
		return parts, nil
	}
	raw, err := json.Marshal(watchedForm{x.since, x.seen, x.behind})
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
	if about.State != tenant.Active || l.last.Slot.IsZero() {
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
	return l, !l.in.watched.behind, nil
}

func (w *work) light(ctx context.Context) error {
	l, ok, err := w.look(ctx)
	if err != nil || !ok {
		return err
	}
	cost, err := w.readLog(ctx, w.reader, l.entraID, &l.in)
	if err != nil || l.in.news == 0 {
		return withoutToken(err)
	}
	w.run, err = record.BeginLight(ctx, w.t, w.m.Slot, w.now)
	if errors.Is(err, record.ErrBusy) || errors.Is(err, record.ErrOver) {
		return nil // whoever holds the lease reads the log, or the next pass does
	}
	if err != nil {
		return err
	}
	_, err = w.holding(ctx, func(ctx context.Context) (bool, error) {
		return false, w.again(ctx, snapshot.DirectoryAudits.Of(l.in.snap), cost)
	})
	return err
}

// withoutToken leaves it to the next full scan to say that Entra gives no token.
func withoutToken(err error) error {
	if _, ok := lasting(err); ok {
		return nil
	}
	return err
}

// again reads what was touched, under the lease, and judges what takes it. What
// was known before the lease was taken may have changed until then: it is looked
// at again. Entries of the log count as handled once what they touched is kept.
func (w *work) again(ctx context.Context, log []snapshot.DirectoryAudit, cost graph.Stats) error {
	l, ok, err := w.look(ctx)
	if err != nil {
		return err
	}
	in := &l.in
	snapshot.DirectoryAudits.Set(in.snap, log)
	in.handle()
	in.stats.Stats = cost
	var checks []*check.Check
	if ok && len(in.touched) > 0 {
		if checks, ok, err = w.touched(ctx, l.entraID, in); err != nil {
			return err
		}
	}
	if !ok || in.news == 0 {
		return w.run.Release(ctx)
	}
	var outcomes []check.Outcome
	var out recorded
	if len(checks) > 0 {
		w.log.Info("light pass", "entries", in.news, "resources", len(in.touched), "checks", len(checks))
		for _, c := range checks {
			outcomes = append(outcomes, check.Run(c, in.snap))
		}
		if out, err = w.record(ctx, *in, outcomes, l.last); err != nil {
			return err
		}
	}
	in.settings = in.kept.Settings // by other ones, only some was judged
	if len(in.stats.Kept) > 0 || in.outdates() {
		if err := w.keep(ctx, *in); err != nil {
			return err // the next pass does it again
		}
	}
	if err := w.remember(ctx, *in, in.memory); err != nil {
		return err
	}
	if len(checks) == 0 {
		return w.run.Release(ctx)
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
