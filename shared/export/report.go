package export

import (
	"context"
	_ "embed" // the template
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"
	"time"

	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

//go:embed report.html
var reportHTML string

// maxReported is how many findings the report tells of one by one. It is for people:
// all are in the other files.
const maxReported = 500

// counts are findings by state and severity.
type counts struct {
	open, excepted map[finding.Severity]int
	resolved       int
}

func (c *counts) add(f *Finding) {
	if c.open == nil {
		c.open, c.excepted = map[finding.Severity]int{}, map[finding.Severity]int{}
	}
	switch finding.State(f.State) {
	case finding.Open:
		c.open[finding.Severity(f.Severity)]++
	case finding.Excepted:
		c.excepted[finding.Severity(f.Severity)]++
	case finding.Resolved:
		c.resolved++
	}
}

// sumOf adds up what is counted by severity.
func sumOf(by map[finding.Severity]int) int {
	n := 0
	for _, some := range by {
		n += some
	}
	return n
}

// cover is what stands before the findings of a report.
type cover struct {
	Lang             text.Language
	Name, ID         string
	Made             time.Time
	From, To         time.Time // the last day of the period
	Score            string    // empty where there is none
	Chart            template.HTML
	Width, Height    int
	Lowest, Highest  string
	Severities       []severityCount
	Open, Excepted   int
	Resolved         int
	Address          string
	Listed, Unlisted int
}

type severityCount struct {
	Severity       finding.Severity
	Open, Excepted int
}

// entry is a finding of a report.
type entry struct {
	*Finding
	Facts    []fact
	Subjects []subjectTable
	Risk     string
	Portal   string
}

type fact struct{ Name, Value string }

type subjectTable struct {
	Kind        string
	Total, Left int // Left are not shown
	Shown       []finding.Subject
}

// report writes the report for people: one HTML file that needs nothing from elsewhere
// and runs no script.
func (x *writer) report(ctx context.Context, f *file) error {
	say := func(english string, values ...any) string { return say(x.plan.Language, english, values...) }
	t, err := template.New("report").Funcs(template.FuncMap{
		"t":    say,
		"date": func(at time.Time) string { return at.UTC().Format("2006-01-02 15:04") + " UTC" },
		"day":  func(at time.Time) string { return at.UTC().Format(time.DateOnly) },
		"severity": func(s any) string {
			return say("severity " + fmt.Sprint(s))
		},
	}).Parse(reportHTML)
	if err != nil {
		return fmt.Errorf("parse report: %w", err)
	}
	c, err := x.cover(ctx)
	if err != nil {
		return err
	}
	if err := t.ExecuteTemplate(f, "head", c); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	for one, err := range x.source.Worst(ctx) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return fmt.Errorf("read what is exported: %w", err)
		}
		if c.Listed == maxReported {
			break
		}
		c.Listed++
		if err := t.ExecuteTemplate(f, "finding", x.entry(one)); err != nil {
			return fmt.Errorf("write report: %w", err)
		}
	}
	c.Unlisted = max(0, c.Open+c.Excepted-c.Listed)
	if err := t.ExecuteTemplate(f, "foot", c); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// cover gathers what the report begins with.
func (x *writer) cover(ctx context.Context) (cover, error) {
	c := cover{Lang: x.plan.Language, Name: x.source.Tenant.Name, ID: x.plan.Tenant, Made: x.plan.At, From: x.plan.From, To: x.plan.To, Address: x.plan.Address,
		Width: chartWidth, Height: chartHeight}
	if !c.To.IsZero() {
		c.To = c.To.Add(-time.Nanosecond)
	}
	if x.counted == nil {
		x.counted = &counts{}
		for f, err := range x.source.Findings(ctx) {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				return c, fmt.Errorf("read what is exported: %w", err)
			}
			x.counted.add(f)
		}
	}
	for _, s := range finding.Severities() {
		c.Severities = append(c.Severities, severityCount{s, x.counted.open[s], x.counted.excepted[s]})
	}
	c.Open, c.Excepted, c.Resolved = sumOf(x.counted.open), sumOf(x.counted.excepted), x.counted.resolved
	points, err := curveOf(ctx, x.source.Scores(ctx))
	if err != nil || len(points) == 0 {
		return c, err
	}
	until := x.plan.At
	if !x.plan.To.IsZero() && x.plan.To.Before(until) {
		until = x.plan.To
	}
	if recorded := x.source.Tenant.Recorded; !recorded.IsZero() && recorded.Before(until) {
		until = recorded
	}
	c.Chart = chart(points, until)
	worse := func(a, b Score) int { return int(100 * (a.Score - b.Score)) }
	c.Score = score(points[len(points)-1])
	c.Lowest, c.Highest = score(slices.MinFunc(points, worse)), score(slices.MaxFunc(points, worse))
	return c, nil
}

func score(s Score) string { return strings.TrimSuffix(fmt.Sprintf("%.1f", s.Score), ".0") }

// entry makes a finding ready to be shown.
func (x *writer) entry(f *Finding) entry {
	known := x.check(f.Check)
	e := entry{Finding: f, Risk: known.Risk, Portal: known.Portal}
	for _, name := range slices.Sorted(maps.Keys(f.Facts)) {
		e.Facts = append(e.Facts, fact{name, factText(f.Facts[name])})
	}
	for _, kind := range slices.Sorted(maps.Keys(f.Subjects)) {
		list := f.Subjects[kind]
		e.Subjects = append(e.Subjects, subjectTable{kind, list.Total, list.Total - len(list.Shown), list.Shown})
	}
	return e
}

// factText writes a fact as people read it.
func factText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []string:
		return strings.Join(v, ", ")
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(raw)
}
