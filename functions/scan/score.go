package scan

import (
	"context"
	"slices"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/snapshot"
)

// What Microsoft shows in its Secure Score alone, such as that auditing was turned off,
// leaves no entry in the log. It makes one score for each day, and shows it at some
// time of that day or later: from the day after the last one's on each light pass asks
// for a newer one, which takes one request with an empty answer, until there is one.

// lookForScore looks whether Microsoft has a newer Secure Score than the one judged
// last. Where the tenant had none in the last scan, or it was refused, the pass does not
// ask. Where Graph does not answer, the next pass asks again.
func (w *work) lookForScore(ctx context.Context, entraID string, in *reading) graph.Stats {
	r := snapshot.SecureScores.Resource()
	next := nextDay(in.watched.score)
	if in.watched.score.IsZero() || in.snap.Now.Before(next) ||
		!slices.ContainsFunc(in.checks, func(c *check.Check) bool { return slices.Contains(takenBy(c), r) }) {
		return graph.Stats{}
	}
	limited, cancel := context.WithTimeout(ctx, w.part/3)
	defer cancel()
	s := snapshot.New(in.snap.Now, in.snap.Settings)
	s.ScoresSince = next
	report, err := w.reader.Read(limited, entraID, s, graph.Order{Want: []snapshot.Resource{r}, Closed: in.closed})
	if newest := snapshot.NewestScore(s); err == nil && newest != nil {
		in.score = newest.CreatedDateTime.V.Time
	}
	return report.Stats
}

// nextDay is when the day begins that follows a moment's.
func nextDay(at time.Time) time.Time {
	const day = 24 * time.Hour
	return at.UTC().Truncate(day).Add(day)
}

// scored remembers which Secure Score was judged. Where there was no time to read it,
// the one from before stays.
func (in *reading) scored() {
	why, missing := in.snap.Missing(snapshot.SecureScores.Resource())
	newest := snapshot.NewestScore(in.snap)
	switch {
	case newest != nil:
		in.watched.score = newest.CreatedDateTime.V.Time
	case !missing || why.Status >= 400:
		in.watched.score = time.Time{}
	}
}
