package scan

import (
	"context"
	"maps"
	"slices"

	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/snapshot"
)

// Of what is read parent by parent, in turns, a light pass reads again the few parents
// that are touched or owed; whose turn it is stays as it was. The others are known as
// the last scan left them: those with something notable are remembered, and of the rest
// the snapshot says no more than it covers. What scans remember is not changed: the
// parents are owed to the next one, which reads them once more and remembers. Where
// parents are so few that each scan reads all, nothing is remembered, and the pass
// reads all too.

// lightParents is how many touched and owed parents of a resource a light pass reads at
// most. More of them wait for the next full scan.
const lightParents = 20

// turned is what a light pass knows of the resources whose parents take turns that it
// reads.
type turned struct {
	reads      map[snapshot.Resource]bool
	before     map[snapshot.Resource]snapshot.Turn // as the last scan left them
	remembered map[snapshot.Resource]snapshot.Memory
	// untold are those that are not known well enough after all.
	untold map[snapshot.Resource]bool
}

// takeTurns finds what of that the pass may read, and has the turns stand still.
func (w *work) takeTurns(ctx context.Context, in *reading) {
	in.turned = turned{reads: map[snapshot.Resource]bool{}, untold: map[snapshot.Resource]bool{}}
	asked := in.watched.asking(in.touched)
	for r, ids := range in.touched {
		key, known := snapshot.KeyOf(r)
		_, unread := in.kept.Unread[r]
		if known && snapshot.TakesTurns(key) && !unread && len(ids) > 0 && len(asked[r]) <= lightParents {
			in.turned.reads[r] = true
		}
	}
	if len(in.turned.reads) == 0 {
		return
	}
	trial := snapshot.New(in.snap.Now, in.snap.Settings)
	remembered, err := resume(trial, in.memory)
	if err != nil {
		w.log.WarnContext(ctx, "light pass leaves turns to the next scan", "reason", err.Error())
		in.turned.reads = map[snapshot.Resource]bool{}
		return
	}
	in.turned.remembered, in.turned.before = remembered, trial.Turns()
	for r := range in.turned.reads {
		if turn, known := in.turned.before[r]; known {
			turn.At = in.snap.Now // no time passed: nobody's turn has come
			in.snap.SetTurn(r, turn)
		}
	}
}

// keepsTurns leaves out of an order, once the parents are loaded, what nothing is known
// of and would take long, and asks for the parents that are owed besides.
func (w *work) keepsTurns(in *reading, order *graph.Order) {
	asked := in.watched.asking(in.touched)
	order.Touched = maps.Clone(in.touched)
	for r := range in.turned.reads {
		order.Touched[r] = asked[r]
		if _, known := in.turned.before[r]; !known && !w.reader.ReadsAll(r, in.snap) {
			in.turned.untold[r] = true
			order.Want = slices.DeleteFunc(order.Want, func(x snapshot.Resource) bool { return x == r })
		}
	}
}

// recallTurns completes what was read of such resources by what is remembered, and notes
// which are not known well enough to judge by.
func (in *reading) recallTurns() {
	for r := range in.turned.reads {
		turn, read := in.snap.Turn(r)
		before, known := in.turned.before[r]
		already := before.Refused
		if before.Read >= before.Total {
			already = 0 // the next round counts anew
		}
		key, _ := snapshot.KeyOf(r)
		switch {
		case in.turned.untold[r], !in.snap.Has(r), !read, slices.Contains(in.stats.Late, r):
			in.turned.untold[r] = true
		case turn.Scanned >= turn.Total: // all were read
		case !known, turn.Refused > already:
			in.turned.untold[r] = true
		default:
			in.snap.SetTurn(r, before)
			memory := in.turned.remembered[r]
			in.turned.untold[r] = snapshot.Recall(key, in.snap, memory, there(in.snap, r, memory)) != nil
		}
	}
}
