package console

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"vahti.ai/vahti/shared/store"
)

// scoresView is how the score became what it is.
type scoresView struct {
	Line    string // the points of the line that shows it, on a field of 1000 by 100
	From    moment
	Latest  []scorePoint // the newest first
	Earlier int          // how many points are not among them
}

// scorePoint is the score from a moment on.
type scorePoint struct {
	At    moment
	Score string
}

// How far back the score is shown, and how many of its points in words.
const (
	scoreDays   = 180
	scorePoints = 12
)

// scores reads how the score became what it is; nil where nothing is known of it.
func (l locale) scores(ctx context.Context, t tenantReader, now time.Time) (*scoresView, error) {
	points, err := t.Scores(ctx, now.AddDate(0, 0, -scoreDays))
	if err != nil {
		return nil, err
	}
	points = slices.DeleteFunc(slices.Clone(points), func(p store.Score) bool { return p.Score < 0 }) // nothing was asked
	if len(points) == 0 {
		return nil, nil
	}
	v := &scoresView{Line: line(points, now), From: l.on(points[0].At), Earlier: max(0, len(points)-scorePoints)}
	for _, p := range slices.Backward(points[v.Earlier:]) {
		v.Latest = append(v.Latest, scorePoint{l.on(p.At), l.number(p.Score)})
	}
	return v, nil
}

// line is the points of a line that keeps each score until the next one and the
// last until now; empty where there is no span of time to draw.
func line(points []store.Score, now time.Time) string {
	first := points[0].At
	last := points[len(points)-1].At
	if now.After(last) {
		last = now
	}
	span := last.Sub(first)
	if span <= 0 {
		return ""
	}
	x := func(at time.Time) int { return int(1000 * at.Sub(first) / span) }
	var b strings.Builder
	for i, p := range points {
		y := 100 - p.Score
		if i > 0 {
			fmt.Fprintf(&b, "%d,%.1f ", x(p.At), 100-points[i-1].Score)
		}
		fmt.Fprintf(&b, "%d,%.1f ", x(p.At), y)
	}
	fmt.Fprintf(&b, "1000,%.1f", 100-points[len(points)-1].Score)
	return b.String()
}
