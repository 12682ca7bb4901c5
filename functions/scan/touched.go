package scan

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"vahti.ai/vahti/shared/activity"
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/snapshot"
)

// passLimit is how long a light pass reads under the lease, for which a full scan
// may wait.
const passLimit = 2 * time.Minute

// lightPages is how many requests a list may take that a light pass reads as a
// whole. A larger one waits for the next full scan.
const lightPages = 30

// touched brings what is kept up to date where the log says that it changed, and
// returns the checks that can be judged anew; ok is false where nothing can be
// built on, and the next full scan reads everything.
func (w *work) touched(ctx context.Context, entraID string, in *reading) (checks []*check.Check, ok bool, err error) {
	if in.kept = w.manifest(ctx); len(in.kept.Resources) == 0 {
		return nil, false, nil
	}
	for r, why := range in.kept.Unread {
		if r != snapshot.DirectoryAudits.Resource() { // the pass has just read it
			in.snap.SetUnread(r, why)
		}
	}
	w.takeTurns(ctx, in)
	order := graph.Order{Keep: true, Closed: in.closed}
	stale := w.affected(in, slices.Collect(maps.Keys(in.touched))...)
	load := map[snapshot.Resource]bool{}
	for r := range stale {
		if in.readable(r) {
			order.Want = append(order.Want, r)
			load[r] = true
		}
	}
	slices.Sort(order.Want)
	for _, c := range in.checks {
		takes := takenBy(c)
		if !slices.ContainsFunc(takes, func(r snapshot.Resource) bool { return stale[r] }) || slices.ContainsFunc(takes, in.untold) {
			continue
		}
		checks = append(checks, c)
		for _, r := range takes {
			load[r] = true
		}
	}
	// Only what is read again and what the checks take is loaded.
	if order.Kept, err = in.kept.load(ctx, w.objects, in.snap, func(r snapshot.Resource) bool {
		why := in.kept.Unread[r]
		return why.Reason == "" && (load[r] || w.reader.NamesParents(r, load))
	}); err != nil {
		w.log.WarnContext(ctx, "light pass left to the next scan", "reason", err.Error())
		return nil, false, nil
	}
	in.note(order.Kept)
	w.keepsTurns(in, &order)
	order.Journal = in.changed.note
	limited, cancel := context.WithTimeout(ctx, min(w.part, passLimit))
	defer cancel()
	report, err := w.reader.Read(limited, entraID, in.snap, order)
	report.Add(in.stats.Stats)
	in.stats = report
	w.closes(in)
	switch {
	case err == nil:
	case limited.Err() != nil && ctx.Err() == nil: // nothing was answered
		return nil, false, nil
	default:
		return nil, false, fmt.Errorf("read what was touched: %w", err)
	}
	in.recallTurns()
	w.defers(in)
	return slices.DeleteFunc(checks, func(c *check.Check) bool {
		return slices.ContainsFunc(takenBy(c), func(r snapshot.Resource) bool {
			why, missing := in.snap.Missing(r)
			return in.late[r] || in.turned.untold[r] || missing && why.Status < 400
		})
	}), true, nil
}

// defers notes what could not be read again in time, and which of the entries are
// therefore not handled: those that touched it or what names its parents. Parents that
// take turns are owed to the next scan anyway.
func (w *work) defers(in *reading) {
	in.late = map[snapshot.Resource]bool{}
	for _, r := range in.stats.Late {
		in.late[r] = true
	}
	if len(in.late) == 0 {
		return
	}
	held := map[snapshot.Resource]bool{}
	for r := range in.touched {
		for a := range w.affected(in, r) {
			held[r] = held[r] || in.late[a] && !in.turned.reads[a]
		}
	}
	for _, e := range in.fresh {
		if slices.ContainsFunc(activity.Touches(&e), func(t activity.Touch) bool { return held[t.Resource] }) {
			in.pending = append(in.pending, e)
		}
	}
}

// takenBy returns what a check looks at: what tells the tenant's licences too.
func takenBy(c *check.Check) []snapshot.Resource {
	return slices.Concat(c.Reads, c.Uses, []snapshot.Resource{snapshot.SubscribedSkus.Resource()})
}

// affected returns what is touched and what is kept under parents that something
// touched names: others may have joined.
func (w *work) affected(in *reading, touched ...snapshot.Resource) map[snapshot.Resource]bool {
	out := map[snapshot.Resource]bool{}
	for _, r := range touched {
		out[r] = true
	}
	for grown := true; grown; {
		grown = false
		for r := range in.kept.Resources {
			for of := range out {
				if !out[r] && w.reader.NamesParents(of, map[snapshot.Resource]bool{r: true}) {
					out[r], grown = true, true
				}
			}
		}
	}
	return out
}

// readable reports whether a light pass can read a resource again: it was read
// before, or refused, and does not take long; see takeTurns.
func (in *reading) readable(r snapshot.Resource) bool {
	key, known := snapshot.KeyOf(r)
	if !known || snapshot.TakesTurns(key) {
		return in.turned.reads[r]
	}
	if why, unread := in.kept.Unread[r]; unread {
		return why.Status >= 400
	}
	how, kept := in.kept.Resources[r]
	ids, touched := in.touched[r]
	whole := touched && len(ids) == 0 || key.Kind() == snapshot.Collection && how.Read.Link == ""
	return kept && (how.Read.Requests <= lightPages || !whole)
}

// untold reports whether a light pass knows nothing of a resource as it is now: it
// is of those that are not kept, such as public DNS, the last scan had no time for
// it, or it is too large to be read again.
func (in *reading) untold(r snapshot.Resource) bool {
	key, known := snapshot.KeyOf(r)
	why, unread := in.kept.Unread[r]
	_, kept := in.kept.Resources[r]
	_, touched := in.touched[r]
	if known && snapshot.TakesTurns(key) {
		return !in.turned.reads[r]
	}
	return !known || unread && why.Status < 400 || !unread && !kept || touched && !in.readable(r)
}

// outdates reports whether what is kept of something does not hold any more and
// was not read again.
func (in *reading) outdates() bool {
	for r := range in.kept.Resources {
		if in.outdated(r) {
			return true
		}
	}
	return false
}

// outdated reports it of one resource. A list holds on whose changes Graph will
// tell; the owners of applications are not among those. What was late is touched by
// entries that are still to be handled: until then nobody builds on it.
func (in *reading) outdated(r snapshot.Resource) bool {
	if in.late[r] {
		return false
	}
	_, touched := in.touched[r]
	_, read := in.stats.Kept[r]
	told := in.kept.Resources[r].Read.Link != "" && r != snapshot.Applications.Resource()
	return touched && !read && !told
}
