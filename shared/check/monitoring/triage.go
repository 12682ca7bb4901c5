package monitoring

import (
	"strings"
	"time"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// defender is where Microsoft's portal of Defender begins.
const defender = "Microsoft Defender portal > "

// moment is a time as facts hold it.
func moment(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// is reports whether a value is the one named; Graph varies the case.
func is(v snapshot.Value[string], name string) bool {
	return v.Known() && strings.EqualFold(v.V, name)
}

// oneOf reports whether a value is one of those named.
func oneOf(v snapshot.Value[string], names ...string) bool {
	for _, n := range names {
		if is(v, n) {
			return true
		}
	}
	return false
}

// word is a value as facts may hold it: empty where it is no word of Microsoft's.
func word(v snapshot.Value[string]) string {
	if (finding.Facts{"value": v.V}).Validate() != nil {
		return ""
	}
	return v.V
}

// older judges whether a moment is longer ago than a span: it fails where it is
// and is unknown where Graph did not say.
func older(s *snapshot.Snapshot, at snapshot.Value[snapshot.Timestamp], span time.Duration) finding.Verdict {
	switch {
	case !at.Known() || !at.V.Readable:
		return finding.Unknown
	case s.Now.Sub(at.V.Time) > span:
		return finding.Fail
	}
	return finding.Pass
}

// unassigned judges whether something is in nobody's hands, which Graph says by
// null.
func unassigned(to snapshot.Value[string]) finding.Verdict {
	switch {
	case !to.Set:
		return finding.Unknown
	case strings.TrimSpace(to.V) == "":
		return finding.Fail
	}
	return finding.Pass
}

// both judges a thing that fails where two conditions hold together.
func both(a, b finding.Verdict) finding.Verdict {
	switch {
	case a == finding.Pass || b == finding.Pass:
		return finding.Pass
	case a == finding.Unknown || b == finding.Unknown:
		return finding.Unknown
	}
	return finding.Fail
}

// A queue is what waits for somebody, counted by a word such as its severity.
type queue struct {
	counts          finding.Facts
	oldest          time.Time
	waiting, untold []finding.Subject
	open            int
}

// judge takes in the verdict on one thing.
func (q *queue) judge(v finding.Verdict, word string, at snapshot.Value[snapshot.Timestamp], subject finding.Subject) {
	switch v {
	case finding.Unknown:
		q.untold = append(q.untold, subject)
		return
	case finding.Pass:
		q.open++
		return
	}
	if q.counts == nil {
		q.counts = finding.Facts{}
	}
	n, _ := q.counts[word].(int)
	q.counts[word] = n + 1
	q.waiting = append(q.waiting, subject)
	if at.Known() && at.V.Readable && (q.oldest.IsZero() || at.V.Time.Before(q.oldest)) {
		q.oldest = at.V.Time
	}
}

// results are one result about the tenant: what waits, or else what could not be
// told, or that nothing does.
func (q *queue) results(kind, fail, unknown, pass string) []check.Result {
	switch {
	case len(q.waiting) > 0:
		if !q.oldest.IsZero() {
			q.counts["oldest"] = moment(q.oldest)
		}
		return check.One(finding.Fail, fail, finding.Evidence{Facts: q.counts, Subjects: finding.Subjects{kind: finding.List(q.waiting...)}})
	case len(q.untold) > 0:
		return check.One(finding.Unknown, unknown, finding.Evidence{
			Facts: finding.Facts{kind: len(q.untold)}, Subjects: finding.Subjects{kind: finding.List(q.untold...)},
		})
	}
	return check.One(finding.Pass, pass, finding.Evidence{Facts: finding.Facts{"openWithinTime": q.open}})
}
