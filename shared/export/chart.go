package export

import (
	"context"
	"fmt"
	"html/template"
	"iter"
	"strings"
	"time"
)

// maxPoints is how many points of a score are kept for its chart.
const maxPoints = 480

// curve is how a score became what it is, in at most maxPoints steps however many there
// were: where there are more, every second one is left out, and the lowest of what lies
// between is kept.
type curve struct {
	points      []Score
	every, left int
	low         Score // since the last point
	last        Score
	some        bool
}

// add takes a further score, which is no older than those before.
func (c *curve) add(s Score) {
	if s.Score < 0 { // nothing was asked
		return
	}
	if c.every == 0 {
		c.every = 1
	}
	c.last = s
	if !c.some || s.Score < c.low.Score {
		c.low, c.some = s, true
	}
	if c.left++; c.left < c.every {
		return
	}
	c.points = append(c.points, c.low)
	c.left, c.some = 0, false
	if len(c.points) < maxPoints {
		return
	}
	kept := c.points[:0]
	for i := 0; i+1 < len(c.points); i += 2 {
		low := c.points[i]
		if c.points[i+1].Score < low.Score {
			low = c.points[i+1]
		}
		kept = append(kept, low)
	}
	c.points, c.every = kept, c.every*2
}

// all returns the points with the last score of all at their end.
func (c *curve) all() []Score {
	if n := len(c.points); c.last.At.IsZero() || n > 0 && c.points[n-1] == c.last {
		return c.points
	}
	return append(c.points, c.last)
}

// curveOf goes through the scores of a source.
func curveOf(ctx context.Context, of iter.Seq2[Score, error]) ([]Score, error) {
	var c curve
	for s, err := range of {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, fmt.Errorf("read what is exported: %w", err)
		}
		c.add(s)
	}
	return c.all(), nil
}

// The measures of the chart, in its own units.
const (
	chartWidth  = 720
	chartHeight = 240
	chartLeft   = 46
	chartBottom = 28
	chartTop    = 18
)

// chart is a score over time as SVG, a line that keeps its height until the next score,
// from its first moment until a last one. It holds numbers and dates alone.
func chart(points []Score, until time.Time) template.HTML {
	if len(points) == 0 {
		return ""
	}
	first := points[0].At
	if !until.After(points[len(points)-1].At) {
		until = points[len(points)-1].At
	}
	span := max(until.Sub(first).Seconds(), 1)
	x := func(t time.Time) float64 {
		return chartLeft + (chartWidth-chartLeft-8)*t.Sub(first).Seconds()/span
	}
	y := func(score float64) float64 {
		return chartTop + (chartHeight-chartTop-chartBottom)*(100-score)/100
	}
	var b, line strings.Builder
	for i, p := range points {
		if i == 0 {
			fmt.Fprintf(&line, "M%.1f %.1f", x(p.At), y(p.Score))
			continue
		}
		fmt.Fprintf(&line, "H%.1fV%.1f", x(p.At), y(p.Score))
	}
	fmt.Fprintf(&line, "H%.1f", x(until))
	for _, score := range []float64{0, 25, 50, 75, 100} {
		fmt.Fprintf(&b, `<line class="grid" x1="%d" x2="%d" y1="%.1f" y2="%.1f"/><text class="scale" x="%d" y="%.1f" text-anchor="end">%.0f</text>`,
			chartLeft, chartWidth-8, y(score), y(score), chartLeft-8, y(score)+4, score)
	}
	fmt.Fprintf(&b, `<path class="area" d="%sV%.1fH%.1fZ"/><path class="line" d="%s"/>`, line.String(), y(0), x(first), line.String())
	fmt.Fprintf(&b, `<circle class="dot" cx="%.1f" cy="%.1f" r="4"/>`, x(until), y(points[len(points)-1].Score))
	fmt.Fprintf(&b, `<text class="scale" x="%d" y="%d">%s</text>`, chartLeft, chartHeight-8, first.UTC().Format(time.DateOnly))
	fmt.Fprintf(&b, `<text class="scale" x="%d" y="%d" text-anchor="end">%s</text>`, chartWidth-8, chartHeight-8, until.UTC().Format(time.DateOnly))
	return template.HTML(b.String()) //nolint:gosec // numbers and dates alone
}
