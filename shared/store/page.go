package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"cloud.google.com/go/firestore"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/internal/handle"
	"vahti.ai/vahti/shared/store/document"
)

// The bounds of a page of findings.
const (
	MaxFindings = 200 // on a page
	MaxExamined = 500 // documents of findings read for one page
)

// FindingOrder is in which order findings are listed, each of which one index
// gives: within a severity, a check or a state they come in the order of their IDs,
// which means nothing and stays.
type FindingOrder string

// The orders.
const (
	BySeverity FindingOrder = "severity" // worst first
	ByCheck    FindingOrder = "check"
	ByState    FindingOrder = "state" // open, accepted or not, before resolved
)

// FindingMark is a place in a listing of findings: behind one of them. The zero
// mark is the beginning.
type FindingMark struct {
	Group string     // the severity, check or state that was being listed
	ID    finding.ID // of the finding examined last; empty at a group's beginning
}

// FindingQuery says which findings are listed. Whatever meets every condition set
// is; the zero value is all, the worst first.
type FindingQuery struct {
	Order    FindingOrder // empty: BySeverity
	Check    string
	Severity finding.Severity
	State    finding.State // as readers see it
	// Stored is asked about findings before what is sealed in them is opened, and
	// Keep about whole ones; nil keeps all.
	Stored, Keep func(finding.Finding) bool
	Limit        int // at most MaxFindings, which is meant by 0
	After        FindingMark
}

// FindingPage is a part of a listing. It may be short, or empty, and go on: no
// page examines more than MaxExamined findings.
type FindingPage struct {
	Findings []finding.Finding
	Next     FindingMark // zero at the end
}

// ErrOrder means that a listing is asked for in an order, or from a place, that
// there is not.
var ErrOrder = errors.New("findings are not listed so")

// FindingsPage reads a page of findings with their subjects, as people see them.
// Besides the findings it reads the exceptions of those it examines that are open.
func (t *Tenant) FindingsPage(ctx context.Context, q FindingQuery) (FindingPage, error) {
	l := listing{t: t, FindingQuery: q, left: MaxExamined}
	if l.Limit <= 0 || l.Limit > MaxFindings {
		l.Limit = MaxFindings
	}
	groups, err := q.groups()
	if err != nil {
		return FindingPage{}, err
	}
	for _, group := range groups {
		more, err := l.read(ctx, group)
		if err != nil {
			return FindingPage{}, fmt.Errorf("list findings: %w", err)
		}
		if more {
			break
		}
	}
	return l.page, nil
}

// everything is the one group of a listing that is not read group by group.
const everything = ""

// groups returns the groups of the listing that are to be read, from the mark on.
// The order by check without a check is one group, read in the order of the field.
func (q FindingQuery) groups() ([]string, error) {
	var all []string
	switch q.Order {
	case BySeverity, "":
		for _, s := range finding.Severities() {
			if q.Severity == "" || q.Severity == s {
				all = append(all, string(s))
			}
		}
	case ByState:
		if q.State != finding.Resolved {
			all = append(all, string(finding.Open))
		}
		if q.State == "" || q.State == finding.Resolved {
			all = append(all, string(finding.Resolved))
		}
	case ByCheck:
		if q.Check != "" {
			all = append(all, q.Check)
			break
		}
		if begins := q.After == (FindingMark{}); !begins && (q.After.Group == "" || !handle.Named(string(q.After.ID))) {
			return nil, ErrOrder
		}
		return []string{everything}, nil
	default:
		return nil, ErrOrder
	}
	if q.After == (FindingMark{}) {
		return all, nil
	}
	at := slices.Index(all, q.After.Group)
	if at < 0 || q.After.ID != "" && !handle.Named(string(q.After.ID)) {
		return nil, ErrOrder
	}
	return all[at:], nil
}

// listing is a page under way.
type listing struct {
	FindingQuery
	t    *Tenant
	left int // documents that may still be examined
	page FindingPage
}

// narrow reports whether findings that are examined may be left out.
func (q FindingQuery) narrow() bool {
	order := q.Order
	if order == "" {
		order = BySeverity
	}
	return q.Stored != nil || q.Keep != nil || q.Check != "" && order != ByCheck || q.Severity != "" && order != BySeverity ||
		q.State != "" && (order != ByState || q.State != finding.Resolved)
}

// chunk is how many documents are examined at a time, at least, where some of them
// may be left out.
const chunk = 100

// read adds a group's findings to the page and reports whether the page ends there.
func (l *listing) read(ctx context.Context, group string) (ends bool, err error) {
	after := FindingMark{Group: group}
	if l.After.Group == group || group == everything {
		after = l.After
	}
	for {
		if len(l.page.Findings) == l.Limit || l.left == 0 {
			l.page.Next = after
			return true, nil
		}
		n := min(l.left, l.Limit-len(l.page.Findings))
		if l.narrow() {
			n = min(l.left, max(chunk, n))
		}
		docs, err := all[document.Finding](ctx, l.query(group, after).Limit(n))
		if err != nil {
			return false, err
		}
		l.left -= len(docs)
		last, err := l.take(ctx, docs)
		if err != nil {
			return false, err
		}
		if last >= 0 {
			after.ID = finding.ID(docs[last].ID)
			if group == everything {
				after.Group = docs[last].Check
			}
		}
		if last == len(docs)-1 && len(docs) < n {
			return false, nil
		}
	}
}

