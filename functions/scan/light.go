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
}

type watchedForm struct {
	Since time.Time     `json:"since"`
	Seen  activity.Seen `json:"seen"`
}

// watchedOf reads what is remembered of the log. What cannot be read is forgotten:
// entries that are handled twice touch twice, and that is all.
func watchedOf(memory map[string][]byte) watched {
	var f watchedForm
	if raw := memory[watchedPart]; raw == nil || json.Unmarshal(raw, &f) != nil {
		return watched{}
	}
	return watched{f.Seen, f.Since}
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

// leave adds to the parts of a memory what is remembered of the log.
func (x watched) leave(parts map[string][]byte) (map[string][]byte, error) {
	if x.since.IsZero() {
		return parts, nil
	}
	raw, err := json.Marshal(watchedForm{x.since, x.seen})
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

// lightSlot names the light pass of this moment. A recording stays at its moment.
func (w *work) lightSlot(ctx context.Context) (tenant.Slot, error) {
	about, err := w.t.About(ctx)
	if err != nil {
		return tenant.Slot{}, err
	}
	now := w.now()
	if about.Recorded != nil {
		return tenant.NewSlot(*about.Recorded, int(now.Unix()/60)), nil
	}
	return tenant.NewSlot(now, 1), nil
}

func (w *work) light(ctx context.Context) error {
	about, err := w.t.About(ctx)
	if err != nil {
		return err
	}
	last, err := w.last(ctx)
	if err != nil {
		return err
	}
	if about.State != tenant.Active || last.Slot.IsZero() {
		return nil // the first scan reads everything
	}
	in, entraID, err := w.about(ctx, last)
	if err != nil {
		if errors.Is(err, errSettings) {
			return nil // the next scan says so
		}
		return err
	}
	if in.watched.since.After(in.snap.Since) {
		in.snap.Since = in.watched.since
	}
	ctx, cancel := context.WithTimeout(ctx, w.part)
	defer cancel()
	order := graph.Order{Keep: true}
	read, err := w.readLog(ctx, w.reader, entraID, &in, &order)
	if err != nil || in.news == 0 {
		return withoutToken(err)
	}
	in.stats.Stats = read
	w.run, err = record.BeginLight(ctx, w.t, w.m.Slot, w.now)
	if errors.Is(err, record.ErrBusy) || errors.Is(err, record.ErrOver) {
		return nil // whoever holds the lease reads the log, or the next pass does
	}
	if err != nil {
		return err
	}
	_, err = w.holding(ctx, func(ctx context.Context) (bool, error) { return false, w.again(ctx, entraID, in, order, last) })
	return err
}

// withoutToken leaves it to the next full scan to say that Entra gives no token.
func withoutToken(err error) error {
	if _, ok := lasting(err); ok {
		return nil
	}
	return err
}

// again reads what was touched, under the lease, and judges what takes it.
func (w *work) again(ctx context.Context, entraID string, in reading, order graph.Order, last store.Scan) error {
	var checks []*check.Check
	if len(order.Touched) > 0 {
		var err error
		if checks, err = w.touched(ctx, entraID, &in, order); err != nil {
			return err
		}
	}
	if len(checks) == 0 {
		if err := w.remember(ctx, in); err != nil {
			return err
		}
		return w.run.Release(ctx)
	}
	w.log.Info("light pass", "entries", in.news, "resources", len(order.Touched), "checks", len(checks))
	outcomes := make([]check.Outcome, len(checks))
	for i, c := range checks {
		outcomes[i] = check.Run(c, in.snap)
	}
	out, err := w.record(ctx, in, outcomes, last)
	if err != nil {
		return err
	}
	if err := w.remember(ctx, in); err != nil {
		return err
	}
	w.keep(ctx, in)
	r := result(in, outcomes, out.open)
	r.Unread = last.Unread
	r.Drift = w.verdictDrift(r, out, last)
	r.Verdicts, r.Score = overlaid(in.checks, last.Verdicts, r.Verdicts)
	return w.run.Finish(ctx, r)
}

// touched brings what is kept up to date where the log says that it changed, and
// returns the checks that can be judged anew.
func (w *work) touched(ctx context.Context, entraID string, in *reading, order graph.Order) ([]*check.Check, error) {
	if in.kept = w.manifest(ctx); len(in.kept.Resources) == 0 {
		return nil, nil // the next full scan reads everything
	}
	var err error
	// Only what the checks concerned take is loaded.
	concerned := map[snapshot.Resource]bool{snapshot.SubscribedSkus.Resource(): true}
	var checks []*check.Check
	for _, c := range in.checks {
		takes := append(slices.Clone(c.Reads), c.Uses...)
		if slices.ContainsFunc(takes, func(r snapshot.Resource) bool { _, ok := order.Touched[r]; return ok }) {
			checks = append(checks, c)
			for _, r := range takes {
				concerned[r] = true
			}
		}
	}
	if len(checks) == 0 {
		return nil, nil
	}
	for r, why := range in.kept.Unread {
		if why.Status >= 400 {
			in.snap.SetUnread(r, why)
		}
	}
	if order.Kept, err = in.kept.load(ctx, w.objects, in.snap, func(r snapshot.Resource) bool { return concerned[r] || w.reader.NamesParents(r, concerned) }); err != nil {
		w.log.Warn("light pass left to the next scan", "reason", err.Error())
		return nil, nil
	}
	in.note(order.Kept)
	order.Journal = in.changed.note
	for r := range order.Touched {
		if concerned[r] {
			order.Want = append(order.Want, r)
		}
	}
	slices.Sort(order.Want)
	report, err := w.reader.Read(ctx, entraID, in.snap, order)
	report.Add(in.stats.Stats)
	in.stats = report
	if err != nil {
		return nil, fmt.Errorf("read what was touched: %w", err)
	}
	// What hangs on what is not kept, such as public DNS, waits for a full scan.
	return slices.DeleteFunc(checks, func(c *check.Check) bool {
		return slices.ContainsFunc(c.Reads, func(r snapshot.Resource) bool {
			why, missing := in.snap.Missing(r)
			return missing && why.Status < 400
		})
	}), nil
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