// query reads a group's findings behind a mark.
func (l *listing) query(group string, after FindingMark) firestore.Query {
	doc := l.t.doc()
	var q firestore.Query
	switch {
	case group == everything:
		q = doc.Collection("findings").OrderBy("check", firestore.Asc).OrderBy(firestore.DocumentID, firestore.Asc)
		if after.ID != "" {
			q = q.StartAfter(after.Group, string(after.ID))
		}
		return q
	case l.Order == ByCheck:
		q = doc.Collection("findings").Where("check", "==", group).OrderBy(firestore.DocumentID, firestore.Asc)
	case l.Order == ByState:
		q = doc.Collection("findings").Where("state", "==", group).OrderBy(firestore.DocumentID, firestore.Asc)
	default:
		q = doc.Collection("findings").Where("severity", "==", group).OrderBy(firestore.DocumentID, firestore.Asc)
	}
	if after.ID != "" {
		q = q.StartAfter(string(after.ID))
	}
	return q
}

// take adds those of the documents that meet the conditions until the page is
// full, and returns which document it looked at last.
func (l *listing) take(ctx context.Context, docs []document.Finding) (last int, err error) {
	fits, at := []document.Finding{}, []int{}
	for i, d := range docs {
		f, err := d.WithoutSubjects()
		if err != nil {
			return 0, fmt.Errorf("read finding: %w", err)
		}
		if l.mayFit(f) {
			fits, at = append(fits, d), append(at, i)
		}
	}
	if len(fits) == 0 {
		return len(docs) - 1, nil
	}
	whole, err := l.t.open(ctx, fits)
	if err != nil {
		return 0, err
	}
	for i, f := range whole {
		if l.State != "" && f.State != l.State || l.Keep != nil && !l.Keep(f) {
			continue
		}
		l.page.Findings = append(l.page.Findings, f)
		if len(l.page.Findings) == l.Limit {
			return at[i], nil
		}
	}
	return len(docs) - 1, nil
}

// mayFit reports whether a finding meets the conditions that show without opening
// it. Whether an open one is excepted does not.
func (l *listing) mayFit(f finding.Finding) bool {
	switch {
	case l.Check != "" && f.Check != l.Check, l.Severity != "" && f.Severity != l.Severity:
		return false
	case l.State != "" && (l.State == finding.Resolved) != (f.State == finding.Resolved):
		return false
	}
	return l.Stored == nil || l.Stored(f)
}

// open returns findings with their subjects as people see them.
func (t *Tenant) open(ctx context.Context, docs []document.Finding) ([]finding.Finding, error) {
	key, err := t.Key(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]finding.Finding, len(docs))
	var open []any // IDs
	for i, d := range docs {
		if out[i], err = d.Finding(key); err != nil {
			return nil, fmt.Errorf("read finding: %w", err)
		}
		if out[i].State == finding.Open {
			open = append(open, d.ID)
		}
	}
	exceptions, err := t.exceptionsFor(ctx, open)
	if err != nil || len(exceptions) == 0 {
		return out, err
	}
	now := t.now()
	about, err := t.About(ctx)
	if err != nil {
		return nil, err
	}
	if about.Recorded != nil {
		now = *about.Recorded
	}
	return finding.Except(out, exceptions, now), nil
}

// together is how many values a query may ask for at once.
const together = 30

// exceptionsFor reads the exceptions of findings, by ID, that have not ended. Those
// that have ended are read as well: an index of both fields would be one of its own.
func (t *Tenant) exceptionsFor(ctx context.Context, ids []any) ([]finding.Exception, error) {
	var active []document.Exception
	for some := range slices.Chunk(ids, together) {
		docs, err := all[document.Exception](ctx, t.doc().Collection("exceptions").Where("finding", "in", some).OrderBy(firestore.DocumentID, firestore.Asc))
		if err != nil {
			return nil, fmt.Errorf("read exceptions: %w", err)
		}
		for _, d := range docs {
			if d.State == document.ExceptionActive {
				active = append(active, d)
			}
		}
	}
	return t.exceptionsOf(ctx, active)
}

// FindingsNamed reads the findings of those IDs that there are, as people see them,
// in the order of the IDs: at most MaxExamined.
func (t *Tenant) FindingsNamed(ctx context.Context, ids []finding.ID) ([]finding.Finding, error) {
	if len(ids) > MaxExamined {
		return nil, fmt.Errorf("read findings: %d are too many at a time", len(ids))
	}
	var refs []*firestore.DocumentRef
	for _, id := range ids {
		if handle.Named(string(id)) {
			refs = append(refs, t.doc().Collection("findings").Doc(string(id)))
		}
	}
	if len(refs) == 0 {
		return nil, nil
	}
	snaps, err := handle.Vahti(handle.DBOf(t.handle)).GetAll(ctx, refs)
	if err != nil {
		return nil, fmt.Errorf("read findings: %w", err)
	}
	var docs []document.Finding
	for _, snap := range snaps {
		if !snap.Exists() {
			continue
		}
		var d document.Finding
		if err := snap.DataTo(&d); err != nil {
			return nil, fmt.Errorf("read finding: %w", err)
		}
		docs = append(docs, d)
	}
	if len(docs) == 0 {
		return nil, nil
	}
	return t.open(ctx, docs)
}
